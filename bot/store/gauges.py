"""What an operator watches, counted in the database when somebody looks and never when a message is sent."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.store.inbox import QUARANTINED, WAITING
from bot.store.tables import OWED, chats, inbox, leadership, outbox, plans


@dataclass(frozen=True, slots=True)
class Waiting:
    """What may leave by now in one lane: how many, and since when the oldest of them may (aware UTC)."""

    lane: int
    rows: int
    since: datetime


async def waiting_by_lane(connection: AsyncConnection, now: datetime) -> tuple[Waiting, ...]:
    """What is owed and due by the bot's clock; what is held for later is not waiting."""
    due = (outbox.c.state == OWED) & (outbox.c.not_before <= now)
    counted = select(outbox.c.lane, func.count().label("rows"), func.min(outbox.c.not_before).label("since"))
    found = await connection.execute(counted.where(due).group_by(outbox.c.lane))
    return tuple(Waiting(row.lane, row.rows, row.since) for row in found)


async def updates(connection: AsyncConnection) -> dict[str, int]:
    """How many updates wait for their answer, and how many were put aside."""
    by_state = select(inbox.c.state, func.count().label("rows")).where(inbox.c.state.in_([WAITING, QUARANTINED]))
    found = await connection.execute(by_state.group_by(inbox.c.state))
    return {WAITING: 0, QUARANTINED: 0} | {row.state: row.rows for row in found}


async def digests_due(connection: AsyncConnection, now: datetime) -> int:
    """How many chats should have been given their digest by now."""
    due = (chats.c.digest_due_at <= now) & chats.c.gone.is_(None)
    return await connection.scalar(select(func.count()).select_from(chats).where(due)) or 0


async def term(connection: AsyncConnection) -> int:
    """In the how-manieth leadership this database is; 0 on a file, which has one program alone."""
    return await connection.scalar(select(func.max(leadership.c.term))) or 0


async def planned_since(connection: AsyncConnection) -> datetime | None:
    """The moment of the oldest change of which not everybody is owed their message yet."""
    found: datetime | None = await connection.scalar(select(func.min(plans.c.at)))
    return found
