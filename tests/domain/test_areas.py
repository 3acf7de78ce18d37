"""The tree of areas: whose alert reaches whom, and which place a person means by what they typed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.alerts import AreaId
from bot.domain.areas import Area, AreaLevel, AreaTree, normalise
from tests.content.places import areas
from tests.domain.builders import CITY, COUNTRY, FAR_RAION, HROMADA, OBLAST, RAION, small_tree

ZAPORIZHZHIA, ZAPORIZHZHIA_OBLAST, ZAPORIZHZHIA_RAION = AreaId("564"), AreaId("12"), AreaId("149")
CHUHUIV = HROMADA


@pytest.fixture(scope="module")
def tree() -> AreaTree:
    return AreaTree(areas())


@pytest.mark.parametrize(
    ("area", "covering", "around"),
    [
        (CITY, (CITY, OBLAST, COUNTRY), RAION),
        (ZAPORIZHZHIA, (ZAPORIZHZHIA, ZAPORIZHZHIA_OBLAST, COUNTRY), ZAPORIZHZHIA_RAION),
        (CHUHUIV, (CHUHUIV, FAR_RAION, OBLAST, COUNTRY), None),
        (RAION, (RAION, OBLAST, COUNTRY), None),
        (OBLAST, (OBLAST, COUNTRY), None),
        (COUNTRY, (COUNTRY,), None),
    ],
)
def test_an_area_is_covered_by_itself_and_by_those_above_it(
    tree: AreaTree, area: AreaId, covering: tuple[AreaId, ...], around: AreaId | None
) -> None:
    assert tree.covering(area) == covering
    assert tree.above(area) == covering[1:]
    assert tree.around(area) == around


def test_only_kharkiv_and_zaporizhzhia_have_a_raion_around_them(tree: AreaTree) -> None:
    assert {area.id for area in tree if tree.around(area.id)} == {CITY, ZAPORIZHZHIA}


def test_the_raion_around_a_city_never_covers_it(tree: AreaTree) -> None:
    assert all(tree.around(area.id) not in tree.covering(area.id) for area in tree)


def test_no_area_is_covered_by_one_of_its_own_level(tree: AreaTree) -> None:
    for area in tree:
        assert area.level not in {tree[above].level for above in tree.above(area.id)}


def test_an_area_that_the_tree_lacks_covers_itself_alone() -> None:
    tree, strange = small_tree(), AreaId("no-such-uid")

    assert strange not in tree
    assert (tree.covering(strange), tree.above(strange), tree.around(strange)) == ((strange,), (), None)
    assert tree.name(strange, "uk") == strange


@pytest.mark.parametrize(
    ("source_id", "ours"), [("6293", "1293"), ("1293", "1293"), ("22", "22"), ("no-such-uid", "no-such-uid")]
)
def test_a_source_id_becomes_ours_or_stays_as_it_came(tree: AreaTree, source_id: str, ours: str) -> None:
    assert tree.canonical(source_id) == ours


def test_a_name_is_told_in_the_language_asked_for_else_in_english() -> None:
    tree = small_tree()

    assert (tree.name(CITY, "uk"), tree.name(CITY, "en"), tree.name(CITY, "pl")) == ("Харків", "Kharkiv", "Kharkiv")


@pytest.mark.parametrize(
    "typed",
    [
        *("харків", "Харків", "ХАРКІВ", "Kharkiv", "kharkiv", "Харьков", "Салтівка", "салтівка"),
        *(
            "  Харків  ",
            "«Харків»",
            '"Kharkiv"',
            "'Kharkiv'",
            "Харків.",
            "Харків!",
            "м. Харків",
            "Kharkiv?",
            "- Харків",
        ),
    ],
)
def test_what_people_type_for_kharkiv_is_the_city(tree: AreaTree, typed: str) -> None:
    assert [area.id for area in tree.find(typed)] == [CITY]


@pytest.mark.parametrize(
    "typed", ["Куп'янськ", "Куп’янськ", "Купʼянськ", "Куп`янськ", "Куп‘янськ", "Купянськ", "куп'янськ", "Kupiansk"]
)
def test_any_apostrophe_or_none_will_do(tree: AreaTree, typed: str) -> None:
    assert [area.name["uk"] for area in tree.find(typed)] == ["Куп'янськ"]


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("Харк", CITY),
        ("khark", CITY),
        ("Чугу", CHUHUIV),
        ("Салт", CITY),
        ("Запоріжж", ZAPORIZHZHIA),
        ("Zaporizhzh", ZAPORIZHZHIA),
    ],
)
def test_the_beginning_of_a_name_finds_it(tree: AreaTree, typed: str, found: AreaId) -> None:
    assert found in [area.id for area in tree.find(typed)]


def test_an_exact_name_is_not_blurred_by_longer_ones(tree: AreaTree) -> None:
    assert len(tree.find("Харк")) > 1
    assert len(tree.find("Харків")) == 1


def test_the_beginning_of_a_later_word_finds_it_too() -> None:
    tree = AreaTree([Area(AreaId("1"), AreaLevel.CITY, {"uk": "Біла Церква", "en": "Bila Tserkva"}, None)])

    assert [area.id for area in tree.find("церк")] == ["1"]


@pytest.mark.parametrize("typed", ["Шевченківський район", "Миколаївська громада", "Олексіївка"])
def test_a_name_that_several_share_gives_them_all(tree: AreaTree, typed: str) -> None:
    assert len(tree.find(typed)) > 1


def test_the_most_local_comes_first(tree: AreaTree) -> None:
    order = [AreaLevel.CITY, AreaLevel.HROMADA, AreaLevel.RAION, AreaLevel.OBLAST, AreaLevel.COUNTRY]
    found = [order.index(area.level) for area in tree.find("Харк")]

    assert found == sorted(found)


@pytest.mark.parametrize(
    "typed",
    ["", " ", "?!", "'", "-", "х", "Ха", "qwertyuiop", "абвгд", "<b>", "\0", "25:00-99:00", "🙂", "Харків" * 900],
)
def test_nonsense_finds_nothing(tree: AreaTree, typed: str) -> None:
    assert tree.find(typed) == ()


def test_every_name_and_alias_finds_its_area(tree: AreaTree) -> None:
    lost = [
        (area.id, name)
        for area in tree
        for name in (*area.name.values(), *area.aliases)
        if area not in tree.find(name) or area not in tree.find(f" {name.upper()} ")
    ]
    assert lost == []


@given(st.text(max_size=30))
def test_any_text_is_looked_up_without_harm(text: str) -> None:
    tree = small_tree()

    assert all(area.id in tree for area in tree.find(text))
    assert normalise(normalise(text)) == normalise(text)


def test_what_lies_in_an_area_is_found_without_looking_through_all(tree: AreaTree) -> None:
    for wide in tree:
        assert set(tree.within(wide.id)) == {one.id for one in tree if wide.id in tree.above(one.id)}
        assert tree.encircled(wide.id) == tuple(one.id for one in tree if one.surrounding == wide.id)
