"""When a daily digest is due, because a chat must get it at its own hour, once a day, whatever clocks do."""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from typing import NamedTuple

from bot.domain.local_time import day_of, moment_of
from bot.domain.quiet import Interval

#: What one digest looks back on.
DIGEST_SPAN = timedelta(hours=24)
#: Today's may be over and tomorrow may be a date that the zone skipped, as Samoa did on 30 December 2011.
_LOOK_AHEAD_DAYS = 3


class Due(NamedTuple):
    """A digest that is owed: the moment (aware UTC), and the local day and time that tell it from all others."""

    at: datetime
    day: date
    wall: time


def next_due(at: tuple[time, ...], timezone: str, after: datetime) -> Due | None:
    """The first digest due strictly after a moment (aware); None when no time was chosen.

    A time that spring skips is due at the jump, one that autumn repeats at its first occurrence only. Of several times
    that one jump swallows only the earliest is due. `timezone` is an IANA name.
    """
    return min((due for due in _around(at, timezone, after) if due.at > after), default=None)


def span_of(due_at: datetime) -> Interval:
    """What a digest due at that moment (aware UTC) covers: the 24 hours before it, whatever clocks did in them."""
    return Interval(due_at - DIGEST_SPAN, due_at)


def _around(at: tuple[time, ...], timezone: str, moment: datetime) -> Iterator[Due]:
    today = day_of(moment, timezone)
    for ahead in range(_LOOK_AHEAD_DAYS):
        day = today + timedelta(days=ahead)
        yield from (Due(moment_of(day, wall, timezone), day, wall) for wall in at)
