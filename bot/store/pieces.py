"""Writes what one range of chats is owed of the plans: decisions are made once for each cohort and joined into one
INSERT..SELECT, and no row of a chat is read.
"""

import asyncio
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Row, case, func, insert, select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.alerts import AreaId
from bot.domain.notices import GUARDED_LANE, Notice, NoticeKind, precedence
from bot.domain.policy import Cohort, Decision, Heard, Loudness
from bot.domain.quiet import Mode, MuteKind, QuietHours, from_text
from bot.store import statements
from bot.store.statements import MATTERS, Shape
from bot.store.tables import decisions, notices, plans
from bot.store.values import body_from_json

Decider = Callable[[Notice, Cohort, datetime], Decision]

#: Before the first chat and at the last one, whatever their ids.
BEFORE_ALL, LAST = -(2**63), 2**63 - 1
#: The names of no batch and of no notice: they are numbered from one.
NO_BATCH = NO_NOTICE = 0
FIRST = datetime(1970, 1, 1, tzinfo=UTC)
#: Decisions made before the loop may do something else.
BREATH = 50


@dataclass(frozen=True, slots=True)
class Piece:
    """The chats after an id up to another; `like` keeps to the places that the plans of that batch are about, `public`
    to the channels.
    """

    after: int = BEFORE_ALL
    up_to: int = LAST
    like: int | None = None
    public: bool = False


async def write_piece(connection: AsyncConnection, piece: Piece, decider: Decider) -> int:
    """Owes the chats of the piece everything that is planned for them, oldest first, whatever of it they are owed
    already; returns how many rows that made.
    """
    any_drops = func.max(case((plans.c.drops, 1), else_=0))
    known = select(plans.c.batch, plans.c.at, any_drops, func.count(plans.c.turn))
    owed = 0
    for name, at, drops, turns in await connection.execute(
        known.group_by(plans.c.batch, plans.c.at).order_by(plans.c.batch)
    ):
        batch = _Batch(name, at, drops=bool(drops), joins=bool(turns))
        owed += await _write_batch(connection, piece, batch, decider)
    return owed


async def warm_up(connection: AsyncConnection, decider: Decider) -> None:
    """Asks for nothing in every way in which a piece asks, so that the first alert does not wait for SQL to be made."""
    nothing = _Batch(NO_BATCH, FIRST, drops=True, joins=True)
    for piece in (Piece(), Piece(public=True)):
        await _write_batch(connection, piece, nothing, decider)
    await _planned(connection, {NO_NOTICE})


@dataclass(frozen=True, slots=True)
class _Batch:
    """The plans of one moment, and whether they drop or join anything."""

    name: int
    at: datetime
    drops: bool
    joins: bool


async def _write_batch(connection: AsyncConnection, piece: Piece, batch: _Batch, decider: Decider) -> int:
    shape = Shape(narrow=piece.like not in (None, batch.name), public=piece.public)
    given = {
        "after": piece.after,
        "up_to": piece.up_to,
        "batch": batch.name,
        "like": piece.like,
        "newest_first": precedence(0, batch.at),
        "in_turn": precedence(GUARDED_LANE, batch.at),
    }
    if batch.drops:
        await connection.execute(statements.drop(shape), given)
    await _decide(connection, given, decider, shape)
    owed = await connection.execute(statements.owe(connection.dialect.name, shape), given)
    if batch.joins:
        await connection.execute(statements.join(shape), given)
    return owed.rowcount


async def _decide(connection: AsyncConnection, given: Mapping[str, int | None], decider: Decider, shape: Shape) -> None:
    """Decides for whom in the piece nothing is decided yet."""
    undecided = await connection.execute(statements.undecided(connection.dialect.name, shape), given)
    planned: dict[int, tuple[Notice, datetime]] = {}
    known: dict[tuple[str, ...], Decision] = {}
    for rows in undecided.partitions(BREATH):
        unknown = {row.notice_id for row in rows} - planned.keys()
        if unknown:
            planned |= await _planned(connection, unknown)
        made = [_decided(row, planned[row.notice_id], known, decider) for row in rows]
        await connection.execute(insert(decisions), made)
        await asyncio.sleep(0)


def _decided(
    row: Row[Any], planned: tuple[Notice, datetime], known: dict[tuple[str, ...], Decision], decider: Decider
) -> dict[str, Any]:
    alike = (row.notice_id, row.heard, row.mute, *(getattr(row, name) for name in MATTERS))
    if alike not in known:
        notice, at = planned
        known[alike] = decider(notice, _cohort(row), at)
    decision = known[alike]
    return {
        "notice_id": row.notice_id,
        "cohort_id": row.cohort_id,
        "heard": row.heard,
        "mute": row.mute,
        "sound": decision.sound,
        "reason": decision.reason,
        "holds_until": decision.until,
    }


def _cohort(row: Row[Any]) -> Cohort:
    """Without what chooses words alone, so that cohorts that differ in nothing else are decided once."""
    return Cohort(
        language="",
        quiet=QuietHours(from_text(row.windows), Mode(row.mode), row.timezone),
        area=AreaId(row.area),
        label="",
        loudness=Loudness(row.loudness),
        heard=Heard(row.heard),
        mute=MuteKind(row.mute) if row.mute else None,
    )


async def _planned(connection: AsyncConnection, ids: set[int]) -> dict[int, tuple[Notice, datetime]]:
    found = await connection.execute(
        select(notices, plans.c.at.label("planned_at"))
        .join(plans, plans.c.notice_id == notices.c.id)
        .where(notices.c.id.in_(ids))
    )
    return {row.id: (_notice(row), row.planned_at) for row in found}


def _notice(row: Row[Any]) -> Notice:
    kind = NoticeKind(row.kind)
    return Notice(row.key, kind, row.at, body_from_json(kind, row.body))
