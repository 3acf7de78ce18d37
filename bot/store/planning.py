"""Owes people what follows from a change: in its transaction where they are few, else in pieces that outlive a crash.

A sweep goes through the chats by their ids, with everything that is planned; what is planned meanwhile joins it where
it is, and is done when the sweep is there again. So each chat is owed everything in the order in which it happened.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import case, delete, func, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.alerts import Gravity, gravest
from bot.domain.notices import AlertNotice, Notice, NoticeKind, episodes_of, lane, precedence
from bot.domain.plans import Plan, decide_first
from bot.domain.policy import Decision, Sound
from bot.domain.together import turns
from bot.store import pieces
from bot.store.pieces import BEFORE_ALL, LAST, Decider, Piece, write_piece
from bot.store.tables import OWED, chats, decisions, notice_episodes, notices, outbox, places, plans
from bot.store.upsert import insert_for
from bot.store.values import body_from_json, body_to_json


@dataclass(frozen=True, slots=True)
class Sizes:
    """Up to how many followers a broadcast is planned at once, and how many chats the first piece of a larger one has:
    few, so that its first message leaves at once. Those after it are as large as their time allows, within bounds.
    """

    at_once: int = 2_000
    first: int = 100
    least: int = 1_000
    largest: int = 20_000


async def plan(
    connection: AsyncConnection,
    wanted: Sequence[Plan],
    now: datetime,
    sizes: Sizes | None = None,
    decider: Decider = decide_first,
) -> int:
    """Owes what is wanted at one moment (`now`: the bot's clock) to as many as may be at once, and notes it for the
    rest; returns how many rows that made. What was planned or owed before is left out.
    """
    sizes = sizes or Sizes()
    batch = await _note(connection, wanted, now)
    if batch is None:
        return 0
    if await _has_more_followers(connection, batch, sizes.at_once):
        # Wherever the sweep is: one message to a channel reaches more than any piece does.
        public = await write_piece(connection, Piece(like=batch, public=True), decider)
        return public + (await _write_next(connection, sizes.first, decider) or 0)
    # What is still planned for the same places came before, and is owed before.
    owed = await write_piece(connection, Piece(like=batch), decider)
    await _forget(connection, plans.c.batch == batch)
    return owed


async def plan_on(connection: AsyncConnection, size: int, decider: Decider = decide_first) -> int | None:
    """Plans for so many chats more; returns how many rows that made, None where nothing was left to plan."""
    return await _write_next(connection, size, decider)


async def plan_for(connection: AsyncConnection, chat_id: int, decider: Decider = decide_first) -> None:
    """Owes one chat what is still planned for it, because it is about to get another id."""
    if await is_planning(connection):
        await write_piece(connection, Piece(chat_id - 1, chat_id), decider)


async def warm_up(connection: AsyncConnection) -> None:
    """Takes beforehand what time the first plan would take that the others do not."""
    await pieces.warm_up(connection, decide_first)


async def is_planning(connection: AsyncConnection) -> bool:
    """Whether somebody may be owed something that is not written down yet."""
    return await connection.scalar(select(plans.c.batch).limit(1)) is not None


async def _note(connection: AsyncConnection, wanted: Sequence[Plan], now: datetime) -> int | None:
    """Stores the notices that are new, and what is planned with them; the batch's name, None where nothing is new."""
    ids = await add_notices(connection, [one.notice for one in wanted])
    new = [one for one in wanted if one.notice.key in ids]
    if not new:
        return None
    batch = min(ids.values())
    reached = await connection.scalar(select(func.max(plans.c.reached)))
    where = BEFORE_ALL if reached is None else reached
    shared = {"batch": batch, "at": now, "reached": where, "began": where, "wrapped": False}
    turn = turns([one.notice for one in new])
    rows = [
        {
            **shared,
            "notice_id": ids[one.notice.key],
            "area": one.area,
            "heard_of": one.heard_of,
            "rung_by": one.rung_by,
            "drops": one.drops,
            "turn": turn.get(one.notice.key),
            "lane": lane(one.notice),
        }
        for one in new
    ]
    await connection.execute(insert(plans), rows)
    return batch


async def _has_more_followers(connection: AsyncConnection, batch: int, number: int) -> bool:
    followers = select(places.c.chat_id).join(plans, plans.c.area == places.c.area).where(plans.c.batch == batch)
    counted = select(func.count()).select_from(followers.limit(number + 1).subquery())
    return (await connection.scalar(counted) or 0) > number


async def _write_next(connection: AsyncConnection, size: int, decider: Decider) -> int | None:
    """The next piece of the sweep: so many chats, but not beyond where one of the plans began."""
    ahead = func.min(case((plans.c.wrapped, plans.c.began), else_=LAST))
    reached, end = (await connection.execute(select(func.max(plans.c.reached), ahead))).one()
    if reached is None:
        return None
    beyond = select(chats.c.id).where(chats.c.id > reached).order_by(chats.c.id).offset(size - 1).limit(1)
    found = await connection.scalar(beyond)
    up_to = min(end, LAST if found is None else found)
    owed = await write_piece(connection, Piece(reached, up_to), decider)
    await _reach(connection, up_to)
    return owed


async def _reach(connection: AsyncConnection, up_to: int) -> None:
    """Moves the sweep on; after the last chat comes the first. Plans that are through are forgotten."""
    if up_to == LAST:
        await connection.execute(update(plans).values(reached=BEFORE_ALL, wrapped=True))
    else:
        await connection.execute(update(plans).values(reached=up_to))
    await _forget(connection, plans.c.wrapped & (plans.c.began <= plans.c.reached))


async def _forget(connection: AsyncConnection, which: Any) -> None:
    over = select(plans.c.notice_id).where(which)
    await connection.execute(delete(decisions).where(decisions.c.notice_id.in_(over)))
    await connection.execute(delete(plans).where(which))


async def owe_chat(
    connection: AsyncConnection,
    notice: Notice,
    chat_id: int,
    decision: Decision,
    now: datetime,
    episode_keys: Iterable[str] = (),
) -> bool:
    """Owes a notice made for one chat (a recap, a digest); False where it was owed before or the chat is gone."""
    reachable = select(chats.c.settings_version).where(chats.c.id == chat_id, chats.c.gone.is_(None))
    version = await connection.scalar(reachable)
    notice_id = None if version is None else await add_notice(connection, notice, episode_keys)
    if notice_id is None:
        return False
    await connection.execute(
        insert(outbox).values(
            notice_id=notice_id,
            chat_id=chat_id,
            lane=lane(notice),
            sound=decision.sound,
            reason=decision.reason,
            holds_until=decision.until,
            settings_version=version,
            owed_at=now,
            precedence=precedence(lane(notice), now),
            not_before=decision.until if decision.sound is Sound.HELD and decision.until else now,
            state=OWED,
        )
    )
    return True


async def owe_one(
    connection: AsyncConnection,
    notice: Notice,
    chat_id: int,
    decision: Decision,
    now: datetime,
    *,
    cohort_of: int | None = None,
    after: timedelta = timedelta(0),
) -> None:
    """Owes one chat a notice that others may be owed already, not to leave before `after`; `cohort_of` is the row whose
    place it is about. A chat that asked to be forgotten meanwhile is owed nothing.
    """
    version = await connection.scalar(select(chats.c.settings_version).where(chats.c.id == chat_id))
    if version is None:
        return
    await add_notice(connection, notice)
    row = {
        "notice_id": await connection.scalar(select(notices.c.id).where(notices.c.key == notice.key)),
        "chat_id": chat_id,
        "cohort_id": select(outbox.c.cohort_id).where(outbox.c.id == cohort_of).scalar_subquery(),
        "lane": lane(notice),
        "sound": decision.sound,
        "reason": decision.reason,
        "holds_until": decision.until,
        "settings_version": version,
        "owed_at": now,
        "precedence": precedence(lane(notice), now),
        "not_before": now + after,
        "state": OWED,
    }
    await connection.execute(insert_for(connection, outbox).values(row).on_conflict_do_nothing())


async def gravest_told(
    connection: AsyncConnection, episode_key: str, now_told: Iterable[Notice] = ()
) -> Gravity | None:
    """The gravest that any notice has told of an episode, or tells just now; None where none has."""
    about = select(notice_episodes.c.notice_id).where(notice_episodes.c.episode_key == episode_key)
    found = await connection.execute(
        select(notices.c.body).where(notices.c.id.in_(about), notices.c.kind == NoticeKind.ALERT)
    )
    bodies = [body_from_json(NoticeKind.ALERT, row.body) for row in found]
    bodies += [notice.body for notice in now_told if episode_key in episodes_of(notice)]
    told = [body.transition.episode.gravity for body in bodies if isinstance(body, AlertNotice)]
    return gravest(told) if told else None


async def add_notice(connection: AsyncConnection, notice: Notice, episode_keys: Iterable[str] = ()) -> int | None:
    """Stores the notice; None where its key is known already, which means that everything about it is owed already."""
    ids = await add_notices(connection, [notice])
    notice_id = ids.get(notice.key)
    links = [{"notice_id": notice_id, "episode_key": key} for key in episode_keys]
    if notice_id is not None and links:
        await connection.execute(insert(notice_episodes), links)
    return notice_id


async def add_notices(connection: AsyncConnection, new: Sequence[Notice]) -> dict[str, int]:
    """Stores the notices whose keys are not known yet; returns the ids of those, by their keys."""
    rows = [{"key": one.key, "kind": one.kind, "at": one.at, "body": body_to_json(one.kind, one.body)} for one in new]
    statement = insert_for(connection, notices).on_conflict_do_nothing().returning(notices.c.id, notices.c.key)
    added = await connection.execute(statement, rows) if rows else ()
    ids: dict[str, int] = {row.key: row.id for row in added}
    links = [
        {"notice_id": ids[one.key], "episode_key": key} for one in new if one.key in ids for key in episodes_of(one)
    ]
    if links:
        await connection.execute(insert(notice_episodes), links)
    return ids
