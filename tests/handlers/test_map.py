"""What /map says of the whole country, and that it calls nothing calm."""

import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from bot.domain.alerts import AreaId, Gravity, Level, SourceName, ThreatKind, Usual
from bot.domain.chats import ChatKind
from bot.domain.drawings import Label
from tests.handlers.people import EVENING, KHARKIV, Person, World, tree

KHARKIV_OBLAST, SUMY_OBLAST, POLTAVA_OBLAST, LUHANSK_OBLAST = AreaId("22"), AreaId("20"), AreaId("19"), AreaId("16")
CHUHUIV_RAION, POLTAVA_RAION = AreaId("122"), AreaId("109")
LENGTH_AT_MOST = 1500
FORBIDDEN = re.compile(r"\bsafe\b|безпечно|\bcalm\b|спокійно|✅", re.IGNORECASE)
YEARS_AGO = datetime(2022, 4, 4, 16, tzinfo=UTC)


async def lasting(world: World, area: AreaId) -> None:
    await world.alert(area, Level.RED)
    world.alerts[area] = replace(world.alerts[area], started_at=YEARS_AGO, usual=Usual(Gravity.GRAVE))
    await world.see()


async def test_regions_stand_under_their_level_all_of_them_and_in_parts(person: Person, world: World) -> None:
    await world.alert(SUMY_OBLAST, Level.RED)
    await world.alert(CHUHUIV_RAION, Level.YELLOW, ThreatKind.DRONES)
    await world.alert(POLTAVA_OBLAST, Level.YELLOW)
    await world.alert(POLTAVA_RAION, Level.RED)

    answer = await person.writes("/map")

    assert answer.startswith("<b>Alerts by region, 22:10</b>\n")
    assert "\n🔴 Red, everywhere in: Sumy Oblast\n" in answer
    assert "\n🟡 Yellow, everywhere in: Poltava Oblast (red in parts)\n" in answer
    assert "\n🟡 Yellow, only in parts of: Kharkiv Oblast\n" in answer
    rest = answer.split("No alert is shown in the data: ")[1]
    assert "Lviv Oblast" in rest
    assert "Kharkiv" not in rest and "Sumy" not in rest and "Poltava" not in rest
    assert answer.endswith("Data: alerts.in.ua, 4 s ago.")


async def test_a_city_with_its_own_alert_is_named(person: Person, world: World) -> None:
    await world.alert(KHARKIV, Level.RED, ThreatKind.BALLISTIC_MISSILES)

    answer = await person.writes("/map")

    assert "🔴 Red, only in parts of: Kharkiv Oblast\n🔴 The city of Kharkiv by itself: red" in answer


async def test_what_is_grave_without_being_called_red_is_not_called_yellow(person: Person, world: World) -> None:
    await world.alert(SUMY_OBLAST, Level.YELLOW, ThreatKind.BALLISTIC_MISSILES)
    await world.alert(KHARKIV_OBLAST, Level.UNKNOWN)

    assert "🔴 Grave, though not called red, everywhere in: " in (await person.writes("/map")).replace("\n", " ")
    assert "Yellow" not in await person.writes("/map")


async def test_what_has_been_on_for_years_is_named_apart(person: Person, world: World) -> None:
    await lasting(world, LUHANSK_OBLAST)

    answer = await person.writes("/map")

    apart = "All the time, and not in the lines above: Luhansk Oblast (air raid alert since 4 April 2022)"
    assert apart in answer
    assert "No other alert is shown in the data: " in answer
    assert answer.count("Luhansk") == 1


async def test_blindness_is_said_first_and_nothing_is_called_free_of_alerts(person: Person, world: World) -> None:
    await world.alert(SUMY_OBLAST, Level.RED)
    world.now += timedelta(minutes=10)

    answer = await person.writes("/map")

    assert answer.startswith("I can't see: alerts.in.ua, silent since 22:09. This is not an all clear.")
    assert "<b>When I last saw, at 22:09</b>; what was not under alert then is left out:\n🔴 Red, everywhere" in answer
    assert "No alert is shown" not in answer and "Lviv" not in answer


async def test_where_only_starts_can_be_seen_that_is_said_first_and_of_the_rest_too(
    person: Person, world: World
) -> None:
    world.last_whole_at = EVENING - timedelta(minutes=5)
    await world.see()

    answer = await person.writes("/map")

    assert answer.startswith("Data: alerts.in.ua, 4 s ago. Since 22:05 I see only where an air raid is on")
    assert "No air raid is shown in the data, and more than that I can't see: " in answer
    assert "No alert is shown" not in answer


@pytest.mark.parametrize(
    ("sources", "words"),
    [((), "No source of alerts is set up here"), ((SourceName("ukraine-alarm"),), "no answer yet")],
)
async def test_without_any_data_there_is_no_map(
    person: Person, world: World, sources: tuple[SourceName, ...], words: str
) -> None:
    world.sources = sources

    answer = await person.writes("/map")

    assert words in answer
    assert "Oblast" not in answer


async def test_an_alert_in_an_unknown_area_is_counted(person: Person, world: World) -> None:
    await world.alert(AreaId("unheard-of"), Level.RED)

    assert "1 more alert is in an area that I cannot place." in await person.writes("/map")


async def test_late_data_are_said_to_be_late(person: Person, world: World) -> None:
    world.contact_at = EVENING - timedelta(seconds=90)
    await world.see()

    assert "late, 90 s ago" in await person.writes("/map")


@pytest.mark.parametrize("language", ["en", "uk"])
@pytest.mark.parametrize("levels", [(Level.RED,), tuple(Level)])
async def test_it_stays_short_however_much_of_the_country_is_under_alert(
    world: World, language: str, levels: tuple[Level, ...]
) -> None:
    person = Person(world, language=language)
    regions = [area.id for area in tree() if area.parent == "ukraine"]
    assert len(regions) == 27
    world.sources = (*world.sources, SourceName("ukraine-alarm"))
    for number, region in enumerate(regions):
        await world.alert(region, levels[number % len(levels)])
        for part in tree().within(region)[:1]:
            await world.alert(part, Level.RED)
    for area in (AreaId("564"), KHARKIV):
        await world.alert(area, Level.UNKNOWN)
    for area in (AreaId("1313"), AreaId("16"), AreaId("29")):
        await lasting(world, area)

    answer = await person.writes("/map")

    assert len(answer) < LENGTH_AT_MOST, len(answer)
    assert not FORBIDDEN.search(answer)
    world.now += timedelta(hours=1)
    blind = await person.writes("/map")
    assert len(blind) < LENGTH_AT_MOST
    assert not FORBIDDEN.search(blind)


@pytest.mark.parametrize("language", ["en", "uk"])
async def test_a_country_without_alerts_is_not_called_calm(world: World, language: str) -> None:
    answer = await Person(world, language=language).writes("/map")

    assert len(answer) < LENGTH_AT_MOST
    assert not FORBIDDEN.search(answer)
    assert "No alert is shown in the data: " in answer or "Тривоги в даних немає: " in answer


async def test_it_answers_in_groups_and_refreshes_in_place(world: World) -> None:
    group = Person(world, id=-100, kind=ChatKind.SUPERGROUP)
    assert "Alerts by region" in await group.writes("/map")
    await group.presses("Refresh")
    assert group.edited
    assert "follow no place" in await group.presses("My places now")


@pytest.mark.parametrize(("language", "words"), [("en", "show me the map"), ("uk", "покажи мапу")])
async def test_plain_words_for_a_map_bring_it(world: World, language: str, words: str) -> None:
    answer = await Person(world, language=language).writes(words)

    assert "Alerts by region" in answer or "Тривоги за областями" in answer


async def test_the_map_is_a_picture_too_after_its_words(person: Person, world: World) -> None:
    await world.alert(SUMY_OBLAST, Level.RED)

    await person.writes("/map")
    (picture,) = person.pictures

    written = [shape.text for shape in picture.drawing.shapes if isinstance(shape, Label)]
    assert {"Alerts by region", "22:10", "Data: alerts.in.ua, as of 22:09", "Sumy", "Kharkiv"} <= set(written)
    assert written.count("red") == 2, "one tile, and the key"
    assert picture.caption.startswith("<b>Alerts by region, 22:10.</b> Data as of 22:09.")
    assert not FORBIDDEN.search(picture.caption + " ".join(written))


async def test_a_blind_map_shows_the_last_alerts_and_calls_the_rest_not_known(person: Person, world: World) -> None:
    await world.alert(SUMY_OBLAST, Level.RED)
    await person.writes("/map")
    none = [shape for shape in person.pictures[0].drawing.shapes if isinstance(shape, Label) and shape.text == "–"]
    world.now += timedelta(minutes=10)

    await person.writes("/map")
    (picture,) = person.pictures
    written = [shape.text for shape in picture.drawing.shapes if isinstance(shape, Label)]

    assert "No data since 22:09" in written
    assert len(none) == 26 and "–" not in written
    assert written.count("not known") == 26 + 1
    assert written.count("red") == 2
    assert "this is not an all clear" in picture.caption


async def test_where_starts_alone_are_seen_no_tile_is_without_an_alert(person: Person, world: World) -> None:
    world.last_whole_at = EVENING - timedelta(minutes=10)
    await world.see()

    await person.writes("/map")
    written = [shape.text for shape in person.pictures[0].drawing.shapes if isinstance(shape, Label)]

    assert "I see only part of the data" in written
    assert "–" not in written


async def test_before_the_first_contact_nothing_is_drawn(person: Person, world: World) -> None:
    world.contact_at = None
    world.sources = ()

    await person.writes("/map")

    assert person.pictures == ()


@pytest.mark.parametrize("text", ["/map Kharkiv", "/map Харків", "/map область"])
async def test_the_oblast_is_shown_by_raion(person: Person, world: World, text: str) -> None:
    await world.alert(CHUHUIV_RAION, Level.YELLOW, ThreatKind.DRONES)
    await world.alert(KHARKIV, Level.RED, ThreatKind.BALLISTIC_MISSILES)

    answer = await person.writes(text)

    assert answer.startswith("<b>Kharkiv Oblast by raion, 22:10</b>\n🔴 Red, everywhere in: Kharkiv\n")
    assert "🟡 Yellow, everywhere in: Chuhuivskyi Raion" in answer
    written = [shape.text for shape in person.pictures[0].drawing.shapes if isinstance(shape, Label)]
    assert {"Kharkiv city", "Kharkiv raion", "Chuhuiv", "Lozova"} <= set(written)


async def test_one_map_leads_to_the_other(person: Person) -> None:
    await person.writes("/map")
    assert (await person.presses("Kharkiv Oblast")).startswith("<b>Kharkiv Oblast by raion")
    assert len(person.pictures) == 1 and not person.edited
    assert (await person.presses("All regions")).startswith("<b>Alerts by region")
