"""The grid finds what looking at every shelter would find, in the same order, wherever one asks."""

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.domain.shelters.nearest import Accepts, Entry, Index
from bot.domain.shelters.shelter import Point, ShelterId, StepFree, metres

QUERIES = 10_000
FEW = 5


def scattered(count: int, seed: int = 7) -> list[Entry]:
    """Half of them in a few cities, half anywhere in Ukraine; some at the same spot."""
    chance = random.Random(seed)
    cities = [(chance.uniform(46, 51), chance.uniform(24, 38)) for _ in range(8)]
    entries: list[Entry] = []
    for number in range(count):
        latitude, longitude = chance.uniform(44.5, 52.3), chance.uniform(22.2, 40.1)
        if number % 2:
            middle = chance.choice(cities)
            latitude, longitude = chance.gauss(middle[0], 0.05), chance.gauss(middle[1], 0.08)
        if number % 50 == 0 and entries:
            _, latitude, longitude, _ = entries[-1]
        entries.append((ShelterId(f"s{number}"), latitude, longitude, chance.choice(list(StepFree))))
    return entries


def by_looking_at_all(
    entries: list[Entry], point: Point, count: int, within: float, accepts: Accepts | None
) -> tuple[tuple[ShelterId, float], ...]:
    ways = [
        (metres(point.latitude, point.longitude, latitude, longitude), shelter)
        for shelter, latitude, longitude, step_free in entries
        if accepts is None or accepts(step_free)
    ]
    return tuple((shelter, away) for away, shelter in sorted(way for way in ways if way[0] <= within)[:count])


def step_free(known: StepFree) -> bool:
    return known is StepFree.YES


@pytest.mark.parametrize("accepts", [None, step_free], ids=["all", "filtered"])
@pytest.mark.parametrize(
    ("count", "queries"), [(300, 400), pytest.param(2_000, QUERIES, marks=pytest.mark.proof, id="ten-thousand-queries")]
)
def test_it_finds_what_looking_at_all_of_them_finds(accepts: Accepts | None, count: int, queries: int) -> None:
    entries = scattered(count)
    index, chance = Index(entries), random.Random(11)

    for _ in range(queries):
        near = chance.choice(entries)
        point = Point(near[1] + chance.gauss(0, 0.05), near[2] + chance.gauss(0, 0.05))
        assert index.nearest(point, FEW, 20_000, accepts) == by_looking_at_all(entries, point, FEW, 20_000, accepts)


@settings(max_examples=200, deadline=None)
@given(
    st.lists(st.tuples(st.floats(48, 49), st.floats(36, 37)), max_size=40),
    st.floats(47.9, 49.1),
    st.floats(35.9, 37.1),
    st.integers(1, 6),
    st.floats(1, 60_000),
)
def test_it_agrees_on_any_points_at_all(
    points: list[tuple[float, float]], latitude: float, longitude: float, count: int, within: float
) -> None:
    entries = [(ShelterId(str(number)), *point, StepFree.UNKNOWN) for number, point in enumerate(points)]
    point = Point(latitude, longitude)

    assert Index(entries).nearest(point, count, within) == by_looking_at_all(entries, point, count, within, None)


def test_nothing_is_found_among_none_and_far_from_all() -> None:
    assert Index([]).nearest(Point(50, 36), FEW, 20_000) == ()
    assert Index(scattered(50)).nearest(Point(52.5, 13.4), FEW, 20_000) == ()
    assert [Index(scattered(50)).nearest(Point(pole, 180), FEW, 20_000) for pole in (90, -90)] == [(), ()]


def test_where_somebody_is_does_not_show_when_it_is_printed() -> None:
    assert "49" not in repr(Point(49.98, 36.25)) and "36" not in f"{Point(49.98, 36.25)}"
