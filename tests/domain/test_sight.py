"""When sight is lost and when it is back: never by a jump of the clock, and regained by nothing but a contact."""

from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.alerts import Gravity, SourceName
from bot.domain.inside import Part
from bot.domain.policy import Cohort, Heard, Loudness, Reason, Sound, of_blindness, of_sight_back
from bot.domain.quiet import Mode, MuteKind, QuietHours, from_text
from bot.domain.sight import LONG_AFTER, Asked, Outage, Seen, Telling, follow_sight
from tests.domain.builders import CITY, EVENING, MINUTE, OBLAST, SECOND
from tests.domain.moments import utc

ONE, TWO = SourceName("one"), SourceName("two")
POLL = 8 * SECOND
GRAVE, GUARDED = Gravity.GRAVE, Gravity.GUARDED
LOUD, SILENT = Sound.LOUD, Sound.SILENT
NIGHT = from_text("23:00-07:00")
#: Kyiv is two hours ahead of UTC in November.
INSIDE, OUTSIDE = utc("2026-11-20 23:00"), utc("2026-11-20 12:00")


def seen(
    contact: timedelta | None, asked: timedelta | None = POLL, due: timedelta = POLL, first: timedelta = 60 * MINUTE
) -> Seen:
    """A source by how long ago it answered, was asked, and was asked first; `due`: in how long it is asked again."""
    question = None if asked is None else Asked(EVENING - max(first, asked), EVENING - asked, EVENING + due)
    return Seen(ONE, None if contact is None else EVENING - contact, question)


@pytest.mark.parametrize(
    ("source", "blind"),
    [
        (seen(3 * MINUTE - SECOND), False),
        (seen(3 * MINUTE), True),
        (seen(60 * MINUTE), True),
        # Not asked in this run: its old contact is our own absence.
        (seen(60 * MINUTE, asked=None), False),
        # Never answered: from the first question on.
        (seen(None, first=3 * MINUTE - SECOND), False),
        (seen(None, first=3 * MINUTE), True),
        (seen(None, asked=None), False),
        # A question is overdue, because the clock jumped: what counts is how long it had been silent when asked.
        (seen(61 * MINUTE, asked=60 * MINUTE, due=-59 * MINUTE), False),
        (seen(63 * MINUTE, asked=60 * MINUTE, due=-59 * MINUTE), True),
        # The clock was set back since it answered: it is silent from the first question on the new time.
        (seen(-60 * MINUTE, first=3 * MINUTE - SECOND), False),
        (seen(-60 * MINUTE, first=3 * MINUTE), True),
        # It asked for a long pause: nobody sees anything in it.
        (seen(4 * MINUTE, asked=4 * MINUTE, due=56 * MINUTE), True),
    ],
)
def test_a_source_is_blind_once_it_was_asked_in_vain_for_three_minutes(source: Seen, blind: bool) -> None:
    assert source.is_blind(EVENING) is blind


@pytest.mark.parametrize(
    ("sources", "since"),
    [
        ([], None),
        ([seen(SECOND)], None),
        ([seen(5 * MINUTE)], 5 * MINUTE),
        ([seen(5 * MINUTE), seen(SECOND)], None),
        ([seen(5 * MINUTE), seen(90 * SECOND)], None),
        ([seen(5 * MINUTE), seen(4 * MINUTE)], 4 * MINUTE),
        ([seen(5 * MINUTE), seen(None, asked=None)], None),
        ([seen(5 * MINUTE), seen(None, first=4 * MINUTE)], 5 * MINUTE),
        ([seen(None, first=4 * MINUTE), seen(None, first=6 * MINUTE)], 6 * MINUTE),
    ],
)
def test_an_outage_begins_when_every_source_is_blind_and_counts_from_the_last_contact(
    sources: list[Seen], since: timedelta | None
) -> None:
    outage = follow_sight(None, sources, EVENING)
    assert outage == (None if since is None else Outage(EVENING - since, telling=Telling.LOST))


def test_an_outage_that_is_long_when_it_is_first_seen_is_told_as_long_at_once() -> None:
    outage = follow_sight(None, [seen(2 * LONG_AFTER)], EVENING)
    assert outage == Outage(EVENING - 2 * LONG_AFTER, long_at=EVENING, telling=Telling.LOST)


@pytest.mark.parametrize(
    ("contact", "outcome"),
    [(4 * MINUTE, "goes on"), (4 * MINUTE - SECOND, "ended"), (SECOND, "ended"), (5 * MINUTE, "goes on")],
)
def test_an_outage_ends_with_a_later_contact_and_nothing_else(contact: timedelta, outcome: str) -> None:
    before = Outage(EVENING - 4 * MINUTE)
    after = follow_sight(before, [seen(contact)], EVENING)
    ended = replace(before, ended_at=EVENING - contact, telling=Telling.REGAINED)
    assert after == (ended if outcome == "ended" else before)


def test_an_outage_that_began_before_the_clock_was_set_back_ends_with_the_next_contact() -> None:
    before = Outage(EVENING + 60 * MINUTE)
    silent = seen(-60 * MINUTE)
    assert follow_sight(before, [silent], EVENING) == before

    after = follow_sight(before, [silent, seen(SECOND)], EVENING)
    assert after == replace(before, ended_at=EVENING - SECOND, telling=Telling.REGAINED)


@pytest.mark.parametrize("sources", [[], [seen(None, asked=None)], [seen(60 * MINUTE, asked=None)]])
def test_a_restart_neither_ends_an_outage_nor_makes_it_long_before_anything_was_asked(sources: list[Seen]) -> None:
    before = Outage(EVENING - 60 * MINUTE)
    assert follow_sight(before, sources, EVENING) == before


@pytest.mark.parametrize(
    ("since", "telling", "long"),
    [
        (LONG_AFTER - SECOND, None, False),
        (LONG_AFTER, None, True),
        # What is being told is told first.
        (LONG_AFTER, Telling.LOST, False),
    ],
)
def test_an_outage_is_long_from_ten_minutes_on(since: timedelta, telling: Telling | None, long: bool) -> None:
    before = Outage(EVENING - since, telling=telling)
    after = follow_sight(before, [seen(since)], EVENING)
    assert after == (replace(before, long_at=EVENING, telling=Telling.LONG) if long else before)


def test_it_is_long_only_once() -> None:
    before = Outage(EVENING - 60 * MINUTE, long_at=EVENING - 50 * MINUTE)
    assert follow_sight(before, [seen(60 * MINUTE)], EVENING) == before


@dataclass
class Life:
    """Two sources that answer or fail, restarts, and jumps of the clock; it remembers every change."""

    now: datetime = EVENING
    outage: Outage | None = None
    contacts: dict[SourceName, datetime] = field(default_factory=dict)
    asked: dict[SourceName, Asked] = field(default_factory=dict)
    told: list[tuple[str, Telling]] = field(default_factory=list)

    def polls(self, source: SourceName, answers: bool, after: timedelta) -> None:
        self.now += after
        if answers:
            self.contacts[source] = self.now
        known = self.asked.get(source)
        self.asked[source] = Asked(known.first_at if known else self.now, self.now, self.now + POLL)
        sources = [Seen(name, self.contacts.get(name), self.asked.get(name)) for name in (ONE, TWO)]
        after_it = follow_sight(self.outage, sources, self.now)
        if after_it and after_it != self.outage and after_it.telling:
            self.told.append((after_it.key, after_it.telling))
        self.outage = None if after_it is None or after_it.ended_at else replace(after_it, telling=None)


steps = st.tuples(
    st.sampled_from([ONE, TWO]),
    st.booleans(),
    st.sampled_from([SECOND, POLL, MINUTE, 4 * MINUTE, 60 * MINUTE]),
    st.booleans(),
)


@given(st.lists(steps, max_size=60))
def test_whatever_happens_an_outage_is_told_once_in_order_and_ends_only_by_an_answer(
    happening: list[tuple[SourceName, bool, timedelta, bool]],
) -> None:
    life = Life()
    for source, answers, after, restarts in happening:
        if restarts:
            life.asked.clear()
        told = len(life.told)
        life.polls(source, answers, after)
        assert answers or all(telling is not Telling.REGAINED for _, telling in life.told[told:])
    assert len(life.told) == len(set(life.told))
    order = [Telling.LOST, Telling.LONG, Telling.REGAINED]
    for (key, telling), (next_key, next_telling) in pairwise(life.told):
        follows = order.index(next_telling) > order.index(telling)
        assert follows if key == next_key else (telling, next_telling) == (Telling.REGAINED, Telling.LOST)


# How loudly


@dataclass(frozen=True)
class Case:
    """One chat that is told that nothing can be seen of its place."""

    danger: Gravity | None = GRAVE
    inside: bool = False
    mode: Mode = Mode.GRAVE
    mute: MuteKind | None = None
    loudness: Loudness = Loudness.AS_CHAT
    long: bool = False

    def decision(self) -> tuple[Sound, Reason]:
        cohort = Cohort("uk", QuietHours(NIGHT, self.mode), CITY, "", self.loudness, Heard.NOTHING, self.mute)
        decision = of_blindness(self.danger, cohort, INSIDE if self.inside else OUTSIDE, long=self.long)
        return decision.sound, decision.reason


@pytest.mark.parametrize(
    ("case", "sound", "reason"),
    [
        (Case(), LOUD, Reason.BLIND_ALERT),
        (Case(GUARDED), LOUD, Reason.BLIND_ALERT),
        (Case(None), SILENT, Reason.BLIND_CALM),
        (Case(None, long=True), SILENT, Reason.BLIND_CALM),
        (Case(inside=True), SILENT, Reason.BLIND_IN_QUIET),
        (Case(inside=True, mode=Mode.EVERYTHING), SILENT, Reason.BLIND_IN_QUIET),
        (Case(None, inside=True), SILENT, Reason.BLIND_CALM),
        (Case(inside=True, long=True), LOUD, Reason.BLIND_LONG),
        (Case(GUARDED, inside=True, mode=Mode.EVERYTHING, long=True), LOUD, Reason.BLIND_LONG),
        (Case(inside=True, mode=Mode.NOTHING, long=True), SILENT, Reason.NOTHING_WAKES),
        (Case(mode=Mode.NOTHING), LOUD, Reason.BLIND_ALERT),
        (Case(mute=MuteKind.ALL, long=True), SILENT, Reason.MUTED_ALL),
        (Case(mute=MuteKind.GUARDED), LOUD, Reason.BLIND_ALERT),
        (Case(GUARDED, mute=MuteKind.GUARDED), SILENT, Reason.MUTED),
        (Case(loudness=Loudness.SILENT, long=True), SILENT, Reason.PLACE_SILENT),
        (Case(inside=True, loudness=Loudness.LOUD), LOUD, Reason.PLACE_LOUD),
        (Case(None, inside=True, loudness=Loudness.LOUD), SILENT, Reason.BLIND_CALM),
    ],
)
def test_blindness_rings_only_for_an_alert_and_in_quiet_hours_only_after_ten_minutes(
    case: Case, sound: Sound, reason: Reason
) -> None:
    assert case.decision() == (sound, reason)


def test_a_wide_place_in_whose_parts_something_ran_is_not_told_that_nothing_did() -> None:
    cohort = Cohort("uk", QuietHours(), OBLAST, "")
    decision = of_blindness(None, cohort, OUTSIDE, long=False, inside=(Part(CITY, GRAVE, OUTSIDE),))
    assert (decision.sound, decision.reason) == (SILENT, Reason.INSIDE)


@pytest.mark.parametrize(
    ("heard", "sound"),
    [(Heard.NOTHING, Sound.NONE), (Heard.MISSED, Sound.NONE), (Heard.SILENT, SILENT), (Heard.LOUD, SILENT)],
)
def test_that_sight_is_back_never_rings_and_is_told_to_those_who_were_told_of_its_loss(
    heard: Heard, sound: Sound
) -> None:
    assert of_sight_back(heard).sound is sound
