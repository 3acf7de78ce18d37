"""What a list of areas changes: names, borders, and never that somebody's place disappears."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.alerts import AlertKind, AreaId, Gravity, Level, SourceName, Usual
from bot.domain.areas import Area, AreaLevel, AreaTree
from bot.domain.episodes import Nearness, by_area, covering_alerts
from bot.domain.listings import (
    ChangeKind,
    KeptArea,
    ListedArea,
    Listing,
    Merged,
    in_the_way,
    merge,
    overlaid,
    take_over,
)
from bot.official_names import load_official_names
from tests.content.places import OFFICIAL_NAMES, areas
from tests.domain.builders import (
    CITY,
    COUNTRY,
    EVENING,
    FAR_RAION,
    HROMADA,
    OBLAST,
    OTHER_HROMADA,
    RAION,
    alert,
    small_tree,
)

OFFICIAL = load_official_names(OFFICIAL_NAMES)
SMALL = tuple(small_tree())
NEW = AreaId("4000")
SOURCE = SourceName("ukraine-alarm")


def listed(area: Area, **other: object) -> ListedArea:
    """The area as a list has it, with what is different there."""
    return replace(ListedArea(area.id, area.name["uk"], area.level, area.parent), **other)  # type: ignore[arg-type]


def listing(*different: ListedArea, without: tuple[AreaId, ...] = (), built_in: tuple[Area, ...] = SMALL) -> Listing:
    """The built-in areas as a list, with some of them different, some missing, and what is new at its beginning."""
    changed = {one.id: one for one in different}
    known = [changed.pop(area.id, listed(area)) for area in built_in if area.id not in without]
    return Listing(SOURCE, (*changed.values(), *(one for one in known if one.level is not AreaLevel.COUNTRY)))


def row(area: AreaId, **other: object) -> ListedArea:
    return listed(small_tree()[area], **other)


def new(**other: object) -> ListedArea:
    one = ListedArea(NEW, "Нововодолазька територіальна громада", AreaLevel.HROMADA, RAION)
    return replace(one, **other)  # type: ignore[arg-type]


def merged(given: Listing, kept: Merged | None = None) -> Merged:
    return merge(SMALL, kept.kept if kept else {}, given, OFFICIAL)


def tree_of(result: Merged) -> AreaTree:
    return AreaTree(overlaid(SMALL, result.kept, OFFICIAL))


def told(result: Merged) -> list[tuple[ChangeKind, AreaId]]:
    return [(change.kind, change.area) for change in result.changes]


def test_a_list_that_says_what_we_know_changes_nothing() -> None:
    result = merged(listing())

    assert result.changes == ()
    assert tuple(tree_of(result)) == SMALL


def test_a_new_area_has_a_name_in_both_languages_and_is_found_by_each() -> None:
    result = merged(listing(new()))
    tree = tree_of(result)

    assert told(result) == [(ChangeKind.ADDED, NEW)]
    assert tree[NEW].name == {"uk": "Нововодолазька громада", "en": "Novovodolazka Hromada"}
    assert tree.covering(NEW) == (NEW, RAION, OBLAST, COUNTRY)
    for typed in (
        "нововодолазька",
        "Novovodolazka Hromada",
        "Нововодолазька ТГ",
        "Нововодолазька територіальна громада",
    ):
        assert [area.id for area in tree.find(typed)] == [NEW]


def test_a_new_area_whose_parent_is_unknown_lies_in_the_country() -> None:
    assert tree_of(merged(listing(new(parent=AreaId("9"))))).above(NEW) == (COUNTRY,)


def test_a_renamed_area_has_its_new_name_and_is_found_by_the_old_one() -> None:
    result = merged(listing(row(FAR_RAION, name="Печенізький район")))
    tree = tree_of(result)

    assert [(one.kind, one.name, one.before) for one in result.changes] == [
        (ChangeKind.RENAMED, "Печенізький район", "Чугуївський район")
    ]
    assert tree[FAR_RAION].name == {"uk": "Печенізький район", "en": "Chuhuivskyi Raion"}
    for typed in ("Чугуївський район", "Печенізький район", "Pechenizkyi Raion", "Chuhuivskyi Raion"):
        assert [area.id for area in tree.find(typed)] == [FAR_RAION]


def test_an_added_area_that_is_renamed_has_a_new_english_name_too_and_keeps_all_old_spellings() -> None:
    first = merged(listing(new()))
    second = merged(listing(new(name="Водолазька територіальна громада")), first)
    tree = tree_of(second)

    assert told(second) == [(ChangeKind.RENAMED, NEW)]
    assert tree[NEW].name == {"uk": "Водолазька громада", "en": "Vodolazka Hromada"}
    assert all(NEW in {area.id for area in tree.find(old)} for old in tree_of(first)[NEW].aliases)


def test_a_name_that_goes_and_comes_back_is_the_built_in_one_again() -> None:
    away = merged(listing(row(FAR_RAION, name="Печенізький район")))
    back = merged(listing(), away)
    tree = tree_of(back)

    assert tree[FAR_RAION].name == small_tree()[FAR_RAION].name
    assert [area.id for area in tree.find("Печенізький район")] == [FAR_RAION]


@pytest.mark.parametrize(
    "written",
    ["чугуївський РАЙОН", "Чугуївський  район", "Чугуївський район.", "Chuhuivskyi Raion", "Чугуївський’район"],
)
def test_another_way_of_writing_is_no_rename(written: str) -> None:
    area = replace(small_tree()[FAR_RAION], aliases=("Чугуївський'район",))
    built_in = tuple(area if one.id == area.id else one for one in SMALL)

    result = merge(built_in, {}, listing(row(FAR_RAION, name=written)), OFFICIAL)

    assert result.changes == ()
    assert overlaid(built_in, result.kept, OFFICIAL) == built_in


@pytest.mark.parametrize(
    "raion",
    ["124", "155", *(pytest.param(raion, marks=pytest.mark.proof) for raion in ("127", "1289", "1299", "1324"))],
)
def test_a_list_that_still_has_the_old_name_of_an_area_does_not_bring_it_back(raion: str) -> None:
    built_in = areas()
    known = {area.id: area for area in built_in}[AreaId(raion)]
    for old in known.aliases:
        result = merge(built_in, {}, listing(listed(known, name=old), built_in=built_in), OFFICIAL)

        assert result.changes == ()
        assert overlaid(built_in, result.kept, OFFICIAL) == built_in


def test_an_area_that_the_list_lacks_is_kept_and_told_of_once() -> None:
    built_in = areas()
    lost = AreaId("1321")
    result = merge(built_in, {}, listing(without=(lost,), built_in=built_in), OFFICIAL)
    again = merge(built_in, result.kept, listing(without=(lost,), built_in=built_in), OFFICIAL)

    assert (told(result), told(again)) == ([(ChangeKind.GONE, lost)], [])
    assert overlaid(built_in, result.kept, OFFICIAL) == built_in
    back = merge(built_in, again.kept, listing(built_in=built_in), OFFICIAL)
    assert (told(back), back.kept[lost].gone) == ([], False)


def test_a_list_that_lacks_a_few_per_cent_is_not_believed() -> None:
    built_in = areas()
    ids = [area.id for area in built_in if area.level is AreaLevel.HROMADA]
    few, many = tuple(ids[:48]), tuple(ids[:49])

    assert not merge(built_in, {}, listing(without=few, built_in=built_in), OFFICIAL).doubt
    refused = merge(built_in, {}, listing(without=many, built_in=built_in), OFFICIAL)
    assert (refused.doubt, refused.kept, refused.changes) == ("the list lacks 49 of 1622 areas", {}, ())


def test_a_list_without_any_oblast_is_not_believed() -> None:
    built_in = areas()
    oblasts = tuple(area.id for area in built_in if area.level is AreaLevel.OBLAST)

    assert merge(built_in, {}, listing(without=oblasts, built_in=built_in), OFFICIAL).doubt == "the list has no oblasts"


@pytest.mark.parametrize("parent", [None, RAION, FAR_RAION])
def test_a_city_with_its_own_alert_stays_apart_from_the_raion_around_it(parent: AreaId | None) -> None:
    result = merged(listing(row(CITY, parent=parent, name="м. Харків та Харківська територіальна громада")))

    tree = tree_of(Merged(take_over(overlaid(SMALL, result.kept, OFFICIAL), result.kept, ())))
    assert tree.covering(CITY) == (CITY, OBLAST, COUNTRY)
    assert (tree.around(CITY), tree.canonical("6293")) == (RAION, CITY)
    assert ChangeKind.MOVED not in {change.kind for change in result.changes}


def test_an_area_that_stands_at_the_top_of_the_list_stays_where_it_was() -> None:
    result = merged(listing(row(HROMADA, parent=None)))

    assert (result.changes, result.kept[HROMADA].moves_to) == ((), None)


def test_an_area_that_is_listed_twice_stays_where_one_of_its_rows_has_it() -> None:
    rows = listing().areas
    for other in ((*rows, row(HROMADA, parent=RAION)), (row(HROMADA, parent=None), row(HROMADA, parent=RAION), *rows)):
        assert merged(Listing(SOURCE, other)).changes == ()


# Moves

MOVED = listing(row(HROMADA, parent=RAION))


def settled(result: Merged, *running: AreaId) -> AreaTree:
    kept = take_over(overlaid(SMALL, result.kept, OFFICIAL), result.kept, frozenset(running))
    return AreaTree(overlaid(SMALL, kept, OFFICIAL))


def test_a_move_is_taken_over_where_no_alert_runs() -> None:
    result = merged(MOVED)

    assert told(result) == [(ChangeKind.MOVED, HROMADA)]
    assert tree_of(result).covering(HROMADA) == (HROMADA, FAR_RAION, OBLAST, COUNTRY)
    assert settled(result).covering(HROMADA) == (HROMADA, RAION, OBLAST, COUNTRY)
    assert settled(result, OTHER_HROMADA, CITY).covering(HROMADA) == (HROMADA, RAION, OBLAST, COUNTRY)


@pytest.mark.parametrize("running", [HROMADA, FAR_RAION, RAION, OBLAST, COUNTRY])
def test_a_move_waits_while_an_alert_runs_there_or_above_it_by_either_way(running: AreaId) -> None:
    assert settled(merged(MOVED), running).covering(HROMADA) == (HROMADA, FAR_RAION, OBLAST, COUNTRY)


def test_a_move_waits_while_an_alert_runs_inside() -> None:
    result = merged(listing(row(FAR_RAION, parent=NEW), new(parent=COUNTRY, level=AreaLevel.OBLAST)))

    assert settled(result, HROMADA).above(FAR_RAION) == (OBLAST, COUNTRY)
    assert settled(result, CITY).above(FAR_RAION) == (NEW, COUNTRY)


def test_a_permanent_alert_holds_up_no_move_until_it_is_worse_than_usual() -> None:
    usual = replace(alert(RAION), usual=Usual(Gravity.GUARDED))
    worse = replace(alert(OBLAST), usual=Usual(Gravity.GUARDED, worse_since=EVENING))

    assert in_the_way([alert(FAR_RAION), usual, worse]) == {FAR_RAION, OBLAST}


def test_a_move_that_the_next_list_takes_back_is_none() -> None:
    assert merged(listing(), merged(MOVED)).kept[HROMADA].moves_to is None


def test_a_move_that_still_waits_is_no_news() -> None:
    assert merged(MOVED, merged(MOVED)) == replace(merged(MOVED), changes=())


def test_a_move_into_itself_never_happens() -> None:
    kept = {
        RAION: KeptArea(RAION, "Харківський район", AreaLevel.RAION, OBLAST, moves_to=OTHER_HROMADA),
        FAR_RAION: KeptArea(FAR_RAION, "Чугуївський район", AreaLevel.RAION, OBLAST, moves_to=AreaId("nowhere")),
    }

    assert take_over(SMALL, kept, ()) == kept


# Rules for any list

IDS = [area.id for area in SMALL if area.id != COUNTRY] + [NEW, AreaId("4001")]
NAMES = ["Харків", "Чугуїв", "Дергачі", "м. Нове та Нова територіальна громада", "Куп’янський район", "Нове"]
ROWS = st.builds(
    ListedArea,
    st.sampled_from(IDS),
    st.sampled_from(NAMES),
    st.sampled_from(list(AreaLevel)),
    st.none() | st.sampled_from([*IDS, COUNTRY]),
)
LISTINGS = st.lists(ROWS, max_size=4).map(lambda rows: Listing(SOURCE, (*listing().areas, *rows))) | st.lists(
    ROWS, max_size=4
).map(lambda rows: listing(*rows))


@given(LISTINGS, LISTINGS)
def test_the_same_list_again_changes_nothing_and_nothing_known_ever_disappears(one: Listing, other: Listing) -> None:
    first = merged(one)
    second = merged(other, first)

    for before, after, given_ in ((None, first, one), (first, second, other)):
        again = merged(given_, after)
        assert (again.kept, again.changes) == (after.kept, ())
        old = {area.id: area for area in (tree_of(before) if before else SMALL)}
        new_tree = tree_of(after)
        assert old.keys() <= {area.id for area in new_tree}
        for area in old.values():
            for name in (*area.name.values(), *area.aliases):
                assert area.id in {found.id for found in new_tree.find(name)}


MOVES = st.dictionaries(
    st.sampled_from([HROMADA, OTHER_HROMADA, RAION, FAR_RAION]), st.sampled_from([RAION, FAR_RAION, OBLAST, NEW])
).map(lambda moves: listing(new(parent=COUNTRY), *(row(area, parent=parent) for area, parent in moves.items())))


@given(MOVES, st.frozensets(st.sampled_from([*IDS, COUNTRY]), max_size=2))
def test_no_move_ends_an_episode_or_begins_one(given_: Listing, running: frozenset[AreaId]) -> None:
    result = merged(given_)
    before, after = tree_of(result), settled(result, *running)
    alerts = by_area([alert(area, kind=AlertKind.AIR_RAID, level=Level.RED) for area in running])

    for area in before:
        for nearness in Nearness:
            covering = [covering_alerts(alerts, tree, area.id, nearness) for tree in (before, after)]
            assert covering[0] == covering[1]


@given(st.lists(LISTINGS, max_size=4))
def test_every_way_up_ends_at_the_country_whatever_lists_say(lists: list[Listing]) -> None:
    result = Merged({})
    for one in lists:
        result = merged(one, result)
        result = Merged(take_over(tree_of(result), result.kept, ()))
    tree = tree_of(result)

    assert all((area.id, *tree.above(area.id))[-1] == COUNTRY for area in tree)
