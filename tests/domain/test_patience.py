"""Whoever writes without end is answered a while, told once, and then let be; whoever waits for answers never is."""

from datetime import UTC, datetime, timedelta

import pytest

from bot.domain.patience import AT_ONCE, PAUSE, TOLD_EVERY, Patience, Verdict, judge

NOW = datetime(2026, 11, 22, 20, 10, tzinfo=UTC)
SECOND = timedelta(seconds=1)
#: Spent at this moment, and told so.
SPENT = Patience(NOW + PAUSE, NOW)


@pytest.mark.parametrize(
    ("patience", "waiting", "now", "verdict"),
    [
        (None, 0, NOW, Verdict(0, False, None)),
        (None, 1, NOW, Verdict(1, False, None)),
        (None, AT_ONCE, NOW, Verdict(AT_ONCE, False, None)),
        (None, AT_ONCE + 1, NOW, Verdict(AT_ONCE, True, SPENT)),
        (None, 10_000, NOW, Verdict(AT_ONCE, True, SPENT)),
        (SPENT, 1, NOW, Verdict(0, False, SPENT)),
        (SPENT, 100, NOW + PAUSE - SECOND, Verdict(0, False, SPENT)),
        (SPENT, 1, NOW + PAUSE, Verdict(1, False, SPENT)),
        (SPENT, 100, NOW + PAUSE, Verdict(AT_ONCE, False, Patience(NOW + 2 * PAUSE, NOW))),
        (
            SPENT,
            100,
            NOW + TOLD_EVERY,
            Verdict(AT_ONCE, True, Patience(NOW + TOLD_EVERY + PAUSE, NOW + TOLD_EVERY)),
        ),
        # The clock was set back by an hour.
        (SPENT, 1, NOW - timedelta(hours=1), Verdict(1, False, SPENT)),
    ],
)
def test_of_what_waits_so_much_is_answered(
    patience: Patience | None, waiting: int, now: datetime, verdict: Verdict
) -> None:
    assert judge(patience, waiting, now) == verdict


def test_a_place_on_the_map_is_answered_while_others_wait_so_that_fewer_are() -> None:
    assert judge(None, 4, NOW, at_once=3) == Verdict(3, True, SPENT)


def test_what_is_remembered_is_forgotten_when_it_makes_no_difference_any_more() -> None:
    assert not SPENT.is_forgotten(NOW + TOLD_EVERY - SECOND)
    assert SPENT.is_forgotten(NOW + TOLD_EVERY)
