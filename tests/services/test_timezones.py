"""The clock of a chat can be moved at any moment: nothing held is lost, nothing is sent twice, one recap for each
message.
"""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select

from bot.domain.policy import Reason
from bot.domain.quiet import Mode
from bot.services.why import Reasons
from bot.store import chats as chat_store
from bot.store.tables import chats
from tests.fixtures.world import NIGHT, World, ballistic, drones, kyiv


async def move(world: World, zone: str) -> None:
    chat = await world.chat()
    async with world.database.writing() as tx:
        await world.subscriptions.set_timezone(tx, chat, zone, world.now)


async def window(world: World) -> tuple[datetime | None, datetime | None]:
    ((start, end),) = await world.rows(select(chats.c.window_start, chats.c.window_end))
    return start, end


async def kinds(world: World, kind: str) -> int:
    return sum(1 for _, key, state, _, _ in await world.outbox() if key == kind and state in ("owed", "sent"))


async def silenced_at(world: World, wall: str) -> None:
    """A guarded alert at that time of the night, told without sound."""
    world.to(kyiv(wall))
    await world.shows(drones(since=world.now))
    await world.sends()
    await world.ends()
    await world.sends()


@pytest.mark.parametrize("zone", ["Europe/Warsaw", "Europe/London", "Asia/Dubai"])
async def test_a_window_that_still_covers_now_runs_on_by_the_new_clock_and_has_one_recap(
    world: World, zone: str
) -> None:
    await world.person(1, quiet=NIGHT)
    await silenced_at(world, "01:40")
    world.to(kyiv("04:30"))
    await move(world, zone)
    assert await kinds(world, "recap") == 0
    _, end = await window(world)
    assert end is not None
    assert end.astimezone(UTC) != kyiv("07:00")

    await world.lives_until(kyiv("07:00") + timedelta(hours=5))

    assert await kinds(world, "recap") == 1


@pytest.mark.parametrize("zone", ["Europe/London", "Asia/Tokyo"])
async def test_a_window_that_does_not_cover_now_any_more_ends_at_once_with_its_recap(world: World, zone: str) -> None:
    # 00:30 in Kyiv is 22:30 in London; 02:00 in Kyiv is 09:00 in Tokyo.
    wall = {"Europe/London": "00:30", "Asia/Tokyo": "02:00"}[zone]
    await world.person(1, quiet=NIGHT, digest="23:30")
    await silenced_at(world, "00:10")
    world.to(kyiv(wall))
    await world.looks()
    assert await kinds(world, "digest") == 0

    await move(world, zone)
    await world.looks()
    await world.sends()

    assert (await kinds(world, "recap"), await kinds(world, "digest")) == (1, 1)
    assert await world.owed(1) == []
    start, _ = await window(world)
    assert start is not None
    assert start > world.now


async def test_what_one_recap_told_no_other_tells_again(world: World) -> None:
    await world.person(1, quiet=NIGHT)
    await silenced_at(world, "06:10")
    await world.lives_until(kyiv("07:30"))
    assert await kinds(world, "recap") == 1

    # It is 00:30 in New York: by this clock the night has an hour and a half behind it already.
    await move(world, "America/New_York")
    assert (await window(world))[0] == world.now
    await world.lives_until(kyiv("07:30") + timedelta(hours=12))

    assert await kinds(world, "recap") == 1


async def test_moving_back_and_forth_loses_and_repeats_nothing(world: World) -> None:
    await world.person(1, quiet=NIGHT, digest="08:00")
    await silenced_at(world, "01:40")
    for zone in ("Europe/Warsaw", "Europe/Kyiv", "Asia/Tokyo", "Europe/Kyiv", "America/New_York", "Europe/Kyiv"):
        world.pass_time(timedelta(minutes=1))
        await move(world, zone)
        await world.looks()
        await world.sends()

    await world.lives_until(kyiv("09:00"))

    assert await kinds(world, "recap") == 1
    assert await kinds(world, "digest") == 1


@pytest.mark.parametrize("zone", ["Europe/Warsaw", "Europe/London", "America/New_York"])
async def test_going_west_after_the_digest_brings_no_second_one_on_the_same_local_day(world: World, zone: str) -> None:
    half_hour = timedelta(minutes=30)
    await world.person(1, digest="08:00")
    await world.lives_until(kyiv("08:05"), half_hour)
    assert await kinds(world, "digest") == 1

    await move(world, zone)
    await world.lives_until(kyiv("08:05") + timedelta(hours=12), half_hour)
    assert await kinds(world, "digest") == 1

    await world.lives_until(kyiv("08:05") + timedelta(hours=34), half_hour)
    assert await kinds(world, "digest") == 2


async def test_a_digest_that_was_due_at_that_very_moment_is_not_lost(world: World) -> None:
    await world.person(1, digest="08:00")
    world.to(kyiv("08:00"))
    await move(world, "Europe/Warsaw")
    await world.looks()
    await world.sends()

    assert await kinds(world, "digest") == 1


@pytest.mark.parametrize(
    ("day", "end"),
    [
        # Spring: the night to 28 March is an hour shorter in both; autumn: the one to 25 October an hour longer.
        (datetime(2027, 3, 27, 23, tzinfo=UTC), datetime(2027, 3, 28, 5, tzinfo=UTC)),
        (datetime(2027, 10, 30, 23, tzinfo=UTC), datetime(2027, 10, 31, 6, tzinfo=UTC)),
    ],
)
async def test_over_a_change_of_clocks_the_window_ends_by_the_new_zones_wall(
    world: World, day: datetime, end: datetime
) -> None:
    await world.person(1, quiet=NIGHT)
    await world.set_quiet("")
    world.to(day)
    await world.set_quiet(NIGHT)

    await move(world, "Europe/Warsaw")

    assert (await window(world))[1] == end


async def test_the_promised_end_of_nothing_stays_where_it_was(world: World) -> None:
    await world.person(1, quiet=NIGHT, mode=Mode.NOTHING)
    before = (await world.chat()).mode_until

    await move(world, "America/New_York")

    assert (await world.chat()).mode_until == before


async def test_what_waits_is_decided_again_by_the_new_clock_and_remembers_it(world: World) -> None:
    await world.person(1, quiet=NIGHT)
    world.to(kyiv("23:30"))
    await world.shows(drones(since=world.now))
    assert [sound for _, sound in await world.owed(1)] == ["silent"]

    # 21:30 in London.
    await move(world, "Europe/London")
    await world.sends()

    assert [one.silent for one in world.sender.arrived if "Drones" in one.text] == [False]
    await move(world, "Europe/Kyiv")
    async with world.database.writing() as tx:
        (one,) = [one for one in await Reasons().of_chat(tx, 1, world.now) if one.reason == Reason.OUTSIDE_QUIET]
    assert one.quiet is not None
    assert one.quiet.timezone == "Europe/London"


async def test_grave_danger_rings_whatever_the_clock(world: World) -> None:
    await world.person(1, quiet=NIGHT)
    world.to(kyiv("03:00"))
    await move(world, "Asia/Tokyo")
    await world.shows(ballistic(since=world.now))

    assert [sound for _, sound in await world.owed(1)] == ["loud"]


async def test_a_zone_that_does_not_exist_is_refused(world: World) -> None:
    await world.person(1)
    with pytest.raises(ValueError, match="Mars"):
        await move(world, "Mars/Base")
    async with world.database.reading() as connection:
        known = await chat_store.load(connection, 1)
    assert known is not None
    assert known.quiet.timezone == "Europe/Kyiv"
