"""What was there before anybody looked rings nobody and hides nothing, until it is worse than it always is."""

from dataclasses import dataclass, field, replace
from datetime import timedelta

import pytest

from bot.domain.alerts import (
    PERMANENT_AFTER,
    AlertKind,
    AreaId,
    Level,
    Observation,
    SourceName,
    Threat,
    ThreatKind,
    TransitionKind,
)
from bot.domain.episodes import Episode, Nearness, by_area, covering_alerts, follow, permanent_at
from tests.domain.builders import CITY, EVENING, HROMADA, MINUTE, OBLAST, ONE, SECOND, Sky, seen, small_tree

TWO = SourceName("two")
LONG_AGO = EVENING - timedelta(days=900)
BALLISTIC, DRONES, MLRS = ThreatKind.BALLISTIC_MISSILES, ThreatKind.DRONES, ThreatKind.MLRS
STARTED, ENDED = TransitionKind.STARTED, TransitionKind.ENDED


def artillery(*named: ThreatKind) -> Observation:
    return seen(HROMADA, *named, level=Level.RED, kind=AlertKind.ARTILLERY, started_at=LONG_AGO)


def air_raid(*named: ThreatKind, level: Level = Level.RED) -> Observation:
    return seen(OBLAST, *named, level=level, started_at=LONG_AGO)


@dataclass
class Place:
    """What somebody at one place hears of what the sources show."""

    area: AreaId = HROMADA
    sky: Sky = field(default_factory=Sky)
    episode: Episode | None = None

    def hears(self, *observations: Observation, source: SourceName = ONE) -> TransitionKind | None:
        self.sky.hear(source, *observations)
        alerts = covering_alerts(by_area(self.sky.state.alerts.values()), small_tree(), self.area, Nearness.OWN)
        episode, transition = follow(self.episode, alerts, self.sky.now, area=self.area, nearness=Nearness.OWN)
        self.episode = episode if episode and episode.ended_at is None else None
        return transition.kind if transition else None

    @property
    def permanent(self) -> set[tuple[AreaId, AlertKind]]:
        found = permanent_at(by_area(self.sky.state.alerts.values()), small_tree(), self.area)
        return {(one.area, one.kind) for one in found}


@pytest.mark.parametrize(
    ("age", "permanent"),
    [
        (timedelta(0), False),
        (PERMANENT_AFTER, False),
        (PERMANENT_AFTER + SECOND, True),
        (timedelta(days=900), True),
    ],
)
def test_an_alert_is_permanent_if_it_was_older_than_three_days_when_it_was_first_seen(
    age: timedelta, permanent: bool
) -> None:
    sky = Sky()
    started_at = EVENING + timedelta(seconds=8) - age
    sky.hear(ONE, seen(started_at=started_at), after=timedelta(seconds=8))
    assert sky.alert().is_permanent is permanent


def test_an_alert_that_began_in_our_sight_never_becomes_permanent() -> None:
    place = Place(CITY)
    assert place.hears(seen(CITY)) is STARTED
    for _ in range(10):
        place.sky.now += timedelta(days=1)
        assert place.hears(seen(CITY)) is None
    assert place.permanent == set()
    assert place.hears() is None
    assert place.hears() is ENDED


def test_a_permanent_alert_is_named_and_rings_nobody() -> None:
    place = Place()
    for _ in range(3):
        assert place.hears(artillery()) is None
    assert place.permanent == {(HROMADA, AlertKind.ARTILLERY)}


def test_a_new_alert_beside_it_starts_and_ends_as_anywhere() -> None:
    place = Place()
    place.hears(artillery())
    for _ in range(2):
        assert place.hears(artillery(), seen(HROMADA, DRONES)) is STARTED
        assert place.hears(artillery()) is None
        assert place.hears(artillery()) is ENDED
    assert place.permanent == {(HROMADA, AlertKind.ARTILLERY)}


def test_its_own_end_is_told_to_nobody_and_its_next_beginning_to_everybody() -> None:
    place = Place()
    place.hears(artillery())
    for _ in range(3):
        assert place.hears() is None
    assert place.permanent == set()
    again = replace(artillery(), started_at=place.sky.now)
    assert place.hears(again) is STARTED


@pytest.mark.parametrize(
    ("before", "after", "heard"),
    [
        # A threat of the band now that was not there.
        (air_raid(), air_raid(BALLISTIC), STARTED),
        (air_raid(MLRS), air_raid(MLRS, BALLISTIC), STARTED),
        (air_raid(DRONES), air_raid(BALLISTIC), STARTED),
        # Gravity rises.
        (air_raid(level=Level.YELLOW), air_raid(), STARTED),
        (air_raid(DRONES, level=Level.YELLOW), air_raid(DRONES, level=Level.UNKNOWN), STARTED),
        (air_raid(level=Level.YELLOW), air_raid(ThreatKind.GUIDED_BOMBS, level=Level.YELLOW), STARTED),
        # Neither.
        (air_raid(), air_raid(DRONES), None),
        (air_raid(), air_raid(ThreatKind.GUIDED_BOMBS), None),
        (air_raid(BALLISTIC), air_raid(BALLISTIC), None),
        (air_raid(BALLISTIC), air_raid(), None),
        (air_raid(), air_raid(level=Level.YELLOW), None),
    ],
)
def test_what_is_worse_than_usual_is_a_start(
    before: Observation, after: Observation, heard: TransitionKind | None
) -> None:
    place = Place()
    place.hears(before)
    assert place.hears(after) is heard
    assert place.hears(after) is None


def test_a_worse_time_ends_when_it_is_as_usual_again_and_the_next_one_is_told() -> None:
    place = Place()
    place.hears(air_raid())
    for _ in range(2):
        assert place.hears(air_raid(BALLISTIC)) is STARTED
        assert place.episode is not None
        assert place.episode.started_at == place.sky.now
        assert place.permanent == set()
        assert place.hears(air_raid()) is ENDED
        assert place.permanent == {(OBLAST, AlertKind.AIR_RAID)}


def test_what_became_milder_and_gets_worse_again_is_a_start() -> None:
    place = Place()
    place.hears(air_raid(BALLISTIC))
    place.hears(air_raid(level=Level.YELLOW))
    assert place.hears(air_raid()) is STARTED
    place = Place()
    place.hears(air_raid(BALLISTIC))
    place.hears(air_raid())
    assert place.hears(air_raid(BALLISTIC)) is STARTED


def test_a_recent_threat_in_an_old_alert_is_a_start_at_first_sight() -> None:
    recent = replace(air_raid(), threats=(Threat(BALLISTIC, Level.RED, EVENING - MINUTE),))
    assert Place().hears(recent) is STARTED
    old = replace(air_raid(), threats=(Threat(BALLISTIC, Level.RED, LONG_AGO),))
    assert Place().hears(old) is None


def test_what_another_source_names_in_its_first_answer_has_been_there_before() -> None:
    place = Place()
    place.hears(artillery())
    assert place.hears(artillery(MLRS), source=TWO) is None
    assert place.hears(artillery(MLRS), source=TWO) is None
    assert place.hears(artillery(MLRS, BALLISTIC), source=TWO) is STARTED


def test_a_first_answer_makes_nothing_usual_that_another_source_has_just_begun_to_name() -> None:
    place = Place()
    place.hears(air_raid())
    assert place.hears(air_raid(BALLISTIC)) is STARTED
    assert place.hears(air_raid(), source=TWO) is None
    assert place.episode is not None
