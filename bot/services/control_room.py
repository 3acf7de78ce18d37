"""Keeps going what operators set going, and tells them what they must know; the leader's work."""

from collections.abc import Callable
from datetime import datetime, timedelta

from bot.services.announcements import Announcements
from bot.services.deliver import LONG_WAIT
from bot.services.operators import Operators, utc
from bot.store import channels as channel_store
from bot.store import outbox
from bot.store import pauses as pause_store
from bot.store.database import Database

#: A pause is easily forgotten, and while it lasts every alert is silent.
REMIND_EVERY = timedelta(hours=1)
#: With many readers every alert is slow: whoever knows it need not hear it at each.
WARN_EVERY = timedelta(days=1)


class ControlRoom:
    """Looked after again and again, by the bot's clock."""

    def __init__(
        self,
        database: Database,
        operators: Operators,
        announcements: Announcements,
        now: Callable[[], datetime],
        rate: float,
    ) -> None:
        """`rate`: messages a second."""
        self._database = database
        self._operators = operators
        self._announcements = announcements
        self._now = now
        self._rate = rate
        self._paused_told_at: datetime | None = None
        self._slow_told_at: datetime | None = None

    async def look(self) -> None:
        """Once for everything that is due."""
        await self._tell_of_channels()
        await self._tell_of_pause()
        await self._tell_of_last_reader()
        while await self._announcements.step(self._now()):
            pass

    async def _tell_of_channels(self) -> None:
        """Told first and marked then: twice beats never."""
        async with self._database.reading() as connection:
            gone = await channel_store.gone_untold(connection)
        for channel in gone:
            await self._operators.tell("operator-channel-gone", name=channel.title, why=channel.gone or "")
            async with self._database.writing() as tx:
                await channel_store.mark_told(tx, channel.chat_id, told=True)

    async def _tell_of_pause(self) -> None:
        """That it is paused, again and again, whoever paused it; and once that it goes on."""
        async with self._database.reading() as connection:
            since = await pause_store.since(connection)
        told_at, now = self._paused_told_at, self._now()
        if since is None:
            self._paused_told_at = None
            if told_at is not None:
                await self._operators.tell("operator-resumed", owed=await self._owed())
        elif told_at is None or now - told_at >= REMIND_EVERY:
            self._paused_told_at = now
            await self._operators.tell("operator-paused", since=utc(since), owed=await self._owed())

    async def _owed(self) -> int:
        async with self._database.reading() as connection:
            return await outbox.waiting(connection)

    async def _tell_of_last_reader(self) -> None:
        """Once a day that somebody waits for over a minute, and what can be done against it."""
        now, told_at = self._now(), self._slow_told_at
        if self._paused_told_at is not None or (told_at is not None and now - told_at < WARN_EVERY):
            return
        in_time = int(self._rate * LONG_WAIT.total_seconds())
        async with self._database.reading() as connection:
            # All of them are counted only where that is worth telling: it is asked every second.
            late = await outbox.more_due_than(connection, in_time, now)
            readers = await outbox.due_now(connection, now) if late else 0
        if late:
            self._slow_told_at = now
            await self._operators.tell("operator-last-reader", count=readers, seconds=round(readers / self._rate))
