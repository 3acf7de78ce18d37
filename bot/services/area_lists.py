"""Asks for the list of areas once a day, and never so that an alert is learnt of late because of it."""

from collections.abc import Callable
from datetime import datetime

import structlog

from bot.domain.alerts import SourceName
from bot.domain.listings import ChangeKind
from bot.errors import SourceError
from bot.services.areas import Areas
from bot.sources.port import AreaSource

_log = structlog.get_logger(__name__)

#: Changes of one list that are logged one by one.
LOGGED_AT_MOST = 50


class AreaLists:
    """When `lister` is asked (None: never); a lister that is watched is asked in its own turn, within its budget.

    `now` is the bot's clock, aware UTC.
    """

    def __init__(self, areas: Areas, lister: AreaSource | None, now: Callable[[], datetime]) -> None:
        self._areas = areas
        self._lister = lister
        self._now = now
        self._watched: set[SourceName] = set()
        self._is_due = False

    def share_turns_with(self, source: SourceName) -> None:
        """This source is polled: what it is asked besides, it is asked in its turn."""
        self._watched.add(source)

    async def look(self) -> None:
        """Renews the tree where there is news of it, and sees whether a list is due."""
        now = self._now()
        await self._areas.look(now)
        if self._lister is None or not await self._areas.is_due(now):
            return
        if self._lister.name in self._watched:
            self._is_due = True
        else:
            await self.fetch()

    def wants_turn_of(self, source: SourceName) -> bool:
        """Whether a list is to be asked for in the coming turn of a source; news that it announced goes first."""
        lister = self._lister
        return self._is_due and lister is not None and lister.name == source and not lister.is_hurried

    def leaves_room(self) -> bool:
        """Whether a list may be asked for besides a poll."""
        return self._lister is None or self._lister.can_spare(self._now())

    async def fetch(self) -> None:
        """Asks for the list and keeps it; a failure is logged, and costs nothing but another try an hour later."""
        self._is_due = False
        if self._lister is None:
            return
        now = self._now()
        await self._areas.ask(now)
        try:
            learnt = await self._areas.learn(await self._lister.areas(now), now)
        except SourceError as error:
            _log.warning("areas_not_listed", source=self._lister.name, kind=error.kind, detail=error.detail)
            return
        counts = {kind.value: len(learnt.of(kind)) for kind in ChangeKind}
        _log.info("areas_listed", source=self._lister.name, waiting=len(learnt.waiting), **counts)
        for change in learnt.changes[:LOGGED_AT_MOST]:
            _log.info("area_changed", kind=change.kind, area=change.area, name=change.name, before=change.before)
