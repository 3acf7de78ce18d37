"""Reads whom a danger concerns when nothing can be written, and writes afterwards that they were told."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Select, exists, func, select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.alerts import AreaId
from bot.domain.notices import INSIST_LANE, Notice, NoticeKind, lane
from bot.domain.policy import Cohort, Decision, Heard
from bot.store.claiming import is_over, read_notice
from bot.store.tables import SENT, chats, cohorts, mutes, notices, outbox, places, plans
from bot.store.upsert import insert_for
from bot.store.values import read_cohort

#: Rows of one statement: SQLite takes so many values at once and no more.
ROWS_AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class Listener:
    """A chat that follows an area, as it is to be told of it."""

    chat_id: int
    topic: int | None
    is_group: bool
    settings_version: int
    cohort_id: int
    cohort: Cohort


@dataclass(frozen=True, slots=True)
class Told:
    """What a listener was sent, and at what moment of the bot's clock (aware UTC)."""

    listener: Listener
    decision: Decision
    message_id: int
    at: datetime


async def planned_dangers(connection: AsyncConnection) -> tuple[Notice, ...]:
    """The notices of grave danger that still runs and of which somebody may not be owed a row yet."""
    grave = select(plans.c.notice_id).where(plans.c.lane < INSIST_LANE)
    running: Select[Any] = (
        select(notices.c.key, notices.c.kind, notices.c.at, notices.c.body)
        .where(notices.c.id.in_(grave), notices.c.kind == NoticeKind.ALERT, ~is_over())
        .order_by(notices.c.id)
    )
    return tuple(read_notice(row) for row in await connection.execute(running))


async def listeners(
    connection: AsyncConnection, area: AreaId, key: str, now: datetime, after: int | None, limit: int
) -> tuple[Listener, ...]:
    """The next reachable chats that follow the area and are not owed the notice of that key, in the order of their ids,
    from behind `after` on.
    """
    told = select(notices.c.id).where(notices.c.key == key).scalar_subquery()
    is_owed = exists().where(outbox.c.notice_id == told, outbox.c.chat_id == places.c.chat_id)
    followers = (
        select(
            places.c.chat_id,
            places.c.cohort_id,
            chats.c.topic,
            chats.c.kind,
            chats.c.settings_version,
            func.coalesce(mutes.c.kind, "").label("mute"),
            *(column for column in cohorts.c if column.name != "id"),
        )
        .join(chats, (chats.c.id == places.c.chat_id) & chats.c.gone.is_(None))
        .join(cohorts, cohorts.c.id == places.c.cohort_id)
        .outerjoin(mutes, (mutes.c.chat_id == places.c.chat_id) & (mutes.c.until > now))
        .where(~is_owed)
        .where(places.c.area == area, places.c.until.is_(None) | (places.c.until > now))
        .order_by(places.c.chat_id)
        .limit(limit)
    )
    if after is not None:
        followers = followers.where(places.c.chat_id > after)
    return tuple(
        Listener(
            chat_id=row.chat_id,
            topic=row.topic,
            is_group=row.kind in ("group", "supergroup"),
            settings_version=row.settings_version,
            cohort_id=row.cohort_id,
            cohort=read_cohort(row, Heard.NOTHING, row.mute),
        )
        for row in await connection.execute(followers)
    )


async def note_told(connection: AsyncConnection, notice: Notice, told: Iterable[Told]) -> bool:
    """Writes that these chats were sent the notice, whether or not they are owed it already; False where the notice
    itself is not written yet.
    """
    notice_id = await connection.scalar(select(notices.c.id).where(notices.c.key == notice.key))
    if notice_id is None:
        return False
    by_chat = {one.listener.chat_id: one for one in told}
    ids = sorted(by_chat)
    for start in range(0, len(ids), ROWS_AT_ONCE):
        piece = ids[start : start + ROWS_AT_ONCE]
        there = await connection.execute(select(chats.c.id).where(chats.c.id.in_(piece)))
        rows = [_row(notice_id, lane(notice), by_chat[row.id]) for row in there]
        if rows:
            statement = insert_for(connection, outbox)
            settled = ("state", "sound", "reason", "message_id", "settled_at", "leased_until")
            changed = {name: statement.excluded[name] for name in settled}
            upsert = statement.on_conflict_do_update(index_elements=["notice_id", "chat_id"], set_=changed)
            await connection.execute(upsert, rows)
    return True


def _row(notice_id: int, lane_number: int, told: Told) -> dict[str, object]:
    return {
        "notice_id": notice_id,
        "chat_id": told.listener.chat_id,
        "cohort_id": told.listener.cohort_id,
        "lane": lane_number,
        "sound": told.decision.sound,
        "reason": told.decision.reason,
        "holds_until": told.decision.until,
        "settings_version": told.listener.settings_version,
        "owed_at": told.at,
        "not_before": told.at,
        "leased_until": None,
        "state": SENT,
        "settled_at": told.at,
        "message_id": told.message_id,
    }
