"""What people are told while a source can only add: that its ends cannot be seen, and every start all the same."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import datetime, timedelta

import pytest
from structlog.testing import capture_logs

from bot.domain.alerts import AlertKind, Answer, Level, Observation, Sight
from bot.errors import SourceError
from bot.services.status import Status, Statuses
from tests.fixtures.world import (
    EVENING,
    KHARKIV,
    OTHER_SOURCE,
    POLL,
    SOURCE,
    World,
    alert,
    ballistic,
    drones,
)

MINUTE = timedelta(minutes=1)
HALF = timedelta(seconds=30)


@asynccontextmanager
async def of_both(world: World) -> AsyncIterator[World]:
    """The same world with two sources."""
    await world.database.close()
    both = World(world.path, world.clock, world.machine, world.sender, (SOURCE, OTHER_SOURCE))
    yield both
    await both.database.close()


async def status(world: World) -> Status:
    async with world.database.reading() as connection:
        return await Statuses(world.tree, world.sources).of_chat(connection, await world.chat(), world.now)


async def adds_for(world: World, span: timedelta, *observations: Observation) -> None:
    end = world.now + span
    while world.now < end:
        await world.adds(*observations, after=HALF)
        await world.looks()
        await world.sends()


async def test_three_minutes_of_it_are_told_as_an_outage_of_which_a_part_is_seen(world: World) -> None:
    await world.person(1)
    await world.person(2, language="uk")
    await world.shows(ballistic())
    await world.sends()
    await adds_for(world, timedelta(minutes=2, seconds=30), alert())
    assert len(world.sender.to(1)) == 1
    await adds_for(world, 2 * MINUTE, alert())
    english, ukrainian = world.sender.to(1)[-1], world.sender.to(2)[-1]
    assert not english.silent
    assert english.text.splitlines() == [
        "⚪ I see only part. No full data on Kharkiv since 22:50",
        "The alert since 22:50 (ballistic missiles): when it ends I can't see. Take it as still on.",
        "This is not an all clear. Where an air raid begins I still see, and will say. Its end, the threats, other "
        "alarms: I see none of these, at any place. Trust the siren, the Air Alert app, Cell Broadcast. "
        "I will say when I see again.",
        "Only in part: alerts.in.ua",
    ]
    assert ukrainian.text.splitlines()[0] == "⚪ Бачу не все. Харків: повних даних немає з 22:50"
    assert "Лише частково: alerts.in.ua" in ukrainian.text


async def test_a_start_rings_in_it_and_its_silence_is_no_end(world: World) -> None:
    await world.person(1)
    await world.shows()
    await adds_for(world, 5 * MINUTE)
    await world.adds(alert())
    await world.sends()
    await adds_for(world, 30 * MINUTE)
    lost, start, long = world.sender.to(1)
    assert [one.silent for one in (lost, start, long)] == [True, False, False]
    assert "Kharkiv" in start.text.splitlines()[0]
    assert long.text.splitlines()[0] == "⚪ I still see only part. No full data on Kharkiv since 22:50"
    await world.ends()
    await world.looks()
    await world.sends()
    said = "\n".join(one.text for one in world.sender.to(1)[3:])
    assert "I see again" in said and "All clear" in said


async def test_an_adding_answer_ends_no_outage_and_a_whole_one_of_any_source_does(world: World) -> None:
    async with of_both(world) as both:
        await both.person(1)
        await both.shows()
        await both.shows(source=OTHER_SOURCE)
        await both.fails_until(both.now + 4 * MINUTE)
        for _ in range(8):
            await both.adds(after=HALF)
            await both.looks()
        await both.sends()
        assert len(both.sender.to(1)) == 1
        await both.shows(source=OTHER_SOURCE)
        await both.looks()
        await both.sends()
    assert "I see again" in both.sender.to(1)[-1].text


async def test_that_sight_is_back_names_the_source_that_says_all(world: World) -> None:
    async with of_both(world) as both:
        await both.person(1)
        await both.shows()
        await both.shows(source=OTHER_SOURCE)
        for _ in range(12):
            await both.adds(after=HALF)
            await both.fails(OTHER_SOURCE, after=timedelta(seconds=1))
            await both.looks()
        await both.sends()
        await both.shows(source=OTHER_SOURCE)
        await both.looks()
        await both.sends()
    lost, back = both.sender.to(1)
    assert "Only in part: alerts.in.ua + ukrainealarm.com" in lost.text
    assert back.text.splitlines()[-1].startswith("ukrainealarm.com, ")


@pytest.mark.parametrize(("span", "partly"), [(2 * MINUTE, False), (4 * MINUTE, True)])
async def test_now_says_from_three_minutes_on_what_is_not_seen(world: World, span: timedelta, partly: bool) -> None:
    await world.person(1)
    await world.shows()
    await adds_for(world, span)
    seen = await status(world)
    assert (seen.sight, seen.partly_since) == (Sight.FRESH, EVENING + timedelta(seconds=8) if partly else None)


async def test_once_a_source_says_all_again_nothing_is_partly_seen(world: World) -> None:
    await world.person(1)
    await world.shows()
    await adds_for(world, 5 * MINUTE)
    await world.shows()
    assert (await status(world)).partly_since is None


async def test_when_even_that_is_gone_we_are_blind(world: World) -> None:
    await world.person(1)
    await world.shows()
    await adds_for(world, 5 * MINUTE)
    world.pass_time(4 * MINUTE)
    seen = await status(world)
    assert (seen.sight, seen.partly_since) == (Sight.BLIND, None)


async def test_an_alert_that_it_cannot_show_is_last_seen_and_one_that_it_shows_is_not(world: World) -> None:
    shelling = Observation(KHARKIV, AlertKind.ARTILLERY, Level.RED, EVENING)
    await world.person(1)
    await world.shows(shelling)
    shown_at = world.now
    await world.adds()
    (kharkiv,) = (await status(world)).places
    assert kharkiv.last_seen_at == shown_at
    await world.adds(drones())
    (kharkiv,) = (await status(world)).places
    assert kharkiv.last_seen_at is None


async def test_its_silence_is_no_denial_of_what_another_source_reports(world: World) -> None:
    world.sources = (SOURCE, OTHER_SOURCE)
    await world.person(1)
    await world.shows()
    await world.shows(ballistic(), source=OTHER_SOURCE)
    (denied,) = (await status(world)).places
    for _ in range(3):
        await world.adds(after=HALF)
        await world.shows(ballistic(), source=OTHER_SOURCE)
    (after,) = (await status(world)).places
    assert (denied.denied_by, after.denied_by) == ((SOURCE,), ())


class Enough(Exception):
    """The night is over."""


class Failing:
    """Fails, answers with what can only add, and so on; whole at last, and then it is enough."""

    name = SOURCE
    interval = POLL

    def __init__(self) -> None:
        self.turn = 0

    async def poll(self, now: datetime) -> Answer:
        self.turn += 1
        if self.turn == 8:
            raise Enough
        if self.turn == 7:
            return Answer(SOURCE, now, ())
        if self.turn % 2:
            raise SourceError(SOURCE, "server-error", "500")
        return Answer(SOURCE, now, (), whole=False)

    def forget(self) -> None:
        """There is nothing to forget."""


class HurryingClock:
    """Is where it was asked to sleep to."""

    def __init__(self, now: datetime) -> None:
        self._now = now

    def now(self) -> datetime:
        return self._now

    async def sleep(self, span: timedelta) -> None:
        self._now += max(span, timedelta(0))


@pytest.mark.allow_warnings
async def test_the_log_says_once_that_a_source_fails_and_once_that_it_says_all_again(world: World) -> None:
    await world.shows()
    clock = HurryingClock(world.now + POLL)
    loops = world.loops(clock=clock)
    with capture_logs() as logs, pytest.raises(Enough):
        await loops.watch(Failing())
    assert [log["event"] for log in logs] == ["source_failed", "source_back"]
