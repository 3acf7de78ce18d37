"""A night in which the program is killed again and again: what it stands between, and what it left behind each time."""

import asyncio
import random
import re
import signal
import time
from collections import Counter
from collections.abc import AsyncIterator, Iterator
from contextlib import AsyncExitStack, asynccontextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from sqlalchemy import select

from bot.clock import MovedClock
from bot.domain.alerts import TransitionKind
from bot.domain.notices import AlertNotice, NoticeBody, NoticeKind, PassedNotice, RecapNotice
from bot.serving import serve
from bot.store.database import Database
from bot.store.tables import OWED, notices, outbox
from bot.store.values import body_from_json
from sandbox.app import build
from sandbox.faults import FaultKind
from sandbox.limits import Limits
from sandbox.recorder import BotCall
from sandbox.telegram_world import TelegramWorld
from tests.flow.alerts_server import AlertsServer
from tests.flow.conftest import TOKEN
from tests.flow.program import PATIENCE, Program, free_port, running

SPEED = 10.0
EVENING = datetime(2026, 11, 14, 20, 40, tzinfo=UTC)
PEOPLE = range(501, 525)
#: How long the Bot API keeps its answer back: the time in which a message has arrived and is not marked yet.
ANSWER_LATE = 0.05
#: Data that lie further than two minutes ahead of a program's clock are old, and end nothing; with something to spare.
LAG_AT_MOST = timedelta(seconds=100)

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
KINDS = {
    TransitionKind.STARTED: "start",
    TransitionKind.ESCALATED: "worse",
    TransitionKind.ENDED: "end",
    TransitionKind.WITHDRAWN: "end",
}


@dataclass(frozen=True, slots=True)
class About:
    """What a message tells: its kind, and since when the alert is (of a recap, that is not asked)."""

    person: int
    kind: str
    since: str


@dataclass(frozen=True, slots=True)
class Heard:
    """One message of an alert as it arrived, with its number among all."""

    number: int
    call: BotCall
    about: About
    repeat: bool


@dataclass(frozen=True, slots=True)
class Run:
    """One life of the program: between which answers of the alert service, how far its clock may have lagged, how many
    messages there were at its end, and what it was sending then.
    """

    first_answer: int
    last_answer: int
    lag: timedelta
    messages: int
    in_flight: frozenset[About]


@dataclass(slots=True)
class Night:
    """Both servers, which outlive the program, and the clock that all of them go by."""

    clock: MovedClock
    world: TelegramWorld
    alerts: AlertsServer
    folder: Path
    settings: dict[str, str]
    speed: float = SPEED
    runs: list[Run] = field(default_factory=list)
    starts: list[datetime] = field(default_factory=list)

    @asynccontextmanager
    async def program(self) -> AsyncIterator[tuple[Program, timedelta]]:
        """One run of the program, from its first poll on, and how far its clock lags at the most."""
        moved = {"CLOCK_START": self.clock.now().isoformat(), "CLOCK_SPEED": str(self.speed)}
        began = time.monotonic()
        async with running(self.folder, {**self.settings, **moved}) as program:
            async with asyncio.timeout(PATIENCE):
                await self.alerts.answers(1)
            yield program, timedelta(seconds=self.speed * (time.monotonic() - began))

    async def run_and_kill(self, chance: random.Random) -> None:
        """At a random moment, or, every other time, in the middle of the next broadcast after it."""
        first = len(self.alerts.given)
        async with self.program() as (program, lag):
            await self.clock.sleep(timedelta(seconds=chance.uniform(0, 3 * SPEED)))
            if chance.random() < 0.5:
                after = len(self.world.sent)
                wanted = after + chance.randint(1, len(PEOPLE))
                with suppress(TimeoutError):
                    await self.world.wait_for(lambda _: len(self.world.sent) >= wanted, timeout=5, after=after)
            await program.stop(signal.SIGKILL)
        run = Run(first, len(self.alerts.given), lag, len(self.world.sent), await self._in_flight())
        self.runs.append(run)

    def times_in_flight(self) -> Counter[About]:
        """How often each message was on its way when the program was killed."""
        return Counter(about for run in self.runs for about in run.in_flight)

    def heard_by(self, person: int, after: int) -> Iterator[Heard]:
        """The messages of alerts to one person, in the order in which they arrived."""
        for number, call in enumerate(self.world.sent[after:], after):
            text = call.text or ""
            kind = next((name for name, line in LINES.items() if line.match(text)), "")
            if call.method == "sendMessage" and call.chat_id == person and kind:
                yield Heard(number, call, About(person, kind, self._since_said(kind, text)), REPEAT in text)

    def clear_starts(self) -> Iterator[str]:
        """The alerts that the program cannot but have told: seen twice in one run, after three good answers without
        any, none of which it may have taken for old.
        """
        calm = 0
        for run in self.runs:
            given = self.alerts.given[run.first_answer : run.last_answer]
            shown = [bool(answer.alerts) for answer in given if answer.alerts is not None]
            first = next((answer.alerts[0] for answer in given if answer.alerts), None)
            before = shown.index(True) if True in shown else len(shown)
            calm += before if run.lag <= LAG_AT_MOST else 0
            if first and calm >= 3 and shown[before : before + 2] == [True, True]:
                yield first.started_at.isoformat()
            if first:
                calm = 0
                after = list(reversed(shown)).index(True)
                calm = after if run.lag <= LAG_AT_MOST else 0

    async def _in_flight(self) -> frozenset[About]:
        """The rows that a dead program holds, or held before and could not settle."""
        database = Database(self.settings["DATABASE_URL"])
        held = (outbox.c.state == OWED) & (outbox.c.leased_until.is_not(None) | outbox.c.repeat)
        rows = select(outbox.c.chat_id, notices.c.kind, notices.c.body).join(notices).where(held)
        try:
            async with database.reading() as connection:
                found = (await connection.execute(rows)).all()
        finally:
            await database.close()
        return frozenset(
            about
            for row in found
            if (about := self._told_by(row.chat_id, body_from_json(NoticeKind(row.kind), row.body)))
        )

    def _told_by(self, person: int, body: NoticeBody) -> About | None:
        match body:
            case AlertNotice(transition) if transition.kind in KINDS:
                return About(person, KINDS[transition.kind], self._nearest(transition.episode.started_at))
            case PassedNotice(episode):
                return About(person, "passed", self._nearest(episode.started_at))
            case RecapNotice():
                return About(person, "recap", "")
            case _:
                return None

    def _since_said(self, kind: str, text: str) -> str:
        found = (SPAN if kind == "passed" else SINCE).search(text)
        if kind == "recap" or found is None:
            return ""
        hours, minutes = map(int, found[1].split(":"))
        said = timedelta(hours=hours, minutes=minutes)

        def apart(start: datetime) -> timedelta:
            local = start.astimezone(ZoneInfo("Europe/Kyiv"))
            span = abs(timedelta(hours=local.hour, minutes=local.minute) - said)
            return min(span, timedelta(days=1) - span)

        return min(self.starts, key=apart).isoformat()

    def _nearest(self, moment: datetime) -> str:
        return min(self.starts, key=lambda start: abs(start - moment)).isoformat()


@asynccontextmanager
async def open_night(folder: Path, speed: float = SPEED) -> AsyncIterator[Night]:
    """The night before anybody is there."""
    clock = MovedClock(EVENING, speed)
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
            "DATABASE_URL": f"sqlite+aiosqlite:///{folder}/tysha.db",
            "HTTP_ADDR": f"127.0.0.1:{free_port()}",
        }
        yield Night(clock, world, alerts, folder, settings, speed)
