"""Turns a drawing into a PNG with Pillow and fonts that come with the program: none of the machine is asked for."""

import struct
import time
import zlib
from functools import lru_cache
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont

from bot.domain.drawings import Anchor, Box, Drawing, Ink, Label, Pattern, Stroke

#: Counted on whenever the same drawing is to look otherwise: what was sent before is drawn anew.
EDITION = 1

#: Chosen to be told apart on both of Telegram's themes, in print and by whoever sees no red or green.
_COLOURS: dict[Ink, str] = {
    Ink.GROUND: "#101a26",
    Ink.PANEL: "#1c2a3a",
    Ink.LINE: "#3b4f66",
    Ink.TEXT: "#f4f7fa",
    Ink.FAINT: "#a9bacb",
    Ink.ALERT: "#ff8a4c",
    Ink.RED: "#e5262b",
    Ink.GRAVE: "#ef6a4a",
    Ink.YELLOW: "#ffd23f",
    Ink.UNKNOWN: "#7d8fa3",
    Ink.DARK: "#0b121b",
    Ink.MARK: "#7fd1ff",
}
_SMALLEST = 14
_DASH = 14
#: Patterns repeat after so many pixels; no box is larger than `_SIDE`.
_STEP, _SIDE = 16, 1200
#: Rounded corners are drawn so much larger and made smaller, which smooths them.
_SMOOTH = 4
#: Letters that the font lacks, by those that look the same.
_SAME = str.maketrans({"ʼ": "’", "\u202f": "\u00a0"})


def drawn(drawing: Drawing, fonts: Path) -> bytes:
    """The picture as a PNG. Raises OSError where a font is missing."""
    image = Image.new("RGB", (drawing.width, drawing.height), _COLOURS[Ink.GROUND])
    pen = ImageDraw.Draw(image)
    for shape in drawing.shapes:
        # Whoever waits for the interpreter's lock gets it between two shapes, and not after five milliseconds.
        time.sleep(0)
        match shape:
            case Box():
                _box(image, pen, shape)
            case Label():
                _label(pen, shape, fonts)
            case Stroke():
                _stroke(pen, shape)
    return _png(image)


def _png(image: Image.Image) -> bytes:
    """The file by hand: zlib lets go of the interpreter's lock for all of its work, Pillow's own encoder does not."""
    row = 3 * image.width
    pixels = image.tobytes()
    # Each row begins with the number of its filter: none.
    rows = b"".join(b"\0" + pixels[start : start + row] for start in range(0, len(pixels), row))
    head = struct.pack(">IIBBBBB", image.width, image.height, 8, 2, 0, 0, 0)
    parts = ((b"IHDR", head), (b"IDAT", zlib.compress(rows, 3)), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(kind, data) for kind, data in parts)


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def _box(image: Image.Image, pen: ImageDraw.ImageDraw, box: Box) -> None:
    left, top = round(box.x), round(box.y)
    # A short alert must not vanish: whatever is drawn is a pixel wide at least.
    width, height = max(1, round(box.x + box.width) - left), max(1, round(box.y + box.height) - top)
    if box.radius == 0 and box.pattern is Pattern.SOLID:
        outline = _COLOURS[box.outline] if box.outline else None
        pen.rectangle((left, top, left + width - 1, top + height - 1), _COLOURS[box.ink], outline, 4)
        return
    mask = _corners(width, height, box.radius)
    x, y = left % _STEP, top % _STEP
    surface = _surface(box.pattern, box.ink, box.ground).crop((x, y, x + width, y + height))
    image.paste(surface, (left, top), mask)
    if box.outline:
        rim = (left, top, left + width - 1, top + height - 1)
        pen.rounded_rectangle(rim, box.radius, outline=_COLOURS[box.outline], width=4)


@lru_cache(maxsize=256)
def _corners(width: int, height: int, radius: int) -> Image.Image:
    if radius == 0:
        return Image.new("L", (width, height), 255)
    large = Image.new("L", (width * _SMOOTH, height * _SMOOTH), 0)
    edge = (0, 0, width * _SMOOTH - 1, height * _SMOOTH - 1)
    ImageDraw.Draw(large).rounded_rectangle(edge, radius * _SMOOTH, fill=255)
    return large.resize((width, height), Image.Resampling.BOX)


@lru_cache(maxsize=32)
def _surface(pattern: Pattern, ink: Ink, ground: Ink) -> Image.Image:
    """A surface that is larger than any box, the same every few pixels, so that neighbours join."""
    if pattern is Pattern.SOLID:
        return Image.new("RGB", (_SIDE, _SIDE), _COLOURS[ink])
    surface = Image.new("RGB", (_SIDE, _SIDE))
    surface.paste(_repeated(pattern, _COLOURS[ink], _COLOURS[ground]), (0, 0))
    done = _STEP
    while done < _SIDE:
        # What is there already, beside itself and then below itself, is twice as large.
        surface.paste(surface.crop((0, 0, done, done)), (done, 0))
        surface.paste(surface.crop((0, 0, 2 * done, done)), (0, done))
        done *= 2
    return surface


def _repeated(pattern: Pattern, colour: str, ground: str) -> Image.Image:
    """One repetition, cut out of the middle of a larger one."""
    large = Image.new("RGB", (4 * _STEP, 4 * _STEP), ground)
    pen = ImageDraw.Draw(large)
    if pattern is Pattern.DOTS:
        for x in range(0, 4 * _STEP, _STEP):
            for y in range(0, 4 * _STEP, _STEP):
                pen.rectangle((x + 6, y + 6, x + 9, y + 9), colour)
    else:
        for at in range(-8 * _STEP, 8 * _STEP, _STEP):
            pen.line((at, 8 * _STEP, at + 8 * _STEP, 0), colour, 6)
            if pattern is Pattern.CROSSED:
                pen.line((at, 0, at + 8 * _STEP, 8 * _STEP), colour, 4)
    return large.crop((_STEP, _STEP, 2 * _STEP, 2 * _STEP))


def _label(pen: ImageDraw.ImageDraw, label: Label, fonts: Path) -> None:
    text = label.text.translate(_SAME)
    font = _font(fonts, label.bold, label.size)
    size = label.size
    while label.width and font.getlength(text) > label.width and size > _SMALLEST:
        size -= 1
        font = _font(fonts, label.bold, size)
    ends = {Anchor.LEFT: "lm", Anchor.MIDDLE: "mm", Anchor.RIGHT: "rm"}
    pen.text((label.x, label.y), text, _COLOURS[label.ink], font, ends[label.anchor])


@lru_cache(maxsize=64)
def _font(fonts: Path, bold: bool, size: int) -> ImageFont.FreeTypeFont:
    file = fonts / ("Manrope-Bold.ttf" if bold else "Manrope-Medium.ttf")
    # The simple layout: these scripts need no other, and loading one takes time.
    return ImageFont.truetype(str(file), size, layout_engine=ImageFont.Layout.BASIC)


def _stroke(pen: ImageDraw.ImageDraw, line: Stroke) -> None:
    colour = _COLOURS[line.ink]
    if not line.dashed:
        pen.line((line.x, line.y, line.to_x, line.to_y), colour, line.thickness)
        return
    length = max(abs(line.to_x - line.x), abs(line.to_y - line.y))
    for start in range(0, int(length), 2 * _DASH):
        here, there = start / length, min(1, (start + _DASH) / length)
        ends = [line.x + (line.to_x - line.x) * here, line.y + (line.to_y - line.y) * here]
        ends += [line.x + (line.to_x - line.x) * there, line.y + (line.to_y - line.y) * there]
        pen.line(ends, colour, line.thickness)
