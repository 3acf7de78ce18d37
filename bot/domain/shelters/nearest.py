"""Finds the nearest of a hundred thousand shelters: points lie in cells of a grid, and cells are looked at ring by
ring, from the middle outward, until no nearer one can follow.

Why not a library's tree: docs/decisions/0020.
"""

from array import array
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from math import asin, cos, degrees, floor, radians, sin
from typing import TypeAlias

from bot.domain.shelters.shelter import EARTH, Point, ShelterId, StepFree, metres

#: Degrees: a cell is about 1.1 by 1.1 km at 50° N.
_HEIGHT, _WIDTH = 0.01, 0.0155

#: What an index is made of: the shelter, its degrees, and the one thing that searches filter by.
Entry: TypeAlias = tuple[ShelterId, float, float, StepFree]
Accepts: TypeAlias = Callable[[StepFree], bool]


class Index:
    """Immutable once built; a new edition of the shelters is a new index."""

    def __init__(self, entries: Iterable[Entry]) -> None:
        self._ids: list[ShelterId] = []
        self._latitudes, self._longitudes = array("d"), array("d")
        self._step_free: list[StepFree] = []
        self._cells: dict[tuple[int, int], array[int]] = defaultdict(lambda: array("l"))
        for position, (shelter, latitude, longitude, step_free) in enumerate(entries):
            self._ids.append(shelter)
            self._latitudes.append(latitude)
            self._longitudes.append(longitude)
            self._step_free.append(step_free)
            self._cells[floor(latitude / _HEIGHT), floor(longitude / _WIDTH)].append(position)
        self._cells = dict(self._cells)
        self._south = min(self._latitudes, default=91.0)
        self._north = max(self._latitudes, default=-91.0)

    def __len__(self) -> int:
        return len(self._ids)

    def nearest(
        self, point: Point, count: int, within: float, accepts: Accepts | None = None
    ) -> tuple[tuple[ShelterId, float], ...]:
        """At most `count` shelters within so many metres, the nearest first, each with its metres."""
        found: list[tuple[float, ShelterId]] = []
        # Near a pole meridians meet, and no number of rings would be enough.
        if not self._south - _degrees(within) <= point.latitude <= self._north + _degrees(within):
            return ()
        for ring, beyond in self._rings(point):
            found += self._in_ring(point, ring, within, accepts)
            found.sort()
            del found[count:]
            if beyond > within or (len(found) == count and found[-1][0] < beyond):
                break
        return tuple((shelter, away) for away, shelter in found)

    def _rings(self, point: Point) -> Iterator[tuple[Iterator[tuple[int, int]], float]]:
        """The cells at one more step from the middle, with the metres below which all beyond them cannot be."""
        row, column = floor(point.latitude / _HEIGHT), floor(point.longitude / _WIDTH)
        size = 0
        while True:
            south = point.latitude - (row - size) * _HEIGHT
            north = (row + size + 1) * _HEIGHT - point.latitude
            west = point.longitude - (column - size) * _WIDTH
            east = (column + size + 1) * _WIDTH - point.longitude
            # The way to a parallel is along the meridian; the way to a meridian is a great circle square to it.
            to_parallel = EARTH * radians(min(south, north))
            to_meridian = EARTH * asin(cos(radians(point.latitude)) * sin(radians(min(90.0, west, east))))
            yield _ring(row, column, size), min(to_parallel, to_meridian)
            size += 1

    def _in_ring(
        self, point: Point, ring: Iterator[tuple[int, int]], within: float, accepts: Accepts | None
    ) -> Iterator[tuple[float, ShelterId]]:
        for cell in ring:
            for position in self._cells.get(cell, ()):
                if accepts and not accepts(self._step_free[position]):
                    continue
                latitude, longitude = self._latitudes[position], self._longitudes[position]
                away = metres(point.latitude, point.longitude, latitude, longitude)
                if away <= within:
                    yield away, self._ids[position]


def _degrees(away: float) -> float:
    return degrees(away / EARTH)


def _ring(row: int, column: int, size: int) -> Iterator[tuple[int, int]]:
    if size == 0:
        yield row, column
        return
    for step in range(-size, size + 1):
        yield row - size, column + step
        yield row + size, column + step
    for step in range(1 - size, size):
        yield row + step, column - size
        yield row + step, column + size
