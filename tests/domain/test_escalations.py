"""Which rises of gravity are told inside one episode: live every one, in a simulation the first (decision 0005)."""

import pytest

from bot.domain.alerts import Alert, Level, ThreatKind, TransitionKind
from bot.domain.episodes import Episode, Escalations, Nearness, follow
from tests.domain.builders import CITY, EVENING, MINUTE, alert

DRONES = (alert(CITY, ThreatKind.DRONES),)
RED = (*DRONES, alert(CITY, level=Level.RED))
BALLISTIC = (*DRONES, alert(CITY, ThreatKind.BALLISTIC_MISSILES, level=Level.RED))
STARTED, ESCALATED, EASED = TransitionKind.STARTED, TransitionKind.ESCALATED, TransitionKind.EASED


def told(escalations: Escalations, *course: tuple[Alert, ...]) -> list[TransitionKind | None]:
    running: Episode | None = None
    kinds: list[TransitionKind | None] = []
    for minute, alerts in enumerate(course):
        running, transition = follow(
            running, alerts, EVENING + minute * MINUTE, area=CITY, nearness=Nearness.OWN, escalations=escalations
        )
        kinds.append(transition.kind if transition else None)
    return kinds


@pytest.mark.parametrize(
    ("course", "live", "simulated"),
    [
        ((DRONES, RED), 1, 1),
        ((DRONES, RED, DRONES, RED), 2, 1),
        ((RED, DRONES, RED), 1, 1),
        ((RED, DRONES, RED, DRONES, RED), 2, 1),
        ((DRONES, RED, BALLISTIC), 2, 2),
        ((DRONES, RED, DRONES, BALLISTIC), 2, 2),
        ((DRONES, BALLISTIC, DRONES, BALLISTIC), 2, 1),
        ((DRONES, BALLISTIC, RED, BALLISTIC), 1, 1),
    ],
)
def test_a_red_that_comes_back_rings_live_and_counts_once_in_a_simulation(
    course: tuple[tuple[Alert, ...], ...], live: int, simulated: int
) -> None:
    assert told(Escalations.EVERY_RISE, *course).count(ESCALATED) == live
    assert told(Escalations.FIRST_RISE, *course).count(ESCALATED) == simulated


def test_live_is_what_is_not_asked_for() -> None:
    running: Episode | None = None
    kinds = []
    for minute, alerts in enumerate((DRONES, RED, DRONES, RED)):
        now = EVENING + minute * MINUTE
        running, transition = follow(running, alerts, now, area=CITY, nearness=Nearness.OWN)
        kinds.append(transition and transition.kind)

    assert kinds == [STARTED, ESCALATED, EASED, ESCALATED]
