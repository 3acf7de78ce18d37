"""Methods that put something into a chat, change it or take it away."""

from typing import Any

from sandbox.methods.arguments import Arguments
from sandbox.methods.files import photo_sizes, receive_file, stored_document
from sandbox.methods.markup import apply_reply_keyboard, inline_part, read_markup
from sandbox.methods.targets import (
    find_chat,
    message_to,
    own_message_to_edit,
    replied_message,
    thread_of,
    writable_chat,
)
from sandbox.methods.texts import read_caption, read_text
from sandbox.people import Chat, ChatType
from sandbox.refusals import Json, bad_request
from sandbox.telegram_world import TelegramWorld

# Bot API, sendChatAction (read 2026-11).
_ACTIONS = frozenset(
    [
        "typing",
        "upload_photo",
        "record_video",
        "upload_video",
        "record_voice",
        "upload_voice",
        "upload_document",
        "choose_sticker",
        "find_location",
        "record_video_note",
        "upload_video_note",
    ]
)
_NOT_MODIFIED = (
    "message is not modified: specified new message content and reply markup are exactly the same as a current "
    "content and reply markup of the message"
)


async def send_message(world: TelegramWorld, args: Arguments) -> Json:
    return _send(world, args, writable_chat(world, args), read_text(args))


async def send_location(world: TelegramWorld, args: Arguments) -> Json:
    return _send(world, args, writable_chat(world, args), {"location": _location(args)})


async def send_venue(world: TelegramWorld, args: Arguments) -> Json:
    chat, location = writable_chat(world, args), _location(args)
    title, address = args.text("title"), args.text("address")
    if not title or not address:
        raise bad_request(f"parameter {'address' if title else 'title'} is required")
    venue = {"location": location, "title": title, "address": address}
    return _send(world, args, chat, {"location": location, "venue": venue})


async def send_photo(world: TelegramWorld, args: Arguments) -> Json:
    chat = writable_chat(world, args)
    sizes = photo_sizes(receive_file(world, args, "photo"))
    return _send(world, args, chat, {"photo": sizes, **read_caption(args)})


async def send_document(world: TelegramWorld, args: Arguments) -> Json:
    chat = writable_chat(world, args)
    document = stored_document(receive_file(world, args, "document"))
    return _send(world, args, chat, {"document": document, **read_caption(args)})


async def edit_message_text(world: TelegramWorld, args: Arguments) -> Json:
    chat = writable_chat(world, args)
    message = own_message_to_edit(world, args, chat)
    if "text" not in message.content:
        raise bad_request("there is no text in the message to edit")
    content, markup = read_text(args), inline_part(read_markup(args, chat))
    if content == message.content and markup == message.reply_markup:
        raise bad_request(_NOT_MODIFIED)
    message.content, message.reply_markup, message.edit_date = content, markup, world.now()
    world.changed_message(chat, message)
    return world.message_shape(message)


async def edit_message_reply_markup(world: TelegramWorld, args: Arguments) -> Json:
    chat = writable_chat(world, args)
    message = own_message_to_edit(world, args, chat)
    markup = inline_part(read_markup(args, chat))
    if markup == message.reply_markup:
        raise bad_request(_NOT_MODIFIED)
    message.reply_markup, message.edit_date = markup, world.now()
    world.changed_message(chat, message)
    return world.message_shape(message)


async def delete_message(world: TelegramWorld, args: Arguments) -> bool:
    chat = find_chat(world, args)
    world.remove(chat, message_to("delete", args, chat).message_id)
    return True


async def send_chat_action(world: TelegramWorld, args: Arguments) -> bool:
    chat = writable_chat(world, args)
    if args.text("action") not in _ACTIONS:
        raise bad_request("wrong parameter action in request")
    world.journal.note(chat.id, "action", {"action": args.text("action")})
    return True


async def set_message_reaction(world: TelegramWorld, args: Arguments) -> bool:
    chat = writable_chat(world, args)
    message = message_to("react", args, chat)
    reactions = args.structure("reaction") or []
    if not isinstance(reactions, list) or len(reactions) > 1 or not all(map(_is_emoji, reactions)):
        raise bad_request("REACTION_INVALID")
    message.reactions = reactions
    world.changed_message(chat, message)
    return True


async def pin_chat_message(world: TelegramWorld, args: Arguments) -> bool:
    chat = writable_chat(world, args)
    message = message_to("pin", args, chat)
    chat.pinned = [pinned for pinned in chat.pinned if pinned != message.message_id] + [message.message_id]
    world.chat_changed(chat)
    return True


async def unpin_chat_message(world: TelegramWorld, args: Arguments) -> bool:
    chat = writable_chat(world, args)
    wanted = args.integer("message_id") or (chat.pinned[-1] if chat.pinned else 0)
    if wanted not in chat.pinned:
        raise bad_request("message to unpin not found")
    chat.pinned.remove(wanted)
    world.chat_changed(chat)
    return True


def _send(world: TelegramWorld, args: Arguments, chat: Chat, content: Json) -> Json:
    thread, reply, markup = thread_of(args, chat), replied_message(args, chat), read_markup(args, chat)
    message = world.new_message(chat, world.bot, content, thread)
    message.reply_to, message.silent = reply, args.flag("disable_notification")
    message.reply_markup = inline_part(markup)
    message.as_chat = chat.type is ChatType.CHANNEL
    world.post(chat, message)
    if apply_reply_keyboard(markup, chat):
        world.chat_changed(chat)
    return world.message_shape(message)


def _is_emoji(reaction: Any) -> bool:
    return isinstance(reaction, dict) and reaction.get("type") == "emoji" and bool(reaction.get("emoji"))


def _location(args: Arguments) -> Json:
    latitude, longitude = args.number("latitude"), args.number("longitude")
    if latitude is None or longitude is None or not (abs(latitude) <= 90 and abs(longitude) <= 180):
        raise bad_request("wrong latitude or longitude specified")
    return {"latitude": latitude, "longitude": longitude}
