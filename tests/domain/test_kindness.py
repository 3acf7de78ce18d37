"""One kind sentence, after a heavy night and after no other."""

from datetime import date, timedelta

import pytest

from bot.domain.alerts import AreaId
from bot.domain.kindness import HEAVY_FROM, SENTENCES, kind_sentence
from bot.domain.notices import DigestPlace
from bot.texts import LANGUAGES, duration
from tests.fixtures.content import texts

TODAY = date(2026, 11, 15)


def place(at_night: timedelta) -> DigestPlace:
    return DigestPlace(AreaId("1293"), "", 3, timedelta(hours=9), timedelta(hours=5), at_night)


@pytest.mark.parametrize(
    ("nights", "told"),
    [
        ((), None),
        ((timedelta(),), None),
        ((HEAVY_FROM - timedelta(minutes=1),), None),
        ((HEAVY_FROM,), HEAVY_FROM),
        ((timedelta(hours=1), timedelta(hours=4)), timedelta(hours=4)),
        ((timedelta(hours=2), timedelta(hours=2)), None),
    ],
)
def test_only_a_heavy_night_has_a_sentence_and_it_names_the_heaviest_place(
    nights: tuple[timedelta, ...], told: timedelta | None
) -> None:
    found = kind_sentence(TODAY, [place(one) for one in nights])

    assert (found.at_night if found else None) == told


def test_two_mornings_in_a_row_do_not_say_the_same() -> None:
    days = [TODAY + timedelta(days=number) for number in range(SENTENCES)]
    found = [kind_sentence(day, [place(HEAVY_FROM)]) for day in days]

    assert len({one.number for one in found if one}) == SENTENCES


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("number", range(1, SENTENCES + 1))
def test_every_sentence_names_the_time_and_never_says_that_it_is_safe(language: str, number: int) -> None:
    night = duration(texts(), language, timedelta(hours=3, minutes=20))
    said = texts().render(language, "digest-kind", number=number, night=night)

    assert night in said
    assert "safe" not in said.lower() and "безпеч" not in said.lower()
