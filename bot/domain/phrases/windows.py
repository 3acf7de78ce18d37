"""Windows with their days, with every way in which the words can be read, so that none is chosen for anybody."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import product
from math import prod
from typing import TypeAlias

from bot.domain.phrases.clocks import Span, ranges
from bot.domain.phrases.tokens import Tokens
from bot.domain.phrases.words import Kind
from bot.domain.quiet import EVERY_DAY, Window, days_between, never_ends

#: More readings than this are no question that a sleepy person can answer.
MOST_READINGS = 4

_DAYS, _SPAN, _COMMA, _SEMICOLON = "D", "S", ",", ";"
#: Days before every span, after every span, or nowhere; or before some of them, which can be read in several ways.
_BEFORE = re.compile(r"D,?S(,?D,?S)*")
_AFTER = re.compile(r"S,?D(,?SD)*")
_NOWHERE = re.compile(r"S(,S)*")
_SOMEWHERE = re.compile(r"(D,?)?S(,(D,?)?S)*")


@dataclass(frozen=True, slots=True)
class _Item:
    """Days, a span with its readings, or a mark between them."""

    mark: str
    days: frozenset[int] = frozenset()
    spans: tuple[Span, ...] = ()


#: One span with the sets of days that may be meant for it.
_Clause: TypeAlias = tuple[tuple[Span, ...], tuple[frozenset[int], ...]]


def windows(tokens: Tokens) -> tuple[tuple[Window, ...], ...]:
    """Every reading of all these tokens as windows; an empty reading is quiet that is off, no reading none at all."""
    found: dict[tuple[Window, ...], None] = {}
    for items in _all_items(tokens, 0):
        for reading in _readings(items):
            found[reading] = None
            if len(found) > MOST_READINGS:
                return ()
    return tuple(found)


def day_groups(tokens: Tokens, at: int) -> Iterator[tuple[frozenset[int], int]]:
    """The days that begin at a token, as many as are joined: `mon, wed and fri`, `з понеділка по четвер`."""
    read = _day_or_range(tokens, at)
    if read is None:
        return
    days, end = read
    while (more := _day_or_range(tokens, _after_joint(tokens, end))) is not None and _after_joint(tokens, end) > end:
        days, end = days | more[0], more[1]
    yield days, end + 1 if _is(tokens, end, Kind.COLON) else end


def _all_items(tokens: Tokens, at: int) -> Iterator[tuple[_Item, ...]]:
    """Every way to take the tokens apart into days, spans and the marks between them."""
    if at == len(tokens):
        yield ()
    for item, end in _items(tokens, at):
        for rest in _all_items(tokens, end):
            if _may_stand_before(item, rest):
                yield (item, *rest)


def _may_stand_before(item: _Item, rest: Sequence[_Item]) -> bool:
    return not rest or item.mark != rest[0].mark


def _items(tokens: Tokens, at: int) -> Iterator[tuple[_Item, int]]:
    for days, end in day_groups(tokens, at):
        yield _Item(_DAYS, days=days), end
    for spans, end in ranges(tokens, at):
        yield _Item(_SPAN, spans=spans), end
    if _is(tokens, at, Kind.SEMICOLON):
        yield _Item(_SEMICOLON), at + 1
    elif (end := _after_joint(tokens, at)) > at:
        yield _Item(_COMMA), end


def _readings(items: Sequence[_Item]) -> Iterator[tuple[Window, ...]]:
    clauses: list[_Clause] = []
    for group in _groups(items):
        read = _clauses(group)
        if read is None:
            return
        clauses += read
    choices = [[(span, days) for days in day_sets for span in spans] for spans, day_sets in clauses]
    if prod(map(len, choices)) > MOST_READINGS:
        return
    for chosen in product(*choices):
        reading = _merged(chosen)
        if not never_ends(reading):
            yield reading


def _groups(items: Sequence[_Item]) -> Iterator[list[_Item]]:
    group: list[_Item] = []
    for item in items:
        if item.mark == _SEMICOLON:
            yield group
            group = []
        else:
            group.append(item)
    yield group


def _clauses(group: Sequence[_Item]) -> list[_Clause] | None:
    """The spans between two semicolons with their days."""
    shape = "".join(item.mark for item in group)
    spans = [item.spans for item in group if item.mark == _SPAN]
    days = [item.days for item in group if item.mark == _DAYS]
    if _NOWHERE.fullmatch(shape):
        return [(one, (EVERY_DAY,)) for one in spans]
    if _BEFORE.fullmatch(shape) or _AFTER.fullmatch(shape):
        return [(one, (own,)) for one, own in zip(spans, days, strict=True)]
    return _guessable(group) if _SOMEWHERE.fullmatch(shape) else None


def _guessable(group: Sequence[_Item]) -> list[_Clause]:
    """A span without days among others: after them of the same days or of every day, before them of the rest or all."""
    said = frozenset[int]().union(*(item.days for item in group))
    clauses: list[_Clause] = []
    current: frozenset[int] = frozenset()
    fresh = False
    for item in group:
        if item.mark == _DAYS:
            current, fresh = item.days, True
        elif item.mark == _SPAN:
            others = current or EVERY_DAY - said
            clauses.append(
                (item.spans, (current,) if fresh else tuple(dict.fromkeys((others or EVERY_DAY, EVERY_DAY))))
            )
            fresh = False
    return clauses


def _merged(chosen: Iterable[tuple[Span, frozenset[int]]]) -> tuple[Window, ...]:
    """Equal hours make one window; a window that is off is left out."""
    days_of: dict[Span, frozenset[int]] = {}
    for span, days in chosen:
        if span[0] != span[1]:
            days_of[span] = days_of.get(span, frozenset()) | days
    return tuple(Window(start, end, days) for (start, end), days in days_of.items())


def _day_or_range(tokens: Tokens, at: int) -> tuple[frozenset[int], int] | None:
    while _is(tokens, at, Kind.BEFORE_DAYS) and not _is(tokens, at, Kind.DAYS):
        at += 1
    first = at + 1 if _is(tokens, at, Kind.FROM) else at
    if not _is(tokens, first, Kind.DAYS):
        return None
    days, last = tokens[first].meaning.days, first + 2
    joined = _is(tokens, first + 1, Kind.DASH) or _is(tokens, first + 1, Kind.TO)
    if joined and _is(tokens, last, Kind.DAYS) and len(days) == len(tokens[last].meaning.days) == 1:
        return days_between(min(days), min(tokens[last].meaning.days)), last + 1
    return (days, first + 1) if first == at else None


def _after_joint(tokens: Tokens, at: int) -> int:
    """Past a comma, an "and", or both."""
    end = at + 1 if _is(tokens, at, Kind.COMMA) else at
    return end + 1 if _is(tokens, end, Kind.AND) else end


def _is(tokens: Tokens, at: int, kind: Kind) -> bool:
    return at < len(tokens) and tokens[at].has(kind)
