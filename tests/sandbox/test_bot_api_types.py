"""Holds every update and every answer against the Bot API's types as python-telegram-bot has them; the long tests hold
them against aiogram's, which are stricter.
"""

import struct
import zlib
from collections.abc import Awaitable, Callable

import httpx
import pytest
from telegram import (
    Bot,
    BotCommand,
    BotCommandScopeChat,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    InputFile,
    LinkPreviewOptions,
    MenuButtonCommands,
    Message,
    MessageEntity,
    ReplyParameters,
    TelegramObject,
    Update,
)

from sandbox.bot_api import METHODS
from sandbox.people import User
from sandbox.telegram_world import TelegramWorld
from tests.sandbox.deeds import DEEDS, HOUSE, KINDS, NEWS, OLENA, TOPIC, settle_in

#: Required by the Bot API since after python-telegram-bot 22.8 was written; aiogram 3.31 insists on it.
NEWER_THAN_THE_LIBRARY = {"ChatMemberAdministrator.can_send_welcome_messages"}

BUTTONS = InlineKeyboardMarkup(
    [[InlineKeyboardButton("a", callback_data="a"), InlineKeyboardButton("b", url="https://example.org/")]]
)


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


PICTURE = (
    b"\x89PNG\r\n\x1a\n"
    + _chunk(b"IHDR", struct.pack(">IIBBBBB", 3, 2, 8, 2, 0, 0, 0))
    + _chunk(b"IDAT", zlib.compress(b"\0" * 20))
    + _chunk(b"IEND", b"")
)


def unknown_fields(value: object) -> set[str]:
    """`Kind.field` for everything below `value` that the library's types do not know."""
    if isinstance(value, list | tuple):
        return {found for one in value for found in unknown_fields(one)}
    if not isinstance(value, TelegramObject):
        return set()
    slots = {name for kind in type(value).__mro__ for name in getattr(kind, "__slots__", ())}
    names = {name for name in slots if not name.startswith("_") and name != "api_kwargs"}
    below = {found for name in names for found in unknown_fields(getattr(value, name, None))}
    return {f"{type(value).__name__}.{name}" for name in value.api_kwargs} | below


@pytest.fixture
def settled(world: TelegramWorld) -> TelegramWorld:
    settle_in(world)
    return world


async def _updates(bot: Bot, http: httpx.AsyncClient) -> list[Update]:
    return [Update.de_json(raw, bot) for raw in (await http.get("getUpdates")).json()["result"]]


def test_every_deed_of_people_is_among_those_that_are_held_against_the_types() -> None:
    offered = {name for name in vars(TelegramWorld) if not name.startswith("_")}

    assert set(DEEDS) == offered


@pytest.mark.parametrize("deed", DEEDS)
async def test_what_people_do_is_told_in_fields_that_the_types_know(
    bot: Bot, http: httpx.AsyncClient, settled: TelegramWorld, deed: str
) -> None:
    await bot.send_message(OLENA, "?", reply_markup=BUTTONS)
    DEEDS[deed](settled)

    updates = await _updates(bot, http)

    assert unknown_fields(updates) <= NEWER_THAN_THE_LIBRARY
    assert all(update.effective_chat for update in updates)


async def test_together_these_deeds_make_every_kind_of_update(
    bot: Bot, http: httpx.AsyncClient, settled: TelegramWorld
) -> None:
    await bot.send_message(OLENA, "?", reply_markup=BUTTONS)
    for deed in DEEDS.values():
        deed(settled)

    kinds = {name for update in await _updates(bot, http) for name in update.to_dict() if name != "update_id"}
    assert kinds == KINDS


async def _first(bot: Bot, chat_id: int = OLENA) -> Message:
    return await bot.send_message(chat_id, "first", reply_markup=BUTTONS)


async def _text(bot: Bot) -> object:
    return [
        await bot.send_message(
            OLENA,
            '<b>Тихо</b> <a href="https://example.org">x</a> <tg-time unix="60" format="t">02:01</tg-time>'
            "<blockquote expandable>q</blockquote><pre><code class='language-py'>1</code></pre> /now @olena",
            parse_mode="HTML",
            reply_markup=BUTTONS,
            reply_parameters=ReplyParameters(1),
            link_preview_options=LinkPreviewOptions(is_disabled=True),
        ),
        await bot.send_message(HOUSE, "bold", entities=[MessageEntity("bold", 0, 4)], message_thread_id=TOPIC),
        await bot.send_message(NEWS, "post"),
    ]


async def _photo(bot: Bot) -> object:
    sent = await bot.send_photo(OLENA, PICTURE, caption="<i>night</i>", parse_mode="HTML", reply_markup=BUTTONS)
    return [sent, await bot.send_photo(NEWS, sent.photo[-1].file_id, caption="again")]


async def _document(bot: Bot) -> object:
    file = InputFile(b"a,b\n", filename="nights.csv")
    sent = await bot.send_document(OLENA, file, caption="<b>nights</b>", parse_mode="HTML")
    assert sent.document is not None
    return [sent, await bot.send_document(HOUSE, sent.document.file_id)]


async def _edited(bot: Bot) -> object:
    first, post = await _first(bot), await _first(bot, NEWS)
    return [
        await bot.edit_message_text("second", OLENA, first.message_id, reply_markup=BUTTONS),
        await bot.edit_message_text("second", NEWS, post.message_id),
    ]


async def _markup(bot: Bot) -> object:
    return await bot.edit_message_reply_markup(OLENA, (await _first(bot)).message_id)


async def _pinned(bot: Bot) -> object:
    await bot.pin_chat_message(OLENA, (await _first(bot)).message_id)
    return [await bot.get_chat(chat_id) for chat_id in (OLENA, HOUSE, NEWS, "@news")]


async def _unpinned(bot: Bot) -> object:
    first = await _first(bot)
    return [await bot.pin_chat_message(OLENA, first.message_id), await bot.unpin_chat_message(OLENA)]


async def _tapped(bot: Bot) -> object:
    tapped = [update.callback_query for update in await bot.get_updates() if update.callback_query]
    return [await query.answer("Saved", show_alert=True) for query in tapped]


async def _webhook(bot: Bot) -> object:
    await bot.set_webhook("https://example.org/hook", allowed_updates=["message"], max_connections=5)
    return await bot.get_webhook_info()


async def _commands(bot: Bot) -> object:
    await bot.set_my_commands([BotCommand("now", "що зараз")], language_code="uk")
    await bot.set_my_commands([BotCommand("now", "x")], BotCommandScopeChat(OLENA))
    return [await bot.get_my_commands(language_code="uk"), await bot.get_my_commands(BotCommandScopeChat(OLENA))]


async def _menu(bot: Bot) -> object:
    await bot.set_chat_menu_button(OLENA, MenuButtonCommands())
    return [await bot.get_chat_menu_button(OLENA), await bot.get_chat_menu_button()]


async def _members(bot: Bot) -> object:
    me = (await bot.get_me()).id
    return [await bot.get_chat_member(chat_id, user) for chat_id in (HOUSE, NEWS) for user in (OLENA, 8, me)]


async def _administrators(bot: Bot) -> object:
    return [await bot.get_chat_administrators(chat_id) for chat_id in (HOUSE, NEWS)]


ANSWERS: dict[str, Callable[[Bot], Awaitable[object]]] = {
    "getMe": lambda bot: bot.get_me(),
    "getUpdates": lambda bot: bot.get_updates(),
    "setWebhook": lambda bot: bot.set_webhook("https://example.org/hook"),
    "deleteWebhook": lambda bot: bot.delete_webhook(drop_pending_updates=True),
    "getWebhookInfo": _webhook,
    "sendMessage": _text,
    "sendLocation": lambda bot: bot.send_location(OLENA, 49.99, 36.23),
    "sendVenue": lambda bot: bot.send_venue(OLENA, 49.99, 36.23, "Station", "Vokzalna 1", reply_markup=BUTTONS),
    "sendPhoto": _photo,
    "sendDocument": _document,
    "sendChatAction": lambda bot: bot.send_chat_action(OLENA, "typing"),
    "editMessageText": _edited,
    "editMessageReplyMarkup": _markup,
    "deleteMessage": lambda bot: bot.delete_message(OLENA, 1),
    "setMessageReaction": lambda bot: bot.set_message_reaction(OLENA, 1, "👍"),
    "pinChatMessage": _pinned,
    "unpinChatMessage": _unpinned,
    "answerCallbackQuery": _tapped,
    "getChat": _pinned,
    "getChatMember": _members,
    "getChatAdministrators": _administrators,
    "getChatMemberCount": lambda bot: bot.get_chat_member_count(HOUSE),
    "leaveChat": lambda bot: bot.leave_chat(HOUSE),
    "setMyCommands": _commands,
    "getMyCommands": _commands,
    "deleteMyCommands": lambda bot: bot.delete_my_commands(),
    "setMyName": lambda bot: bot.set_my_name("Тиша", "uk"),
    "getMyName": lambda bot: bot.get_my_name("uk"),
    "setMyDescription": lambda bot: bot.set_my_description("d"),
    "getMyDescription": lambda bot: bot.get_my_description(),
    "setMyShortDescription": lambda bot: bot.set_my_short_description("s"),
    "getMyShortDescription": lambda bot: bot.get_my_short_description(),
    "setChatMenuButton": _menu,
    "getChatMenuButton": _menu,
}


def test_every_method_is_among_those_that_are_held_against_the_types() -> None:
    assert set(ANSWERS) == set(METHODS)


@pytest.mark.parametrize("method", ANSWERS)
async def test_an_answer_has_only_fields_that_the_types_know(bot: Bot, settled: TelegramWorld, method: str) -> None:
    settled.forge_tap(OLENA, 1, "x")

    answer = await ANSWERS[method](bot)

    assert answer is not None
    assert unknown_fields(answer) <= NEWER_THAN_THE_LIBRARY


async def test_what_telegram_does_not_know_is_passed_over(http: httpx.AsyncClient, olena: User) -> None:
    button = {"text": "a", "callback_data": "a", "colour": "red"}
    values = {
        "chat_id": olena.id,
        "text": "quiet",
        "entities": [{"type": "bold", "offset": 0, "length": 5, "weight": 700}],
        "link_preview_options": {"is_disabled": True, "shade": 1},
        "reply_markup": {"inline_keyboard": [[button]]},
    }

    sent = (await http.post("sendMessage", json=values)).json()["result"]

    assert unknown_fields(Message.de_json(sent, None)) == set()
    assert sent["reply_markup"]["inline_keyboard"] == [[{"text": "a", "callback_data": "a"}]]


async def test_a_post_of_the_bot_is_written_in_the_channels_name(bot: Bot, settled: TelegramWorld) -> None:
    post = await bot.send_message(NEWS, "Red alert")

    assert post.from_user is None
    assert post.sender_chat is not None and post.sender_chat.id == NEWS
