"""Keeps what runs inside wide areas, so that a restart neither repeats a beginning nor forgets an end."""

from datetime import datetime

from sqlalchemy import select
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


async def last_end(connection: AsyncConnection, area: AreaId) -> datetime | None:
    """When the newest past spell of the area ended (aware UTC), or None."""
    past = select(spells.c.ended_at).where(spells.c.area == area, spells.c.ended_at.is_not(None))
    ended_at: datetime | None = await connection.scalar(past.order_by(spells.c.ended_at.desc()).limit(1))
    return ended_at


async def save_spell(connection: AsyncConnection, spell: Spell) -> None:
    row = {
        "key": spell.key,
        "area": spell.area,
        "started_at": spell.started_at,
        "ended_at": spell.ended_at,
        "body": SPELL.dump_python(spell, mode="json"),
    }
    await upsert(connection, spells, [row])
