"""A whole conversation of a bot made with aiogram, whose types are strict; every answer is held against them.

Run by the long tests in an environment of its own: `aiogram_conversation.py ADDRESS`. A line on standard output that
begins with "do" asks for a deed of people, and a line on standard input says that it is done; the last line is JSON.
"""

# mypy: ignore-errors
# It is written for a library that is not in our environment.

import asyncio
import json
import sys

from aiogram import Bot, Dispatcher, F
from aiogram.exceptions import (
    TelegramBadRequest,
    TelegramConflictError,
    TelegramForbiddenError,
    TelegramMigrateToChat,
    TelegramNotFound,
    TelegramRetryAfter,
    TelegramUnauthorizedError,
)
from aiogram.filters import CommandStart
from aiogram.methods import TelegramMethod
from aiogram.types import (
    BotCommand,
    BotCommandScopeChat,
    BufferedInputFile,
    CallbackQuery,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    KeyboardButton,
    LinkPreviewOptions,
    MenuButtonCommands,
    Message,
    MessageEntity,
    ReactionTypeEmoji,
    ReplyKeyboardMarkup,
    ReplyKeyboardRemove,
    ReplyParameters,
)
from aiogram_strictness import StrictSession, do, tell

OLENA, PETRO = 7, 8
HOUSE, YARD, NEWS, TOPIC = -1005, -6, -1009, 4
PICTURE = bytes.fromhex("89504e470d0a1a0a0000000d494844520000000300000002080200000012")
BUTTONS = InlineKeyboardMarkup(
    inline_keyboard=[
        [
            InlineKeyboardButton(text="Quiet", callback_data="quiet"),
            InlineKeyboardButton(text="Site", url="https://example.org/"),
        ]
    ]
)


class SendPigeon(TelegramMethod[bool]):
    __returning__ = bool
    __api_method__ = "sendPigeon"


async def while_waiting(poll, deed):
    """What the poll comes to, after a deed that is done as soon as Telegram holds the poll."""
    await do("mark the polls")
    async with asyncio.TaskGroup() as tasks:
        begun = tasks.create_task(poll)
        await do("wait for the poll")
        await deed
    return begun.result()


async def refused(kind, call, words=""):
    try:
        await call
    except kind as refusal:
        assert words.lower() in refusal.message.lower(), refusal.message
        return refusal
    raise AssertionError(f"it was not refused: {kind} {words}")


async def all_updates(bot):
    updates = await bot.get_updates()
    if updates:
        await bot.get_updates(offset=updates[-1].update_id + 1)
    return updates


async def hear_of_everything(bot, deeds):
    await bot.send_message(OLENA, "?", reply_markup=BUTTONS)
    for deed in deeds:
        await do(deed)
    return await all_updates(bot)


async def say_who_it_is(bot):
    me = await bot.get_me()
    assert me.is_bot and me.username == "tysha_sandbox_bot"
    await bot.set_my_commands([BotCommand(command="now", description="what is on")])
    await bot.set_my_commands([BotCommand(command="now", description="що зараз")], language_code="uk")
    await bot.set_my_commands([BotCommand(command="stop", description="x")], scope=BotCommandScopeChat(chat_id=OLENA))
    assert [one.description for one in await bot.get_my_commands(language_code="uk")] == ["що зараз"]
    assert [one.command for one in await bot.get_my_commands(scope=BotCommandScopeChat(chat_id=OLENA))] == ["stop"]
    assert await bot.delete_my_commands(language_code="uk")
    assert await bot.get_my_commands(language_code="uk") == []
    await bot.set_my_name("Тиша", language_code="uk")
    await bot.set_my_description("Тихо.", language_code="uk")
    await bot.set_my_short_description("s")
    assert (await bot.get_my_name(language_code="uk")).name == "Тиша"
    assert (await bot.get_my_description(language_code="uk")).description == "Тихо."
    assert (await bot.get_my_short_description()).short_description == "s"
    await bot.set_chat_menu_button(chat_id=OLENA, menu_button=MenuButtonCommands())
    assert (await bot.get_chat_menu_button(chat_id=OLENA)).type == "commands"
    await refused(TelegramBadRequest, bot.set_my_short_description("x" * 121), "too long")


async def write_texts(bot):
    text = '<b>Тихо</b> <a href="https://example.org">x</a> <tg-spoiler>s</tg-spoiler> <code>1</code> /now'
    sent = await bot.send_message(
        OLENA,
        text,
        parse_mode="HTML",
        reply_markup=BUTTONS,
        reply_parameters=ReplyParameters(message_id=1),
        link_preview_options=LinkPreviewOptions(is_disabled=True),
    )
    kinds = [entity.type for entity in sent.entities]
    assert kinds == ["bold", "text_link", "spoiler", "code", "bot_command"] and sent.reply_to_message.text == "/start"
    bold = MessageEntity(type="bold", offset=0, length=4)
    in_topic = await bot.send_message(HOUSE, "bold", entities=[bold], message_thread_id=TOPIC)
    assert in_topic.is_topic_message and in_topic.entities[0].type == "bold"
    post = await bot.send_message(NEWS, "post")
    assert post.from_user is None and post.sender_chat.id == NEWS
    where = ReplyKeyboardMarkup(keyboard=[[KeyboardButton(text="Where I am", request_location=True)]])
    assert (await bot.send_message(OLENA, "Where?", reply_markup=where)).reply_markup is None
    await bot.send_message(OLENA, "Thanks", reply_markup=ReplyKeyboardRemove())
    await refused(TelegramBadRequest, bot.send_message(OLENA, "<b>a", parse_mode="HTML"), "can't parse entities")
    await refused(TelegramBadRequest, bot.send_message(OLENA, "a" * 4097), "message is too long")
    return sent


async def change_texts(bot, sent):
    place = {"chat_id": OLENA, "message_id": sent.message_id}
    edited = await bot.edit_message_text(text="two", reply_markup=BUTTONS, **place)
    assert edited.text == "two" and edited.edit_date
    again = bot.edit_message_text(text="two", reply_markup=BUTTONS, **place)
    await refused(TelegramBadRequest, again, "message is not modified")
    assert (await bot.edit_message_reply_markup(**place)).reply_markup is None
    assert await bot.set_message_reaction(reaction=[ReactionTypeEmoji(emoji="👍")], **place)
    assert await bot.pin_chat_message(**place)
    assert (await bot.get_chat(OLENA)).pinned_message.text == "two"
    assert await bot.unpin_chat_message(**place)
    assert await bot.delete_message(**place)
    await refused(TelegramBadRequest, bot.delete_message(**place), "message to delete not found")


async def send_the_rest(bot):
    assert await bot.send_chat_action(OLENA, "typing")
    assert (await bot.send_location(OLENA, 49.99, 36.23)).location.latitude == 49.99
    venue = (await bot.send_venue(OLENA, 49.99, 36.23, "Station", "Vokzalna 1", reply_markup=BUTTONS)).venue
    assert (venue.title, venue.address) == ("Station", "Vokzalna 1")
    picture = BufferedInputFile(PICTURE, "night.png")
    sent = await bot.send_photo(OLENA, picture, caption="<i>night</i>", parse_mode="HTML", reply_markup=BUTTONS)
    assert sent.caption == "night" and sent.caption_entities[0].type == "italic"
    assert (await bot.send_photo(NEWS, sent.photo[-1].file_id, caption="again")).caption == "again"
    file = await bot.send_document(OLENA, BufferedInputFile(b"a,b\n", "nights.csv"), caption="nights")
    assert (file.document.file_name, file.document.file_size, file.caption) == ("nights.csv", 4, "nights")
    assert (await bot.send_document(HOUSE, file.document.file_id)).document.file_id == file.document.file_id
    await refused(TelegramBadRequest, bot.send_photo(OLENA, "nobody-gave-this"), "wrong file identifier")


async def ask_about_chats(bot):
    me = (await bot.get_me()).id
    assert [(await bot.get_chat(one)).type for one in (OLENA, HOUSE, YARD, "@news")] == [
        *("private", "supergroup", "group", "channel")
    ]
    assert (await bot.get_chat_member(HOUSE, OLENA)).status == "creator"
    assert (await bot.get_chat_member(YARD, PETRO)).status == "administrator"
    assert (await bot.get_chat_member(NEWS, PETRO)).status == "left"
    assert (await bot.get_chat_member(NEWS, me)).can_post_messages
    assert {one.user.id for one in await bot.get_chat_administrators(NEWS)} == {OLENA, me}
    assert await bot.get_chat_member_count(HOUSE) == 3
    await refused(TelegramBadRequest, bot.get_chat_administrators(OLENA), "private chat")
    await refused(TelegramBadRequest, bot.get_chat(12345), "chat not found")


async def hear_what_people_do(bot):
    assert (await while_waiting(bot.get_updates(timeout=30), do("start")))[-1].message.text == "/start"
    heard = await hear_of_everything(bot, ["say", "share_location", "share_venue", "edit_text", "forward"])
    messages = [update.message for update in heard if update.message]
    assert [one.location.latitude for one in messages if one.location] == [49.99, 49.99]
    assert [one.forward_origin.type for one in messages if one.forward_origin] == [*("channel", "user", "chat", "chat")]
    assert [update.edited_message.text for update in heard if update.edited_message] == ["/quiet off"]
    assert len([update for update in heard if update.channel_post]) == 3


async def answer_taps(bot):
    honest, forged = await hear_of_everything(bot, ["tap", "forge_tap"])
    assert honest.callback_query.message.text == "?"
    assert forged.callback_query.message.date == 0
    assert await bot.answer_callback_query(honest.callback_query.id, "Saved", show_alert=True)
    await refused(TelegramBadRequest, bot.answer_callback_query(honest.callback_query.id), "query is too old")


async def use_a_webhook(bot):
    ended = refused(TelegramConflictError, bot.get_updates(timeout=30), "setWebhook")
    await while_waiting(ended, bot.set_webhook("http://127.0.0.1:9/h", allowed_updates=["message"], max_connections=5))
    await do("a webhook that fails")
    info = await bot.get_webhook_info()
    assert (info.max_connections, info.allowed_updates, info.last_error_message) == (5, ["message"], "Not reached")
    await refused(TelegramConflictError, bot.get_updates(), "webhook is active")
    assert await bot.delete_webhook(drop_pending_updates=True)
    assert (await bot.get_webhook_info()).url == ""
    assert await bot.get_updates(allowed_updates=[]) == []


async def be_refused(bot, stranger):
    await refused(TelegramNotFound, bot(SendPigeon()), "method not found")
    await refused(TelegramUnauthorizedError, stranger.get_me(), "unauthorized")
    await do("a flood")
    flood = await refused(TelegramRetryAfter, bot.send_message(OLENA, "x"))
    assert flood.retry_after == 3
    older = refused(TelegramConflictError, bot.get_updates(timeout=30), "other getUpdates")
    await while_waiting(older, bot.get_updates())


async def serve_with_a_dispatcher(bot):
    """As aiogram's own documentation writes a bot: a menu, a button, an answer."""
    dispatcher, finished = Dispatcher(), asyncio.Event()

    @dispatcher.message(CommandStart())
    async def start(message: Message) -> None:
        await message.answer("Menu", reply_markup=BUTTONS)
        await do("tap")

    @dispatcher.callback_query(F.data == "quiet")
    async def tapped(query: CallbackQuery) -> None:
        await query.message.edit_text("Silent now")
        await query.answer("Saved")
        await do("share_location")

    @dispatcher.message(F.location)
    async def located(message: Message) -> None:
        await message.reply_venue(49.99, 36.23, "Station", "Vokzalna 1")
        finished.set()

    async with asyncio.timeout(30), asyncio.TaskGroup() as tasks:
        tasks.create_task(dispatcher.start_polling(bot, handle_signals=False, close_bot_session=False))
        await do("start")
        await finished.wait()
        await dispatcher.stop_polling()


async def lose_people(bot):
    await hear_of_everything(bot, ["migrate"])
    moved = await refused(TelegramMigrateToChat, bot.send_message(YARD, "x"))
    assert moved.migrate_to_chat_id == -1006
    assert await bot.leave_chat(-1006)
    await refused(TelegramForbiddenError, bot.get_chat(-1006), "not a member")
    await hear_of_everything(bot, ["set_bot_standing"])
    await refused(TelegramForbiddenError, bot.send_message(HOUSE, "x"), "bot was kicked")
    await hear_of_everything(bot, ["unblock", "block"])
    await refused(TelegramForbiddenError, bot.send_message(OLENA, "x"), "bot was blocked by the user")
    await do("deactivate")
    await refused(TelegramForbiddenError, bot.send_message(OLENA, "x"), "user is deactivated")


async def main(address):
    session = StrictSession(address)
    async with Bot("1:x", session=session) as bot, Bot("2:y", session=StrictSession(address)) as stranger:
        await all_updates(bot)
        await say_who_it_is(bot)
        await hear_what_people_do(bot)
        await change_texts(bot, await write_texts(bot))
        await send_the_rest(bot)
        await ask_about_chats(bot)
        await answer_taps(bot)
        await serve_with_a_dispatcher(bot)
        await use_a_webhook(bot)
        await be_refused(bot, stranger)
        await lose_people(bot)
    faults = sorted(set(session.faults + stranger.session.faults))
    tell(json.dumps({"answered": sorted(session.answered), "faults": faults, "kinds": sorted(session.kinds)}))


asyncio.run(main(sys.argv[1]))
