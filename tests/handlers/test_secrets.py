"""No log holds a token, a person's words, names or place, at any level, when all goes well and when nothing does."""

import io
import logging
from datetime import UTC, datetime

import pytest
import structlog
from telegram import Bot

from bot.logs import configure
from bot.pictures.artist import Artist
from bot.services.incoming import Incoming
from bot.services.pictures import Pictures
from bot.serving import serve
from bot.tasks import Bell
from bot.telegram.files import Files
from bot.telegram.messenger import Messenger
from bot.telegram.request import AiohttpRequest
from handlers.dispatch import Conversations
from sandbox.app import build
from sandbox.limits import Limits
from sandbox.people import Standing
from sandbox.telegram_world import TelegramWorld
from tests.handlers.people import EDITOR, World, services, texts

TOKEN = "77:AAHdqTcvCH1vGWJxfSeofSAs0K5PALDsaw-"
PERSON, GROUP = 501, -1001
FIRST_NAME, USERNAME, TITLE = "Ярополк", "yaropolk_b", "Будинок на Сумській 999"
LABEL, SHELTER = "тітка Параска", "ключ під цеглиною"
QUESTION = "чи безпечно на вулиці Незгадуваній"
ARTICLE = "На околиці Вигаданого загинули 3 людини, сказав мер Небилиця."
LATITUDE, LONGITUDE = 50.0044331, 36.2333772
SECRETS = (
    TOKEN,
    FIRST_NAME,
    USERNAME,
    TITLE,
    LABEL,
    SHELTER,
    "Незгадуван",
    "Вигадан",
    "Небилиц",
    "50.00443",
    "36.23337",
)


def read_logs(form: str) -> io.StringIO:
    """Everything that is logged from now on, as an operator at the most talkative level sees it."""
    configure("debug", form)
    # The program's own loggers would keep this for good, and every later test would listen in vain.
    structlog.configure(cache_logger_on_first_use=False)
    (handler,) = logging.getLogger().handlers
    assert isinstance(handler, logging.StreamHandler)
    written = io.StringIO()
    handler.setStream(written)
    return written


def somebody_talks(people: TelegramWorld) -> None:
    """Everything that a person can tell us, in good order and out of it."""
    for text in (
        "/start",
        "/place Kharkiv",
        f"/place label Kharkiv: {LABEL}",
        f"/house {SHELTER}",
        "/quiet 23:00-07:00",
        QUESTION,
        f"/ask {QUESTION}",
        f"/place {LABEL}",
        f"/quiet {QUESTION}",
        "/export",
        "/forget",
    ):
        people.say(PERSON, text)
    people.say(EDITOR, f"/report {ARTICLE}")
    people.say(PERSON, "/now", chat_id=GROUP)
    people.share_location(PERSON, LATITUDE, LONGITUDE)
    people.forge_tap(PERSON, 1, QUESTION[:20])


def something_breaks(people: TelegramWorld) -> None:
    """Updates that are not as Telegram makes them, with the same words in them."""
    sender = {"id": PERSON, "first_name": FIRST_NAME, "username": USERNAME}
    people.updates.push_raw({"message": {"text": QUESTION, "from": sender, "chat": TITLE}})
    people.updates.push_raw({"message": {"location": {"latitude": LATITUDE, "longitude": str(LONGITUDE)}}})
    people.updates.push_raw({"callback_query": {"data": QUESTION, "from": sender}})


@pytest.mark.allow_warnings
@pytest.mark.parametrize("form", ["console", "json"])
async def test_a_whole_conversation_leaves_none_of_it_in_the_logs(world: World, form: str) -> None:
    people = TelegramWorld(now=lambda: datetime.now(UTC), bot_id=77)
    people.add_user(PERSON, FIRST_NAME, USERNAME, language_code="uk")
    people.add_user(EDITOR, FIRST_NAME, USERNAME, language_code="uk")
    people.add_group(GROUP, TITLE, {PERSON: Standing.ADMINISTRATOR})
    written = read_logs(form)
    request = AiohttpRequest()
    await request.initialize()
    async with serve(build(people, None, token=TOKEN, limits=Limits()), before_stop=people.close) as address:
        bot = Bot(TOKEN, base_url=f"{address}/bot", request=request, get_updates_request=request)
        offered = services(world.database, world.sources)
        messenger = Messenger(bot)
        pictures = Pictures(world.database, Artist(), Files(bot), messenger, lambda: world.now)
        conversations = Conversations(
            bot, messenger, offered, texts(), pictures=pictures, now=lambda: world.now, sleep=at_once
        )
        incoming = Incoming(world.database, lambda: world.now, conversations.read, Bell())
        somebody_talks(people)
        something_breaks(people)
        await answer(people, incoming, 0)
        told = len(people.sent)
        logging.getLogger("somebody.else").warning("the logs are read: %s", address)
    # The server is gone: every reply fails now, each with an address that holds the token.
    somebody_talks(people)
    await answer(people, incoming, 19)
    await request.shutdown()

    logs = written.getvalue()
    assert told >= 10
    assert "the logs are read" in logs and "update_quarantined" in logs and "update_with_location_failed" in logs
    assert not [secret for secret in SECRETS if secret in logs]


async def at_once(_seconds: float) -> None:
    """Nobody waits until a reply is tried again."""


async def answer(people: TelegramWorld, incoming: Incoming, after: int) -> None:
    await incoming.keep(people.updates.read(after, 100))
    for received in [one for many in (await incoming.waiting()).values() for one in many]:
        await incoming.handle(received)
