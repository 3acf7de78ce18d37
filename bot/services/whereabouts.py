"""Tells in which area a location lies, by borders that an operator imported; the location is an argument and is kept
nowhere. Without borders nothing is guessed: the nearest known town can be on the other side of one.
"""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bot.domain.alerts import AreaId
from bot.domain.areas import AreaTree
from bot.domain.outlines import most_local_first
from bot.domain.shelters.shelter import Point
from bot.services.progress import Progress
from bot.sources.outlines import Outlines, read_outlines
from bot.store import outlines as outline_store
from bot.store.database import Database

if TYPE_CHECKING:
    import numpy
    from shapely import STRtree

#: Borders of one statement: the largest have a megabyte.
PIECE = 50


@dataclass(frozen=True, slots=True)
class _Map:
    areas: tuple[AreaId, ...]
    shapes: "numpy.ndarray[Any, Any]"
    tree: "STRtree"


class Whereabouts:
    """The borders that are kept, in memory, by their bounding boxes first."""

    def __init__(self, tree: AreaTree) -> None:
        self._tree = tree
        self._edition: str | None = None
        self._map: _Map | None = None

    async def refresh(self, database: Database) -> None:
        """Takes over what was imported since the last look."""
        async with database.reading() as connection:
            edition = await outline_store.edition(connection)
            if edition == self._edition:
                return
            kept = await outline_store.kept(connection)
        self._map = await asyncio.to_thread(_drawn, kept) if kept else None
        self._edition = edition

    @property
    def is_known(self) -> bool:
        """Whether there are any borders at all."""
        return self._map is not None

    def areas_at(self, point: Point) -> tuple[AreaId, ...]:
        """The areas in which the point lies, or on whose border, the most local first."""
        if self._map is None:
            return ()
        import shapely

        spot = shapely.Point(point.longitude, point.latitude)
        near = self._map.tree.query(spot)
        inside = near[shapely.intersects(self._map.shapes[near], spot)]
        known = (self._map.areas[at] for at in inside)
        return most_local_first((area for area in known if area in self._tree), self._tree)


def _drawn(kept: Sequence[tuple[AreaId, bytes]]) -> _Map:
    import shapely

    shapes = shapely.from_wkb([shape for _, shape in kept])
    # Long borders are cut into pieces once, so that whether a point lies inside takes microseconds.
    shapely.prepare(shapes)
    return _Map(tuple(area for area, _ in kept), shapes, shapely.STRtree(shapes))


async def import_outlines(
    file: Path, database: Database, tree: AreaTree, now: datetime, progress: Progress
) -> Outlines:
    """Keeps the borders of a file (`now` is aware UTC); those of areas that it does not have stay as they were.

    Raises ContentFault for a file that cannot be read to its end, or has nothing to keep: then nothing changed.
    """
    found = await asyncio.to_thread(read_outlines, file, tree, lambda read: progress(read, 0))
    rows = list(found.kept.items())
    async with database.writing() as tx:
        await outline_store.clear_stage(tx)
    # Staged in pieces and taken over at once: an alert of a running bot waits for whoever writes.
    for at in range(0, len(rows), PIECE):
        async with database.writing() as tx:
            await outline_store.stage(tx, rows[at : at + PIECE])
        progress(min(at + PIECE, len(rows)), len(rows))
    async with database.writing() as tx:
        await outline_store.take_over(tx)
        await outline_store.put_edition(tx, now.isoformat())
    return found


async def forget_outlines(database: Database, now: datetime) -> int:
    """Forgets every border (`now` is aware UTC); returns how many there were."""
    async with database.writing() as tx:
        await outline_store.put_edition(tx, now.isoformat())
        return await outline_store.forget(tx)
