"""Updates as Telegram gave them, kept until they are handled, so that a crash repeats a reply at most and loses
nothing.
"""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.store.tables import inbox
from bot.store.upsert import insert_for

WAITING, HANDLED, QUARANTINED = "waiting", "handled", "quarantined"


@dataclass(frozen=True, slots=True)
class Received:
    """A stored update; `sender` orders the updates of one person (0 where nobody can be told)."""

    update_id: int
    sender: int
    body: dict[str, Any]


async def keep(connection: AsyncConnection, updates: Iterable[Received], now: datetime) -> None:
    """Stores updates that are new; one that was stored before stays as it is."""
    rows = [
        {
            "update_id": one.update_id,
            "sender": one.sender,
            "body": json.dumps(one.body, ensure_ascii=False),
            "received_at": now,
            "state": WAITING,
        }
        for one in updates
    ]
    if rows:
        await connection.execute(insert_for(connection, inbox).on_conflict_do_nothing(), rows)


async def unhandled(connection: AsyncConnection) -> tuple[Received, ...]:
    """Every update that waits, oldest first."""
    found = await connection.execute(
        select(inbox.c.update_id, inbox.c.sender, inbox.c.body)
        .where(inbox.c.state == WAITING)
        .order_by(inbox.c.update_id)
    )
    return tuple(Received(row.update_id, row.sender, json.loads(row.body)) for row in found)


async def mark_handled(connection: AsyncConnection, update_id: int) -> bool:
    """Marks the update and blanks its text; False where it was handled before, so that its changes must not be made
    again.
    """
    marked = await connection.execute(
        update(inbox).where(inbox.c.update_id == update_id, inbox.c.state == WAITING).values(state=HANDLED, body=None)
    )
    return marked.rowcount == 1


async def quarantine(connection: AsyncConnection, update_id: int, why: str, skeleton: dict[str, Any]) -> None:
    """Puts aside an update that cannot be handled, with its keys and without its values; one whose changes are made
    stays handled.
    """
    waits = (inbox.c.update_id == update_id) & (inbox.c.state == WAITING)
    values = {"state": QUARANTINED, "why": why, "body": json.dumps(skeleton)}
    await connection.execute(update(inbox).where(waits).values(**values))
