"""A drawing becomes a PNG of its size, with letters for every word that we speak."""

import struct
from pathlib import Path

import pytest
from PIL import Image, ImageFont

from bot.domain.drawings import Anchor, Box, Drawing, Ink, Label, Pattern, Stroke
from bot.errors import PictureError
from bot.pictures.artist import FONTS, Artist
from bot.pictures.drawing import drawn
from bot.texts import LANGUAGES
from tests.handlers.people import ROOT, tree

#: Never drawn: marks of Fluent and of HTML, emoji of messages, and a letter that is drawn by another alike.
NOT_DRAWN = "\n\u202f\ufe0fʼ"


def opened(png: bytes, folder: Path) -> Image.Image:
    path = folder / "a.png"
    path.write_bytes(png)
    return Image.open(path).convert("RGB")


def test_a_picture_is_a_png_of_the_size_of_its_drawing() -> None:
    png = drawn(Drawing(64, 48, ()), FONTS)

    assert png.startswith(b"\x89PNG")
    assert struct.unpack(">II", png[16:24]) == (64, 48)


def test_the_same_drawing_is_the_same_picture_and_another_one_is_not() -> None:
    shapes = (
        Box(4, 4, 40, 20, Ink.ALERT, Pattern.STRIPES, radius=6, outline=Ink.TEXT),
        Label(4, 40, "Харків", 20, bold=True, anchor=Anchor.LEFT, width=30),
        Stroke(0, 30, 64, 30, dashed=True),
    )

    assert drawn(Drawing(64, 48, shapes), FONTS) == drawn(Drawing(64, 48, shapes), FONTS)
    assert all(drawn(Drawing(64, 48, (one,)), FONTS) != drawn(Drawing(64, 48, ()), FONTS) for one in shapes)


@pytest.mark.parametrize("pattern", [Pattern.STRIPES, Pattern.CROSSED, Pattern.DOTS])
def test_a_pattern_is_seen_without_colour_and_a_solid_has_none(pattern: Pattern, tmp_path: Path) -> None:
    png = drawn(Drawing(64, 64, (Box(0, 0, 64, 64, Ink.UNKNOWN, pattern, Ink.DARK),)), FONTS)
    solid = drawn(Drawing(64, 64, (Box(0, 0, 64, 64, Ink.UNKNOWN),)), FONTS)

    greys = [grey for grey, pixels in enumerate(opened(png, tmp_path).convert("L").histogram()) if pixels]

    assert max(greys) - min(greys) > 80
    assert len(opened(solid, tmp_path).getcolors() or ()) == 1


def test_a_word_that_is_too_wide_becomes_smaller(tmp_path: Path) -> None:
    label = Label(10, 40, "Харківська", 40, width=120)
    picture = opened(drawn(Drawing(400, 80, (label,)), FONTS), tmp_path)

    ground = picture.getpixel((0, 0))
    inked = [x for x in range(400) for y in range(80) if picture.getpixel((x, y)) != ground]

    assert 110 < max(inked) <= 131


def spoken() -> set[str]:
    """Every letter of the texts that pictures are made of, and of all names of areas."""
    files = [ROOT / "data" / "texts" / code / f"{name}.ftl" for code in LANGUAGES for name in ("charts", "maps")]
    texts = "".join(file.read_text(encoding="utf-8") for file in files)
    names = "".join(name for area in tree() for name in area.name.values())
    return set(texts + names) - set(NOT_DRAWN)


@pytest.mark.parametrize("file", sorted(FONTS.glob("*.ttf")), ids=lambda path: path.name)
def test_the_fonts_have_every_letter_that_is_drawn(file: Path) -> None:
    font = ImageFont.truetype(str(file), 40)
    missing = bytes(font.getmask("\ufffe"))

    assert not [
        letter for letter in sorted(spoken()) if not letter.isspace() and bytes(font.getmask(letter)) == missing
    ]


async def test_a_picture_without_fonts_is_a_fault_that_is_named(tmp_path: Path) -> None:
    with pytest.raises(PictureError):
        await Artist(tmp_path).draw(Drawing(64, 48, (Label(1, 1, "a", 20),)))
