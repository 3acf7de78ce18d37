"""Keeps which regions' past is to be fetched, so that no restart forgets a wish or repeats one that was granted."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.alerts import AreaId
from bot.store.tables import months
from bot.store.upsert import insert_for


@dataclass(frozen=True, slots=True)
class Wish:
    """One region whose past is to be fetched at `due_at`; `failures` in a row so far. Outages that ended after
    `settled_at` are still to be told (aware UTC).
    """

    region: AreaId
    due_at: datetime
    failures: int
    settled_at: datetime


async def wish(connection: AsyncConnection, regions: Iterable[AreaId], now: datetime) -> None:
    """Asks for the past of regions for which nobody asked before; what no follower was there for is not told."""
    for region in regions:
        row = {"region": region, "due_at": now, "failures": 0, "settled_at": now}
        await connection.execute(insert_for(connection, months).values(row).on_conflict_do_nothing())


async def wish_again(connection: AsyncConnection, regions: Iterable[AreaId], since: datetime, now: datetime) -> None:
    """Asks for the past of regions once more: since that moment it was not seen."""
    for region in regions:
        statement = insert_for(connection, months)
        anew = {"due_at": now, "failures": 0}
        row = {"region": region, "settled_at": since, **anew}
        await connection.execute(statement.values(row).on_conflict_do_update(index_elements=["region"], set_=anew))


async def granted(connection: AsyncConnection, regions: Iterable[AreaId]) -> dict[AreaId, datetime]:
    """Up to when the past of these regions was fetched (aware UTC), where it was and nothing more is wished for."""
    known = select(months.c.region, months.c.settled_at).where(
        months.c.region.in_(list(regions)), months.c.due_at.is_(None)
    )
    return {AreaId(row.region): row.settled_at for row in await connection.execute(known)}


async def next_wish(connection: AsyncConnection, now: datetime) -> Wish | None:
    """The wish that has been due for longest."""
    due = select(months).where(months.c.due_at <= now).order_by(months.c.due_at, months.c.region).limit(1)
    row = (await connection.execute(due)).one_or_none()
    return Wish(AreaId(row.region), row.due_at, row.failures, row.settled_at) if row else None


async def put_off(connection: AsyncConnection, known: Wish, due_at: datetime) -> Wish:
    """The wish as it stands if what is about to be tried fails, or the program ends in it."""
    failures = known.failures + 1
    same = (months.c.region == known.region) & (months.c.due_at == known.due_at)
    await connection.execute(update(months).where(same).values(due_at=due_at, failures=failures))
    return Wish(known.region, due_at, failures, known.settled_at)


async def grant(connection: AsyncConnection, known: Wish, asked_at: datetime) -> None:
    """The region's past is there up to `asked_at`; a wish that was made since stays."""
    same = months.c.region == known.region
    await connection.execute(update(months).where(same).values(settled_at=asked_at))
    granted = update(months).where(same, months.c.due_at == known.due_at)
    await connection.execute(granted.values(due_at=None, failures=0))
