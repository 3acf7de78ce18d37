"""Stretches of time are added and taken away as sets of minutes are."""

from datetime import datetime, timedelta
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from bot.domain.history import Span
from bot.domain.spans import filled, inside, length, united, without
from tests.domain.moments import utc

DAY = utc("2026-11-22 00:00")
MINUTES = range(60)


def at(minute: int) -> datetime:
    return DAY + timedelta(minutes=minute)


def minutes(spans: tuple[Span, ...]) -> set[int]:
    return {minute for minute in MINUTES for start, end in spans if start <= at(minute) < end}


def spans() -> st.SearchStrategy[tuple[Span, ...]]:
    ends = st.tuples(st.sampled_from(MINUTES), st.sampled_from(MINUTES))
    return st.lists(ends.map(lambda pair: (at(min(pair)), at(max(pair))))).map(tuple)


@given(spans(), spans())
def test_spans_are_sets_of_minutes(some: tuple[Span, ...], others: tuple[Span, ...]) -> None:
    together, left = united((*some, *others)), without(some, others)

    assert minutes(together) == minutes(some) | minutes(others)
    assert minutes(left) == minutes(some) - minutes(others)
    for found in (together, left):
        assert all(one[1] < other[0] for one, other in pairwise(found))
        assert length(found) == timedelta(minutes=len(minutes(found)))


@given(spans(), st.lists(st.sampled_from(MINUTES), min_size=2, unique=True))
def test_what_fills_cells_is_what_lies_in_them(some: tuple[Span, ...], edges: list[int]) -> None:
    cells = [at(edge) for edge in sorted(edges)]

    found = list(filled(united(some), cells))

    assert found == [length(inside(some, cell)) for cell in pairwise(cells)]
