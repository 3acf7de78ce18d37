"""What the chat page may ask of whoever moves the clock; the sandbox itself knows nothing of alerts."""

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from sandbox.people import unix
from sandbox.refusals import Json


@dataclass(frozen=True, slots=True)
class ScenarioState:
    """`now` is the bot's clock, aware UTC; `speed` its seconds per real second; `why_not` and
    `title` are words that the page explains in the reader's language (static/words.js), or shows as they are.
    """

    now: datetime
    playing: bool
    speed: float
    may_play: bool
    why_not: str | None
    title: str

    def shape(self) -> Json:
        return {
            "available": True,
            "now": self.now.timestamp(),
            "playing": self.playing,
            "speed": self.speed,
            "may_play": self.may_play,
            "why_not": self.why_not,
            "title": self.title,
        }


class ScenarioControls(Protocol):
    def state(self) -> ScenarioState:
        """Cheap: the page asks every second."""

    async def play(self) -> None: ...

    async def pause(self) -> None: ...

    async def set_speed(self, speed: float) -> None: ...

    async def next_event(self) -> None:
        """Jump to just before the next event."""


def only_a_clock(now: datetime) -> Json:
    """What the page is told when there is nothing to play."""
    return {"available": False, "now": unix(now), "playing": True, "speed": 1, "may_play": False}
