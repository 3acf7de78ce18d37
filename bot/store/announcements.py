"""What operators tell everybody: a draft until it is confirmed, then owed in pieces by ranges of chats."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, ColumnElement, Select, case, delete, exists, func, insert, literal, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.alerts import AreaId
from bot.domain.notices import NOTICE_LANE, PUBLIC_AHEAD, precedence
from bot.domain.operators import AnnouncementDraft
from bot.domain.policy import Reason, Sound
from bot.store.pieces import BEFORE_ALL, LAST
from bot.store.tables import OWED, announcements, channels, chats, outbox, places
from bot.store.upsert import insert_for


@dataclass(frozen=True, slots=True)
class Going:
    """One that is being owed: its notice, for which area, and the last chat that is."""

    id: int
    notice_id: int
    area: AreaId | None
    reached: int


async def put(
    connection: AsyncConnection,
    made_by: int,
    area: AreaId | None,
    text: dict[str, str],
    now: datetime,
    expires_at: datetime,
) -> int:
    """Keeps a draft; those that nobody confirmed in time go."""
    old = announcements.c.notice_id.is_(None) & (announcements.c.expires_at <= now)
    await connection.execute(delete(announcements).where(old))
    row = {"made_by": made_by, "made_at": now, "expires_at": expires_at, "area": area, "body": {"text": text}}
    added = await connection.execute(insert(announcements).values(row).returning(announcements.c.id))
    number: int = added.scalar_one()
    return number


async def draft(connection: AsyncConnection, number: int, now: datetime) -> AnnouncementDraft | None:
    """One that waits for its [yes] still."""
    waiting = announcements.c.notice_id.is_(None) & (announcements.c.expires_at > now)
    found = await connection.execute(select(announcements).where(announcements.c.id == number, waiting))
    row = found.one_or_none()
    if row is None:
        return None
    return AnnouncementDraft(
        row.id, row.made_by, AreaId(row.area) if row.area else None, row.body["text"], row.expires_at
    )


async def begin(connection: AsyncConnection, number: int, notice_id: int) -> bool:
    """Lets it go; False where it has gone before."""
    waiting = (announcements.c.id == number) & announcements.c.notice_id.is_(None)
    values = {"notice_id": notice_id, "reached": BEFORE_ALL}
    return (await connection.execute(update(announcements).where(waiting).values(values))).rowcount == 1


async def drop(connection: AsyncConnection, number: int) -> bool:
    """Forgets a draft; False where there is none, because it has gone or was forgotten before."""
    waiting = (announcements.c.id == number) & announcements.c.notice_id.is_(None)
    return (await connection.execute(delete(announcements).where(waiting))).rowcount == 1


async def going(connection: AsyncConnection) -> Going | None:
    """The oldest that is not owed to everybody yet."""
    left = select(announcements).where(announcements.c.reached.is_not(None)).order_by(announcements.c.id).limit(1)
    row = (await connection.execute(left)).one_or_none()
    return Going(row.id, row.notice_id, AreaId(row.area) if row.area else None, row.reached) if row else None


async def owe_piece(
    connection: AsyncConnection, one: Going, areas: Collection[AreaId], now: datetime, size: int
) -> int:
    """Owes it to the next so many chats; returns how many rows that made. With what sound is decided when it leaves."""
    beyond = select(chats.c.id).where(chats.c.id > one.reached).order_by(chats.c.id).offset(size - 1).limit(1)
    up_to = await connection.scalar(beyond)
    last = LAST if up_to is None else up_to
    owed = await connection.execute(_insert(connection, one, _audience(areas), last, now))
    reached = None if up_to is None else up_to
    await connection.execute(update(announcements).where(announcements.c.id == one.id).values(reached=reached))
    return owed.rowcount


async def audience(connection: AsyncConnection, areas: Collection[AreaId]) -> int:
    """How many chats would be told; no areas: all of them."""
    return await connection.scalar(select(func.count()).select_from(chats).where(_audience(areas))) or 0


def _audience(areas: Collection[AreaId]) -> ColumnElement[bool]:
    reachable = chats.c.gone.is_(None)
    if not areas:
        return reachable
    followed = places.c.area.in_(sorted(areas))
    return reachable & exists(select(places.c.id).where(places.c.chat_id == chats.c.id, followed))


def _insert(connection: AsyncConnection, one: Going, who: ColumnElement[bool], last: int, now: datetime) -> Any:
    order = precedence(NOTICE_LANE, now)
    public = exists(select(channels.c.chat_id).where(channels.c.chat_id == chats.c.id))
    values: dict[str, Any] = {
        "notice_id": literal(one.notice_id),
        "chat_id": chats.c.id,
        "lane": literal(NOTICE_LANE),
        "sound": literal(Sound.SILENT.value),
        "reason": literal(Reason.ANNOUNCED.value),
        "settings_version": chats.c.settings_version,
        "owed_at": literal(now, outbox.c.owed_at.type),
        "precedence": case((public, literal(order - PUBLIC_AHEAD, BigInteger)), else_=literal(order, BigInteger)),
        "not_before": literal(now, outbox.c.not_before.type),
        "refusals": literal(0),
        "state": literal(OWED),
        "repeat": literal(False),
    }
    rows: Select[Any] = select(*values.values()).where(chats.c.id > one.reached, chats.c.id <= last, who)
    return insert_for(connection, outbox).from_select(list(values), rows).on_conflict_do_nothing()
