"""Small values that outlive a run, by name."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.store.tables import marks
from bot.store.upsert import upsert


async def read(connection: AsyncConnection, name: str) -> str | None:
    found: str | None = await connection.scalar(select(marks.c.value).where(marks.c.name == name))
    return found


async def put(connection: AsyncConnection, name: str, value: str) -> None:
    await upsert(connection, marks, [{"name": name, "value": value}])


async def read_moment(connection: AsyncConnection, name: str) -> datetime | None:
    """A moment that was put (aware UTC)."""
    found = await read(connection, name)
    return datetime.fromisoformat(found) if found else None
