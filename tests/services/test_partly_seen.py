"""What people are told while a source can only add: that its ends cannot be seen, and every start all the same."""

from datetime import timedelta

import pytest

from bot.domain.alerts import AlertKind, Level, Observation, Sight
from bot.services.status import Status, Statuses
from tests.fixtures.world import (
    EVENING,
    KHARKIV,
    OTHER_SOURCE,
    SOURCE,
    World,
    alert,
    ballistic,
    drones,
)

MINUTE = timedelta(minutes=1)
HALF = timedelta(seconds=30)


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
        "The alert since 22:50 (ballistic missiles) was on when I last saw. Take it as still on.",
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


async def test_a_whole_answer_of_any_source_is_sight_and_an_adding_one_does_not_bring_it_back(world: World) -> None:
    world.sources = (SOURCE, OTHER_SOURCE)
    await world.person(1)
    await world.shows()
    await world.fails_until(world.now + 4 * MINUTE)
    for _ in range(8):
        await world.adds(after=HALF)
        await world.looks()
    assert [kind for kind, _ in await world.owed(1)] == ["lost"]
    await world.shows(source=OTHER_SOURCE)
    await world.looks()
    await world.sends()
    assert [kind for kind, _ in await world.owed(1)] == []


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
