"""Keeps by which name Telegram knows a picture that was sent, so that none is drawn or uploaded twice."""

from datetime import datetime, timedelta

from sqlalchemy import delete, select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.store.tables import pictures
from bot.store.upsert import upsert

#: A picture tells of its minute; after so long nobody asks for it again.
KEPT_FOR = timedelta(days=7)


async def file_id(connection: AsyncConnection, bot: int, key: str) -> str | None:
    """The name that Telegram gave this bot for the picture."""
    known = select(pictures.c.file_id).where(pictures.c.bot == bot, pictures.c.key == key)
    found: str | None = await connection.scalar(known)
    return found


async def remember(connection: AsyncConnection, bot: int, key: str, file_id: str, now: datetime) -> None:
    """Keeps the name, and lets go of those that are old."""
    await connection.execute(delete(pictures).where(pictures.c.sent_at < now - KEPT_FOR))
    await upsert(connection, pictures, [{"bot": bot, "key": key, "file_id": file_id, "sent_at": now}])


async def forget(connection: AsyncConnection, bot: int, key: str) -> None:
    """Telegram does not know it any more."""
    await connection.execute(delete(pictures).where(pictures.c.bot == bot, pictures.c.key == key))
