"""From an operator's forwarded post to an alert in the channel and the word that we were removed, over real HTTP."""

import time
from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import pytest
from telegram import Bot

from bot.domain.alerts import AlertKind, Answer, Level, Observation, Threat, ThreatKind
from bot.pictures.artist import Artist
from bot.services.control_room import ControlRoom
from bot.services.deliver import Deliver
from bot.services.incoming import Incoming
from bot.services.operators import Operators
from bot.services.pictures import Pictures
from bot.services.planner import Planner
from bot.services.settling import Clocks
from bot.services.watch import Watch
from bot.serving import serve
from bot.tasks import Bell
from bot.telegram.directory import Directory
from bot.telegram.files import Files
from bot.telegram.messenger import Messenger
from bot.telegram.pacer import Pacer
from bot.telegram.request import AiohttpRequest
from handlers.dispatch import Conversations
from sandbox.app import build
from sandbox.limits import Limits
from sandbox.people import Standing
from sandbox.recorder import BotCall
from sandbox.telegram_world import TelegramWorld
from tests.handlers.people import EDITOR, KHARKIV, SOURCE, World, services, texts, tree
from tests.handlers.test_dispatch import TOKEN, Telegram

CHANNEL, NAME = -1001234567890, "kharkiv_alerts"
READER = 501


@dataclass
class Stage:
    """The bot on an invented Telegram with one channel, to which nobody has added it yet."""

    world: World
    telegram: Telegram
    deliver: Deliver
    room: ControlRoom

    @property
    def people(self) -> TelegramWorld:
        return self.telegram.people

    async def operator_passes_a_post_on(self) -> str:
        chat = self.people.chats[CHANNEL].shape()
        origin = {"type": "channel", "date": 1_790_000_000, "chat": chat, "message_id": 3}
        post = {"message_id": 50, "date": 1_790_000_000, "text": "Good morning", "forward_origin": origin}
        who = {"chat": self.people.chats[EDITOR].shape(), "from": self.people.users[EDITOR].shape()}
        self.people.updates.push_raw({"message": post | who})
        return (await self.telegram.answers(EDITOR))[-1]

    async def operator_taps(self, data: str) -> str:
        self.people.tap(EDITOR, self.people.sent[-1].message_id or 0, data)
        return (await self.telegram.answers(EDITOR))[-1]

    async def shows(self, *observations: Observation) -> list[BotCall]:
        """What the bot sends of its own accord after its source has answered so."""
        after = len(self.people.sent)
        watch = Watch(self.world.database, tree(), Planner(self.world.database))
        self.world.now += timedelta(seconds=8)
        await watch.absorb(Answer(SOURCE, self.world.now, observations, self.world.now), self.world.now)
        for owed in await self.deliver.claim():
            await self.deliver.deliver(owed)
        return self.people.sent[after:]


@pytest.fixture
async def stage(world: World) -> AsyncIterator[Stage]:
    people = TelegramWorld(now=lambda: datetime.now(UTC), bot_id=77)
    people.add_user(EDITOR, "Ivan", language_code="en")
    people.add_user(READER, "Olha", language_code="en")
    people.add_channel(CHANNEL, "Kharkiv, alerts", NAME, {EDITOR: Standing.CREATOR, READER: Standing.MEMBER})
    request = AiohttpRequest()
    await request.initialize()
    async with serve(build(people, None, token=TOKEN, limits=Limits()), before_stop=people.close) as address:
        bot = Bot(TOKEN, base_url=f"{address}/bot", request=request, get_updates_request=request)
        messenger, offered = Messenger(bot), services(world.database, world.sources, Directory(bot))
        pictures = Pictures(world.database, Artist(), Files(bot), messenger, lambda: world.now)
        conversations = Conversations(bot, messenger, offered, texts(), pictures=pictures, now=lambda: world.now)
        incoming = Incoming(world.database, lambda: world.now, conversations.read, Bell())
        clocks = Clocks(lambda: world.now, lambda: datetime.now(UTC), time.monotonic)
        operators = Operators((EDITOR,), messenger, texts(), world.database)
        yield Stage(
            world,
            Telegram(people, incoming, world.database, bot),
            Deliver(world.database, messenger, offered.wording, Pacer(28), clocks),
            ControlRoom(world.database, operators, offered.announcements, lambda: world.now, 28),
        )
        await request.shutdown()


def red(since: datetime) -> Observation:
    return Observation(KHARKIV, AlertKind.AIR_RAID, Level.RED, since, (Threat(ThreatKind.BALLISTIC_MISSILES),))


async def test_an_operator_sets_a_channel_up_it_rings_and_its_loss_is_told(stage: Stage) -> None:
    stage.people.say(EDITOR, "/start")
    assert "may not post" in await stage.operator_passes_a_post_on()

    stage.people.set_bot_standing(CHANNEL, Standing.ADMINISTRATOR, EDITOR)
    assert "which area" in await stage.operator_passes_a_post_on()
    assert "How much" in await stage.operator_taps(f"channel:area:{CHANNEL}:{KHARKIV}")
    assert "Saved" in await stage.operator_taps(f"channel:set:{CHANNEL}:{KHARKIV}:grave:en")

    (alert,) = await stage.shows(red(stage.world.now))
    assert (alert.chat_id, alert.disable_notification, alert.reply_markup) == (CHANNEL, False, None)

    stage.people.set_bot_standing(CHANNEL, Standing.KICKED, EDITOR)
    await stage.telegram.answers(CHANNEL)
    assert await stage.shows() == await stage.shows() == []
    after = len(stage.people.sent)
    await stage.room.look()
    await stage.room.look()
    assert [call.chat_id for call in stage.people.sent[after:]] == [EDITOR]


async def test_nobody_sets_anything_in_a_channel_that_is_its_readers(stage: Stage) -> None:
    stage.people.say(EDITOR, "/start")
    stage.people.set_bot_standing(CHANNEL, Standing.ADMINISTRATOR, EDITOR)
    await stage.operator_passes_a_post_on()
    await stage.operator_taps(f"channel:area:{CHANNEL}:{KHARKIV}")
    await stage.operator_taps(f"channel:set:{CHANNEL}:{KHARKIV}:all:en")

    stage.people.say(EDITOR, "/quiet 23:00-07:00", chat_id=CHANNEL)
    (elsewhere,) = await stage.telegram.answers(CHANNEL)
    assert "carries the alerts" in elsewhere
    assert await stage.telegram.windows(CHANNEL) == ""
