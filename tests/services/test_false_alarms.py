"""Who heard an alert hears that it was false, as it was told; who did not hears nothing, and no end is made of it."""

from datetime import timedelta

import pytest

from bot.domain.alerts import AreaId
from bot.services.false_alarms import CALLED_WITHIN, FalseAlarms
from tests.fixtures.world import (
    KHARKIV,
    KHARKIV_OBLAST,
    KHARKIV_RAION,
    LVIV_OBLAST,
    NIGHT,
    World,
    ballistic,
    drones,
    kyiv,
)

pytestmark = pytest.mark.both_databases


def of(world: World) -> FalseAlarms:
    return FalseAlarms(world.database, world.tree, world.planner)


async def declare(world: World, area: AreaId = KHARKIV) -> bool:
    (alert,) = [one for one in await of(world).read(world.now) if one.area == area]
    async with world.database.writing() as tx:
        return await of(world).declare(tx, alert, world.now)


def last(world: World, chat_id: int) -> tuple[str, bool]:
    message = world.sender.to(chat_id)[-1]
    return message.text, not message.silent


async def test_it_rings_for_whom_the_alert_rang_even_at_night_and_is_silent_for_whom_it_was(world: World) -> None:
    await world.person(1, quiet=NIGHT)
    await world.person(2)
    world.to(kyiv("02:00"))
    await world.shows(drones(since=world.now))
    await world.sends()
    assert [last(world, one)[1] for one in (1, 2)] == [False, True]
    assert await declare(world)
    await world.sends()
    for chat_id, rang in ((1, False), (2, True)):
        text, sound = last(world, chat_id)
        assert text.startswith("⚪ False alarm, Kharkiv") and sound is rang


async def test_while_the_sources_still_alert_it_is_no_all_clear_and_the_all_clear_comes_by_itself(world: World) -> None:
    await world.person(1)
    await world.shows(ballistic())
    await world.sends()
    await declare(world)
    await world.sends()
    assert "This is not an all clear" in last(world, 1)[0]
    await world.ends()
    await world.sends()
    assert last(world, 1)[0].startswith("✅")


async def test_after_the_end_it_says_that_the_sources_do_not_show_it_any_more(world: World) -> None:
    await world.person(1)
    await world.shows(ballistic())
    await world.sends()
    await world.ends()
    await world.sends()
    await declare(world)
    await world.sends()
    text, _ = last(world, 1)
    assert "did not show it any more" in text and "all clear" not in text


async def test_all_places_that_the_alert_covered_are_told_and_no_others(world: World) -> None:
    await world.person(1)
    await world.person(2, area=KHARKIV_OBLAST)
    await world.person(3, area=LVIV_OBLAST)
    await world.shows(drones(KHARKIV_OBLAST), ballistic(LVIV_OBLAST))
    await world.sends()
    assert await declare(world, KHARKIV_OBLAST)
    await world.sends()
    told = {one.chat_id for one in world.sender.arrived if "False alarm" in one.text}
    assert told == {1, 2}


async def test_who_began_to_follow_afterwards_or_whom_it_did_not_reach_hears_nothing(world: World) -> None:
    await world.person(1)
    await world.shows(drones())
    await world.sends()
    await world.person(2)
    await declare(world)
    await world.sends()
    assert world.sender.to(2) == []


async def test_it_is_said_once(world: World) -> None:
    await world.person(1)
    await world.shows(drones())
    await world.sends()
    assert await declare(world)
    assert not await declare(world)
    await world.sends()
    assert len(world.sender.to(1)) == 2


async def test_the_start_that_waits_still_comes_first(world: World) -> None:
    await world.person(1)
    await world.shows(drones())
    await declare(world)
    await world.sends()
    assert [one.text[0] for one in world.sender.to(1)] == ["🟡", "⚪"]


async def test_who_heard_is_counted_and_what_is_a_day_old_or_reached_nobody_is_not_offered(world: World) -> None:
    await world.person(1)
    await world.shows(drones(), drones(LVIV_OBLAST))
    await world.sends()
    (alert,) = await of(world).read(world.now)
    assert (alert.area, alert.still, await of(world).count(alert)) == (KHARKIV, True, 1)
    world.pass_time(CALLED_WITHIN + timedelta(minutes=1))
    assert await of(world).read(world.now) == ()


async def test_an_alert_around_a_city_is_called_by_the_name_of_the_raion(world: World) -> None:
    await world.person(1)
    await world.shows(ballistic(KHARKIV_RAION))
    await world.sends()
    assert await declare(world, KHARKIV_RAION)
    await world.sends()
    assert last(world, 1)[0].startswith("⚪ False alarm, Kharkivskyi Raion")
