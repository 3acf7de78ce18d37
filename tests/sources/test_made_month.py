"""The invented month before the invented night: always the same, within its measures, over when the night begins."""

from datetime import UTC, datetime, timedelta
from itertools import pairwise
from statistics import mean, median

from bot.domain.alerts import AreaId, Level
from bot.sources.made_month import CITY, OBLAST, RAION, made_month

NIGHT = datetime(2026, 11, 22, 20, 50, tzinfo=UTC)
MONTH = made_month(NIGHT)


def minutes(area: AreaId) -> list[float]:
    return [
        (one.finished_at - one.started_at) / timedelta(minutes=1)
        for one in MONTH
        if one.area == area and one.finished_at
    ]


def test_it_is_the_same_for_the_same_night() -> None:
    assert made_month(NIGHT) == MONTH
    assert made_month(NIGHT + timedelta(days=1)) != MONTH


def test_it_fills_thirty_days_and_leaves_the_night_alone() -> None:
    assert min(one.started_at for one in MONTH) >= NIGHT - timedelta(days=30)
    assert max(one.finished_at or NIGHT for one in MONTH) < NIGHT - timedelta(minutes=30)


def test_the_city_has_about_nine_alerts_a_day_of_forty_minutes() -> None:
    assert 8 <= len(minutes(CITY)) / 30 <= 10
    assert 25 <= median(minutes(CITY)) <= 37
    assert 35 <= mean(minutes(CITY)) <= 45
    assert max(minutes(CITY)) <= 192


def test_both_levels_are_there_and_the_oblast_is_alerted_for_the_gravest_alone() -> None:
    levels = [one.level for one in MONTH if one.area == CITY]

    assert 0.5 <= levels.count(Level.YELLOW) / len(levels) <= 0.7
    assert {one.level for one in MONTH if one.area == OBLAST} == {Level.RED}
    assert 5 <= len(minutes(OBLAST)) <= 15


def test_no_area_is_alerted_twice_at_once() -> None:
    for area in (CITY, RAION, OBLAST):
        here = sorted((one for one in MONTH if one.area == area), key=lambda one: one.started_at)
        assert all(one.finished_at and one.finished_at < other.started_at for one, other in pairwise(here))
