"""The whole country at one look: what is declared for all of a region, what for its parts, what by a city alone."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import timedelta

import pytest

from bot.domain.alerts import Alert, AlertKind, AreaId, Gravity, Level, ThreatKind, Usual
from bot.domain.country import AlertMap, Region, Shade, draw, shade_of
from tests.domain.builders import CITY, COUNTRY, EVENING, HROMADA, OBLAST, RAION, alert, small_tree

RED = Level.RED


def drawn(*alerts: Alert) -> AlertMap:
    return draw(alerts, small_tree())


@pytest.mark.parametrize(
    ("alerts", "shade"),
    [
        ([], None),
        ([alert()], Shade.YELLOW),
        ([alert(CITY, ThreatKind.DRONES)], Shade.YELLOW),
        ([alert(level=Level.UNKNOWN)], Shade.GRAVE),
        ([alert(kind=AlertKind.CHEMICAL)], Shade.GRAVE),
        ([alert(CITY, ThreatKind.BALLISTIC_MISSILES)], Shade.GRAVE),
        ([alert(), alert(level=RED)], Shade.RED),
        ([alert(level=Level.UNKNOWN), alert(level=RED)], Shade.RED),
    ],
)
def test_a_shade_is_the_worst_and_red_only_where_a_source_says_red(alerts: Iterable[Alert], shade: Shade) -> None:
    assert shade_of(alerts) is shade


@pytest.mark.parametrize(
    ("alerts", "region"),
    [
        ([], Region(OBLAST, None, None)),
        ([alert(OBLAST)], Region(OBLAST, Shade.YELLOW, None)),
        ([alert(COUNTRY, level=RED)], Region(OBLAST, Shade.RED, None)),
        ([alert(HROMADA, level=RED)], Region(OBLAST, None, Shade.RED)),
        ([alert(CITY)], Region(OBLAST, None, Shade.YELLOW)),
        ([alert(OBLAST), alert(RAION, level=RED)], Region(OBLAST, Shade.YELLOW, Shade.RED)),
    ],
)
def test_a_region_tells_all_of_it_from_its_parts(alerts: list[Alert], region: Region) -> None:
    assert drawn(*alerts).regions == (region,)


def test_a_city_apart_from_its_raion_is_named_for_its_own_alert_alone() -> None:
    assert drawn(alert(OBLAST, level=RED), alert(RAION)).cities == ()
    assert drawn(alert(OBLAST, level=RED), alert(CITY)).cities == (Region(CITY, Shade.YELLOW, None),)


def test_what_has_been_on_for_years_is_apart_and_shades_nothing() -> None:
    lasting = replace(alert(OBLAST, started_at=EVENING - timedelta(days=900)), usual=Usual(Gravity.GRAVE))
    found = drawn(lasting)
    assert found.regions == (Region(OBLAST, None, None),)
    assert [one.area for one in found.permanent] == [OBLAST]


def test_an_alert_in_an_unknown_area_is_counted_and_not_lost() -> None:
    assert drawn(alert(AreaId("unheard-of"))).unplaced == 1
