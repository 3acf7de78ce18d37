"""Finding, following and leaving places."""

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest

from bot.domain.alerts import AreaId, Level, ThreatKind
from bot.domain.areas import AreaLevel
from bot.domain.chats import PLACES_AT_MOST
from bot.domain.listings import KeptArea, overlaid
from bot.official_names import load_official_names
from tests.content.places import OFFICIAL_NAMES
from tests.handlers.people import CHUHUIV, KHARKIV, Person, World, tree

LVIV = AreaId("845")


async def followed(person: Person) -> list[str]:
    return [place.area for place in (await person.chosen()).places]


@pytest.mark.parametrize("name", ["Kharkiv", "харків", "ХАРКІВ", "Салтівка", "Saltivka", "м. Харків", " Харьков "])
async def test_one_area_that_fits_is_followed_at_once(person: Person, name: str) -> None:
    await person.writes(f"/place {name}")

    assert await followed(person) == [KHARKIV]


async def test_the_answer_says_what_happens_there_now(person: Person, world: World) -> None:
    await world.alert(KHARKIV, Level.YELLOW, ThreatKind.DRONES)

    assert "🟡 alert since 22:00 (drones)" in await person.writes("/place Kharkiv")


async def test_namesakes_are_told_apart_by_buttons(person: Person) -> None:
    answer = await person.writes("/place Шевченківський район")

    assert "Which one" in answer
    assert not await followed(person)
    await person.presses("Poltava")
    assert await followed(person) == ["1060"]


async def test_at_most_eight_choices_are_offered(person: Person) -> None:
    answer = await person.writes("/place Миколаївська")

    assert len(person.buttons) == 8
    assert "1 more" in answer


@pytest.fixture
def listed() -> Iterator[None]:
    """Three new towns of one name: two in raions of Kharkiv oblast, one in Lviv oblast; the tree is shared by tests."""
    built_in = tuple(tree())
    written = "м. Ясногірськ та Ясногірська територіальна громада"
    kept = {
        AreaId(one): KeptArea(AreaId(one), written, AreaLevel.HROMADA, AreaId(raion))
        for one, raion in (("4001", "122"), ("4002", "124"), ("4003", "90"))
    }
    kept[CHUHUIV] = KeptArea(CHUHUIV, "Тестова територіальна громада", AreaLevel.HROMADA, AreaId("122"))
    tree().renew(overlaid(built_in, kept, load_official_names(OFFICIAL_NAMES)))
    yield
    tree().renew(built_in)


@pytest.mark.usefixtures("listed")
@pytest.mark.parametrize(
    ("language", "typed", "label"),
    [
        ("en", "Yasnohirsk", "Yasnohirsk, Chuhuivskyi Raion, Kharkiv Oblast"),
        ("uk", "ясногірськ", "Ясногірськ, Чугуївський район, Харківська область"),
        ("uk", "Ясногірська ТГ", "Ясногірськ, Чугуївський район, Харківська область"),
    ],
)
async def test_areas_that_a_list_brought_are_found_in_both_languages_and_told_apart(
    world: World, language: str, typed: str, label: str
) -> None:
    person = Person(world, language=language)
    await person.writes(f"/place {typed}")
    assert len(person.buttons) == 3

    await person.presses(label)

    assert await followed(person) == ["4001"]


@pytest.mark.usefixtures("listed")
@pytest.mark.parametrize("typed", ["Чугуїв", "Chuhuiv", "Тестова громада"])
async def test_a_renamed_area_is_found_by_its_old_name_and_by_its_new_one(world: World, typed: str) -> None:
    person = Person(world, language="uk")

    assert "Тестова громада" in await person.writes(f"/place {typed}")
    assert await followed(person) == [CHUHUIV]


async def test_an_unknown_name_is_said_back_with_what_was_searched(person: Person) -> None:
    answer = await person.writes("/place <b>Атлантида</b>")

    assert "&lt;b&gt;Атлантида&lt;/b&gt;" in answer
    assert "oblasts, raions, communities" in answer


async def test_a_wide_area_asks_once_for_the_city(person: Person) -> None:
    await person.writes("/place Харківська область")
    assert not await followed(person)
    assert {"place:follow:1293", "place:follow:1321"} <= {button.data for button in person.buttons}

    answer = await person.presses("All of Kharkiv Oblast")
    assert await followed(person) == ["22"]
    assert "one silent line when the first begins" in answer


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("en", "alerts in its parts come only as silent lines"),
        ("uk", "про тривоги в частинах буде тільки рядок без звуку"),
    ],
)
async def test_before_a_wide_area_is_kept_it_is_said_what_it_will_and_will_not_tell(
    world: World, language: str, words: str
) -> None:
    assert words in await Person(world, language=language).writes("/place Харківська область")


async def test_whoever_keeps_a_wide_area_is_told_at_once_what_runs_inside(person: Person, world: World) -> None:
    await world.alert(CHUHUIV, Level.RED, ThreatKind.GUIDED_BOMBS)

    assert "Inside Kharkiv Oblast: Chuhuiv 🔴 grave danger since 22:00" in await person.taps("place:keep:22")


async def test_the_button_under_a_wide_places_line_offers_towns_and_leaves_the_line(person: Person) -> None:
    await person.taps("place:towns:22")

    assert not person.edited
    assert {"place:follow:1293", "place:follow:1321"} <= {button.data for button in person.buttons}
    assert "outdated" in await person.taps("place:towns:1293")
    assert "outdated" in await person.taps("place:towns:nowhere")


async def test_the_raion_around_kharkiv_offers_the_city_first(person: Person) -> None:
    await person.writes("/place Харківський район")

    assert person.buttons[0].data == "place:follow:1293"


async def test_the_whole_country_is_not_followed(person: Person) -> None:
    await person.writes("/place Україна")
    await person.taps("place:keep:ukraine")

    assert not await followed(person)


@pytest.mark.parametrize(
    ("words", "end"),
    [
        ("Lviv until Sunday", datetime(2026, 11, 29, 22, tzinfo=UTC)),
        ("Lviv until Monday", datetime(2026, 11, 23, 22, tzinfo=UTC)),
        ("Львів до п'ятниці", datetime(2026, 11, 27, 22, tzinfo=UTC)),
        ("Lviv until 29.11", datetime(2026, 11, 29, 22, tzinfo=UTC)),
        ("Lviv till 2026-12-01", datetime(2026, 12, 1, 22, tzinfo=UTC)),
        ("Lviv until 01.06", datetime(2027, 6, 1, 21, tzinfo=UTC)),
    ],
)
async def test_a_stay_ends_with_its_last_day(person: Person, words: str, end: datetime) -> None:
    await person.writes(f"/place {words}")

    (place,) = (await person.chosen()).places
    assert (place.area, place.until) == (LVIV, end)


@pytest.mark.parametrize("day", ["someday", "31.02", "2020-01-01", "29.11.2030", "weekdays", "7", "22.11.2026"])
async def test_a_day_that_is_none_changes_nothing_and_is_said_back(person: Person, day: str) -> None:
    answer = await person.writes(f"/place Lviv until {day}")

    assert f'"{day}"' in answer
    assert not await followed(person)


async def test_the_last_day_goes_along_with_a_choice(person: Person) -> None:
    await person.writes("/place Шевченківський район until Sunday")
    await person.presses("Lviv")

    assert [place.until for place in (await person.chosen()).places] == [datetime(2026, 11, 29, 22, tzinfo=UTC)]


@pytest.mark.parametrize("words", ["remove Kharkiv", "прибрати Харків", "видалити харків"])
async def test_a_place_is_removed_by_words(person: Person, words: str) -> None:
    await person.writes("/place Kharkiv")
    await person.writes(f"/place {words}")

    assert not await followed(person)


async def test_a_removed_place_comes_back_with_undo_until_its_day(person: Person) -> None:
    await person.writes("/place Lviv until Sunday")
    before = (await person.chosen()).places
    await person.writes("/place")
    await person.presses("Lviv")
    await person.presses("Remove")
    assert not await followed(person)
    await person.presses("Undo")

    assert (await person.chosen()).places == before


async def test_removing_what_is_not_followed_says_so(person: Person) -> None:
    await person.writes("/place Kharkiv")

    assert "I don't watch" in await person.writes("/place remove Atlantis")
    assert await followed(person) == [KHARKIV]


async def test_more_than_ten_places_are_refused_in_words(person: Person) -> None:
    names = "Kharkiv Chuhuiv Lviv Odesa Poltava Sumy Dnipro Kyiv Rivne Lutsk".split()
    for name in names:
        await person.writes(f"/place {name}")
    assert len(await followed(person)) == PLACES_AT_MOST

    assert "10 places at most" in await person.writes("/place Ternopil")
    assert len(await followed(person)) == PLACES_AT_MOST


async def test_following_twice_is_said(person: Person) -> None:
    await person.writes("/place Chuhuiv")

    assert "already" in await person.writes("/place Chuhuiv")
    assert await followed(person) == [CHUHUIV]
