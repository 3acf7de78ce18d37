"""A night is called long only by a rule that is written down: a quarter of it under alert, or three alerts begun."""

from datetime import timedelta

import pytest

from bot.domain.alerts import AreaId, Band, Gravity
from bot.domain.digests import span_of
from bot.domain.episodes import Episode, Nearness
from bot.domain.nights import night_before, share_of_night, was_heavy
from bot.domain.quiet import Interval
from tests.domain.moments import utc

KYIV = "Europe/Kyiv"
HOME, MOTHER = AreaId("1293"), AreaId("1321")


def episode(start: str, end: str, area: AreaId = HOME, nearness: Nearness = Nearness.OWN) -> Episode:
    """Times by Kyiv's clock of the night to 15 November 2026, two hours before UTC."""
    day = "2026-11-14" if start >= "12:00" else "2026-11-15"
    last = "2026-11-14" if end >= "12:00" else "2026-11-15"
    began, ended = (utc(f"{one} {wall}") - timedelta(hours=2) for one, wall in ((day, start), (last, end)))
    return Episode(area, nearness, began, Gravity.GRAVE, Band.NOW, (), (), (), ended_at=ended)


@pytest.mark.parametrize(
    ("episodes", "heavy"),
    [
        ((), False),
        ((episode("01:00", "02:59"),), False),
        ((episode("01:00", "03:00"),), True),
        ((episode("23:00", "00:00"), episode("06:00", "07:00")), True),
        # What lies before 23:00 and after 07:00 is no part of the night.
        ((episode("20:00", "23:30"), episode("06:30", "07:50")), False),
        ((episode("00:00", "00:05"), episode("02:00", "02:05"), episode("04:00", "04:05")), True),
        ((episode("22:50", "23:05"), episode("02:00", "02:05"), episode("04:00", "04:05")), False),
        # Two places that are no place together.
        ((episode("01:00", "02:30"), episode("03:00", "04:30", MOTHER)), False),
        ((episode("01:00", "05:00", nearness=Nearness.AROUND),), False),
    ],
)
def test_a_night_is_heavy_by_a_quarter_of_it_or_by_three_alerts(episodes: tuple[Episode, ...], heavy: bool) -> None:
    assert was_heavy(episodes, span_of(utc("2026-11-15 06:00")), KYIV) is heavy


def test_an_alert_that_has_been_on_for_days_makes_no_night_heavy() -> None:
    lasting = Episode(HOME, Nearness.OWN, utc("2026-11-11 20:59"), Gravity.GRAVE, Band.NOW, (), (), ())

    assert not was_heavy((lasting,), span_of(utc("2026-11-15 06:00")), KYIV)


@pytest.mark.parametrize(
    ("until", "spoken_of"),
    [("04:59", False), ("05:00", True), ("06:00", True), ("10:59", True), ("11:00", False), ("18:30", False)],
)
def test_a_night_is_spoken_of_in_the_morning_after_it(until: str, spoken_of: bool) -> None:
    span = Interval(utc("2026-11-14 12:00"), utc(f"2026-11-15 {until}"))

    assert (night_before(span, KYIV) is not None) is spoken_of


def test_the_second_digest_of_a_morning_does_not_say_it_again() -> None:
    assert night_before(Interval(utc("2026-11-15 06:00"), utc("2026-11-15 08:00")), KYIV) is None


def test_the_share_of_the_night_follows_the_clock_through_its_changes() -> None:
    day = Interval(utc("2027-03-27 12:00"), utc("2027-03-28 12:00"))

    assert share_of_night(day, KYIV) == timedelta(hours=7)
