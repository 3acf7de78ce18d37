"""Borders of public maps, made of squares because a map has a licence, and every way in which one can be wrong."""

import gzip
import json
from pathlib import Path
from typing import Any

import pytest

from bot.errors import ContentFault
from bot.sources.outlines import Left, is_map, read_outlines
from tests.fixtures.content import tree
from tests.fixtures.squares import around, feature, square, written

KHARKIV, RAION, OBLAST, CHUHUIV = "1293", "124", "22", "1321"


def outlines_of(folder: Path, *features: object) -> tuple[set[str], dict[Left, int]]:
    found = read_outlines(written(folder, *features), tree())
    return set(found.kept), dict(found.left)


@pytest.mark.parametrize(
    ("tags", "area"),
    [
        ({"uid": "1293"}, KHARKIV),
        ({"uid": "6293"}, KHARKIV),
        ({"name": "Харків"}, KHARKIV),
        ({"name": "Харківська міська громада", "name:en": "Kharkivska Hromada", "admin_level": "7"}, KHARKIV),
        ({"name": "Харківський район", "admin_level": "6"}, RAION),
        ({"ADM1_EN": "Kharkivska", "ADM1_UA": "Харківська"}, OBLAST),
        ({"ADM3_UA": "Чугуївська", "ADM2_UA": "Чугуївський", "ADM1_UA": "Харківська"}, CHUHUIV),
        ({"shapeName": "Kharkiv Oblast", "shapeType": "ADM1"}, OBLAST),
    ],
)
def test_what_a_map_calls_an_area_finds_ours(tmp_path: Path, tags: dict[str, Any], area: str) -> None:
    assert outlines_of(tmp_path, feature(square(50, 36), **tags)) == ({area}, {})


@pytest.mark.parametrize(
    ("other", "why"),
    [
        ({"type": "Feature", "geometry": None, "properties": {"name": "Харків"}}, Left.NO_POLYGON),
        ({"type": "Feature", "geometry": {"type": "Point", "coordinates": [36, 50]}}, Left.NO_POLYGON),
        ("nothing", Left.UNREADABLE),
        (feature([[[36, 50], [37, 50], "x", [36, 50]]], uid="22"), Left.BAD_COORDINATES),
        (feature([[[36, 50], [37, 50], [37, 51], [36, 51]]], uid="22"), Left.OPEN_RING),
        (feature([[[36, 50], [37, 50], [36, 50]]], uid="22"), Left.OPEN_RING),
        (feature([[[36, 50], [37, 51], [37, 50], [36, 51], [36, 50]]], uid="22"), Left.CROSSED_RING),
        (feature([[[50, 36], [50, 37], [51, 37], [51, 36], [50, 36]]], uid="22"), Left.SWAPPED),
        (feature(square(52, 13), uid="22"), Left.OUTSIDE),
        (feature(square(50, 36)), Left.NAMELESS),
        (feature(square(50, 36), name="Атлантида"), Left.UNKNOWN),
        (feature(square(50, 36), name="Київський район"), Left.UNKNOWN),
        (feature(square(50, 36), ADM3_UA="Миколаївська"), Left.AMBIGUOUS),
        (feature(square(50, 36), name="Kharkiv"), Left.DUPLICATE),
    ],
)
def test_what_is_doubtful_is_left_out_and_counted(tmp_path: Path, other: object, why: Left) -> None:
    assert outlines_of(tmp_path, feature(square(50, 36), uid=KHARKIV), other) == ({KHARKIV}, {why: 1})


def test_the_account_names_places_in_the_file_and_not_what_stands_there(tmp_path: Path) -> None:
    found = read_outlines(written(tmp_path, feature(square(50, 36), uid="22"), feature(square(1, 1), name="x")), tree())

    assert found.lines() == ("2 features: 1 kept, 1 left out", "  left out, outside Ukraine: 1 (feature 2)")


def test_a_packed_map_is_read_too(tmp_path: Path) -> None:
    plain = written(tmp_path, feature(square(50, 36), uid="22"))
    packed = tmp_path / "map.geojson.gz"
    packed.write_bytes(gzip.compress(plain.read_bytes()))

    assert set(read_outlines(packed, tree()).kept) == {OBLAST}


@pytest.mark.parametrize("cut", [0.3, 0.9])
def test_a_file_that_breaks_off_is_refused(tmp_path: Path, cut: float) -> None:
    path = written(tmp_path, feature(square(50, 36), uid="22"), feature(square(50, 37), uid="1293"))
    path.write_bytes(path.read_bytes()[: int(path.stat().st_size * cut)])

    with pytest.raises(ContentFault):
        read_outlines(path, tree())


def test_a_file_without_any_border_of_ours_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ContentFault, match="of no area that we know"):
        read_outlines(written(tmp_path, feature(square(50, 36), name="Атлантида")), tree())


def test_a_map_is_told_from_a_list_of_areas(tmp_path: Path) -> None:
    named = written(tmp_path)
    renamed = tmp_path / "map.json"
    renamed.write_bytes(named.read_bytes())
    listing = tmp_path / "list.json"
    listing.write_text(json.dumps({"states": []}), encoding="utf-8")

    assert [is_map(path) for path in (named, renamed, listing)] == [True, True, False]


def test_holes_and_several_parts_are_kept(tmp_path: Path) -> None:
    holed = [around(50, 36, 1), around(50, 36, 0.2)]
    parts = {"type": "MultiPolygon", "coordinates": [holed, square(48, 30)]}
    kept, left = outlines_of(tmp_path, {"type": "Feature", "geometry": parts, "properties": {"uid": "22"}})

    assert (kept, left) == ({OBLAST}, {})
