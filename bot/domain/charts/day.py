"""One day, minute by minute, in four rows of six hours: wide enough to read a quarter of an hour on a phone."""

from collections.abc import Iterator
from datetime import datetime
from zoneinfo import ZoneInfo

from bot.domain.charts.sheet import BOTTOM, LEFT, RIGHT, TOP
from bot.domain.drawings import Anchor, Box, Ink, Label, Pattern, Shape, Stroke
from bot.domain.history import Span
from bot.domain.spans import inside
from bot.domain.statistics import Summary, midnight

_ROWS = 4
_IN_ROW = 6
_SIDE = 24
_LEFT, _RIGHT = LEFT + _SIDE, RIGHT - _SIDE
_STEP = (BOTTOM - TOP) / _ROWS
_LABEL, _HEIGHT = 34, 94


def day_chart(summary: Summary) -> tuple[Shape, ...]:
    """The summary's first local day; what has not come yet is empty."""
    return tuple(_day(summary))


def _day(summary: Summary) -> Iterator[Shape]:
    day = summary.days[0][0]
    for row in range(_ROWS):
        top = TOP + row * _STEP + _LABEL + 14
        hours = [midnight(day, summary.zone, hour) for hour in range(row * _IN_ROW, min((row + 1) * _IN_ROW, 24))]
        end = midnight(day.fromordinal(day.toordinal() + 1), summary.zone) if row == _ROWS - 1 else None
        span = hours[0], end or midnight(day, summary.zone, (row + 1) * _IN_ROW)
        yield from _painted(summary, span, top)
        for number in range(_IN_ROW + 1):
            x = _LEFT + (_RIGHT - _LEFT) * number / _IN_ROW
            yield Stroke(x, top, x, top + _HEIGHT, Ink.LINE)
            yield Label(x, top - _LABEL / 2 - 4, f"{row * _IN_ROW + number:02}", 30, Ink.FAINT, anchor=Anchor.MIDDLE)


def _painted(summary: Summary, row: Span, top: float) -> Iterator[Shape]:
    """What is known of six hours; by the wall clock, which twice a year repeats or skips one."""
    known = inside([summary.span], row)
    for start, end in known:
        yield _box(summary, row, (start, end), top, Ink.PANEL)
    yield Stroke(_LEFT, top + _HEIGHT, _RIGHT, top + _HEIGHT, Ink.LINE)
    yield Stroke(_LEFT, top, _RIGHT, top, Ink.LINE)
    for start, end in inside(summary.unknown, row):
        yield _box(summary, row, (start, end), top, Ink.UNKNOWN, Pattern.STRIPES)
    for start, end in inside(summary.alert, row):
        yield _box(summary, row, (start, end), top, Ink.ALERT)


def _box(summary: Summary, row: Span, span: Span, top: float, ink: Ink, pattern: Pattern = Pattern.SOLID) -> Box:
    left, right = (_x(moment, row, summary.zone) for moment in span)
    return Box(left, top, max(3, right - left), _HEIGHT, ink, pattern, Ink.DARK)


def _x(moment: datetime, row: Span, zone: str) -> float:
    if moment >= row[1]:
        return _RIGHT
    local = moment.astimezone(ZoneInfo(zone))
    hour = local.hour % _IN_ROW + local.minute / 60 + local.second / 3600
    return _LEFT + (_RIGHT - _LEFT) * hour / _IN_ROW
