"""The real watch with both real sources over HTTP, on a clock that a test moves: a night of hostile answers at once."""

import asyncio
import shutil
from collections.abc import AsyncIterator, Mapping
from contextlib import AsyncExitStack, asynccontextmanager
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path

import httpx

from bot.domain.alerts import SourceName
from bot.serving import serve
from bot.sources.alerts_in_ua import AlertsInUa
from bot.sources.port import Source
from bot.sources.ukraine_alarm import UkraineAlarm
from bot.tasks import Supervisor
from tests.fixtures.clock import ManualClock
from tests.fixtures.telegram import FakeSender, Message
from tests.fixtures.world import EVENING, OTHER_SOURCE, POLL, SOURCE, Machine, World
from tests.flow.alerts_server import AlertsServer, Shown, alert
from tests.flow.program import PATIENCE

#: How often is looked for what comes due by itself, which nobody here has set to the second.
LOOKS_EVERY = timedelta(seconds=20)
#: It has been on for years, so that no body of these servers is ever empty by nature.
LUHANSK = alert("16", "red", started_at=datetime(2022, 4, 4, 16, 45, 39, tzinfo=UTC))
SOURCES: Mapping[SourceName, type[AlertsInUa] | type[UkraineAlarm]] = {SOURCE: AlertsInUa, OTHER_SOURCE: UkraineAlarm}


class Watching:
    """`servers` by the source that asks them; `skew` is what our clock is ahead of theirs."""

    def __init__(self, path: Path, start: datetime) -> None:
        self.clock = ManualClock(start)
        self.skew = timedelta(0)
        self.looks_at = start
        self.world = World(path, self.clock, Machine(), FakeSender(), tuple(SOURCES))
        self.servers = {name: AlertsServer(self.their_now) for name in SOURCES}
        for server in self.servers.values():
            server.alerts = (LUHANSK,)

    def their_now(self) -> datetime:
        return self.clock.now() - self.skew

    @property
    def told(self) -> list[Message]:
        return self.world.sender.arrived

    @property
    def ends(self) -> list[str]:
        """The first lines of everything that says that an alert is over."""
        lines = (message.text.split("\n")[0] for message in self.told)
        return [line for line in lines if line.startswith("✅") or "withdrawn" in line or "There was an alert" in line]

    def show(self, source: SourceName, *shown: Shown) -> None:
        self.servers[source].alerts = (LUHANSK, *shown)

    def red(self, uid: str = "1293") -> Shown:
        return alert(uid, "red", "ballistic_missiles", started_at=self.their_now())

    def drones(self, uid: str = "1293") -> Shown:
        return alert(uid, "yellow", "drones", started_at=self.their_now())

    async def lives(self, span: timedelta) -> None:
        """Every question of the span is asked at its time and answered; what is owed goes out at once."""
        end = self.clock.now() + span
        while await self._next_waking() <= end:
            await self._wakes()
        self.world.pass_time(end - self.clock.now())

    async def lives_until_an_end(self, at_most: timedelta = timedelta(minutes=5)) -> None:
        deadline = self.clock.now() + at_most
        while not self.ends and self.clock.now() < deadline:
            await self._wakes()

    async def lives_as_long_as_it_takes_to_answer(self, source: SourceName, count: int) -> None:
        """Until the source was given so many more good and whole answers."""
        wanted = self.good_answers(source) + count
        while self.good_answers(source) < wanted:
            await self._wakes()

    def good_answers(self, source: SourceName) -> int:
        return sum(1 for one in self.servers[source].given if one.alerts is not None)

    async def _next_waking(self) -> datetime:
        """When the next question is due, as soon as all that were asked are answered and kept."""
        async with asyncio.timeout(PATIENCE):
            await self.clock.asleep(len(SOURCES))
        assert self.clock.next_waking
        return self.clock.next_waking

    async def _wakes(self) -> None:
        self.world.pass_time(await self._next_waking() - self.clock.now())
        await self._next_waking()
        if self.looks_at <= self.clock.now():
            self.looks_at = self.clock.now() + LOOKS_EVERY
            await self.world.looks()
        await self.world.sends()


def _source(name: SourceName, client: httpx.AsyncClient, url: str, watching: Watching, interval: timedelta) -> Source:
    # Always the longest pause after a failure.
    return SOURCES[name](client, url, "t", watching.world.tree.canonical, interval, lambda: 1.0)


@asynccontextmanager
async def watching(
    template: Path, folder: Path, start: datetime = EVENING, intervals: Mapping[SourceName, timedelta] | None = None
) -> AsyncIterator[Watching]:
    """Both sources are watched, every eight seconds where `intervals` says nothing else."""
    path = folder / "tysha.db"
    shutil.copy(template, path)
    night = Watching(path, start)
    async with AsyncExitStack() as stack:
        stack.push_async_callback(night.world.database.close)
        client = await stack.enter_async_context(httpx.AsyncClient())
        loops = night.world.loops(clock=night.clock)
        supervisor = await stack.enter_async_context(Supervisor())
        for name, server in night.servers.items():
            url = await stack.enter_async_context(serve(server.app()))
            interval = (intervals or {}).get(name, POLL)
            supervisor.start(name, partial(loops.watch, _source(name, client, url, night, interval)))
        await night.clock.asleep(len(SOURCES))
        yield night
