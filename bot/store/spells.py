"""Keeps what runs inside wide areas, so that a restart neither repeats a beginning nor forgets an end."""

from collections.abc import Collection, Iterable
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.alerts import AreaId
from bot.domain.inside import Spell
from bot.store.tables import spells
from bot.store.upsert import upsert
from bot.store.values import SPELL


async def running_spells(connection: AsyncConnection) -> dict[AreaId, Spell]:
    """The spells that nothing has ended yet, by their wide area."""
    found = await connection.execute(select(spells.c.body).where(spells.c.ended_at.is_(None)))
    running = [SPELL.validate_python(row.body) for row in found]
    return {spell.area: spell for spell in running}


async def last_ends(connection: AsyncConnection, areas: Collection[AreaId]) -> dict[AreaId, datetime]:
    """When the newest past spell of each area ended (aware UTC), where there was one."""
    past = select(spells.c.area, func.max(spells.c.ended_at).label("at")).where(spells.c.area.in_(list(areas)))
    found = await connection.execute(past.where(spells.c.ended_at.is_not(None)).group_by(spells.c.area))
    return {AreaId(row.area): row.at for row in found}


async def save_spells(connection: AsyncConnection, changed: Iterable[Spell]) -> None:
    rows = [
        {
            "key": spell.key,
            "area": spell.area,
            "started_at": spell.started_at,
            "ended_at": spell.ended_at,
            "body": SPELL.dump_python(spell, mode="json"),
        }
        for spell in changed
    ]
    if rows:
        await upsert(connection, spells, rows)
