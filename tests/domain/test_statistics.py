"""What is counted as time under alert, and that what was not seen counts as nothing else."""

from datetime import UTC, date, datetime, timedelta
from typing import TypeVar

import pytest

from bot.domain.alerts import AlertKind, AreaId, Level, SourceName, TransitionKind
from bot.domain.estimates import Steps
from bot.domain.history import Recorded, Span
from bot.domain.statistics import Amount, Past, Period, by_month, days_of, past_of, span_of, summarise
from tests.domain.moments import utc

KYIV = "Europe/Kyiv"
NOON = utc("2026-11-22 12:00")
HOUR = timedelta(hours=1)
Found = TypeVar("Found")


def run(steps: Steps[Found]) -> Found:
    while True:
        try:
            next(steps)
        except StopIteration as end:
            found: Found = end.value
            return found


def line(at: datetime, kind: TransitionKind, *, began: datetime | None = None, told: bool = False) -> Recorded:
    return Recorded(
        at, kind, AreaId("1293"), AlertKind.AIR_RAID, began or at, Level.RED, (), (SourceName("a"),), imported=told
    )


def own(start: datetime, end: datetime) -> tuple[Recorded, Recorded]:
    return line(start, TransitionKind.STARTED), line(end, TransitionKind.ENDED, began=start)


def told(start: datetime, end: datetime) -> tuple[Recorded, Recorded]:
    return (
        line(start, TransitionKind.STARTED, told=True),
        line(end, TransitionKind.ENDED, began=start, told=True),
    )


def at(hour: int) -> datetime:
    return NOON + HOUR * hour


DAY: Span = (at(-12), at(0))


def test_of_our_own_watch_only_what_was_seen_counts() -> None:
    known = [(at(-12), at(-8)), (at(-6), at(0))]

    alert, unknown = run(past_of(own(at(-9), at(-5)), known, DAY))

    assert alert == ((at(-9), at(-8)), (at(-6), at(-5)))
    assert unknown == ((at(-8), at(-6)),)


def test_what_another_history_tells_of_an_outage_is_known() -> None:
    known = [(at(-12), at(-8)), (at(-6), at(0))]

    alert, unknown = run(past_of(told(at(-9), at(-7)), known, DAY))

    assert alert == ((at(-9), at(-7)),)
    assert unknown == ((at(-7), at(-6)),)


def test_alerts_that_overlap_count_once_and_one_that_runs_counts_up_to_now() -> None:
    lines = (*told(at(-9), at(-7)), *told(at(-8), at(-6)), line(at(-1), TransitionKind.STARTED))

    alert, _ = run(past_of(lines, [DAY], DAY))

    assert alert == ((at(-9), at(-6)), (at(-1), at(0)))


def test_where_nothing_is_known_nothing_is_calm() -> None:
    _, unknown = run(past_of((), (), DAY))
    summary = run(summarise(Past(DAY, (), unknown), DAY, KYIV))

    assert summary.total == Amount(12 * HOUR, timedelta(), 12 * HOUR)
    assert summary.total.share is None
    assert Past(DAY, (), unknown).known_since is None


@pytest.mark.parametrize(
    ("period", "begins", "ends"),
    [
        (Period.TODAY, "2026-11-21 22:00", "2026-11-22 12:00"),
        (Period.YESTERDAY, "2026-11-20 22:00", "2026-11-21 22:00"),
        (Period.WEEK, "2026-11-15 22:00", "2026-11-22 12:00"),
        # Thirty days ago there was summer time still.
        (Period.MONTH, "2026-10-23 21:00", "2026-11-22 12:00"),
        (Period.ALL, "2026-01-01 00:00", "2026-11-22 12:00"),
    ],
)
def test_periods_are_local_days(period: Period, begins: str, ends: str) -> None:
    assert span_of(period, NOON, KYIV, utc("2026-01-01 00:00")) == (utc(begins), utc(ends))


@pytest.mark.parametrize(
    ("day", "hours", "at_three"),
    [(date(2026, 3, 29), 23, 0), (date(2026, 10, 25), 25, 2), (date(2026, 11, 22), 24, 1)],
)
def test_a_day_has_the_hours_that_its_clocks_show(day: date, hours: int, at_three: int) -> None:
    midnight = datetime(day.year, day.month, day.day, tzinfo=UTC)
    span = span_of(Period.YESTERDAY, midnight + 36 * HOUR, KYIV, NOON)
    summary = run(summarise(Past(span, (span,), ()), span, KYIV))

    assert [known for known, _ in summary.days] == [day]
    assert summary.total.whole == summary.total.alert == hours * HOUR
    assert summary.hours[3].whole == at_three * HOUR
    assert sum((hour.whole for hour in summary.hours), timedelta()) == hours * HOUR


def test_days_and_hours_add_up_to_the_whole() -> None:
    span = utc("2026-10-20 05:30"), utc("2026-11-22 12:10")
    alert = tuple((span[0] + 5 * HOUR * number, span[0] + 5 * HOUR * number + HOUR) for number in range(150))
    unknown = ((utc("2026-11-01 00:20"), utc("2026-11-02 03:00")),)
    summary = run(summarise(Past(span, alert, unknown), span, KYIV))

    assert [day for day, _ in summary.days] == list(days_of(span, KYIV))
    assert sum((amount for _, amount in summary.days), Amount()) == summary.total
    assert sum(summary.hours, Amount()) == summary.total
    assert sum((amount for _, amount in by_month(summary)), Amount()) == summary.total
    assert [first for first, _ in by_month(summary)] == [date(2026, 10, 1), date(2026, 11, 1)]
    assert summary.total.whole == span[1] - span[0]
    assert summary.total.alert == 150 * HOUR
    assert summary.longest == HOUR
    assert summary.count == 150


def test_a_share_is_of_the_known_time_and_of_little_none_is_told() -> None:
    assert Amount(24 * HOUR, 6 * HOUR, 12 * HOUR).share == 0.5
    assert Amount(24 * HOUR, HOUR, 18 * HOUR).share == 1 / 6
    assert Amount(24 * HOUR, HOUR, 18 * HOUR + timedelta(seconds=1)).share is None
