"""Kills the program without warning, fifty times in one night, and holds what each of two dozen people then heard."""

import asyncio
import random
from bisect import bisect_right
from collections import Counter
from collections.abc import AsyncIterator
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path

import httpx
import pytest
import structlog

from sandbox.recorder import BotCall
from tests.flow.alerts_server import alert
from tests.flow.program import PATIENCE
from tests.proof.killed_night import LINES, PEOPLE, About, Heard, Night, open_night

pytestmark = pytest.mark.proof

log = structlog.get_logger(__name__)

SEED, KILLS = 20261122, 50
KHARKIV = "1293"
QUIET = ("off", "23:00-07:00 grave", "23:00-07:00 everything", "22:30-23:30 grave", "23:50-00:40 grave")
#: What the program may need from an answer to a message, on the night's clock.
ON_ITS_WAY = timedelta(minutes=2)


@pytest.fixture
async def night(tmp_path: Path) -> AsyncIterator[Night]:
    async with open_night(tmp_path) as opened:
        yield opened


@pytest.mark.allow_warnings
async def test_fifty_kills_lose_nothing_and_repeat_only_what_was_in_flight(night: Night) -> None:
    chance = random.Random(SEED)
    await everybody_arrives(night)
    first = len(night.world.sent)
    async with asyncio.TaskGroup() as group:
        sky = group.create_task(alerts_come_and_go(night, random.Random(SEED)))
        for _ in range(KILLS):
            await night.run_and_kill(chance)
        sky.cancel()
    night.alerts.alerts = ()
    await last_run(night)

    flying = night.times_in_flight()
    reckonings = [Reckoning(night, person, list(night.heard_by(person, first)), flying) for person in PEOPLE]
    for one in reckonings:
        one.follow()
    everything = set().union(*(one.known for one in reckonings)) | set(night.clear_starts())
    for one in reckonings:
        one.knows_all_but_what_was_in_flight(everything)

    counted = Counter(heard.about.kind for one in reckonings for heard in one.told)
    repeats, overtaken = sum(one.repeats for one in reckonings), sum(one.overtaken for one in reckonings)
    counts = {kind: counted[kind] for kind in LINES}
    in_flight = sum(flying.values())
    log.info(
        "night of kills",
        seed=SEED,
        alerts=len(everything),
        in_flight=in_flight,
        repeats=repeats,
        overtaken=overtaken,
        **counts,
    )
    assert len(everything) >= 5
    # To be overtaken is for the few whose process was dead or starting when it ended.
    assert counted["end"] >= 0.6 * counted["start"]
    assert len(night.runs) == KILLS


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


async def last_run(night: Night) -> None:
    """Until nothing is owed; no lease of the dead may keep it waiting."""
    health = f"http://{night.settings['HTTP_ADDR']}/healthz"
    async with night.program(), httpx.AsyncClient() as client, asyncio.timeout(PATIENCE / 2):
        await night.alerts.answers(4)
        while (await client.get(health)).json()["owed"]:
            await night.alerts.answers(1)


class Reckoning:
    """What one person may have heard, followed message by message; the first that must not be fails with its story.

    `flying`: how often each message was on its way when the program was killed. Such a message may come again, marked
    as a repeat, or never, where its alert was over before it could.
    """

    def __init__(self, night: Night, person: int, told: list[Heard], flying: Counter[About]) -> None:
        self.night = night
        self.person = person
        self.told = told
        self.known: set[str] = set()
        self.running: str | None = None
        self.repeats = 0
        self.overtaken = 0
        self._flying = flying
        self._times = Counter[About]()
        self._last: dict[About, int] = {}

    def follow(self) -> None:
        for message in self.told:
            if not self._is_repeat(message):
                self._take(message)
        self._holds(self.running is None, "its end was never heard")

    def knows_all_but_what_was_in_flight(self, everything: set[str]) -> None:
        """Every alert was heard of, except one whose start was on its way at a kill, and that was over soon after."""
        for since in everything - self.known:
            self._holds(self._start_flew(since), f"never heard of the alert since {since}")

    def _take(self, message: Heard) -> None:
        match message.about.kind:
            case "start":
                self._start(message)
            case "worse":
                # Where its start was dropped for it, this is the start.
                self.running = self.running or message.about.since
                self.known.add(self.running)
            case "end":
                self._end(message)
            case "passed":
                self._passed(message)

    def _is_repeat(self, message: Heard) -> bool:
        about = message.about
        self._times[about] += 1
        self._last[about] = message.number
        flown = self._flying[about]
        said = message.call.text
        self._holds(flown > 0 or not message.repeat, f"marked as a repeat though it was never in flight: {said}")
        again = self._times[about] > 1 and about.kind != "recap"
        if again:
            self._holds(message.repeat, f"heard again without a word of it: {said}")
            self._holds(self._times[about] <= 1 + flown, f"heard more often than it was in flight: {said}")
            self.repeats += 1
        return again

    def _start(self, message: Heard) -> None:
        if self.running:
            # The end had not left when the program was killed, and this start came before it could.
            self._holds(
                self._killed_since(About(self.person, "start", self.running)), f"no end before: {message.call.text}"
            )
            self.overtaken += 1
        self.running = message.about.since
        self.known.add(message.about.since)

    def _end(self, message: Heard) -> None:
        since, said = message.about.since, message.call.text
        self._holds(since in self.known or self._start_flew(since), f"an end without its start: {said}")
        self._holds(self.running in (None, since), f"an end while another runs: {said}")
        self._holds(self._truly_ended(message.call.at), f"a false all clear: {said}")
        self.known.add(since)
        self.running = None

    def _passed(self, message: Heard) -> None:
        since = message.about.since
        self._holds(since not in self.known, f"told as if unheard, though it was heard: {message.call.text}")
        self.known.add(since)

    def _start_flew(self, since: str) -> bool:
        return any(self._flying[About(self.person, kind, since)] for kind in ("start", "worse"))

    def _killed_since(self, about: About) -> bool:
        return bisect_right([run.messages for run in self.night.runs], self._last.get(about, 0)) < len(self.night.runs)

    def _truly_ended(self, at: datetime) -> bool:
        """Whether the service's last two good answers lacked the alert, when the message was on its way or before."""
        given = [one for one in self.night.alerts.given if one.at <= at and one.alerts is not None]
        late = sum(1 for one in given if one.at > at - ON_ITS_WAY)
        shown = [bool(one.alerts) for one in given]
        return any(not any(shown[: len(shown) - left][-2:]) for left in range(late + 1))

    def _holds(self, true: bool, what: str) -> None:
        if not true:
            lines = (
                f"{one.number} {one.call.at:%H:%M:%S} {(one.call.text or '').split(chr(10))[0]}" for one in self.told
            )
            kills = [run.messages for run in self.night.runs]
            pytest.fail("\n".join((f"person {self.person}: {what}", *lines, f"kills after: {kills}")))
