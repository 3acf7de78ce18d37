"""Plans what follows from changes, so that the first is told at once and nobody waits behind a million others."""

import time
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.plans import Plan
from bot.store import planning
from bot.store.database import Database
from bot.store.planning import Sizes

#: How long a piece should take. On SQLite a claim and an answer to somebody wait for it; on a server others write too,
#: and each piece has a start of its own to pay for.
SPAN, SPAN_ON_A_SERVER = timedelta(milliseconds=15), timedelta(milliseconds=40)
#: How many times as large as the one before it a piece may be, and how many times as small.
FASTER_AT_MOST, SLOWER_AT_MOST = 4.0, 0.5


class Planner:
    """Owes what is planned. A change is planned in its own transaction, as far as it goes; `step` does the rest."""

    def __init__(
        self,
        database: Database,
        sizes: Sizes | None = None,
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        self._database = database
        self._sizes = sizes or Sizes()
        self._monotonic = monotonic
        self._size = self._sizes.first

    async def begin(self) -> None:
        """To be called before the first plan, so that it takes no longer than others."""
        async with self._database.writing() as tx:
            await planning.warm_up(tx)

    async def plan(self, tx: AsyncConnection, wanted: Sequence[Plan], now: datetime) -> int:
        """Owes what is wanted at one moment (`now`: the bot's clock, aware UTC), or notes that it is to be; returns how
        many rows of the outbox that made.
        """
        if not wanted:
            return 0
        self._size = self._sizes.first
        return await planning.plan(tx, wanted, now, self._sizes)

    async def is_planning(self) -> bool:
        """Whether somebody may be owed something that is not written down yet."""
        async with self._database.reading() as connection:
            return await planning.is_planning(connection)

    async def step(self) -> bool:
        """Owes the next piece of what is planned; False where nothing is left."""
        if not await self.is_planning():
            return False
        began, size = self._monotonic(), self._size
        async with self._database.writing() as tx:
            planned = await planning.plan_on(tx, size)
        took = timedelta(seconds=self._monotonic() - began)
        # A change that came meanwhile has begun with a small piece again.
        if size == self._size:
            self._size = self._next(size, took)
        return planned is not None

    def _next(self, size: int, took: timedelta) -> int:
        """As many as had their time, and not all at once: the first of a kind take longer than those after them."""
        span = SPAN if self._database.is_sqlite else SPAN_ON_A_SERVER
        fits = size * min(FASTER_AT_MOST, max(SLOWER_AT_MOST, span / max(took, timedelta(microseconds=1))))
        return min(self._sizes.largest, max(min(size, self._sizes.least), int(fits)))
