"""Plays what is invented by moving the bot's clock: the page's buttons, in terms of time."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.clock import MovedClock
from bot.domain.alerts import AreaId
from bot.sources.port import Invented
from bot.sources.scenario import Scenario, ScenarioSource, next_start
from sandbox.scenario import ScenarioState, Title

#: How long before the next event the clock is put, in its own time.
BEFORE_EVENT = timedelta(seconds=20)
#: How long an event is given at the least before the clock may leave it, so that somebody can see what came of it.
AFTER_EVENT = timedelta(seconds=60)
#: How long the clock runs on after another scenario was chosen, so that what ran in the last one ends as anything ends.
ENDS_WITHIN = timedelta(minutes=5)
#: How fast it runs meanwhile, at the least.
ENDS_AT_SPEED = 120.0


@dataclass(frozen=True, slots=True)
class Followed:
    """What the people of the sandbox follow, when something is due to them (aware UTC), and how many messages
    are still on their way to them.
    """

    areas: frozenset[AreaId] = frozenset()
    due: tuple[datetime, ...] = ()
    owed: int = 0


@dataclass(frozen=True, slots=True)
class Change:
    """Another scenario was chosen at `since` and starts at `anchor` (aware UTC); then the clock has its `speed`."""

    since: datetime
    anchor: datetime
    speed: float


class ClockControls:
    """The scenario panel's buttons. `refresh` reads what is followed; until a place is, there is nothing to play.

    A source that plays scenarios may be given others of them (`scenarios`, by name), to be chosen while it plays.
    """

    def __init__(
        self,
        clock: MovedClock,
        played: Invented,
        followed: Callable[[], Awaitable[Followed]],
        scenarios: Mapping[str, Scenario] | None = None,
    ) -> None:
        self._clock = clock
        self._played = played
        self._read = followed
        self._followed = Followed()
        self._scenarios = scenarios or {}
        self._change: Change | None = None

    async def refresh(self) -> None:
        """Reads what is followed now, for the panel's cheap `state`, and stops the clock when the night is over or
        another one is about to begin.
        """
        self._followed = await self._read()
        if self._change and self._has_ended(self._change):
            self._clock.pause()
            self._clock.jump_to(self._change.anchor)
            self._clock.set_speed(self._change.speed)
            self._change = None
        if self._is_over():
            self._clock.pause()

    def state(self) -> ScenarioState:
        """What the panel shows."""
        why_not = self._why_not()
        playable = tuple(Title(name, one.title_uk, one.title_en) for name, one in self._scenarios.items())
        return ScenarioState(
            now=self._clock.now(),
            playing=self._clock.playing,
            speed=self._clock.speed,
            may_play=why_not is None,
            why_not=why_not,
            chosen=self._chosen,
            playable=playable or (Title(self._chosen, self._played.title, self._played.title),),
        )

    async def choose(self, name: str) -> None:
        """Lets what runs end, then stops at the start of another scenario. ValueError where there is none such."""
        scenario = self._scenarios.get(name)
        if scenario is None or not isinstance(self._played, ScenarioSource):
            raise ValueError("no such scenario")
        now = self._clock.now()
        speed = self._change.speed if self._change else self._clock.speed
        self._change = Change(now, next_start(scenario, now + ENDS_WITHIN), speed)
        self._played.change(scenario, self._change.anchor)
        self._clock.set_speed(max(speed, ENDS_AT_SPEED))
        self._clock.play()

    async def play(self) -> None:
        await self.refresh()
        if self.state().may_play or self._change:
            self._clock.play()

    async def pause(self) -> None:
        self._clock.pause()

    async def set_speed(self, speed: float) -> None:
        self._clock.set_speed(speed)

    async def next_event(self) -> None:
        """Puts the clock shortly before the next thing that happens to those who follow something.

        Next to an event, before it was seen twice, or with messages on their way, it only plays on: a night that is
        jumped through must be seen as one that is waited through.
        """
        # Before what is owed is read: what was seen by now is among it.
        seen_until = self._played.seen_twice_until or self._played.starts_at
        await self.refresh()
        if not self.state().may_play:
            return
        now = self._clock.now()
        told = self._played.events_after(min(seen_until, now - AFTER_EVENT), self._followed.areas)
        unseen = any(seen_until < event <= now for event in told)
        events = sorted({*told, *self._followed.due})
        near = any(now - AFTER_EVENT <= event <= now + BEFORE_EVENT for event in events)
        busy = self._followed.owed or any(moment <= now for moment in self._followed.due)
        coming = next((event for event in events if event > now), None)
        if coming and not (near or unseen or busy):
            self._clock.jump_to(coming - BEFORE_EVENT)
        self._clock.play()

    @property
    def _chosen(self) -> str:
        return self._played.scenario.name if isinstance(self._played, ScenarioSource) else self._played.title

    def _why_not(self) -> str | None:
        if self._change:
            return "changing"
        if self._is_over():
            return "finished"
        return None if self._followed.areas else "follow-a-place"

    def _has_ended(self, change: Change) -> bool:
        """Whether what ran before the change is over and told."""
        seen_until = self._played.seen_twice_until
        seen = seen_until is not None and seen_until > change.since
        waited = self._clock.now() >= change.since + ENDS_WITHIN
        return waited and seen and not self._followed.owed

    def _is_over(self) -> bool:
        return self._clock.now() >= self._played.ends_at
