"""Shows a person everything that is held of them, and forgets it when they say so."""

import json
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.store.holdings import forget, held_of
from bot.store.retention import GONE_FOR, KEPT

#: What /privacy tells of how long each kind is kept, in days.
DAYS = {kept.name: kept.span.days for kept in KEPT} | {"gone": GONE_FOR.days}


class Privacy:
    """What people may ask about themselves. A private chat has its person's own id; a group's rows are the group's."""

    async def export(self, tx: AsyncConnection, chat_id: int, now: datetime) -> bytes:
        """Everything held of the chat as JSON that people can read (times aware UTC)."""
        held = await held_of(tx, chat_id)
        document = {"made_at": now.isoformat(), "chat_id": chat_id, **held}
        return json.dumps(document, ensure_ascii=False, indent=2).encode()

    async def forget(self, tx: AsyncConnection, chat_id: int) -> None:
        """Takes away everything that is held of the chat; nothing of it comes back."""
        await forget(tx, chat_id)
