"""Whether sending is paused: one row that every replica asks for, so that none goes on without knowing."""

from datetime import datetime

from sqlalchemy import ColumnElement, delete, exists, select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.store.tables import marks
from bot.store.upsert import insert_for

_NAME = "paused"


def is_paused() -> ColumnElement[bool]:
    """For a statement that must know at the very moment at which it runs."""
    return exists(select(marks.c.name).where(marks.c.name == _NAME))


async def since(connection: AsyncConnection) -> datetime | None:
    """When sending was paused (aware UTC); None where it is not."""
    value = await connection.scalar(select(marks.c.value).where(marks.c.name == _NAME))
    return datetime.fromisoformat(value) if value else None


async def put(connection: AsyncConnection, now: datetime) -> bool:
    """False where it was paused already."""
    row = {"name": _NAME, "value": now.isoformat()}
    added = await connection.execute(insert_for(connection, marks).values(row).on_conflict_do_nothing())
    return added.rowcount > 0


async def drop(connection: AsyncConnection) -> bool:
    """False where nothing was paused."""
    return (await connection.execute(delete(marks).where(marks.c.name == _NAME))).rowcount > 0
