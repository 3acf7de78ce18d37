"""A location chooses the place where there is a map of borders, is guessed at nowhere, and is forgotten."""

from datetime import timedelta
from pathlib import Path

import pytest

from bot.domain.chats import ChatKind
from bot.services.whereabouts import import_outlines
from tests.fixtures.squares import feature, square, written
from tests.handlers.people import EVENING, KHARKIV, KHARKIV_RAION, Person, World, tree, whereabouts_at

IN_THE_CITY, IN_THE_RAION, OUTSIDE = (50.004, 36.233), (50.3, 36.2), (48.0, 31.0)


@pytest.fixture
async def mapped(world: World, tmp_path: Path) -> World:
    features = (feature(square(50.0, 36.2, 0.4), uid="124"), feature(square(50.0, 36.2, 0.1), uid="1293"))
    await import_outlines(written(tmp_path, *features), world.database, tree(), EVENING, lambda done, total: None)
    await whereabouts_at(world.database).refresh(world.database)
    return world


async def test_a_location_offers_its_city_and_a_tap_follows_it(mapped: World) -> None:
    person = Person(mapped)
    assert "You are in <b>Kharkiv" in await person.is_at(*IN_THE_CITY)
    assert (await person.chosen()).places == ()
    await person.presses("Kharkiv,")

    assert [place.area for place in (await person.chosen()).places] == [KHARKIV]


@pytest.mark.parametrize(("language", "words"), [("en", "You are in <b>Kharkiv"), ("uk", "Ви тут: <b>Харків")])
async def test_shelters_come_before_the_place_because_they_cannot_wait(
    mapped: World, language: str, words: str
) -> None:
    person = Person(mapped, language=language)
    await person.writes("/place Lviv")
    await person.is_at(*IN_THE_CITY)

    assert len(person.saw) == 2
    assert person.saw[1].text.startswith(words)


async def test_what_is_followed_already_is_not_offered_again(mapped: World) -> None:
    person = Person(mapped)
    await person.writes("/place Kharkiv")

    assert "You are in" not in await person.is_at(*IN_THE_CITY)


async def test_a_wide_area_asks_for_its_part(mapped: World) -> None:
    person = Person(mapped)
    answer = await person.is_at(*IN_THE_RAION)

    assert "You are in <b>Kharkivskyi Raion</b>; closer than that I can't tell" in answer
    assert any(button.data == f"place:keep:{KHARKIV_RAION}" for button in person.buttons)


async def test_outside_of_every_border_it_says_so_to_whoever_has_no_place(mapped: World) -> None:
    person = Person(mapped)

    assert "in no area on my map" in await person.is_at(*OUTSIDE)
    await person.writes("/place Kharkiv")
    assert "in no area on my map" not in await person.is_at(*OUTSIDE)


async def test_without_a_map_nothing_is_guessed(person: Person) -> None:
    answer = await person.is_at(*IN_THE_CITY)

    assert "From a location I can't tell your place" in answer
    assert not any("Where I am" in button.text for button in person.buttons)
    assert "outdated" in await person.taps("place:here")


async def test_the_way_to_share_a_location_is_offered_where_it_helps(mapped: World) -> None:
    person, group = Person(mapped), Person(mapped, id=-5, kind=ChatKind.GROUP)
    for command in ("/start", "/place"):
        await person.writes(command)
        await person.presses("Where I am")
        assert person.saw[0].ask_location
        await group.writes(command)
        assert not any("Where I am" in button.text for button in group.buttons)


async def test_a_map_that_was_imported_meanwhile_is_used(world: World, tmp_path: Path) -> None:
    person, path = Person(world), written(tmp_path, feature(square(50.0, 36.2, 0.1), uid="1293"))
    assert "I can't tell your place" in await person.is_at(*IN_THE_CITY)
    later = EVENING + timedelta(hours=1)
    await import_outlines(path, world.database, tree(), later, lambda done, total: None)
    await whereabouts_at(world.database).refresh(world.database)

    assert "You are in <b>Kharkiv" in await person.is_at(*IN_THE_CITY)
