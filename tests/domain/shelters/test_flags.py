"""What is said of a door is shown for a while, longer where it was checked, and never where it was refused."""

from datetime import timedelta

import pytest

from bot.domain.shelters.flags import CONFIRMED_FOR, UNCHECKED_FOR, Flag, FlagKind, Review, shown
from bot.domain.shelters.shelter import ShelterId
from tests.domain.moments import utc

AT = utc("2026-11-22 19:40")


@pytest.mark.parametrize("kind", FlagKind)
@pytest.mark.parametrize(("review", "lasts"), [(Review.UNCHECKED, UNCHECKED_FOR), (Review.CONFIRMED, CONFIRMED_FOR)])
def test_it_ends_by_itself(kind: FlagKind, review: Review, lasts: dict[FlagKind, timedelta]) -> None:
    flag = Flag(1, ShelterId("a"), kind, AT, review=review)

    assert flag.shows_at(AT + lasts[kind] - timedelta(seconds=1))
    assert not flag.shows_at(AT + lasts[kind])


def test_what_was_refused_is_not_shown_and_the_newest_comes_first() -> None:
    refused = Flag(1, ShelterId("a"), FlagKind.CLOSED, AT, review=Review.REJECTED)
    older = Flag(2, ShelterId("a"), FlagKind.LOCKED, AT - timedelta(hours=1))
    newer = Flag(3, ShelterId("a"), FlagKind.FULL, AT)

    assert shown([refused, older, newer], AT) == (newer, older)
