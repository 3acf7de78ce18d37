"""Tells whoever heard an alert that it was false, by the operator's word alone: the sources' ends stay the sources'."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.alerts import AlertKind, AreaId
from bot.domain.areas import AreaTree
from bot.domain.episodes import Episode, Nearness
from bot.domain.notices import of_false_alarm
from bot.domain.operators import FalseAlarmNotice
from bot.domain.plans import Plan
from bot.services.planner import Planner
from bot.services.seen import Seen, known
from bot.store import false_alarms as store
from bot.store.database import Database
from bot.store.false_alarms import Begun

#: For how long an alert can be called false: later the word explains nothing any more.
CALLED_WITHIN = timedelta(hours=24)


@dataclass(frozen=True, slots=True)
class ToldAlert:
    """An alert of a source that people were told of: the number of its beginning in the history, its area and kind,
    since when (aware UTC), and the episodes at people's places that it is part of.
    """

    number: int
    area: AreaId
    kind: AlertKind
    since: datetime
    episodes: tuple[Episode, ...]

    @property
    def still(self) -> bool:
        """Whether anything runs yet that it is part of."""
        return any(one.ended_at is None for one in self.episodes)


class FalseAlarms:
    """Finds what can be called false, and plans the word of it."""

    def __init__(self, database: Database, tree: AreaTree, planner: Planner) -> None:
        self._database = database
        self._tree = tree
        self._planner = planner

    def recent(self, now: datetime, seen: Seen) -> tuple[ToldAlert, ...]:
        """The alerts of the last day that anybody was told of, the newest first. Raises FindFirst where they are not
        read yet.
        """
        return known(seen, "told alerts", partial(self.read, now))

    async def read(self, now: datetime) -> tuple[ToldAlert, ...]:
        """The same at once, outside of any transaction."""
        async with self._database.reading() as connection:
            begun = await store.begun(connection, now - CALLED_WITHIN)
            episodes = await store.episodes_since(connection, now - CALLED_WITHIN)
        told = (self._told(one, episodes) for one in begun)
        return tuple(one for one in told if one.episodes)

    async def count(self, alert: ToldAlert) -> int:
        """How many chats heard of it."""
        async with self._database.reading() as connection:
            return await store.heard(connection, [one.key for one in alert.episodes])

    def heard(self, alert: ToldAlert, seen: Seen) -> int:
        """The same. Raises FindFirst where it is not counted yet."""
        return known(seen, ("heard", alert.number), partial(self.count, alert))

    async def declare(self, tx: AsyncConnection, alert: ToldAlert, now: datetime) -> bool:
        """Owes the word to all who heard of the alert; False where they were told before."""
        notices = [
            of_false_alarm(
                FalseAlarmNotice(one, alert.area, alert.since, said_at=now, still=one.ended_at is None), alert.number
            )
            for one in alert.episodes
        ]
        if await store.any_known(tx, [one.key for one in notices]):
            return False
        plans = [Plan(notice, one.area, one.key) for notice, one in zip(notices, alert.episodes, strict=True)]
        await self._planner.plan(tx, plans, now)
        return True

    def _told(self, begun: Begun, episodes: Iterable[Episode]) -> ToldAlert:
        within = {begun.area, *self._tree.within(begun.area)}
        parts = tuple(one for one in episodes if _overlaps(one, begun) and self._covers(begun, within, one))
        return ToldAlert(begun.number, begun.area, begun.kind, begun.since, parts)

    def _covers(self, begun: Begun, within: set[AreaId], episode: Episode) -> bool:
        if episode.nearness is Nearness.OWN:
            return episode.area in within
        return self._tree.around(episode.area) == begun.area


def _overlaps(episode: Episode, begun: Begun) -> bool:
    began_before = episode.started_at <= max(begun.since, begun.at)
    return began_before and (episode.ended_at is None or episode.ended_at > begun.since)
