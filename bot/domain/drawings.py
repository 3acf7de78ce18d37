"""A picture before it is drawn: values only, so that what stands where is decided and tested without pixels."""

from dataclasses import dataclass
from enum import StrEnum
from typing import TypeAlias


class Ink(StrEnum):
    """What a colour means; which one it is, the edge knows."""

    GROUND = "ground"
    PANEL = "panel"
    LINE = "line"
    TEXT = "text"
    FAINT = "faint"
    ALERT = "alert"
    RED = "red"
    GRAVE = "grave"
    YELLOW = "yellow"
    UNKNOWN = "unknown"
    DARK = "dark"
    MARK = "mark"


class Pattern(StrEnum):
    """What a surface looks like without any colour."""

    SOLID = "solid"
    STRIPES = "stripes"
    CROSSED = "crossed"
    DOTS = "dots"


class Anchor(StrEnum):
    """Which end of a text stands at its point; its middle line always does."""

    LEFT = "l"
    MIDDLE = "m"
    RIGHT = "r"


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle, in pixels; `pattern` is drawn in `ink` on the `ground`."""

    x: float
    y: float
    width: float
    height: float
    ink: Ink
    pattern: Pattern = Pattern.SOLID
    ground: Ink = Ink.PANEL
    radius: int = 0
    outline: Ink | None = None


@dataclass(frozen=True, slots=True)
class Label:
    """One line of text, `size` pixels high; where it is wider than `width`, it is made smaller until it fits."""

    x: float
    y: float
    text: str
    size: int
    ink: Ink = Ink.TEXT
    bold: bool = False
    anchor: Anchor = Anchor.LEFT
    width: float = 0


@dataclass(frozen=True, slots=True)
class Stroke:
    """A straight line."""

    x: float
    y: float
    to_x: float
    to_y: float
    ink: Ink = Ink.LINE
    thickness: int = 2
    dashed: bool = False


Shape: TypeAlias = Box | Label | Stroke


@dataclass(frozen=True, slots=True)
class Drawing:
    """A whole picture, its shapes from the back to the front."""

    width: int
    height: int
    shapes: tuple[Shape, ...]
