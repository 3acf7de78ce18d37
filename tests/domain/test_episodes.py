"""What the alerts of many areas mean at one place: told once, from its start to its end, and never from a sibling."""

from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.alerts import Alert, AlertKind, AreaId, Band, Gravity, Level, Threat, ThreatKind, TransitionKind
from bot.domain.episodes import Episode, Nearness, PlaceTransition, by_area, covering_alerts, follow
from tests.domain.builders import (
    CITY,
    COUNTRY,
    EVENING,
    FAR_RAION,
    HROMADA,
    MINUTE,
    OBLAST,
    ONE,
    OTHER,
    OTHER_HROMADA,
    RAION,
    SECOND,
    alert,
    small_tree,
    threats,
)

STARTED, ESCALATED, EASED = TransitionKind.STARTED, TransitionKind.ESCALATED, TransitionKind.EASED
ENDED = TransitionKind.ENDED
RED = Level.RED
DRONES, CRUISE = ThreatKind.DRONES, ThreatKind.CRUISE_MISSILES
BALLISTIC = ThreatKind.BALLISTIC_MISSILES


class Place:
    """One area whose covering alerts change, a minute at a time; it remembers what a person there hears."""

    def __init__(self, area: AreaId = HROMADA, nearness: Nearness = Nearness.OWN) -> None:
        self.area, self.nearness = area, nearness
        self.now = EVENING
        self.running: Episode | None = None
        self.ended_before: datetime | None = None
        self.heard: list[PlaceTransition] = []
        self.episodes: list[Episode] = []

    def under(self, *running: Alert, after: timedelta = MINUTE) -> TransitionKind | None:
        self.now += after
        covering = covering_alerts(by_area(running), small_tree(), self.area, self.nearness)
        episode, transition = follow(
            self.running, covering, self.now, area=self.area, nearness=self.nearness, ended_before=self.ended_before
        )
        self.running = episode
        if episode and episode.ended_at is not None:
            self.episodes.append(episode)
            self.running, self.ended_before = None, episode.ended_at
        if transition is None:
            return None
        self.heard.append(transition)
        return transition.kind

    @property
    def last(self) -> PlaceTransition:
        return self.heard[-1]

    @property
    def episode(self) -> Episode:
        assert self.running is not None
        return self.running


# Whose alert it is


@pytest.mark.parametrize(
    ("place", "alerted", "heard"),
    [
        (HROMADA, HROMADA, True),
        (HROMADA, FAR_RAION, True),
        (HROMADA, OBLAST, True),
        (HROMADA, COUNTRY, True),
        (HROMADA, RAION, False),
        (HROMADA, CITY, False),
        (HROMADA, OTHER_HROMADA, False),
        (FAR_RAION, HROMADA, False),
        (CITY, CITY, True),
        (CITY, OBLAST, True),
        (CITY, RAION, False),
        (CITY, OTHER_HROMADA, False),
        (RAION, RAION, True),
        (RAION, OBLAST, True),
        (RAION, CITY, False),
        (OTHER_HROMADA, RAION, True),
        (OTHER_HROMADA, CITY, False),
        (OBLAST, OBLAST, True),
        (OBLAST, CITY, False),
        (OBLAST, RAION, False),
    ],
)
def test_a_place_is_alerted_by_itself_and_from_above_and_never_by_a_sibling(
    place: AreaId, alerted: AreaId, heard: bool
) -> None:
    assert Place(place).under(alert(alerted)) is (STARTED if heard else None)


@pytest.mark.parametrize(
    ("place", "alerted", "heard"),
    [
        (CITY, RAION, True),
        (CITY, CITY, False),
        (CITY, OBLAST, False),
        (CITY, OTHER_HROMADA, False),
        (RAION, CITY, False),
        (HROMADA, FAR_RAION, False),
        (AreaId("no-such-area"), RAION, False),
    ],
)
def test_only_the_city_with_its_own_alert_has_a_raion_around_it(place: AreaId, alerted: AreaId, heard: bool) -> None:
    assert Place(place, Nearness.AROUND).under(alert(alerted)) is (STARTED if heard else None)


def test_the_city_and_the_raion_around_it_are_two_episodes() -> None:
    own, around = Place(CITY), Place(CITY, Nearness.AROUND)
    running = (alert(CITY), alert(RAION, level=RED))

    assert own.under(*running) is around.under(*running) is STARTED
    assert (own.episode.gravity, around.episode.gravity) == (Gravity.GUARDED, Gravity.GRAVE)
    assert own.episode.key != around.episode.key


# One start, one end


def test_nothing_begins_where_nothing_runs() -> None:
    assert Place().under() is None


def test_an_episode_carries_what_its_alerts_say() -> None:
    place = Place()
    place.under(
        alert(HROMADA, DRONES, sources=(OTHER,)),
        alert(OBLAST, CRUISE, level=RED, started_at=EVENING - MINUTE),
    )

    assert place.episode.started_at == EVENING - MINUTE
    assert (place.episode.gravity, place.episode.band) == (Gravity.GRAVE, Band.MINUTES)
    assert {threat.kind for threat in place.episode.threats} == {DRONES, CRUISE}
    assert place.episode.sources == (ONE, OTHER)


def test_overlapping_alerts_of_an_area_and_those_above_it_are_one_episode() -> None:
    place = Place()
    hromada, raion, oblast = alert(HROMADA), alert(FAR_RAION), alert(OBLAST)

    heard = [
        place.under(hromada),
        place.under(hromada, raion),
        place.under(raion),
        place.under(raion, oblast),
        place.under(oblast),
        place.under(),
    ]

    assert heard == [STARTED, None, None, None, None, ENDED]
    (episode,) = place.episodes
    assert (episode.started_at, episode.ended_at) == (EVENING, place.now)


def test_alerts_that_touch_are_one_episode() -> None:
    place = Place()
    place.under(alert(HROMADA))

    assert place.under(alert(OBLAST, started_at=place.now + MINUTE)) is None
    assert place.under() is ENDED


def test_a_start_is_not_told_again_with_the_same_alerts() -> None:
    place = Place()
    running = (alert(HROMADA, DRONES), alert(OBLAST, BALLISTIC, level=RED))
    place.under(*running)
    before = place.episode

    assert place.under(*running) is None
    assert place.episode == before


def test_two_kinds_of_alert_in_one_area_are_one_episode() -> None:
    place = Place()
    place.under(alert(HROMADA, level=RED))

    assert place.under(alert(HROMADA, level=RED), alert(HROMADA, kind=AlertKind.ARTILLERY)) is None
    assert place.under(alert(HROMADA, level=RED)) is None
    assert place.under() is ENDED


def test_an_end_leaves_nothing_running() -> None:
    place = Place()
    place.under(alert(HROMADA, DRONES))
    place.under()

    assert place.last.episode.ended_at == place.now
    assert place.last.episode.threats == ()
    assert place.last.episode.seen_threats == threats(DRONES)


# Again


def test_a_new_episode_knows_when_the_one_before_it_ended() -> None:
    place = Place()
    place.under(alert(HROMADA))
    place.under()
    ended_at = place.now
    place.under(alert(HROMADA, started_at=place.now + MINUTE))

    assert place.episode.again_after == ended_at


def test_an_alert_shown_again_after_its_end_was_told_is_a_new_episode_with_a_key_of_its_own() -> None:
    place = Place()
    stubborn = alert(HROMADA, level=RED)
    for _ in range(3):
        place.under(stubborn)
        place.under()

    assert [transition.kind for transition in place.heard] == [STARTED, ENDED] * 3
    assert len({episode.key for episode in place.episodes}) == 3


def test_an_alert_shown_again_goes_on_from_the_end_that_was_told() -> None:
    place = Place()
    place.under(alert(HROMADA))
    place.under()
    place.under(alert(HROMADA))

    assert place.episode.started_at == place.episodes[0].ended_at


def test_an_alert_that_began_under_an_earlier_episode_does_not_overlap_it() -> None:
    place = Place()
    place.under(alert(HROMADA, started_at=EVENING))
    place.under()
    place.under(alert(OBLAST, started_at=EVENING + 30 * SECOND))

    ended_at = place.episodes[0].ended_at
    assert ended_at is not None
    assert place.episode.started_at >= ended_at


def test_an_episode_never_begins_later_than_it_is_told() -> None:
    place = Place()
    place.under(alert(HROMADA, started_at=EVENING + 10 * MINUTE))

    assert place.episode.started_at <= place.now


# Escalation and easing


def test_it_escalates_when_it_becomes_grave_by_its_own_alert() -> None:
    place = Place()
    place.under(alert(HROMADA))

    assert place.under(alert(HROMADA, level=RED)) is ESCALATED
    assert place.under(alert(HROMADA, level=RED)) is None
    assert place.episode.grave_since == place.now - MINUTE


def test_it_escalates_when_a_grave_alert_from_above_joins() -> None:
    place = Place()
    place.under(alert(HROMADA))

    assert place.under(alert(HROMADA), alert(OBLAST, level=RED)) is ESCALATED


def test_it_escalates_once_more_when_a_threat_without_time_is_named() -> None:
    place = Place()
    place.under(alert(HROMADA))

    assert place.under(alert(HROMADA, CRUISE, level=RED)) is ESCALATED
    assert place.under(alert(HROMADA, CRUISE, BALLISTIC, level=RED)) is ESCALATED
    assert place.under(alert(HROMADA, CRUISE, BALLISTIC, ThreatKind.MLRS, level=RED)) is None


def test_graver_and_without_time_at_once_is_one_escalation() -> None:
    place = Place()
    place.under(alert(HROMADA))

    assert place.under(alert(HROMADA, BALLISTIC, level=RED)) is ESCALATED
    assert place.under(alert(HROMADA, BALLISTIC, level=RED)) is None


def test_it_remembers_that_a_threat_without_time_was_named() -> None:
    place = Place()
    place.under(alert(HROMADA, BALLISTIC, level=RED))
    assert place.episode.named_now

    assert place.under(alert(HROMADA, CRUISE, level=RED)) is EASED
    assert place.episode.named_now
    assert place.under(alert(HROMADA, CRUISE, BALLISTIC, level=RED)) is None


def test_a_new_episode_has_nothing_named_yet() -> None:
    place = Place()
    place.under(alert(HROMADA, BALLISTIC, level=RED))
    place.under()
    place.under(alert(HROMADA, level=RED, started_at=place.now + MINUTE))
    assert not place.episode.named_now

    assert place.under(alert(HROMADA, BALLISTIC, level=RED)) is ESCALATED


def test_easing_may_be_followed_by_a_new_escalation() -> None:
    place = Place()
    place.under(alert(HROMADA, level=RED))

    assert place.under(alert(HROMADA)) is EASED
    assert place.episode.gravity is Gravity.GUARDED
    assert place.under(alert(HROMADA)) is None
    assert place.under(alert(HROMADA, level=RED)) is ESCALATED


def test_while_another_alert_covers_the_place_it_hears_what_is_over_and_no_end() -> None:
    place = Place()
    place.under(alert(HROMADA, DRONES), alert(OBLAST, CRUISE, level=RED))

    assert place.under(alert(HROMADA, DRONES)) is EASED
    assert [threat.kind for threat in place.last.over] == [CRUISE]
    assert [threat.kind for threat in place.episode.threats] == [DRONES]
    assert {threat.kind for threat in place.episode.seen_threats} == {DRONES, CRUISE}
    assert place.under() is ENDED


def test_what_is_over_is_told_even_where_the_rest_is_as_grave() -> None:
    place = Place()
    place.under(alert(HROMADA, ThreatKind.GUIDED_BOMBS, level=RED), alert(OBLAST, CRUISE, level=RED))

    assert place.under(alert(HROMADA, ThreatKind.GUIDED_BOMBS, level=RED)) is EASED
    assert place.last.episode.gravity is Gravity.GRAVE
    assert [threat.kind for threat in place.last.over] == [CRUISE]


def test_a_milder_alert_that_ends_beside_a_graver_one_is_no_news() -> None:
    place = Place()
    place.under(alert(HROMADA), alert(OBLAST, level=RED))

    assert place.under(alert(OBLAST, level=RED)) is None


def test_worse_and_over_at_once_is_an_escalation() -> None:
    place = Place()
    place.under(alert(HROMADA, DRONES))

    assert place.under(alert(HROMADA, BALLISTIC, level=RED)) is ESCALATED


def test_a_threat_that_joins_without_a_time_joined_when_it_was_first_seen() -> None:
    place = Place()
    place.under(alert(HROMADA, DRONES))
    for _ in range(3):
        place.under(alert(HROMADA, DRONES, CRUISE, level=RED))

    since = {threat.kind: threat.since for threat in place.episode.threats}
    assert since == {DRONES: None, CRUISE: EVENING + 2 * MINUTE}


def test_a_threat_keeps_the_time_that_its_source_gives() -> None:
    named = (Threat(CRUISE, None, EVENING - MINUTE),)
    place = Place()
    place.under(alert(HROMADA))
    running = alert(HROMADA, level=RED)
    account = running.accounts[ONE]
    timed = Alert(HROMADA, running.kind, EVENING, EVENING, {ONE: type(account)(account.level, named)}, named_now=False)
    place.under(timed)

    assert place.episode.threats[0].since == EVENING - MINUTE


# Whatever runs

alerts_here = st.builds(
    lambda area, named, level: alert(area, *named, level=level),
    st.sampled_from([HROMADA, FAR_RAION, OBLAST, RAION, CITY]),
    st.lists(st.sampled_from([DRONES, CRUISE, BALLISTIC]), max_size=2, unique=True),
    st.sampled_from([Level.YELLOW, Level.YELLOW, RED]),
)
nights = st.lists(st.lists(alerts_here, max_size=3, unique_by=lambda one: one.key), max_size=15)


@given(nights)
def test_one_start_then_one_end_for_each_unbroken_time(night: list[list[Alert]]) -> None:
    place = Place()
    covered = False
    for running in night:
        kind = place.under(*running)
        covers = any(one.area in (HROMADA, FAR_RAION, OBLAST) for one in running)
        assert (kind is STARTED) is (covers and not covered)
        assert (kind is ENDED) is (covered and not covers)
        covered = covers

    assert len({transition.episode.key for transition in place.heard if transition.kind is STARTED}) == len(
        [transition for transition in place.heard if transition.kind is STARTED]
    )


@given(nights)
def test_an_episode_is_as_grave_as_the_gravest_alert_over_it(night: list[list[Alert]]) -> None:
    place = Place()
    for running in night:
        place.under(*running)
        covering = [one for one in running if one.area in (HROMADA, FAR_RAION, OBLAST)]
        if covering:
            grave = any(one.gravity is Gravity.GRAVE for one in covering)
            assert place.episode.gravity is (Gravity.GRAVE if grave else Gravity.GUARDED)


@given(nights)
def test_no_rise_to_grave_goes_untold(night: list[list[Alert]]) -> None:
    place = Place()
    gravity: Gravity | None = None
    for running in night:
        kind = place.under(*running)
        now = place.running.gravity if place.running else None
        if now is Gravity.GRAVE and gravity is not Gravity.GRAVE:
            assert kind in (STARTED, ESCALATED)
        gravity = now


@given(nights, st.data())
def test_the_order_of_alerts_does_not_matter(night: list[list[Alert]], data: st.DataObject) -> None:
    place, other = Place(), Place()
    for running in night:
        assert place.under(*running) is other.under(*data.draw(st.permutations(running)))
        assert (place.running is None) is (other.running is None)
        if place.running and other.running:
            assert {one.kind for one in place.running.threats} == {one.kind for one in other.running.threats}
            assert place.running.key == other.running.key


def test_after_the_clock_was_set_back_each_new_episode_has_a_key_of_its_own() -> None:
    place = Place()
    place.under(alert(HROMADA))
    place.under()
    keys = [place.episodes[0].key]
    place.now -= timedelta(hours=1)
    for _ in range(2):
        assert place.under(alert(HROMADA, started_at=place.now)) is STARTED
        assert place.episode.started_at == place.now
        assert place.episode.again_after is None
        keys.append(place.episode.key)
        place.under()
        place.ended_before = place.episodes[0].ended_at
    assert len(set(keys)) == 3
