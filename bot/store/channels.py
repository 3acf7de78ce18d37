"""Which chats carry the alerts of an area to whoever reads them; their one place says which area and how much."""

from collections.abc import Collection
from datetime import datetime
from typing import Any

from sqlalchemy import Row, Select, delete, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.alerts import AreaId
from bot.domain.channels import Channel
from bot.domain.policy import PUBLIC, Loudness
from bot.store.tables import channels, chats, places
from bot.store.upsert import upsert


async def put(connection: AsyncConnection, chat_id: int, title: str, username: str | None, now: datetime) -> None:
    row = {"chat_id": chat_id, "title": title, "username": username, "added_at": now, "gone_told": False}
    await upsert(connection, channels, [row])


async def drop(connection: AsyncConnection, chat_id: int) -> bool:
    """False where the chat carried nothing."""
    dropped = await connection.execute(delete(channels).where(channels.c.chat_id == chat_id))
    return dropped.rowcount > 0


async def is_channel(connection: AsyncConnection, chat_id: int) -> bool:
    known = select(channels.c.chat_id).where(channels.c.chat_id == chat_id)
    return await connection.scalar(known) is not None


async def load(connection: AsyncConnection, chat_id: int) -> Channel | None:
    row = (await connection.execute(_known().where(channels.c.chat_id == chat_id))).one_or_none()
    return _channel(row) if row else None


async def load_all(connection: AsyncConnection) -> tuple[Channel, ...]:
    """In the order in which they were added."""
    found = await connection.execute(_known().order_by(channels.c.added_at, channels.c.chat_id))
    return tuple(_channel(row) for row in found)


async def joinable(connection: AsyncConnection, areas: Collection[AreaId]) -> tuple[Channel, ...]:
    """The channels of these areas that anybody can find and that can be written to."""
    open_to_all = channels.c.username.is_not(None) & chats.c.gone.is_(None)
    found = await connection.execute(
        _known().where(places.c.area.in_(sorted(areas)), open_to_all).order_by(channels.c.added_at)
    )
    return tuple(_channel(row) for row in found)


async def gone_untold(connection: AsyncConnection) -> tuple[Channel, ...]:
    """Those that cannot be written to any more and of which the operators do not know it yet."""
    found = await connection.execute(_known().where(chats.c.gone.is_not(None), ~channels.c.gone_told))
    return tuple(_channel(row) for row in found)


async def mark_told(connection: AsyncConnection, chat_id: int, *, told: bool) -> None:
    await connection.execute(update(channels).where(channels.c.chat_id == chat_id).values(gone_told=told))


def _known() -> Select[Any]:
    return (
        select(
            channels.c.chat_id,
            channels.c.title,
            channels.c.username,
            places.c.area,
            places.c.loudness,
            chats.c.language,
            chats.c.gone,
        )
        .join(chats, chats.c.id == channels.c.chat_id)
        .join(places, (places.c.chat_id == channels.c.chat_id) & places.c.loudness.in_(sorted(PUBLIC)))
    )


def _channel(row: Row[Any]) -> Channel:
    return Channel(
        row.chat_id, row.title, row.username, AreaId(row.area), Loudness(row.loudness), row.language, row.gone
    )
