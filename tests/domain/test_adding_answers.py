"""What an answer may do that can only add: start and make worse, and nothing that would sound calmer."""

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.domain.advance import State, advance
from bot.domain.alerts import (
    AlertKind,
    Answer,
    Gravity,
    Level,
    Observation,
    SourceName,
    ThreatKind,
    Transition,
    TransitionKind,
    rises,
)
from bot.domain.sight import last_seen
from tests.domain.builders import CITY, EVENING, HOUR, MINUTE, OBLAST, ONE, OTHER, RAION, SECOND, STEP, Sky, seen

STARTED, ESCALATED, EASED = TransitionKind.STARTED, TransitionKind.ESCALATED, TransitionKind.EASED
ENDED = TransitionKind.ENDED
RED, YELLOW = Level.RED, Level.YELLOW
DRONES, BALLISTIC = ThreatKind.DRONES, ThreatKind.BALLISTIC_MISSILES


def knowing(*observations: Observation) -> Sky:
    sky = Sky()
    sky.hear(ONE, *observations)
    return sky


@pytest.mark.parametrize(
    ("before", "added", "happens", "level", "threats"),
    [
        ((), (seen(),), (STARTED,), YELLOW, set()),
        ((), (seen(level=RED),), (STARTED,), RED, set()),
        ((), (seen(level=Level.UNKNOWN),), (STARTED,), Level.UNKNOWN, set()),
        ((seen(CITY, DRONES),), (seen(),), (), YELLOW, {DRONES}),
        ((seen(CITY, DRONES),), (seen(level=RED),), (ESCALATED,), RED, {DRONES}),
        ((seen(CITY, BALLISTIC, level=RED),), (seen(),), (), RED, {BALLISTIC}),
        ((seen(CITY, BALLISTIC),), (seen(level=RED),), (), RED, {BALLISTIC}),
        ((seen(CITY, BALLISTIC, level=RED),), (), (), RED, {BALLISTIC}),
        ((seen(CITY, DRONES),), (seen(withdrawn=True),), (), YELLOW, {DRONES}),
        ((seen(CITY, DRONES),), (seen(OBLAST, level=RED),), (STARTED,), YELLOW, {DRONES}),
    ],
)
def test_it_starts_and_makes_worse_and_takes_nothing_away(
    before: tuple[Observation, ...],
    added: tuple[Observation, ...],
    happens: tuple[TransitionKind, ...],
    level: Level,
    threats: set[ThreatKind],
) -> None:
    sky = knowing(*before)
    assert sky.adds(ONE, *added) == happens
    assert (sky.alert().level, {threat.kind for threat in sky.alert().threats}) == (level, threats)


def test_its_silence_ends_nothing_however_long_it_lasts() -> None:
    sky = knowing(seen(level=RED), seen(kind=AlertKind.ARTILLERY))
    for _ in range(450):
        assert sky.adds(ONE) == ()
    assert sky.runs() and sky.runs(CITY, AlertKind.ARTILLERY)


def test_its_silence_neither_counts_as_an_absence_nor_breaks_their_row() -> None:
    sky = knowing(seen())
    sky.hear(ONE)
    for _ in range(3):
        assert sky.adds(ONE) == ()
    assert sky.hear(ONE) == (ENDED,)


def test_what_it_shows_breaks_the_row_of_absences() -> None:
    sky = knowing(seen())
    sky.hear(ONE)
    sky.adds(ONE, seen())
    assert sky.hear(ONE) == ()
    assert sky.hear(ONE) == (ENDED,)


def test_what_it_alone_has_started_ends_as_any_other() -> None:
    sky = knowing()
    sky.adds(ONE, seen(level=RED))
    assert sky.hear(ONE) == ()
    assert sky.hear(ONE) == (ENDED,)


def test_what_it_has_made_worse_may_be_eased_by_the_next_whole_answer() -> None:
    sky = knowing(seen())
    sky.adds(ONE, seen(level=RED))
    assert sky.hear(ONE, seen()) == (EASED,)


def test_what_its_source_had_ended_comes_back_without_the_threats_of_that_time() -> None:
    sky = knowing(seen(CITY, BALLISTIC, level=RED))
    sky.hear(OTHER, seen())
    sky.hear(ONE)
    sky.hear(ONE)
    assert sky.alert().gravity is Gravity.GUARDED
    assert sky.adds(ONE, seen()) == ()
    assert (sky.alert().gravity, sky.alert().threats) == (Gravity.GUARDED, ())


def test_before_the_first_whole_answer_it_says_nothing() -> None:
    sky = Sky()
    assert sky.adds(ONE, seen(level=RED)) == ()
    assert sky.state == State()


def test_it_is_contact_and_the_last_whole_answer_is_remembered() -> None:
    sky = knowing(seen())
    whole_at = sky.now
    sky.adds(ONE)
    sky.adds(ONE)
    known = sky.state.sources[ONE]
    assert (known.contact_at, known.whole_at, known.last_whole_at) == (sky.now, whole_at, whole_at)
    sky.hear(ONE, seen())
    known = sky.state.sources[ONE]
    assert (known.whole_at, known.last_whole_at) == (sky.now, None)


def test_an_alert_that_it_does_not_show_was_last_seen_before_it() -> None:
    sky = knowing(seen(), seen(kind=AlertKind.ARTILLERY))
    shown_at = sky.now
    sky.adds(ONE, seen())
    sky.adds(ONE, seen())
    assert last_seen([sky.alert()]) is None
    assert last_seen([sky.alert(CITY, AlertKind.ARTILLERY)]) == shown_at
    sky.hear(ONE, seen(), seen(kind=AlertKind.ARTILLERY))
    assert last_seen([sky.alert(CITY, AlertKind.ARTILLERY)]) is None


@pytest.mark.parametrize(
    ("after", "shown", "ends"),
    [
        # It last said all it knows just now, and the alert was in it.
        (30 * SECOND, False, False),
        # Its silence would be no end, and so it is no objection for ever either: the other one saw the end twice.
        (70 * SECOND, False, True),
        (70 * SECOND, True, False),
        (HOUR, True, False),
    ],
)
def test_a_source_that_can_only_add_holds_an_alert_that_it_shows_and_no_other(
    after: timedelta, shown: bool, ends: bool
) -> None:
    sky = knowing(seen())
    sky.hear(OTHER, seen())
    sky.hear(ONE)
    sky.adds(OTHER, *([seen()] if shown else []), after=after - STEP)
    assert sky.hear(ONE, after=SECOND) == ((ENDED,) if ends else ())


rows = st.lists(
    st.builds(
        seen,
        st.sampled_from([CITY, RAION, OBLAST]),
        st.sampled_from([DRONES, BALLISTIC]),
        level=st.sampled_from(Level),
        kind=st.sampled_from([AlertKind.AIR_RAID, AlertKind.ARTILLERY]),
        withdrawn=st.sampled_from([False, False, True]),
    ),
    max_size=4,
).map(tuple)
bare = st.lists(st.builds(seen, st.sampled_from([CITY, RAION]), level=st.sampled_from(Level)), max_size=2).map(tuple)
turns = st.tuples(
    st.sampled_from([ONE, OTHER]),
    st.sampled_from([STEP, 30 * SECOND, 70 * SECOND, 4 * MINUTE]),
    st.one_of(rows.map(lambda seen: (seen, True)), bare.map(lambda seen: (seen, False))),
)
Turn = tuple[SourceName, timedelta, tuple[tuple[Observation, ...], bool]]


def answers_of(story: list[Turn]) -> list[Answer]:
    now, answers = EVENING, []
    for source, after, (observations, whole) in story:
        now += after
        answers.append(Answer(source, now, observations, now if whole else None, whole))
    return answers


@settings(max_examples=300)
@given(st.lists(turns, max_size=24))
def test_whatever_was_said_it_never_ends_eases_or_withdraws_and_counts_no_absence(story: list[Turn]) -> None:
    state = State()
    for answer in answers_of(story):
        before = state
        state, transitions = advance(state, answer, answer.at)
        if answer.whole:
            continue
        assert {one.kind for one in transitions} <= {STARTED, ESCALATED}
        shown = {(row.area, row.kind) for row in answer.observations or ()}
        for key, alert in before.alerts.items():
            after = state.alerts[key]
            assert not rises(after.gravity, alert.gravity)
            assert {threat.kind for threat in alert.threats} <= {threat.kind for threat in after.threats}
            for name, account in alert.accounts.items():
                renewed = name == answer.source and key in shown
                assert after.accounts[name].absences == (0 if renewed else account.absences)
                assert after.accounts[name].absences_to_end == account.absences_to_end or renewed


@settings(max_examples=300)
@given(st.lists(turns, max_size=24))
def test_one_that_shows_nothing_changes_no_story_of_any_alert(story: list[Turn]) -> None:
    silent = [answer if answer.whole else replace(answer, observations=()) for answer in answers_of(story)]

    def told(answers: list[Answer]) -> list[tuple[TransitionKind, object]]:
        state, history = State(), list[Transition]()
        for answer in answers:
            state, transitions = advance(state, answer, answer.at)
            history += transitions
        return [(one.kind, (one.at, one.alert.key, one.alert.level)) for one in history]

    assert told(silent) == told([answer for answer in silent if answer.whole])


@given(st.lists(turns, max_size=24))
def test_no_source_is_fresh_for_ends_by_it(story: list[Turn]) -> None:
    state, whole_at = State(), dict[SourceName, object]()
    for answer in answers_of(story):
        state, _ = advance(state, answer, answer.at)
        if answer.whole:
            whole_at[answer.source] = answer.at
        assert {name: known.whole_at for name, known in state.sources.items()} == whole_at
