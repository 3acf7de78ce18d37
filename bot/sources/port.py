"""What the watch asks of any alert source, so that providers, scenarios and replays can stand in for each other."""

from collections import deque
from collections.abc import Collection
from datetime import datetime, timedelta
from typing import Protocol

from bot.domain.alerts import Answer, AreaId, SourceName
from bot.domain.listings import Listing


class Source(Protocol):
    """One place from which alerts are learnt."""

    @property
    def name(self) -> SourceName:
        """The word by which settings, tables and logs know this source."""

    @property
    def interval(self) -> timedelta:
        """How long to wait on the bot's clock before asking again; read it after each poll: failures lengthen it."""

    async def poll(self, now: datetime) -> Answer:
        """Ask once; raises SourceError where the answer is anything but good. `now` is the bot's, aware UTC."""

    def forget(self) -> None:
        """The last answer could not be kept: the next one must be whole, not "unchanged since"."""


class Askings:
    """When a source was last asked: asked again, it was heard before, for the watch keeps an answer before it asks
    anew.
    """

    def __init__(self) -> None:
        self._last: deque[datetime] = deque(maxlen=3)

    def note(self, now: datetime) -> None:
        self._last.append(now)

    @property
    def seen_twice_until(self) -> datetime | None:
        return self._last[0] if len(self._last) == 3 else None


class Invented(Source, Protocol):
    """A source whose whole course is known, because it is a scenario or a history that is played again."""

    @property
    def title(self) -> str:
        """What is played, in English, for whoever starts the program."""

    @property
    def starts_at(self) -> datetime:
        """When there begins to be something to see (aware UTC)."""

    @property
    def ends_at(self) -> datetime:
        """When nothing more happens (aware UTC)."""

    @property
    def seen_twice_until(self) -> datetime | None:
        """Up to when everything was in two answers that were kept (aware UTC); None before there were so many."""

    def events_after(self, now: datetime, areas: Collection[AreaId] | None = None) -> tuple[datetime, ...]:
        """The moments after `now` at which something changes, in order; `areas` leaves out the alerts of all others."""


class AreaSource(Source, Protocol):
    """A source that lists areas too, within the same budget."""

    async def areas(self, now: datetime) -> Listing:
        """All areas as the source lists them; raises SourceError. `now` is the bot's, aware UTC."""

    @property
    def is_hurried(self) -> bool:
        """Whether it is known to have something new, so that no poll may give way to a list."""

    def can_spare(self, now: datetime) -> bool:
        """Whether a list may be asked for besides a poll, and not only in its place."""
