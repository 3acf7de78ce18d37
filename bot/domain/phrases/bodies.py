"""What is said of a matter once it is known: hours, an end, a length, with every way in which it can be read."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import time
from typing import Generic, Never, TypeAlias, TypeVar

from bot.domain.phrases.clocks import Clock, clocks
from bot.domain.phrases.lengths import read_length
from bot.domain.phrases.orders import (
    LATEST_END_OF_NIGHT,
    DigestNow,
    Mute,
    MuteUntil,
    Order,
    QuietOff,
    QuietTonight,
    SetQuiet,
)
from bot.domain.phrases.tokens import Tokens
from bot.domain.phrases.windows import MOST_READINGS, day_groups, windows
from bot.domain.phrases.words import Kind
from bot.domain.quiet import EVERY_DAY, Mode, MuteKind, Window

Wanted = TypeVar("Wanted", bound=Order)
Wanted_co = TypeVar("Wanted_co", bound=Order, covariant=True)


@dataclass(frozen=True, slots=True)
class Found(Generic[Wanted_co]):
    """The orders that words can mean, the likelier first; `certain` where one is meant and nothing is left to ask."""

    orders: tuple[Wanted_co, ...] = ()
    certain: bool = True


#: Reads all the tokens or finds nothing.
Body: TypeAlias = Callable[[Tokens], Found[Wanted]]
NONE: Found[Never] = Found()

_MORNINGS = (time(6), time(7), time(8))
_EVENING = time(18)
_SMALL_HOURS = time(3)
_STARTS = (time(22), time(23), time(0))


def read_body(tokens: Tokens, bodies: Sequence[Body[Wanted]]) -> Found[Wanted]:
    """What all the tokens mean by any of these grammars; nothing where one of them means nothing."""
    if not all(token.meaning.kinds for token in tokens):
        return NONE
    found = [one for one in (body(tokens) for body in bodies) if one.orders]
    orders = tuple(dict.fromkeys(order for one in found for order in one.orders))
    if len(orders) > MOST_READINGS:
        return NONE
    slips = any(token.corrected for token in tokens)
    return Found(orders, certain=len(orders) == 1 and not slips and all(one.certain for one in found))


def quiet_windows(tokens: Tokens) -> Found[SetQuiet | QuietOff]:
    """Windows, with a mode before or after them or without."""
    mode: Mode | None = None
    if tokens and tokens[-1].has(Kind.MODE):
        mode, tokens = tokens[-1].meaning.mode, without_comma(tokens[:-1], -1)
    elif tokens and tokens[0].has(Kind.MODE):
        mode, tokens = tokens[0].meaning.mode, without_comma(tokens[1:], 0)
    return Found(tuple(SetQuiet(one, mode) if one else QuietOff() for one in windows(tokens)))


def tonight(tokens: Tokens) -> Found[SetQuiet | QuietTonight]:
    """Tonight alone; with hours of its own it may be meant for every night, so it is asked."""
    rest = _without(tokens, Kind.TONIGHT)
    if rest is None:
        return NONE
    if not rest:
        return Found((QuietTonight(),))
    return _one_night_of(rest)


def today(tokens: Tokens) -> Found[SetQuiet | QuietTonight]:
    """Today with hours of its own: the bot has no quiet hours of a single day, so it is asked."""
    rest = _without(tokens, Kind.TODAY)
    return _one_night_of(rest) if rest else NONE


def until_morning(tokens: Tokens) -> Found[QuietTonight]:
    """An end of the night without an hour."""
    rest = _without(tokens, Kind.TONIGHT) or tokens
    vague = len(rest) == 1 and rest[0].has(Kind.MORNING)
    return Found(tuple(QuietTonight(at) for at in _MORNINGS), certain=False) if vague else NONE


def until(tokens: Tokens) -> Found[QuietTonight | MuteUntil]:
    """An end alone, or with tonight, today or tomorrow: one night, or silence until later in the day."""
    for kind in (Kind.TONIGHT, Kind.TODAY, Kind.TOMORROW):
        rest = _without(tokens, kind)
        if rest is not None:
            return _ends(rest, kind)
    return _ends(tokens, Kind.TONIGHT)


def mute_until(tokens: Tokens, kind: MuteKind = MuteKind.GUARDED) -> Found[MuteUntil]:
    """An end of a mute: an hour that could be in either half of the day is asked."""
    orders = dict.fromkeys(MuteUntil(at, kind) for clock in _until_clocks(tokens) for at in _mute_ends(clock))
    return Found(tuple(orders))


def every_night_until(tokens: Tokens) -> Found[SetQuiet]:
    """An end for every night or for some: the start is asked."""
    for days, end in day_groups(tokens, 0):
        return _starts(days, tokens[end:])
    for at in range(2, len(tokens)):
        for days, end in day_groups(tokens, at):
            if end == len(tokens):
                return _starts(days, tokens[:at])
    return NONE


def from_only(tokens: Tokens) -> Found[SetQuiet]:
    """A start without an end, certain to be in the evening or at night: the end is asked."""
    if not tokens or not (tokens[0].has(Kind.FROM) or tokens[0].has(Kind.AFTER)):
        return NONE
    starts = [clock.said for clock, end in clocks(tokens, 1) if end == len(tokens) and clock.other is None]
    if len(starts) != 1 or _SMALL_HOURS < starts[0] < _EVENING:
        return NONE
    return Found(tuple(SetQuiet((Window(starts[0], end),)) for end in _MORNINGS), certain=False)


def length(tokens: Tokens, kind: MuteKind = MuteKind.GUARDED) -> Found[Mute]:
    """A length of time from now."""
    span = read_length(tokens)
    return NONE if span is None else Found((Mute(span, kind),))


def now(tokens: Tokens) -> Found[DigestNow]:
    """At once."""
    return Found((DigestNow(),)) if len(tokens) == 1 and tokens[0].has(Kind.NOW) else NONE


def _one_night_of(rest: Tokens) -> Found[SetQuiet | QuietTonight]:
    orders: dict[SetQuiet | QuietTonight, None] = {}
    for reading in windows(rest):
        if len(reading) == 1 and reading[0].days == EVERY_DAY and reading[0].end <= LATEST_END_OF_NIGHT:
            orders[QuietTonight(reading[0].end)] = None
        if reading:
            orders[SetQuiet(reading)] = None
    return Found(tuple(orders), certain=False)


def _ends(tokens: Tokens, day: Kind) -> Found[QuietTonight | MuteUntil]:
    orders: dict[QuietTonight | MuteUntil, None] = {}
    for clock in _until_clocks(tokens):
        for order in _night_ends(clock, day):
            orders[order] = None
    if day is Kind.TOMORROW:
        nights = tuple(order for order in orders if isinstance(order, QuietTonight))
        return Found(nights, certain=False)
    return Found(tuple(orders))


def _night_ends(clock: Clock, day: Kind) -> Iterator[QuietTonight | MuteUntil]:
    """A bare hour ends this night; today's may be the evening's, and a twelve either."""
    settled = clock.other is None or clock.digital
    both = clock.said.hour == 12 or day is Kind.TODAY
    for at in sorted({clock.said} if settled or not both else set(clock.could_be)):
        yield QuietTonight(at) if at <= LATEST_END_OF_NIGHT else MuteUntil(at)


def _mute_ends(clock: Clock) -> tuple[time, ...]:
    return (clock.said,) if clock.digital else tuple(sorted(clock.could_be))


def _until_clocks(tokens: Tokens) -> Iterator[Clock]:
    if tokens and (tokens[0].has(Kind.UNTIL) or tokens[0].has(Kind.NOT_BEFORE)):
        yield from (clock for clock, end in clocks(tokens, 1) if end == len(tokens))


def _starts(days: frozenset[int], tokens: Tokens) -> Found[SetQuiet]:
    """Days other than every day name the morning, so a start before midnight belongs to the day before."""
    found = _ends(tokens, Kind.TONIGHT)
    if len(found.orders) != 1 or not isinstance(found.orders[0], QuietTonight):
        return NONE
    until = found.orders[0].until
    before = frozenset((day - 1) % 7 for day in days)
    starts = _STARTS if days == EVERY_DAY else _STARTS[1:]
    nights = (Window(start, until, before if start > _EVENING else days) for start in starts if start != until)
    return Found(tuple(SetQuiet((night,)) for night in nights), certain=False)


def _without(tokens: Tokens, kind: Kind) -> Tokens | None:
    """What is left where the first or the last token is of this kind; None where neither is."""
    if tokens and tokens[0].has(kind):
        return without_comma(tokens[1:], 0)
    return tokens[:-1] if tokens and tokens[-1].has(kind) else None


def without_comma(tokens: Tokens, at: int) -> Tokens:
    """The tokens without a comma at their first (0) or last (-1) place."""
    if tokens and tokens[at].has(Kind.COMMA):
        return tokens[1:] if at == 0 else tokens[:-1]
    return tokens
