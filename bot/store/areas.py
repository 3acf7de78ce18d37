"""Keeps what lists of areas taught us, so that a restart knows every name and border that the bot knew."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from enum import StrEnum

from sqlalchemy import exists, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.alerts import AreaId
from bot.domain.areas import AreaLevel
from bot.domain.listings import KeptArea
from bot.store.tables import areas, marks
from bot.store.upsert import upsert


class AreaMark(StrEnum):
    """Moments (the bot's clock) that outlive a run: of the last list taken in, and when to ask for the next one."""

    SYNCED_AT = "areas_synced_at"
    DUE_AT = "areas_due_at"


async def load_kept(connection: AsyncConnection) -> dict[AreaId, KeptArea]:
    found = await connection.execute(select(areas).order_by(areas.c.id))
    return {
        AreaId(row.id): KeptArea(
            id=AreaId(row.id),
            name=row.name_uk,
            level=AreaLevel(row.level),
            parent=AreaId(row.parent) if row.parent else None,
            name_en=row.name_en,
            aliases=tuple(row.aliases),
            moves_to=AreaId(row.moves_to) if row.moves_to else None,
            gone=row.gone,
        )
        for row in found
    }


async def any_move_waits(connection: AsyncConnection) -> bool:
    return bool(await connection.scalar(select(exists().where(areas.c.moves_to.is_not(None)))))


async def save_listed(connection: AsyncConnection, kept: Mapping[AreaId, KeptArea], now: datetime) -> None:
    """Writes all areas as they are after a list was taken in at `now`; what it lacks keeps the time it was last in."""
    listed = [{**_row(one), "synced_at": now} for one in kept.values() if not one.gone]
    gone = [_row(one) for one in kept.values() if one.gone]
    for rows in (listed, gone):
        if rows:
            await upsert(connection, areas, rows)


async def save_moved(connection: AsyncConnection, moved: Iterable[KeptArea]) -> None:
    """Writes the parents of areas that need not wait for them any more."""
    for one in moved:
        await connection.execute(
            update(areas).where(areas.c.id == one.id).values(parent=one.parent, moves_to=one.moves_to)
        )


async def moment(connection: AsyncConnection, mark: AreaMark) -> datetime | None:
    """A moment that was marked (aware UTC), or None."""
    value = await connection.scalar(select(marks.c.value).where(marks.c.name == mark))
    return datetime.fromisoformat(value) if value else None


async def put_moment(connection: AsyncConnection, mark: AreaMark, at: datetime) -> None:
    await upsert(connection, marks, [{"name": mark, "value": at.isoformat()}])


def _row(one: KeptArea) -> dict[str, object]:
    return {
        "id": one.id,
        "name_uk": one.name,
        "name_en": one.name_en,
        "level": one.level,
        "parent": one.parent,
        "aliases": list(one.aliases),
        "moves_to": one.moves_to,
        "gone": one.gone,
    }
