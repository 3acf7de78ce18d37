"""Years at one look: month by month, and by the hour of the day."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from bot.domain.charts.sheet import BOTTOM, LEFT, RIGHT, SMALL, TOP
from bot.domain.drawings import Anchor, Box, Ink, Label, Pattern, Shape, Stroke
from bot.domain.statistics import Amount, Summary, by_month

_LEFT = LEFT + 84
_MIDDLE = (TOP + BOTTOM) / 2
#: What the height may stand for, as shares of the time.
_SCALES = (0.1, 0.25, 0.5, 1.0)
#: With more months than this only the first of each year is named.
_NAMED = 12


@dataclass(frozen=True, slots=True)
class MonthsWords:
    """What the two charts are called, how a share is written, and a month."""

    by_month: str
    by_hour: str
    percent: Callable[[float], str]
    month: Callable[[date], str]


def months_chart(summary: Summary, words: MonthsWords) -> tuple[Shape, ...]:
    """Shares of the known time."""
    months = by_month(summary)
    names = [
        words.month(first) if len(months) <= _NAMED else f"{first.year}" if first.month == 1 or not number else ""
        for number, (first, _) in enumerate(months)
    ]
    if len(months) > _NAMED and len(names) > 1 and any(names[1:4]):
        # The first year is named above its first month, unless the next one follows at once.
        names[0] = ""
    hours = [f"{hour:02}" if hour % 6 == 0 else "" for hour in range(24)]
    upper = _bars([amount for _, amount in months], names, words.by_month, TOP, words.percent)
    lower = _bars(summary.hours, hours, words.by_hour, _MIDDLE, words.percent)
    return (*upper, *lower)


def _bars(
    amounts: Sequence[Amount], names: Sequence[str], title: str, top: float, percent: Callable[[float], str]
) -> Iterator[Shape]:
    high, low = top + 76, top + (BOTTOM - TOP) / 2 - 52
    yield Label(LEFT, top + 24, title, 34, bold=True, width=RIGHT - LEFT)
    shares = [amount.share for amount in amounts]
    most = max((share for share in shares if share), default=0)
    scale = next((one for one in _SCALES if most <= one), 1.0)
    for part in (0, 0.5, 1):
        y = low - (low - high) * part
        yield Stroke(_LEFT, y, RIGHT, y)
        yield Label(_LEFT - 12, y, percent(scale * part), SMALL, Ink.FAINT, anchor=Anchor.RIGHT)
    step = (RIGHT - _LEFT) / len(shares)
    gap = min(6, step / 5)
    for number, (share, name) in enumerate(zip(shares, names, strict=True)):
        x = _LEFT + number * step + gap / 2
        if share is None:
            yield Box(x, high, step - gap, low - high, Ink.UNKNOWN, Pattern.STRIPES, Ink.DARK)
        elif share:
            height = (low - high) * min(1, share / scale)
            yield Box(x, low - height, step - gap, height, Ink.ALERT)
        if name:
            yield Label(x + (step - gap) / 2, low + 28, name, SMALL, Ink.FAINT, anchor=Anchor.MIDDLE)
