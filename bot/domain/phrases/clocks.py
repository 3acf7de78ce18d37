"""Hours of the day and nights between two of them, with every way in which the words can be read."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import time
from typing import TypeAlias

from bot.domain.phrases.tokens import Token, Tokens
from bot.domain.phrases.words import HOURS_OF_PART, DayPart, Kind

#: From the start to the end; equal where it is off.
Span: TypeAlias = tuple[time, time]
_HALF_DAY_MINUTES = 12 * 60
_DAY_MINUTES = 24 * 60
#: A longer span is so rare that an hour counted to twelve is likelier to be meant.
_LONGEST_LIKELY = 16 * 60
_EVENING = time(18)
_SPOKEN_MINUTES = frozenset({10, 15, 20, 30, 40, 45, 50})
_FEW_MINUTES = frozenset({5, 10, 15, 20, 25})
_WRITTEN_MINUTES = frozenset({"00", "15", "30", "45"})


@dataclass(frozen=True, slots=True)
class Clock:
    """An hour of the day as it was said; `other` is the same hour in the other half of the day, where it may be meant.

    `exact`: said so that the clock has 24 hours. `digital`: with its minutes in digits. `ends_day`: the midnight `24`.
    """

    said: time
    other: time | None = None
    exact: bool = False
    digital: bool = False
    ends_day: bool = False

    @property
    def could_be(self) -> tuple[time, ...]:
        return (self.said,) if self.other is None else (self.said, self.other)


def clocks(tokens: Tokens, at: int) -> Iterator[tuple[Clock, int]]:
    """Every hour of the day that begins at a token, with the token after it."""
    if at >= len(tokens):
        return
    token = tokens[at]
    if token.has(Kind.FIXED_HOUR) and token.meaning.hour is not None:
        yield Clock(time(token.meaning.hour)), at + 1
    for clock, end in (*_moved(tokens, at), *_straight(tokens, at)):
        yield clock, end
        after_ending = end + 1 if _is(tokens, end, Kind.ENDING) else end
        if after_ending > end:
            yield clock, after_ending
        part = tokens[after_ending].meaning.part if _is(tokens, after_ending, Kind.PART) else None
        halved = in_part(clock, part) if part is not None else None
        if halved is not None:
            yield halved, after_ending + 1


def in_part(clock: Clock, part: DayPart) -> Clock | None:
    """The hour in that part of the day: `11` at night is 23:00; None where the part has no such hour."""
    named = clock.said.hour
    hours = HOURS_OF_PART[part]
    if clock.exact and not 1 <= clock.said.hour <= 12:
        return None
    if named not in hours:
        return None
    minutes = hours[named] * 60 + clock.said.minute
    return Clock(_wall(minutes), exact=False)


def ranges(tokens: Tokens, at: int) -> Iterator[tuple[tuple[Span, ...], int]]:
    """Every span between two hours that begins at a token: its readings, and the token after it."""
    if _is(tokens, at, Kind.BETWEEN):
        yield from _joined(tokens, at + 1, Kind.AND)
    first = at + 1 if _is(tokens, at, Kind.FROM) or _is(tokens, at, Kind.AFTER) else at
    yield from _joined(tokens, first, Kind.DASH)
    yield from _joined(tokens, first, Kind.TO)


def read_span(start: Clock, end: Clock) -> tuple[Span, ...]:
    """What the two hours can mean, the night first: one reading where it is certain, none where there is none.

    One hour that only a clock of 24 hours has settles the other; else each may be in either half of the day. What
    would last more than sixteen hours is meant only where nothing else can be; of two bare hours, more than twelve only
    from the evening on.
    """
    literal = (start.said, end.said)
    if start.ends_day or (end.ends_day and start.said == time(0)):
        return ()
    settled = start.exact or end.exact or (start.digital and end.digital)
    likely = {span for span in _all_spans(start, end) if _is_likely(span, start, end)}
    if settled and (_minutes(literal) <= _LONGEST_LIKELY or not likely - {literal}):
        return (literal,)
    if settled or not likely:
        likely.add(literal)
    off = (literal,) if start.said == end.said else ()
    return (*sorted(likely.difference(off), key=_likelihood), *off)


def _joined(tokens: Tokens, at: int, joint: Kind) -> Iterator[tuple[tuple[Span, ...], int]]:
    for start, middle in clocks(tokens, at):
        bridge = middle + 1 if joint is Kind.TO and _is(tokens, middle, Kind.AND) else middle
        if _is(tokens, bridge, joint):
            for end, after in clocks(tokens, bridge + 1):
                readings = read_span(start, end)
                if readings:
                    yield readings, after


def _straight(tokens: Tokens, at: int) -> Iterator[tuple[Clock, int]]:
    """`23`, `23:00`, `сьомої`, `7 30`, `шостої тридцять`."""
    token = tokens[at]
    clock = _from_token(token)
    if clock is None:
        return
    yield clock, at + 1
    if token.has(Kind.DIGITAL) or at + 1 >= len(tokens) or token.meaning.minute:
        return
    minutes = _minutes_after(token, tokens[at + 1])
    if minutes is not None:
        written = token.text[0].isdigit()
        other = clock.other and clock.other.replace(minute=minutes)
        yield replace(clock, said=clock.said.replace(minute=minutes), other=other, digital=written), at + 2


def _moved(tokens: Tokens, at: int) -> Iterator[tuple[Clock, int]]:
    """`half past eight`, `за чверть восьма`, `ten past seven`, `без десяти восемь`."""
    token = tokens[at]
    second = tokens[at + 1] if at + 1 < len(tokens) else None
    if token.has(Kind.OFFSET):
        yield from _shifted(tokens, at + 1, token.meaning.minutes)
    if token.has(Kind.HALF):
        yield from _shifted(tokens, at + 1, -30)
        yield from _shifted(tokens, at + 1, 30)
    if second is None:
        return
    if token.has(Kind.LESS) and (less := _few_minutes(second)):
        yield from _shifted(tokens, at + 2, -less)
    if second.has(Kind.PAST) and (past := _few_minutes(token)):
        yield from _shifted(tokens, at + 2, past)


def _shifted(tokens: Tokens, at: int, minutes: int) -> Iterator[tuple[Clock, int]]:
    token = tokens[at] if at < len(tokens) else None
    clock = _from_token(token) if token is not None and not token.meaning.minute else None
    if token is None or clock is None or token.has(Kind.DIGITAL) or clock.ends_day:
        return
    if clock.other is None:
        yield replace(clock, said=_wall(_of_day(clock.said) + minutes)), at + 1
        return
    # Half an hour before one is half past twelve, as long as nothing says which twelve.
    moved = (_of_day(clock.said) + minutes) % _HALF_DAY_MINUTES
    said = _wall(moved if moved >= 60 else moved + _HALF_DAY_MINUTES)
    yield Clock(said, _wall(_of_day(said) + _HALF_DAY_MINUTES)), at + 1


def _from_token(token: Token) -> Clock | None:
    hour = token.meaning.hour
    if hour is None or not (token.has(Kind.HOUR) or token.has(Kind.DIGITAL)):
        return None
    said = time(hour % 24, token.meaning.minute)
    other = None if token.exact or not 1 <= hour <= 12 else _wall(_of_day(said) + _HALF_DAY_MINUTES)
    exact = token.exact or not 1 <= hour <= 12
    return Clock(said, other, exact, digital=token.has(Kind.DIGITAL), ends_day=hour == 24)


def _minutes_after(hour: Token, token: Token) -> int | None:
    if hour.text[0].isdigit():
        return int(token.text) if token.text in _WRITTEN_MINUTES else None
    number = token.meaning.number
    spoken = number is not None and not token.text[0].isdigit() and number in _SPOKEN_MINUTES
    return int(number) if spoken and number is not None else None


def _few_minutes(token: Token) -> int:
    number = token.meaning.number
    return int(number) if number is not None and number in _FEW_MINUTES else 0


def _all_spans(start: Clock, end: Clock) -> Iterator[Span]:
    return ((first, last) for first in start.could_be for last in end.could_be)


def _is_likely(span: Span, start: Clock, end: Clock) -> bool:
    bare = start.other is not None and end.other is not None
    longest = _HALF_DAY_MINUTES if bare and span[0] < _EVENING else _LONGEST_LIKELY
    return 0 < _minutes(span) <= longest


def _likelihood(span: Span) -> tuple[bool, int, time]:
    start, end = span
    by_night = start <= time(2) < end or time(0) < end < start
    return not by_night, _minutes(span), start


def _minutes(span: Span) -> int:
    return (_of_day(span[1]) - _of_day(span[0])) % _DAY_MINUTES


def _of_day(wall: time) -> int:
    return wall.hour * 60 + wall.minute


def _wall(minutes: int) -> time:
    hour, minute = divmod(minutes % _DAY_MINUTES, 60)
    return time(hour, minute)


def _is(tokens: Tokens, at: int, kind: Kind) -> bool:
    return at < len(tokens) and tokens[at].has(kind)
