"""Who hears what, and how loudly: the words of the rules held against every combination of settings."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime, time, timedelta
from itertools import product

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from bot.domain.alerts import Gravity, TransitionKind
from bot.domain.episodes import Nearness, PlaceTransition
from bot.domain.policy import PERSONAL, Cohort, Decision, Heard, Loudness, Reason, Sound, decide, of_bulletin, of_passed
from bot.domain.quiet import EVERY_DAY, OFF, Mode, MuteKind, QuietHours, Window, covers, from_text
from tests.domain.builders import CITY, EVENING, MINUTE, SECOND, episode, happened
from tests.domain.moments import utc

STARTED, ESCALATED, EASED = TransitionKind.STARTED, TransitionKind.ESCALATED, TransitionKind.EASED
ENDED, WITHDRAWN = TransitionKind.ENDED, TransitionKind.WITHDRAWN
GRAVE, GUARDED = Gravity.GRAVE, Gravity.GUARDED
LOUD, SILENT, HELD, NONE = Sound.LOUD, Sound.SILENT, Sound.HELD, Sound.NONE

NIGHT = from_text("23:00-07:00")
#: Kyiv is two hours ahead of UTC in November.
INSIDE, OUTSIDE = utc("2026-11-20 23:00"), utc("2026-11-20 12:00")


@dataclass(frozen=True)
class Case:
    """One thing that happens to one chat."""

    kind: TransitionKind = STARTED
    gravity: Gravity = GRAVE
    mode: Mode = Mode.GRAVE
    inside: bool = False
    mute: MuteKind | None = None
    loudness: Loudness = Loudness.AS_CHAT
    heard: Heard = Heard.NOTHING
    around: bool = False
    own: Gravity | None = None
    last_end: timedelta | None = None

    @property
    def now(self) -> datetime:
        return INSIDE if self.inside else OUTSIDE

    @property
    def transition(self) -> PlaceTransition:
        about = episode(
            CITY,
            gravity=self.gravity,
            nearness=Nearness.AROUND if self.around else Nearness.OWN,
            again_after=None if self.last_end is None else self.now - self.last_end,
        )
        return happened(self.kind, about, at=self.now, own=self.own)

    @property
    def cohort(self) -> Cohort:
        quiet = QuietHours(NIGHT, self.mode)
        return Cohort("uk", quiet, CITY, "home", self.loudness, self.heard, self.mute)

    def decision(self) -> Decision:
        return decide(self.transition, self.cohort, self.now)


# The table of section 4, row by row


@pytest.mark.parametrize(
    ("mode", "gravity", "sound", "reason"),
    [
        (Mode.GRAVE, GRAVE, LOUD, Reason.GRAVE_WAKES),
        (Mode.GRAVE, GUARDED, SILENT, Reason.GUARDED_IN_QUIET),
        (Mode.EVERYTHING, GRAVE, LOUD, Reason.GRAVE_WAKES),
        (Mode.EVERYTHING, GUARDED, LOUD, Reason.EVERYTHING_WAKES),
        (Mode.NOTHING, GRAVE, SILENT, Reason.NOTHING_WAKES),
        (Mode.NOTHING, GUARDED, SILENT, Reason.NOTHING_WAKES),
    ],
)
@pytest.mark.parametrize("kind", [STARTED, ESCALATED])
def test_each_mode_says_what_may_ring_inside_quiet_hours(
    mode: Mode, gravity: Gravity, sound: Sound, reason: Reason, kind: TransitionKind
) -> None:
    decision = Case(kind, gravity, mode, inside=True).decision()

    assert (decision.sound, decision.reason) == (sound, reason)


@pytest.mark.parametrize("mode", Mode)
@pytest.mark.parametrize("gravity", Gravity)
@pytest.mark.parametrize("kind", [STARTED, ESCALATED])
def test_every_start_and_escalation_rings_outside_quiet_hours(
    mode: Mode, gravity: Gravity, kind: TransitionKind
) -> None:
    decision = Case(kind, gravity, mode).decision()

    assert (decision.sound, decision.reason) == (LOUD, Reason.OUTSIDE_QUIET)


@pytest.mark.parametrize("mode", Mode)
@pytest.mark.parametrize("kind", [ENDED, WITHDRAWN, EASED])
def test_no_mode_rings_for_an_all_clear_or_an_update_inside_quiet_hours(mode: Mode, kind: TransitionKind) -> None:
    assert Case(kind, mode=mode, inside=True, heard=Heard.LOUD).decision().sound is SILENT


@pytest.mark.parametrize("kind", [ENDED, WITHDRAWN])
@pytest.mark.parametrize(
    ("heard", "sound", "reason"),
    [
        (Heard.ASKED, LOUD, Reason.END_ASKED),
        (Heard.LOUD, LOUD, Reason.END_HEARD),
        (Heard.SILENT, SILENT, Reason.END_NOT_HEARD),
        (Heard.NOTHING, SILENT, Reason.END_NOT_HEARD),
        (Heard.MISSED, NONE, Reason.SUPERSEDED),
    ],
)
def test_an_all_clear_is_as_loud_as_what_was_heard(
    kind: TransitionKind, heard: Heard, sound: Sound, reason: Reason
) -> None:
    decision = Case(kind, heard=heard).decision()

    assert (decision.sound, decision.reason) == (sound, reason)


@pytest.mark.parametrize("inside", [False, True])
@pytest.mark.parametrize(
    ("mute", "gravity", "sound"),
    [
        (MuteKind.GUARDED, GUARDED, SILENT),
        (MuteKind.GUARDED, GRAVE, LOUD),
        (MuteKind.ALL, GUARDED, SILENT),
        (MuteKind.ALL, GRAVE, SILENT),
    ],
)
def test_a_mute_silences_what_it_says_by_day_and_by_night(
    inside: bool, mute: MuteKind, gravity: Gravity, sound: Sound
) -> None:
    assert Case(gravity=gravity, mode=Mode.EVERYTHING, inside=inside, mute=mute).decision().sound is sound


@pytest.mark.parametrize(
    ("last_end", "gravity", "kind", "sound"),
    [
        (timedelta(minutes=9, seconds=59), GUARDED, STARTED, SILENT),
        (timedelta(minutes=10), GUARDED, STARTED, LOUD),
        (timedelta(0), GUARDED, STARTED, SILENT),
        (None, GUARDED, STARTED, LOUD),
        (SECOND, GRAVE, STARTED, LOUD),
        (SECOND, GRAVE, ESCALATED, LOUD),
    ],
)
@pytest.mark.parametrize("inside", [False, True])
def test_a_guarded_alert_again_within_ten_minutes_is_silent_and_a_grave_one_rings(
    last_end: timedelta | None, gravity: Gravity, kind: TransitionKind, sound: Sound, inside: bool
) -> None:
    case = Case(kind, gravity, Mode.EVERYTHING, inside, last_end=last_end)

    assert case.decision().sound is sound
    assert (case.decision().reason is Reason.FLAPPING) is (sound is SILENT)


@pytest.mark.parametrize(
    ("gravity", "own", "sound"),
    [
        (GUARDED, None, SILENT),
        (GRAVE, None, LOUD),
        (GRAVE, GUARDED, LOUD),
        (GRAVE, GRAVE, NONE),
        (GUARDED, GUARDED, NONE),
        (GUARDED, GRAVE, NONE),
    ],
)
@pytest.mark.parametrize("mode", [Mode.GRAVE, Mode.EVERYTHING])
@pytest.mark.parametrize("inside", [False, True])
def test_the_raion_around_the_city_is_silent_if_guarded_and_loud_if_grave(
    gravity: Gravity, own: Gravity | None, sound: Sound, mode: Mode, inside: bool
) -> None:
    assert Case(STARTED, gravity, mode, inside, around=True, own=own).decision().sound is sound


@pytest.mark.parametrize(
    ("loudness", "inside", "gravity", "sound"),
    [
        (Loudness.SILENT, True, GRAVE, SILENT),
        (Loudness.SILENT, False, GRAVE, SILENT),
        (Loudness.SILENT, False, GUARDED, SILENT),
        (Loudness.LOUD, True, GUARDED, LOUD),
        (Loudness.LOUD, True, GRAVE, LOUD),
    ],
)
@pytest.mark.parametrize("mode", Mode)
def test_a_place_may_be_louder_or_quieter_than_its_chat(
    loudness: Loudness, inside: bool, gravity: Gravity, sound: Sound, mode: Mode
) -> None:
    assert Case(STARTED, gravity, mode, inside, loudness=loudness).decision().sound is sound


# Every combination, against sentences that each say one thing

Sentence = Callable[[Case], bool]

#: What silences a start or an escalation. One that none of these sentences silences is loud.
SILENCED_BY: dict[Reason, Sentence] = {
    # `/mute all` silences grave too.
    Reason.MUTED_ALL: lambda case: case.mute is MuteKind.ALL,
    # A place may be quieter than the chat.
    Reason.PLACE_SILENT: lambda case: case.loudness is Loudness.SILENT,
    # `/mute` silences guarded alerts.
    Reason.MUTED: lambda case: case.gravity is GUARDED and case.mute is MuteKind.GUARDED,
    # The surrounding raion's alert is silent if guarded.
    Reason.AROUND_GUARDED: lambda case: case.gravity is GUARDED and case.around,
    # A guarded alert that starts again less than ten minutes after the last all clear is silent.
    Reason.FLAPPING: lambda case: (
        case.gravity is GUARDED
        and case.kind is STARTED
        and case.last_end is not None
        and case.last_end < timedelta(minutes=10)
    ),
    # Nothing wakes me, unless the place is louder.
    Reason.NOTHING_WAKES: lambda case: case.inside and case.mode is Mode.NOTHING and case.loudness is not Loudness.LOUD,
    # Grave danger wakes me, and guarded does not, unless the place is louder.
    Reason.GUARDED_IN_QUIET: lambda case: (
        case.inside and case.mode is Mode.GRAVE and case.gravity is GUARDED and case.loudness is not Loudness.LOUD
    ),
}

#: Why a start or an escalation is loud.
RINGS_BECAUSE: dict[Reason, Sentence] = {
    Reason.OUTSIDE_QUIET: lambda case: not case.inside,
    Reason.PLACE_LOUD: lambda case: case.inside and case.loudness is Loudness.LOUD,
    Reason.GRAVE_WAKES: lambda case: case.inside and case.gravity is GRAVE and case.mode is not Mode.NOTHING,
    Reason.EVERYTHING_WAKES: lambda case: case.inside and case.gravity is GUARDED and case.mode is Mode.EVERYTHING,
}

#: What keeps an all clear from ringing. One that was heard loud and that none of these silences is loud.
KEEPS_AN_END_SILENT: dict[Reason, Sentence] = {
    Reason.END_NOT_HEARD: lambda case: case.heard not in (Heard.LOUD, Heard.ASKED),
    Reason.MUTED_ALL: lambda case: case.mute is MuteKind.ALL,
    # "Ring me at the all clear" was said of this very alert.
    Reason.MUTED: lambda case: case.mute is MuteKind.GUARDED and case.heard is not Heard.ASKED,
    Reason.PLACE_SILENT: lambda case: case.loudness is Loudness.SILENT and case.heard is not Heard.ASKED,
    Reason.END_IN_QUIET: lambda case: (
        case.inside and case.loudness is not Loudness.LOUD and case.heard is not Heard.ASKED
    ),
}

END_RINGS_BECAUSE: dict[Reason, Sentence] = {
    Reason.END_ASKED: lambda case: case.heard is Heard.ASKED,
    Reason.END_HEARD: lambda case: not case.inside,
    Reason.PLACE_LOUD: lambda case: case.inside and case.loudness is Loudness.LOUD,
}


def adds_nothing(case: Case) -> bool:
    """The raion around a city says nothing new where the city's own episode is at least as grave; its further course
    is told only to those who were told of it, while the city itself is quiet.
    """
    if not case.around:
        return False
    if case.kind in (STARTED, ESCALATED):
        return case.own is GRAVE or (case.own is GUARDED and case.gravity is GUARDED)
    return case.own is not None or case.heard is Heard.NOTHING


def true_of(sentences: dict[Reason, Sentence], case: Case) -> set[Reason]:
    return {reason for reason, holds in sentences.items() if holds(case)}


def expected(case: Case) -> tuple[Sound, set[Reason]]:
    """What the sentences say of a case: its sound, and every reason that would be a true one."""
    if adds_nothing(case):
        return NONE, {Reason.OWN_RUNNING}
    if case.kind is EASED:
        return SILENT, {Reason.EASING}
    if case.kind in (ENDED, WITHDRAWN) and case.heard is Heard.MISSED:
        return NONE, {Reason.SUPERSEDED}
    danger = case.kind in (STARTED, ESCALATED)
    silencing = true_of(SILENCED_BY if danger else KEEPS_AN_END_SILENT, case)
    if silencing:
        return SILENT, silencing
    return LOUD, true_of(RINGS_BECAUSE if danger else END_RINGS_BECAUSE, case)


def variants(case: Case) -> Iterator[Case]:
    """The case with every loudness, hearing, nearness and time since the last end."""
    places: list[tuple[bool, Gravity | None]] = [(False, None), (True, None), (True, GUARDED), (True, GRAVE)]
    ends = (None, timedelta(0), 10 * MINUTE - SECOND, 10 * MINUTE)
    for loudness, heard, (around, own), last_end in product(PERSONAL, Heard, places, ends):
        yield replace(case, loudness=loudness, heard=heard, around=around, own=own, last_end=last_end)


ROWS = [
    Case(kind, gravity, mode, inside, mute)
    for kind, gravity, mode, inside, mute in product(
        (STARTED, ESCALATED, EASED, ENDED, WITHDRAWN), Gravity, Mode, (False, True), (None, *MuteKind)
    )
]


@pytest.mark.parametrize("inside", [False, True])
@pytest.mark.parametrize("kind", [STARTED, ESCALATED, EASED, ENDED, WITHDRAWN])
def test_a_stream_sounds_as_its_chat_and_the_grave_one_leaves_out_only_what_is_not_grave(
    kind: TransitionKind, inside: bool
) -> None:
    rows = [row for row in ROWS if row.kind is kind and row.inside is inside]
    for case in (one for row in rows for one in variants(row) if one.loudness is Loudness.AS_CHAT):
        whole, grave = (replace(case, loudness=one).decision() for one in (Loudness.STREAM, Loudness.STREAM_GRAVE))
        assert whole == case.decision()
        danger = kind in (STARTED, ESCALATED)
        left_out = case.gravity is GUARDED if danger else case.heard is Heard.NOTHING
        assert grave.sound is (NONE if left_out else whole.sound), case


def title(case: Case) -> str:
    hour = "inside" if case.inside else "outside"
    return f"{case.kind}-{case.gravity}-{case.mode}-{hour}-mute-{case.mute}"


@pytest.mark.parametrize("row", ROWS, ids=title)
def test_every_combination_sounds_as_the_sentences_say_for_a_reason_that_is_true(row: Case) -> None:
    for case in variants(row):
        decision = case.decision()
        sound, reasons = expected(case)
        assert decision.sound is sound, case
        assert decision.reason in reasons, case


def test_the_table_is_whole() -> None:
    assert len(ROWS) == 180
    assert {expected(case)[0] for row in ROWS for case in variants(row)} == {LOUD, SILENT, NONE}


# Promises over all hours


def moments_of(first: str, *, days: int) -> st.SearchStrategy[datetime]:
    return st.integers(0, days * 24 * 60 * 60).map(lambda seconds: utc(first) + seconds * SECOND)


#: Nights on which clocks change in Kyiv, and a plain month.
MOMENTS = st.one_of(
    moments_of("2026-10-24", days=2),
    moments_of("2027-03-27", days=2),
    moments_of("2026-11-01", days=30),
)
CLOCK_TIMES = st.builds(time, st.integers(0, 23), st.sampled_from([0, 1, 15, 30, 59]))
WINDOWS = st.builds(
    Window, CLOCK_TIMES, CLOCK_TIMES, st.one_of(st.just(EVERY_DAY), st.frozensets(st.integers(0, 6), min_size=1))
)
ZONES = st.sampled_from(["Europe/Kyiv", "Europe/Kyiv", "America/New_York", "Asia/Kathmandu", "UTC"])


def hours(modes: st.SearchStrategy[Mode]) -> st.SearchStrategy[QuietHours]:
    return st.builds(QuietHours, st.lists(WINDOWS, max_size=3).map(tuple), modes, ZONES)


ANY_HOURS = hours(st.sampled_from(Mode))
COHORTS = st.builds(
    Cohort,
    st.just("uk"),
    ANY_HOURS,
    st.just(CITY),
    st.just("home"),
    st.sampled_from(PERSONAL),
    st.sampled_from(Heard),
    st.sampled_from([None, *MuteKind]),
)
#: Chats that have not chosen otherwise: not *nothing*, no `/mute all`, no silent place.
WOKEN_BY_GRAVE = st.builds(
    Cohort,
    st.just("uk"),
    hours(st.sampled_from([Mode.GRAVE, Mode.EVERYTHING])),
    st.just(CITY),
    st.just("home"),
    st.sampled_from([Loudness.AS_CHAT, Loudness.LOUD]),
    st.sampled_from(Heard),
    st.sampled_from([None, MuteKind.GUARDED]),
)
TRANSITIONS = st.builds(
    happened,
    st.sampled_from([STARTED, ESCALATED, EASED, ENDED, WITHDRAWN]),
    st.builds(
        episode,
        st.just(CITY),
        gravity=st.sampled_from(Gravity),
        nearness=st.sampled_from(Nearness),
        again_after=st.sampled_from([None, EVENING - SECOND, EVENING - 11 * MINUTE]),
    ),
    own=st.sampled_from([None, *Gravity]),
)


@settings(max_examples=500)
@given(WOKEN_BY_GRAVE, MOMENTS, st.sampled_from([STARTED, ESCALATED]), st.sampled_from([None, timedelta(0), MINUTE]))
@example(Cohort("uk", OFF, CITY, ""), utc("2026-10-25 00:30"), STARTED, None)
def test_for_every_chat_that_has_not_chosen_otherwise_a_grave_alert_is_loud_at_every_moment(
    cohort: Cohort, now: datetime, kind: TransitionKind, last_end: timedelta | None
) -> None:
    about = episode(CITY, gravity=GRAVE, again_after=None if last_end is None else now - last_end)

    assert decide(happened(kind, about, at=now), cohort, now).sound is LOUD


@settings(max_examples=300)
@given(COHORTS, MOMENTS, st.sampled_from([ENDED, WITHDRAWN]), st.sampled_from(Gravity))
def test_an_all_clear_is_never_louder_than_what_was_heard(
    cohort: Cohort, now: datetime, kind: TransitionKind, gravity: Gravity
) -> None:
    decision = decide(happened(kind, episode(gravity=gravity), at=now), cohort, now)

    assert decision.sound is not LOUD or cohort.heard in (Heard.LOUD, Heard.ASKED)


@given(COHORTS, MOMENTS, TRANSITIONS)
def test_nothing_but_a_start_an_escalation_or_an_end_ever_rings(
    cohort: Cohort, now: datetime, transition: PlaceTransition
) -> None:
    if transition.kind is EASED:
        assert decide(transition, cohort, now).sound in (SILENT, NONE)


@given(COHORTS, MOMENTS, TRANSITIONS)
def test_what_mute_all_or_a_silent_place_asked_for_is_never_loud(
    cohort: Cohort, now: datetime, transition: PlaceTransition
) -> None:
    if cohort.mute is MuteKind.ALL or cohort.loudness is Loudness.SILENT:
        assert decide(transition, cohort, now).sound is not LOUD


@given(COHORTS, MOMENTS, TRANSITIONS)
def test_quiet_lowers_the_sound_and_never_the_delivery(
    cohort: Cohort, now: datetime, transition: PlaceTransition
) -> None:
    restless = replace(cohort, quiet=OFF, mute=None, loudness=Loudness.AS_CHAT)
    there, at_rest = (decide(transition, one, now).sound for one in (restless, cohort))

    assert (there is NONE) is (at_rest is NONE)
    assert at_rest is not HELD


@settings(max_examples=300)
@given(COHORTS, MOMENTS, TRANSITIONS, st.floats(0, 1, exclude_max=True))
def test_a_decision_is_the_same_at_every_moment_before_it_runs_out(
    cohort: Cohort, now: datetime, transition: PlaceTransition, part: float
) -> None:
    decision = decide(transition, cohort, now)
    assert decision.until is None or decision.until > now
    later = now + (timedelta(days=40) if decision.until is None else decision.until - now) * part

    assert replace(decide(transition, cohort, later), until=decision.until) == decision


@given(COHORTS, MOMENTS, TRANSITIONS)
def test_a_decision_that_ever_changes_says_until_when_it_holds(
    cohort: Cohort, now: datetime, transition: PlaceTransition
) -> None:
    decision = decide(transition, cohort, now)
    week = [decide(transition, cohort, now + timedelta(hours=hour)).sound for hour in range(24 * 8)]

    assert decision.until is not None or set(week) == {decision.sound}


# Digests, and starts that were dropped


@given(ANY_HOURS, MOMENTS)
def test_a_digest_never_rings_and_waits_for_the_end_of_quiet_hours(quiet: QuietHours, now: datetime) -> None:
    decision = of_bulletin(quiet, now)

    assert decision.sound is (HELD if covers(quiet, now) else SILENT)
    if decision.until is not None:
        assert decision.until > now
        assert not covers(quiet, decision.until)


@pytest.mark.parametrize(
    ("heard", "sound"),
    [(Heard.MISSED, SILENT), (Heard.NOTHING, NONE), (Heard.SILENT, NONE), (Heard.LOUD, NONE), (Heard.ASKED, NONE)],
)
def test_one_silent_line_is_owed_to_those_alone_whose_start_was_dropped(heard: Heard, sound: Sound) -> None:
    assert of_passed(heard).sound is sound


@pytest.mark.parametrize("heard", Heard)
def test_a_dropped_start_is_answered_by_its_line_or_by_an_end_and_never_by_both(heard: Heard) -> None:
    end = decide(happened(ENDED), Cohort("uk", OFF, CITY, "", heard=heard), OUTSIDE)

    assert (end.sound is NONE) is (of_passed(heard).sound is not NONE)
