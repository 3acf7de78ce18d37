"""When a digest is due and what it looks back on, because a chat must get it at its own hours, once, whatever clocks
do.

Pure. A chat's *standing* says which hour comes next, up to when it was told, and which hours are done with; every
change of it is a function of the standing, of what the chat chose and of the moment.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from typing import NamedTuple

from bot.domain.local_time import day_of, moment_of
from bot.domain.quiet import EVERY_DAY, Interval, QuietHours, days_from_text, days_to_text, interval_at

#: What the first digest looks back on, and at most what a later one does.
DIGEST_SPAN = timedelta(hours=24)
LONGEST_SPAN = timedelta(days=7)
#: A digest that was missed is still sent when it is younger than this; an older one is folded into the next.
STILL_SENT = timedelta(hours=6)
#: A digest that leaves later than this after its hour says which hour it is for.
LATE_FROM = timedelta(minutes=15)
#: Hours that one chat may choose.
HOURS_AT_MOST = 6
#: Today's may be over, tomorrow may be a date that the zone skipped, as Samoa did on 30 December 2011, and an hour of
#: one weekday whose turn is done comes again in a week.
_LOOK_AHEAD_DAYS = 16
#: No change of the time zone moves the date by more than this.
_REMEMBERED_DAYS = timedelta(days=3)


class DigestPart(StrEnum):
    """What a digest tells, part by part; *longest*, *night* and *chart* belong to the alerts and are not told without
    them.
    """

    ALERTS = "alerts"
    LONGEST = "longest"
    NIGHT = "night"
    SILENCED = "silenced"
    CLAIMS = "claims"
    CARD = "card"
    CHART = "chart"


ALL_PARTS: frozenset[DigestPart] = frozenset(DigestPart)


class DigestHour(NamedTuple):
    """One hour at which a digest comes, by the chat's clock, and the weekdays on which it does (0: Monday)."""

    wall: time
    days: frozenset[int] = EVERY_DAY


class Due(NamedTuple):
    """A digest that is owed: the moment (aware UTC), and the local day and time that tell it from all others."""

    at: datetime
    day: date
    wall: time

    @property
    def key(self) -> str:
        return f"{self.day.isoformat()}/{self.wall:%H:%M}"


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a chat's digests stand: which hour is next and when its digest is made (aware UTC, later than the hour
    where quiet hours cover that), up to when the last one told, and the hours of the last days that are done with, by
    key.
    """

    due: Due | None = None
    make_at: datetime | None = None
    told_until: datetime | None = None
    done: tuple[str, ...] = ()


class Outcome(NamedTuple):
    """What came of an hour: the digest's day and hour with the span that it tells, or no span where it is folded into
    the next; and where the chat stands now.
    """

    standing: Standing
    due: Due
    span: Interval | None


def tidied(hours: Iterable[DigestHour]) -> tuple[DigestHour, ...]:
    """Each hour once, with all its days, in the order of the clock."""
    days: dict[time, frozenset[int]] = {}
    for one in hours:
        days[one.wall] = days.get(one.wall, frozenset()) | one.days
    return tuple(DigestHour(wall, days[wall]) for wall in sorted(days))


def by_days(hours: Iterable[DigestHour]) -> dict[frozenset[int], tuple[time, ...]]:
    """The hours of the same weekdays together, in the order in which they come."""
    found: dict[frozenset[int], tuple[time, ...]] = {}
    for one in hours:
        found[one.days] = (*found.get(one.days, ()), one.wall)
    return found


def hours_to_text(hours: Iterable[DigestHour]) -> str:
    """The form that is stored: `08:00,20:30`, `mon-fri 08:00,20:00;sat,sun 10:00`; empty for no hour."""
    parts = (days_to_text(days) + ",".join(f"{wall:%H:%M}" for wall in walls) for days, walls in by_days(hours).items())
    return ";".join(parts)


def hours_from_text(text: str) -> tuple[DigestHour, ...]:
    """The hours of a stored form. Raises ValueError for what is none."""
    found: list[DigestHour] = []
    for part in text.split(";") if text else ():
        named, _, walls = part.rpartition(" ")
        days = days_from_text(named or None)
        found += (DigestHour(time.fromisoformat(wall), days) for wall in walls.split(","))
    return tidied(found)


def next_due(hours: tuple[DigestHour, ...], timezone: str, after: datetime, done: Iterable[str] = ()) -> Due | None:
    """The first digest due strictly after a moment (aware) and not done with; None when no hour was chosen.

    A time that spring skips is due at the jump, one that autumn repeats at its first occurrence only. Of several times
    that one jump swallows only the earliest is due. `timezone` is an IANA name.
    """
    known = frozenset(done)
    today = day_of(after, timezone)
    for ahead in range(_LOOK_AHEAD_DAYS):
        day = today + timedelta(days=ahead)
        found = min(
            (due for due in _of_day(hours, day, timezone) if due.at > after and due.key not in known), default=None
        )
        if found:
            return found
    return None


def standing_from(
    hours: tuple[DigestHour, ...], quiet: QuietHours, now: datetime, done: tuple[str, ...] = ()
) -> Standing:
    """Where a chat stands that begins to get digests, or gets them again: its first one looks back on a day."""
    return _waiting(Standing(done=done), hours, quiet, now)


def changed(standing: Standing, hours: tuple[DigestHour, ...], quiet: QuietHours, now: datetime) -> Standing:
    """Where the chat stands by other hours, quiet hours or another time zone. What is due by now, or waits for the end
    of quiet hours, stays due: it comes at once where nothing covers this moment any more.
    """
    if not hours:
        return Standing(done=standing.done)
    if standing.due is None:
        return standing_from(hours, quiet, now, standing.done)
    if standing.due.at <= now:
        return replace(standing, make_at=made_at(now, quiet))
    return _waiting(standing, hours, quiet, now)


def looked_at(standing: Standing, hours: tuple[DigestHour, ...], quiet: QuietHours, now: datetime) -> Outcome | None:
    """What the digest that is due by now comes to; None where none is, or where it has to wait for the end of quiet
    hours (then `changed` says until when). Everything that is due together is one digest, under the latest hour.
    """
    if standing.due is None or standing.make_at is None or standing.make_at > now or made_at(now, quiet) > now:
        return None
    last, until = standing.due, made_at(standing.due.at, quiet)
    done = (*standing.done, last.key)
    # Of a long time away the last days are enough: what was due before them is folded into the next all the same.
    after = max(last.at, now - _REMEMBERED_DAYS)
    while (following := next_due(hours, quiet.timezone, after, done)) and made_at(following.at, quiet) <= now:
        last, until, after = following, made_at(following.at, quiet), following.at
        done = (*done, last.key)
    told = now - until < STILL_SENT
    today = day_of(now, quiet.timezone)
    behind = replace(standing, told_until=until if told else standing.told_until, done=_remembered(done, today))
    span = span_of(until, standing.told_until) if told else None
    return Outcome(_waiting(behind, hours, quiet, now), last, span)


def made_at(moment: datetime, quiet: QuietHours) -> datetime:
    """When a digest whose hour is this moment (aware UTC) is made: at the end of quiet hours that cover it."""
    covering = interval_at(quiet, moment)
    return covering.end if covering else moment


def span_of(until: datetime, told_until: datetime | None = None) -> Interval:
    """What a digest up to a moment (aware UTC) covers: what came since the last one, the first 24 hours, whatever
    clocks did in them; and never more than a week.
    """
    since = until - DIGEST_SPAN if told_until is None or told_until >= until else told_until
    return Interval(max(since, until - LONGEST_SPAN), until)


def _waiting(standing: Standing, hours: tuple[DigestHour, ...], quiet: QuietHours, after: datetime) -> Standing:
    due = next_due(hours, quiet.timezone, after, standing.done)
    return replace(standing, due=due, make_at=made_at(due.at, quiet) if due else None)


def _of_day(hours: tuple[DigestHour, ...], day: date, timezone: str) -> Iterator[Due]:
    here = (one.wall for one in hours if day.weekday() in one.days)
    yield from (Due(moment_of(day, wall, timezone), day, wall) for wall in here)


def _remembered(done: Iterable[str], today: date) -> tuple[str, ...]:
    oldest = (today - _REMEMBERED_DAYS).isoformat()
    return tuple(sorted({key for key in done if key >= oldest}))
