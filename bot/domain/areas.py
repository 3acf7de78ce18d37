"""The administrative tree, because an alert reaches a place from itself or from above, and people type names in many
ways.
"""

import re
import unicodedata
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

from bot.domain.alerts import AreaId

_BETWEEN_WORDS = re.compile(r"(?:[^\w'-]|_)+")
APOSTROPHES = str.maketrans({mark: "'" for mark in "\u2019\u02bc\u2018\u0060\u00b4"})


class AreaLevel(StrEnum):
    """The levels of the tree, widest first."""

    COUNTRY = "country"
    OBLAST = "oblast"
    RAION = "raion"
    HROMADA = "hromada"
    CITY = "city"


@dataclass(frozen=True, slots=True)
class Area:
    """A node of the tree; `name` and `aliases` as people write them, `other_ids` as other sources number it.

    `surrounding` is the raion around a city that has its own alert, apart from that raion (design: Kharkiv,
    Zaporizhzhia).
    """

    id: AreaId
    level: AreaLevel
    name: Mapping[str, str]
    parent: AreaId | None
    aliases: tuple[str, ...] = ()
    other_ids: tuple[AreaId, ...] = ()
    surrounding: AreaId | None = None
    permanent: bool = False


class AreaTree:
    """All areas that are known, with the questions that are asked of them. One tree is shared by the whole program."""

    def __init__(self, areas: Iterable[Area]) -> None:
        self.edition = 0
        self._fill(areas)

    def renew(self, areas: Iterable[Area]) -> None:
        """Becomes the tree of these areas for everybody who holds it, in one step: nothing is awaited meanwhile.

        `edition` grows by one, so that whoever made something of the tree knows to make it anew. Where alerts run this
        can end an episode or begin one unseen: only `services/areas.py` may call it.
        """
        self._fill(areas)
        self.edition += 1

    def _fill(self, areas: Iterable[Area]) -> None:
        known = {area.id: area for area in areas}
        by_name: dict[str, tuple[AreaId, ...]] = {}
        for area in known.values():
            for spelt in {spelling(name) for name in (*area.name.values(), *area.aliases)}:
                by_name[spelt] = (*by_name.get(spelt, ()), area.id)
        self._areas, self._by_name = known, by_name
        self._known_as = {other: area.id for area in known.values() for other in area.other_ids}
        self._order = {area.id: at for at, area in enumerate(sorted(known.values(), key=_most_likely_first))}
        self._parts = _by((area.parent, area.id) for area in known.values())
        self._encircled = _by((area.surrounding, area.id) for area in known.values())
        self._beginnings: _Beginnings | None = None

    def __contains__(self, area: AreaId) -> bool:
        return area in self._areas

    def __getitem__(self, area: AreaId) -> Area:
        return self._areas[area]

    def __iter__(self) -> Iterator[Area]:
        return iter(self._areas.values())

    def canonical(self, source_id: str) -> AreaId:
        """Our id for a source's id; an id that is not known stays as the source gave it."""
        return self._known_as.get(AreaId(source_id), AreaId(source_id))

    def name(self, area: AreaId, language: str) -> str:
        """The area's name in a language, or its bare id where a source reports an area that the tree lacks."""
        known = self._areas.get(area)
        return known.name.get(language, known.name["en"]) if known else area

    def above(self, area: AreaId) -> tuple[AreaId, ...]:
        """The ancestors whose alerts are also this area's, nearest first."""
        found: list[AreaId] = []
        node = self._areas.get(area)
        while node and node.parent and node.parent in self._areas:
            found.append(node.parent)
            node = self._areas[node.parent]
        return tuple(found)

    def is_wide(self, area: AreaId) -> bool:
        """Whether alerts in the area are mostly declared for its parts: an oblast or a raion, and no city."""
        known = self._areas.get(area)
        return known is not None and known.level in (AreaLevel.COUNTRY, AreaLevel.OBLAST, AreaLevel.RAION)

    def within(self, area: AreaId) -> tuple[AreaId, ...]:
        """The areas strictly below this one, the widest first."""
        found = list(self._parts.get(area, ()))
        for one in found:
            found += self._parts.get(one, ())
        return tuple(found)

    def encircled(self, raion: AreaId) -> tuple[AreaId, ...]:
        """The cities with an alert of their own that this raion lies around."""
        return self._encircled.get(raion, ())

    def covering(self, area: AreaId) -> tuple[AreaId, ...]:
        """The areas whose alert is an alert here: itself and those above, never a sibling."""
        return (area, *self.above(area))

    def around(self, area: AreaId) -> AreaId | None:
        """The raion around a city with its own alert; None for every other area."""
        known = self._areas.get(area)
        return known.surrounding if known else None

    def region(self, area: AreaId) -> AreaId | None:
        """The oblast, or the city beside the oblasts, that the area is or lies in; None for the country and for what is
        not known.
        """
        covering = (one for one in reversed(self.covering(area)) if one in self._areas)
        return next((one for one in covering if self._areas[one].level is not AreaLevel.COUNTRY), None)

    def find(self, text: str) -> tuple[Area, ...]:
        """Areas that the text names: exact spellings first, else those with a word that begins so; most local first."""
        wanted = spelling(text)
        if not wanted:
            return ()
        found = self._by_name.get(wanted) or self._beginning_with(wanted)
        return tuple(self._areas[area] for area in sorted(found, key=self._order.__getitem__))

    def _beginning_with(self, wanted: str) -> set[AreaId]:
        if len(wanted) < 3:
            return set()
        # Made when it is first asked for: most people type whole names, and the command line asks for none.
        self._beginnings = self._beginnings or _Beginnings(self._by_name)
        return self._beginnings.of(wanted)


class _Beginnings:
    """Every spelling and every word of one, sorted, so that a beginning is found without looking at all of them."""

    def __init__(self, by_name: Mapping[str, tuple[AreaId, ...]]) -> None:
        self._areas: dict[str, set[AreaId]] = {}
        for spelt, areas in by_name.items():
            for part in {spelt, *spelt.split()}:
                self._areas.setdefault(part, set()).update(areas)
        self._parts = sorted(self._areas)

    def of(self, wanted: str) -> set[AreaId]:
        found: set[AreaId] = set()
        for at in range(bisect_left(self._parts, wanted), len(self._parts)):
            if not self._parts[at].startswith(wanted):
                break
            found |= self._areas[self._parts[at]]
        return found


def spelling(text: str) -> str:
    """A name as it is looked up: people leave its apostrophes out as often as not."""
    return normalise(text).replace("'", "")


def normalise(text: str) -> str:
    """A spelling without case, doubled spaces, typographic apostrophes or punctuation around it."""
    folded = unicodedata.normalize("NFC", text).translate(APOSTROPHES).casefold()
    return " ".join(word for part in _BETWEEN_WORDS.split(folded) if (word := part.strip("'-")))


def _by(pairs: Iterable[tuple[AreaId | None, AreaId]]) -> dict[AreaId, tuple[AreaId, ...]]:
    """The second of each pair by the first, where there is one."""
    found: dict[AreaId, tuple[AreaId, ...]] = {}
    for wide, area in pairs:
        if wide is not None:
            found[wide] = (*found.get(wide, ()), area)
    return found


def _most_likely_first(area: Area) -> tuple[int, str]:
    order = (AreaLevel.CITY, AreaLevel.HROMADA, AreaLevel.RAION, AreaLevel.OBLAST, AreaLevel.COUNTRY)
    return order.index(area.level), area.name["en"]
