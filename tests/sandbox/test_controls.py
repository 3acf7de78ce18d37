"""A night that is jumped through must be seen as one that is waited through."""

from datetime import timedelta

import pytest

from bot.clock import MovedClock
from bot.sources.scenario import ScenarioSource, anchor_for
from bot.wiring import load_scenarios
from sandbox.controls import AFTER_EVENT, BEFORE_EVENT, ENDS_WITHIN, ClockControls, Followed
from tests.fixtures.world import EVENING, KHARKIV, kyiv

SECOND = timedelta(seconds=1)


class Night:
    """The invented night on a clock that only jumps move, and somebody in Kharkiv."""

    def __init__(self) -> None:
        scenarios = load_scenarios()
        scenario = scenarios["kharkiv-night"]
        self.source = ScenarioSource(scenario, anchor_for(scenario, EVENING))
        self.clock = MovedClock(EVENING, 1, lambda: 0.0)
        self.owed = 0
        self.controls = ClockControls(self.clock, self.source, self._followed, scenarios)

    async def _followed(self) -> Followed:
        return Followed(frozenset({KHARKIV}), (), self.owed)

    async def polled(self, times: int) -> None:
        for _ in range(times):
            self.clock.jump_to(self.clock.now() + SECOND)
            await self.source.poll(self.clock.now())


async def test_an_event_is_not_left_before_two_answers_that_showed_it_were_kept() -> None:
    night = Night()
    night.clock.jump_to(kyiv("06:05"))
    await night.polled(2)
    night.clock.jump_to(kyiv("06:05") + 10 * AFTER_EVENT)

    await night.controls.next_event()
    assert night.clock.now() == kyiv("06:05") + 10 * AFTER_EVENT
    await night.polled(1)
    await night.controls.next_event()
    assert night.clock.now() == kyiv("07:20") - BEFORE_EVENT


async def test_nothing_is_jumped_over_while_messages_are_on_their_way() -> None:
    night = Night()
    night.clock.jump_to(kyiv("06:10"))
    await night.polled(3)
    night.owed = 1
    before = night.clock.now()

    await night.controls.next_event()
    assert night.clock.now() == before
    night.owed = 0
    await night.controls.next_event()
    assert night.clock.now() == kyiv("07:20") - BEFORE_EVENT


async def test_another_scenario_starts_when_what_ran_is_over_and_told() -> None:
    night = Night()
    night.clock.jump_to(kyiv("02:20"))
    await night.controls.choose("ballistic-strike")
    changing = night.controls.state()

    night.clock.jump_to(night.clock.now() + ENDS_WITHIN)
    night.owed = 1
    await night.polled(3)
    await night.controls.refresh()
    assert (changing.may_play, changing.why_not, changing.chosen) == (False, "changing", "ballistic-strike")
    assert night.clock.now() < kyiv("03:00")
    night.owed = 0
    await night.controls.refresh()
    state = night.controls.state()
    assert (night.clock.now(), state.playing, state.may_play, state.speed) == (kyiv("03:00"), False, True, 1)


async def test_a_scenario_that_has_begun_today_starts_tomorrow() -> None:
    night = Night()
    night.clock.jump_to(kyiv("03:00"))
    await night.controls.choose("ballistic-strike")
    night.clock.jump_to(night.clock.now() + ENDS_WITHIN)

    await night.polled(3)
    await night.controls.refresh()

    assert night.clock.now() == kyiv("03:00") + timedelta(days=1)


async def test_a_night_that_is_over_can_be_lived_again() -> None:
    night = Night()
    night.clock.jump_to(night.source.ends_at)
    await night.controls.refresh()
    over = night.controls.state().why_not
    await night.controls.choose("kharkiv-night")
    night.clock.jump_to(night.clock.now() + ENDS_WITHIN)
    await night.polled(3)

    await night.controls.refresh()

    assert (over, night.controls.state().why_not) == ("finished", None)
    assert night.clock.now() == EVENING + timedelta(days=1)


async def test_what_is_not_there_cannot_be_chosen() -> None:
    with pytest.raises(ValueError, match="no such scenario"):
        await Night().controls.choose("../seeds")
