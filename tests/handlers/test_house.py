"""How far a shelter is, said once or never: alerts and /now follow it, and a house's own shelter is named."""

import pytest

from bot.domain.alerts import Level, ThreatKind
from bot.domain.chats import ChatKind
from bot.domain.reach import Reach
from tests.handlers.people import KHARKIV, Person, World


async def reaches(person: Person) -> list[tuple[str, Reach, str]]:
    return [(place.area, place.reach, place.shelter) for place in (await person.chosen()).places]


async def test_the_way_to_a_shelter_is_chosen_with_one_tap_from_the_settings(person: Person) -> None:
    await person.writes("/place Kharkiv")
    await person.writes("/settings")
    assert "You said nothing" in await person.presses("Way to a shelter")

    answer = await person.presses("within 2 min")

    assert person.edited
    assert "within two minutes" in answer
    assert await reaches(person) == [(KHARKIV, Reach.NEAR, "")]


@pytest.mark.parametrize(
    ("typed", "reach"),
    [("near", Reach.NEAR), ("10 хв", Reach.WALK), ("не дійдемо", Reach.STAY), ("clear", Reach.UNSAID)],
)
async def test_it_is_typed_in_either_language(person: Person, typed: str, reach: Reach) -> None:
    await person.writes("/place Kharkiv")
    await person.writes("/house stay")
    await person.writes(f"/house {typed}")

    assert await reaches(person) == [(KHARKIV, reach, "")]


async def test_a_house_names_its_shelter_and_takes_it_out_again(world: World) -> None:
    house = Person(world, id=-5, kind=ChatKind.GROUP)
    await house.writes("/place Kharkiv")
    answer = await house.writes("/house basement, <entrance> 2; key: flat 14")

    assert "basement, &lt;entrance&gt; 2; key: flat 14" in answer
    assert await reaches(house) == [(KHARKIV, Reach.UNSAID, "basement, <entrance> 2; key: flat 14")]
    await house.writes("/house вимкнути")
    assert await reaches(house) == [(KHARKIV, Reach.UNSAID, "")]


async def test_of_several_places_the_one_before_the_colon_is_meant(person: Person) -> None:
    await person.writes("/place Kharkiv")
    await person.writes("/place Chuhuiv as mother")
    await person.writes("/house mother: cellar in the yard")

    assert [shelter for _, _, shelter in await reaches(person)] == ["", "cellar in the yard"]
    assert "Which place" in await person.writes("/house")


async def test_what_is_too_long_changes_nothing_and_says_so(person: Person) -> None:
    await person.writes("/place Kharkiv")

    assert "too long" in await person.writes(f"/house {'x' * 101}")
    assert await reaches(person) == [(KHARKIV, Reach.UNSAID, "")]


@pytest.mark.parametrize(
    "data", ["house:reach:1293:flying", "house:reach:9999:near", "house:open:", "house:reach", "house:menu:1"]
)
async def test_a_forged_button_changes_nothing(person: Person, data: str) -> None:
    await person.writes("/place Kharkiv")

    assert "outdated" in await person.taps(data)
    assert await reaches(person) == [(KHARKIV, Reach.UNSAID, "")]


async def test_without_a_place_it_says_what_comes_first(person: Person) -> None:
    assert "First choose a place" in await person.writes("/house near")


async def test_a_change_of_label_or_sound_keeps_the_reach(person: Person) -> None:
    await person.writes("/place Kharkiv")
    await person.writes("/house near")
    await person.writes("/place label Kharkiv: home")
    await person.writes("/place loud home")
    await person.writes("/quiet 23-7")

    assert await reaches(person) == [(KHARKIV, Reach.NEAR, "")]


async def test_now_says_what_fits_the_reach_and_names_the_shelter(person: Person, world: World) -> None:
    await person.writes("/place Kharkiv")
    await person.writes("/house підвал")
    await world.alert(KHARKIV, Level.RED, ThreatKind.GUIDED_BOMBS)

    assert "The house's shelter: підвал." in await person.writes("/now")
    await person.writes("/house stay")
    answer = await person.writes("/now")
    assert "Stay indoors" in answer
    assert "підвал" not in answer


async def test_who_ends_a_place_hears_that_its_way_is_forgotten(person: Person) -> None:
    await person.writes("/place Kharkiv")
    await person.writes("/house near")

    assert "way to its shelter is forgotten" in await person.writes("/place remove Kharkiv")
    await person.presses("Undo")
    assert await reaches(person) == [(KHARKIV, Reach.UNSAID, "")]
