"""Reads hours, windows and lengths of time as people write them, and names what it cannot read instead of guessing."""

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import time, timedelta
from fractions import Fraction
from typing import TypeVar

from bot.domain.phrases_en import ENGLISH
from bot.domain.phrases_lexicon import HOURS_OF_PART, Lexicon, words_of
from bot.domain.phrases_uk import UKRAINIAN
from bot.domain.quiet import EVERY_DAY, Window, days_between, never_ends

#: All languages are understood at once: people mix them, and no word here means two things.
LEXICONS: tuple[Lexicon, ...] = (ENGLISH, UKRAINIAN)
#: Longer than any order we know; what is longer is not one.
LONGEST_ORDER = 200
LONGEST_MUTE = timedelta(hours=10)

_LONGEST_PART = 40
_LOOKALIKES = str.maketrans(dict.fromkeys("’‘ʼʹ`´", "'") | dict.fromkeys("‐‑‒–—―−", "-"))
Value = TypeVar("Value")


@dataclass(frozen=True, slots=True)
class NotUnderstood:
    """The piece of a text that has no meaning here, to be shown back; empty when the text was."""

    part: str


@dataclass(frozen=True, slots=True)
class Clock:
    """An hour of the day; `bare` when nothing tells "seven" in the morning from "seven" in the evening.

    `halved` when a word such as "pm" told it, so that a bare hour beside it may count from one to twelve as well.
    """

    at: time
    bare: bool
    halved: bool = False


@dataclass(frozen=True, slots=True)
class _Clause:
    """One range with the days said before it, after it, or neither; or days alone, whose range is still to come."""

    hours: tuple[time, time] | None
    before: frozenset[int] | None = None
    after: frozenset[int] | None = None


def _merged(mappings: Iterable[Mapping[str, Value]]) -> dict[str, Value]:
    return {word: value for mapping in mappings for word, value in mapping.items()}


def _either(words: Iterable[str]) -> str:
    """One of these words, as a regular expression that prefers the longest."""
    return "(?:" + "|".join(re.escape(word) for word in sorted(words, key=lambda word: (-len(word), word))) + ")"


_FIXED_HOURS = _merged(lexicon.fixed_hours for lexicon in LEXICONS)
_HOURS = _merged(lexicon.hours for lexicon in LEXICONS)
_HALVES = _merged(lexicon.halves for lexicon in LEXICONS)
_DAY_PARTS = _merged(lexicon.day_parts for lexicon in LEXICONS)
_DAYS = _merged(lexicon.days for lexicon in LEXICONS)
_SPANS = _merged(lexicon.spans for lexicon in LEXICONS)
_UNITS = _merged(lexicon.units for lexicon in LEXICONS)
_NUMBERS = _merged(lexicon.numbers for lexicon in LEXICONS)
_KNOWN_WORDS = {word for lexicon in LEXICONS for phrase in words_of(lexicon) for word in phrase.split()}

_NUMERIC_HOUR = re.compile(r"([0-9]{1,2})(?:[:.]([0-9]{2}))?")
_HALF_HOUR = re.compile(rf"({_either(_HALVES)}) (.+)")
_HOUR_ENDING = re.compile(rf"(.+?) {_either(word for lexicon in LEXICONS for word in lexicon.hour_endings)}")
_DAY_PART = re.compile(rf"(.*[0-9]|.+(?= )) ?({_either(_DAY_PARTS)})")
_FROM = re.compile(rf"{_either(word for lexicon in LEXICONS for word in lexicon.from_words)} ")
_TO = re.compile(rf"-| {_either(word for lexicon in LEXICONS for word in lexicon.to_words)} ")
_AT = re.compile(rf"{_either(word for lexicon in LEXICONS for word in lexicon.at_words)} ")
_AND = re.compile(rf",| {_either(word for lexicon in LEXICONS for word in lexicon.and_words)} ")
_BEFORE_DAYS = re.compile(rf"{_either(word for lexicon in LEXICONS for word in lexicon.before_days)} ")
_BEFORE_SPAN = re.compile(rf"{_either(word for lexicon in LEXICONS for word in lexicon.before_spans)} ")
_DAILY = tuple(word for lexicon in LEXICONS for word in lexicon.daily_words)
_LENGTH = re.compile(
    rf"([0-9]{{1,3}}(?:[.,][0-9]{{1,2}})?|{_either(_NUMBERS)}(?= )) ?"
    rf"({_either(_UNITS)})(?![^\W\d_])\.?(?: |$|(?=[0-9]))"
)


def normalised(text: str) -> str:
    """Lower case, one kind of apostrophe and dash, single spaces, no full stop at the end."""
    plain = " ".join(unicodedata.normalize("NFC", text).casefold().translate(_LOOKALIKES).split())
    return re.sub(r" ?([-,;]) ?", r"\1", plain).strip(" .!?,;")


def not_understood(text: str) -> NotUnderstood:
    """The first piece of a text that means nothing to us; all of it when each piece would mean something elsewhere."""
    unknown = (piece for piece in re.split("[ ,;]", text) if piece and not _is_known(piece))
    halves = (half for piece in unknown for half in piece.split("-") if half)
    part = next((half for half in halves if not _is_known(half)), text)
    return NotUnderstood(part if len(part) <= _LONGEST_PART else part[:_LONGEST_PART] + "…")


def read_clock(text: str) -> Clock | None:
    """`23`, `23:00`, `11pm`, `half past eight`, `сьомої ранку`, `опівночі`, `пів на дев'яту`."""
    if text in _FIXED_HOURS:
        return Clock(time(_FIXED_HOURS[text]), bare=False)
    if (divided := _DAY_PART.fullmatch(text)) is not None:
        return _halved(divided[1], HOURS_OF_PART[_DAY_PARTS[divided[2]]])
    if (ended := _HOUR_ENDING.fullmatch(text)) is not None:
        return read_clock(ended[1])
    return _half_hour(text) or _hour(text)


def read_range(text: str) -> tuple[time, time] | None:
    """`23-7`, `23:00-07:00`, `from 11pm to 7am`, `з 23 до 7`; None too where a bare start could mean the evening."""
    if read_clock(text) is not None:
        return None  # "twenty-three" is an hour, not a night from twenty to three
    text = _FROM.sub("", text, count=1) if _FROM.match(text) else text
    pairs = ((read_clock(text[: cut.start()]), _read_end(text[cut.end() :])) for cut in _TO.finditer(text))
    found = [(start, end) for start, end in pairs if start is not None and end is not None]
    if len(found) != 1:
        return None
    (start, end), ends_at_24 = found[0], re.search(r"(?:^|\D)24(?:[:.]00)?$", text) is not None
    whole_day = ends_at_24 and start.at == time(0)
    return None if whole_day or (not ends_at_24 and _is_doubtful(start, end)) else (start.at, end.at)


def read_windows(text: str) -> tuple[Window, ...] | NotUnderstood:
    """`weekdays 23-7, weekends 00-9`, `пн-пт з 23 до 7`: equal hours make one window, a window that is off is left out.

    Days are said with every range or with none; quiet that never ends is not understood.
    """
    clauses: list[_Clause] = []
    for group in text.split(";"):
        read = _read_group(group)
        if isinstance(read, NotUnderstood):
            return read
        clauses += read
    days_of: dict[tuple[time, time], frozenset[int]] = {}
    for clause in clauses:
        if clause.hours is not None and clause.hours[0] != clause.hours[1]:
            days_of[clause.hours] = days_of.get(clause.hours, frozenset()) | _days_of(clause)
    windows = tuple(Window(start, end, days) for (start, end), days in days_of.items())
    return not_understood(text) if never_ends(windows) else windows


def read_times(text: str) -> tuple[time, ...] | NotUnderstood:
    """`8`, `at 8am`, `08:00, 20:30`, `щодня о восьмій`: hours of the day in order, each once."""
    times: set[time] = set()
    for piece in _AND.split(_without_daily(text)):
        clock = read_clock(_AT.sub("", piece, count=1) if _AT.match(piece) else piece)
        if clock is None:
            return not_understood(piece or text)
        times.add(clock.at)
    return tuple(sorted(times))


def read_length(text: str) -> timedelta | None:
    """`2h`, `1 h 30 min`, `for two hours`, `на півгодини`, `1,5 год`: longer than nothing, at most ten hours."""
    text = _BEFORE_SPAN.sub("", text, count=1) if _BEFORE_SPAN.match(text) else text
    minutes = Fraction(_SPANS[text]) if text in _SPANS else _counted_minutes(text)
    if minutes is None or minutes.denominator != 1 or not 0 < minutes <= LONGEST_MUTE // timedelta(minutes=1):
        return None
    return timedelta(minutes=int(minutes))


def _is_known(piece: str) -> bool:
    day_range = all(half in _DAYS for half in piece.split("-"))
    return piece in _KNOWN_WORDS or day_range or _read_end(piece) is not None or _counted_minutes(piece) is not None


def _hour(text: str) -> Clock | None:
    if text in _HOURS:
        return Clock(time(_HOURS[text]), bare=1 <= _HOURS[text] <= 12)
    found = _NUMERIC_HOUR.fullmatch(text)
    if found is None or int(found[1]) > 23 or int(found[2] or 0) > 59:
        return None
    bare = found[2] is None and not found[1].startswith("0") and int(found[1]) <= 12
    return Clock(time(int(found[1]), int(found[2] or 0)), bare)


def _half_hour(text: str) -> Clock | None:
    found = _HALF_HOUR.fullmatch(text)
    named = _hour(found[2]) if found is not None else None
    if found is None or named is None or named.at.minute:
        return None
    hour = (named.at.hour + _HALVES[found[1]]) % 24
    # Half an hour before one is half past twelve, as long as nothing says which twelve.
    return Clock(time(hour or (12 if named.bare else 0), 30), named.bare)


def _halved(text: str, hours: Mapping[int, int]) -> Clock | None:
    """`11 pm`, `11:30 pm`, `о сьомій вечора`: minutes do not settle the half of the day, a first such word does."""
    clock = read_clock(text)
    if clock is None or clock.halved or text in _FIXED_HOURS or clock.at.hour not in hours:
        return None
    return Clock(clock.at.replace(hour=hours[clock.at.hour]), bare=False, halved=True)


def _is_doubtful(start: Clock, end: Clock) -> bool:
    """`11-7` may start in the evening, and `1pm-3` end in the afternoon; `11pm-7` is a night."""
    start_may_be_evening = start.bare and end.at <= start.at
    end_may_be_afternoon = end.bare and start.halved and end.at <= start.at < time(18)
    return start_may_be_evening or end_may_be_afternoon


def _read_end(text: str) -> Clock | None:
    """An end may be midnight by its other name."""
    return Clock(time(0), bare=False) if text in ("24", "24:00", "24.00") else read_clock(text)


def _read_days(text: str) -> frozenset[int] | None:
    text = _BEFORE_DAYS.sub("", text, count=1) if text not in _DAYS and _BEFORE_DAYS.match(text) else text
    if text in _DAYS:
        return _DAYS[text]
    first, dash, last = text.partition("-")
    ends = _DAYS.get(first, EVERY_DAY), _DAYS.get(last, EVERY_DAY)
    if not dash or any(len(end) != 1 for end in ends):
        return None
    return days_between(min(ends[0]), min(ends[1]))


def _read_group(text: str) -> list[_Clause] | NotUnderstood:
    """The clauses between two semicolons: days stand before every range, after every range, or nowhere."""
    clauses: list[_Clause] = []
    carried: frozenset[int] = frozenset()
    for piece in _AND.split(text):
        clause = _read_clause(piece)
        if clause is None:
            return not_understood(piece or text)
        if clause.hours is None:
            carried |= _days_of(clause)
            continue
        if carried and clause.after is not None:
            return not_understood(text)
        clauses.append(_Clause(clause.hours, carried | (clause.before or frozenset()) or None, clause.after))
        carried = frozenset()
    orders = {(clause.before is not None, clause.after is not None) for clause in clauses}
    return not_understood(text) if carried or len(orders) != 1 else clauses


def _read_clause(piece: str) -> _Clause | None:
    days = _read_days(piece)
    if days is not None:
        return _Clause(None, before=days)
    hours = read_range(piece)
    if hours is not None:
        return _Clause(hours)
    words = piece.split(" ")
    cuts = ((" ".join(words[:cut]), " ".join(words[cut:])) for cut in range(1, len(words)))
    return next((clause for head, tail in cuts if (clause := _divided(head, tail)) is not None), None)


def _divided(head: str, tail: str) -> _Clause | None:
    days, hours = _read_days(head), read_range(tail)
    if days is not None and hours is not None:
        return _Clause(hours, before=days)
    hours, days = read_range(head), _read_days(tail)
    return _Clause(hours, after=days) if hours is not None and days is not None else None


def _days_of(clause: _Clause) -> frozenset[int]:
    return clause.before or clause.after or EVERY_DAY


def _without_daily(text: str) -> str:
    for word in _DAILY:
        if text.startswith(word + " "):
            return text.removeprefix(word + " ")
        if text.endswith(" " + word):
            return text.removesuffix(" " + word)
    return text


def _counted_minutes(text: str) -> Fraction | None:
    """Numbers with units, each unit once, the longer first."""
    total, position, last_unit = Fraction(0), 0, 61
    while position < len(text):
        found = _LENGTH.match(text, position)
        if found is None or _UNITS[found[2]] >= last_unit:
            return None
        last_unit = _UNITS[found[2]]
        number = found[1].replace(",", ".")
        total += (_NUMBERS[number] if number in _NUMBERS else Fraction(number)) * last_unit
        position = found.end()
    return total
