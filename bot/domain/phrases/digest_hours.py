"""The hours of a digest with their weekdays, with every way in which the words can be read, so that none is chosen for
anybody.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import time
from itertools import product
from math import prod
from typing import TypeAlias

from bot.domain.digests import DigestHour, tidied
from bot.domain.phrases.bodies import NONE, Found, without_comma
from bot.domain.phrases.clocks import Clock, clocks, in_part
from bot.domain.phrases.orders import SetDigest
from bot.domain.phrases.tokens import Token, Tokens
from bot.domain.phrases.windows import MOST_READINGS, day_groups
from bot.domain.phrases.words import DayPart, Kind
from bot.domain.quiet import EVERY_DAY

_DAYS, _HOUR, _COMMA = "D", "H", ","
#: Days before the hours, after the hours, or nowhere; or days of some hours, where it is asked whose the others are.
_BEFORE = re.compile(r"D,?H(,H)*(,?D,?H(,H)*)*")
_AFTER = re.compile(r"H(,H)*,?D(,H(,H)*,?D)*")
_NOWHERE = re.compile(r"H(,H)*")
_ONE_SIDE = re.compile(r"H(,H)*,D,?H(,H)*|H(,H)*,?D,H(,H)*")
#: More pieces than this are no hours of a day.
_LONGEST = 24


@dataclass(frozen=True, slots=True)
class _Item:
    """Days, an hour with what it could be, or what stands between them; `unsure` where two bare numbers follow each
    other, which could be an hour with its minutes.
    """

    mark: str
    days: frozenset[int] = frozenset()
    walls: tuple[time, ...] = ()
    unsure: bool = False


#: Hours with what each could be, and the sets of days that may be meant for them.
_Clause: TypeAlias = tuple[tuple[tuple[time, ...], ...], tuple[frozenset[int], ...]]


def digest_times(tokens: Tokens) -> Found[SetDigest]:
    """One or several hours, of every day or of the weekdays that are named; a bare hour is the one of a clock of 24
    hours unless an evening is named.
    """
    part, rest = _daily(tokens)
    found: dict[SetDigest, bool] = {}
    for items in _all_items(rest, 0, part):
        for reading in _readings(items):
            unsure = any(item.unsure for item in items)
            found[SetDigest(reading)] = found.get(SetDigest(reading), True) and not unsure
            if len(found) > MOST_READINGS:
                return NONE
    return Found(tuple(found), certain=all(found.values()))


def _daily(tokens: Tokens) -> tuple[DayPart | None, Tokens]:
    """Which part of every day is named ("every evening"), and what is left."""
    for at in (0, len(tokens) - 1) if tokens else ():
        token = tokens[at]
        if token.has(Kind.DAILY):
            rest = tokens[1:] if at == 0 else tokens[:-1]
            return token.meaning.part, without_comma(rest, 0 if at == 0 else -1)
    return None, tokens


def _all_items(tokens: Tokens, at: int, part: DayPart | None) -> Iterator[tuple[_Item, ...]]:
    """Every way to take the tokens apart into days, hours and what stands between them."""
    if len(tokens) > _LONGEST:
        return
    if at == len(tokens):
        yield ()
        return
    for item, end in _items(tokens, at, part):
        for rest in _all_items(tokens, end, part):
            if rest and item.mark == rest[0].mark == _HOUR:
                yield from _side_by_side(item, rest, tokens[end - 1], tokens[end])
            elif not rest or item.mark != rest[0].mark:
                yield (item, *rest)


def _side_by_side(item: _Item, rest: tuple[_Item, ...], before: Token, after: Token) -> Iterator[tuple[_Item, ...]]:
    """Two hours with nothing between them: certain where it is written or said where the first ends."""
    apart = before.has(Kind.DIGITAL) or before.has(Kind.PART) or after.has(Kind.DIGITAL) or after.has(Kind.AT)
    yield (item, _Item(_COMMA, unsure=not apart), *rest)


def _items(tokens: Tokens, at: int, part: DayPart | None) -> Iterator[tuple[_Item, int]]:
    for days, end in day_groups(tokens, at):
        yield _Item(_DAYS, days=days), end
    first = at + 1 if tokens[at].has(Kind.AT) else at
    for clock, end in clocks(tokens, first):
        if walls := _hours(clock, part):
            yield _Item(_HOUR, walls=walls), end
    if (end := _after_joint(tokens, at)) > at:
        yield _Item(_COMMA), end


def _hours(clock: Clock, part: DayPart | None) -> tuple[time, ...]:
    if clock.ends_day:
        return ()
    if part is None or clock.other is None or clock.digital:
        return (clock.said,)
    if part is DayPart.NIGHT:
        return clock.could_be
    halved = in_part(clock, part)
    return (halved.said,) if halved is not None else ()


def _readings(items: Sequence[_Item]) -> Iterator[tuple[DigestHour, ...]]:
    clauses = _clauses(items)
    choices = [
        [tuple(DigestHour(wall, days) for wall in walls) for days in day_sets for walls in product(*hours)]
        for hours, day_sets in clauses
    ]
    if not choices or prod(map(len, choices)) > MOST_READINGS:
        return
    for chosen in product(*choices):
        yield tidied(hour for hours in chosen for hour in hours)


def _clauses(items: Sequence[_Item]) -> list[_Clause]:
    """The hours with the days that may be meant for them; nothing where the words have no order that we know."""
    shape = "".join(item.mark for item in items)
    said = [item.days for item in items if item.mark == _DAYS]
    if _NOWHERE.fullmatch(shape):
        return [(tuple(item.walls for item in items if item.mark == _HOUR), (EVERY_DAY,))]
    if _BEFORE.fullmatch(shape):
        return [(hours, (days,)) for days, hours in zip(said, _runs(items), strict=True)]
    if _AFTER.fullmatch(shape):
        return [(hours, (days,)) for days, hours in zip(said, _runs(items), strict=True)]
    if _ONE_SIDE.fullmatch(shape):
        return _one_sided(items, said[0])
    return []


def _one_sided(items: Sequence[_Item], days: frozenset[int]) -> list[_Clause]:
    """Days on one side of the hours alone: the others are of the same days, of the other days, or of every day."""
    first, second = _runs(items)
    any_of_them = tuple(dict.fromkeys(one for one in (days, EVERY_DAY - days, EVERY_DAY) if one))
    marks = [item.mark for item in items]
    at = marks.index(_DAYS)
    # In "8 at weekends, 10" the days are the first hour's; in "8, at weekends 10" the second's.
    if marks[at + 1] == _COMMA and at + 2 < len(marks):
        return [(first, (days,)), (second, any_of_them)]
    return [(first, any_of_them), (second, (days,))]


def _runs(items: Sequence[_Item]) -> list[tuple[tuple[time, ...], ...]]:
    """The hours between one mention of days and the next."""
    runs: list[tuple[tuple[time, ...], ...]] = []
    current: tuple[tuple[time, ...], ...] = ()
    for item in items:
        if item.mark == _DAYS and current:
            runs.append(current)
            current = ()
        elif item.mark == _HOUR:
            current = (*current, item.walls)
    return [*runs, current] if current else runs


def _after_joint(tokens: Tokens, at: int) -> int:
    """Past a comma or a semicolon, an "and", or both."""
    marks = tokens[at].has(Kind.COMMA) or tokens[at].has(Kind.SEMICOLON)
    end = at + 1 if marks else at
    return end + 1 if end < len(tokens) and tokens[end].has(Kind.AND) else end
