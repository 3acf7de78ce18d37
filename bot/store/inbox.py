"""Updates as Telegram gave them, kept until they are handled, so that a crash repeats a reply at most and loses
nothing.
"""

import json
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import exists, select, update
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
    received_at: datetime | None = None


async def keep(connection: AsyncConnection, updates: Iterable[Received], now: datetime) -> None:
    """Stores updates that are new; one that was stored before stays as it is."""
    rows = [
        {
            "update_id": one.update_id,
            "sender": one.sender,
            "body": _text(one.body),
            "received_at": now,
            "state": WAITING,
        }
        for one in updates
    ]
    if rows:
        await connection.execute(insert_for(connection, inbox).on_conflict_do_nothing(), rows)


def _text(body: dict[str, Any]) -> str:
    """JSON as people can read it; escaped where it holds half a character, which no database takes."""
    readable = json.dumps(body, ensure_ascii=False)
    return readable if readable.encode(errors="ignore").decode() == readable else json.dumps(body)


async def unhandled(connection: AsyncConnection, but: Collection[int] = ()) -> tuple[Received, ...]:
    """Every update that waits, oldest first, without those of the senders in `but`."""
    found = await connection.execute(
        select(inbox.c.update_id, inbox.c.sender, inbox.c.body, inbox.c.received_at)
        .where(inbox.c.state == WAITING, inbox.c.sender.not_in(but))
        .order_by(inbox.c.update_id)
    )
    return tuple(Received(row.update_id, row.sender, json.loads(row.body), row.received_at) for row in found)


async def mark_handled(connection: AsyncConnection, update_id: int) -> bool:
    """Marks the update and blanks its text; False where it was handled before, so that its changes must not be made
    again, or where an older one of the same sender waits still, perhaps in the hands of another replica.
    """
    older = inbox.alias()
    waits = exists().where(older.c.sender == inbox.c.sender, older.c.state == WAITING, older.c.update_id < update_id)
    own = (inbox.c.update_id == update_id) & (inbox.c.state == WAITING) & ~waits
    return (await connection.execute(update(inbox).where(own).values(state=HANDLED, body=None))).rowcount == 1


async def is_waiting(connection: AsyncConnection, update_id: int) -> bool:
    known = select(inbox.c.update_id).where(inbox.c.update_id == update_id, inbox.c.state == WAITING)
    return await connection.scalar(known) is not None


async def let_go(connection: AsyncConnection, update_ids: Iterable[int]) -> None:
    """Marks updates as handled and blanks their texts, although nothing came of them."""
    waits = inbox.c.update_id.in_(list(update_ids)) & (inbox.c.state == WAITING)
    await connection.execute(update(inbox).where(waits).values(state=HANDLED, body=None))


async def quarantine(connection: AsyncConnection, update_id: int, why: str, skeleton: dict[str, Any]) -> None:
    """Puts aside an update that cannot be handled, with its keys and without its values; one whose changes are made
    stays handled.
    """
    waits = (inbox.c.update_id == update_id) & (inbox.c.state == WAITING)
    values = {"state": QUARANTINED, "why": why, "body": json.dumps(skeleton)}
    await connection.execute(update(inbox).where(waits).values(**values))
