"""Time may be moved, but never back, and nobody oversleeps a change."""

import asyncio
from collections.abc import Coroutine
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from bot.clock import MovedClock, SystemClock
from tests.fixtures.clock import ManualClock, settle

START = datetime(2026, 11, 14, 20, 50, tzinfo=UTC)
HOUR = timedelta(hours=1)


class Machine:
    """Stands in for time.monotonic."""

    def __init__(self) -> None:
        self.seconds = 1000.0

    def __call__(self) -> float:
        return self.seconds


@pytest.fixture
def machine() -> Machine:
    return Machine()


def test_the_moved_clock_runs_at_its_speed(machine: Machine) -> None:
    clock = MovedClock(START, 60, machine)
    machine.seconds += 2.5
    assert clock.now() == START + timedelta(seconds=150)


def test_a_new_speed_counts_only_from_its_moment(machine: Machine) -> None:
    clock = MovedClock(START, 10, machine)
    machine.seconds += 1
    clock.set_speed(100)
    machine.seconds += 1
    assert clock.now() == START + timedelta(seconds=110)
    assert clock.speed == 100


def test_a_paused_clock_stands_still_and_goes_on_from_there(machine: Machine) -> None:
    clock = MovedClock(START, 10, machine)
    clock.pause()
    machine.seconds += 50
    assert (clock.now(), clock.playing) == (START, False)
    clock.play()
    machine.seconds += 1
    assert (clock.now(), clock.playing) == (START + timedelta(seconds=10), True)


def test_a_jump_ahead_keeps_a_paused_clock_paused(machine: Machine) -> None:
    clock = MovedClock(START, 10, machine)
    clock.pause()
    clock.jump_to(START + HOUR)
    machine.seconds += 5
    assert (clock.now(), clock.playing) == (START + HOUR, False)


def test_a_jump_back_changes_nothing(machine: Machine) -> None:
    clock = MovedClock(START, 10, machine)
    clock.jump_to(START - HOUR)
    assert clock.now() == START


def test_a_start_in_another_zone_is_the_same_moment_in_utc(machine: Machine) -> None:
    from_kyiv = datetime.fromisoformat("2026-11-14T22:50:00+02:00")
    assert MovedClock(from_kyiv, 1, machine).now().isoformat() == START.isoformat()


def test_a_moved_clock_without_a_start_begins_at_the_machines_present(machine: Machine) -> None:
    before = datetime.now(UTC)
    assert before <= MovedClock(None, 1, machine).now() <= datetime.now(UTC)


@pytest.mark.parametrize("speed", [0, -1, float("nan"), float("inf")])
def test_a_clock_refuses_a_speed_that_is_none(speed: float, machine: Machine) -> None:
    with pytest.raises(ValueError, match="speed"):
        MovedClock(START, speed, machine)
    clock = MovedClock(START, 1, machine)
    with pytest.raises(ValueError, match="speed"):
        clock.set_speed(speed)


def test_a_moment_without_a_zone_is_refused(machine: Machine) -> None:
    naive = START.replace(tzinfo=None)
    with pytest.raises(ValueError, match="time zone"):
        MovedClock(naive, 1, machine)
    with pytest.raises(ValueError, match="time zone"):
        MovedClock(START, 1, machine).jump_to(naive)


async def asleep(sleeping: Coroutine[Any, Any, None], group: asyncio.TaskGroup) -> asyncio.Task[None]:
    task = group.create_task(sleeping)
    await settle()
    assert not task.done()
    return task


async def test_a_jump_wakes_a_sleeper_whose_time_has_come(machine: Machine) -> None:
    clock = MovedClock(START, 1, machine)
    async with asyncio.timeout(5), asyncio.TaskGroup() as group:
        await asleep(clock.sleep(HOUR), group)
        clock.jump_to(START + HOUR)


async def test_a_jump_that_falls_short_lets_the_sleeper_sleep_on(machine: Machine) -> None:
    clock = MovedClock(START, 1, machine)
    async with asyncio.timeout(5), asyncio.TaskGroup() as group:
        task = await asleep(clock.sleep(HOUR), group)
        clock.jump_to(START + HOUR / 2)
        await settle()
        assert not task.done()
        clock.jump_to(START + HOUR)


async def test_a_paused_clock_wakes_nobody_until_it_plays() -> None:
    clock = MovedClock(START, 1e9)
    clock.pause()
    async with asyncio.timeout(5), asyncio.TaskGroup() as group:
        await asleep(clock.sleep(HOUR), group)
        clock.play()


async def test_speeding_up_shortens_a_sleep_that_has_begun() -> None:
    clock = MovedClock(START, 0.001)
    async with asyncio.timeout(5), asyncio.TaskGroup() as group:
        await asleep(clock.sleep(HOUR), group)
        clock.set_speed(1e9)


async def test_nobody_is_woken_early() -> None:
    clock = MovedClock(START, 1e6)
    async with asyncio.timeout(5):
        for minutes in range(1, 30):
            due = clock.now() + timedelta(minutes=minutes)
            await clock.sleep(timedelta(minutes=minutes))
            assert clock.now() >= due


@pytest.mark.parametrize("clock", [SystemClock(), MovedClock(START, 1, Machine()), ManualClock()])
async def test_no_time_at_all_is_one_turn_of_the_loop(clock: SystemClock | MovedClock | ManualClock) -> None:
    async with asyncio.timeout(5):
        await clock.sleep(timedelta(0))
        await clock.sleep(-HOUR)


def test_the_system_clock_tells_aware_utc() -> None:
    before = datetime.now(UTC)
    shown = SystemClock().now()
    assert before <= shown <= datetime.now(UTC)
    assert shown.utcoffset() == timedelta(0)


async def test_the_clock_of_the_tests_wakes_each_sleeper_at_its_own_moment() -> None:
    clock = ManualClock(START)
    woken: list[timedelta] = []

    async def beat() -> None:
        for _ in range(3):
            await clock.sleep(timedelta(seconds=8))
            woken.append(clock.now() - START)

    async with asyncio.TaskGroup() as group:
        group.create_task(beat())
        await clock.live_through(timedelta(seconds=30))
    assert woken == [timedelta(seconds=8), timedelta(seconds=16), timedelta(seconds=24)]
    assert clock.now() == START + timedelta(seconds=30)
