"""An alert's second line is the right action for the time there is and for how far a shelter is."""

from dataclasses import replace

import pytest

from bot.domain.alerts import Threat, ThreatKind
from bot.domain.reach import Reach
from tests.services.samples import cohort, episode, shipped_wording, started, tell

BALLISTIC, BOMBS, DRONES = ThreatKind.BALLISTIC_MISSILES, ThreatKind.GUIDED_BOMBS, ThreatKind.DRONES


def second_line(kind: ThreatKind, reach: Reach, shelter: str = "", language: str = "en") -> str:
    transition = started(episode(Threat(kind)))
    told = tell(shipped_wording(), transition, replace(cohort(language), reach=reach, shelter=shelter))
    return told.text.split("\n")[1]


@pytest.mark.parametrize(
    ("kind", "reach", "said"),
    [
        *((BALLISTIC, reach, "Do not run outside") for reach in Reach),
        (BOMBS, Reach.UNSAID, "only if it is within two minutes"),
        (BOMBS, Reach.NEAR, "To your shelter now"),
        (BOMBS, Reach.WALK, "too far"),
        (BOMBS, Reach.STAY, "Stay indoors"),
        (DRONES, Reach.UNSAID, "within ten minutes"),
        (DRONES, Reach.NEAR, "To your shelter now"),
        (DRONES, Reach.WALK, "Leave for your shelter now"),
        (DRONES, Reach.STAY, "Stay indoors"),
    ],
)
def test_what_to_do_follows_the_time_and_the_way(kind: ThreatKind, reach: Reach, said: str) -> None:
    assert said in second_line(kind, reach)


@pytest.mark.parametrize(
    ("kind", "said"),
    [
        (BALLISTIC, "only if its door is steps away: підвал &lt;2&gt;."),
        (DRONES, "The house's shelter: підвал &lt;2&gt;."),
    ],
)
def test_a_house_hears_of_its_own_shelter(kind: ThreatKind, said: str) -> None:
    assert said in second_line(kind, Reach.UNSAID, "підвал <2>")


def test_who_cannot_go_is_not_told_of_the_house_shelter() -> None:
    assert "підвал" not in second_line(DRONES, Reach.STAY, "підвал")
