"""What runs in the parts of a wide place: one beginning and one end for each spell, whatever the sources answer."""

from dataclasses import dataclass, field, replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.alerts import (
    Alert,
    AlertKind,
    Answer,
    AreaId,
    Gravity,
    Level,
    Observation,
    SourceName,
    ThreatKind,
    Usual,
)
from bot.domain.inside import InsideStep, Part, Spell, by_wide, follow_inside, parts_of, passing
from bot.domain.notices import NOTICE_LANE, InsideNotice, episodes_of, lane, of_inside
from bot.domain.policy import Heard, Reason, Sound
from bot.domain.policy import of_inside as decide_inside
from tests.domain.builders import (
    CITY,
    COUNTRY,
    EVENING,
    FAR_RAION,
    HOUR,
    HROMADA,
    MINUTE,
    OBLAST,
    ONE,
    OTHER,
    OTHER_HROMADA,
    RAION,
    STEP,
    Sky,
    alert,
    seen,
    small_tree,
)

TREE = small_tree()
LONG_AGO = EVENING - timedelta(days=900)
GUARDED, GRAVE = Gravity.GUARDED, Gravity.GRAVE
BEGAN, ENDED, PASSED = InsideStep.BEGAN, InsideStep.ENDED, InsideStep.PASSED
BALLISTIC = ThreatKind.BALLISTIC_MISSILES


@dataclass
class Follower:
    """Somebody who follows a wide place, with all that became of the spells there."""

    area: AreaId = OBLAST
    sky: Sky = field(default_factory=Sky)
    spell: Spell | None = None
    steps: list[InsideStep] = field(default_factory=list)
    keys: list[str] = field(default_factory=list)

    def hears(self, *observations: Observation) -> InsideStep | None:
        self.sky.hear(ONE, *observations)
        return self.looks()

    def takes(self, answer: Answer) -> InsideStep | None:
        self.sky.now = answer.at
        self.sky.take(answer)
        return self.looks()

    def looks(self) -> InsideStep | None:
        ended_before = self.spell.ended_at if self.spell and self.spell.ended_at else None
        running = self.spell if self.spell and self.spell.ended_at is None else None
        spell, step = follow_inside(running, self.inside, self.sky.now, area=self.area, ended_before=ended_before)
        self.spell = spell or self.spell
        if step and spell:
            self.steps.append(step)
            self.keys.append(f"{spell.key}/{step}")
        return step

    @property
    def inside(self) -> tuple[Alert, ...]:
        return passing(by_wide(self.sky.state.alerts.values(), TREE).get(self.area, ()))


@pytest.mark.parametrize(
    ("area", "wides"),
    [
        (HROMADA, {FAR_RAION, OBLAST, COUNTRY}),
        (FAR_RAION, {OBLAST, COUNTRY}),
        (CITY, {OBLAST, COUNTRY}),
        (OBLAST, {COUNTRY}),
        (AreaId("unheard-of"), set()),
    ],
)
def test_an_alert_is_inside_of_what_lies_above_it_and_never_of_its_own_area_or_of_the_raion_around(
    area: AreaId, wides: set[AreaId]
) -> None:
    assert by_wide([alert(area)], TREE).keys() == wides


def test_a_spell_begins_with_the_first_alert_and_ends_with_the_last() -> None:
    follower = Follower()
    assert follower.hears(seen(HROMADA)) is BEGAN
    assert follower.hears(seen(HROMADA), seen(RAION, BALLISTIC, level=Level.RED)) is None
    for _ in range(3):
        assert follower.hears(seen(RAION, BALLISTIC, level=Level.RED)) is None
    assert follower.hears() is None
    assert follower.hears() is ENDED
    assert follower.hears() is None


def test_a_spell_remembers_where_it_began_and_how_grave() -> None:
    follower = Follower()
    follower.hears(seen(HROMADA, started_at=EVENING - MINUTE), seen(CITY, BALLISTIC, level=Level.RED))
    follower.hears(seen(HROMADA, started_at=EVENING - MINUTE), seen(CITY), seen(RAION))

    assert follower.spell is not None
    assert follower.spell.began_in == (Part(CITY, GRAVE, EVENING), Part(HROMADA, GUARDED, EVENING - MINUTE))
    assert (follower.spell.gravity, follower.spell.started_at) == (GRAVE, EVENING - MINUTE)


def test_an_unconfirmed_absence_and_any_length_of_blindness_end_nothing() -> None:
    follower = Follower()
    follower.hears(seen(HROMADA))
    follower.hears()
    follower.sky.now += 5 * HOUR
    assert follower.looks() is None
    assert follower.steps == [BEGAN]


def test_an_alert_that_another_source_still_shows_keeps_the_spell() -> None:
    follower = Follower()
    follower.hears(seen(HROMADA))
    for _ in range(4):
        follower.sky.hear(OTHER, seen(HROMADA))
        follower.hears()
    assert follower.steps == [BEGAN]


def test_a_permanent_alert_makes_no_spell_and_keeps_none_from_its_end() -> None:
    follower = Follower()
    lasting = seen(HROMADA, level=Level.RED, kind=AlertKind.ARTILLERY, started_at=LONG_AGO)
    assert follower.hears(lasting) is None
    assert follower.hears(lasting, seen(CITY)) is BEGAN
    follower.hears(lasting)
    assert follower.hears(lasting) is ENDED


def test_a_permanent_alert_that_gets_worse_is_a_part_since_then() -> None:
    worse = replace(alert(HROMADA, started_at=LONG_AGO), usual=Usual(GUARDED, worse_since=EVENING))
    assert parts_of([worse]) == (Part(HROMADA, GUARDED, EVENING),)


def test_an_alert_that_is_shown_again_as_of_old_begins_a_spell_with_a_key_of_its_own() -> None:
    follower = Follower()
    for _ in range(3):
        assert follower.hears(seen(HROMADA)) is BEGAN
        follower.hears()
        assert follower.hears() is ENDED
    assert len(set(follower.keys)) == 6


def test_parts_are_named_the_gravest_first_then_the_longest_each_once() -> None:
    found = parts_of(
        [
            alert(RAION, started_at=EVENING - HOUR),
            alert(HROMADA, started_at=EVENING),
            alert(HROMADA, kind=AlertKind.ARTILLERY, started_at=EVENING + MINUTE),
            alert(CITY, started_at=EVENING - MINUTE),
        ]
    )
    assert [(part.area, part.gravity) for part in found] == [(HROMADA, GRAVE), (RAION, GUARDED), (CITY, GUARDED)]
    assert found[0].since == EVENING


@pytest.mark.parametrize(
    ("step", "heard", "sound", "reason"),
    [
        (BEGAN, Heard.NOTHING, Sound.SILENT, Reason.INSIDE),
        (ENDED, Heard.SILENT, Sound.SILENT, Reason.INSIDE),
        (ENDED, Heard.NOTHING, Sound.SILENT, Reason.INSIDE),
        (ENDED, Heard.MISSED, Sound.NONE, Reason.SUPERSEDED),
        (PASSED, Heard.MISSED, Sound.SILENT, Reason.PASSED),
        (PASSED, Heard.SILENT, Sound.NONE, Reason.PASSED),
        (PASSED, Heard.NOTHING, Sound.NONE, Reason.PASSED),
    ],
)
def test_a_line_is_silent_or_is_not_sent(step: InsideStep, heard: Heard, sound: Sound, reason: Reason) -> None:
    decision = decide_inside(step, heard)
    assert (decision.sound, decision.reason, decision.until) == (sound, reason, None)


@pytest.mark.parametrize("step", InsideStep)
@pytest.mark.parametrize("heard", Heard)
def test_no_line_is_ever_loud(step: InsideStep, heard: Heard) -> None:
    assert decide_inside(step, heard).sound in (Sound.SILENT, Sound.NONE)


@pytest.mark.parametrize("step", InsideStep)
def test_a_line_leaves_after_every_alert_and_only_a_beginning_tells_of_something_new(step: InsideStep) -> None:
    spell = Spell(OBLAST, EVENING, parts_of([alert(HROMADA)]), (ONE,))
    notice = of_inside(InsideNotice(step, spell), EVENING)
    assert lane(notice) == NOTICE_LANE
    assert episodes_of(notice) == ((spell.key,) if step is BEGAN else ())


areas = st.sampled_from([OBLAST, RAION, CITY, FAR_RAION, HROMADA, OTHER_HROMADA])
levels = st.sampled_from(Level)
rows = st.builds(
    lambda area, level, withdrawn: seen(area, level=level, withdrawn=withdrawn), areas, levels, st.booleans()
)
bodies = st.one_of(st.none(), st.lists(rows, max_size=4, unique_by=lambda row: row.area).map(tuple))
answers = st.lists(
    st.tuples(st.sampled_from([ONE, OTHER]), bodies, st.sampled_from([STEP, MINUTE, HOUR])), min_size=1, max_size=25
)


@given(st.sampled_from([OBLAST, RAION, FAR_RAION]), answers)
def test_beginnings_and_ends_alternate_and_say_when_something_runs_inside_whatever_is_answered(
    area: AreaId, story: list[tuple[SourceName, tuple[Observation, ...] | None, timedelta]]
) -> None:
    follower = Follower(area)
    for source, body, pause in story:
        follower.takes(Answer(source, follower.sky.now + pause, body))
        runs = follower.spell is not None and follower.spell.ended_at is None
        assert runs is bool(follower.inside)

    assert follower.steps == [BEGAN if number % 2 == 0 else ENDED for number in range(len(follower.steps))]
    assert len(set(follower.keys)) == len(follower.keys)
