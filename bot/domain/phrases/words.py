"""The shape of what one language knows of hours, days and orders, so that a third language is one more file."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum, auto
from fractions import Fraction
from itertools import product

from bot.domain.quiet import Mode


class DayPart(StrEnum):
    """A word that says which half of the day an hour belongs to."""

    AM = auto()
    PM = auto()
    MORNING = auto()
    AFTERNOON = auto()
    EVENING = auto()
    NIGHT = auto()


_AS_SAID = {hour: hour for hour in range(1, 12)}
_TWELVE_ON = {hour: hour + 12 for hour in range(1, 12)}

#: The hours that each part may follow, and what they then are; "seven at night" is not here: it could be either.
HOURS_OF_PART: Mapping[DayPart, Mapping[int, int]] = {
    DayPart.AM: _AS_SAID | {12: 0},
    DayPart.PM: _TWELVE_ON | {12: 12},
    DayPart.MORNING: _AS_SAID,
    DayPart.AFTERNOON: {hour: hour + 12 for hour in range(1, 7)} | {12: 12},
    DayPart.EVENING: {hour: hour + 12 for hour in range(4, 12)},
    DayPart.NIGHT: {hour: hour for hour in range(1, 6)} | {9: 21, 10: 22, 11: 23, 12: 0},
}


class Kind(StrEnum):
    """What a word can be in a sentence of ours; one word may be several."""

    # Hours of the day.
    HOUR = auto()
    FIXED_HOUR = auto()
    DIGITAL = auto()  #: `23:00`, `2300`
    OFFSET = auto()  #: "half past", "за чверть": minutes to add to the hour that follows
    HALF = auto()  #: "half eight", which is 7:30 to some and 8:30 to others
    PAST = auto()
    LESS = auto()  #: "без десяти восьма"
    ENDING = auto()  #: "o'clock"
    PART = auto()
    # Days.
    DAYS = auto()
    DAILY = auto()  #: "every morning": of every day, and of that part of it
    BEFORE_DAYS = auto()
    TODAY = auto()
    TOMORROW = auto()
    TONIGHT = auto()
    NIGHT = auto()  #: a night without hours
    MORNING = auto()  #: an end of the night without an hour
    # Between them.
    FROM = auto()
    AFTER = auto()
    BETWEEN = auto()
    TO = auto()
    UNTIL = auto()
    NOT_BEFORE = auto()  #: an "until" that is an order by itself
    AT = auto()
    AND = auto()
    DASH = auto()
    COMMA = auto()
    SEMICOLON = auto()
    COLON = auto()
    STOP = auto()
    # Lengths of time.
    NUMBER = auto()
    UNIT = auto()
    SPAN = auto()
    BEFORE_SPAN = auto()
    # What is wanted.
    LEAVE = auto()  #: "don't wake me"
    QUIET = auto()
    HUSH = auto()  #: "помовч": quiet, and a mute where nothing more is said
    QUIET_HOURS = auto()
    MUTE = auto()
    UNMUTE = auto()
    SOUND = auto()
    DIGEST = auto()
    SEND = auto()
    NOT_SEND = auto()
    SET = auto()
    TURN = auto()  #: "turn ... off"
    OFF = auto()
    NOW = auto()
    ALL = auto()
    MODE = auto()
    NOT = auto()
    ASKING = auto()  #: "can you": makes a question an order
    COURTESY = auto()


@dataclass(frozen=True, slots=True)
class Meaning:
    """All that a word can be, with the value that goes with each kind: no word has two values of one sort."""

    kinds: frozenset[Kind]
    hour: int | None = None
    minute: int = 0
    number: Fraction | None = None
    minutes: int = 0
    part: DayPart | None = None
    days: frozenset[int] = frozenset()
    mode: Mode | None = None

    def joined(self, other: "Meaning") -> "Meaning":
        """Both at once."""
        return Meaning(
            self.kinds | other.kinds,
            other.hour if self.hour is None else self.hour,
            self.minute or other.minute,
            other.number if self.number is None else self.number,
            self.minutes or other.minutes,
            self.part or other.part,
            self.days or other.days,
            self.mode or other.mode,
        )


@dataclass(frozen=True, slots=True)
class Lexicon:
    """One language's words, in lower case; a pattern is words with `(one|of these)` and `[what may be left out]`."""

    #: Hours that need no second look ("midnight"), and those that a part of the day may still move ("seven").
    fixed_hours: Mapping[str, int]
    hours: Mapping[str, int]
    #: Hours that are one word with their half, named by the hour before.
    half_hours: Mapping[str, int] = field(default_factory=dict)
    #: What stands before an hour and moves it, in minutes.
    offsets: Mapping[str, int] = field(default_factory=dict)
    parts: Mapping[str, DayPart] = field(default_factory=dict)
    days: Mapping[str, frozenset[int]] = field(default_factory=dict)
    #: Words for every day that name a part of it ("every evening"), and those that are days as well ("every night").
    daily: Mapping[str, DayPart] = field(default_factory=dict)
    nightly: Mapping[str, DayPart] = field(default_factory=dict)
    #: Counting words for lengths of time, their units in minutes, and lengths that are one phrase ("half an hour").
    numbers: Mapping[str, int] = field(default_factory=dict)
    units: Mapping[str, int] = field(default_factory=dict)
    spans: Mapping[str, int] = field(default_factory=dict)
    modes: Mapping[str, Mode] = field(default_factory=dict)
    #: Patterns without a value.
    phrases: Mapping[Kind, tuple[str, ...]] = field(default_factory=dict)
    #: Words that look like a slip in one of ours and are none.
    lookalikes: frozenset[str] = frozenset()


def spelling(word: str) -> str:
    """A word as we compare it: apostrophes are typed in ten ways or forgotten."""
    return word.replace("'", "")


def expanded(pattern: str) -> Iterator[tuple[str, ...]]:
    """Every phrase that a pattern stands for, as words."""
    pieces = re.findall(r"\([^)]*\)|\[[^\]]*\]|\S+", pattern)
    choices = [_choices(piece) for piece in pieces]
    for chosen in product(*choices):
        yield tuple(spelling(word) for words in chosen for word in words.split())


def meanings_of(lexicon: Lexicon) -> Iterator[tuple[str, Meaning]]:
    """Every pattern of a language with one of its meanings."""
    for pattern, hour in lexicon.fixed_hours.items():
        yield pattern, Meaning(frozenset({Kind.FIXED_HOUR}), hour=hour)
    for pattern, hour in lexicon.hours.items():
        yield pattern, Meaning(frozenset({Kind.HOUR}), hour=hour)
    for pattern, hour in lexicon.half_hours.items():
        yield pattern, Meaning(frozenset({Kind.HOUR}), hour=hour, minute=30)
    for pattern, days in lexicon.days.items():
        yield pattern, Meaning(frozenset({Kind.DAYS}), days=days)
    for pattern, number in lexicon.numbers.items():
        yield pattern, Meaning(frozenset({Kind.NUMBER}), number=Fraction(number))
    for pattern, mode in lexicon.modes.items():
        yield pattern, Meaning(frozenset({Kind.MODE}), mode=mode)
    yield from _of_parts(lexicon)
    yield from _of_minutes(lexicon)
    yield from _plain(lexicon.phrases)


def _of_parts(lexicon: Lexicon) -> Iterator[tuple[str, Meaning]]:
    for kinds, patterns in (
        ({Kind.PART}, lexicon.parts),
        ({Kind.DAILY}, lexicon.daily),
        ({Kind.DAYS, Kind.DAILY}, lexicon.nightly),
    ):
        days = frozenset(range(7)) if Kind.DAYS in kinds else frozenset()
        for pattern, part in patterns.items():
            yield pattern, Meaning(frozenset(kinds), part=part, days=days)


def _of_minutes(lexicon: Lexicon) -> Iterator[tuple[str, Meaning]]:
    for kind, patterns in ((Kind.OFFSET, lexicon.offsets), (Kind.UNIT, lexicon.units), (Kind.SPAN, lexicon.spans)):
        for pattern, minutes in patterns.items():
            yield pattern, Meaning(frozenset({kind}), minutes=minutes)


def _plain(phrases: Mapping[Kind, Iterable[str]]) -> Iterator[tuple[str, Meaning]]:
    for kind, patterns in phrases.items():
        for pattern in patterns:
            yield pattern, Meaning(frozenset({kind}))


def _choices(piece: str) -> list[str]:
    if piece.startswith("["):
        return ["", *piece[1:-1].split("|")]
    return piece[1:-1].split("|") if piece.startswith("(") else [piece]
