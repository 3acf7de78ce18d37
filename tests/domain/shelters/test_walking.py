"""Nobody is sent on a walk that the time there is does not cover."""

import pytest

from bot.domain.alerts import Band
from bot.domain.shelters.walking import Advice, Pace, advice, walking_minutes


@pytest.mark.parametrize(
    ("metres", "pace", "minutes"),
    [
        (0, Pace.USUAL, 1),
        (57, Pace.USUAL, 1),
        (58, Pace.USUAL, 2),
        (115, Pace.USUAL, 2),
        (116, Pace.USUAL, 3),
        (576, Pace.USUAL, 10),
        (577, Pace.USUAL, 11),
        (100, Pace.CHILD, 3),
        (100, Pace.ELDERLY, 3),
        (100, Pace.WHEELCHAIR, 3),
        (70, Pace.WHEELCHAIR, 3),
    ],
)
def test_a_walk_is_rounded_up_with_its_detours(metres: float, pace: Pace, minutes: int) -> None:
    assert walking_minutes(metres, pace) == minutes


@pytest.mark.parametrize(
    ("band", "minutes", "said"),
    [
        (Band.NOW, 1, Advice.STAY),
        (Band.MINUTES, 1, Advice.GO),
        (Band.MINUTES, 2, Advice.GO),
        (Band.MINUTES, 3, Advice.STAY),
        (Band.TENS_OF_MINUTES, 10, Advice.GO),
        (Band.TENS_OF_MINUTES, 11, Advice.STAY),
    ],
)
def test_one_goes_only_where_the_walk_fits_into_the_time(band: Band, minutes: int, said: Advice) -> None:
    assert advice(band, minutes) is said


def test_now_nobody_goes_however_near() -> None:
    assert all(advice(Band.NOW, walking_minutes(away, pace)) is Advice.STAY for away in (0, 10, 500) for pace in Pace)
