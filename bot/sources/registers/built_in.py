"""Reads the built-in shelters and landmarks; meant for start-up, before the loop serves anyone."""

from collections.abc import Mapping
from datetime import date
from pathlib import Path

from bot.domain.alerts import AreaId
from bot.domain.shelters.finding import Landmark
from bot.domain.shelters.shelter import Access, Point, Shelter, ShelterId, ShelterKind
from bot.errors import ContentFault
from bot.sources.csv_rows import rows_of

STATION_COLUMNS = (
    "id",
    "name_uk",
    "name_en",
    "line",
    "latitude",
    "longitude",
    "spread_m",
    "former",
    "source",
    "checked",
)
LANDMARK_COLUMNS = ("id", "name_uk", "name_en", "latitude", "longitude", "aliases", "source", "checked")
#: The city's own alert (alerts.in.ua).
KHARKIV = AreaId("1293")


def load_stations(path: Path) -> tuple[Shelter, ...]:
    """The metro stations; raises ContentFault."""
    return tuple(_station(path, line, cells) for line, cells in rows_of(path, STATION_COLUMNS))


def load_landmarks(path: Path) -> tuple[Landmark, ...]:
    """What people name instead of an address; raises ContentFault."""
    return tuple(
        Landmark(cells["id"], _name(cells), _point(path, line, cells), _split(cells["aliases"]))
        for line, cells in rows_of(path, LANDMARK_COLUMNS)
    )


def _station(path: Path, line: int, cells: Mapping[str, str]) -> Shelter:
    try:
        checked = date.fromisoformat(cells["checked"])
    except ValueError as error:
        raise ContentFault(path, line, "checked", "a day") from error
    return Shelter(
        id=ShelterId(cells["id"]),
        kind=ShelterKind.METRO,
        name=_name(cells),
        address="",
        point=_point(path, line, cells),
        source="metro.kharkiv.ua",
        checked=checked,
        # Round the clock, as shelters (Kharkiv city council, 2026-02-03).
        access=Access.ALWAYS,
        area=KHARKIV,
        aliases=_split(cells["former"]),
    )


def _name(cells: Mapping[str, str]) -> dict[str, str]:
    return {"uk": cells["name_uk"], "en": cells["name_en"]}


def _point(path: Path, line: int, cells: Mapping[str, str]) -> Point:
    try:
        return Point(float(cells["latitude"]), float(cells["longitude"]))
    except ValueError as error:
        raise ContentFault(path, line, "latitude", "degrees") from error


def _split(cell: str) -> tuple[str, ...]:
    return tuple(part for part in cell.split(";") if part)
