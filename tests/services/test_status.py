"""/now says what runs and how well it is seen, and never reads silence as calm; /why shows the reasons kept."""

from datetime import timedelta

import pytest

from bot.domain.alerts import Gravity, Sight, SourceName
from bot.domain.quiet import MuteKind
from bot.services.status import Status, Statuses
from bot.services.why import SHOWN, Reasons
from tests.fixtures.world import (
    KHARKIV_RAION,
    LVIV_OBLAST,
    NIGHT,
    OTHER_SOURCE,
    SOURCE,
    World,
    ballistic,
    drones,
    kyiv,
)


async def status(world: World, *expected: SourceName) -> Status:
    statuses = Statuses(world.tree, expected or (SOURCE,))
    async with world.database.reading() as connection:
        return await statuses.of_chat(connection, await world.chat(), world.now)


async def test_without_any_contact_or_any_source_we_are_blind(world: World) -> None:
    await world.person(1)
    seen = await status(world)
    assert (seen.sight, seen.newest, seen.worst) == (Sight.BLIND, None, None)
    statuses = Statuses(world.tree, ())
    async with world.database.reading() as connection:
        nothing = await statuses.of_chat(connection, await world.chat(), world.now)
    assert (nothing.sight, nothing.sources) == (Sight.BLIND, ())


@pytest.mark.parametrize(
    ("seconds", "sight"), [(60, Sight.FRESH), (61, Sight.LATE), (179, Sight.LATE), (180, Sight.BLIND)]
)
async def test_sight_is_as_good_as_the_last_contact_is_young(world: World, seconds: int, sight: Sight) -> None:
    await world.person(1)
    await world.shows()
    world.pass_time(timedelta(seconds=seconds))
    assert (await status(world)).sight is sight


async def test_the_best_of_several_sources_counts_and_the_newest_is_named(world: World) -> None:
    await world.person(1)
    await world.shows()
    world.pass_time(timedelta(minutes=10))
    await world.shows(source=OTHER_SOURCE)
    seen = await status(world, SOURCE, OTHER_SOURCE)
    assert seen.sight is Sight.FRESH
    assert seen.newest is not None and seen.newest.name == OTHER_SOURCE


async def test_a_source_that_is_configured_no_more_does_not_make_us_see(world: World) -> None:
    await world.person(1)
    await world.shows(source=OTHER_SOURCE)
    assert (await status(world, SOURCE)).sight is Sight.BLIND


async def test_what_runs_at_each_place_is_shown_with_its_start(world: World) -> None:
    await world.person(1)
    chat = await world.chat()
    async with world.database.writing() as tx:
        await world.subscriptions.follow(tx, chat, LVIV_OBLAST, world.now)
    await world.shows(ballistic(), drones(KHARKIV_RAION))
    kharkiv, lviv = (await status(world)).places
    assert kharkiv.own is not None and kharkiv.own.gravity is Gravity.GRAVE
    assert kharkiv.around is not None and kharkiv.around.gravity is Gravity.GUARDED
    assert (lviv.own, lviv.around) == (None, None)
    assert (await status(world)).worst is Gravity.GRAVE


async def test_an_alert_that_no_source_shows_any_more_is_still_there_as_last_seen(world: World) -> None:
    await world.person(1)
    await world.shows(ballistic())
    await world.shows(ballistic())
    seen_at = world.now
    (before,) = (await status(world)).places
    await world.shows()
    (after,) = (await status(world)).places
    assert before.last_seen_at is None
    assert after.own is not None
    assert after.last_seen_at == seen_at


async def test_a_running_alert_stays_while_we_are_blind(world: World) -> None:
    await world.person(1)
    await world.shows(ballistic())
    world.pass_time(timedelta(hours=2))
    seen = await status(world)
    assert seen.sight is Sight.BLIND
    assert seen.worst is Gravity.GRAVE


async def test_everything_that_ends_by_itself_is_shown(world: World) -> None:
    await world.person(1, quiet=NIGHT)
    await world.mute(timedelta(hours=2), MuteKind.ALL)
    before = await status(world)
    world.to(kyiv("23:30"))
    within = await status(world)
    world.to(kyiv("01:00"))
    assert before.quiet_now is None
    assert before.quiet_next is not None and before.quiet_next.start == kyiv("23:00")
    assert within.quiet_now is not None and within.quiet_now.end == kyiv("07:00")
    assert within.mute is not None and within.mute.until == kyiv("00:50")
    assert (await status(world)).mute is None


async def test_every_decision_can_be_asked_why_newest_first(world: World) -> None:
    await world.person(1, quiet=NIGHT)
    world.to(kyiv("23:30"))
    await world.shows(drones(since=world.now))
    await world.sends()
    await world.shows(ballistic(since=world.now))
    await world.sends()
    async with world.database.reading() as connection:
        told = await Reasons().of_chat(connection, 1, world.now)
    assert [(one.sound, one.reason) for one in told] == [("loud", "grave-wakes"), ("silent", "guarded-in-quiet")]
    assert [[f"{window.start:%H:%M}" for window in one.windows] for one in told] == [["23:00"], ["23:00"]]


async def test_why_shows_as_many_as_are_still_read(world: World) -> None:
    await world.person(1)
    for _ in range(SHOWN):
        await world.shows(ballistic(since=world.now))
        await world.sends()
        await world.ends()
        await world.sends()
        world.pass_time(timedelta(minutes=5))
    async with world.database.reading() as connection:
        newest = await Reasons().of_chat(connection, 1, world.now)
        older = await Reasons().of_chat(connection, 1, world.now, before=newest[SHOWN - 1].id)
        assert len(newest) == SHOWN + 1, "one more than is shown tells that there is more"
        assert older[0] == newest[SHOWN]
        assert await Reasons().of_chat(connection, 2, world.now) == ()
