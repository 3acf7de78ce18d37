"""What the chat page may ask of whoever moves the clock; the sandbox itself knows nothing of alerts."""

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from sandbox.people import unix
from sandbox.refusals import Json


@dataclass(frozen=True, slots=True)
class Title:
    """A scenario that can be played: `name` chooses it, the rest is for the reader, by language."""

    name: str
    uk: str
    en: str

    def shape(self) -> Json:
        return {"name": self.name, "title": {"uk": self.uk, "en": self.en}}


@dataclass(frozen=True, slots=True)
class ScenarioState:
    """`now` is the bot's clock, aware UTC; `speed` its seconds per real second; `why_not` is a word that the page
    explains in the reader's language (static/words.js); `playable` holds what is `chosen` too.
    """

    now: datetime
    playing: bool
    speed: float
    may_play: bool
    why_not: str | None
    chosen: str
    playable: tuple[Title, ...]

    def shape(self) -> Json:
        return {
            "available": True,
            "now": self.now.timestamp(),
            "playing": self.playing,
            "speed": self.speed,
            "may_play": self.may_play,
            "why_not": self.why_not,
            "chosen": self.chosen,
            "playable": [title.shape() for title in self.playable],
        }


class ScenarioControls(Protocol):
    def state(self) -> ScenarioState:
        """Cheap: the page asks every second."""

    async def play(self) -> None: ...

    async def pause(self) -> None: ...

    async def set_speed(self, speed: float) -> None: ...

    async def next_event(self) -> None:
        """Jump to just before the next event."""

    async def choose(self, name: str) -> None:
        """Play another scenario; ValueError where there is none of that name."""


def only_a_clock(now: datetime) -> Json:
    """What the page is told when there is nothing to play."""
    return {"available": False, "now": unix(now), "playing": True, "speed": 1, "may_play": False}
