"""Which area a polygon of a public map is the border of, by what the map calls it: a doubtful one is nobody's."""

from collections.abc import Iterable
from dataclasses import dataclass

from bot.domain.alerts import AreaId
from bot.domain.areas import Area, AreaLevel, AreaTree, spelling

#: Words that a map leaves out after a name, and that our names have, by level.
_COMPLETED: dict[AreaLevel, tuple[str, ...]] = {
    AreaLevel.OBLAST: ("область", "oblast"),
    AreaLevel.RAION: ("район", "raion"),
    AreaLevel.HROMADA: ("громада", "територіальна громада", "hromada"),
}
#: A district of a city is an alias of that city in our table, and its polygon is not the city's.
_OF_A_PART = ("район", "district")
#: What maps of a level hold: of oblasts also the cities beside them, of hromadas also cities.
_ALIKE: dict[AreaLevel, frozenset[AreaLevel]] = {
    AreaLevel.OBLAST: frozenset({AreaLevel.OBLAST, AreaLevel.CITY}),
    AreaLevel.RAION: frozenset({AreaLevel.RAION}),
    AreaLevel.HROMADA: frozenset({AreaLevel.HROMADA, AreaLevel.CITY}),
}


@dataclass(frozen=True, slots=True)
class Described:
    """What a map says of one polygon: its id where it has one of ours, its names, its level and what it lies in, as far
    as the map tells.
    """

    uid: str = ""
    names: tuple[str, ...] = ()
    level: AreaLevel | None = None
    above: tuple[str, ...] = ()


def described_areas(said: Described, tree: AreaTree) -> tuple[AreaId, ...]:
    """The areas that it can be: one where it is certain, several where the names fit as many, none where none is."""
    own = tree.canonical(said.uid)
    if said.uid and own in tree:
        return (own,)
    fitting = [area for area in tree if _fits(area, said)]
    if len(fitting) > 1 and said.above:
        above = {spelling(name) for name in _completed(said.above, *_COMPLETED)}
        fitting = [area for area in fitting if any(_spellings(tree[wide]) & above for wide in tree.above(area.id))]
    return tuple(area.id for area in fitting)


def most_local_first(areas: Iterable[AreaId], tree: AreaTree) -> tuple[AreaId, ...]:
    """Cities before hromadas, those before raions, those before oblasts."""
    order = (AreaLevel.CITY, AreaLevel.HROMADA, AreaLevel.RAION, AreaLevel.OBLAST, AreaLevel.COUNTRY)
    return tuple(sorted(areas, key=lambda area: (order.index(tree[area].level), area)))


def _fits(area: Area, said: Described) -> bool:
    if said.level and area.level not in _ALIKE.get(said.level, frozenset(AreaLevel)):
        return False
    levels = (said.level,) if said.level else ()
    named = {spelling(name) for name in _completed(said.names, *levels)} & _spellings(area)
    if area.level in (AreaLevel.CITY, AreaLevel.HROMADA):
        named = {name for name in named if not name.endswith(_OF_A_PART)}
    return bool(named)


def _completed(names: Iterable[str], *levels: AreaLevel) -> tuple[str, ...]:
    endings = [ending for level in levels for ending in _COMPLETED.get(level, ())]
    return tuple(whole for name in names for whole in (name, *(f"{name} {ending}" for ending in endings)))


def _spellings(area: Area) -> set[str]:
    return {spelling(name) for name in (*area.name.values(), *area.aliases)}
