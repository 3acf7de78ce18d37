"""Several days side by side: how long each was under alert, and at which hours, minute by minute."""

from collections.abc import Callable, Iterator, Sequence
from datetime import date, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

from bot.domain.charts.sheet import BOTTOM, LEFT, RIGHT, SMALL, TOP
from bot.domain.drawings import Anchor, Box, Ink, Label, Pattern, Shape, Stroke
from bot.domain.history import Span
from bot.domain.spans import inside
from bot.domain.statistics import HOURS, Amount, Summary, midnight

_HOUR = timedelta(hours=1)
_DAY = timedelta(days=1)
_LEFT, _RIGHT = LEFT + 96, 870
_BARS_TOP, _BARS_BOTTOM = TOP + 36, TOP + 190
_ROWS_TOP, _ROWS_BOTTOM = TOP + 210, BOTTOM - 72
_SHARES = _RIGHT + 20
#: What a bar's height may stand for, in hours.
_SCALES = (6, 12, 24)
#: With more days than this there is no room to name each.
_NAMED = 10

#: What a day is called below its column: its weekday and its date.
DayName = Callable[[date], tuple[str, str]]


def days_chart(
    summary: Summary, name: DayName, hours: Callable[[float], str], by_hour: tuple[str, str]
) -> tuple[Shape, ...]:
    """Bars by day above a field of hours, with the hours' own shares beside it, which `by_hour` names in two lines;
    `hours` words a number of them.
    """
    side = (RIGHT + _SHARES) / 2
    titles = (
        Label(side, _ROWS_TOP - 24 - 36 * line, text, SMALL, Ink.FAINT, anchor=Anchor.MIDDLE, width=RIGHT - _SHARES)
        for line, text in enumerate(reversed(by_hour))
    )
    return (*_bars(summary, hours), *_field(summary), *titles, *_hour_shares(summary.hours), *_names(summary, name))


def _columns(summary: Summary) -> Iterator[tuple[date, Amount, float, float]]:
    """Each day with its figures, where its column begins and how wide it is."""
    step = (_RIGHT - _LEFT) / len(summary.days)
    gap = 10 if len(summary.days) <= _NAMED else 4
    for number, (day, amount) in enumerate(summary.days):
        yield day, amount, _LEFT + number * step + gap / 2, step - gap


def _bars(summary: Summary, hours: Callable[[float], str]) -> Iterator[Shape]:
    most = max(amount.alert / _HOUR for _, amount in summary.days)
    scale = next((one for one in _SCALES if most <= one), HOURS)
    height = _BARS_BOTTOM - _BARS_TOP
    for share in (0.5, 1):
        y = _BARS_BOTTOM - height * share
        yield Stroke(_LEFT, y, _RIGHT, y)
        yield Label(_LEFT - 12, y, hours(scale * share), SMALL, Ink.FAINT, anchor=Anchor.RIGHT, width=_LEFT - LEFT - 12)
    for _, amount, x, wide in _columns(summary):
        under = height * min(1, amount.alert / _HOUR / scale)
        unseen = min(height - under, height * (amount.unknown / _HOUR / scale))
        if unseen:
            top = _BARS_BOTTOM - under - unseen
            yield Box(x, top, wide, unseen, Ink.UNKNOWN, Pattern.STRIPES, Ink.DARK)
        if under:
            yield Box(x, _BARS_BOTTOM - under, wide, under, Ink.ALERT)
        if len(summary.days) <= _NAMED and amount.alert:
            text = hours(amount.alert / _HOUR)
            yield Label(
                x + wide / 2,
                _BARS_BOTTOM - under - unseen - 24,
                text,
                30,
                bold=True,
                anchor=Anchor.MIDDLE,
                width=wide + 6,
            )
    yield Stroke(_LEFT, _BARS_BOTTOM, _RIGHT, _BARS_BOTTOM, Ink.FAINT)


def _field(summary: Summary) -> Iterator[Shape]:
    """One column for each day from 00:00 down to 24:00; what has not come yet is left out."""
    for day, _, x, wide in _columns(summary):
        whole = midnight(day, summary.zone), midnight(day + _DAY, summary.zone)
        for start, end in _on_the_wall(inside([summary.span], whole), day, summary.zone):
            yield Box(x, _y(start), wide, _y(end) - _y(start), Ink.PANEL)
        for start, end in _on_the_wall(inside(summary.unknown, whole), day, summary.zone):
            yield Box(x, _y(start), wide, _y(end) - _y(start), Ink.UNKNOWN, Pattern.STRIPES, Ink.DARK)
        for start, end in _on_the_wall(inside(summary.alert, whole), day, summary.zone):
            yield Box(x, _y(start), wide, max(2, _y(end) - _y(start)), Ink.ALERT)
    for hour in range(0, HOURS + 1, 6):
        y = _y(hour)
        yield Label(_LEFT - 12, y, f"{hour:02}", SMALL, Ink.FAINT, anchor=Anchor.RIGHT)
        yield Stroke(_LEFT, y, _RIGHT, y, Ink.LINE, 1)


def _y(hour: float) -> float:
    return _ROWS_TOP + (_ROWS_BOTTOM - _ROWS_TOP) * hour / HOURS


def _on_the_wall(spans: Sequence[Span], day: date, zone: str) -> Iterator[tuple[float, float]]:
    """From which to which hour of the local day, as its clocks show it: what changes them by an hour is drawn so."""
    for start, end in spans:
        yield _hour(start, zone), HOURS if end >= midnight(day + _DAY, zone) else _hour(end, zone)


def _hour(moment: datetime, zone: str) -> float:
    local = moment.astimezone(ZoneInfo(zone))
    return local.hour + local.minute / 60 + local.second / 3600


def _hour_shares(hours: Sequence[Amount]) -> Iterator[Shape]:
    """How much of each hour was under alert, beside its row; the fullest reaches to the end."""
    shares = [amount.alert / amount.known if amount.known else 0 for amount in hours]
    most = max(shares)
    edges = pairwise(_y(hour) for hour in range(HOURS + 1))
    for share, (top, bottom) in zip(shares, edges, strict=True):
        wide = (RIGHT - _SHARES) * share / most if most else 0
        yield Box(_SHARES, top + 2, RIGHT - _SHARES, bottom - top - 4, Ink.PANEL)
        if wide:
            yield Box(_SHARES, top + 2, wide, bottom - top - 4, Ink.ALERT)


def _names(summary: Summary, name: DayName) -> Iterator[Shape]:
    named = len(summary.days) <= _NAMED
    for day, _, x, wide in _columns(summary):
        if not named and day.weekday():
            continue
        weekday, written = name(day)
        middle = x + wide / 2
        room = wide + 8 if named else 160
        yield Label(middle, _ROWS_BOTTOM + 30, weekday, SMALL, bold=True, anchor=Anchor.MIDDLE, width=room)
        yield Label(middle, _ROWS_BOTTOM + 64, written, SMALL, Ink.FAINT, anchor=Anchor.MIDDLE, width=room)
