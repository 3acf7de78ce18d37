"""Quiet hours: which moments they cover, over midnight, weekdays and both changes of the clock."""

from collections.abc import Iterator
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from bot.domain.quiet import (
    ALWAYS,
    EVERY_DAY,
    OFF,
    Interval,
    Mode,
    QuietHours,
    Weekday,
    Window,
    covers,
    days_between,
    end_of_nights,
    from_text,
    interval_at,
    never_ends,
    next_edge,
    next_interval,
    nights_left_open,
    to_text,
)
from tests.domain.moments import clock, utc

MINUTE = timedelta(minutes=1)


def quiet(text: str, timezone: str = "Europe/Kyiv") -> QuietHours:
    return QuietHours(from_text(text), Mode.GRAVE, timezone)


@pytest.mark.parametrize(
    ("windows", "moment", "expected"),
    [
        # Friday 20 November 2026; Kyiv is two hours ahead of UTC.
        ("23:00-07:00", "2026-11-20 20:59", False),
        ("23:00-07:00", "2026-11-20 21:00", True),
        ("23:00-07:00", "2026-11-20 22:00", True),
        ("23:00-07:00", "2026-11-21 04:59", True),
        ("23:00-07:00", "2026-11-21 05:00", False),
        ("13:00-15:00", "2026-11-20 11:00", True),
        ("13:00-15:00", "2026-11-20 13:00", False),
        ("00:00-00:01", "2026-11-20 22:00", True),
        ("00:00-00:01", "2026-11-20 22:01", False),
        ("22:00-00:00", "2026-11-20 21:59", True),
        ("22:00-00:00", "2026-11-20 22:00", False),
        ("23:00-23:00", "2026-11-20 21:00", False),
        ("00:00-00:00", "2026-11-20 22:00", False),
        # A window belongs to the day on which it starts: Friday's reaches into Saturday, Sunday's into Monday.
        ("fri 23:00-07:00", "2026-11-21 04:59", True),
        ("sat 23:00-07:00", "2026-11-21 04:59", False),
        ("sun 23:00-07:00", "2026-11-23 04:59", True),
        ("mon-fri 23:00-07:00", "2026-11-21 21:00", False),
        ("mon-fri 23:00-07:00", "2026-11-22 23:00", False),
        ("mon-fri 23:00-07:00; sat,sun 00:00-09:00", "2026-11-21 06:59", True),
        ("mon-fri 23:00-07:00; sat,sun 00:00-09:00", "2026-11-21 07:00", False),
        # Spring, 28 March 2027: 03:00 becomes 04:00 at 01:00 UTC.
        ("03:30-05:00", "2027-03-28 00:59", False),
        ("03:30-05:00", "2027-03-28 01:00", True),
        ("03:30-05:00", "2027-03-28 02:00", False),
        ("02:00-03:30", "2027-03-28 00:59", True),
        ("02:00-03:30", "2027-03-28 01:00", False),
        ("03:10-03:50", "2027-03-28 01:00", False),
        ("03:10-03:50", "2027-03-29 00:10", True),
        # Autumn, 25 October 2026 and 31 October 2027: 04:00 becomes 03:00 at 01:00 UTC.
        ("03:30-05:00", "2026-10-25 00:29", False),
        ("03:30-05:00", "2026-10-25 00:30", True),
        ("03:30-05:00", "2026-10-25 01:10", True),
        ("03:30-05:00", "2026-10-25 03:00", False),
        ("02:00-03:30", "2026-10-25 00:29", True),
        ("02:00-03:30", "2026-10-25 00:30", False),
        ("02:00-03:30", "2026-10-25 01:15", False),
        ("23:00-07:00", "2027-10-31 04:59", True),
        ("23:00-07:00", "2027-10-31 05:00", False),
    ],
)
def test_a_moment_is_quiet(windows: str, moment: str, expected: bool) -> None:
    assert covers(quiet(windows), utc(moment)) is expected
    assert (interval_at(quiet(windows), utc(moment)) is not None) is expected


@pytest.mark.parametrize(
    ("windows", "moment", "start", "end"),
    [
        ("23:00-07:00", "2026-11-21 01:00", "2026-11-20 21:00", "2026-11-21 05:00"),
        # The nights of the clock changes last seven and nine hours.
        ("23:00-07:00", "2027-03-28 01:00", "2027-03-27 21:00", "2027-03-28 04:00"),
        ("23:00-07:00", "2026-10-25 01:00", "2026-10-24 20:00", "2026-10-25 05:00"),
        ("23:00-07:00", "2027-10-31 01:00", "2027-10-30 20:00", "2027-10-31 05:00"),
        # Windows that overlap or touch are one, across days too.
        ("22:00-02:00; 01:00-07:00", "2026-11-20 20:30", "2026-11-20 20:00", "2026-11-21 05:00"),
        ("22:00-02:00; 02:00-07:00", "2026-11-21 03:00", "2026-11-20 20:00", "2026-11-21 05:00"),
        ("22:00-07:00; 23:00-01:00", "2026-11-20 20:30", "2026-11-20 20:00", "2026-11-21 05:00"),
        ("fri 23:00-07:00; sat 00:00-09:00", "2026-11-20 21:30", "2026-11-20 21:00", "2026-11-21 07:00"),
        (
            "fri 12:00-12:30; sat,sun 00:00-12:00; sat 12:00-00:00",
            "2026-11-22 01:00",
            "2026-11-20 22:00",
            "2026-11-22 10:00",
        ),
        # What spring makes touch is one: 02:00-03:20 and 03:40-05:00 meet at the jump.
        ("02:00-03:20; 03:40-05:00", "2027-03-28 00:30", "2027-03-28 00:00", "2027-03-28 02:00"),
    ],
)
def test_the_stretch_of_quiet_around_a_moment(windows: str, moment: str, start: str, end: str) -> None:
    expected = Interval(utc(start), utc(end))

    assert interval_at(quiet(windows), utc(moment)) == expected
    assert next_interval(quiet(windows), utc(moment)) == expected


@pytest.mark.parametrize(
    ("windows", "moment", "start"),
    [
        ("23:00-07:00", "2026-11-20 12:00", "2026-11-20 21:00"),
        ("23:00-07:00", "2026-11-21 05:00", "2026-11-21 21:00"),
        ("thu 13:00-14:00", "2026-11-20 12:00", "2026-11-26 11:00"),
        ("fri 13:00-14:00", "2026-11-20 12:00", "2026-11-27 11:00"),
        # The only window of the week is lost in spring's skipped hour; the next is a week later.
        ("sun 03:10-03:50", "2027-03-22 12:00", "2027-04-04 00:10"),
    ],
)
def test_the_next_stretch_of_quiet(windows: str, moment: str, start: str) -> None:
    found = next_interval(quiet(windows), utc(moment))

    assert found is not None and found.start == utc(start)
    assert next_edge(quiet(windows), utc(moment)) == utc(start)


def test_a_window_that_began_holds_although_the_clock_went_back_over_midnight() -> None:
    """St John's, 7 November 2010: one minute into Sunday it was Saturday, 23:01, again."""
    sunday = quiet("sun 00:00-00:30", "America/St_Johns")

    assert interval_at(sunday, utc("2010-11-07 02:45")) == Interval(utc("2010-11-07 02:30"), utc("2010-11-07 04:00"))


def test_an_edge_is_never_the_moment_itself() -> None:
    night = quiet("23:00-07:00")

    assert next_edge(night, utc("2026-11-20 21:00")) == utc("2026-11-21 05:00")
    assert next_edge(night, utc("2026-11-21 05:00")) == utc("2026-11-21 21:00")


@pytest.mark.parametrize("windows", ["", "23:00-23:00", "mon 00:00-00:00; tue 07:00-07:00"])
def test_quiet_hours_without_a_window_are_off(windows: str) -> None:
    off = quiet(windows)

    assert off.is_off
    assert next_interval(off, utc("2026-11-20 21:00")) is None
    assert next_edge(off, utc("2026-11-20 21:00")) is None
    assert interval_at(OFF, utc("2026-11-20 21:00")) is None


@pytest.mark.parametrize("windows", ["00:00-12:00; 12:00-00:00", "07:00-06:00; 05:00-08:00"])
def test_quiet_hours_that_leave_nothing_open_have_no_edge(windows: str) -> None:
    endless = quiet(windows)

    assert never_ends(endless.windows)
    assert interval_at(endless, utc("2027-03-28 01:00")) == ALWAYS
    assert next_edge(endless, utc("2026-11-20 21:00")) is None
    assert covers(endless, utc("2026-10-25 01:15"))


@pytest.mark.parametrize("timezone", ["Pacific/Kiritimati", "Etc/GMT+12"])
def test_the_edges_of_endless_quiet_can_be_shown_in_every_zone(timezone: str) -> None:
    assert ALWAYS.start.astimezone(ZoneInfo(timezone)) < ALWAYS.end.astimezone(ZoneInfo(timezone))


def test_a_minute_short_of_the_week_still_ends() -> None:
    assert not never_ends(from_text("00:00-12:00; 12:00-23:59"))
    assert not never_ends(from_text("mon-sat 00:00-12:00; 12:00-00:00"))


def test_a_window_is_never_a_whole_day_or_longer() -> None:
    longest = quiet("08:00-07:59")
    interval = interval_at(longest, utc("2026-11-20 12:00"))

    assert interval is not None and interval.end - interval.start == timedelta(hours=23, minutes=59)


@pytest.mark.parametrize(
    ("windows", "open_nights"),
    [
        ("23:00-07:00", ()),
        ("mon-fri 23:00-07:00; sat,sun 00:00-09:00", (Weekday.SUNDAY,)),
        ("mon-fri 23:00-07:00", (Weekday.SATURDAY, Weekday.SUNDAY)),
        (
            "sun 00:00-05:00",
            (Weekday.MONDAY, Weekday.TUESDAY, Weekday.WEDNESDAY, Weekday.THURSDAY, Weekday.FRIDAY, Weekday.SUNDAY),
        ),
        ("13:00-15:00", tuple(Weekday)),
    ],
)
def test_nights_without_a_window_are_known(windows: str, open_nights: tuple[Weekday, ...]) -> None:
    assert nights_left_open(from_text(windows)) == open_nights


@pytest.mark.parametrize(
    ("text", "canonical"),
    [
        ("23:00-07:00", "23:00-07:00"),
        ("9:05-10:00", "09:05-10:00"),
        ("23:00-07:00;13:00-15:00", "23:00-07:00; 13:00-15:00"),
        (" 23:00 - 07:00 ;  sat,sun 00:00-09:00 ", "23:00-07:00; sat,sun 00:00-09:00"),
        ("mon,tue,wed,thu,fri 23:00-07:00", "mon-fri 23:00-07:00"),
        ("mon,wed,fri-sun 23:00-07:00", "mon,wed,fri-sun 23:00-07:00"),
        ("fri-mon 23:00-07:00", "mon,fri-sun 23:00-07:00"),
        ("mon-sun 23:00-07:00", "23:00-07:00"),
        ("", ""),
        ("  ", ""),
    ],
)
def test_windows_are_written_in_one_way(text: str, canonical: str) -> None:
    assert to_text(from_text(text)) == canonical


@pytest.mark.parametrize(
    "text",
    ["foo", "25:00-07:00", "23:00-07:60", "23:00", "23-7", "funday 23:00-07:00", "mon- 23:00-07:00", "23:00-07:00;",
     "mon", "23:00-24:00", "٢٣:00-07:00", "23:00-07:00 13:00-15:00"],
)  # fmt: skip
def test_text_that_is_no_window_is_refused(text: str) -> None:
    with pytest.raises(ValueError):
        from_text(text)


@pytest.mark.parametrize("days", [frozenset(), frozenset({7}), frozenset({-1, 0})])
def test_a_window_has_days_of_the_week(days: frozenset[int]) -> None:
    with pytest.raises(ValueError):
        Window(clock("23:00"), clock("07:00"), days)


def test_a_window_counts_in_minutes() -> None:
    with pytest.raises(ValueError):
        Window(clock("23:00:01"), clock("07:00"))


def test_quiet_hours_need_a_time_zone_that_exists() -> None:
    with pytest.raises(ValueError):
        QuietHours((), Mode.GRAVE, "Europe/Atlantis")


def test_a_range_of_days_runs_over_the_end_of_the_week() -> None:
    assert days_between(Weekday.FRIDAY, Weekday.MONDAY) == {4, 5, 6, 0}
    assert days_between(Weekday.SUNDAY, Weekday.SUNDAY) == {6}


# What follows recomputes quiet hours the slow way: a wall clock is watched minute by minute, and a window opens and
# closes at the first minute at which the clock shows its time or, where it jumped, a later one.

STARTS = ("2026-10-22 10:00", "2027-03-25 10:00", "2026-11-18 10:00", "2027-10-28 10:00")
ZONES = ("Europe/Kyiv", "America/New_York", "Asia/Beirut", "Asia/Kolkata", "Australia/Lord_Howe")

wall_times = st.one_of(
    st.sampled_from([clock(text) for text in ("00:00", "01:30", "02:15", "03:00", "03:30", "04:00", "07:00", "23:00")]),
    st.builds(time, st.integers(0, 23), st.integers(0, 59)),
)
day_sets = st.one_of(st.just(EVERY_DAY), st.frozensets(st.integers(0, 6), min_size=1))
window_lists = st.lists(st.builds(Window, wall_times, wall_times, day_sets), max_size=4).map(tuple)


def watched_minutes(windows: tuple[Window, ...], timezone: str, start: datetime, minutes: int) -> list[bool]:
    """Whether each minute is quiet, seen by someone who has watched a wall clock since three days before."""
    first = start - timedelta(days=3)
    moments = [first + MINUTE * count for count in range(minutes + 3 * 24 * 60)]
    walls = [moment.astimezone(ZoneInfo(timezone)).replace(tzinfo=None) for moment in moments]
    held = [False] * len(moments)
    for window in windows:
        for opened, closed in openings(window, walls):
            held[opened:closed] = [True] * (closed - opened)
    return held[3 * 24 * 60 :]


def openings(window: Window, walls: list[datetime]) -> Iterator[tuple[int, int]]:
    day = walls[0].date() + timedelta(days=1)
    while window.start != window.end and day <= walls[-1].date():
        if day.weekday() in window.days:
            opening = datetime.combine(day, window.start)
            closing = datetime.combine(day, window.end)
            closing += timedelta(days=1 if closing < opening else 0)
            yield first_reaching(walls, opening), first_reaching(walls, closing)
        day += timedelta(days=1)


def first_reaching(walls: list[datetime], wanted: datetime) -> int:
    return next((index for index, wall in enumerate(walls) if wall >= wanted), len(walls))


@settings(max_examples=25, deadline=None)
@given(windows=window_lists, timezone=st.sampled_from(ZONES), start=st.sampled_from(STARTS))
@example(windows=from_text("02:30-03:30; 03:30-04:30"), timezone="Europe/Kyiv", start=STARTS[0])
@example(windows=from_text("03:30-03:15"), timezone="Europe/Kyiv", start=STARTS[1])
@example(windows=from_text("23:30-00:30"), timezone="Asia/Beirut", start=STARTS[0])
def test_quiet_hours_agree_with_a_clock_watched_minute_by_minute(
    windows: tuple[Window, ...], timezone: str, start: str
) -> None:
    hours = QuietHours(windows, Mode.GRAVE, timezone)
    watched = watched_minutes(windows, timezone, utc(start), 5 * 24 * 60)
    moments = [utc(start) + MINUTE * count for count in range(len(watched))]

    assert [covers(hours, moment) for moment in moments] == watched


@settings(max_examples=60, deadline=None)
@given(
    windows=window_lists,
    timezone=st.sampled_from(ZONES),
    start=st.sampled_from(STARTS),
    minutes=st.integers(0, 5 * 24 * 60),
)
def test_the_next_edge_is_the_first_change_and_bounds_the_stretch(
    windows: tuple[Window, ...], timezone: str, start: str, minutes: int
) -> None:
    hours = QuietHours(windows, Mode.GRAVE, timezone)
    moment = utc(start) + MINUTE * minutes
    now = covers(hours, moment)
    edge = next_edge(hours, moment)
    until = edge if edge is not None else moment + timedelta(days=9)
    steps = min((until - moment) // MINUTE, 9 * 24 * 60)

    assert all(covers(hours, moment + MINUTE * step) is now for step in range(steps))
    if edge is not None:
        assert covers(hours, edge) is not now
    stretch = interval_at(hours, moment)
    assert (stretch is not None) is now
    if stretch is not None and edge is not None:
        assert stretch.end == edge and moment in stretch
        assert covers(hours, stretch.start) and not covers(hours, stretch.start - MINUTE)


@given(windows=window_lists)
def test_what_is_written_is_read_back_the_same(windows: tuple[Window, ...]) -> None:
    assert from_text(to_text(windows)) == windows


@pytest.mark.parametrize(
    ("quiet", "start", "nights", "end"),
    [
        ("23:00-07:00", "2026-11-22 20:00", 1, "2026-11-23 07:00"),
        ("23:00-07:00", "2026-11-23 02:00", 1, "2026-11-23 07:00"),
        # Chosen in the night, or just before its end, that night is the first.
        ("23:00-07:00", "2026-11-23 06:50", 1, "2026-11-23 07:00"),
        ("23:00-07:00", "2026-11-23 06:50", 7, "2026-11-29 07:00"),
        ("23:00-07:00", "2026-11-22 20:00", 7, "2026-11-29 07:00"),
        ("23:00-07:00", "2026-11-22 20:00", 30, "2026-12-22 07:00"),
        # The night of 28 March 2027 has an hour less, that of 25 October 2026 an hour more.
        ("23:00-07:00", "2027-03-27 20:00", 1, "2027-03-28 07:00"),
        ("23:00-07:00", "2027-03-27 20:00", 2, "2027-03-29 07:00"),
        ("23:00-07:00", "2026-10-24 20:00", 1, "2026-10-25 07:00"),
        # A nap belongs to its day, two windows that touch are one, a weekly window comes back in a week.
        ("13:00-14:00; 23:00-07:00", "2026-11-22 20:00", 1, "2026-11-23 14:00"),
        ("22:00-02:00; 02:00-06:00", "2026-11-22 20:00", 1, "2026-11-23 06:00"),
        ("sun 23:00-07:00", "2026-11-23 12:00", 1, "2026-11-30 07:00"),
        ("sun 23:00-07:00", "2026-11-23 12:00", 7, "2026-11-30 07:00"),
        ("sun 23:00-07:00", "2026-11-23 12:00", 30, "2026-12-28 07:00"),
        ("", "2026-11-22 20:00", 7, "2026-11-29 20:00"),
    ],
)
def test_so_many_nights_end_with_the_last_of_them(quiet: str, start: str, nights: int, end: str) -> None:
    kyiv = ZoneInfo("Europe/Kyiv")
    begun, over = (datetime.fromisoformat(one).replace(tzinfo=kyiv).astimezone(UTC) for one in (start, end))

    assert end_of_nights(QuietHours(from_text(quiet)), begun, nights) == over
