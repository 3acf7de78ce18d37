"""What an operator should look at: messages that were given up, and updates that were put aside."""

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.store.inbox import QUARANTINED
from bot.store.tables import DEAD, OWED, inbox, notices, outbox


@dataclass(frozen=True, slots=True)
class Dead:
    """Messages of one kind that were given up for one reason: how many, and when first and last (aware UTC)."""

    kind: str
    why: str
    count: int
    first: datetime
    last: datetime


@dataclass(frozen=True, slots=True)
class Quarantined:
    """An update that was put aside: `keys` is its shape, with the names of types in the place of values."""

    update_id: int
    received_at: datetime
    why: str
    keys: dict[str, Any]


async def dead(connection: AsyncConnection) -> tuple[Dead, ...]:
    """Messages that were given up, by kind and reason, the latest first."""
    last = func.max(outbox.c.settled_at)
    columns = (notices.c.kind, outbox.c.reason, func.count(), func.min(outbox.c.settled_at), last)
    given_up = select(*columns).join(notices, notices.c.id == outbox.c.notice_id).where(outbox.c.state == DEAD)
    grouped = given_up.group_by(notices.c.kind, outbox.c.reason).order_by(last.desc(), notices.c.kind, outbox.c.reason)
    return tuple(Dead(*row) for row in await connection.execute(grouped))


async def quarantined(connection: AsyncConnection, limit: int) -> tuple[int, tuple[Quarantined, ...]]:
    """How many updates were put aside, and the latest of them."""
    aside = inbox.c.state == QUARANTINED
    count = await connection.scalar(select(func.count()).select_from(inbox).where(aside)) or 0
    columns = (inbox.c.update_id, inbox.c.received_at, inbox.c.why, inbox.c.body)
    found = await connection.execute(select(*columns).where(aside).order_by(inbox.c.received_at.desc()).limit(limit))
    return count, tuple(
        Quarantined(row.update_id, row.received_at, row.why or "", json.loads(row.body or "{}")) for row in found
    )


async def owed(connection: AsyncConnection) -> tuple[int, datetime | None]:
    """How many messages wait, those in flight included, and since when the oldest does."""
    waits = select(func.count(), func.min(outbox.c.owed_at)).where(outbox.c.state == OWED)
    count, since = (await connection.execute(waits)).one()
    return count, since
