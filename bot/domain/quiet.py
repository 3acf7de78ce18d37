"""When a chat wants to be left in peace, because phones that ping all night are silenced whole."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import IntEnum, StrEnum
from functools import lru_cache

from bot.domain.local_time import DEFAULT_TIMEZONE, day_of, known_timezone, moment_of


class Mode(StrEnum):
    """What may ring inside quiet hours."""

    GRAVE = "grave"
    EVERYTHING = "everything"
    NOTHING = "nothing"


class MuteKind(StrEnum):
    """What a mute silences: guarded alerts, all clears and updates, or grave danger too."""

    GUARDED = "guarded"
    ALL = "all"


class Weekday(IntEnum):
    """A day of the week, numbered as `date.weekday()` numbers it."""

    MONDAY = 0
    TUESDAY = 1
    WEDNESDAY = 2
    THURSDAY = 3
    FRIDAY = 4
    SATURDAY = 5
    SUNDAY = 6


EVERY_DAY: frozenset[int] = frozenset(range(7))

_DAY_NAMES = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_WINDOW_TEXT = re.compile(r"(?:([a-z,-]+)\s+)?([0-9]{1,2}):([0-9]{2})\s*-\s*([0-9]{1,2}):([0-9]{2})")
_DAY_MINUTES = 24 * 60
_WEEK_MINUTES = 7 * _DAY_MINUTES
#: What counts as night when we look for nights without quiet hours: minutes after the midnight before, 22:00 to 06:00.
_NIGHT = range(22 * 60, 30 * 60)
#: How much later than the end of one night the next begins, at the least.
_NIGHTS_LIE_APART = timedelta(hours=3)
#: A weekly window that a clock change swallowed is back a week later.
_LOOK_AHEAD_DAYS = 15


@dataclass(frozen=True, slots=True)
class Window:
    """Wall-clock hours, half-open, on the weekdays on which they start; an end before the start is on the next day.

    `start == end` means off. Raises ValueError for a day outside 0-6, for no day, and for times finer than a minute.
    """

    start: time
    end: time
    days: frozenset[int] = EVERY_DAY

    def __post_init__(self) -> None:
        if not self.days or not self.days <= EVERY_DAY:
            raise ValueError(f"not weekdays: {sorted(self.days)}")
        if any(edge != time(edge.hour, edge.minute) for edge in (self.start, self.end)):
            raise ValueError(f"not wall-clock minutes: {self.start}-{self.end}")

    @property
    def is_off(self) -> bool:
        return self.start == self.end


@dataclass(frozen=True, slots=True)
class Interval:
    """A half-open span of time between two moments (aware UTC)."""

    start: datetime
    end: datetime

    def __contains__(self, moment: datetime) -> bool:
        return self.start <= moment < self.end


#: The interval of quiet hours that leave no minute of the week open; its edges can be shown in every time zone.
ALWAYS = Interval(datetime(1, 1, 3, tzinfo=UTC), datetime(9999, 12, 29, tzinfo=UTC))


@dataclass(frozen=True, slots=True)
class QuietHours:
    """A chat's quiet hours; `timezone` is an IANA name. Raises ValueError for a zone that does not exist."""

    windows: tuple[Window, ...] = ()
    mode: Mode = Mode.GRAVE
    timezone: str = DEFAULT_TIMEZONE

    def __post_init__(self) -> None:
        if not known_timezone(self.timezone):
            raise ValueError(f"not a time zone: {self.timezone}")

    @property
    def is_off(self) -> bool:
        return all(window.is_off for window in self.windows)


OFF = QuietHours()


def covers(quiet: QuietHours, moment: datetime) -> bool:
    """Whether the moment (aware) lies inside quiet hours."""
    return any(moment in span for span in _spans_near(quiet, moment))


def interval_at(quiet: QuietHours, moment: datetime) -> Interval | None:
    """The stretch of quiet that covers the moment (aware), windows that overlap or touch being one; None outside."""
    if never_ends(quiet.windows):
        return ALWAYS
    covering = [span for span in _spans_near(quiet, moment) if moment in span]
    return _grown(quiet, _union(covering)) if covering else None


def next_interval(quiet: QuietHours, moment: datetime) -> Interval | None:
    """The stretch of quiet that covers the moment (aware), else the next to start; None when quiet hours are off."""
    covering = interval_at(quiet, moment)
    if covering is not None or quiet.is_off:
        return covering
    today = day_of(moment, quiet.timezone)
    days = (today + timedelta(days=ahead) for ahead in range(_LOOK_AHEAD_DAYS))
    starts = (span.start for day in days for span in sorted(_spans_of(quiet, day), key=_start) if span.start > moment)
    first = next(starts, None)
    return None if first is None else interval_at(quiet, first)


def next_edge(quiet: QuietHours, moment: datetime) -> datetime | None:
    """The next moment (aware UTC), strictly later, at which `covers` changes; None when it never does."""
    interval = next_interval(quiet, moment)
    if interval is None or interval == ALWAYS:
        return None
    return interval.end if moment in interval else interval.start


def end_of_nights(quiet: QuietHours, moment: datetime, nights: int) -> datetime:
    """When so many days and nights are over, counted from the quiet that runs at the moment (aware UTC) or the first
    after it: always at the end of a stretch of quiet, so that nothing changes while somebody sleeps.
    """
    first = next_interval(quiet, moment)
    if first is None or first == ALWAYS:
        return moment + timedelta(days=nights)
    # Some hours short of whole days: a night on which clocks go forward is 23 hours after the one before.
    until = first.start + timedelta(days=nights) - _NIGHTS_LIE_APART
    end = first.end
    while (following := next_interval(quiet, end)) and following.start < until:
        end = following.end
    return end


def never_ends(windows: tuple[Window, ...]) -> bool:
    """Whether the windows leave no minute of the week open, so that no recap could ever be given."""
    return len(_minutes_of_week(windows)) == _WEEK_MINUTES


def nights_left_open(windows: tuple[Window, ...]) -> tuple[Weekday, ...]:
    """The days whose following night (22:00 to 06:00) has no quiet minute at all."""
    quiet_minutes = _minutes_of_week(windows)
    nights = ((day, {(day * _DAY_MINUTES + minute) % _WEEK_MINUTES for minute in _NIGHT}) for day in Weekday)
    return tuple(day for day, night in nights if quiet_minutes.isdisjoint(night))


def days_between(first: int, last: int) -> frozenset[int]:
    """The weekdays from the first to the last, both included, over the end of the week if need be."""
    return frozenset((first + ahead) % 7 for ahead in range((last - first) % 7 + 1))


def to_text(windows: Iterable[Window]) -> str:
    """The form that is stored: `23:00-07:00`, `mon-fri 23:00-07:00; sat,sun 00:00-09:00`; empty for no windows."""
    return "; ".join(f"{days_to_text(window.days)}{window.start:%H:%M}-{window.end:%H:%M}" for window in windows)


# Each cohort is read again for every message, and many chats chose the same hours.
@lru_cache(maxsize=4096)
def from_text(text: str) -> tuple[Window, ...]:
    """The windows of a stored form; ValueError names the piece that is none."""
    return tuple(_window_from(piece.strip()) for piece in text.split(";")) if text.strip() else ()


def _spans_near(quiet: QuietHours, moment: datetime) -> Iterator[Interval]:
    return iter(_spans_about(quiet, day_of(moment, quiet.timezone)) if quiet.windows else ())


@lru_cache(maxsize=1024)
def _spans_about(quiet: QuietHours, day: date) -> tuple[Interval, ...]:
    """Those that can cover a moment of the day."""
    # The day after too: where clocks go back over midnight, tomorrow's window may have begun before today is over.
    return tuple(span for ahead in (-1, 0, 1) for span in _spans_of(quiet, day + timedelta(days=ahead)))


@lru_cache(maxsize=4096)
def _spans_of(quiet: QuietHours, day: date) -> tuple[Interval, ...]:
    windows = (window for window in quiet.windows if day.weekday() in window.days and not window.is_off)
    spans = (_span(window, day, quiet.timezone) for window in windows)
    # A window that lies inside the hour which spring skips is empty on that day.
    return tuple(span for span in spans if span.start < span.end)


def _span(window: Window, day: date, timezone: str) -> Interval:
    last_day = day if window.start < window.end else day + timedelta(days=1)
    return Interval(moment_of(day, window.start, timezone), moment_of(last_day, window.end, timezone))


def _grown(quiet: QuietHours, interval: Interval) -> Interval:
    while True:
        touching = (
            span for span in _spans_around(quiet, interval) if span.start <= interval.end and span.end >= interval.start
        )
        wider = _union((interval, *touching))
        if wider == interval:
            return interval
        interval = wider


def _spans_around(quiet: QuietHours, interval: Interval) -> Iterator[Interval]:
    day = day_of(interval.start, quiet.timezone) - timedelta(days=2)
    last = day_of(interval.end, quiet.timezone) + timedelta(days=1)
    while day <= last:
        yield from _spans_of(quiet, day)
        day += timedelta(days=1)


def _union(spans: Iterable[Interval]) -> Interval:
    all_spans = list(spans)
    return Interval(min(span.start for span in all_spans), max(span.end for span in all_spans))


def _start(span: Interval) -> datetime:
    return span.start


@lru_cache(maxsize=1024)
def _minutes_of_week(windows: tuple[Window, ...]) -> frozenset[int]:
    minutes: set[int] = set()
    for window in windows:
        start = window.start.hour * 60 + window.start.minute
        length = (window.end.hour * 60 + window.end.minute - start) % _DAY_MINUTES
        for day in window.days:
            first = day * _DAY_MINUTES + start
            minutes.update(minute % _WEEK_MINUTES for minute in range(first, first + length))
    return frozenset(minutes)


def days_to_text(days: frozenset[int]) -> str:
    """Weekdays as they are stored before hours: `mon-fri `, empty for every day."""
    if days == EVERY_DAY:
        return ""
    return ",".join(_run_text(run) for run in _runs(sorted(days))) + " "


def _runs(days: list[int]) -> list[list[int]]:
    runs: list[list[int]] = []
    for day in days:
        if runs and runs[-1][-1] == day - 1:
            runs[-1].append(day)
        else:
            runs.append([day])
    return runs


def _run_text(run: list[int]) -> str:
    names = [_DAY_NAMES[day] for day in run]
    return f"{names[0]}-{names[-1]}" if len(names) > 2 else ",".join(names)


def _window_from(piece: str) -> Window:
    found = _WINDOW_TEXT.fullmatch(piece)
    if found is None:
        raise ValueError(f"not a window: {piece!r}")
    days, *numbers = found.groups()
    first_hour, first_minute, last_hour, last_minute = (int(number) for number in numbers)
    return Window(time(first_hour, first_minute), time(last_hour, last_minute), days_from_text(days))


def days_from_text(text: str | None) -> frozenset[int]:
    """The weekdays of a stored form, every day for none; ValueError for what is none."""
    if text is None:
        return EVERY_DAY
    days: frozenset[int] = frozenset()
    for part in text.split(","):
        first, dash, last = part.partition("-")
        days |= days_between(_DAY_NAMES.index(first), _DAY_NAMES.index(last if dash else first))
    return days
