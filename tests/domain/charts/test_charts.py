"""Where things stand in a picture: inside it, what is not known hatched, what has not come yet left out."""

from dataclasses import replace
from datetime import timedelta
from typing import TypeVar

import pytest

from bot.domain.charts.day import day_chart
from bot.domain.charts.days import days_chart
from bot.domain.charts.months import MonthsWords, months_chart
from bot.domain.charts.sheet import BOTTOM, HEIGHT, SMALL, TOP, WIDTH, Gauge, Sheet, sheet
from bot.domain.charts.tiles import COUNTRY, KHARKIV_OBLAST, Look, MapWords, State, Tile, tile_map
from bot.domain.country import Shade, draw
from bot.domain.drawings import Box, Drawing, Ink, Label, Pattern, Shape, Stroke
from bot.domain.estimates import Steps
from bot.domain.statistics import Past, Summary, summarise
from tests.domain.moments import utc
from tests.handlers.people import tree

KYIV = "Europe/Kyiv"
NOW = utc("2026-11-22 12:10")
HOUR = timedelta(hours=1)
Found = TypeVar("Found")
WORDS = Sheet("Kharkiv", "span", "1 h", "note", "5 %", "note", (Gauge("a", 0.2, "20 %"),), "alert", "n/k", ("a", "b"))
MONTHS = MonthsWords("by month", "by hour", lambda share: f"{share:.0%}", lambda first: f"{first:%b}")


def run(steps: Steps[Found]) -> Found:
    while True:
        try:
            next(steps)
        except StopIteration as end:
            found: Found = end.value
            return found


def summary(days: int, *, unknown_hours: int = 3) -> Summary:
    """An hour of alert in every five, and some hours of which nothing is known, before noon today."""
    begins = utc("2026-11-21 22:00") - timedelta(days=days - 1)
    alert = tuple((begins + HOUR * at, begins + HOUR * (at + 1)) for at in range(1, 24 * days - 12, 5))
    unknown = ((NOW - HOUR * unknown_hours, NOW - HOUR),) if unknown_hours else ()
    kept = tuple(one for one in alert if one[1] <= NOW - HOUR * unknown_hours)
    return run(summarise(Past((begins, NOW), kept, unknown), (begins, NOW), KYIV))


def chart(days: int) -> tuple[Shape, ...]:
    known = summary(days)
    if days == 1:
        return day_chart(known)
    if days > 31:
        return months_chart(known, MONTHS)
    return days_chart(known, lambda day: (f"{day:%a}", f"{day:%d.%m}"), lambda hours: f"{hours:.0f} h", ("by", "hour"))


def inside(drawing: Drawing) -> bool:
    points = [point for shape in drawing.shapes for point in corners(shape)]
    return all(0 <= across <= drawing.width and 0 <= down <= drawing.height for across, down in points)


def corners(shape: Shape) -> list[tuple[float, float]]:
    match shape:
        case Box(x, y, width, height):
            return [(x, y), (x + width, y + height)]
        case Stroke(x, y, to_x, to_y):
            return [(x, y), (to_x, to_y)]
        case Label(x, y):
            return [(x, y)]


@pytest.mark.parametrize("days", [1, 2, 7, 30, 31, 400, 1700])
def test_a_sheet_holds_all_that_it_shows(days: int) -> None:
    drawing = sheet(WORDS, chart(days))

    assert (drawing.width, drawing.height) == (WIDTH, HEIGHT)
    assert inside(drawing)
    assert all(shape.size >= SMALL for shape in drawing.shapes if isinstance(shape, Label))


@pytest.mark.parametrize("days", [1, 7, 30])
def test_what_is_not_known_is_hatched(days: int) -> None:
    hatched = [one for one in chart(days) if isinstance(one, Box) and one.ink is Ink.UNKNOWN]

    assert hatched
    assert all(one.pattern is Pattern.STRIPES for one in hatched)
    assert all(one.y >= TOP and one.y + one.height <= BOTTOM for one in hatched)


def test_a_month_of_which_nothing_is_known_is_hatched_and_not_empty() -> None:
    known = summary(400, unknown_hours=24 * 200)

    hatched = [one for one in months_chart(known, MONTHS) if isinstance(one, Box) and one.ink is Ink.UNKNOWN]

    assert len(hatched) == 6


def test_hours_to_come_are_left_out_of_a_day() -> None:
    drawn = [one for one in day_chart(summary(1)) if isinstance(one, Box)]
    lowest = max(one.y for one in drawn)
    last_row = [one for one in drawn if one.y == lowest]

    # At 14:10 in Kyiv the third row of six hours is filled to a third and a bit, the fourth not at all.
    assert len({one.y for one in drawn}) == 3
    assert max(one.x + one.width for one in last_row) == pytest.approx(72 + (1080 - 144) * (2 + 1 / 6) / 6)


def test_an_alert_is_as_long_in_the_picture_as_it_was() -> None:
    begins = utc("2026-11-15 22:00")
    alert = ((begins + 3 * HOUR, begins + 9 * HOUR),)
    known = run(summarise(Past((begins, NOW), alert, ()), (begins, NOW), KYIV))
    shapes = days_chart(known, lambda day: ("", ""), lambda hours: "", ("", ""))

    boxes = [one for one in shapes if isinstance(one, Box) and one.x < 200]
    whole = next(one for one in boxes if one.ink is Ink.PANEL)
    (painted,) = (one for one in boxes if one.ink is Ink.ALERT and one.y >= whole.y)

    assert painted.height == pytest.approx(whole.height / 4)
    assert painted.y == pytest.approx(whole.y + whole.height / 8)


def words(warning: str = "") -> MapWords:
    return MapWords("Alerts", "22:10", "data", warning, ((Look(Shade.RED), "red"), (Look(), "none")), "footer")


def test_every_region_has_a_tile_and_no_two_share_a_place() -> None:
    regions = {region.area for region in draw((), tree()).regions}

    assert set(COUNTRY) == regions
    assert len(regions) == len(set(COUNTRY.values())) == 27


def test_the_oblast_has_its_raions_and_the_city_with_its_own_alert() -> None:
    parts = {area.id for area in tree() if area.parent == "22" and area.level in ("raion", "city")}

    assert set(KHARKIV_OBLAST) == parts
    assert len(set(KHARKIV_OBLAST.values())) == len(parts) == 8


LOOKS = [
    *(Look(whole) for whole in Shade),
    *(Look(parts=parts) for parts in Shade),
    *(Look(state=state) for state in State),
]


@pytest.mark.parametrize("warning", ["", "No data"])
@pytest.mark.parametrize("places", [COUNTRY, KHARKIV_OBLAST], ids=["country", "oblast"])
def test_a_map_holds_all_that_it_shows(warning: str, places: dict[str, tuple[int, int]]) -> None:
    tiles = {area: Tile("Name", LOOKS[at % len(LOOKS)], "word", "note") for at, area in enumerate(COUNTRY)}
    tiles |= {area: Tile("Name", LOOKS[at % len(LOOKS)], "word") for at, area in enumerate(KHARKIV_OBLAST)}

    drawing = tile_map(words(warning), places, tiles)  # type: ignore[arg-type]

    assert inside(drawing)
    assert sum(isinstance(one, Label) and one.text == "Name" for one in drawing.shapes) == len(places)


def test_every_look_can_be_told_from_every_other_without_its_colour() -> None:
    seen: dict[tuple[object, ...], Look] = {}
    for look in LOOKS:
        tiles = {next(iter(COUNTRY)): Tile("Name", look, "word")}
        shapes = tile_map(replace(words(), key=()), COUNTRY, tiles).shapes
        boxes = [one for one in shapes if isinstance(one, Box)]
        # What is left where every ink is grey: how dark the ground is, the patterns, the rims.
        shape = tuple(
            (one.x, one.y, one.height, one.pattern, one.outline is None, one.ink is Ink.PANEL) for one in boxes
        )
        assert shape not in seen, (look, seen[shape])
        seen[shape] = look
