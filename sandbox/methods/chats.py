"""Methods that ask about chats and their members, and the answer to a tapped button."""

from sandbox.formatting import utf16_length
from sandbox.methods.arguments import Arguments
from sandbox.methods.targets import readable_chat, writable_chat
from sandbox.people import Chat, ChatType, Standing, member_shape
from sandbox.refusals import Json, bad_request
from sandbox.telegram_world import TelegramWorld

_ANSWER_UNITS = 200
_TOO_OLD = "query is too old and response timeout expired or query ID is invalid"
_NO_GIFTS = dict.fromkeys(
    ("unlimited_gifts", "limited_gifts", "unique_gifts", "premium_subscription", "gifts_from_channels"), False
)


async def answer_callback_query(world: TelegramWorld, args: Arguments) -> bool:
    query = world.callbacks.get(args.text("callback_query_id"))
    if query is None or query.answered or query.expired:
        raise bad_request(_TOO_OLD)
    if utf16_length(args.text("text")) > _ANSWER_UNITS:
        raise bad_request("MESSAGE_TOO_LONG")
    query.answered, query.text, query.show_alert = True, args.text("text") or None, args.flag("show_alert")
    toast = {"query_id": query.id, "text": query.text, "show_alert": query.show_alert}
    world.journal.note(query.chat_id, "answer", toast)
    return True


async def get_chat(world: TelegramWorld, args: Arguments) -> Json:
    chat = readable_chat(world, args)
    shape = chat.shape() | {"accent_color_id": 0, "max_reaction_count": 11, "accepted_gift_types": _NO_GIFTS}
    if chat.pinned:
        shape["pinned_message"] = world.message_shape(chat.messages[chat.pinned[-1]], with_reply=False)
    if chat.type in (ChatType.GROUP, ChatType.SUPERGROUP):
        shape["permissions"] = {"can_send_messages": chat.bot_may_write}
    return shape


async def get_chat_member(world: TelegramWorld, args: Arguments) -> Json:
    chat, user = readable_chat(world, args), world.users.get(args.integer("user_id") or 0)
    if user is None:
        raise bad_request("user not found")
    if user is not world.bot:
        _check_members_are_seen(world, chat)
    return member_shape(user, chat.standing_of(user.id), chat.type)


async def get_chat_administrators(world: TelegramWorld, args: Arguments) -> list[Json]:
    chat = readable_chat(world, args)
    if chat.type is ChatType.PRIVATE:
        raise bad_request("there are no administrators in the private chat")
    ranks = (Standing.CREATOR, Standing.ADMINISTRATOR)
    _check_members_are_seen(world, chat)
    found = [(world.users[user_id], rank) for user_id, rank in chat.standings.items() if rank in ranks]
    return [member_shape(user, rank, chat.type) for user, rank in found if user is world.bot or not user.is_bot]


async def get_chat_member_count(world: TelegramWorld, args: Arguments) -> int:
    chat = readable_chat(world, args)
    return sum(chat.has(user_id) for user_id in chat.standings)


async def leave_chat(world: TelegramWorld, args: Arguments) -> bool:
    chat = writable_chat(world, args)
    if chat.type is ChatType.PRIVATE:
        raise bad_request("chat member status can't be changed in private chats")
    world.set_bot_standing(chat.id, Standing.LEFT, world.bot.id)
    return True


def _check_members_are_seen(world: TelegramWorld, chat: Chat) -> None:
    """Who is in a channel, only its administrators see."""
    ranks = (Standing.CREATOR, Standing.ADMINISTRATOR)
    if chat.type is ChatType.CHANNEL and chat.standing_of(world.bot.id) not in ranks:
        raise bad_request("member list is inaccessible")
