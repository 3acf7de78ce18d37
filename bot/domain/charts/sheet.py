"""What every picture of a place's past has around its chart: what it is, what it comes to, beside what, and whose data.

All sizes are pixels of a sheet that a phone shows at about a third of them: nothing is written smaller than 28.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from bot.domain.drawings import Anchor, Box, Drawing, Ink, Label, Pattern, Shape, Stroke

WIDTH, HEIGHT = 1080, 1460
LEFT, RIGHT = 48, WIDTH - 48
SMALL = 28
#: Where charts may draw.
TOP, BOTTOM = 590, 1270

_BAR_LEFT, _BAR_RIGHT = 430, 850
_GAUGE_TOP, _GAUGE_STEP, _GAUGE_HEIGHT = 388, 60, 34
_KEY = 34


@dataclass(frozen=True, slots=True)
class Gauge:
    """A share of the time as a bar, 0 to 1; `said` by somebody, not measured. None: not known."""

    label: str
    share: float | None
    text: str
    said: bool = False


@dataclass(frozen=True, slots=True)
class Sheet:
    """The words around a chart, in the reader's language."""

    title: str
    span: str
    length: str
    length_note: str
    share: str
    share_note: str
    gauges: tuple[Gauge, ...]
    key_alert: str
    key_unknown: str
    footer: tuple[str, str]


def sheet(words: Sheet, chart: tuple[Shape, ...]) -> Drawing:
    """The whole picture."""
    return Drawing(WIDTH, HEIGHT, (*_head(words), *_gauges(words.gauges), *chart, *_foot(words)))


def _head(words: Sheet) -> Iterator[Shape]:
    wide = RIGHT - LEFT
    yield Label(LEFT, 82, words.title, 64, bold=True, width=wide)
    yield Label(LEFT, 150, words.span, 36, Ink.FAINT, width=wide)
    yield Label(LEFT, 246, words.length, 92, Ink.ALERT, bold=True, width=640)
    yield Label(LEFT, 324, words.length_note, 34, width=620)
    yield Label(RIGHT, 246, words.share, 92, bold=True, anchor=Anchor.RIGHT, width=320)
    yield Label(RIGHT, 324, words.share_note, 34, anchor=Anchor.RIGHT, width=360)


def _gauges(gauges: tuple[Gauge, ...]) -> Iterator[Shape]:
    wide = _BAR_RIGHT - _BAR_LEFT
    for number, gauge in enumerate(gauges):
        y = _GAUGE_TOP + number * _GAUGE_STEP
        middle = y + _GAUGE_HEIGHT / 2
        yield Label(LEFT, middle, gauge.label, 32, width=_BAR_LEFT - LEFT - 20)
        yield Box(_BAR_LEFT, y, wide, _GAUGE_HEIGHT, Ink.PANEL)
        if gauge.share is not None:
            pattern, ink = (Pattern.CROSSED, Ink.MARK) if gauge.said else (Pattern.SOLID, Ink.ALERT)
            yield Box(_BAR_LEFT, y, wide * min(1, gauge.share), _GAUGE_HEIGHT, ink, pattern)
        yield Label(RIGHT, middle, gauge.text, 32, bold=True, anchor=Anchor.RIGHT, width=RIGHT - _BAR_RIGHT - 14)
    if gauges:
        half, end = _BAR_LEFT + wide / 2, _GAUGE_TOP + len(gauges) * _GAUGE_STEP - 18
        yield Stroke(half, _GAUGE_TOP - 8, half, end, Ink.TEXT, 3, dashed=True)


def _foot(words: Sheet) -> Iterator[Shape]:
    y = HEIGHT - 138
    yield Box(LEFT, y - _KEY / 2, _KEY, _KEY, Ink.ALERT)
    yield Label(LEFT + _KEY + 14, y, words.key_alert, 32, width=400)
    middle = WIDTH / 2
    yield Box(middle, y - _KEY / 2, _KEY, _KEY, Ink.UNKNOWN, Pattern.STRIPES, Ink.DARK)
    yield Label(middle + _KEY + 14, y, words.key_unknown, 32, width=RIGHT - middle - _KEY - 14)
    for line, text in enumerate(words.footer):
        yield Label(LEFT, HEIGHT - 80 + 40 * line, text, SMALL, Ink.FAINT, width=RIGHT - LEFT)
