"""The operator sees how long the last reader waited, and is warned where it is over a minute."""

from datetime import timedelta

import pytest

from bot.domain.alerts import TransitionKind
from bot.services.control_room import WARN_EVERY
from bot.store import readers
from bot.store.readers import Told
from tests.fixtures.telegram import FakeSender
from tests.fixtures.world import KHARKIV, World, ballistic, drones
from tests.services.rooms import OPERATOR, room_of

pytestmark = pytest.mark.both_databases

RATE = 0.05


async def last_told(world: World) -> tuple[Told, ...]:
    async with world.database.reading() as connection:
        return await readers.last_told(connection, 2)


async def test_the_time_to_the_last_reader_is_told_of_each_danger_while_it_goes_out_and_after(world: World) -> None:
    for chat_id in (1, 2, 3):
        await world.person(chat_id)
    await world.shows(drones())
    began = world.now
    assert await last_told(world) == (Told(KHARKIV, TransitionKind.STARTED, began, None, 0, 3),)
    claimed = await world.deliver.claim()
    for row in claimed[:2]:
        world.pass_time(timedelta(seconds=5))
        await world.deliver.deliver(row)
    seconds = timedelta(seconds=10)
    assert await last_told(world) == (Told(KHARKIV, TransitionKind.STARTED, began, began + seconds, 2, 1),)
    await world.deliver.deliver(claimed[2])
    await world.shows(ballistic())
    assert [(one.kind, one.sent, one.waiting) for one in await last_told(world)] == [
        (TransitionKind.ESCALATED, 0, 3),
        (TransitionKind.STARTED, 3, 0),
    ]


async def test_ends_are_no_dangers(world: World) -> None:
    await world.person(1)
    await world.shows(drones())
    await world.sends()
    await world.ends()
    await world.sends()
    assert [one.kind for one in await last_told(world)] == [TransitionKind.STARTED]


@pytest.mark.parametrize(("readers", "warned"), [(3, False), (4, True)])
async def test_over_a_minute_the_operators_are_told_once_a_day(world: World, readers: int, warned: bool) -> None:
    told = FakeSender()
    # One message in twenty seconds: the third reader hears after a minute, the fourth after more.
    room = room_of(world, told, RATE)
    for chat_id in range(1, readers + 1):
        await world.person(chat_id)
    await world.shows(drones())
    await room.look()
    await room.look()
    assert len(told.to(OPERATOR)) == int(warned)
    world.pass_time(WARN_EVERY)
    await room.look()
    assert len(told.to(OPERATOR)) == 2 * int(warned)
