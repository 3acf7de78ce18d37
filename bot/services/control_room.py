"""Keeps going what operators set going, and tells them what they must know; the leader's work."""

from collections.abc import Callable
from datetime import datetime

from bot.services.operators import Operators
from bot.store import channels as channel_store
from bot.store.database import Database


class ControlRoom:
    """Looked after again and again, by the bot's clock."""

    def __init__(self, database: Database, operators: Operators, now: Callable[[], datetime]) -> None:
        self._database = database
        self._operators = operators
        self._now = now

    async def look(self) -> None:
        """Once for everything that is due."""
        await self._tell_of_channels()

    async def _tell_of_channels(self) -> None:
        """Told first and marked then: twice beats never."""
        async with self._database.reading() as connection:
            gone = await channel_store.gone_untold(connection)
        for channel in gone:
            await self._operators.tell("operator-channel-gone", name=channel.title, why=channel.gone or "")
            async with self._database.writing() as tx:
                await channel_store.mark_told(tx, channel.chat_id, told=True)
