"""Which hours of a digest a wall clock shows, found by looking at the clock every ten minutes: no arithmetic of days,
so that it can be wrong in no way in which the bot could be.
"""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import NamedTuple
from zoneinfo import ZoneInfo

from bot.domain.digests import DigestHour

TICK = timedelta(minutes=10)


class Shown(NamedTuple):
    """The clock came to this hour of this day, or jumped over it; a moment on the grid of ticks."""

    at: datetime
    key: str


def shown(
    hours: tuple[DigestHour, ...], zone: str, after: datetime, until: datetime, done: frozenset[str]
) -> Iterator[Shown]:
    """The hours that come up after a moment and by another, each for the first time; of several that come up together
    the earliest.
    """
    moment = after
    while moment < until:
        before, moment = moment, moment + TICK
        was, now = (one.astimezone(ZoneInfo(zone)) for one in (before, moment))
        if now.fold:
            # The clock was set back and shows an hour again.
            continue
        here = [
            f"{now.date().isoformat()}/{hour.wall:%H:%M}"
            for hour in sorted(hours)
            if now.weekday() in hour.days and _came(was, now, hour)
        ]
        new = [key for key in here if key not in done]
        if new:
            yield Shown(moment.astimezone(UTC), new[0])


def _came(was: datetime, now: datetime, hour: DigestHour) -> bool:
    due = datetime.combine(now.date(), hour.wall)
    return was.replace(tzinfo=None) < due <= now.replace(tzinfo=None)
