"""Plays what is invented by moving the bot's clock: the page's buttons, in terms of time."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.clock import MovedClock
from bot.domain.alerts import AreaId
from bot.sources.port import Invented
from sandbox.scenario import ScenarioState

#: How long before the next event the clock is put, in its own time.
BEFORE_EVENT = timedelta(seconds=20)
#: How long an event is given at the least before the clock may leave it, so that somebody can see what came of it.
AFTER_EVENT = timedelta(seconds=60)


@dataclass(frozen=True, slots=True)
class Followed:
    """What the people of the sandbox follow, when something is due to them (aware UTC), and how many messages
    are still on their way to them.
    """

    areas: frozenset[AreaId] = frozenset()
    due: tuple[datetime, ...] = ()
    owed: int = 0


class ClockControls:
    """The scenario panel's buttons. `refresh` reads what is followed; until a place is, there is nothing to play."""

    def __init__(self, clock: MovedClock, played: Invented, followed: Callable[[], Awaitable[Followed]]) -> None:
        self._clock = clock
        self._played = played
        self._read = followed
        self._followed = Followed()

    async def refresh(self) -> None:
        """Reads what is followed now, for the panel's cheap `state`, and stops the clock when the night is over."""
        self._followed = await self._read()
        if self._is_over():
            self._clock.pause()

    def state(self) -> ScenarioState:
        """What the panel shows."""
        why_not = "finished" if self._is_over() else None if self._followed.areas else "follow-a-place"
        return ScenarioState(
            now=self._clock.now(),
            playing=self._clock.playing,
            speed=self._clock.speed,
            may_play=why_not is None,
            why_not=why_not,
            title=self._played.name.partition(":")[2],
        )

    async def play(self) -> None:
        await self.refresh()
        if self.state().may_play:
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

    def _is_over(self) -> bool:
        return self._clock.now() >= self._played.ends_at
