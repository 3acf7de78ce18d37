"""What words can ask of quiet hours, mutes and digests, as values: the certain, the doubtful and what is not read."""

from dataclasses import dataclass
from datetime import time, timedelta
from enum import StrEnum, auto
from typing import TypeAlias

from bot.domain.digests import DigestHour
from bot.domain.quiet import Mode, MuteKind, Window

#: When a night ends for those who do not say.
END_OF_NIGHT = time(7)
#: A single night ends by then.
LATEST_END_OF_NIGHT = time(12)
LONGEST_MUTE = timedelta(hours=10)


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
    """Quiet once, from now until the next time that the chat's clock shows `until` (by noon), mode grave."""

    until: time = END_OF_NIGHT


@dataclass(frozen=True, slots=True)
class Mute:
    """Silence for a span from now; plain sentences never choose the kind that silences grave danger."""

    span: timedelta
    kind: MuteKind = MuteKind.GUARDED


@dataclass(frozen=True, slots=True)
class MuteUntil:
    """Silence from now until the next time that the chat's clock shows `until`; it may be too far away for a mute."""

    until: time
    kind: MuteKind = MuteKind.GUARDED


@dataclass(frozen=True, slots=True)
class MuteOff:
    """The mute ends now."""


@dataclass(frozen=True, slots=True)
class SetDigest:
    """Digests at these hours of these weekdays, in order, each hour once."""

    at: tuple[DigestHour, ...]


@dataclass(frozen=True, slots=True)
class DigestOff:
    """No more digests."""


@dataclass(frozen=True, slots=True)
class DigestNow:
    """One digest at once; the chosen hours stay."""


QuietOrder: TypeAlias = SetQuiet | QuietOff | QuietTonight
MuteOrder: TypeAlias = Mute | MuteUntil | MuteOff
DigestOrder: TypeAlias = SetDigest | DigestOff | DigestNow
Order: TypeAlias = QuietOrder | MuteOrder | DigestOrder


@dataclass(frozen=True, slots=True)
class Readings:
    """What could be meant, the likelier first; one alone where the words are nearly certain. It must be asked."""

    orders: tuple[Order, ...]


class Subject(StrEnum):
    """What a sentence is about, where nothing more of it is certain."""

    QUIET = auto()
    MUTE = auto()
    DIGEST = auto()


@dataclass(frozen=True, slots=True)
class Unclear:
    """Words that are about this, but from which no order can be read."""

    subject: Subject


@dataclass(frozen=True, slots=True)
class NotUnderstood:
    """The piece of a typed text that has no meaning here, to be shown back; empty when the text was."""

    part: str
