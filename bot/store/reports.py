"""Keeps drafts under review, published records and corrections; an edition number tells every process of a change."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from pydantic import TypeAdapter
from sqlalchemy import delete, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.drafts.review import Kept, Review
from bot.domain.reports import Corrected, Report
from bot.store.tables import corrections, drafts, marks, notices, outbox, records
from bot.store.upsert import upsert

_REVIEW: TypeAdapter[Review] = TypeAdapter(Review)
_REPORT: TypeAdapter[Report] = TypeAdapter(Report)
_CORRECTED: TypeAdapter[Corrected] = TypeAdapter(Corrected)
_EDITION = "reports_edition"
#: Below every chat: groups have negative numbers.
FIRST_CHAT = -(2**62)


@dataclass(frozen=True, slots=True)
class Untold:
    """A correction of which chats above `after` may still have to be told."""

    id: int
    made_at: datetime
    after: int
    corrected: Corrected


async def add_draft(
    connection: AsyncConnection, editor: int, review: Review, made_at: datetime, expires_at: datetime
) -> int:
    """The number of the new draft."""
    row = {
        "editor": editor,
        "made_at": made_at,
        "expires_at": expires_at,
        "body": _REVIEW.dump_python(review, mode="json"),
    }
    added = await connection.execute(insert(drafts).values(row).returning(drafts.c.id))
    number: int = added.scalar_one()
    return number


async def put_draft(connection: AsyncConnection, number: int, review: Review) -> None:
    await connection.execute(
        update(drafts).where(drafts.c.id == number).values(body=_REVIEW.dump_python(review, mode="json"))
    )


async def draft(connection: AsyncConnection, number: int, now: datetime) -> Kept | None:
    """A draft that has not expired."""
    found = select(drafts).where(drafts.c.id == number, drafts.c.expires_at > now)
    row = (await connection.execute(found)).one_or_none()
    return _kept(row) if row else None


async def open_drafts(connection: AsyncConnection, now: datetime) -> tuple[Kept, ...]:
    """Every draft under review, newest first."""
    found = select(drafts).where(drafts.c.expires_at > now).order_by(drafts.c.id.desc())
    return tuple(_kept(row) for row in await connection.execute(found))


async def drop_draft(connection: AsyncConnection, number: int) -> None:
    await connection.execute(delete(drafts).where(drafts.c.id == number))


async def drop_expired(connection: AsyncConnection, now: datetime) -> int:
    """Forgets the articles whose time is over; how many those were."""
    return (await connection.execute(delete(drafts).where(drafts.c.expires_at <= now))).rowcount


async def have_expired(connection: AsyncConnection, now: datetime) -> bool:
    return (
        await connection.execute(select(drafts.c.id).where(drafts.c.expires_at <= now).limit(1))
    ).first() is not None


async def publish(connection: AsyncConnection, report: Report, now: datetime) -> None:
    row = {"id": report.id, "published_at": now, "body": _REPORT.dump_python(report, mode="json")}
    await connection.execute(insert(records).values(row))
    await _next_edition(connection)


async def published(connection: AsyncConnection) -> tuple[Report, ...]:
    """The records published here, oldest first."""
    found = select(records.c.body).order_by(records.c.published_at, records.c.id)
    return tuple(_REPORT.validate_python(body) for body in await connection.scalars(found))


async def correct(connection: AsyncConnection, corrected: Corrected, now: datetime) -> None:
    """Adds a correction, of which every chat is still to be told."""
    row = {"made_at": now, "told_up_to": FIRST_CHAT, "body": _CORRECTED.dump_python(corrected, mode="json")}
    await connection.execute(insert(corrections).values(row))
    await _next_edition(connection)


async def all_corrections(connection: AsyncConnection) -> tuple[Corrected, ...]:
    """Every correction, oldest first."""
    found = await connection.scalars(select(corrections.c.body).order_by(corrections.c.id))
    return tuple(_CORRECTED.validate_python(body) for body in found)


async def next_untold(connection: AsyncConnection) -> Untold | None:
    """The oldest correction of which not all chats have been told."""
    found = select(corrections).where(corrections.c.told_up_to.is_not(None)).order_by(corrections.c.id).limit(1)
    row = (await connection.execute(found)).one_or_none()
    return Untold(row.id, row.made_at, row.told_up_to, _CORRECTED.validate_python(row.body)) if row else None


async def told_up_to(connection: AsyncConnection, number: int, chat_id: int | None) -> None:
    """How far the telling of a correction has come; None: everybody was looked at."""
    await connection.execute(update(corrections).where(corrections.c.id == number).values(told_up_to=chat_id))


async def digest_chats(
    connection: AsyncConnection, after: int, before: datetime, limit: int, kind: str, state: str
) -> tuple[int, ...]:
    """Chats, by id and above one, that were sent a digest before a moment."""
    found = (
        select(outbox.c.chat_id)
        .join(notices, notices.c.id == outbox.c.notice_id)
        .where(notices.c.kind == kind, outbox.c.state == state, outbox.c.settled_at < before, outbox.c.chat_id > after)
        .distinct()
        .order_by(outbox.c.chat_id)
        .limit(limit)
    )
    return tuple(await connection.scalars(found))


async def edition(connection: AsyncConnection) -> int:
    """Grows with every record and correction."""
    value = await connection.scalar(select(marks.c.value).where(marks.c.name == _EDITION))
    return int(value or 0)


async def _next_edition(connection: AsyncConnection) -> None:
    await upsert(connection, marks, [{"name": _EDITION, "value": str(await edition(connection) + 1)}])


def _kept(row: Any) -> Kept:
    return Kept(row.id, row.editor, row.made_at, row.expires_at, _REVIEW.validate_python(row.body))
