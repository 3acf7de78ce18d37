"""Takes away what need not be kept any longer: once a day, piece by piece, with a rest after each."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta

import structlog
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.services.privacy import forget_chat
from bot.services.shelter_flags import drop_over
from bot.store import retention
from bot.store.database import Database
from bot.store.retention import KEPT, PIECE, Kept

_log = structlog.get_logger(__name__)

#: Of the bot's clock: how often it is looked for what is too old.
EVERY = timedelta(days=1)
#: Real seconds between two pieces: others write meanwhile.
REST = 0.05


class Retention:
    """Looked after again and again; does something once a day."""

    def __init__(
        self,
        database: Database,
        now: Callable[[], datetime],
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        self._database = database
        self._now = now
        self._sleep = sleep
        self._next_at: datetime | None = None

    async def look(self) -> None:
        """Once for everything whose time is over, if that was not done today."""
        now = self._now()
        if self._next_at is not None and now < self._next_at:
            return
        dropped = {kept.name: await self._drop(kept, now) for kept in KEPT}
        dropped["cohorts"] = await self._drop_cohorts()
        dropped["chats"] = await self._forget_gone(now)
        dropped["flags"] = await self._drop_flags(now)
        self._next_at = now + EVERY
        if any(dropped.values()):
            _log.info("kept_no_longer", **{name: count for name, count in dropped.items() if count})

    async def _drop(self, kept: Kept, now: datetime) -> int:
        dropped, after = 0, None
        while True:
            async with self._database.reading() as connection:
                looked = await retention.look(connection, kept, now, after)
            if looked.keys:
                async with self._database.writing() as tx:
                    dropped += await retention.drop(tx, kept, looked.keys)
            if looked.next_after is None:
                return dropped
            after = looked.next_after
            await self._sleep(REST)

    async def _drop_cohorts(self) -> int:
        async with self._database.reading() as connection:
            unused = await retention.unused_cohorts(connection)
        dropped = 0
        for start in range(0, len(unused), PIECE):
            async with self._database.writing() as tx:
                dropped += await retention.drop_cohorts(tx, unused[start : start + PIECE])
            await self._sleep(REST)
        return dropped

    async def _forget_gone(self, now: datetime) -> int:
        forgotten = 0
        while ids := await self._read(lambda connection: retention.long_gone(connection, now)):
            async with self._database.writing() as tx:
                for chat_id in await retention.still_gone(tx, ids):
                    await forget_chat(tx, chat_id, now)
            forgotten += len(ids)
            await self._sleep(REST)
        return forgotten

    async def _drop_flags(self, now: datetime) -> int:
        """They are few, and each kind has a time of its own."""
        async with self._database.writing() as tx:
            return await drop_over(tx, now)

    async def _read(self, query: Callable[[AsyncConnection], Awaitable[tuple[int, ...]]]) -> tuple[int, ...]:
        async with self._database.reading() as connection:
            return await query(connection)
