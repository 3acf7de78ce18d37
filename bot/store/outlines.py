"""Keeps the borders of areas, as somebody imported them; where anybody is, is never here."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import delete, func, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.alerts import AreaId
from bot.store.tables import marks, outlines
from bot.store.upsert import upsert

_EDITION = "outlines_edition"


async def edition(connection: AsyncConnection) -> str:
    """Changes whenever borders were imported or forgotten."""
    return await connection.scalar(select(marks.c.value).where(marks.c.name == _EDITION)) or ""


async def put_edition(connection: AsyncConnection, value: str) -> None:
    await upsert(connection, marks, [{"name": _EDITION, "value": value}])


async def kept(connection: AsyncConnection) -> tuple[tuple[AreaId, bytes], ...]:
    """Every area that has a border, with that as WKB."""
    found = await connection.execute(select(outlines.c.area, outlines.c.shape).where(~outlines.c.staged))
    return tuple((AreaId(row.area), bytes(row.shape)) for row in found)


async def count(connection: AsyncConnection) -> int:
    return await connection.scalar(select(func.count()).where(~outlines.c.staged)) or 0


async def clear_stage(connection: AsyncConnection) -> None:
    """Forgets what an import that was broken off had brought so far."""
    await connection.execute(delete(outlines).where(outlines.c.staged))


async def stage(connection: AsyncConnection, rows: Sequence[tuple[AreaId, bytes]]) -> None:
    """Brings borders near, so that they can all be taken over in one short step."""
    values: list[dict[str, Any]] = [{"area": area, "staged": True, "shape": shape} for area, shape in rows]
    await connection.execute(insert(outlines), values)


async def take_over(connection: AsyncConnection) -> None:
    """Makes every staged border the one that is kept; those of other areas stay."""
    fresh = select(outlines.c.area).where(outlines.c.staged)
    await connection.execute(delete(outlines).where(~outlines.c.staged, outlines.c.area.in_(fresh)))
    await connection.execute(update(outlines).where(outlines.c.staged).values(staged=False))


async def forget(connection: AsyncConnection) -> int:
    return (await connection.execute(delete(outlines))).rowcount
