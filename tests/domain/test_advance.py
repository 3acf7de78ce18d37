"""What a source's answer does to the alerts that run: above all, what it may not end."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import permutations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.domain.advance import SourceSight, State, advance, is_old, sight_at
from bot.domain.alerts import (
    AlertKey,
    AlertKind,
    Answer,
    AreaId,
    Gravity,
    Level,
    Observation,
    Sight,
    SourceName,
    ThreatKind,
    Transition,
    TransitionKind,
)
from tests.domain.builders import CITY, EVENING, HOUR, MINUTE, OBLAST, ONE, OTHER, RAION, SECOND, STEP, Sky, seen

STARTED, ESCALATED, EASED = TransitionKind.STARTED, TransitionKind.ESCALATED, TransitionKind.EASED
ENDED, WITHDRAWN = TransitionKind.ENDED, TransitionKind.WITHDRAWN
RED = Level.RED
DRONES, BALLISTIC = ThreatKind.DRONES, ThreatKind.BALLISTIC_MISSILES
CRUISE = ThreatKind.CRUISE_MISSILES


# One source


def test_an_alert_starts_with_the_first_answer_that_shows_it() -> None:
    sky = Sky()

    assert sky.hear(ONE, seen(started_at=EVENING)) == (STARTED,)
    (started,) = sky.history
    assert (started.at, started.alert.key) == (sky.now, (CITY, AlertKind.AIR_RAID))
    assert sky.alert().started_at == EVENING


def test_the_same_again_changes_nothing_but_the_contact() -> None:
    sky = Sky()
    sky.hear(ONE, seen())
    alerts = sky.state.alerts

    assert sky.hear(ONE, seen()) == ()
    assert sky.state.alerts == alerts
    assert sky.state.sources[ONE].contact_at == sky.now


def test_a_clock_that_was_set_back_makes_no_source_deaf() -> None:
    sky = Sky()
    sky.hear(ONE)

    assert sky.hear(ONE, seen(level=RED), after=-HOUR) == (STARTED,)
    assert sky.state.sources[ONE].contact_at == sky.now
    assert (sky.hear(ONE), sky.hear(ONE)) == ((), (ENDED,))


def test_an_unchanged_answer_keeps_what_runs_and_counts_as_contact() -> None:
    sky = Sky()
    sky.hear(ONE, seen(), data_at=EVENING)
    alerts = sky.state.alerts
    for _ in range(450):  # an hour of it
        assert sky.unchanged(ONE, data_at=EVENING) == ()

    assert sky.state.alerts == alerts
    assert sight_at(sky.state.sources[ONE].contact_at, sky.now) is Sight.FRESH


def test_an_end_needs_two_good_answers_in_a_row() -> None:
    sky = Sky()
    sky.hear(ONE, seen())

    assert sky.hear(ONE) == ()
    assert sky.runs()
    assert sky.hear(ONE) == (ENDED,)
    assert not sky.runs()
    assert sky.hear(ONE) == ()


def test_an_unchanged_answer_repeats_the_absence_of_the_one_before() -> None:
    sky = Sky()
    sky.hear(ONE, seen())
    sky.hear(ONE)

    assert sky.unchanged(ONE) == (ENDED,)


def test_one_blip_of_absence_is_nothing() -> None:
    sky = Sky()
    sky.hear(ONE, seen())
    for _ in range(5):
        assert sky.hear(ONE) == ()
        assert sky.hear(ONE, seen()) == ()

    assert sky.runs()


def test_each_area_and_kind_is_an_alert_of_its_own() -> None:
    sky = Sky()
    artillery = seen(CITY, kind=AlertKind.ARTILLERY)

    assert sky.hear(ONE, seen(CITY), seen(RAION), artillery) == (STARTED,) * 3
    sky.hear(ONE, seen(CITY), artillery)
    assert sky.hear(ONE, seen(CITY), artillery) == (ENDED,)
    assert sky.runs(CITY) and sky.runs(CITY, AlertKind.ARTILLERY) and not sky.runs(RAION)


def test_an_area_that_we_do_not_know_runs_and_ends_like_any_other() -> None:
    sky, strange = Sky(), AreaId("no-such-uid")

    assert sky.hear(ONE, seen(strange)) == (STARTED,)
    sky.hear(ONE)
    assert sky.hear(ONE) == (ENDED,)


def test_an_alert_that_its_source_deletes_is_withdrawn() -> None:
    sky = Sky()
    sky.hear(ONE, seen())
    sky.hear(ONE, seen(withdrawn=True))

    assert sky.hear(ONE, seen(withdrawn=True)) == (WITHDRAWN,)


def test_a_deletion_is_remembered_when_the_row_is_gone_from_the_next_answer() -> None:
    sky = Sky()
    sky.hear(ONE, seen())
    sky.hear(ONE, seen(withdrawn=True))

    assert sky.hear(ONE) == (WITHDRAWN,)


def test_a_deletion_that_is_taken_back_is_forgotten() -> None:
    sky = Sky()
    sky.hear(ONE, seen())
    sky.hear(ONE, seen(withdrawn=True))
    sky.hear(ONE, seen())
    sky.hear(ONE)

    assert sky.hear(ONE) == (ENDED,)


def test_a_deleted_alert_that_was_never_shown_is_nothing() -> None:
    sky = Sky()

    assert sky.hear(ONE, seen(withdrawn=True)) == ()
    assert not sky.runs()


def test_a_running_row_beside_a_deleted_one_runs() -> None:
    sky = Sky()
    sky.hear(ONE, seen())
    for _ in range(3):
        assert sky.hear(ONE, seen(withdrawn=True), seen()) == ()


def test_a_source_that_answers_too_late_to_be_fresh_ends_nothing() -> None:
    sky = Sky()
    sky.hear(ONE, seen())
    late = [Answer(ONE, sky.now + STEP * number, ()) for number in (1, 2, 3)]
    state = sky.state
    for answer in late:
        state, transitions = advance(state, answer, answer.at + timedelta(seconds=61))
        assert transitions == ()

    assert (CITY, AlertKind.AIR_RAID) in state.alerts


# Escalation and easing


def test_it_escalates_once_when_it_becomes_grave() -> None:
    sky = Sky()
    sky.hear(ONE, seen(CITY, DRONES))

    assert sky.hear(ONE, seen(CITY, DRONES, level=RED)) == (ESCALATED,)
    assert sky.hear(ONE, seen(CITY, DRONES, level=RED)) == ()
    assert sky.hear(ONE, seen(CITY, DRONES, CRUISE, level=RED)) == ()


def test_it_escalates_once_when_a_threat_without_time_is_first_named() -> None:
    sky = Sky()
    sky.hear(ONE, seen(CITY, CRUISE, level=RED))

    assert sky.hear(ONE, seen(CITY, CRUISE, BALLISTIC, level=RED)) == (ESCALATED,)
    assert sky.hear(ONE, seen(CITY, CRUISE, level=RED)) == ()
    assert sky.hear(ONE, seen(CITY, CRUISE, BALLISTIC, level=RED)) == ()
    assert sky.hear(ONE, seen(CITY, ThreatKind.MLRS, level=RED)) == ()


def test_graver_and_without_time_at_once_is_one_escalation() -> None:
    sky = Sky()
    sky.hear(ONE, seen(CITY, DRONES))

    assert sky.hear(ONE, seen(CITY, DRONES, BALLISTIC, level=RED)) == (ESCALATED,)


def test_first_grave_and_then_without_time_are_two_escalations() -> None:
    sky = Sky()
    sky.hear(ONE, seen(CITY, DRONES))

    assert sky.hear(ONE, seen(CITY, DRONES, level=RED)) == (ESCALATED,)
    assert sky.hear(ONE, seen(CITY, BALLISTIC, level=RED)) == (ESCALATED,)


def test_an_alert_that_starts_at_its_worst_does_not_escalate() -> None:
    sky = Sky()

    assert sky.hear(ONE, seen(CITY, BALLISTIC, level=RED)) == (STARTED,)
    assert sky.hear(ONE, seen(CITY, BALLISTIC, ThreatKind.UNKNOWN, level=RED)) == ()


def test_it_eases_once_and_may_escalate_again() -> None:
    sky = Sky()
    sky.hear(ONE, seen(level=RED))

    assert sky.hear(ONE, seen()) == (EASED,)
    assert sky.hear(ONE, seen()) == ()
    assert sky.hear(ONE, seen(level=RED)) == (ESCALATED,)


def test_two_rows_of_one_alert_are_one_alert_of_the_gravest_level() -> None:
    sky = Sky()

    assert sky.hear(ONE, seen(CITY, DRONES), seen(CITY, CRUISE, level=RED)) == (STARTED,)
    assert (sky.alert().level, {threat.kind for threat in sky.alert().threats}) == (RED, {DRONES, CRUISE})


# Many at once


def many(count: int) -> tuple[Observation, ...]:
    return tuple(seen(AreaId(str(number))) for number in range(count))


@pytest.mark.parametrize(
    ("running", "left", "answers_to_end"),
    [
        (10, 4, 3),
        (10, 0, 3),
        (25, 12, 3),
        (10, 5, 2),
        (9, 0, 2),
        (1, 0, 2),
    ],
)
def test_when_more_than_half_of_ten_or_more_vanish_an_end_takes_a_third_answer(
    running: int, left: int, answers_to_end: int
) -> None:
    sky = Sky()
    sky.hear(ONE, *many(running))
    for _ in range(answers_to_end - 1):
        assert sky.hear(ONE, *many(left)) == ()

    assert sky.hear(ONE, *many(left)) == (ENDED,) * (running - left)


def test_no_end_counts_when_many_vanish_beside_it() -> None:
    sky, alone = Sky(), seen(CITY)
    sky.hear(ONE, alone, *many(12))
    assert sky.hear(ONE, *many(12)) == ()

    assert sky.hear(ONE) == ()
    assert sky.runs(CITY)
    assert sky.hear(ONE) == (ENDED,)
    assert sky.hear(ONE) == (ENDED,) * 12


def test_many_that_are_back_at_the_second_answer_never_ended() -> None:
    sky = Sky()
    sky.hear(ONE, *many(12))
    sky.hear(ONE)

    assert sky.hear(ONE, *many(12)) == ()
    sky.hear(ONE, *many(11))
    assert sky.hear(ONE, *many(11)) == (ENDED,)


# Old data


def test_data_whose_time_goes_backwards_end_nothing() -> None:
    sky = Sky()
    sky.hear(ONE, seen(), data_at=EVENING)
    for _ in range(5):
        assert sky.hear(ONE, data_at=EVENING - SECOND) == ()

    assert sky.runs()


@pytest.mark.parametrize(
    ("behind", "may_end"),
    [
        (-timedelta(minutes=2), True),
        (-timedelta(minutes=2, seconds=1), False),
        (-24 * HOUR, False),
        (timedelta(0), True),
        (6 * HOUR, True),
        (6 * HOUR + SECOND, False),
        (24 * HOUR, False),
    ],
)
def test_data_far_from_our_time_end_nothing_even_alone(behind: timedelta, may_end: bool) -> None:
    sky = Sky()
    sky.hear(ONE, seen())
    sky.hear(ONE, behind=behind)

    assert sky.hear(ONE, behind=behind) == ((ENDED,) if may_end else ())


@pytest.mark.parametrize(("behind", "may_end"), [(30 * MINUTE, True), (30 * MINUTE + SECOND, False)])
def test_data_half_an_hour_behind_end_nothing_once_another_source_has_changed(behind: timedelta, may_end: bool) -> None:
    sky = Sky()
    sky.hear(ONE, seen())
    sky.hear(OTHER, seen(RAION))
    sky.hear(ONE, behind=behind)

    assert sky.hear(ONE, behind=behind) == ((ENDED,) if may_end else ())


def test_a_quiet_source_is_not_old_beside_another_that_has_not_changed_since() -> None:
    sky = Sky()
    sky.hear(OTHER)
    sky.hear(ONE, seen(), data_at=EVENING + MINUTE)
    for _ in range(40):
        sky.hear(OTHER, after=MINUTE)
    sky.hear(ONE, data_at=EVENING + 2 * MINUTE)

    assert sky.hear(ONE, data_at=EVENING + 2 * MINUTE) == (ENDED,)


@pytest.mark.parametrize("old", [7 * HOUR, -3 * MINUTE])
def test_old_data_may_start_and_escalate_but_not_ease(old: timedelta) -> None:
    sky = Sky()

    assert sky.hear(ONE, seen(CITY, DRONES), behind=old) == (STARTED,)
    assert sky.hear(ONE, seen(CITY, CRUISE, level=RED), behind=old) == (ESCALATED,)
    assert sky.hear(ONE, seen(CITY, DRONES), behind=old) == ()
    assert sky.alert().gravity is Gravity.GRAVE
    assert {threat.kind for threat in sky.alert().threats} == {DRONES, CRUISE}


def test_data_that_are_good_again_may_ease_and_end() -> None:
    sky = Sky()
    sky.hear(ONE, seen(level=RED))
    sky.hear(ONE, behind=7 * HOUR)

    assert sky.hear(ONE, seen(), behind=timedelta(0)) == (EASED,)
    sky.hear(ONE, behind=timedelta(0))
    assert sky.hear(ONE, behind=timedelta(0)) == (ENDED,)


def test_an_old_answer_between_two_good_ones_is_no_absence() -> None:
    sky = Sky()
    sky.hear(ONE, seen())
    sky.hear(ONE, behind=timedelta(0))

    assert sky.hear(ONE, behind=7 * HOUR) == ()
    assert sky.runs()


def test_an_old_answer_that_shows_the_alert_breaks_the_row_of_absences() -> None:
    sky = Sky()
    sky.hear(ONE, seen())
    sky.hear(ONE, behind=timedelta(0))
    sky.hear(ONE, seen(), behind=7 * HOUR)

    assert sky.hear(ONE, behind=timedelta(0)) == ()


def test_an_unchanged_answer_to_old_data_ends_nothing() -> None:
    sky = Sky()
    sky.hear(ONE, seen())
    old = sky.now - 7 * HOUR
    sky.hear(ONE, data_at=old)
    for _ in range(4):
        assert sky.unchanged(ONE, data_at=old) == ()

    assert sky.runs()


def test_a_first_answer_from_the_future_does_not_make_all_that_follow_old() -> None:
    sky = Sky()
    sky.hear(ONE, seen(), behind=-24 * HOUR)
    sky.hear(ONE, behind=timedelta(0))

    assert sky.hear(ONE, behind=timedelta(0)) == (ENDED,)


def test_an_old_answer_does_not_move_the_time_that_later_ones_are_measured_by() -> None:
    sky = Sky()
    sky.hear(ONE, seen(), behind=timedelta(0))
    sky.hear(ONE, seen(), behind=-24 * HOUR)
    sky.hear(ONE, behind=timedelta(0))

    assert sky.hear(ONE, behind=timedelta(0)) == (ENDED,)


def test_an_answer_without_a_time_is_not_old() -> None:
    assert not is_old(State(), Answer(ONE, EVENING, ()))


# Two sources


def test_a_source_that_never_reported_it_cannot_end_it() -> None:
    sky = Sky()
    sky.hear(ONE, seen())
    for _ in range(5):
        assert sky.hear(OTHER) == ()
        assert sky.hear(ONE, seen()) == ()

    assert sky.runs()


def test_it_stays_when_its_only_reporter_is_gone_and_the_other_is_calm() -> None:
    sky = Sky()
    sky.hear(ONE, seen())
    for _ in range(100):
        assert sky.hear(OTHER, after=MINUTE) == ()

    assert sky.runs()


def test_a_second_reporter_is_no_second_start() -> None:
    sky = Sky()
    sky.hear(ONE, seen())

    assert sky.hear(OTHER, seen()) == ()
    assert sky.alert().sources == (ONE, OTHER)


def test_a_second_reporter_that_knows_worse_escalates() -> None:
    sky = Sky()
    sky.hear(ONE, seen())

    assert sky.hear(OTHER, seen(level=RED)) == (ESCALATED,)
    assert sky.hear(ONE, seen()) == ()


def test_it_stays_while_a_fresh_source_still_shows_it() -> None:
    sky = Sky()
    sky.hear(ONE, seen())
    sky.hear(OTHER, seen())
    for _ in range(5):
        assert sky.hear(ONE) == ()
        assert sky.hear(OTHER, seen()) == ()

    assert sky.alert().sources == (OTHER,)


def test_it_eases_to_what_the_remaining_reporter_says() -> None:
    sky = Sky()
    sky.hear(ONE, seen(level=RED))
    sky.hear(OTHER, seen(CITY, DRONES))
    sky.hear(ONE)

    assert sky.hear(ONE) == (EASED,)
    assert sky.alert().gravity is Gravity.GUARDED
    assert sky.hear(OTHER, seen(CITY, DRONES)) == ()


def test_it_ends_when_both_say_so() -> None:
    sky = Sky()
    sky.hear(ONE, seen())
    sky.hear(OTHER, seen())
    sky.hear(ONE)
    sky.hear(ONE)

    assert sky.hear(OTHER) == (ENDED,)


def test_it_ends_when_one_reporter_says_so_and_the_other_is_blind() -> None:
    sky = Sky()
    sky.hear(ONE, seen())
    sky.hear(OTHER, seen())
    sky.hear(ONE, after=4 * MINUTE)

    assert sky.hear(ONE) == (ENDED,)


def test_it_ends_when_the_reporter_that_still_showed_it_goes_blind_after_the_other_ended_it() -> None:
    sky = Sky()
    sky.hear(ONE, seen())
    sky.hear(OTHER, seen())
    sky.hear(ONE)
    sky.hear(ONE)
    assert sky.runs()

    assert sky.hear(ONE, after=4 * MINUTE) == (ENDED,)


def test_what_a_source_has_ended_counts_again_when_it_shows_it_again() -> None:
    sky = Sky()
    sky.hear(ONE, seen(level=RED))
    sky.hear(OTHER, seen())
    sky.hear(ONE)
    sky.hear(ONE)

    assert sky.hear(ONE, seen(level=RED)) == (ESCALATED,)
    assert sky.alert().sources == (ONE, OTHER)
    sky.hear(OTHER)
    assert sky.hear(OTHER) == ()
    assert sky.runs()


def test_a_source_that_shows_it_later_joins_the_reporters() -> None:
    sky = Sky()
    sky.hear(ONE, seen())
    sky.hear(ONE)
    sky.hear(OTHER, seen())

    assert sky.hear(ONE) == ()
    assert sky.runs()
    assert sky.hear(OTHER) == (ENDED,)


def test_a_source_that_ended_it_does_not_stir_the_alert_with_every_answer() -> None:
    sky = Sky()
    sky.hear(ONE, seen())
    sky.hear(OTHER, seen())
    sky.hear(ONE)
    sky.hear(ONE)
    alerts = sky.state.alerts
    sky.hear(ONE)

    assert sky.state.alerts == alerts


def test_it_starts_when_the_earliest_reporter_says() -> None:
    sky = Sky()
    sky.hear(ONE, seen(started_at=EVENING))
    sky.hear(OTHER, seen(started_at=EVENING - MINUTE))
    sky.hear(ONE, seen(started_at=EVENING))

    assert sky.alert().started_at == EVENING - MINUTE


# Replays and disorder


def test_an_old_answer_replayed_changes_nothing() -> None:
    sky = Sky()
    sky.hear(ONE, seen())
    replayed = Answer(ONE, sky.now, (seen(level=RED),))
    sky.hear(ONE)
    state = sky.state

    assert sky.take(replayed) == ()
    assert sky.state == state


def test_answers_out_of_order_do_not_count_twice() -> None:
    sky = Sky()
    sky.hear(ONE, seen())
    first, second = (Answer(ONE, sky.now + STEP * number, ()) for number in (1, 2))
    sky.now += 2 * STEP
    assert sky.take(second) == ()

    assert sky.take(first) == ()
    assert sky.runs()


def test_the_order_of_rows_does_not_matter() -> None:
    rows = (seen(CITY, DRONES), seen(CITY, CRUISE, level=RED), seen(RAION), seen(OBLAST, BALLISTIC))
    answers = [advance(State(), Answer(ONE, EVENING, order), EVENING) for order in permutations(rows)]

    assert all(answer == answers[0] for answer in answers)


# Last seen


def test_last_seen_is_the_last_contact_that_showed_it() -> None:
    sky = Sky()
    sky.hear(ONE, seen())
    sky.unchanged(ONE)
    sky.hear(ONE, seen())
    shown_at = sky.now
    sky.hear(ONE, after=MINUTE)

    assert sky.alert().last_seen_at == shown_at


def test_last_seen_does_not_move_with_old_answers_that_lack_it() -> None:
    sky = Sky()
    sky.hear(ONE, seen())
    shown_at = sky.now
    for _ in range(5):
        sky.hear(ONE, behind=7 * HOUR)
    sky.hear(ONE, behind=timedelta(0))

    assert sky.alert().last_seen_at == shown_at


def test_last_seen_is_that_of_the_reporter_who_saw_it_last() -> None:
    sky = Sky()
    sky.hear(OTHER, seen())
    sky.hear(ONE, seen(), after=50 * SECOND)
    shown_at = sky.now
    sky.hear(ONE, after=2 * SECOND)
    sky.hear(OTHER, after=2 * SECOND)

    assert sky.alert().last_seen_at == shown_at


def test_an_end_says_when_it_was_last_seen() -> None:
    sky = Sky()
    sky.hear(ONE, seen())
    shown_at = sky.now
    sky.hear(ONE)
    sky.hear(ONE)

    assert sky.history[-1].alert.last_seen_at == shown_at


# Sight


@pytest.mark.parametrize(
    ("ago", "sight"),
    [
        (timedelta(0), Sight.FRESH),
        (timedelta(seconds=60), Sight.FRESH),
        (timedelta(seconds=61), Sight.LATE),
        (timedelta(seconds=179), Sight.LATE),
        (timedelta(seconds=180), Sight.BLIND),
        (timedelta(days=1), Sight.BLIND),
        (None, Sight.BLIND),
    ],
)
def test_a_source_is_fresh_then_late_then_blind(ago: timedelta | None, sight: Sight) -> None:
    assert sight_at(None if ago is None else EVENING - ago, EVENING) is sight


# Whatever the sources say

AREAS = (CITY, RAION)
rows = st.builds(
    seen,
    st.sampled_from(AREAS),
    st.sampled_from([DRONES, CRUISE, BALLISTIC]),
    level=st.sampled_from(Level),
    kind=st.sampled_from([AlertKind.AIR_RAID, AlertKind.ARTILLERY]),
    withdrawn=st.sampled_from([False, False, False, True]),
)


@dataclass(frozen=True)
class Said:
    """One answer to come: who, how long after the last, what (None: unchanged), and whether its data are old."""

    source: SourceName
    after: timedelta
    rows: tuple[Observation, ...] | None
    old: bool


stories = st.lists(
    st.builds(
        Said,
        st.sampled_from([ONE, OTHER]),
        st.sampled_from([STEP, STEP, 30 * SECOND, 70 * SECOND, 200 * SECOND]),
        st.one_of(st.just(()), st.none(), st.lists(rows, max_size=4).map(tuple)),
        st.sampled_from([False, False, False, True]),
    ),
    max_size=24,
)


def answers_of(story: Iterable[Said]) -> list[Answer]:
    """The answers as an adapter gives them: a 304 only after a body, with the time of that body."""
    now, answers = EVENING, []
    body_at: dict[SourceName, datetime] = {}
    for said in story:
        now += said.after
        if said.rows is None and said.source not in body_at:
            continue
        if said.rows is not None:
            body_at[said.source] = now - 7 * HOUR if said.old else now
        answers.append(Answer(said.source, now, said.rows, body_at[said.source]))
    return answers


def told(answers: Iterable[Answer]) -> tuple[State, list[Transition]]:
    state = State()
    history: list[Transition] = []
    for answer in answers:
        state, transitions = advance(state, answer, answer.at)
        history += transitions
    return state, history


@given(stories)
def test_replaying_the_same_answers_changes_nothing(story: list[Said]) -> None:
    answers = answers_of(story)
    state, history = told(answers)

    assert told([again for answer in answers for again in (answer, answer)]) == (state, history)
    for answer in answers:
        assert advance(state, answer, EVENING + 24 * HOUR) == (state, ())


@given(stories, st.data())
def test_the_order_of_rows_inside_an_answer_never_matters(story: list[Said], data: st.DataObject) -> None:
    answers = answers_of(story)
    shuffled = [
        answer
        if answer.observations is None
        else Answer(answer.source, answer.at, tuple(data.draw(st.permutations(answer.observations))), answer.data_at)
        for answer in answers
    ]

    assert told(shuffled) == told(answers)


@given(stories)
def test_an_alert_starts_first_ends_last_and_changes_only_between(story: list[Said]) -> None:
    state, history = told(answers_of(story))
    words = {STARTED: "s", ESCALATED: "e", EASED: "m", ENDED: "x", WITHDRAWN: "x"}
    for key in {transition.alert.key for transition in history}:
        tale = "".join(words[one.kind] for one in history if one.alert.key == key)
        assert re.fullmatch(r"(s[em]*x)*(s[em]*)?", tale), tale
        assert (key in state.alerts) is not tale.endswith("x")
        for life in tale.split("x"):
            # Each rise needs a fall before it, but for the first rise and the one for a threat that leaves no time.
            assert life.count("e") <= life.count("m") + 2


@dataclass
class Ledger:
    """Keeps by hand, for one source, what it last showed and for how many good answers in a row it has lacked what it
    had shown.
    """

    body: frozenset[AlertKey] = frozenset()
    body_is_old: bool = False
    contact_at: datetime | None = None
    absences: dict[AlertKey, int] = field(default_factory=dict)

    def take(self, answer: Answer) -> None:
        self.contact_at = answer.at
        if answer.observations is not None:
            self.body = frozenset((row.area, row.kind) for row in answer.observations if not row.withdrawn)
            self.body_is_old = answer.data_at is not None and answer.at - answer.data_at > 6 * HOUR
        for key in self.body:
            if answer.observations is not None or not self.body_is_old:
                self.absences[key] = 0
        if not self.body_is_old:
            for key in self.absences.keys() - self.body:
                self.absences[key] += 1

    def may_end(self, key: AlertKey, now: datetime) -> bool:
        return self._is_fresh(now) and self.absences.get(key, 0) >= 2

    def shows(self, key: AlertKey, now: datetime) -> bool:
        return self._is_fresh(now) and self.absences.get(key) == 0

    def _is_fresh(self, now: datetime) -> bool:
        return self.contact_at is not None and now - self.contact_at <= MINUTE


@settings(max_examples=300)
@given(stories)
def test_an_alert_ends_exactly_when_a_fresh_reporter_lacked_it_twice_and_no_fresh_one_shows_it(
    story: list[Said],
) -> None:
    state, ledgers = State(), {ONE: Ledger(), OTHER: Ledger()}
    for answer in answers_of(story):
        before = state.alerts.keys()
        state, transitions = advance(state, answer, answer.at)
        ledgers[answer.source].take(answer)
        ended = {one.alert.key for one in transitions if one.kind in (ENDED, WITHDRAWN)}
        for key in before:
            over = any(ledger.may_end(key, answer.at) for ledger in ledgers.values())
            over = over and not any(ledger.shows(key, answer.at) for ledger in ledgers.values())
            if ledgers[answer.source].body_is_old:
                assert key not in ended
            elif answer.at - (answer.data_at or answer.at) <= 30 * MINUTE:
                assert (key in ended) is over
        for key in ended:
            for ledger in ledgers.values():
                ledger.absences.pop(key, None)


@given(stories)
def test_whatever_was_said_three_good_calm_answers_of_every_source_end_it_all(story: list[Said]) -> None:
    answers = answers_of(story)
    state, _ = told(answers)
    now = answers[-1].at if answers else EVENING
    for _ in range(3):
        for source in (ONE, OTHER):
            now += STEP
            state, _ = advance(state, Answer(source, now, (), now), now)

    assert not state.alerts


@given(stories)
def test_old_data_never_end_or_ease_anything(story: list[Said]) -> None:
    state = State()
    for answer in answers_of(story):
        old = is_old(state, answer)
        state, transitions = advance(state, answer, answer.at)
        assert not old or {one.kind for one in transitions} <= {STARTED, ESCALATED}


@given(stories)
def test_contact_is_remembered_whatever_the_data(story: list[Said]) -> None:
    answers = answers_of(story)
    state, _ = told(answers)
    for source in {answer.source for answer in answers}:
        sight: SourceSight = state.sources[source]
        assert sight.contact_at == max(answer.at for answer in answers if answer.source == source)
