"""Reads the borders of areas from a public map (GeoJSON): a border that is doubtful is left out and said so.

shapely, which takes a tenth of a second to load, is loaded by whoever imports borders or keeps some.
"""

import gzip
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Any

import ijson

from bot.domain.alerts import AreaId
from bot.domain.areas import AreaLevel, AreaTree
from bot.domain.outlines import Described, described_areas
from bot.errors import ContentFault
from bot.sources.imported import LeftOut, opened

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry

Json = Mapping[str, Any]

#: Degrees around Ukraine in its borders, with a margin (44.4-52.4 N, 22.1-40.3 E).
_SOUTH, _NORTH, _WEST, _EAST = 44.0, 52.5, 22.0, 40.4
#: A closed ring of three corners.
_RING_AT_LEAST = 4
#: OpenStreetMap's levels in Ukraine (wiki, "Tag:boundary=administrative", read 2026-11), and those of the UN's tables.
_OSM_LEVELS = {"4": AreaLevel.OBLAST, "6": AreaLevel.RAION, "7": AreaLevel.HROMADA}
_ADM_LEVELS = {1: AreaLevel.OBLAST, 2: AreaLevel.RAION, 3: AreaLevel.HROMADA}
_UIDS = ("uid", "alerts_in_ua_uid")
_NAMES = ("name:uk", "name:en", "name", "official_name:uk", "official_name", "shapeName", "name_uk", "name_en")


class Left(StrEnum):
    """Why a polygon was left out."""

    UNREADABLE = "not a feature"
    NO_POLYGON = "not a polygon"
    BAD_COORDINATES = "coordinates that are no numbers"
    OPEN_RING = "a ring that is not closed, or has fewer than three corners"
    CROSSED_RING = "a ring that crosses itself, or a hole outside of its border"
    SWAPPED = "latitude before longitude"
    OUTSIDE = "outside Ukraine"
    NAMELESS = "without a name"
    UNKNOWN = "of no area that we know"
    AMBIGUOUS = "of several areas by its name"
    DUPLICATE = "the second of the same area"


@dataclass(slots=True)
class Outlines(LeftOut[Left]):
    """The borders of a file, as WKB by area, and what became of the rest; examples are places in the file."""

    read: int = 0
    kept: dict[AreaId, bytes] = field(default_factory=dict)

    def lines(self) -> tuple[str, ...]:
        """One line for each thing that happened, for a terminal."""
        head = f"{self.read} features: {len(self.kept)} kept, {self.left.total()} left out"
        return (head, *self.lines_of_left())


def is_map(path: Path) -> bool:
    """Whether the file is GeoJSON, and no list of areas. Raises ContentFault."""
    if path.suffix.casefold() == ".csv":
        return False
    with opened(path) as file:
        return path.suffix.casefold() == ".geojson" or b'"FeatureCollection"' in file.read(4096)


def read_outlines(path: Path, tree: AreaTree, progress: Callable[[int], None] = lambda read: None) -> Outlines:
    """The borders in a file. Raises ContentFault for one that cannot be read to its end, and for one in which no border
    can be kept: a wrong file must not be taken for a map.
    """
    found = Outlines()
    for number, feature in enumerate(_features(path), 1):
        found.read = number
        progress(number)
        kept = _outline(feature, tree)
        if isinstance(kept, Left):
            found.leave(kept, f"feature {number}")
        elif kept[0] in found.kept:
            found.leave(Left.DUPLICATE, f"feature {number}")
        else:
            found.kept[kept[0]] = kept[1]
    if not found.kept:
        raise ContentFault(path, None, "file", "; ".join(("borders of areas that we know", *found.lines())))
    return found


def _features(path: Path) -> Iterator[object]:
    with opened(path) as file:
        try:
            yield from ijson.items(file, "features.item", use_float=True)
        except (ijson.JSONError, UnicodeDecodeError, EOFError, gzip.BadGzipFile) as error:
            raise ContentFault(path, None, "file", "whole GeoJSON: it breaks off or is damaged") from error


def _outline(feature: object, tree: AreaTree) -> tuple[AreaId, bytes] | Left:
    if not isinstance(feature, Mapping):
        return Left.UNREADABLE
    shape = _shape(feature.get("geometry"))
    if isinstance(shape, Left):
        return shape
    said = _described(feature.get("properties"))
    if not said.uid and not said.names:
        return Left.NAMELESS
    areas = described_areas(said, tree)
    if len(areas) != 1:
        return Left.AMBIGUOUS if areas else Left.UNKNOWN
    wkb: bytes = shape.wkb
    return areas[0], wkb


def _shape(geometry: object) -> "BaseGeometry | Left":
    from shapely.geometry import MultiPolygon, Polygon

    if not isinstance(geometry, Mapping) or geometry.get("type") not in ("Polygon", "MultiPolygon"):
        return Left.NO_POLYGON
    drawn = geometry.get("coordinates")
    polygons: Any = [drawn] if geometry["type"] == "Polygon" else drawn or ()
    try:
        rings = [[_ring(ring) for ring in polygon] for polygon in polygons]
    except (TypeError, ValueError, IndexError):
        return Left.BAD_COORDINATES
    if not all(rings) or not rings or any(_is_open(ring) for polygon in rings for ring in polygon):
        return Left.OPEN_RING
    misplaced = _misplaced([corner for polygon in rings for corner in polygon[0]])
    if misplaced:
        return misplaced
    parts = [Polygon(outer, holes) for outer, *holes in rings]
    shape = parts[0] if len(parts) == 1 else MultiPolygon(parts)
    # A border that is mended by guessing is another border, and somebody lives beside it.
    return shape if shape.is_valid else Left.CROSSED_RING


def _ring(ring: Any) -> list[tuple[float, float]]:
    """Longitude first (RFC 7946); a height is left out."""
    return [(float(corner[0]), float(corner[1])) for corner in ring]


def _is_open(ring: list[tuple[float, float]]) -> bool:
    return len(ring) < _RING_AT_LEAST or ring[0] != ring[-1]


def _misplaced(corners: list[tuple[float, float]]) -> Left | None:
    if all(_is_in_ukraine(latitude, longitude) for longitude, latitude in corners):
        return None
    swapped = all(_is_in_ukraine(latitude, longitude) for latitude, longitude in corners)
    return Left.SWAPPED if swapped else Left.OUTSIDE


def _is_in_ukraine(latitude: float, longitude: float) -> bool:
    return _SOUTH <= latitude <= _NORTH and _WEST <= longitude <= _EAST


def _described(tags: object) -> Described:
    if not isinstance(tags, Mapping):
        return Described()
    uid = next((str(tags[key]) for key in _UIDS if tags.get(key)), "")
    numbered = _numbered(tags)
    own = max(numbered, default=0)
    names = numbered.get(own, ()) or tuple(str(tags[key]) for key in _NAMES if tags.get(key))
    above = tuple(name for number in sorted(numbered) if 0 < number < own for name in numbered[number])
    level = _ADM_LEVELS.get(own) or _ADM_LEVELS.get(_adm(str(tags.get("shapeType") or "")))
    return Described(uid, names, level or _OSM_LEVELS.get(str(tags.get("admin_level"))), above)


def _numbered(tags: Json) -> dict[int, tuple[str, ...]]:
    """Names by the level in their keys, as the UN's tables have them: ADM3_UA, ADM3_EN."""
    found: dict[int, tuple[str, ...]] = {}
    for key, name in tags.items():
        level, _, language = str(key).upper().partition("_")
        if name and language in ("UA", "UK", "EN") and _adm(level) in _ADM_LEVELS:
            found[_adm(level)] = (*found.get(_adm(level), ()), str(name))
    return found


def _adm(said: str) -> int:
    number = said.upper().removeprefix("ADM")
    return int(number) if number in ("1", "2", "3") and said.upper().startswith("ADM") else 0
