"""The country, and the oblast of Kharkiv, as tiles: every area of one size, where one looks for it on a map."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

from bot.domain.alerts import AreaId
from bot.domain.charts.sheet import LEFT, RIGHT, SMALL, WIDTH
from bot.domain.country import Shade
from bot.domain.drawings import Anchor, Box, Drawing, Ink, Label, Pattern, Shape

#: Column and row of each region; Crimea and Sevastopol below the coast.
COUNTRY: Mapping[AreaId, tuple[int, int]] = {
    AreaId(area): place
    for area, place in {
        **{"8": (0, 0), "5": (1, 0), "10": (2, 0), "14": (3, 0), "25": (4, 0), "20": (5, 0)},
        **{"27": (0, 1), "21": (1, 1), "3": (2, 1), "31": (3, 1), "19": (4, 1), "22": (5, 1), "16": (6, 1)},
        **{"11": (0, 2), "13": (1, 2), "4": (2, 2), "24": (3, 2), "15": (4, 2), "9": (5, 2), "28": (6, 2)},
        **{"26": (1, 3), "18": (2, 3), "17": (3, 3), "23": (4, 3), "12": (5, 3)},
        **{"30": (3, 4), "29": (4, 4)},
    }.items()
}
#: The seven raions and the city with its own alert.
KHARKIV_OBLAST: Mapping[AreaId, tuple[int, int]] = {
    AreaId(area): place
    for area, place in {
        **{"126": (0, 0), "124": (1, 0), "123": (2, 0)},
        **{"1293": (1, 1), "122": (2, 1)},
        **{"127": (0, 2), "128": (1, 2), "125": (2, 2)},
    }.items()
}

_TOP = 300
_GAP = 8


class State(StrEnum):
    """What a tile shows where no level is declared there."""

    NONE = "none"
    USUAL = "usual"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Look:
    """The level of an alert of all of it, and of alerts in its parts; without either its `state`."""

    whole: Shade | None = None
    parts: Shade | None = None
    state: State = State.NONE


@dataclass(frozen=True, slots=True)
class Tile:
    """One area: its short name, what it shows, and the same in one or two words."""

    name: str
    look: Look
    word: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class MapWords:
    """What stands above and below the tiles; `warning` where it is not seen well, else empty."""

    title: str
    time: str
    data: str
    warning: str
    key: tuple[tuple[Look, str], ...]
    footer: str


def tile_map(words: MapWords, places: Mapping[AreaId, tuple[int, int]], tiles: Mapping[AreaId, Tile]) -> Drawing:
    """The picture; tiles without a place on the map are left out."""
    columns = 1 + max(column for column, _ in places.values())
    rows = 1 + max(row for _, row in places.values())
    wide = (RIGHT - LEFT - _GAP * (columns - 1)) / columns
    high = 142 if columns > 4 else 196
    top = _TOP if words.warning else _TOP - 84
    shapes: list[Shape] = list(_head(words))
    for area, (column, row) in places.items():
        if area in tiles:
            shapes += _tile(tiles[area], LEFT + column * (wide + _GAP), top + row * (high + _GAP), wide, high)
    bottom = top + rows * (high + _GAP) + 28
    shapes += _key(words, bottom)
    height = round(bottom + _KEY_STEP * ((len(words.key) + 1) // 2) + 80)
    shapes.append(Label(LEFT, height - 46, words.footer, SMALL, Ink.FAINT, width=RIGHT - LEFT))
    return Drawing(WIDTH, height, tuple(shapes))


def _head(words: MapWords) -> Iterator[Shape]:
    yield Label(LEFT, 80, words.title, 60, bold=True, width=RIGHT - LEFT - 240)
    yield Label(RIGHT, 80, words.time, 76, bold=True, anchor=Anchor.RIGHT, width=230)
    if words.warning:
        yield Box(LEFT, 132, RIGHT - LEFT, 140, Ink.TEXT, radius=14)
        yield Label(LEFT + 28, 178, words.warning, 40, Ink.DARK, bold=True, width=RIGHT - LEFT - 56)
        yield Label(LEFT + 28, 232, words.data, 34, Ink.DARK, width=RIGHT - LEFT - 56)
    else:
        yield Label(LEFT, 156, words.data, 36, Ink.FAINT, width=RIGHT - LEFT)


def _tile(tile: Tile, x: float, y: float, wide: float, high: float) -> Iterator[Shape]:
    large = wide > 200
    yield from _surface(tile.look, x, y, wide, high)
    ink = _ink(tile.look)
    middle, room = x + wide / 2, wide - (36 if large else 14)
    heights = (0.25, 0.52, 0.74) if tile.note else (0.34, 0.64)
    sizes = (42, 36, 34) if large else (30, 28, 26)
    texts = (tile.name, tile.word, tile.note)
    for number, (text, height, size) in enumerate(zip(texts, heights, sizes, strict=False)):
        yield Label(middle, y + high * height, text, size, ink, bold=not number, anchor=Anchor.MIDDLE, width=room)


def _ink(look: Look) -> Ink:
    """On light grounds the letters are dark."""
    if look.whole:
        return Ink.TEXT if look.whole is Shade.RED else Ink.DARK
    return Ink.FAINT if look.parts is None and look.state is State.NONE else Ink.TEXT


_INKS = {Shade.RED: Ink.RED, Shade.GRAVE: Ink.GRAVE, Shade.YELLOW: Ink.YELLOW}
#: What tells the levels apart without their colours: red is full, the others have edges like warning tape.
_TAPES = {Shade.RED: Pattern.SOLID, Shade.GRAVE: Pattern.CROSSED, Shade.YELLOW: Pattern.STRIPES}
_STATES = {State.USUAL: Pattern.DOTS, State.UNKNOWN: Pattern.STRIPES}
_TAPE, _ROUND = 14, 14


def _surface(look: Look, x: float, y: float, wide: float, high: float) -> Iterator[Shape]:
    """An alert of the whole area fills its tile, one in its parts only the foot."""
    if look.whole:
        outline = Ink.TEXT if look.whole is Shade.RED else None
        ink, tape = _INKS[look.whole], _TAPES[look.whole]
        yield Box(x, y, wide, high, ink, tape, Ink.DARK, _ROUND, outline)
        if look.whole is not Shade.RED:
            yield Box(x, y + _TAPE, wide, high - 2 * _TAPE, ink)
    elif look.parts is None and look.state in _STATES:
        yield Box(x, y, wide, high, Ink.UNKNOWN, _STATES[look.state], Ink.DARK, _ROUND)
        yield Box(x + 6, y + _TAPE, wide - 12, high - 2 * _TAPE, Ink.DARK)
    else:
        yield Box(x, y, wide, high, Ink.PANEL, radius=_ROUND, outline=_INKS[look.parts] if look.parts else Ink.LINE)
    if look.parts and look.parts is not look.whole:
        foot = _TAPE + 6
        yield Box(x + 4, y + high - foot - 4, wide - 8, foot, _INKS[look.parts], _TAPES[look.parts], Ink.DARK)


_KEY_STEP = 66


def _key(words: MapWords, top: float) -> Iterator[Shape]:
    column = (RIGHT - LEFT) / 2
    for number, (look, text) in enumerate(words.key):
        x, y = LEFT + column * (number % 2), top + _KEY_STEP * (number // 2)
        yield from _surface(look, x, y, 76, 52)
        yield Label(x + 92, y + 26, text, 30, width=column - 104)
