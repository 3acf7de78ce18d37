"""Nobody is sent on a walk that the time there is does not cover."""

import pytest

from bot.domain.alerts import Band
from bot.domain.shelters.flags import FlagKind
from bot.domain.shelters.shelter import Access
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
    assert advice(band, minutes, Access.ALWAYS, ()) is said


def test_now_nobody_goes_however_near() -> None:
    walks = [walking_minutes(away, pace) for away in (0, 10, 500) for pace in Pace]

    assert all(advice(Band.NOW, walk, access, ()) is Advice.STAY for walk in walks for access in Access)


@pytest.mark.parametrize(
    ("access", "flags", "said"),
    [
        (Access.ALARM, (), Advice.GO),
        (Access.ALWAYS, (FlagKind.NO_RAMP,), Advice.GO),
        *((Access.ALWAYS, (FlagKind.NO_RAMP, flag), Advice.IF_OPEN) for flag in FlagKind if flag != "no_ramp"),
        *((access, (), Advice.IF_OPEN) for access in Access if access not in ("always", "alarm")),
    ],
)
def test_nobody_is_sent_to_a_door_that_may_be_shut(access: Access, flags: tuple[FlagKind, ...], said: Advice) -> None:
    assert advice(Band.TENS_OF_MINUTES, 5, access, flags) is said
