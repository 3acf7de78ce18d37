"""What /now says of places, and that it never sounds calmer than it knows."""

import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from bot.domain.alerts import AlertKind, AreaId, Gravity, Level, SourceName, ThreatKind, Usual
from bot.services.pauses import Pauses
from tests.handlers.people import CHUHUIV, EVENING, KHARKIV, KHARKIV_RAION, Person, World

YEARS_AGO = datetime(2024, 5, 20, 8, tzinfo=UTC)
FORBIDDEN = re.compile(r"\bsafe\b|безпечно|✅", re.IGNORECASE)


@pytest.fixture
async def follower(world: World) -> Person:
    person = Person(world)
    await person.writes("/place Kharkiv")
    return person


async def test_an_ordinary_night_fits_on_one_screen(follower: Person) -> None:
    await follower.writes("/quiet 22:00-07:00")
    await follower.writes("/place Chuhuiv")

    now = await follower.writes("/now")

    assert "<b>Kharkiv</b>: no alert in the data, 4 s old" in now
    assert "alerts.in.ua, 4 s ago" in now
    assert "until 07:00" in now
    assert "Nothing is muted" in now
    assert len(now) < 700


async def test_status_says_what_now_says(follower: Person) -> None:
    assert await follower.writes("/status") == await follower.writes("/now")


async def test_danger_comes_with_its_threats_and_what_to_do(follower: Person, world: World) -> None:
    await world.alert(KHARKIV, Level.RED, ThreatKind.DRONES, ThreatKind.BALLISTIC_MISSILES)
    await world.alert(KHARKIV_RAION, Level.YELLOW, ThreatKind.DRONES)

    now = await follower.writes("/now")

    assert "🔴 grave danger since 22:00 (ballistic missiles, drones)" in now
    assert "Around the city (Kharkivskyi Raion): 🟡 alert since 22:00" in now
    assert "Do not run outside" in now


@pytest.mark.parametrize(
    ("contact_ago", "said"),
    [(timedelta(seconds=9), True), (timedelta(seconds=90), False)],
    ids=["a-fresh-source-disagrees", "a-late-one-has-no-say"],
)
async def test_a_source_that_does_not_show_what_another_reports_is_named(
    follower: Person, world: World, contact_ago: timedelta, said: bool
) -> None:
    other = SourceName("ukraine-alarm")
    world.sources = (*world.sources, other)
    world.others_contact_at[other] = EVENING - contact_ago
    await world.alert(KHARKIV, Level.RED, ThreatKind.BALLISTIC_MISSILES)

    assert ("not shown by ukrainealarm" in await follower.writes("/now")) is said


@pytest.mark.parametrize(
    ("since", "words"),
    [
        (timedelta(seconds=59), "no alert in the data, 59 s old"),
        (timedelta(seconds=90), "but they are 90 s old"),
        (timedelta(seconds=181), "I can't see since 22:06"),
        (timedelta(days=2), "I can't see since 20 November, 22:10"),
    ],
)
async def test_old_data_are_said_to_be_old(follower: Person, world: World, since: timedelta, words: str) -> None:
    world.contact_at = EVENING - since
    await world.see()

    assert words in await follower.writes("/now")


async def test_blindness_is_no_all_clear(follower: Person, world: World) -> None:
    world.now += timedelta(minutes=10)

    now = await follower.writes("/now")

    assert "This is not an all clear" in now
    assert "no alert" not in now


async def test_an_alert_stays_while_we_are_blind(follower: Person, world: World) -> None:
    await world.alert(KHARKIV, Level.YELLOW, ThreatKind.DRONES)
    world.now += timedelta(minutes=10)

    now = await follower.writes("/now")

    assert "🟡 alert since 22:00 (drones) · not seen since 22:09" in now


async def test_a_source_that_never_answered_shows_no_calm(follower: Person, world: World) -> None:
    world.sources = (SourceName("ukraine-alarm"),)

    now = await follower.writes("/now")

    assert "I have no data yet" in now
    assert "not an all clear" in now


async def test_an_alert_that_has_been_on_for_years_is_named_in_one_line(follower: Person, world: World) -> None:
    await world.alert(KHARKIV, Level.RED)
    lasting = replace(world.alerts[KHARKIV], kind=AlertKind.ARTILLERY, started_at=YEARS_AGO, usual=Usual(Gravity.GRAVE))
    world.alerts[KHARKIV] = lasting
    await world.see()

    now = await follower.writes("/now")

    assert "<b>Kharkiv</b>: no other alert in the data, 4 s old\n" in now
    assert "<b>Kharkiv</b>: artillery alert since 20 May 2024, all the time" in now
    assert "What to do" not in now


async def test_without_any_source_it_says_so(follower: Person, world: World) -> None:
    world.sources = ()

    assert "No source of alerts is set up" in await follower.writes("/now")


async def test_without_a_place_it_says_how_to_choose_one(person: Person) -> None:
    assert "type a name" in await person.writes("/now")
    assert "follow no place" in await person.presses("My places")


async def test_refreshing_edits_and_the_button_under_a_recap_does_not(follower: Person) -> None:
    await follower.taps("now:again")
    assert follower.edited

    await follower.taps("now")
    assert not follower.edited


@pytest.mark.parametrize("language", ["en", "uk"])
async def test_now_never_promises_safety(world: World, language: str) -> None:
    person = Person(world, language=language)
    await person.writes("/place Харків")
    for _ in range(3):
        assert not FORBIDDEN.search(await person.writes("/now"))
        world.now += timedelta(minutes=2)


async def test_an_alert_that_no_source_shows_any_more_stays_as_last_seen(follower: Person, world: World) -> None:
    await world.alert(KHARKIV, Level.YELLOW, ThreatKind.DRONES)
    shown = world.alerts[KHARKIV]
    accounts = {source: replace(account, absences=1) for source, account in shown.accounts.items()}
    world.alerts[KHARKIV] = replace(shown, accounts=accounts, last_seen_at=EVENING - timedelta(minutes=1))
    await world.see()

    now = await follower.writes("/now")

    assert "🟡 alert since 22:00 (drones) · last seen 22:09, its end is not confirmed" in now


@pytest.mark.parametrize(
    ("language", "calm", "seen"),
    [
        (
            "en",
            "<b>Kharkiv</b>: no air raid in the data, 4 s old; more than that I can't see since 22:05",
            "Data: alerts.in.ua, 4 s ago. Since 22:05 I see only where an air raid is on: no ends, no threats, no "
            "other alarms. This is not an all clear.",
        ),
        (
            "uk",
            "<b>Харків</b>: у даних повітряної тривоги немає, їм 4 с; більше нічого не бачу з 22:05",
            "З 22:05 бачу лише, де триває повітряна тривога: ні її кінця, ні що летить, ні інших тривог. Це не відбій.",
        ),
    ],
)
async def test_what_can_only_add_is_not_said_to_be_all(world: World, language: str, calm: str, seen: str) -> None:
    person = Person(world, language=language)
    await person.writes("/place Харків")
    world.last_whole_at = EVENING - timedelta(minutes=5)
    await world.see()

    now = await person.writes("/now")

    assert calm in now
    assert seen in now
    assert len(now) < 700


@pytest.fixture
async def wide(world: World) -> Person:
    """Somebody who kept all of Kharkiv Oblast."""
    person = Person(world)
    await person.writes("/place Kharkiv Oblast")
    await person.presses("All of Kharkiv Oblast")
    return person


async def test_a_wide_place_names_what_runs_inside_the_gravest_first(wide: Person, world: World) -> None:
    await world.alert(CHUHUIV, Level.YELLOW, ThreatKind.DRONES)
    await world.alert(KHARKIV_RAION, Level.YELLOW, ThreatKind.DRONES)
    await world.alert(KHARKIV, Level.RED, ThreatKind.BALLISTIC_MISSILES)

    now = await wide.writes("/now")

    assert "<b>Kharkiv Oblast</b>: no alert for all of it in the data, 4 s old\n" in now
    assert "Inside Kharkiv Oblast: Kharkiv 🔴 grave danger since 22:00, and 2 more\n" in now
    assert len(now) < 700


async def test_a_wide_place_under_an_alert_of_its_own_names_both(wide: Person, world: World) -> None:
    await world.alert(AreaId("22"), Level.YELLOW)
    await world.alert(KHARKIV, Level.RED)

    now = await wide.writes("/now")

    assert "<b>Kharkiv Oblast</b>: 🟡 alert since 22:00\nInside Kharkiv Oblast: Kharkiv 🔴 grave danger" in now


async def test_what_ran_inside_a_wide_place_stays_while_we_are_blind_or_its_end_is_open(
    wide: Person, world: World
) -> None:
    await world.alert(CHUHUIV, Level.YELLOW)
    shown = world.alerts[CHUHUIV]
    accounts = {source: replace(account, absences=1) for source, account in shown.accounts.items()}
    world.alerts[CHUHUIV] = replace(shown, accounts=accounts, last_seen_at=EVENING - timedelta(minutes=1))
    await world.see()
    assert "Chuhuiv 🟡 alert since 22:00 · last seen 22:09, its end is not confirmed" in await wide.writes("/now")

    world.now += timedelta(minutes=10)
    now = await wide.writes("/now")
    assert "⚪ <b>Kharkiv Oblast</b>: I can't see since 22:09\nInside Kharkiv Oblast: Chuhuiv 🟡 alert" in now
    assert "· not seen since 22:09" in now


async def test_what_is_permanent_inside_a_wide_place_is_named_beside_the_rest(wide: Person, world: World) -> None:
    await world.alert(CHUHUIV, Level.RED)
    world.alerts[CHUHUIV] = replace(world.alerts[CHUHUIV], started_at=YEARS_AGO, usual=Usual(Gravity.GRAVE))
    await world.see()

    now = await wide.writes("/now")

    assert "<b>Kharkiv Oblast</b>: no other alert in the data" in now
    assert "<b>Chuhuiv</b>: air raid alert since 20 May 2024, all the time" in now
    assert "Inside" not in now


@pytest.mark.parametrize("language", ["en", "uk"])
async def test_a_night_with_a_wide_place_fits_on_one_screen_in_both_languages(world: World, language: str) -> None:
    person = Person(world, language=language)
    await person.writes("/place Харків")
    await person.taps("place:keep:22")
    await person.writes("/quiet 22:00-07:00")
    for area in (CHUHUIV, KHARKIV_RAION, KHARKIV):
        await world.alert(area, Level.RED, ThreatKind.DRONES, ThreatKind.BALLISTIC_MISSILES)

    now = await person.writes("/now")

    assert len(now) < 700, len(now)
    assert not FORBIDDEN.search(now)


async def test_now_says_that_nothing_is_sent_while_sending_is_paused(world: World) -> None:
    person = Person(world)
    async with world.database.writing() as tx:
        await Pauses().pause(tx, world.now)
    for text in (await person.writes("/now"), await person.writes("/place Kharkiv") and await person.writes("/now")):
        assert text.startswith("⚠️ Since 22:10 I send no alerts")
    async with world.database.writing() as tx:
        await Pauses().resume(tx)
    assert "paused" not in await person.writes("/now")
