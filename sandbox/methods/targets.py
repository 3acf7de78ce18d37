"""Which chat and message a call means, and whether this bot may reach them."""

from sandbox.methods.arguments import Arguments
from sandbox.people import Chat, ChatType, Message, Standing
from sandbox.refusals import Refusal, bad_request, forbidden
from sandbox.telegram_world import TelegramWorld


def find_chat(world: TelegramWorld, args: Arguments) -> Chat:
    """The chat of `chat_id`, by number or @username.

    Raises:
        Refusal: 400 when there is none.
    """
    wanted = args.text("chat_id").strip()
    if not wanted:
        raise bad_request("chat_id is empty")
    for chat in world.chats.values():
        if str(chat.id) == wanted or (chat.username and f"@{chat.username}".lower() == wanted.lower()):
            return chat
    raise bad_request("chat not found")


def readable_chat(world: TelegramWorld, args: Arguments) -> Chat:
    """The chat of `chat_id` if the bot may ask about it now.

    Raises:
        Refusal: 400 unknown or migrated; 403 kicked, or outside of a chat that is not public.
    """
    chat = find_chat(world, args)
    _check_not_moved(chat)
    if chat.type is not ChatType.PRIVATE:
        _check_inside(world, chat, may_be_left=bool(chat.username))
    elif not chat.started:
        raise bad_request("chat not found")
    return chat


def writable_chat(world: TelegramWorld, args: Arguments) -> Chat:
    """The chat of `chat_id` if the bot may write there now.

    Raises:
        Refusal: 400 unknown, migrated or without the right to write; 403 blocked, kicked or never started.
    """
    chat = find_chat(world, args)
    _check_not_moved(chat)
    if chat.type is ChatType.PRIVATE:
        _check_person(world, chat)
    else:
        _check_group(world, chat)
    return chat


def _check_not_moved(chat: Chat) -> None:
    if chat.migrated_to is not None:
        sentence = "Bad Request: group chat was upgraded to a supergroup chat"
        raise Refusal(400, sentence, {"migrate_to_chat_id": chat.migrated_to})


def _check_person(world: TelegramWorld, chat: Chat) -> None:
    if world.users[chat.id].deactivated:
        raise forbidden("user is deactivated")
    if not chat.started:
        raise forbidden("bot can't initiate conversation with a user")
    if not chat.has(world.bot.id):
        raise forbidden("bot was blocked by the user")


def _check_group(world: TelegramWorld, chat: Chat) -> None:
    _check_inside(world, chat, may_be_left=False)
    silenced = chat.type is ChatType.CHANNEL and chat.standing_of(world.bot.id) is Standing.MEMBER
    if silenced or not chat.bot_may_write:
        raise bad_request("not enough rights to send text messages to the chat")


def _check_inside(world: TelegramWorld, chat: Chat, *, may_be_left: bool) -> None:
    words = {ChatType.GROUP: "group chat", ChatType.SUPERGROUP: "supergroup chat", ChatType.CHANNEL: "channel chat"}
    standing = chat.standing_of(world.bot.id)
    if standing is Standing.KICKED:
        raise forbidden(f"bot was kicked from the {words[chat.type]}")
    if standing is Standing.LEFT and not may_be_left:
        raise forbidden(f"bot is not a member of the {words[chat.type]}")


def thread_of(args: Arguments, chat: Chat) -> int | None:
    thread = args.integer("message_thread_id")
    if thread and thread not in chat.topics:
        raise bad_request("message thread not found")
    return thread or None


def replied_message(args: Arguments, chat: Chat) -> int | None:
    reply = args.structure("reply_parameters")
    if not isinstance(reply, dict):
        return None
    message_id = reply.get("message_id")
    if isinstance(message_id, int) and message_id in chat.messages:
        return message_id
    if reply.get("allow_sending_without_reply"):
        return None
    raise bad_request("message to be replied not found")


def message_to(deed: str, args: Arguments, chat: Chat) -> Message:
    """The message of `message_id`; the refusal is worded "message to <deed> not found"."""
    message = chat.messages.get(args.integer("message_id") or 0)
    if message is None:
        raise bad_request(f"message to {deed} not found")
    return message


def own_message_to_edit(world: TelegramWorld, args: Arguments, chat: Chat) -> Message:
    message = message_to("edit", args, chat)
    if message.sender_id != world.bot.id:
        raise bad_request("message can't be edited")
    return message
