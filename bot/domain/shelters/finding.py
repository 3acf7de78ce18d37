"""Finds what a person typed among what everybody in the city can name: stations, by old names too, and landmarks."""

from collections.abc import Iterable
from dataclasses import dataclass

from bot.domain.areas import normalise
from bot.domain.languages import Text
from bot.domain.shelters.shelter import Point, Shelter, metres_between

#: Words that stand before a name and say nothing of which one it is, in both languages.
_PLAIN = frozenset(
    (
        "метро станція станції ст м вулиця вул вулиці проспект просп пр пл площа площі майдан майдані бульвар бульв"
        " провулок пров буд будинок будинку харків харкові місто міста на у в біля від до поруч із"
        " metro station street st str avenue ave square building house kharkiv city near the at to by of"
    ).split()
)


#: Metres between two places that may be taken for each other.
SAME_SPOT = 500.0


@dataclass(frozen=True, slots=True)
class Landmark:
    """A place that people name instead of an address."""

    id: str
    name: Text
    point: Point
    aliases: tuple[str, ...] = ()


def searched(text: str) -> tuple[str, ...]:
    """The words by which something is looked for; all of them where none says which one it is."""
    words = normalise(text).split()
    return tuple(word for word in words if word not in _PLAIN) or tuple(words)


def landmark_named(text: str, landmarks: Iterable[Landmark]) -> Landmark | None:
    """The one whose name or alias is meant; None where none is, or several that lie apart."""
    known = [(one, spelling) for one in landmarks for spelling in (*one.name.values(), *one.aliases)]
    exact = {id(one): one for one, spelling in known if normalise(spelling) == normalise(text)}
    alike = exact or {id(one): one for one, spelling in known if _fits(searched(text), searched(spelling))}
    if not alike:
        return None
    first, *others = alike.values()
    # A square and the station below it have one name, and either will do.
    together = all(metres_between(first.point, other.point) < SAME_SPOT for other in others)
    return first if together else None


def landmark_of(station: Shelter) -> Landmark | None:
    """A station as a place that people name."""
    return Landmark(station.id, station.name, station.point, station.aliases) if station.point else None


def _fits(typed: tuple[str, ...], known: tuple[str, ...]) -> bool:
    """Whether every typed word begins like a word of the name, and the other way round: cases differ in their ends."""
    return len(typed) == len(known) and all(_alike(one, other) for one, other in zip(typed, known, strict=True))


def _alike(one: str, other: str) -> bool:
    stem = max(4, min(len(one), len(other)) - 2)
    return one == other or (min(len(one), len(other)) >= 4 and one[:stem] == other[:stem])
