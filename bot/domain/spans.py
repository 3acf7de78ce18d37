"""Adds and takes away stretches of time, because what ran, what was seen and what is asked for overlap in every way.

Spans are half-open, aware UTC; every result is in the order of time, its spans apart from each other.
"""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime, timedelta
from itertools import pairwise

from bot.domain.history import Span


def united(spans: Iterable[Span]) -> tuple[Span, ...]:
    """All of it, each moment once; what touches becomes one."""
    found: list[Span] = []
    for start, end in sorted(spans):
        if start >= end:
            continue
        if found and start <= found[-1][1]:
            found[-1] = found[-1][0], max(end, found[-1][1])
        else:
            found.append((start, end))
    return tuple(found)


def inside(spans: Iterable[Span], span: Span) -> tuple[Span, ...]:
    """What lies in the span, cut at its edges."""
    return united((max(start, span[0]), min(end, span[1])) for start, end in spans)


def without(spans: Iterable[Span], others: Iterable[Span]) -> tuple[Span, ...]:
    """What is left where the others are taken away."""
    return tuple(_left(united(spans), united(others)))


def _left(spans: Sequence[Span], others: Sequence[Span]) -> Iterator[Span]:
    first = 0
    for start, end in spans:
        while first < len(others) and others[first][1] <= start:
            first += 1
        at = first
        while at < len(others) and others[at][0] < end:
            if start < others[at][0]:
                yield start, others[at][0]
            start = max(start, others[at][1])
            at += 1
        if start < end:
            yield start, end


def length(spans: Iterable[Span]) -> timedelta:
    """How long they are together; they are apart."""
    return sum((end - start for start, end in spans), timedelta())


def filled(spans: Sequence[Span], edges: Sequence[datetime]) -> Iterator[timedelta]:
    """How much of each cell between two neighbouring edges (in order) the spans (apart, in order) fill."""
    first = 0
    for start, end in pairwise(edges):
        while first < len(spans) and spans[first][1] <= start:
            first += 1
        total, at = timedelta(), first
        while at < len(spans) and spans[at][0] < end:
            total += min(spans[at][1], end) - max(spans[at][0], start)
            at += 1
        yield total
