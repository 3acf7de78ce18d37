"""Kills the program without warning, fifty times in one night, and holds what each of two dozen people then heard."""

import asyncio
import random
import re
import signal
from bisect import bisect_right
from collections.abc import AsyncIterator, Iterator
from contextlib import AsyncExitStack, asynccontextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from zoneinfo import ZoneInfo

import httpx
import pytest
import structlog

from bot.clock import MovedClock
from bot.serving import serve
from sandbox.app import build
from sandbox.faults import FaultKind
from sandbox.limits import Limits
from sandbox.recorder import BotCall
from sandbox.telegram_world import TelegramWorld
from tests.flow.alerts_server import AlertsServer, alert
from tests.flow.conftest import TOKEN
from tests.flow.program import PATIENCE, Program, free_port, running

pytestmark = pytest.mark.proof

log = structlog.get_logger(__name__)

SEED, KILLS, SPEED = 20261122, 50, 10.0
KHARKIV = "1293"
EVENING = datetime(2026, 11, 14, 20, 40, tzinfo=UTC)
PEOPLE = range(501, 525)
QUIET = ("off", "23:00-07:00 grave", "23:00-07:00 everything", "22:30-23:30 grave", "23:50-00:40 grave")
#: How long the Bot API keeps its answer back: the time in which a message has arrived and is not marked yet.
ANSWER_LATE = 0.05
#: A minute of the machine's for the lease of what was in flight, and as long again for a slow machine.
LEASES_OUT = 120.0
#: What the program may need from an answer to a message, on the night's clock.
ON_ITS_WAY = timedelta(minutes=2)

REPEAT = "You may have had this message already"
LINES = {
    "end": re.compile("✅ All clear"),
    "passed": re.compile("⚪ There was an alert"),
    "recap": re.compile("⚠️ Alert "),
    "worse": re.compile("🔴 Worse"),
    "start": re.compile("[🔴🟡] (?!Still on|Alert still on)"),
}
SINCE = re.compile(r"[Ss]ince .*?(\d\d:\d\d)")
SPAN = re.compile(r"(\d\d:\d\d)-")


@dataclass(slots=True)
class Night:
    """Both servers, which outlive the program, and the clock that all of them go by."""

    clock: MovedClock
    world: TelegramWorld
    alerts: AlertsServer
    folder: Path
    settings: dict[str, str]
    kills: list[int] = field(default_factory=list)
    starts: list[datetime] = field(default_factory=list)

    def alert_since(self, wall: str) -> str:
        """The alert that began nearest to a wall time: the program's clock lags by what its start took."""
        hours, minutes = map(int, wall.split(":"))
        said = timedelta(hours=hours, minutes=minutes)

        def apart(start: datetime) -> timedelta:
            local = start.astimezone(ZoneInfo("Europe/Kyiv"))
            span = abs(timedelta(hours=local.hour, minutes=local.minute) - said)
            return min(span, timedelta(days=1) - span)

        return min(self.starts, key=apart).isoformat()

    @asynccontextmanager
    async def program(self) -> AsyncIterator[Program]:
        """One run of the program, from its first poll on."""
        moved = {"CLOCK_START": self.clock.now().isoformat(), "CLOCK_SPEED": str(SPEED)}
        async with running(self.folder, {**self.settings, **moved}) as program:
            async with asyncio.timeout(PATIENCE):
                await self.alerts.answers(1)
            yield program


@pytest.fixture
async def night(tmp_path: Path) -> AsyncIterator[Night]:
    clock = MovedClock(EVENING, SPEED)
    world = TelegramWorld(now=clock.now)
    for person in PEOPLE:
        world.add_user(person, f"Person {person}", None, language_code="en")
    world.faults.next("sendMessage", FaultKind.DELAY, times=1_000_000, seconds=ANSWER_LATE)
    alerts = AlertsServer(clock.now)
    page = build(world, None, token=TOKEN, limits=Limits())
    async with AsyncExitStack() as stack:
        telegram = await stack.enter_async_context(serve(page, before_stop=world.close))
        address = await stack.enter_async_context(serve(alerts.app()))
        settings = {
            "TELEGRAM_BOT_TOKEN": TOKEN,
            "TELEGRAM_API_URL": telegram,
            "ALERT_SOURCES": "alerts-in-ua",
            "ALERTS_IN_UA_TOKEN": "t",
            "ALERTS_IN_UA_URL": address,
            "DATABASE_URL": f"sqlite+aiosqlite:///{tmp_path}/tysha.db",
            "HTTP_ADDR": f"127.0.0.1:{free_port()}",
        }
        yield Night(clock, world, alerts, tmp_path, settings)


@pytest.mark.allow_warnings
async def test_fifty_kills_lose_nothing_and_repeat_only_what_was_in_flight(night: Night) -> None:
    chance = random.Random(SEED)
    await everybody_arrives(night)
    first = len(night.world.sent)
    async with asyncio.TaskGroup() as group:
        sky = group.create_task(alerts_come_and_go(night, random.Random(SEED)))
        for _ in range(KILLS):
            await run_and_kill(night, chance)
        sky.cancel()
    night.alerts.alerts = ()
    await last_run(night)

    heard = {person: list(messages_to(night, person, first)) for person in PEOPLE}
    reckonings = [Reckoning(night, person, told) for person, told in heard.items()]
    for one in reckonings:
        one.follow()
    kinds = [message.kind for told in heard.values() for message in told]
    counted = {kind: kinds.count(kind) for kind in LINES}
    repeats, overtaken = sum(one.repeats for one in reckonings), sum(one.overtaken for one in reckonings)
    log.info("night of kills", seed=SEED, kills=len(night.kills), repeats=repeats, overtaken=overtaken, **counted)

    # A notice is owed to all of them in one transaction, so that all hear of the same alerts.
    assert len({frozenset(one.known) for one in reckonings}) == 1
    assert len(reckonings[0].known) >= 5
    assert len(night.kills) == KILLS


async def everybody_arrives(night: Night) -> None:
    async with night.program():
        for person in PEOPLE:
            for order in ("/place Kharkiv", f"/quiet {QUIET[person % len(QUIET)]}"):
                after = len(night.world.sent)
                night.world.say(person, order)
                await night.world.wait_for(partial(is_to, person), timeout=PATIENCE, after=after)


def is_to(person: int, call: BotCall) -> bool:
    return call.chat_id == person


async def alerts_come_and_go(night: Night, chance: random.Random) -> None:
    """Starts are minutes apart, since a start is known by its minute."""
    while True:
        night.alerts.alerts = ()
        await night.clock.sleep(timedelta(minutes=chance.uniform(2, 4)))
        level, threat = chance.choice((("yellow", "drones"), ("red", "ballistic_missiles"), ("red", "cruise_missiles")))
        shown = alert(KHARKIV, level, threat, started_at=night.clock.now())
        night.starts.append(shown.started_at)
        night.alerts.alerts = (shown,)
        await night.clock.sleep(timedelta(minutes=chance.uniform(1.5, 8)))
        if level == "yellow" and chance.random() < 0.5:
            worse = alert(KHARKIV, "red", "drones", "ballistic_missiles", started_at=shown.started_at)
            night.alerts.alerts = (worse,)
            await night.clock.sleep(timedelta(minutes=chance.uniform(1, 4)))


async def run_and_kill(night: Night, chance: random.Random) -> None:
    """At a random moment, or, every other time, in the middle of the next broadcast after it."""
    async with night.program() as program:
        await night.clock.sleep(timedelta(seconds=chance.uniform(0, 3 * SPEED)))
        if chance.random() < 0.5:
            wanted = len(night.world.sent) + chance.randint(1, len(PEOPLE))
            with suppress(TimeoutError):
                await night.world.wait_for(
                    lambda _: len(night.world.sent) >= wanted, timeout=5, after=len(night.world.sent)
                )
        await program.stop(signal.SIGKILL)
    night.kills.append(len(night.world.sent))


async def last_run(night: Night) -> None:
    """Until every lease has run out and nothing is owed."""
    health = f"http://{night.settings['HTTP_ADDR']}/healthz"
    async with night.program(), httpx.AsyncClient() as client, asyncio.timeout(LEASES_OUT + PATIENCE):
        await night.alerts.answers(4)
        while (await client.get(health)).json()["owed"]:
            await night.alerts.answers(4)


@dataclass(frozen=True, slots=True)
class Heard:
    """One message of an alert as it arrived: its number among all, its kind, and since when the alert is."""

    number: int
    call: BotCall
    kind: str
    since: str
    repeat: bool


def messages_to(night: Night, person: int, first: int) -> Iterator[Heard]:
    for number, call in enumerate(night.world.sent[first:], first):
        text = call.text or ""
        kind = next((name for name, line in LINES.items() if line.match(text)), "")
        if call.method == "sendMessage" and call.chat_id == person and kind:
            found = (SPAN if kind == "passed" else SINCE).search(text)
            yield Heard(number, call, kind, night.alert_since(found[1]) if found else "", REPEAT in text)


class Reckoning:
    """What one person may have heard, followed message by message; the first that must not be fails with its story."""

    def __init__(self, night: Night, person: int, told: list[Heard]) -> None:
        self.night = night
        self.person = person
        self.told = told
        self.known: set[str] = set()
        self.running: str | None = None
        self.repeats = 0
        self.overtaken = 0
        self._last: dict[tuple[str, str], int] = {}

    def follow(self) -> None:
        for message in self.told:
            if not self._is_repeat(message):
                self._take(message)
        self._holds(self.running is None, "its end was never heard")

    def _take(self, message: Heard) -> None:
        match message.kind:
            case "start":
                self._start(message)
            case "worse":
                self._worse(message)
            case "end":
                self._end(message)
            case "passed":
                self._passed(message)
            case _:
                # The recap at the end of quiet hours can be the first to tell of an alert that still runs.
                self.known.add(message.since)

    def _is_repeat(self, message: Heard) -> bool:
        key = (message.kind, message.since if message.kind != "end" else (message.call.text or "").split("\n")[0])
        before = self._last.get(key)
        self._last[key] = message.number
        if before is None:
            return False
        killed = bisect_right(self.night.kills, before) < len(self.night.kills)
        self._holds(message.repeat and killed, f"heard twice without a kill between: {message.call.text}")
        self.repeats += 1
        return True

    def _start(self, message: Heard) -> None:
        if self.running:
            # The end that waited for its lease was overtaken by this start, and is not told any more.
            self._holds(self._killed_since("start", self.running), f"no end before the next start: {message.call.text}")
            self.overtaken += 1
        self.running = message.since
        self.known.add(message.since)

    def _worse(self, message: Heard) -> None:
        # Where its start was dropped for it, this is the start.
        self.running = self.running or message.since
        self.known.add(self.running)

    def _end(self, message: Heard) -> None:
        # One that was in flight at a kill can come after the next alert's, and names its own time.
        self._holds(message.since in self.known, f"an end without its start: {message.call.text}")
        self._holds(self.running in (None, message.since), f"an end while another runs: {message.call.text}")
        self._holds(self._truly_ended(message.call.at), f"a false all clear: {message.call.text}")
        self.running = None

    def _passed(self, message: Heard) -> None:
        # It can come late, when another one runs already: it names its own time.
        self.running = None if self.running == message.since else self.running
        self.known.add(message.since)

    def _killed_since(self, kind: str, since: str) -> bool:
        before = self._last.get((kind, since), 0)
        return bisect_right(self.night.kills, before) < len(self.night.kills)

    def _truly_ended(self, at: datetime) -> bool:
        """Whether the service's last two good answers lacked the alert, when the message was on its way or before."""
        given = [one for one in self.night.alerts.given if one.at <= at and one.alerts is not None]
        late = sum(1 for one in given if one.at > at - ON_ITS_WAY)
        shown = [bool(one.alerts) for one in given]
        return any(not any(shown[: len(shown) - left][-2:]) for left in range(late + 1))

    def _holds(self, true: bool, what: str) -> None:
        story = "\n".join(
            f"{one.number} {one.call.at:%H:%M:%S} {(one.call.text or '').split(chr(10))[0]}" for one in self.told
        )
        assert true, f"person {self.person}: {what}\n{story}\nkills after: {self.night.kills}"
