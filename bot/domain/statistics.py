"""Counts how long a place was under alert, by day and by hour, and never takes what was not seen for calm."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from itertools import pairwise

from bot.domain.estimates import Steps
from bot.domain.history import Recorded, Span, stages
from bot.domain.local_time import day_of, moment_of
from bot.domain.spans import filled, inside, length, united, without

HOURS = 24
#: Of a shorter known time no share is told: it would be one alert or none.
SHORTEST_KNOWN = timedelta(hours=6)
#: Of a still shorter one nothing is told at all.
WORTH_TELLING = timedelta(minutes=10)
_DAY = timedelta(days=1)


class Period(StrEnum):
    """What is looked back on, in local days that end with today (yesterday apart)."""

    TODAY = "today"
    YESTERDAY = "yesterday"
    WEEK = "week"
    MONTH = "month"
    ALL = "all"


DAYS = {Period.TODAY: 1, Period.WEEK: 7, Period.MONTH: 30}


@dataclass(frozen=True, slots=True)
class Past:
    """What is known of one place within `span` (aware UTC): when it was under `alert`, and when nothing is known."""

    span: Span
    alert: tuple[Span, ...]
    unknown: tuple[Span, ...]

    @property
    def known_since(self) -> datetime | None:
        """The first moment of which anything is known; None where nothing is."""
        known = without([self.span], self.unknown)
        return known[0][0] if known else None


@dataclass(frozen=True, slots=True)
class Amount:
    """How long a stretch is, how much of it was under alert, and of how much nothing is known."""

    whole: timedelta = timedelta()
    alert: timedelta = timedelta()
    unknown: timedelta = timedelta()

    def __add__(self, other: "Amount") -> "Amount":
        return Amount(self.whole + other.whole, self.alert + other.alert, self.unknown + other.unknown)

    @property
    def known(self) -> timedelta:
        return self.whole - self.unknown

    @property
    def is_worth_telling(self) -> bool:
        return self.known >= WORTH_TELLING

    @property
    def share(self) -> float | None:
        """The part of the known time that was under alert, 0 to 1; None where too little is known."""
        return self.alert / self.known if self.known >= SHORTEST_KNOWN else None


@dataclass(frozen=True, slots=True)
class Summary:
    """A period in figures: in all, by local day, and by hour of the local day over all days; `count` is how many
    stretches without a pause were under alert, `longest` the longest of them.
    """

    span: Span
    zone: str
    total: Amount
    count: int
    longest: timedelta
    days: tuple[tuple[date, Amount], ...]
    hours: tuple[Amount, ...]
    alert: tuple[Span, ...]
    unknown: tuple[Span, ...]


def past_of(
    lines: Sequence[Recorded], known: Iterable[Span], span: Span
) -> Steps[tuple[tuple[Span, ...], tuple[Span, ...]]]:
    """When these lines of a history were under alert within the span, and when nothing is known.

    What others told holds wherever it lies. Of our own watch only what was seen counts: an alert that was on when
    sight was lost is not known to have lasted.
    """
    told: list[Span] = []
    seen: list[Span] = []
    for spans, own in ((told, False), (seen, True)):
        for past in stages(line for line in lines if line.imported is not own):
            spans.append((past.started_at, past.finished_at or span[1]))
            yield
    # Years of alerts take some milliseconds in each of these.
    others = inside(told, span)
    yield
    gaps = without([span], known)
    known_own = without(inside(seen, span), gaps)
    yield
    alert = united((*others, *known_own))
    yield
    return alert, without(gaps, others)


def span_of(period: Period, now: datetime, zone: str, since: datetime) -> Span:
    """From when to when (aware UTC) the period goes; `since` is where all history begins."""
    today = day_of(now, zone)
    if period is Period.ALL:
        return since, now
    if period is Period.YESTERDAY:
        return midnight(today - _DAY, zone), midnight(today, zone)
    return midnight(today - _DAY * (DAYS[period] - 1), zone), now


def midnight(day: date, zone: str, hour: int = 0) -> datetime:
    """When the local day (or the hour of it) begins, aware UTC; an hour that spring skips begins with the next one."""
    return moment_of(day, time(hour), zone)


def days_of(span: Span, zone: str) -> tuple[date, ...]:
    """The local days that the span touches."""
    first, last = day_of(span[0], zone), day_of(span[1] - timedelta.resolution, zone)
    return tuple(first + _DAY * number for number in range((last - first).days + 1))


def summarise(past: Past, span: Span, zone: str) -> Steps[Summary]:
    """The figures of that part of the past which lies in the span."""
    alert = inside(past.alert, span)
    yield
    unknown = _unknown(past, span)
    yield
    days: list[tuple[date, Amount]] = []
    hours = [Amount()] * HOURS
    first = [0, 0]
    for day in days_of(span, zone):
        edges = [max(span[0], min(midnight(day, zone, hour), span[1])) for hour in range(HOURS)]
        edges.append(max(span[0], min(midnight(day + _DAY, zone), span[1])))
        first = [_behind(spans, at, edges[0]) for spans, at in zip((alert, unknown), first, strict=True)]
        cells = _cells(_some(alert, first[0], edges[-1]), _some(unknown, first[1], edges[-1]), edges)
        hours = [known + cell for known, cell in zip(hours, cells, strict=True)]
        days.append((day, sum(cells, Amount())))
        yield
    return Summary(
        span=span,
        zone=zone,
        total=sum((amount for _, amount in days), Amount()),
        count=len(alert),
        longest=max((end - start for start, end in alert), default=timedelta()),
        days=tuple(days),
        hours=tuple(hours),
        alert=alert,
        unknown=unknown,
    )


def amount_of(past: Past, span: Span) -> Amount:
    """The figures of the span as a whole."""
    return Amount(span[1] - span[0], length(inside(past.alert, span)), length(_unknown(past, span)))


def _unknown(past: Past, span: Span) -> tuple[Span, ...]:
    """Of what lies outside of the past, nothing is known either."""
    return inside((*past.unknown, *without([span], [past.span])), span)


def by_month(summary: Summary) -> tuple[tuple[date, Amount], ...]:
    """The days added up by calendar month, each named by its first day."""
    months: dict[date, Amount] = {}
    for day, amount in summary.days:
        first = day.replace(day=1)
        months[first] = months.get(first, Amount()) + amount
    return tuple(months.items())


def _behind(spans: Sequence[Span], at: int, moment: datetime) -> int:
    while at < len(spans) and spans[at][1] <= moment:
        at += 1
    return at


def _some(spans: Sequence[Span], first: int, until: datetime) -> Sequence[Span]:
    last = first
    while last < len(spans) and spans[last][0] < until:
        last += 1
    return spans[first:last]


def _cells(alert: Sequence[Span], unknown: Sequence[Span], edges: Sequence[datetime]) -> list[Amount]:
    amounts = zip(pairwise(edges), filled(alert, edges), filled(unknown, edges), strict=True)
    return [Amount(end - start, under, unseen) for (start, end), under, unseen in amounts]
