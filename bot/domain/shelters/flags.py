"""What people say of a shelter's door: shown at once as not checked, forgotten after a while, never with who said
it.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from bot.domain.shelters.shelter import ShelterId


class FlagKind(StrEnum):
    """What was found there."""

    CLOSED = "closed"
    LOCKED = "locked"
    FULL = "full"
    NO_RAMP = "no_ramp"


class Review(StrEnum):
    """What an operator made of it."""

    UNCHECKED = "unchecked"
    CONFIRMED = "confirmed"
    REJECTED = "rejected"


#: How long a word of mouth is worth showing, and a checked one. A crowd goes in hours, a ramp is not built in a week.
UNCHECKED_FOR = {
    FlagKind.FULL: timedelta(hours=2),
    FlagKind.LOCKED: timedelta(hours=24),
    FlagKind.CLOSED: timedelta(hours=48),
    FlagKind.NO_RAMP: timedelta(days=30),
}
CONFIRMED_FOR = {
    FlagKind.FULL: timedelta(hours=2),
    FlagKind.LOCKED: timedelta(days=7),
    FlagKind.CLOSED: timedelta(days=30),
    FlagKind.NO_RAMP: timedelta(days=365),
}


#: How long an operator keeps a shelter out of answers; after that somebody has to look again.
HIDDEN_FOR = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class Flag:
    """One thing said of one shelter, last said at `at` by `times` taps (aware UTC)."""

    id: int
    shelter: ShelterId
    kind: FlagKind
    at: datetime
    times: int = 1
    review: Review = Review.UNCHECKED

    def shows_at(self, now: datetime) -> bool:
        """Whether it is still said to people at that moment (aware UTC)."""
        return self.review is not Review.REJECTED and now < self.ends_at

    @property
    def is_open(self) -> bool:
        """Whether no operator has judged it."""
        return self.review is Review.UNCHECKED

    @property
    def ends_at(self) -> datetime:
        """When it is forgotten (aware UTC)."""
        lasts = CONFIRMED_FOR if self.review is Review.CONFIRMED else UNCHECKED_FOR
        return self.at + lasts[self.kind]


def shown(flags: Iterable[Flag], now: datetime) -> tuple[Flag, ...]:
    """What is said of shelters now, the newest first."""
    return tuple(sorted((one for one in flags if one.shows_at(now)), key=lambda one: one.at, reverse=True))
