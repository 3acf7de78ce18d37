"""Lists of areas as others write them: ukrainealarm's regions, and tables like our own."""

import json
from pathlib import Path

import pytest

from bot.domain.alerts import AreaId
from bot.domain.areas import AreaLevel, AreaTree
from bot.domain.listings import ListedArea, merge
from bot.errors import ContentFault
from bot.official_names import load_official_names
from bot.sources.listings import listing_of, read_listing
from bot.sources.ukraine_alarm_bodies import RegionRow
from tests.content.places import AREAS, OFFICIAL_NAMES, areas

HEADER = "id,level,name_uk,name_en,parent,surrounding,other_ids,permanent,aliases,source,checked\n"
COUNTRY = "ukraine,country,Україна,Ukraine,,,,no,,x,2026-11-22\n"
OBLAST = "22,oblast,Харківська область,Kharkiv Oblast,ukraine,,,no,,x,2026-11-22\n"
TREE = AreaTree(areas())


@pytest.mark.parametrize(
    ("said", "level"),
    [
        ("State", AreaLevel.OBLAST),
        ("District", AreaLevel.RAION),
        ("Community", AreaLevel.HROMADA),
        *((said, AreaLevel.CITY) for said in ("CityOrVillage", "CityDistrict", "Null", "", "Planet")),
    ],
)
def test_a_type_is_a_level_and_an_unknown_one_the_most_local(said: str, level: AreaLevel) -> None:
    rows = (RegionRow("9", "Дев'ята", said, None), RegionRow("90", "Дев'яноста", "Community", "9"))

    assert listing_of(rows, AreaId).areas[0].level is level


def test_a_state_with_nothing_inside_is_a_city() -> None:
    (one,) = listing_of((RegionRow("9", "м. Дев'яте", "State", None),), AreaId).areas

    assert one.level is AreaLevel.CITY


def test_ids_become_ours() -> None:
    rows = (RegionRow("9999", "Крим", "State", None), RegionRow("9", "Дев'ята", "District", "9999"))
    listing = listing_of(rows, TREE.canonical)

    assert [(one.id, one.parent) for one in listing.areas] == [("29", None), ("9", "29")]


def test_our_own_table_as_a_list_changes_nothing() -> None:
    listing = read_listing(AREAS, TREE.canonical)
    merged = merge(areas(), {}, listing, load_official_names(OFFICIAL_NAMES))

    assert (merged.changes, merged.doubt) == ((), "")


def test_a_table_names_areas_in_both_languages_in_any_order(tmp_path: Path) -> None:
    file = tmp_path / "areas.csv"
    file.write_text(f"{HEADER}7,raion,Сьомий район,Simyi Raion,22,,,no,Сімка,x,2026-11-22\n{OBLAST}{COUNTRY}")

    assert read_listing(file, AreaId).areas[2] == ListedArea(
        AreaId("7"), "Сьомий район", AreaLevel.RAION, AreaId("22"), "Simyi Raion", ("Сімка",)
    )


@pytest.mark.parametrize(
    ("name", "body", "fault"),
    [
        (
            "areas.csv",
            f"{HEADER}{COUNTRY}22,oblast,,Kharkiv Oblast,ukraine,,,no,,x,2026-11-22\n",
            "areas.csv:3: name_uk",
        ),
        ("areas.csv", f"{HEADER}{COUNTRY}{OBLAST}{OBLAST}", "areas.csv:4: id"),
        ("areas.csv", "id,name\n", "areas.csv:1: header"),
        ("areas.csv", "", "areas.csv:1: header"),
        ("regions.json", "<html>", "regions.json:?: file"),
        ("regions.json", '{"states": []}', "no regions"),
        ("regions.json", json.dumps({"states": [{"regionId": "1", "regionType": "State"}]}), "without a name"),
        ("absent.json", None, "absent.json:?: file"),
        ("absent.csv", None, "absent.csv:?: file"),
    ],
)
def test_a_list_that_cannot_be_read_is_a_fault_that_says_where(
    tmp_path: Path, name: str, body: str | None, fault: str
) -> None:
    file = tmp_path / name
    if body is not None:
        file.write_text(body)

    with pytest.raises(ContentFault) as caught:
        read_listing(file, AreaId)
    assert fault in str(caught.value)
