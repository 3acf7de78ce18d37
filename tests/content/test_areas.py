"""The built-in table of areas: one tree, every source's ids, and the names that people and data sets use."""

from collections import Counter

import pytest

from bot.domain.alerts import AreaId
from bot.domain.areas import AreaLevel, AreaTree
from tests.content.places import areas


@pytest.fixture(scope="module")
def tree() -> AreaTree:
    return AreaTree(areas())


def test_the_whole_country_is_there() -> None:
    levels = Counter(area.level for area in areas())

    assert levels[AreaLevel.COUNTRY] == 1
    assert levels[AreaLevel.OBLAST] == 25
    assert levels[AreaLevel.RAION] == 126
    assert levels[AreaLevel.CITY] == 9
    assert levels[AreaLevel.HROMADA] + 7 == 1469


def test_every_way_up_ends_at_the_country(tree: AreaTree) -> None:
    assert all(tree.above(area.id)[-1] == "ukraine" for area in areas() if area.id != "ukraine")


def test_kharkiv_oblast_is_whole(tree: AreaTree) -> None:
    inside = [area for area in areas() if "22" in tree.above(area.id)]

    assert sum(area.level is AreaLevel.RAION for area in inside) == 7
    assert sum(area.level is AreaLevel.HROMADA for area in inside) == 55
    assert [area.id for area in inside if area.level is AreaLevel.CITY] == ["1293"]


@pytest.mark.parametrize("source_id", ["1293", "6293"])
def test_the_city_of_kharkiv_is_known_by_both_its_ids(tree: AreaTree, source_id: str) -> None:
    assert tree[tree.canonical(source_id)].name == {"uk": "Харків", "en": "Kharkiv"}


@pytest.mark.parametrize(("city", "oblast", "raion"), [("1293", "22", "124"), ("564", "12", "149")])
def test_a_city_with_its_own_alert_stands_apart_from_the_raion_around_it(
    tree: AreaTree, city: str, oblast: str, raion: str
) -> None:
    assert tree.covering(AreaId(city)) == (city, oblast, "ukraine")
    assert tree.around(AreaId(city)) == raion


def test_crimea_is_known_by_both_its_ids(tree: AreaTree) -> None:
    assert tree.canonical("9999") == tree.canonical("29") == "29"


@pytest.mark.parametrize(
    "typed",
    [
        *("харків", "Kharkiv", "KHARKOV", "Харьков", "м. Харків", "Kharkiv City"),
        *("Салтівка", "saltivka", "Північна Салтівка", "Northern Saltivka", "Холодна гора"),
        *("Салтівський район", "Основ’янський район", "Nemyshlianskyi District"),
        "m. Kharkiv ta Kharkivska terytorialna hromada",
    ],
)
def test_what_people_type_for_kharkiv_is_the_city(tree: AreaTree, typed: str) -> None:
    assert [area.id for area in tree.find(typed)] == ["1293"]


@pytest.mark.parametrize(
    ("typed", "area"),
    [
        ("Kharkivska oblast", "22"),
        ("Kharkiv Oblast", "22"),
        ("Харківська область", "22"),
        ("Kyiv City", "31"),
        ("Avtonomna Respublika Krym", "29"),
        ("Chuhuivskyi raion", "122"),
        ("Krasnohradskyi raion", "127"),
        ("Novohrad-Volynskyi raion", "60"),
        ("Чугуїв", "1321"),
        ("Дергачі", "1283"),
        ("Вовчанськ", "1313"),
        ("Куп\u02bcянськ", "1309"),
        ("Lozova", "1297"),
        ("Dnipro", "332"),
        ("Дніпровський район", "44"),
        ("Одеса", "964"),
        ("m. Yuzhnoukrainsk ta Yuzhnoukrainska terytorialna hromada", "950"),
    ],
)
def test_a_spelling_of_people_or_public_data_is_one_area(tree: AreaTree, typed: str, area: str) -> None:
    assert [found.id for found in tree.find(typed)] == [area]


@pytest.mark.parametrize("typed", ["Олексіївка", "Шевченківський район", "Миколаївська громада"])
def test_a_name_that_several_places_share_is_left_to_the_person(tree: AreaTree, typed: str) -> None:
    assert len(tree.find(typed)) > 1


def test_every_raion_has_one_name_of_its_own(tree: AreaTree) -> None:
    raions = [area for area in areas() if area.level is AreaLevel.RAION]

    assert all(tree.find(name) == (raion,) for raion in raions for name in raion.name.values())


def test_names_carry_one_kind_of_apostrophe() -> None:
    assert not [area.id for area in areas() for name in (*area.name.values(), *area.aliases) if set(name) & set("’ʼ`‘")]


def test_endless_alerts_are_marked() -> None:
    assert {area.id for area in areas() if area.permanent} == {"29", "16", "1313"}
