"""Fetches the past of the regions that somebody follows: a month to begin with, and what came and went while nothing
could be seen.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import islice

import structlog

from bot.domain.alerts import AreaId
from bot.domain.areas import AreaTree
from bot.domain.history import PastAlert
from bot.domain.meanwhile import came_and_went, is_worth_telling, missed_at
from bot.domain.notices import MeanwhileNotice, of_meanwhile
from bot.domain.plans import Plan
from bot.domain.sight import Outage
from bot.errors import SourceError
from bot.services.history import keep_past
from bot.services.planner import Planner
from bot.sources.alerts_in_ua import NAME
from bot.sources.alerts_in_ua_history import AlertsInUaHistory, Month
from bot.sources.history import Trouble
from bot.store import chats as chat_store
from bot.store import history as history_store
from bot.store import months as month_store
from bot.store import sight as sight_store
from bot.store.database import Database
from bot.store.months import Wish

_log = structlog.get_logger(__name__)

#: How long a region waits after its first failure; doubled with each, up to the longest.
FIRST_PAUSE = timedelta(minutes=1)
LONGEST_PAUSE = timedelta(hours=6)
#: Places told of in one transaction, so that an alert never waits behind all of them.
PIECE = 5


@dataclass(frozen=True, slots=True)
class Fetched:
    """What one step came to: whether the source was asked, and how many messages are now owed."""

    asked: bool
    owed: int = 0


class Months:
    """Grants the wishes for the past, one region at a time."""

    def __init__(self, database: Database, tree: AreaTree, history: AlertsInUaHistory, planner: Planner) -> None:
        self._database = database
        self._tree = tree
        self._history = history
        self._planner = planner

    @property
    def interval(self) -> timedelta:
        """How long to wait after a step that asked."""
        return self._history.interval

    async def begin(self, now: datetime) -> None:
        """Wishes for the past of whatever is followed already (now: the bot's clock, aware UTC)."""
        async with self._database.writing() as tx:
            followed = await chat_store.followed_areas(tx)
            regions = {region for area in followed if (region := self._tree.region(area))}
            await month_store.wish(tx, sorted(regions), now)

    async def step(self, now: datetime) -> Fetched:
        """Grants the wish that has been due for longest; a failure is logged and tried again later."""
        async with self._database.reading() as connection:
            # Who is blind has nothing to learn from, and an outage must be over before its end can be told.
            blind = await sight_store.running_outage(connection)
            wish = None if blind else await month_store.next_wish(connection, now)
        if wish is None:
            return Fetched(asked=False)
        async with self._database.writing() as tx:
            # Before asking: a program that dies of the answer must not ask again at once.
            wish = await month_store.put_off(tx, wish, now + _pause(wish.failures))
        try:
            month = await self._history.month(wish.region, now)
        except SourceError as error:
            _log.warning("month_failed", region=wish.region, kind=error.kind, detail=error.detail, again_at=wish.due_at)
            return Fetched(asked=True)
        return Fetched(asked=True, owed=await self._take(wish, month, now))

    async def _take(self, wish: Wish, month: Month, now: datetime) -> int:
        added = await keep_past(self._database, NAME, month.alerts)
        _log.info("month_fetched", region=wish.region, alerts=len(month.alerts), added=added)
        if odd := {trouble.value: rows for trouble, rows in month.left_out.items() if trouble is not Trouble.DELETED}:
            _log.warning("rows_of_month_left_out", region=wish.region, **odd)
        async with self._database.reading() as connection:
            outages = await sight_store.outages_over(connection, wish.settled_at)
        owed = 0
        for outage in outages:
            if is_worth_telling(outage, now):
                owed += await self._tell(wish.region, outage, month.alerts, now)
        async with self._database.writing() as tx:
            await month_store.grant(tx, wish, now)
        return owed

    async def _tell(self, region: AreaId, outage: Outage, past: Sequence[PastAlert], now: datetime) -> int:
        """Owes each followed place of the region what it missed in the outage; once, however often it is tried."""
        async with self._database.reading() as connection:
            seen = await history_store.seen_ourselves(connection, past)
            followed = await chat_store.followed_areas(connection)
        news = came_and_went(past, outage, seen)
        here = (area for area in sorted(followed) if self._tree.region(area) == region)
        notices = iter([body for area in here if (body := self._missed(area, outage, news))])
        owed = 0
        while piece := list(islice(notices, PIECE)):
            owed += await self._owe(piece, now)
        return owed

    def _missed(self, area: AreaId, outage: Outage, news: Sequence[PastAlert]) -> MeanwhileNotice | None:
        alerts = missed_at(area, self._tree, news)
        if not alerts or outage.ended_at is None:
            return None
        return MeanwhileNotice(outage.key, area, outage.since, outage.ended_at, alerts, (NAME,))

    async def _owe(self, bodies: Sequence[MeanwhileNotice], now: datetime) -> int:
        wanted = []
        for body in bodies:
            notice = of_meanwhile(body, now)
            wanted.append(Plan(notice, body.area, notice.key))
        async with self._database.writing() as tx:
            return await self._planner.plan(tx, wanted, now)


def _pause(failures: int) -> timedelta:
    return min(FIRST_PAUSE * int(2 ** min(failures, 10)), LONGEST_PAUSE)
