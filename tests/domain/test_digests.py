"""A digest comes once per local day at its hour, whatever the clock does."""

from datetime import date, time, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.domain.digests import DigestHour, Due, next_due, span_of
from bot.domain.local_time import day_of
from bot.domain.quiet import Interval
from tests.domain.moments import clock, utc

KYIV = "Europe/Kyiv"


@pytest.mark.parametrize(
    ("at", "after", "expected"),
    [
        ("08:00", "2026-11-20 05:59", Due(utc("2026-11-20 06:00"), date(2026, 11, 20), clock("08:00"))),
        ("08:00", "2026-11-20 06:00", Due(utc("2026-11-21 06:00"), date(2026, 11, 21), clock("08:00"))),
        ("00:00", "2026-11-20 21:00", Due(utc("2026-11-20 22:00"), date(2026, 11, 21), clock("00:00"))),
        ("23:59", "2026-11-20 22:00", Due(utc("2026-11-21 21:59"), date(2026, 11, 21), clock("23:59"))),
        # Spring skips 03:30: due at the jump, 01:00 UTC, and next day as ever.
        ("03:30", "2027-03-27 12:00", Due(utc("2027-03-28 01:00"), date(2027, 3, 28), clock("03:30"))),
        ("03:30", "2027-03-28 01:00", Due(utc("2027-03-29 00:30"), date(2027, 3, 29), clock("03:30"))),
        # Autumn shows 03:30 twice: only the first is due.
        ("03:30", "2026-10-25 00:29", Due(utc("2026-10-25 00:30"), date(2026, 10, 25), clock("03:30"))),
        ("03:30", "2026-10-25 00:30", Due(utc("2026-10-26 01:30"), date(2026, 10, 26), clock("03:30"))),
        ("03:30", "2026-10-25 01:15", Due(utc("2026-10-26 01:30"), date(2026, 10, 26), clock("03:30"))),
        ("03:30", "2027-10-31 00:30", Due(utc("2027-11-01 01:30"), date(2027, 11, 1), clock("03:30"))),
        ("08:00", "2027-03-28 00:00", Due(utc("2027-03-28 05:00"), date(2027, 3, 28), clock("08:00"))),
    ],
)
def test_the_next_digest_is_due(at: str, after: str, expected: Due) -> None:
    assert next_due((DigestHour(clock(at)),), KYIV, utc(after)) == expected


def test_of_several_times_the_nearest_is_due() -> None:
    times = (DigestHour(clock("20:00")), DigestHour(clock("08:00")))

    assert next_due(times, KYIV, utc("2026-11-20 06:00")) == (
        utc("2026-11-20 18:00"),
        date(2026, 11, 20),
        clock("20:00"),
    )


def test_no_chosen_time_means_no_digest() -> None:
    assert next_due((), KYIV, utc("2026-11-20 06:00")) is None


def test_two_times_swallowed_by_one_jump_make_one_digest() -> None:
    times = (DigestHour(clock("03:40")), DigestHour(clock("03:20")))
    jump = utc("2027-03-28 01:00")

    assert next_due(times, KYIV, utc("2027-03-28 00:00")) == (jump, date(2027, 3, 28), clock("03:20"))
    assert next_due(times, KYIV, jump) == (utc("2027-03-29 00:20"), date(2027, 3, 29), clock("03:20"))


def test_a_date_that_the_zone_skipped_does_not_stop_the_digests() -> None:
    due = next_due((DigestHour(clock("08:00")),), "Pacific/Apia", utc("2011-12-29 19:00"))

    assert due is not None and due.at == utc("2011-12-30 10:00")


@settings(max_examples=60, deadline=None)
@given(
    wall=st.times().map(lambda wall: wall.replace(second=0, microsecond=0, tzinfo=None)),
    timezone=st.sampled_from([KYIV, "Europe/London", "America/New_York", "Asia/Tokyo"]),
    start=st.sampled_from(["2026-10-20 11:17", "2027-03-10 11:17", "2027-03-22 11:17", "2026-10-28 11:17"]),
)
def test_every_local_day_has_exactly_one_digest(wall: time, timezone: str, start: str) -> None:
    moment = utc(start)
    days: list[date] = []
    for _ in range(12):
        due = next_due((DigestHour(wall),), timezone, moment)
        assert due is not None and due.at > moment
        assert day_of(due.at, timezone) == due.day
        days.append(due.day)
        moment = due.at

    assert days == [days[0] + timedelta(days=ahead) for ahead in range(12)]


def test_a_digest_covers_the_24_hours_before_it_even_when_the_day_had_23() -> None:
    assert span_of(utc("2027-03-28 05:00")) == Interval(utc("2027-03-27 05:00"), utc("2027-03-28 05:00"))
