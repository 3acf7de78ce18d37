"""Keeps outages, so that a restart neither announces one twice nor forgets to say that it is over."""

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import Row, select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.alerts import SourceName
from bot.domain.sight import Outage, Telling
from bot.store.tables import outages, sources
from bot.store.upsert import insert_for, upsert


async def contacts(connection: AsyncConnection) -> Mapping[SourceName, datetime]:
    """When each source that ever answered last said all that it knows (aware UTC)."""
    found = await connection.execute(select(sources.c.name, sources.c.contact_at, sources.c.last_whole_at))
    return {SourceName(row.name): row.last_whole_at or row.contact_at for row in found}


async def running_outage(connection: AsyncConnection) -> Outage | None:
    """The outage that nothing has ended yet."""
    row = (await connection.execute(select(outages).where(outages.c.ended_at.is_(None)))).one_or_none()
    return _outage(row) if row else None


async def outage_to_tell(connection: AsyncConnection) -> Outage | None:
    """The oldest outage of which something is still to be told."""
    untold = select(outages).where(outages.c.telling.is_not(None)).order_by(outages.c.since).limit(1)
    row = (await connection.execute(untold)).one_or_none()
    return _outage(row) if row else None


async def save_outage(connection: AsyncConnection, outage: Outage) -> None:
    row = {
        "key": outage.key,
        "since": outage.since,
        "long_at": outage.long_at,
        "ended_at": outage.ended_at,
        "telling": outage.telling,
        "told_up_to": outage.told_up_to,
    }
    await upsert(connection, outages, [row])


async def add_over(connection: AsyncConnection, outage: Outage) -> None:
    """Keeps an outage that is over already, of which nothing is to be told; one that is known stays as it is."""
    row = {"key": outage.key, "since": outage.since, "ended_at": outage.ended_at, "told_up_to": ""}
    await connection.execute(insert_for(connection, outages).values(row).on_conflict_do_nothing())


async def outages_over(connection: AsyncConnection, after: datetime | None = None) -> tuple[Outage, ...]:
    """The outages that ended after that moment, or all that ended, in order."""
    over = select(outages).where(outages.c.ended_at.is_not(None)).order_by(outages.c.since)
    later = over if after is None else over.where(outages.c.ended_at > after)
    return tuple(_outage(row) for row in await connection.execute(later))


async def outages_since(connection: AsyncConnection, after: datetime | None = None) -> tuple[Outage, ...]:
    """As `outages_over`, and behind them the one that still runs."""
    running = await running_outage(connection)
    return (*await outages_over(connection, after), *((running,) if running else ()))


async def outages_between(connection: AsyncConnection, start: datetime, end: datetime) -> tuple[Outage, ...]:
    """The outages that overlap the half-open interval, in order."""
    still = outages.c.ended_at.is_(None) | (outages.c.ended_at > start)
    found = select(outages).where(outages.c.since < end, still).order_by(outages.c.since)
    return tuple(_outage(row) for row in await connection.execute(found))


def _outage(row: Row[tuple[object, ...]]) -> Outage:
    return Outage(
        since=row.since,
        long_at=row.long_at,
        ended_at=row.ended_at,
        telling=Telling(row.telling) if row.telling else None,
        told_up_to=row.told_up_to,
    )
