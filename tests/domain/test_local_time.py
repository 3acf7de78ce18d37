"""Wall clocks and moments, over jumps of the clock in zones that jump differently."""

from datetime import date, time

import pytest

from bot.domain.local_time import day_of, known_timezone, moment_of, next_showing
from tests.domain.moments import clock, utc


@pytest.mark.parametrize(
    ("day", "wall", "timezone", "expected"),
    [
        (date(2026, 11, 20), time(23, 0), "Europe/Kyiv", "2026-11-20 21:00"),
        (date(2026, 7, 20), time(23, 0), "Europe/Kyiv", "2026-07-20 20:00"),
        # Spring: 03:00 becomes 04:00 at 01:00 UTC.
        (date(2027, 3, 28), time(2, 59), "Europe/Kyiv", "2027-03-28 00:59"),
        (date(2027, 3, 28), time(3, 0), "Europe/Kyiv", "2027-03-28 01:00"),
        (date(2027, 3, 28), time(3, 30), "Europe/Kyiv", "2027-03-28 01:00"),
        (date(2027, 3, 28), time(4, 0), "Europe/Kyiv", "2027-03-28 01:00"),
        (date(2027, 3, 28), time(4, 1), "Europe/Kyiv", "2027-03-28 01:01"),
        # Autumn: 04:00 becomes 03:00 at 01:00 UTC.
        (date(2026, 10, 25), time(2, 59), "Europe/Kyiv", "2026-10-24 23:59"),
        (date(2026, 10, 25), time(3, 30), "Europe/Kyiv", "2026-10-25 00:30"),
        (date(2026, 10, 25), time(4, 0), "Europe/Kyiv", "2026-10-25 02:00"),
        (date(2027, 10, 31), time(3, 30), "Europe/Kyiv", "2027-10-31 00:30"),
        # A jump over midnight, one of half an hour, and a whole date that was skipped.
        (date(2019, 3, 31), time(0, 30), "Asia/Beirut", "2019-03-30 22:00"),
        (date(2026, 10, 4), time(2, 15), "Australia/Lord_Howe", "2026-10-03 15:30"),
        (date(2011, 12, 30), time(8, 0), "Pacific/Apia", "2011-12-30 10:00"),
    ],
)
def test_a_wall_time_is_the_first_moment_at_which_the_clock_shows_or_passes_it(
    day: date, wall: time, timezone: str, expected: str
) -> None:
    assert moment_of(day, wall, timezone) == utc(expected)


def test_a_repeated_time_is_its_first_occurrence_even_when_it_was_marked_as_the_second() -> None:
    assert moment_of(date(2026, 10, 25), time(3, 30, fold=1), "Europe/Kyiv") == utc("2026-10-25 00:30")


def test_the_local_day_turns_at_local_midnight() -> None:
    assert day_of(utc("2026-11-20 21:59"), "Europe/Kyiv") == date(2026, 11, 20)
    assert day_of(utc("2026-11-20 22:00"), "Europe/Kyiv") == date(2026, 11, 21)


@pytest.mark.parametrize(
    ("name", "known"), [("Europe/Kyiv", True), ("Europe", False), ("Mars/Base", False), ("../x", False)]
)
def test_only_names_of_zones_are_time_zones(name: str, known: bool) -> None:
    assert known_timezone(name) is known


@pytest.mark.parametrize(
    ("now", "wall", "shown"),
    [
        ("2026-11-22T20:10", "23:00", "2026-11-22T21:00"),
        ("2026-11-22T20:10", "07:00", "2026-11-23T05:00"),
        ("2026-11-22T20:10", "22:10", "2026-11-23T20:10"),
        ("2026-11-22T20:09:59", "22:10", "2026-11-22T20:10"),
        # Spring skips 03:30 on 28 March 2027, and autumn repeats it on 31 October 2027.
        ("2027-03-27T23:00", "03:30", "2027-03-28T01:00"),
        ("2027-10-30T23:00", "03:30", "2027-10-31T00:30"),
        ("2027-10-31T00:30", "03:30", "2027-11-01T01:30"),
    ],
)
def test_the_next_moment_at_which_a_clock_shows_an_hour_is_strictly_later(now: str, wall: str, shown: str) -> None:
    assert next_showing(utc(now), clock(wall), "Europe/Kyiv") == utc(shown)
