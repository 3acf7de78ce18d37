"""The administrative tree, because an alert reaches a place from itself or from above, and people type names in many
ways.
"""

import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

from bot.domain.alerts import AreaId

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
    """All areas that are known, with the questions that are asked of them. Immutable once built."""

    def __init__(self, areas: Iterable[Area]) -> None:
        self._areas = {area.id: area for area in areas}
        self._known_as = {other: area.id for area in self._areas.values() for other in area.other_ids}
        self._by_name: dict[str, tuple[AreaId, ...]] = {}
        for area in self._areas.values():
            for spelling in {_spelling(name) for name in (*area.name.values(), *area.aliases)}:
                self._by_name[spelling] = (*self._by_name.get(spelling, ()), area.id)

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
        """The areas strictly below this one; looks through all of them."""
        return tuple(one for one in self._areas if area in self.above(one))

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
        wanted = _spelling(text)
        if not wanted:
            return ()
        found = self._by_name.get(wanted) or tuple(self._beginning_with(wanted))
        return tuple(sorted((self._areas[area] for area in found), key=_most_likely_first))

    def _beginning_with(self, wanted: str) -> set[AreaId]:
        if len(wanted) < 3:
            return set()
        return {
            area
            for spelling, areas in self._by_name.items()
            if any(part.startswith(wanted) for part in (spelling, *spelling.split()))
            for area in areas
        }


def _spelling(text: str) -> str:
    """A name as it is looked up: people leave its apostrophes out as often as not."""
    return normalise(text).replace("'", "")


def normalise(text: str) -> str:
    """A spelling without case, doubled spaces, typographic apostrophes or punctuation around it."""
    folded = unicodedata.normalize("NFC", text).translate(APOSTROPHES).casefold()
    kept = "".join(letter if letter.isalnum() or letter in "'-" else " " for letter in folded)
    return " ".join(word for part in kept.split() if (word := part.strip("'-")))


def _most_likely_first(area: Area) -> tuple[int, str]:
    order = (AreaLevel.CITY, AreaLevel.HROMADA, AreaLevel.RAION, AreaLevel.OBLAST, AreaLevel.COUNTRY)
    return order.index(area.level), area.name["en"]
