"""Who is told, where, and what they chose; a change of settings moves the version, so that older decisions are decided
again.
"""

from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from functools import cache
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, delete, exists, func, literal, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.alerts import AreaId
from bot.domain.chats import Chat, ChatKind, Mute, Place
from bot.domain.digests import ALL_PARTS, DigestPart, hours_from_text, hours_to_text
from bot.domain.policy import Loudness
from bot.domain.quiet import Interval, Mode, MuteKind, QuietHours, from_text, to_text
from bot.domain.reach import Reach
from bot.domain.shelters.walking import Pace
from bot.store.tables import OWED, Moment, bag_items, channels, chats, cohorts, mutes, outbox, places
from bot.store.upsert import insert_for, upsert

#: How long the account of a night waits for what is on its way (the bot's clock): no message holds it up for good.
SETTLED_WITHIN = timedelta(minutes=2)


async def load(connection: AsyncConnection, chat_id: int) -> Chat | None:
    row = (await connection.execute(select(chats).where(chats.c.id == chat_id))).one_or_none()
    return _chat(row) if row else None


async def load_all(connection: AsyncConnection, chat_ids: Collection[int]) -> dict[Chat, tuple[Place, ...]]:
    """Chats with their places, in the order in which those were added."""
    found = [_chat(row) for row in await connection.execute(select(chats).where(chats.c.id.in_(chat_ids)))]
    here: dict[int, tuple[Place, ...]] = {}
    for row in await connection.execute(select(places).where(places.c.chat_id.in_(chat_ids)).order_by(places.c.id)):
        here[row.chat_id] = (*here.get(row.chat_id, ()), _place(row))
    return {chat: here.get(chat.id, ()) for chat in found}


async def add(connection: AsyncConnection, chat: Chat, now: datetime) -> None:
    await connection.execute(chats.insert().values(created_at=now, id=chat.id, **_columns(chat)))


async def change(connection: AsyncConnection, chat: Chat) -> Chat:
    """Stores the chat's settings under the next version, and its places into their new cohorts."""
    newer = replace(chat, settings_version=chat.settings_version + 1)
    await connection.execute(update(chats).where(chats.c.id == chat.id).values(**_columns(newer)))
    for place in await places_of(connection, chat.id):
        await put_place(connection, newer, place)
    return newer


async def touch(connection: AsyncConnection, chat_id: int) -> None:
    """Moves the version without a change of settings, as a mute or a place does."""
    moved = update(chats).where(chats.c.id == chat_id).values(settings_version=chats.c.settings_version + 1)
    await connection.execute(moved)


async def mark_gone(connection: AsyncConnection, chat_id: int, why: str, now: datetime) -> None:
    """Remembers that nothing can be sent to the chat, and since when."""
    since = func.coalesce(chats.c.gone_at, literal(now, Moment))
    await connection.execute(update(chats).where(chats.c.id == chat_id).values(gone=why, gone_at=since))


async def come_back(connection: AsyncConnection, chat_id: int) -> bool:
    """Remembers that the chat can be written to; False where it was never gone."""
    back = update(chats).where(chats.c.id == chat_id, chats.c.gone.is_not(None)).values(gone=None, gone_at=None)
    return (await connection.execute(back)).rowcount == 1


async def move(connection: AsyncConnection, chat_id: int, new_chat_id: int) -> None:
    """A group became a supergroup: its settings, places and what it is owed go with it. Where the new id has places of
    its own already, its settings stay. A chat that was moved before is left alone.
    """
    found = (await connection.execute(select(chats).where(chats.c.id == chat_id))).mappings().one_or_none()
    if found is None:
        return
    row = {**found, "id": new_chat_id, "kind": ChatKind.SUPERGROUP}
    if await places_of(connection, new_chat_id):
        await connection.execute(insert_for(connection, chats).values(row).on_conflict_do_nothing())
    else:
        await upsert(connection, chats, [row])
    for table, twin in ((places, "area"), (outbox, "notice_id"), (bag_items, "item")):
        known = select(table.c[twin]).where(table.c.chat_id == new_chat_id)
        own = (table.c.chat_id == chat_id) & table.c[twin].not_in(known)
        await connection.execute(update(table).where(own).values(chat_id=new_chat_id))
    muted = select(mutes.c.chat_id).where(mutes.c.chat_id == new_chat_id)
    await connection.execute(
        update(mutes).where(mutes.c.chat_id == chat_id, ~muted.exists()).values(chat_id=new_chat_id)
    )
    carried = select(channels.c.chat_id).where(channels.c.chat_id == new_chat_id)
    await connection.execute(
        update(channels).where(channels.c.chat_id == chat_id, ~carried.exists()).values(chat_id=new_chat_id)
    )
    # What the new id has already goes with the old one.
    await connection.execute(delete(chats).where(chats.c.id == chat_id))
    moved = await load(connection, new_chat_id)
    if moved:
        await change(connection, moved)


async def places_of(connection: AsyncConnection, chat_id: int) -> tuple[Place, ...]:
    """The chat's places in the order in which they were added."""
    found = await connection.execute(select(places).where(places.c.chat_id == chat_id).order_by(places.c.id))
    return tuple(_place(row) for row in found)


async def put_place(connection: AsyncConnection, chat: Chat, place: Place) -> None:
    before = await _cohorts_of(connection, (places.c.chat_id == chat.id) & (places.c.area == place.area))
    cohort_id = await _cohort(connection, chat, place)
    row = {
        "chat_id": chat.id,
        "area": place.area,
        "label": place.label,
        "loudness": place.loudness,
        "until": place.until,
        "cohort_id": cohort_id,
        "reach": place.reach,
        "shelter": place.shelter,
    }
    statement = insert_for(connection, places).values(row)
    changed = {name: statement.excluded[name] for name in row if name not in ("chat_id", "area")}
    await connection.execute(statement.on_conflict_do_update(index_elements=["chat_id", "area"], set_=changed))
    await _leave(connection, before)


async def drop_place(connection: AsyncConnection, chat_id: int, area: AreaId) -> bool:
    return await _drop_places(connection, (places.c.chat_id == chat_id) & (places.c.area == area)) > 0


async def any_place_over(connection: AsyncConnection, now: datetime) -> bool:
    return await connection.scalar(select(places.c.id).where(places.c.until <= now).limit(1)) is not None


async def drop_places_over(connection: AsyncConnection, now: datetime) -> None:
    """Drops the temporary places whose time has come, which is a change of their chats' settings."""
    of_them = select(places.c.chat_id).where(places.c.until <= now)
    moved = update(chats).where(chats.c.id.in_(of_them)).values(settings_version=chats.c.settings_version + 1)
    await connection.execute(moved)
    await _drop_places(connection, places.c.until <= now)


async def followed_areas(connection: AsyncConnection) -> frozenset[AreaId]:
    found = await connection.execute(_followed_areas())
    return frozenset(AreaId(row.area) for row in found)


@cache
def _followed_areas() -> Select[tuple[str]]:
    """From each area to the next by the index: DISTINCT would look at the places of everybody."""
    first = select(func.min(places.c.area).label("area")).cte("followed", recursive=True)
    after = select(func.min(places.c.area)).where(places.c.area > first.c.area).scalar_subquery()
    each = first.union_all(select(after).where(first.c.area.is_not(None)))
    return select(each.c.area).where(each.c.area.is_not(None))


async def mute_of(connection: AsyncConnection, chat_id: int, now: datetime) -> Mute | None:
    row = (await connection.execute(select(mutes).where(mutes.c.chat_id == chat_id, mutes.c.until > now))).one_or_none()
    return Mute(MuteKind(row.kind), row.began_at, row.until) if row else None


async def any_mute_of(connection: AsyncConnection, chat_id: int) -> Mute | None:
    """The chat's mute, even if it is over and was not handed over yet."""
    row = (await connection.execute(select(mutes).where(mutes.c.chat_id == chat_id))).one_or_none()
    return Mute(MuteKind(row.kind), row.began_at, row.until) if row else None


async def put_mute(connection: AsyncConnection, chat_id: int, mute: Mute) -> None:
    row = {"chat_id": chat_id, "kind": mute.kind, "began_at": mute.began_at, "until": mute.until}
    await upsert(connection, mutes, [row])


async def drop_mute(connection: AsyncConnection, chat_id: int) -> None:
    await connection.execute(delete(mutes).where(mutes.c.chat_id == chat_id))


async def mutes_over(connection: AsyncConnection, now: datetime, limit: int = 1) -> tuple[tuple[int, Mute], ...]:
    found = await connection.execute(select(mutes).where(mutes.c.until <= now).order_by(mutes.c.until).limit(limit))
    return tuple((row.chat_id, Mute(MuteKind(row.kind), row.began_at, row.until)) for row in found)


async def windows_over(connection: AsyncConnection, now: datetime, limit: int = 1) -> tuple[tuple[Chat, Interval], ...]:
    """So many chats whose quiet window has ended by now, with that window.

    One to which a message is on its way waits a little: until that is settled, nobody knows whether it rang.
    """
    flying = exists().where(outbox.c.chat_id == chats.c.id, outbox.c.state == OWED, outbox.c.leased_until.is_not(None))
    known = ~flying | (chats.c.window_end <= now - SETTLED_WITHIN)
    over = select(chats).where(chats.c.window_end <= now, chats.c.gone.is_(None), known).order_by(chats.c.window_end)
    found = await connection.execute(over.limit(limit))
    return tuple((_chat(row), Interval(row.window_start, row.window_end)) for row in found)


async def modes_over(connection: AsyncConnection, now: datetime, limit: int = 1) -> tuple[Chat, ...]:
    """So many chats whose mode has ended by now."""
    over = select(chats).where(chats.c.mode_until <= now).order_by(chats.c.mode_until).limit(limit)
    return tuple(_chat(row) for row in await connection.execute(over))


async def window_of(connection: AsyncConnection, chat_id: int) -> Interval | None:
    row = (await connection.execute(select(chats).where(chats.c.id == chat_id))).one()
    return Interval(row.window_start, row.window_end) if row.window_end else None


async def put_window(connection: AsyncConnection, chat_id: int, window: Interval | None) -> None:
    """Stores the quiet interval that runs or comes next, at whose end a recap is due."""
    start, end = (window.start, window.end) if window else (None, None)
    await connection.execute(update(chats).where(chats.c.id == chat_id).values(window_start=start, window_end=end))


async def _drop_places(connection: AsyncConnection, which: ColumnElement[bool]) -> int:
    before = await _cohorts_of(connection, which)
    dropped = await connection.execute(delete(places).where(which))
    await _leave(connection, before)
    return dropped.rowcount


async def _cohorts_of(connection: AsyncConnection, which: ColumnElement[bool]) -> Sequence[tuple[int, int]]:
    found = await connection.execute(select(places.c.chat_id, places.c.cohort_id).where(which))
    return [(row.chat_id, row.cohort_id) for row in found]


async def _leave(connection: AsyncConnection, left: Sequence[tuple[int, int]]) -> None:
    """Words that a person took back go at once, unless a message was sent by them or somebody else has the same."""
    words = (cohorts.c.label != "") | (cohorts.c.shelter != "")
    in_use = exists().where(places.c.cohort_id == cohorts.c.id)
    for chat_id, cohort_id in left:
        told = exists().where(outbox.c.chat_id == chat_id, outbox.c.cohort_id == cohorts.c.id)
        await connection.execute(delete(cohorts).where(cohorts.c.id == cohort_id, words, ~in_use, ~told))


async def _cohort(connection: AsyncConnection, chat: Chat, place: Place) -> int:
    row = {
        "language": chat.language,
        "timezone": chat.quiet.timezone,
        "windows": to_text(chat.quiet.windows),
        "mode": chat.quiet.mode,
        "area": place.area,
        "label": place.label,
        "loudness": place.loudness,
        "reach": place.reach,
        "shelter": place.shelter,
    }
    await connection.execute(insert_for(connection, cohorts).values(row).on_conflict_do_nothing())
    same = [cohorts.c[name] == value for name, value in row.items()]
    cohort_id: int = (await connection.execute(select(cohorts.c.id).where(*same))).scalar_one()
    return cohort_id


def _place(row: Row[Any]) -> Place:
    return Place(AreaId(row.area), row.label, Loudness(row.loudness), row.until, Reach(row.reach), row.shelter)


def _chat(row: Row[Any]) -> Chat:
    return Chat(
        id=row.id,
        kind=ChatKind(row.kind),
        language=row.language,
        quiet=QuietHours(from_text(row.windows), Mode(row.mode), row.timezone),
        digest_times=hours_from_text(row.digest_times),
        topic=row.topic,
        insist=row.insist,
        mode_until=row.mode_until,
        pace=Pace(row.pace),
        step_free=row.step_free,
        digest_parts=_parts_without(row.digest_without),
        digest_rings=row.digest_rings,
        settings_version=row.settings_version,
    )


def _columns(chat: Chat) -> dict[str, Any]:
    return {
        "kind": chat.kind,
        "language": chat.language,
        "timezone": chat.quiet.timezone,
        "windows": to_text(chat.quiet.windows),
        "mode": chat.quiet.mode,
        "digest_times": hours_to_text(chat.digest_times),
        "topic": chat.topic,
        "insist": chat.insist,
        "mode_until": chat.mode_until,
        "pace": chat.pace,
        "step_free": chat.step_free,
        "digest_without": ",".join(part for part in DigestPart if part not in chat.digest_parts),
        "digest_rings": chat.digest_rings,
        "settings_version": chat.settings_version,
    }


def _parts_without(left_out: str) -> frozenset[DigestPart]:
    """What is left out is kept, and not what is wanted: a part that is new is told."""
    return ALL_PARTS - {DigestPart(part) for part in left_out.split(",") if part}


async def moments_due(connection: AsyncConnection) -> tuple[datetime, ...]:
    """When windows, modes and mutes end and digests are due, over all chats that can be written to."""
    here = chats.c.gone.is_(None)
    moments = select(chats.c.window_end, chats.c.mode_until, chats.c.digest_due_at).where(here)
    chosen = await connection.execute(moments.distinct())
    ends = select(mutes.c.until).join(chats, chats.c.id == mutes.c.chat_id).where(here)
    muted = await connection.execute(ends.distinct())
    return tuple(moment for found in (chosen, muted) for row in found for moment in row if moment is not None)
