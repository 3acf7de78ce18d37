"""Paused, nothing leaves and nothing is lost; resumed, what is still true leaves in its order."""

from datetime import timedelta

import pytest

from bot.services.control_room import REMIND_EVERY
from bot.services.pauses import Paused, Pauses
from tests.fixtures.telegram import FakeSender
from tests.fixtures.world import World, ballistic, drones
from tests.services.rooms import OPERATOR, room_of

pytestmark = pytest.mark.both_databases


async def pause(world: World) -> Paused:
    async with world.database.writing() as tx:
        return await Pauses().pause(tx, world.now)


async def resume(world: World) -> Paused:
    async with world.database.writing() as tx:
        return await Pauses().resume(tx)


async def test_a_pause_holds_what_is_owed_and_says_how_much_and_resuming_sends_it(world: World) -> None:
    await world.person()
    await world.shows(ballistic())
    paused = await pause(world)
    assert (paused.changed, paused.since, paused.owed) == (True, world.now, 1)
    await world.sends()
    assert world.sender.calls == []
    assert await resume(world) == Paused(True, world.now, 1)
    await world.sends()
    assert len(world.sender.arrived) == 1


async def test_a_second_pause_and_a_second_end_change_nothing(world: World) -> None:
    began = world.now
    await pause(world)
    world.pass_time(timedelta(minutes=5))
    assert await pause(world) == Paused(False, began, 0)
    assert await resume(world) == Paused(True, began, 0)
    assert await resume(world) == Paused(False, None, 0)


async def test_an_alert_that_came_and_went_in_a_pause_is_one_silent_line(world: World) -> None:
    await world.person()
    await pause(world)
    await world.shows(ballistic())
    await world.ends()
    await world.sends()
    await resume(world)
    await world.sends()
    (only,) = world.sender.arrived
    assert only.silent and "There was an alert" in only.text


async def test_what_runs_when_the_pause_ends_is_told_with_how_late_it_is(world: World) -> None:
    await world.person()
    await pause(world)
    await world.shows(ballistic())
    world.pass_time(timedelta(minutes=20))
    await world.shows(ballistic())
    await resume(world)
    await world.sends()
    (only,) = world.sender.arrived
    assert not only.silent and "Late" in only.text


async def test_whoever_starts_after_the_pause_obeys_it_and_what_was_claimed_before_is_held_up(world: World) -> None:
    await world.person()
    await world.shows(drones())
    (claimed,) = await world.deliver.claim()
    await pause(world)
    await world.deliver.heed()
    assert world.deliver.hold() > 1
    await world.deliver.give_back([claimed])
    other = await world.restarted()
    await other.deliver.begin()
    await other.sends()
    assert other.sender.calls == []
    await resume(other)
    await other.deliver.heed()
    assert other.deliver.hold() == 0
    await other.sends()
    assert len(other.sender.arrived) == 1
    await other.database.close()


async def test_operators_are_reminded_of_a_pause_every_hour_and_told_once_of_its_end(world: World) -> None:
    told = FakeSender()
    room = room_of(world, told)
    await room.look()
    await pause(world)
    for span in (timedelta(0), timedelta(minutes=1), REMIND_EVERY):
        world.pass_time(span)
        await room.look()
    await resume(world)
    await room.look()
    await room.look()
    assert [one.text.split("\n")[0].split(",")[0] for one in told.to(OPERATOR)] == [
        "⚠️ Розсилку призупинено",
        "⚠️ Розсилку призупинено",
        "Розсилку відновлено",
    ]
