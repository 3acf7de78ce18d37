"""Who is heard, and in which conversation: updates as Telegram sends them, and replies over real HTTP."""

import json
import struct
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import select
from structlog.testing import capture_logs
from telegram import Bot

from bot.domain.alerts import AreaId, SourceName
from bot.domain.history import PastAlert
from bot.domain.quiet import to_text
from bot.pictures.artist import Artist
from bot.services.history import keep_past
from bot.services.incoming import Incoming
from bot.services.pictures import Pictures
from bot.serving import serve
from bot.store import chats as chat_store
from bot.store.database import Database
from bot.store.tables import chats
from bot.tasks import Bell
from bot.telegram.files import Files
from bot.telegram.messenger import Messenger
from bot.telegram.request import AiohttpRequest
from handlers.dispatch import Conversations
from sandbox.app import build
from sandbox.limits import Limits
from sandbox.people import Standing
from sandbox.telegram_world import TelegramWorld
from tests.handlers.people import EVENING, World, services, texts

TOKEN = "77:x"
PERSON, ADMIN, GROUP = 501, 502, -1001


@dataclass
class Telegram:
    """People on one side, the bot's conversations on the other; `answers` hands over what was said in between."""

    people: TelegramWorld
    incoming: Incoming
    database: Database
    bot: Bot
    confirmed: int = 0

    async def answers(self, chat_id: int = PERSON) -> list[str]:
        """What the bot writes to the chat about everything that was said to it since the last time."""
        after = len(self.people.sent)
        updates = self.people.updates.read(self.confirmed, 100)
        await self.incoming.keep(updates)
        for waiting in (await self.incoming.waiting()).values():
            for received in await self.incoming.let_in(waiting):
                await self.incoming.handle(received)
        self.confirmed = max((update["update_id"] for update in updates), default=self.confirmed - 1) + 1
        wrote = [call for call in self.people.sent[after:] if call.method in ("sendMessage", "editMessageText")]
        return [call.text or "" for call in wrote if call.chat_id == chat_id]

    async def windows(self, chat_id: int) -> str | None:
        async with self.database.reading() as connection:
            chat = await chat_store.load(connection, chat_id)
        return to_text(chat.quiet.windows) if chat else None


@asynccontextmanager
async def talking(world: World) -> AsyncIterator[Telegram]:
    """The sandbox's Telegram and the real conversations over it, with a person, a group and its admin."""
    people = TelegramWorld(now=lambda: datetime.now(UTC), bot_id=77)
    people.add_user(PERSON, "Olha", "olha", language_code="en")
    people.add_user(ADMIN, "Ivan", "ivan", language_code="en")
    members = {PERSON: Standing.MEMBER, ADMIN: Standing.ADMINISTRATOR}
    people.add_group(GROUP, "House 5", members)
    people.set_bot_standing(GROUP, Standing.MEMBER, ADMIN)
    request = AiohttpRequest()
    await request.initialize()
    async with serve(
        build(people, None, token=TOKEN, limits=Limits(enabled=False)), before_stop=people.close
    ) as address:
        bot = Bot(TOKEN, base_url=f"{address}/bot", request=request, get_updates_request=request)
        offered = services(world.database, world.sources)
        messenger = Messenger(bot)
        artist, files = Artist(), Files(bot)
        pictures = Pictures(world.database, artist, files, messenger, lambda: world.now)
        conversations = Conversations(bot, messenger, offered, texts(), pictures=pictures, now=lambda: world.now)
        incoming = Incoming(
            world.database, lambda: world.now, conversations.read, Bell(), turn_away=conversations.turn_away
        )
        yield Telegram(people, incoming, world.database, bot)
        await request.shutdown()


@pytest.fixture
async def telegram(world: World) -> AsyncIterator[Telegram]:
    async with talking(world) as opened:
        yield opened


async def test_a_command_is_heard_whether_or_not_the_client_marked_it(telegram: Telegram) -> None:
    telegram.people.updates.push_raw(
        {
            "message": {
                "message_id": 9,
                "date": 1_790_000_000,
                "text": "/help",
                "chat": {"id": PERSON, "type": "private", "first_name": "Olha"},
                "from": {"id": PERSON, "is_bot": False, "first_name": "Olha", "language_code": "en"},
            }
        }
    )
    telegram.people.say(PERSON, "/HELP")

    first, second = await telegram.answers()

    assert "/quiet" in first
    assert "/quiet" in second


async def test_in_a_group_only_commands_and_replies_to_the_bot_are_heard(telegram: Telegram) -> None:
    telegram.people.say(ADMIN, "good evening, neighbours", chat_id=GROUP)
    telegram.people.say(ADMIN, "/now@another_bot", chat_id=GROUP)
    telegram.people.say(ADMIN, "/unheard_of", chat_id=GROUP)
    assert await telegram.answers(GROUP) == []

    telegram.people.say(ADMIN, "/now", chat_id=GROUP)
    assert len(await telegram.answers(GROUP)) == 1


async def test_a_group_is_set_by_its_admins_alone(telegram: Telegram) -> None:
    telegram.people.say(PERSON, "/quiet 23:00-07:00", chat_id=GROUP)
    (refused,) = await telegram.answers(GROUP)
    refused_windows = await telegram.windows(GROUP)
    telegram.people.say(ADMIN, "/quiet 23:00-07:00", chat_id=GROUP)
    await telegram.answers(GROUP)

    assert "admin" in refused
    assert refused_windows == ""
    assert await telegram.windows(GROUP) == "23:00-07:00"


async def test_a_tap_in_a_group_is_checked_like_a_command(telegram: Telegram) -> None:
    telegram.people.say(ADMIN, "/quiet", chat_id=GROUP)
    await telegram.answers(GROUP)
    menu = telegram.people.sent[-1].message_id or 0

    telegram.people.forge_tap(PERSON, menu, "quiet:save:22:00-06:00/grave", chat_id=GROUP)
    await telegram.answers(GROUP)

    assert await telegram.windows(GROUP) == ""


async def test_every_tap_is_answered_so_that_no_button_spins(telegram: Telegram) -> None:
    telegram.people.say(PERSON, "/start")
    await telegram.answers()
    telegram.people.forge_tap(PERSON, 1, "no such button")
    telegram.people.forge_tap(PERSON, 1, "")
    await telegram.answers()

    assert [call.method for call in telegram.people.sent].count("answerCallbackQuery") == 2


async def test_who_blocks_the_bot_is_owed_nothing_until_they_come_back(telegram: Telegram) -> None:
    async def is_gone() -> bool:
        async with telegram.database.reading() as connection:
            return await connection.scalar(select(chats.c.gone).where(chats.c.id == PERSON)) is not None

    telegram.people.say(PERSON, "/start")
    telegram.people.block(PERSON)
    await telegram.answers()
    gone = await is_gone()
    telegram.people.say(PERSON, "/start")
    await telegram.answers()

    assert gone
    assert not await is_gone()


async def test_an_edited_command_changes_nothing(telegram: Telegram) -> None:
    said = telegram.people.say(PERSON, "/quiet 23:00-07:00")
    await telegram.answers()
    telegram.people.edit_text(PERSON, said.message_id, "/quiet off")

    assert await telegram.answers() == []
    assert await telegram.windows(PERSON) == "23:00-07:00"


def everything_in(folder: Path) -> bytes:
    return b"".join(file.read_bytes() for file in folder.iterdir())


async def test_a_shared_location_is_answered_and_stored_nowhere(telegram: Telegram, tmp_path: Path) -> None:
    with capture_logs() as logged:
        telegram.people.share_location(PERSON, 50.004433, 36.233377)
        (answer,) = await telegram.answers()
    kept = everything_in(tmp_path) + repr(logged).encode()

    assert "Metro Universytet" in answer
    for trace in (b"50.0044", b"36.2333", struct.pack(">d", 50.004433), struct.pack(">d", 36.233377)):
        assert trace not in kept


@pytest.mark.allow_warnings
async def test_a_place_that_breaks_its_answer_is_named_in_no_log(telegram: Telegram, tmp_path: Path) -> None:
    with capture_logs() as logged:
        telegram.people.updates.push_raw({"message": {"location": {"latitude": 50.004433, "longitude": "36.233377"}}})
        await telegram.answers()

    assert [one["event"] for one in logged] == ["update_with_location_failed"]
    assert "50.0044" not in repr(logged) and b"50.0044" not in everything_in(tmp_path)


async def test_a_live_location_is_one_answer(telegram: Telegram) -> None:
    shared = telegram.people.share_location(PERSON, 50.0044, 36.2333)
    assert len(await telegram.answers()) == 1
    moved = {"location": {"latitude": 50.01, "longitude": 36.24}, "edit_date": 1_790_000_060, "date": 1_790_000_000}
    person = {"id": PERSON, "is_bot": False, "first_name": "Olha"}
    chat = {"id": PERSON, "type": "private", "first_name": "Olha"}
    message = {"message_id": shared.message_id, "chat": chat, "from": person, **moved}
    telegram.people.updates.push_raw({"edited_message": message})

    assert await telegram.answers() == []


async def test_a_location_in_a_group_is_for_the_others(telegram: Telegram) -> None:
    telegram.people.share_location(ADMIN, 50.0044, 36.2333, chat_id=GROUP)

    assert await telegram.answers(GROUP) == []


async def test_a_shelter_comes_as_a_pin_on_the_map(telegram: Telegram) -> None:
    telegram.people.share_location(PERSON, 50.0044, 36.2333)
    await telegram.answers()
    listed = telegram.people.sent[-1].message_id or 0
    telegram.people.tap(PERSON, listed, "shelter:show:metro-2-02")
    (page,) = await telegram.answers()

    assert [call.method for call in telegram.people.sent[-2:]] == ["sendVenue", "sendMessage"]
    assert "steps: not known" in page


@pytest.mark.allow_warnings
async def test_an_update_that_makes_no_sense_is_put_aside_and_the_next_is_answered(telegram: Telegram) -> None:
    telegram.people.updates.push_raw({"message": {"message_id": "nine", "chat": 5}})
    telegram.people.say(PERSON, "/help")

    assert len(await telegram.answers()) == 1


async def test_a_file_of_everything_held_arrives_and_the_update_that_asked_for_it_can_be_read_in_it(
    telegram: Telegram,
) -> None:
    telegram.people.say(PERSON, "/place Kharkiv")
    telegram.people.say(PERSON, "/export")
    await telegram.answers()

    (file,) = telegram.people.files.values()
    held = json.loads(file.content)
    assert held["chat_id"] == PERSON
    before, asking = held["updates"]
    assert (before["state"], before.get("body")) == ("handled", None)
    assert (asking["state"], asking["body"]["message"]["text"]) == ("waiting", "/export")


async def test_a_member_of_a_group_can_neither_read_nor_end_what_is_kept_of_it(telegram: Telegram) -> None:
    for asked in ("/export", "/forget"):
        telegram.people.say(PERSON, asked, chat_id=GROUP)
        (refused,) = await telegram.answers(GROUP)
        assert "admin" in refused
    assert not telegram.people.files


async def test_a_picture_and_a_file_leave_like_any_other_answer(telegram: Telegram) -> None:
    past = [
        PastAlert(AreaId("1293"), EVENING - timedelta(hours=at), EVENING - timedelta(hours=at - 1)) for at in (9, 5)
    ]
    await keep_past(telegram.database, SourceName("alerts-in-ua"), past)

    for said in ("/stats Kharkiv", "/stats Kharkiv", "/map"):
        telegram.people.say(PERSON, said)
        await telegram.answers()
    shown = telegram.people.sent[-1]
    telegram.people.tap(PERSON, telegram.people.sent[0].message_id or 0, "stats:csv:1293:week")
    await telegram.answers()

    methods = [call.method for call in telegram.people.sent if call.method.startswith("send")]
    assert methods == ["sendPhoto", "sendPhoto", "sendMessage", "sendPhoto", "sendDocument"]
    assert shown.disable_notification, "an answer needs no sound"
    first, again = telegram.people.sent[:2]
    assert "photo" not in first.arguments and again.arguments["photo"].startswith("sandbox-")
