"""A picture is drawn once and sent by its name from then on, over real HTTP; where it cannot be, its words are."""

from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from structlog.testing import capture_logs
from telegram import Bot

from bot.domain.drawings import Drawing, Ink, Label, Stroke
from bot.pictures.artist import FONTS, Artist
from bot.services.pictures import Pictures
from bot.serving import serve
from bot.store.pictures import KEPT_FOR
from bot.telegram.attachments import CAPTION_LIMIT, Document, Picture
from bot.telegram.files import Files
from bot.telegram.messenger import Messenger
from bot.telegram.outgoing import Button
from bot.telegram.refusals import Gone, Later, Outcome, Sent, Why
from bot.telegram.request import AiohttpRequest
from sandbox.app import build
from sandbox.faults import FaultKind
from sandbox.limits import Limits
from sandbox.telegram_world import TelegramWorld
from tests.fixtures.world import World

PERSON = 501
BUTTONS = ((Button("Again", data="map:again"),),)


def picture(number: int = 0, caption: str = "<b>Hours</b>") -> Picture:
    return Picture(Drawing(64, 48, (Stroke(0, number, 64, number, Ink.TEXT),)), caption, BUTTONS)


class Remembering(Artist):
    """Draws as always, and remembers what."""

    def __init__(self, fonts: Path = FONTS) -> None:
        super().__init__(fonts)
        self.drew: list[Drawing] = []

    async def draw(self, drawing: Drawing) -> bytes:
        self.drew.append(drawing)
        return await super().draw(drawing)


@dataclass
class Side:
    """The bot's side of one Telegram."""

    world: World
    people: TelegramWorld
    bot: Bot
    now: datetime = field(default_factory=lambda: datetime(2026, 11, 22, 20, 10, tzinfo=UTC))

    def pictures(self, artist: Artist) -> Pictures:
        """A program that has just been started."""
        return Pictures(self.world.database, artist, Files(self.bot), Messenger(self.bot), lambda: self.now)

    async def sends(self, one: Picture, artist: Artist | None = None, topic: int | None = None) -> Outcome:
        return await self.pictures(artist or Remembering()).send(PERSON, one, silent=True, topic=topic)

    @property
    def content(self) -> dict[str, Any]:
        """Of the newest message in the chat."""
        return self.people.chats[PERSON].messages[max(self.people.chats[PERSON].messages)].content

    @property
    def wrote(self) -> list[str]:
        return [call.method for call in self.people.sent]


@pytest.fixture
async def side(world: World) -> AsyncIterator[Side]:
    people = TelegramWorld(now=lambda: datetime.now(UTC), bot_id=77)
    people.add_user(PERSON, "Olha", "olha", language_code="en")
    people.say(PERSON, "/start")
    request = AiohttpRequest()
    await request.initialize()
    async with serve(build(people, None, token="77:x", limits=Limits()), before_stop=people.close) as address:
        yield Side(world, people, Bot("77:x", base_url=f"{address}/bot", request=request, get_updates_request=request))
        await request.shutdown()


async def test_the_second_time_a_picture_goes_by_its_name(side: Side) -> None:
    first, second = Remembering(), Remembering()

    assert isinstance(await side.sends(picture(), first), Sent)
    assert isinstance(await side.sends(picture(), second), Sent)

    assert (len(first.drew), second.drew) == (1, [])
    uploaded, named = side.people.sent
    assert "photo" not in uploaded.arguments
    assert named.arguments["photo"] == side.content["photo"][-1]["file_id"]
    assert side.content["caption"] == "Hours" and named.reply_markup


async def test_another_content_is_another_picture(side: Side) -> None:
    artist = Remembering()
    await side.sends(picture(1), artist)
    await side.sends(picture(2), artist)

    assert len(artist.drew) == 2


async def test_a_name_that_telegram_forgot_is_forgotten_and_drawn_anew(side: Side) -> None:
    await side.sends(picture())
    side.people.files.clear()
    artist = Remembering()

    assert isinstance(await side.sends(picture(), artist), Sent)
    assert len(artist.drew) == 1

    await side.sends(picture(), artist)
    assert len(artist.drew) == 1


async def test_another_bot_knows_no_names_of_this_one(side: Side) -> None:
    await side.sends(picture())
    artist = Remembering()
    side.bot = Bot("78:x", request=AiohttpRequest(), get_updates_request=AiohttpRequest())
    pictures = side.pictures(artist)

    assert await pictures.drawn(picture().drawing)
    assert len(artist.drew) == 1


async def test_names_are_kept_for_a_week(side: Side) -> None:
    artist = Remembering()
    await side.sends(picture(1), artist)
    side.now += KEPT_FOR + timedelta(seconds=1)
    await side.sends(picture(2), artist)
    await side.sends(picture(1), artist)

    assert len(artist.drew) == 3


async def test_what_cannot_be_drawn_is_said(side: Side, tmp_path: Path) -> None:
    with capture_logs() as logs:
        told = Picture(Drawing(64, 48, (Label(1, 1, "a", 20),)), "<b>Hours</b>: 5", BUTTONS)
        assert isinstance(await side.sends(told, Remembering(tmp_path)), Sent)

    assert side.wrote == ["sendMessage"]
    assert side.people.sent[-1].text == "Hours: 5"
    assert [one["event"] for one in logs] == ["picture_not_drawn"]


async def test_a_picture_that_telegram_does_not_take_is_said(side: Side) -> None:
    side.people.faults.next("sendPhoto", FaultKind.BAD_REQUEST, description="Bad Request: PHOTO_INVALID")
    with capture_logs() as logs:
        assert isinstance(await side.sends(picture()), Sent)

    assert side.wrote == ["sendMessage"]
    assert [one["event"] for one in logs] == ["telegram_refused_picture"]


async def test_flood_control_and_a_block_are_what_they_are_for_messages(side: Side) -> None:
    side.people.faults.next("sendPhoto", FaultKind.FLOOD, seconds=3)
    assert await side.sends(picture()) == Later(timedelta(seconds=3), everyone=False)

    side.people.faults.next("sendPhoto", FaultKind.FORBIDDEN)
    assert await side.sends(picture()) == Gone(Why.BLOCKED)
    assert side.wrote == []


async def test_a_long_caption_is_cut_to_what_telegram_takes(side: Side) -> None:
    assert isinstance(await side.sends(picture(caption="word " * 400)), Sent)

    caption = side.content["caption"]
    assert CAPTION_LIMIT - 10 < len(caption) <= CAPTION_LIMIT
    assert caption.endswith("\n…")


async def test_a_file_arrives_with_every_byte_and_its_name(side: Side) -> None:
    content = "а;б\n1;2\n".encode()
    document = Document("hours.csv", content, "<i>table</i>")

    outcome = await side.pictures(Remembering()).send_document(PERSON, document, silent=True)

    assert isinstance(outcome, Sent)
    sent = side.content["document"]
    assert sent["file_name"] == "hours.csv"
    assert side.people.files[sent["file_id"]].content == content
