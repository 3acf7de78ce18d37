"""Writes what one range of chats is owed of the plans: decisions are made once for each cohort and joined into one
INSERT..SELECT, and no row of a chat is read.
"""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import (
    BigInteger,
    ColumnElement,
    Row,
    Select,
    Subquery,
    case,
    exists,
    func,
    insert,
    literal,
    or_,
    select,
    update,
)
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.alerts import AreaId
from bot.domain.notices import GUARDED_LANE, PUBLIC_AHEAD, Notice, NoticeKind, precedence
from bot.domain.policy import PUBLIC, Cohort, Decision, Heard, Loudness, Reason, Sound
from bot.domain.quiet import Mode, MuteKind, QuietHours, from_text
from bot.store.outbox import TELLING_OF_BEGINNINGS
from bot.store.tables import (
    DEAD,
    DROPPED,
    OWED,
    SENT,
    channels,
    chats,
    cohorts,
    decisions,
    mutes,
    notice_episodes,
    notices,
    outbox,
    places,
    plans,
)
from bot.store.told import heard_as, rank_of_row
from bot.store.upsert import insert_for
from bot.store.values import body_from_json

Decider = Callable[[Notice, Cohort, datetime], Decision]

#: Before the first chat and at the last one, whatever their ids.
BEFORE_ALL, LAST = -(2**63), 2**63 - 1
#: The name of no batch: notices are numbered from one.
NO_BATCH = 0
FIRST = datetime(1970, 1, 1, tzinfo=UTC)
#: Decisions made before the loop may do something else.
BREATH = 50
#: What of a cohort a decision goes by.
_MATTERS = ("timezone", "windows", "mode", "loudness")


@dataclass(frozen=True, slots=True)
class Piece:
    """The chats after an id up to another; `like` keeps to the places that the plans of that batch are about, `public`
    to the channels.
    """

    after: int = BEFORE_ALL
    up_to: int = LAST
    like: int | None = None
    public: bool = False

    def holds(self, chat_id: ColumnElement[int]) -> ColumnElement[bool]:
        if self.public:
            return chat_id.in_(select(channels.c.chat_id))
        return (chat_id > self.after) & (chat_id <= self.up_to)

    def concerns(self, batch: int) -> ColumnElement[bool]:
        """Which plans of a batch."""
        if self.like in (None, batch):
            return plans.c.batch == batch
        other = plans.alias()
        return (plans.c.batch == batch) & plans.c.area.in_(select(other.c.area).where(other.c.batch == self.like))


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
        batch = _Batch(piece.concerns(name), at, drops=bool(drops), joins=bool(turns))
        owed += await _write_batch(connection, piece, batch, decider)
    return owed


async def warm_up(connection: AsyncConnection, decider: Decider) -> None:
    """Asks for nothing in every way in which a piece asks, so that the first alert does not wait for SQL to be made."""
    await _write_batch(connection, Piece(), _Batch(Piece().concerns(NO_BATCH), FIRST, drops=True, joins=True), decider)


@dataclass(frozen=True, slots=True)
class _Batch:
    """Which plans of one moment a piece concerns, and whether they drop or join anything."""

    mine: ColumnElement[bool]
    at: datetime
    drops: bool
    joins: bool


async def _write_batch(connection: AsyncConnection, piece: Piece, batch: _Batch, decider: Decider) -> int:
    if batch.drops:
        await _drop(connection, piece, batch.mine)
    await _decide(connection, piece, batch.mine, decider)
    owed = await connection.execute(_insert(connection, piece, batch))
    if batch.joins:
        await _join(connection, piece, batch.mine)
    return owed.rowcount


async def _drop(connection: AsyncConnection, piece: Piece, mine: ColumnElement[bool]) -> None:
    """What told of a beginning and has not left would arrive after its own end, or after the worse that it became."""
    overtaken = (
        select(notices.c.id)
        .join(notice_episodes, notice_episodes.c.notice_id == notices.c.id)
        .join(plans, plans.c.heard_of == notice_episodes.c.episode_key)
        .where(mine, plans.c.drops, notices.c.kind.in_(TELLING_OF_BEGINNINGS), notices.c.id < plans.c.notice_id)
    )
    unsent = _is_owed() & outbox.c.leased_until.is_(None) & ~outbox.c.repeat
    await connection.execute(
        update(outbox)
        .where(outbox.c.notice_id.in_(overtaken), piece.holds(outbox.c.chat_id), unsent)
        .values(state=DROPPED, reason=Reason.SUPERSEDED)
    )


def _is_owed() -> ColumnElement[bool]:
    """Said by what it is not: by what it is, SQLite looks through everything that is owed to anybody."""
    return outbox.c.state.not_in([SENT, DROPPED, DEAD])


async def _decide(connection: AsyncConnection, piece: Piece, mine: ColumnElement[bool], decider: Decider) -> None:
    """Decides for whom in the piece nothing is decided yet."""
    listeners = _listeners(piece, mine).subquery()
    groups = (
        select(listeners.c.notice_id, listeners.c.cohort_id, listeners.c.heard, listeners.c.mute)
        .outerjoin(decisions, _same_cohort(listeners))
        .where(decisions.c.notice_id.is_(None))
        .distinct()
        .subquery()
    )
    matters = [cohorts.c[name] for name in ("area", *_MATTERS)]
    undecided = await connection.execute(select(groups, *matters).join(cohorts, cohorts.c.id == groups.c.cohort_id))
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
    alike = (row.notice_id, row.heard, row.mute, *(getattr(row, name) for name in _MATTERS))
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


def _same_cohort(listeners: Subquery) -> ColumnElement[bool]:
    return (
        (decisions.c.notice_id == listeners.c.notice_id)
        & (decisions.c.cohort_id == listeners.c.cohort_id)
        & (decisions.c.heard == listeners.c.heard)
        & (decisions.c.mute == listeners.c.mute)
    )


def _listeners(piece: Piece, mine: ColumnElement[bool]) -> Select[Any]:
    """Every reachable chat of the piece once for each notice, with its cohort, what it heard before, and its mute."""
    heard = _heard(piece, mine)
    return (
        select(
            plans.c.notice_id,
            plans.c.lane,
            plans.c.at,
            places.c.chat_id,
            places.c.cohort_id,
            places.c.loudness.in_(sorted(PUBLIC)).label("public"),
            heard_as(heard.c.rank).label("heard"),
            func.coalesce(mutes.c.kind, "").label("mute"),
            mutes.c.until.label("mute_until"),
            chats.c.settings_version,
        )
        .select_from(plans)
        .join(places, (places.c.area == plans.c.area) & piece.holds(places.c.chat_id))
        .join(chats, (chats.c.id == places.c.chat_id) & chats.c.gone.is_(None))
        .outerjoin(heard, (heard.c.notice_id == plans.c.notice_id) & (heard.c.chat_id == places.c.chat_id))
        .outerjoin(mutes, (mutes.c.chat_id == places.c.chat_id) & (mutes.c.until > plans.c.at))
        .where(mine, or_(places.c.until.is_(None), places.c.until > plans.c.at))
        .where(or_(plans.c.rung_by.is_(None), _rang(places.c.chat_id)))
    )


def _heard(piece: Piece, mine: ColumnElement[bool]) -> Subquery:
    """The loudest that each chat of the piece heard before, as a rank."""
    return (
        select(plans.c.notice_id, outbox.c.chat_id, func.max(rank_of_row()).label("rank"))
        .select_from(plans)
        .join(
            notice_episodes,
            (notice_episodes.c.episode_key == plans.c.heard_of) & (notice_episodes.c.notice_id != plans.c.notice_id),
        )
        .join(outbox, (outbox.c.notice_id == notice_episodes.c.notice_id) & piece.holds(outbox.c.chat_id))
        .where(mine, outbox.c.state.in_([OWED, SENT, DROPPED]))
        .group_by(plans.c.notice_id, outbox.c.chat_id)
        .subquery()
    )


def _rang(chat_id: ColumnElement[int]) -> ColumnElement[bool]:
    """Whether the episode that the plan names rang for a chat."""
    heard = outbox.alias()
    about = (notice_episodes.c.episode_key == plans.c.rung_by) & (notice_episodes.c.notice_id == heard.c.notice_id)
    loud = heard.c.state.in_([OWED, SENT]) & ((heard.c.sound == Sound.LOUD) | heard.c.ring_end)
    return exists().where(about, heard.c.chat_id == chat_id, loud)


def _insert(connection: AsyncConnection, piece: Piece, batch: _Batch) -> Any:
    listeners = _listeners(piece, batch.mine).subquery()
    newest_first, in_turn = (literal(precedence(lane, batch.at), BigInteger) for lane in (0, GUARDED_LANE))
    order = case((listeners.c.lane < GUARDED_LANE, newest_first), else_=in_turn)
    # One message reaches everybody who reads the channel at once.
    public_first = case((listeners.c.public, order - literal(PUBLIC_AHEAD, BigInteger)), else_=order)
    # A mute's end is an edge like a window's, and each chat's own.
    later = func.coalesce(listeners.c.mute_until, decisions.c.holds_until)
    edge = case((decisions.c.holds_until <= listeners.c.mute_until, decisions.c.holds_until), else_=later)
    values: dict[str, Any] = {
        "notice_id": listeners.c.notice_id,
        "chat_id": listeners.c.chat_id,
        "cohort_id": listeners.c.cohort_id,
        "lane": listeners.c.lane,
        "sound": decisions.c.sound,
        "reason": decisions.c.reason,
        "holds_until": edge,
        "settings_version": listeners.c.settings_version,
        "owed_at": listeners.c.at,
        "precedence": public_first,
        "not_before": listeners.c.at,
        "refusals": literal(0),
        "state": literal(OWED),
        "repeat": literal(False),
    }
    rows = (
        select(*values.values())
        .select_from(listeners)
        .join(decisions, _same_cohort(listeners))
        .where(decisions.c.sound != Sound.NONE)
    )
    return insert_for(connection, outbox).from_select(list(values), rows).on_conflict_do_nothing()


async def _join(connection: AsyncConnection, piece: Piece, mine: ColumnElement[bool]) -> None:
    """Makes one message of what a chat is owed of several notices of one turn: the loudest and gravest row carries the
    others.
    """
    order = (outbox.c.sound != Sound.LOUD, outbox.c.lane, outbox.c.id)
    carrier = func.first_value(outbox.c.id).over(partition_by=(outbox.c.chat_id, plans.c.turn), order_by=order)
    unsent = _is_owed() & outbox.c.leased_until.is_(None)
    # Asked for by their numbers too, because SQLite would else look through everything that these chats ever got.
    shared = select(plans.c.notice_id).where(mine, plans.c.turn.is_not(None))
    ranked = (
        select(outbox.c.id, carrier.label("carrier"))
        .join(plans, plans.c.notice_id == outbox.c.notice_id)
        .where(outbox.c.notice_id.in_(shared), piece.holds(outbox.c.chat_id), unsent)
        .subquery()
    )
    await connection.execute(
        update(outbox)
        .where(outbox.c.id == ranked.c.id, outbox.c.id != ranked.c.carrier)
        .values(joined_to=ranked.c.carrier)
    )
