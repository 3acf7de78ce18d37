"""Ends what was chosen for a while only, because nobody remembers in spring that nothing wakes them since autumn."""

from dataclasses import replace
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.chats import Chat
from bot.domain.notices import of_mode_ended
from bot.domain.policy import of_mode_ended as decide_mode_ended
from bot.domain.quiet import Mode
from bot.store import chats as chat_store
from bot.store import planning
from bot.store.database import Database

#: Chats changed in one transaction, so that an alert never waits behind them.
PIECE = 100


class Modes:
    """Finds the modes that are over, and asks again."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def step(self, now: datetime) -> int:
        """Lets grave danger wake again where its silence is over by now (aware UTC); returns how many chats changed."""
        async with self._database.reading() as connection:
            if not await chat_store.modes_over(connection, now):
                return 0
        async with self._database.writing() as tx:
            over = await chat_store.modes_over(tx, now, PIECE)
            for chat in over:
                await _end(tx, chat, now)
        return len(over)


async def _end(tx: AsyncConnection, chat: Chat, now: datetime) -> None:
    quiet = replace(chat.quiet, mode=Mode.GRAVE)
    await chat_store.change(tx, replace(chat, quiet=quiet, mode_until=None))
    ended_at = chat.mode_until or now
    await planning.owe_chat(tx, of_mode_ended(chat.id, ended_at), chat.id, decide_mode_ended(quiet, now), now)
