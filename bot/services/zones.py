"""Finds a time zone by what people call it: clocks change with places, and nobody knows zones by their IANA names.

Names of cities and countries are those of the Unicode CLDR, through Babel; rules of clocks are those of the IANA
database.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cache
from zoneinfo import available_timezones

from babel import Locale
from babel.core import get_global

from bot.domain.areas import AreaTree, normalise
from bot.domain.local_time import DEFAULT_TIMEZONE
from bot.texts import LANGUAGES

#: Zones that one question offers.
CHOICES = 8
#: "UTC+2", "+02:00": a number, and no place.
_NUMBER = r"\d{1,2}(?:[:.]?\d\d)?"
_SIGN = r"[+\-\u2212\u2013]"
_OFFSET = re.compile(rf"(?:utc|gmt)\s*(?:{_SIGN}\s*{_NUMBER})?|{_SIGN}?\s*{_NUMBER}")
#: Fewer letters than this begin too many names.
_SHORTEST_BEGINNING = 3
#: The world, distant islands of the United States and Antarctica, by their codes in the CLDR.
_NOBODY = frozenset({"001", "UM", "AQ"})
#: How alike two spellings must be (difflib's ratio): an ending or a slip of the finger, not another name.
_ALIKE = 0.75


@dataclass(frozen=True, slots=True)
class FoundZones:
    """IANA zones that words may mean, the likeliest first; `certain` where they name exactly the first; `is_offset`
    where they are a distance from Greenwich, which is no zone.
    """

    zones: tuple[str, ...]
    certain: bool = False
    is_offset: bool = False


def find_zones(text: str, tree: AreaTree) -> FoundZones:
    """The zones that a person's words name. A place of ours keeps Kyiv's time."""
    if _OFFSET.fullmatch(text.strip().lower()):
        return FoundZones((), is_offset=True)
    wanted = _key(text)
    for names in (_cities(), _countries()):
        if wanted in names:
            return FoundZones(names[wanted][:CHOICES], certain=len(names[wanted]) == 1)
    if any(wanted in map(_key, (*area.name.values(), *area.aliases)) for area in tree.find(text)):
        return FoundZones((DEFAULT_TIMEZONE,), certain=True)
    return FoundZones(_alike(wanted))


def is_offered(zone: str) -> bool:
    """Whether this is the present name of a zone in which people live."""
    return zone in _zones()


def city_of(zone: str, language: str) -> str:
    """The city that a zone is named after, in the language; its IANA name's last part where that is not known."""
    names = Locale(language).time_zones
    known = (names[name]["city"] for name in (zone, *_old_names().get(zone, ())) if "city" in names.get(name, {}))
    return next(known, None) or zone.rpartition("/")[2].replace("_", " ")


def _alike(wanted: str) -> tuple[str, ...]:
    names = {**_countries(), **_cities()}
    if len(wanted) < _SHORTEST_BEGINNING:
        return ()
    begun = [name for name in names if name.startswith(wanted)]
    close = get_close_matches(wanted, names, n=CHOICES, cutoff=_ALIKE)
    return tuple(dict.fromkeys(zone for name in (*close, *sorted(begun)) for zone in names[name]))[:CHOICES]


@cache
def _zones() -> Mapping[str, str]:
    """Every zone in which people live, with its territory; the chief zones of the world first, as a country's first
    choice.
    """
    chief = set(get_global("windows_zone_mapping").values())
    known = available_timezones()
    lived = {
        zone: land for zone, land in get_global("zone_territories").items() if land not in _NOBODY and zone in known
    }
    return dict(sorted(lived.items(), key=lambda one: one[0] not in chief))


@cache
def _old_names() -> Mapping[str, tuple[str, ...]]:
    """The names that a zone had before, by which the CLDR and older phones still call it."""
    old: dict[str, tuple[str, ...]] = {}
    for name, zone in get_global("zone_aliases").items():
        old[zone] = (*old.get(zone, ()), name)
    return old


@cache
def _cities() -> Mapping[str, tuple[str, ...]]:
    return _by_key((name, zone) for zone in _zones() for name in _names_of(zone))


@cache
def _countries() -> Mapping[str, tuple[str, ...]]:
    lands = [Locale(language).territories for language in LANGUAGES]
    return _by_key((names[land], zone) for zone, land in _zones().items() for names in lands if land in names)


def _names_of(zone: str) -> Iterator[str]:
    yield from (city_of(zone, language) for language in LANGUAGES)
    # An old name without a continent is an abbreviation or a country's: "EST" would be Panama.
    for name in (zone, *(name for name in _old_names().get(zone, ()) if "/" in name)):
        yield name
        yield name.rpartition("/")[2]


def _by_key(named: Iterable[tuple[str, str]]) -> Mapping[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for name, zone in named:
        known = found.get(_key(name), ())
        found[_key(name)] = known if zone in known else (*known, zone)
    return found


def _key(name: str) -> str:
    return normalise(re.sub(r"[-_/]", " ", name))
