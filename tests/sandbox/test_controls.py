"""A night that is jumped through must be seen as one that is waited through."""

from datetime import timedelta

from bot.clock import MovedClock
from bot.sources.scenario import ScenarioSource, anchor_for, load_scenario
from sandbox.controls import AFTER_EVENT, BEFORE_EVENT, ClockControls, Followed
from tests.fixtures.world import EVENING, KHARKIV, ROOT, kyiv

SECOND = timedelta(seconds=1)


class Night:
    """The invented night on a clock that only jumps move, and somebody in Kharkiv."""

    def __init__(self) -> None:
        scenario = load_scenario(ROOT / "data" / "scenarios" / "kharkiv-night.yaml")
        self.source = ScenarioSource(scenario, anchor_for(scenario, EVENING))
        self.clock = MovedClock(EVENING, 1, lambda: 0.0)
        self.owed = 0
        self.controls = ClockControls(self.clock, self.source, self._followed)

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
