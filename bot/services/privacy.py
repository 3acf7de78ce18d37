"""Shows a person everything that is held of them, and forgets it when they say so."""

import asyncio
import json
from dataclasses import dataclass
from datetime import datetime
from functools import partial

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.errors import FindFirst
from bot.services.circles import Circles
from bot.services.estimates import Found
from bot.store.database import Database
from bot.store.holdings import forget, held_of
from bot.store.retention import GONE_FOR, KEPT

#: What /privacy tells of how long each kind is kept, in days.
DAYS = {kept.name: kept.span.days for kept in KEPT} | {"gone": GONE_FOR.days}


@dataclass(frozen=True, slots=True)
class Asked:
    """Whose export was asked for."""

    chat_id: int


class Privacy:
    """What people may ask about themselves. A private chat has its person's own id; a group's rows are the group's."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def export(self, chat_id: int, now: datetime, found: Found) -> bytes:
        """Everything held of the chat as JSON that people can read (`now` aware UTC).

        Raises FindFirst until it is in `found`: months of messages take too long to read to hold up every writer.
        """
        asked = Asked(chat_id)
        if asked not in found:
            raise FindFirst(partial(self._find, asked, now, found))
        exported: bytes = found[asked]
        return exported

    async def forget(self, tx: AsyncConnection, chat_id: int, now: datetime) -> None:
        """Takes away everything that is held of the chat (`now` aware UTC); nothing of it comes back."""
        await forget_chat(tx, chat_id, now)

    async def _find(self, asked: Asked, now: datetime, found: Found) -> None:
        async with self._database.reading() as connection:
            held = await held_of(connection, asked.chat_id)
        document = {"made_at": now.isoformat(), "chat_id": asked.chat_id, **held}
        found[asked] = await asyncio.to_thread(_as_json, document)


async def forget_chat(tx: AsyncConnection, chat_id: int, now: datetime) -> None:
    """Takes away everything that is held of a chat or a person; their circle is told first that they are gone."""
    await Circles().leave(tx, chat_id, now)
    await forget(tx, chat_id)


def _as_json(document: dict[str, object]) -> bytes:
    return json.dumps(document, ensure_ascii=False, indent=2).encode()
