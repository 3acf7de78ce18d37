"""The shape of what one language knows of hours, days and orders, so that a third language is one more file."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum, auto

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


class Plain(StrEnum):
    """What a whole plain sentence can ask for."""

    QUIET_HOURS = "quiet_hours"
    QUIET_UNTIL = "quiet_until"
    QUIET_TONIGHT = "quiet_tonight"
    QUIET_OFF = "quiet_off"
    DIGEST_AT = "digest_at"
    DIGEST_NOW = "digest_now"
    DIGEST_OFF = "digest_off"
    MUTE = "mute"
    MUTE_OFF = "mute_off"


@dataclass(frozen=True, slots=True)
class Lexicon:
    """One language's words, in lower case with the plain apostrophe; a word may be several with single spaces."""

    #: Hours of the day that need no second look ("midnight"), and those that a day part may still move ("seven").
    fixed_hours: Mapping[str, int]
    hours: Mapping[str, int]
    #: What half an hour before or after the named hour is called, as hours to add ("half past" 0, "пів на" -1).
    halves: Mapping[str, int]
    #: What may follow an hour and says nothing more ("o'clock").
    hour_endings: tuple[str, ...]
    day_parts: Mapping[str, DayPart]
    days: Mapping[str, frozenset[int]]
    before_days: tuple[str, ...]
    #: What may stand beside the hour of something daily without moving it to the evening.
    daily_words: tuple[str, ...]
    from_words: tuple[str, ...]
    to_words: tuple[str, ...]
    until_words: tuple[str, ...]
    at_words: tuple[str, ...]
    and_words: tuple[str, ...]
    modes: Mapping[str, Mode]
    off_words: tuple[str, ...]
    now_words: tuple[str, ...]
    tonight_words: tuple[str, ...]
    all_words: tuple[str, ...]
    #: Counting words for lengths of time, their units in minutes, and lengths that are one phrase ("half an hour").
    numbers: Mapping[str, int]
    units: Mapping[str, int]
    spans: Mapping[str, int]
    before_spans: tuple[str, ...]
    courtesies: tuple[str, ...]
    #: Whole sentences as regular expressions; each has the one slot that its order needs, written `{}`, or none.
    sentences: Mapping[Plain, tuple[str, ...]]


def spelled(words: Mapping[str, int]) -> dict[str, int]:
    """The words, and each as it is typed without its apostrophe or with a hyphen for its space."""
    forms = dict(words)
    for word, value in words.items():
        forms[word.replace("'", "")] = value
    return forms | {form.replace(" ", "-"): value for form, value in forms.items()}


def words_of(lexicon: Lexicon) -> Iterable[str]:
    """Every word and phrase of the vocabulary, sentences aside."""
    mappings: tuple[Mapping[str, object], ...] = (
        lexicon.fixed_hours, lexicon.hours, lexicon.halves, lexicon.day_parts, lexicon.days, lexicon.modes,
        lexicon.numbers, lexicon.units, lexicon.spans,
    )  # fmt: skip
    tuples = (
        lexicon.hour_endings, lexicon.before_days, lexicon.daily_words, lexicon.from_words, lexicon.to_words,
        lexicon.until_words, lexicon.at_words, lexicon.and_words, lexicon.off_words, lexicon.now_words,
        lexicon.tonight_words, lexicon.all_words, lexicon.before_spans,
    )  # fmt: skip
    return (word for group in (*mappings, *tuples) for word in group)
