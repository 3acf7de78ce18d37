"""What people ask for in their own words: an order when it is certain, else the piece that is not, never a guess."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import time, timedelta
from typing import TypeAlias

from bot.domain.phrases_lexicon import Plain
from bot.domain.phrases_reading import (
    LEXICONS,
    LONGEST_ORDER,
    NotUnderstood,
    normalised,
    not_understood,
    read_clock,
    read_length,
    read_times,
    read_windows,
)
from bot.domain.quiet import Mode, MuteKind, Window

#: When a night ends for those who do not say.
END_OF_NIGHT = time(7)


@dataclass(frozen=True, slots=True)
class SetQuiet:
    """Quiet hours as said; `mode` is None where none was named. Never without a window."""

    windows: tuple[Window, ...]
    mode: Mode | None = None


@dataclass(frozen=True, slots=True)
class QuietOff:
    """No quiet hours."""


@dataclass(frozen=True, slots=True)
class QuietTonight:
    """Quiet once, from now until the next time that the chat's clock shows `until`, mode grave."""

    until: time = END_OF_NIGHT


@dataclass(frozen=True, slots=True)
class SetDigest:
    """A digest at these hours of every day, in order, each once."""

    at: tuple[time, ...]


@dataclass(frozen=True, slots=True)
class DigestOff:
    """No more digests."""


@dataclass(frozen=True, slots=True)
class DigestNow:
    """One digest at once; the chosen hours stay."""


@dataclass(frozen=True, slots=True)
class Mute:
    """Silence for a span from now; plain sentences never choose the kind that silences grave danger."""

    span: timedelta
    kind: MuteKind = MuteKind.GUARDED


@dataclass(frozen=True, slots=True)
class MuteOff:
    """The mute ends now."""


QuietOrder: TypeAlias = SetQuiet | QuietOff | QuietTonight
DigestOrder: TypeAlias = SetDigest | DigestOff | DigestNow
MuteOrder: TypeAlias = Mute | MuteOff
Order: TypeAlias = QuietOrder | DigestOrder | MuteOrder

_OFF = frozenset(word for lexicon in LEXICONS for word in lexicon.off_words)
_NOW = frozenset(word for lexicon in LEXICONS for word in lexicon.now_words)
_TONIGHT = frozenset(word for lexicon in LEXICONS for word in lexicon.tonight_words)
_ALL = frozenset(word for lexicon in LEXICONS for word in lexicon.all_words)
_UNTIL = frozenset(word for lexicon in LEXICONS for word in lexicon.until_words)
_MODES: Mapping[str, Mode] = {word: mode for lexicon in LEXICONS for word, mode in lexicon.modes.items()}
_COURTESIES = frozenset(word for lexicon in LEXICONS for word in lexicon.courtesies)
_SENTENCES = tuple(
    (plain, re.compile(sentence.replace("{}", "(.+)")))
    for lexicon in LEXICONS
    for plain, sentences in lexicon.sentences.items()
    for sentence in sentences
)


def parse_quiet(text: str) -> QuietOrder | NotUnderstood:
    """What follows `/quiet`: windows with or without a mode, `off`, or `tonight`, in any of our languages.

    Windows that start when they end are off; a single night ends by noon.
    """
    words = normalised(text)
    if not words or len(words) > LONGEST_ORDER:
        return not_understood(words)
    if words in _OFF:
        return QuietOff()
    if (tonight := _tonight(words)) is not None:
        return tonight
    hours, mode = _without_mode(words)
    windows = read_windows(hours)
    if isinstance(windows, NotUnderstood):
        return windows if mode is None else not_understood(words)
    return SetQuiet(windows, mode) if windows else QuietOff()


def parse_digest(text: str) -> DigestOrder | NotUnderstood:
    """What follows `/digest`: one or several hours of the day, `off`, or `now`."""
    words = normalised(text)
    if not words or len(words) > LONGEST_ORDER:
        return not_understood(words)
    if words in _OFF:
        return DigestOff()
    if words in _NOW:
        return DigestNow()
    times = read_times(words)
    return times if isinstance(times, NotUnderstood) else SetDigest(times)


def parse_duration(text: str) -> timedelta | NotUnderstood:
    """A length of time with its unit, at most ten hours."""
    words = normalised(text)
    length = read_length(words) if len(words) <= LONGEST_ORDER else None
    return length if length is not None else not_understood(words)


def parse_mute(text: str) -> MuteOrder | NotUnderstood:
    """What follows `/mute`: a length of at most ten hours, with `all` where grave danger is meant too, or `off`."""
    words = normalised(text)
    if words in _OFF:
        return MuteOff()
    kind = MuteKind.GUARDED
    for word in _ALL:
        if words.startswith(word + " ") or words.endswith(" " + word):
            kind, words = MuteKind.ALL, words.removeprefix(word + " ").removesuffix(" " + word)
            break
    length = parse_duration(words)
    return length if isinstance(length, NotUnderstood) else Mute(length, kind)


def parse_plain(text: str) -> Order | None:
    """A whole sentence that sets something ("don't wake me until 7", "дайджест о 8"); None unless all of it is certain.

    A bare "until 7" means this one night. No sentence chooses the mode *nothing* or silences grave danger.
    """
    if len(text) > LONGEST_ORDER:
        return None
    sentence = _without_courtesies(normalised(text))
    for plain, pattern in _SENTENCES:
        found = pattern.fullmatch(sentence)
        order = _ORDERS[plain](found[1] if pattern.groups else "") if found is not None else None
        if order is not None:
            return order
    return None


def _tonight(words: str) -> QuietTonight | None:
    if words in _TONIGHT:
        return QuietTonight()
    for word in sorted(_TONIGHT, key=len, reverse=True):
        words = words.removeprefix(word + " ")
    until, _, hour = words.partition(" ")
    return _until(hour) if until in _UNTIL else None


def _until(hour: str) -> QuietTonight | None:
    """An end after noon, or a twelve that could be midnight, is no night's end."""
    clock = read_clock(hour)
    if clock is None or clock.at > time(12) or (clock.bare and clock.at == time(12)):
        return None
    return QuietTonight(clock.at)


def _without_mode(words: str) -> tuple[str, Mode | None]:
    for phrase in sorted(_MODES, key=len, reverse=True):
        for gap in (" ", ",", ";"):
            if words.endswith(gap + phrase):
                return words.removesuffix(gap + phrase), _MODES[phrase]
    return words, None


def _without_courtesies(sentence: str) -> str:
    shorter = sentence
    for word in sorted(_COURTESIES, key=len, reverse=True):
        for gap in (" ", ","):
            shorter = shorter.removeprefix(word + gap).removesuffix(gap + word)
    return sentence if shorter == sentence else _without_courtesies(shorter)


def _quiet_hours(slot: str) -> SetQuiet | None:
    windows = read_windows(slot)
    return None if isinstance(windows, NotUnderstood) or not windows else SetQuiet(windows)


def _digest_at(slot: str) -> SetDigest | None:
    times = read_times(slot)
    return None if isinstance(times, NotUnderstood) else SetDigest(times)


def _mute(slot: str) -> Mute | None:
    length = read_length(slot)
    return None if length is None else Mute(length)


_ORDERS: Mapping[Plain, Callable[[str], Order | None]] = {
    Plain.QUIET_HOURS: _quiet_hours,
    Plain.QUIET_UNTIL: _until,
    Plain.QUIET_TONIGHT: lambda _: QuietTonight(),
    Plain.QUIET_OFF: lambda _: QuietOff(),
    Plain.DIGEST_AT: _digest_at,
    Plain.DIGEST_NOW: lambda _: DigestNow(),
    Plain.DIGEST_OFF: lambda _: DigestOff(),
    Plain.MUTE: _mute,
    Plain.MUTE_OFF: lambda _: MuteOff(),
}
