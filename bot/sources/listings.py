"""Reads lists of areas, the regions of ukrainealarm and tables like our own, into one form with our ids."""

from collections.abc import Callable, Iterable
from pathlib import Path

from bot.content import load_areas
from bot.domain.alerts import AreaId, SourceName
from bot.domain.areas import Area, AreaLevel
from bot.domain.listings import ListedArea, Listing
from bot.errors import ContentFault, SourceError
from bot.sources.ukraine_alarm_bodies import NAME, RegionRow, parse_regions

#: The types of /api/v3/regions (its openapi.yaml, 2024); CityOrVillage, CityDistrict, "Null" and what may come yet are
#: the most local level that we have.
LEVELS = {"state": AreaLevel.OBLAST, "district": AreaLevel.RAION, "community": AreaLevel.HROMADA}

AreaOf = Callable[[str], AreaId]


def listing_of(rows: Iterable[RegionRow], area_of: AreaOf, source: SourceName = NAME) -> Listing:
    """What ukrainealarm listed; `area_of` turns a `regionId` into our area."""
    rows = tuple(rows)
    above = {row.parent for row in rows}
    areas = (
        ListedArea(area_of(row.id), row.name_uk, _level(row, above), area_of(row.parent) if row.parent else None)
        for row in rows
    )
    return Listing(source, tuple(areas))


def read_listing(path: Path, area_of: AreaOf) -> Listing:
    """A file with the JSON of /api/v3/regions or a CSV with the columns of data/areas/areas.csv.

    Raises ContentFault, for a CSV with the line. Of the CSV the columns `surrounding`, `other_ids` and `permanent` are
    left to the built-in table.
    """
    source = SourceName(path.name)
    if path.suffix.casefold() == ".csv":
        return Listing(source, tuple(_listed(area, area_of) for area in _parents_first(load_areas(path))))
    try:
        return listing_of(parse_regions(path.read_bytes()), area_of, source)
    except OSError as error:
        raise ContentFault(path, None, "file", f"a readable file: {error.strerror}") from error
    except SourceError as error:
        raise ContentFault(path, None, "file", f"a list of regions as ukrainealarm gives it: {error.detail}") from error


def _level(row: RegionRow, above: set[str | None]) -> AreaLevel:
    level = LEVELS.get(row.type.strip().casefold(), AreaLevel.CITY)
    # A state with nothing inside is a city that has an alert of its own, as Kharkiv is listed.
    return AreaLevel.CITY if level is AreaLevel.OBLAST and row.id not in above else level


def _listed(area: Area, area_of: AreaOf) -> ListedArea:
    parent = area_of(area.parent) if area.parent else None
    return ListedArea(area_of(area.id), area.name["uk"], area.level, parent, area.name["en"], area.aliases)


def _parents_first(areas: Iterable[Area]) -> list[Area]:
    """A table may have its rows in any order; its parents make no circle."""
    known = {area.id: area for area in areas}

    def depth(area: Area) -> int:
        steps = 0
        while area.parent is not None:
            area, steps = known[area.parent], steps + 1
        return steps

    return sorted(known.values(), key=depth)
