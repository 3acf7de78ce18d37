"""Finds the nearest shelters to where somebody is; where that is, is an argument here and is kept nowhere."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.alerts import AreaId, Band
from bot.domain.areas import normalise
from bot.domain.shelters.finding import Landmark, landmark_named, landmark_of, searched
from bot.domain.shelters.flags import Flag, shown
from bot.domain.shelters.nearest import Entry, Index
from bot.domain.shelters.shelter import Point, Shelter, ShelterId, StepFree, metres_between
from bot.domain.shelters.walking import Advice, Pace, advice, walking_minutes
from bot.store import shelters as shelter_store
from bot.store.database import Database

#: Shelters in one answer.
SHOWN = 5
#: Metres beyond which no shelter is near to anybody who walks.
WITHIN = 20_000.0
#: Shelters of one typed address.
NAMED = 8


@dataclass(frozen=True, slots=True)
class Near:
    """One shelter of an answer: how far by straight line, about how long a walk, what to do, what people say of it.

    `advice` is None where nothing is known to threaten.
    """

    shelter: Shelter
    metres: float
    minutes: int
    advice: Advice | None
    flags: tuple[Flag, ...]


@dataclass(frozen=True, slots=True)
class Named:
    """What typed words mean: a place to search from, or shelters that have just these words."""

    landmark: Landmark | None = None
    shelters: tuple[Shelter, ...] = ()


class Shelters:
    """The built-in shelters and the imported ones, in one index."""

    def __init__(self, stations: Sequence[Shelter], landmarks: Sequence[Landmark]) -> None:
        self._stations = {one.id: one for one in stations}
        named = (landmark_of(station) for station in stations)
        self._landmarks = (*(one for one in named if one), *landmarks)
        self._edition: str | None = None
        self._index = Index(self._built_in())

    async def refresh(self, database: Database) -> None:
        """Takes over what was imported since the last look; a running search keeps the index that it began with."""
        async with database.reading() as connection:
            edition = await shelter_store.edition(connection)
            if edition == self._edition:
                return
            imported = await shelter_store.entries(connection)
        self._index = await asyncio.to_thread(Index, [*self._built_in(), *imported])
        self._edition = edition

    def __len__(self) -> int:
        return len(self._index)

    async def near(
        self, tx: AsyncConnection, point: Point, pace: Pace, band: Band | None, now: datetime, *, step_free: bool
    ) -> tuple[Near, ...]:
        """The nearest few, with what the time there is allows; with `step_free` those that are known to have steps are
        left out, and those of which nothing is known stay.
        """
        accepts = _without_steps if step_free else None
        hidden = await shelter_store.hidden(tx, now)
        nearest = self._index.nearest(point, SHOWN + len(hidden), WITHIN, accepts)
        found = tuple((shelter, away) for shelter, away in nearest if shelter not in hidden)[:SHOWN]
        ids = [shelter for shelter, _ in found]
        known = await self.by_ids(tx, ids)
        flags = shown(await shelter_store.flags_of(tx, ids), now)
        return tuple(self._near(known[shelter], away, pace, band, flags) for shelter, away in found if shelter in known)

    def area_at(self, point: Point, within: float) -> AreaId | None:
        """The area whose alerts are those of the nearest station, where one is so near."""
        placed = [(one, one.point) for one in self._stations.values() if one.area]
        ways = [(metres_between(point, its), one.area) for one, its in placed if its]
        away, area = min(ways, key=lambda way: way[0], default=(within + 1, None))
        return area if away <= within else None

    async def by_ids(self, tx: AsyncConnection, ids: Sequence[ShelterId]) -> dict[ShelterId, Shelter]:
        built_in = {one: self._stations[one] for one in ids if one in self._stations}
        imported = [one for one in ids if one not in built_in]
        return built_in | (await shelter_store.by_ids(tx, imported) if imported else {})

    async def flags_of(self, tx: AsyncConnection, shelter: ShelterId, now: datetime) -> tuple[Flag, ...]:
        return shown(await shelter_store.flags_of(tx, [shelter]), now)

    async def named(self, tx: AsyncConnection, words: str) -> Named:
        """What typed words mean, whole or not at all."""
        landmark = landmark_named(words, self._landmarks)
        if landmark:
            return Named(landmark)
        wanted = searched(words)
        found = await shelter_store.named(tx, wanted, NAMED + 1) if wanted else ()
        if len(found) == 1 and found[0].point:
            return Named(Landmark(found[0].id, found[0].name, found[0].point))
        return Named(shelters=found[:NAMED])

    @property
    def landmarks(self) -> tuple[Landmark, ...]:
        """What people name instead of an address, without the stations."""
        return tuple(one for one in self._landmarks if one.id not in self._stations)

    @property
    def areas(self) -> frozenset[AreaId]:
        """Where the stations and the places that people name are."""
        return frozenset(one.area for one in self._stations.values() if one.area)

    def landmark(self, landmark_id: str) -> Landmark | None:
        return next((one for one in self._landmarks if one.id == landmark_id), None)

    def _near(self, shelter: Shelter, away: float, pace: Pace, band: Band | None, flags: tuple[Flag, ...]) -> Near:
        minutes = walking_minutes(away, pace)
        own = tuple(flag for flag in flags if flag.shelter == shelter.id)
        said = advice(band, minutes, shelter.access, (flag.kind for flag in own)) if band else None
        return Near(shelter, away, minutes, said, own)

    def _built_in(self) -> list[Entry]:
        placed = [(one, one.point) for one in self._stations.values()]
        return [(one.id, point.latitude, point.longitude, one.step_free) for one, point in placed if point]


def words_of(shelter: Shelter) -> str:
    """What is typed to find it: each word behind a blank, so that a search matches beginnings of words."""
    return " " + normalise(f"{shelter.name['uk']} {shelter.name['en']} {shelter.address}")


def _without_steps(step_free: StepFree) -> bool:
    return step_free is not StepFree.NO
