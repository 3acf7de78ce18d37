"""Opens the registers that an operator may have: the national one (JSON), tables by KMU-835, a city's list, GeoJSON.

Files are read as a stream: the national register is larger than what should be held at once.
"""

from collections.abc import Callable, Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Any

import ijson

from bot.errors import ContentFault
from bot.sources.csv_rows import rows_of
from bot.sources.imported import opened
from bot.sources.registers.rows import Raw

Json = Mapping[str, Any]

#: Resolution 835 of the Cabinet, annex for shelters (columns as of 2026-11; data.gov.ua).
KMU_835 = ("uid", "type", "lat", "lon", "addressThoroughfare", "addressLocatorDesignator")
_KMU_PERSONAL = ("responsiblePersonName", "balanceHolderName", "balanceHolderId", "renterName", "renterId")
#: A city's list without coordinates, as Kyiv published its own.
CITY = ("Адреса", "Тип укриття", "Вид укриття")
_CITY_STEP_FREE, _CITY_HOURS = "Наявність пристосування", "Режим роботи"
#: OpenStreetMap's tags of shelters against bombs; other shelters are for rain and buses.
_OSM_TYPES = frozenset({"bomb_shelter", "civil_defense"})


def rows_in(path: Path) -> Iterator[Raw | None]:
    """Each row of the file in whichever form it is; None for one that is no record. Raises ContentFault."""
    return _json_rows(path) if _begins(path) in (b"{", b"[") else _csv_rows(path)


# JSON


def _json_rows(path: Path) -> Iterator[Raw | None]:
    prefix = _array_of(path)
    read = _feature if prefix == "features.item" else _national
    with opened(path) as file:
        try:
            for number, item in enumerate(ijson.items(file, prefix, use_float=True), 1):
                yield _tried(read, item, number)
        except (ijson.JSONError, UnicodeDecodeError) as error:
            raise ContentFault(path, None, "file", "whole JSON: it breaks off or is damaged") from error


def _array_of(path: Path) -> str:
    """Where the first array of records lies: at the top, or right below it under whatever name."""
    with opened(path) as file:
        try:
            for prefix, event, _ in ijson.parse(file):
                if event == "start_array" and prefix.count(".") == 0:
                    return f"{prefix}.item" if prefix else "item"
        except (ijson.JSONError, UnicodeDecodeError) as error:
            raise ContentFault(path, None, "file", "JSON") from error
    raise ContentFault(path, None, "file", "an array of shelters")


def _tried(read: Callable[[Json, int], Raw | None], item: object, number: int) -> Raw | None:
    return read(item, number) if isinstance(item, Mapping) else None


def _national(item: Json, number: int) -> Raw | None:
    """The national register's own names of fields (shelters.dsns.gov.ua, read 2026-11)."""
    if "shyrota" not in item and "oblikovyyNomer" not in item:
        return None
    street = (item.get("NazvaNaselenohoPunktu"), item.get("vulytsia"), item.get("nomerBudynku"))
    whole = item.get("adresa") or ", ".join(_name_of(part) for part in street if _name_of(part))
    step_free = item.get("nayavnistDostupuMalomobilnykhVerstvNaselennya")
    said = {True: "так", False: "ні"}.get(step_free, "") if isinstance(step_free, bool) else _name_of(step_free)
    return Raw(
        where=f"record {number}",
        number=str(item.get("id") or item.get("oblikovyyNomer") or ""),
        kinds=(_name_of(item.get("TypSporudy")), _name_of(item.get("VydSporudy"))),
        name=item.get("naimenuvanniaMistsiaDliaUkryttia"),
        address=whole,
        latitude=item.get("shyrota"),
        longitude=item.get("dovhota"),
        access=_name_of(item.get("BezpereshkodnyyDostup")),
        step_free=said,
        capacity=item.get("mistkistOsib"),
        checked=_day(item.get("updatedAt")),
        excluded=item.get("yeVyklyuchenoyu") is True,
        personal=any(key.casefold().startswith(("vidpovidaln", "telefon", "balansoutrym")) for key in item),
    )


def _feature(item: Json, number: int) -> Raw | None:
    """A point of GeoJSON (RFC 7946: longitude first), with OpenStreetMap's tags or plain names."""
    geometry, tags = item.get("geometry"), item.get("properties")
    if not isinstance(geometry, Mapping) or geometry.get("type") != "Point" or not isinstance(tags, Mapping):
        return None
    longitude, latitude = (*(geometry.get("coordinates") or ()), None, None)[:2]
    shelter_type = str(tags.get("shelter_type") or tags.get("bunker_type") or "")
    street = (tags.get("addr:city"), tags.get("addr:street"), tags.get("addr:housenumber"))
    return Raw(
        where=f"feature {number}",
        number=str(item.get("id") or tags.get("@id") or tags.get("id") or ""),
        kinds=(str(tags.get("type") or tags.get("kind") or ""), shelter_type),
        name=tags.get("name:uk") or tags.get("name"),
        address=tags.get("address") or ", ".join(str(part) for part in street if part),
        latitude=latitude,
        longitude=longitude,
        access=str(tags.get("opening_hours") or tags.get("access_hours") or ""),
        step_free=str(tags.get("wheelchair") or ""),
        capacity=tags.get("capacity"),
        checked=_day(tags.get("check_date")),
        not_shelter=bool(shelter_type) and shelter_type not in _OSM_TYPES,
        personal=any(str(key).startswith(("contact:", "phone", "operator")) for key in tags),
    )


def _name_of(value: object) -> str:
    """The register writes words as {"imya": ...} in some answers and plainly in others."""
    if isinstance(value, Mapping):
        value = value.get("imya") or value.get("nazva")
    return "" if value is None else str(value)


# Tables


def _csv_rows(path: Path) -> Iterator[Raw | None]:
    for line, cells in rows_of(path, KMU_835, CITY):
        yield _kmu(cells, line) if "lat" in cells else _city(cells, line)


def _kmu(cells: Mapping[str, str], line: int) -> Raw:
    parts = ("addressPostName", "addressThoroughfare", "addressLocatorDesignator", "addressLocatorBuilding")
    address = ", ".join(cells[part] for part in parts if cells.get(part) and cells[part].casefold() != "null")
    uid = cells["uid"] if cells["uid"].casefold() != "null" else ""
    return Raw(
        where=f"line {line}",
        number=uid,
        kinds=(cells["type"],),
        name="",
        address=address,
        latitude=cells["lat"],
        longitude=cells["lon"],
        personal=any(cells.get(name, "").casefold() not in ("", "null") for name in _KMU_PERSONAL),
    )


def _city(cells: Mapping[str, str], line: int) -> Raw:
    step_free = next((cells[name] for name in cells if name.startswith(_CITY_STEP_FREE)), "")
    district = cells.get("Район", "")
    address = cells["Адреса"]
    return Raw(
        where=f"line {line}",
        number="",
        # The second column is the plainer one for metro stations, the first for all others.
        kinds=(cells["Вид укриття"] if "метро" in cells["Вид укриття"].casefold() else "", cells["Тип укриття"]),
        name="",
        address=f"{address} ({district} р-н)" if address and district else address,
        latitude=None,
        longitude=None,
        access=cells.get(_CITY_HOURS, ""),
        step_free=step_free,
    )


# Files


def _begins(path: Path) -> bytes:
    with opened(path) as file:
        return file.read(64).removeprefix(b"\xef\xbb\xbf").lstrip()[:1]


def _day(said: object) -> date | None:
    try:
        return date.fromisoformat(str(said)[:10])
    except ValueError:
        return None
