"""Several people in one sandbox: the whole program over HTTP in this very process, for choices that one page's person
could only make one night after the other.
"""

import asyncio
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path

from bot.clock import MovedClock
from bot.domain.policy import Loudness
from bot.schedule import Step, wakes
from bot.serving import serve
from bot.settings import Settings
from bot.sources.scenario import ScenarioSource, anchor_for, load_scenario
from bot.store import chats as chat_store
from bot.tasks import Supervisor
from bot.telegram.pacer import Limit
from bot.telegram.polling import Poller
from bot.wiring import Core, TelegramAddress, load_content, open_core
from handlers.dispatch import Conversations
from sandbox.app import build
from sandbox.controls import ClockControls, Followed
from sandbox.limits import Limits
from sandbox.people import Message
from sandbox.telegram_world import TelegramWorld
from tests.fixtures.world import ROOT
from tests.flow.program import PATIENCE

TOKEN = "1:x"
#: Any evening: the night begins at 22:50 of it.
EVENING = datetime.fromisoformat("2026-11-14T21:00+02:00")
INTERVAL = timedelta(seconds=5)
SPEED = 120
#: Clear of the bot, who is somebody too.
FIRST = 101


@dataclass(frozen=True, slots=True)
class Neighbours:
    """People who write to the bot and read what it says; `controls` are the page's."""

    world: TelegramWorld
    core: Core
    clock: MovedClock
    controls: ClockControls

    def from_bot(self, person: int) -> list[Message]:
        """What the bot wrote to somebody, oldest first."""
        return [message for message in self.world.chats[person].messages.values() if message.sender_id != person]

    async def says(self, person: int, text: str) -> Message:
        """Somebody writes, and gets an answer."""
        before = len(self.from_bot(person))
        self.world.say(person, text)
        return await self._answer(person, before)

    async def taps(self, person: int, words: str) -> None:
        """Somebody presses the button with these words of the newest message, which changes for it."""
        message = self.from_bot(person)[-1]
        before = text_of(message)
        rows = (message.reply_markup or {})["inline_keyboard"]
        button = next(button for row in rows for button in row if words in button["text"])
        self.world.tap(person, message.message_id, button["callback_data"])
        async with asyncio.timeout(PATIENCE):
            while text_of(self.from_bot(person)[-1]) == before:
                await self.world.changed.wait()

    async def makes_loud(self, person: int) -> None:
        """The place that somebody follows is to ring whatever the hours say."""
        async with self.core.database.writing() as tx:
            chat = await chat_store.load(tx, person)
            assert chat is not None
            (place,) = await chat_store.places_of(tx, person)
            await chat_store.put_place(tx, chat, replace(place, loudness=Loudness.LOUD))
            await chat_store.touch(tx, person)

    async def plays_past(self, moment: datetime) -> None:
        """Plays by jumps, as the page's Next does, up to the first look at which the clock has passed the moment."""
        async with asyncio.timeout(2 * PATIENCE):
            while self.clock.now() < moment:
                await self.controls.next_event()
                await asyncio.sleep(0.02)

    async def _answer(self, person: int, before: int) -> Message:
        async with asyncio.timeout(PATIENCE):
            while len(self.from_bot(person)) == before:
                await self.world.changed.wait()
        return self.from_bot(person)[-1]


def text_of(message: Message) -> str:
    return str(message.content.get("text", ""))


@asynccontextmanager
async def neighbours(folder: Path, scenario: Path, people: int) -> AsyncIterator[Neighbours]:
    """The program with its clock stopped before the scenario, and so many people, numbered from FIRST."""
    content = load_content(ROOT / "seeds")
    night = load_scenario(scenario)
    played = ScenarioSource(night, anchor_for(night, EVENING), INTERVAL)
    clock = MovedClock(played.starts_at, SPEED)
    clock.pause()
    world = TelegramWorld(now=clock.now)
    for person in range(FIRST, FIRST + people):
        world.add_user(person, f"Person {person}", f"person{person}", language_code="en")
    async with AsyncExitStack() as stack:
        page = build(world, None, token=TOKEN, limits=Limits(enabled=False))
        address = await stack.enter_async_context(serve(page, before_stop=world.close))
        settings = Settings(telegram_bot_token=TOKEN, database_url=f"sqlite+aiosqlite:///{folder}/neighbours.db")
        telegram = TelegramAddress(TOKEN, address, private=Limit(interval=0.05, burst=20))
        core = await stack.enter_async_context(open_core(settings, clock, content, telegram, played))

        async def followed() -> Followed:
            async with core.database.reading() as connection:
                coming = await core.services.subscriptions.forthcoming(connection, clock.now())
            return Followed(coming.areas, coming.due, coming.owed)

        await stack.enter_async_context(_running(core))
        yield Neighbours(world, core, clock, ClockControls(clock, played, followed))


@asynccontextmanager
async def _running(core: Core) -> AsyncIterator[None]:
    """The program's long tasks, as its entry starts them."""
    conversations = Conversations(
        core.bot, core.messenger, core.services, core.content.texts, pictures=core.pictures, now=core.clock.now
    )
    loops = core.loops
    incoming = loops.incoming(conversations.read)
    looks: dict[str, Step] = {
        "recaps": loops.look_for_recaps,
        "modes": loops.look_for_modes,
        "digests": loops.look_for_digests,
        "sight": loops.look_for_sight,
    }
    async with Supervisor() as supervisor, wakes(looks, SPEED):
        supervisor.start("poll", Poller(core.bot, incoming.keep).run)
        supervisor.start("answer", partial(loops.answer, incoming))
        supervisor.start("plan", loops.plan)
        supervisor.start("send", loops.send)
        for source in core.sources:
            supervisor.start(f"watch {source.name}", partial(loops.watch, source, None, None))
        yield
