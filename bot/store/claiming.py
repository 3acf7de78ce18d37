"""Takes what may be sent now off the outbox: a lease for each row, and all that its message is made of."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from functools import cache
from typing import Any, NamedTuple

from sqlalchemy import (
    BindParameter,
    ColumnElement,
    Integer,
    Row,
    Select,
    Table,
    bindparam,
    exists,
    func,
    or_,
    select,
    text,
    true,
    update,
)
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.notices import DIGEST_LANE, END_LANE, INSIST_LANE, Notice, NoticeKind
from bot.domain.policy import Heard, Loudness, Reason, Sound
from bot.domain.reach import Reach
from bot.store import pauses
from bot.store.outbox import Owed
from bot.store.tables import (
    OWED,
    Moment,
    RowId,
    chats,
    cohorts,
    episodes,
    mutes,
    notice_episodes,
    notices,
    outages,
    outbox,
    places,
    plans,
    spells,
)
from bot.store.values import body_from_json, read_cohort

#: What the statements of a claim are given: the bot's clock and the machine's, until when, and which rows.
_MOMENT = bindparam("moment", type_=Moment)
_MACHINE_MOMENT = bindparam("machine_moment", type_=Moment)
_CLAIMED_UNTIL = bindparam("claimed_until", type_=Moment)
_CLAIMED = bindparam("claimed", expanding=True, type_=RowId)
_NOTICES = bindparam("notices", expanding=True, type_=RowId)
#: The number of no row: they are numbered from one.
NO_ROW = 0


async def claim(
    connection: AsyncConnection, now: datetime, machine_now: datetime, leased_until: datetime, limit: int
) -> tuple[Owed, ...]:
    """Leases the next rows that are due, the grave first; a lease that ran out is claimed again."""
    moments = {"moment": now, "machine_moment": machine_now, "claimed_until": leased_until}
    if connection.dialect.name == "postgresql":
        # It cannot know yet how much a broadcast has just owed, and would sort all of it to find the first few rows,
        # which its index has in their order.
        await connection.execute(_IN_THE_ORDER_OF_AN_INDEX)
    leased = await connection.execute(_lease_due(), {**moments, "at_most": limit})
    ids = [row.id for row in leased]
    if not ids:
        return ()
    await connection.execute(_lease_joined(), {**moments, "claimed": ids})
    return await _with_theirs(connection, ids, moments, now, _claimed())


async def look_for_grave(
    connection: AsyncConnection,
    now: datetime,
    machine_now: datetime,
    leased_until: datetime,
    limit: int,
    is_taken: Callable[[int], bool],
) -> tuple[Owed, ...]:
    """The next rows that tell of grave danger which is not over, whoever leased them, as if they were claimed; for as
    long as nothing can be written. Those that are taken by somebody are left out.
    """
    moments = {"moment": now, "machine_moment": machine_now, "claimed_until": leased_until}
    ids: list[int] = []
    async with connection.stream(_grave(), moments) as found:
        async for row in found:
            if not is_taken(row.id):
                ids.append(row.id)
            if len(ids) == limit:
                break
    return await _with_theirs(connection, ids, moments, now, _owed_with_joined()) if ids else ()


async def warm_up(connection: AsyncConnection, now: datetime, machine_now: datetime) -> None:
    """Asks for nothing in every way in which a claim asks, so that the first alert does not wait for SQL to be made."""
    moments = {"moment": now, "machine_moment": machine_now, "claimed_until": machine_now}
    await claim(connection, now, machine_now, machine_now, 0)
    await connection.execute(_lease_joined(), {**moments, "claimed": [NO_ROW]})
    await _with_theirs(connection, [NO_ROW], moments, now, _claimed())


async def _with_theirs(
    connection: AsyncConnection,
    ids: Sequence[int],
    moments: Mapping[str, datetime],
    now: datetime,
    statement: Select[Any],
) -> tuple[Owed, ...]:
    """Reads rows and, by a statement that finds both, what goes out in their messages."""
    found = (await connection.execute(statement, {**moments, "claimed": ids})).all()
    told = await _told(connection, {row.notice_id for row in found})
    rows = [(row, _owed(row, told[row.notice_id], moments["claimed_until"], now)) for row in found]
    return _with_joined(rows, frozenset(ids))


async def _told(connection: AsyncConnection, ids: Iterable[int]) -> Mapping[int, "_Told"]:
    """The notices of some rows by their numbers."""
    found = await connection.execute(_notices(), {"notices": list(ids) or [NO_ROW]})
    return {row.id: _Told(read_notice(row), bool(row.over)) for row in found}


class _Told(NamedTuple):
    """What many rows tell, and whether it is over: read once for all of them."""

    notice: Notice
    over: bool


#: For the rest of a transaction.
_IN_THE_ORDER_OF_AN_INDEX = text("SET LOCAL enable_sort = off")

# Made once: these are asked several times a second, and to make one takes longer than to run it.


@cache
def _any_due() -> Select[tuple[int]]:
    return _due().limit(1)


@cache
def _lease_due() -> Any:
    due = _due().order_by(*_order()).limit(bindparam("at_most", type_=Integer))
    return update(outbox).where(outbox.c.id.in_(due)).values(**_leased()).returning(outbox.c.id)


@cache
def _grave() -> Select[tuple[int]]:
    runs = select(notices.c.id).where(~is_over())
    return _due(leased=True).where(outbox.c.lane < INSIST_LANE, outbox.c.notice_id.in_(runs)).order_by(*_order())


@cache
def _owed_with_joined() -> Select[Any]:
    joined = outbox.c.joined_to.in_(_CLAIMED) & (outbox.c.state == OWED)
    return _owed_rows().where(outbox.c.id.in_(_CLAIMED) | joined).order_by(*_order())


@cache
def _lease_joined() -> Any:
    joined = outbox.c.joined_to.in_(_CLAIMED) & (outbox.c.state == OWED) & unleased(_MACHINE_MOMENT)
    return update(outbox).where(joined).values(**_leased())


@cache
def _notices() -> Select[Any]:
    told = (notices.c.id, notices.c.key, notices.c.kind, notices.c.at, notices.c.body, is_over().label("over"))
    return select(*told).where(notices.c.id.in_(_NOTICES))


@cache
def _claimed() -> Select[Any]:
    joined = outbox.c.joined_to.in_(_CLAIMED) & (outbox.c.leased_until == _CLAIMED_UNTIL)
    return _owed_rows().where(outbox.c.id.in_(_CLAIMED) | joined).order_by(*_order())


def _leased() -> dict[str, Any]:
    # Whoever held a lease that ran out may have sent the message and not lived to say so.
    repeat = outbox.c.repeat | outbox.c.leased_until.is_not(None)
    return {"leased_until": _CLAIMED_UNTIL, "rests_until": None, "repeat": repeat}


def _order() -> Sequence[Any]:
    return (outbox.c.lane, outbox.c.precedence, outbox.c.id)


def _with_joined(rows: Iterable[tuple[Row[Any], Owed]], ids: frozenset[int]) -> tuple[Owed, ...]:
    """The claimed rows in their order, each with those that go out in its message."""
    claimed: dict[int, Owed] = {}
    joined: dict[int, tuple[Owed, ...]] = {}
    for row, owed in rows:
        if owed.id in ids:
            claimed[owed.id] = owed
        else:
            joined[row.joined_to] = (*joined.get(row.joined_to, ()), owed)
    if not joined:
        return tuple(claimed.values())
    return tuple(replace(owed, joined=joined[owed.id]) if owed.id in joined else owed for owed in claimed.values())


def read_notice(row: Row[Any]) -> Notice:
    """The notice of a row with its key, kind, moment and body."""
    kind = NoticeKind(row.kind)
    return Notice(row.key, kind, row.at, body_from_json(kind, row.body))


async def any_due(connection: AsyncConnection, now: datetime, machine_now: datetime) -> bool:
    """Whether a claim made now would find anything."""
    moments = {"moment": now, "machine_moment": machine_now}
    return await connection.scalar(_any_due(), moments) is not None


def _due(*, leased: bool = False) -> Select[tuple[int]]:
    """Rows that may go now; those that are `leased` to somebody are left out unless they are asked for."""
    rested = outbox.c.rests_until.is_(None) | (outbox.c.rests_until <= _MACHINE_MOMENT)
    # Digests wait until the night before them has been handed over.
    night = exists().where(chats.c.id == outbox.c.chat_id, chats.c.window_end <= _MOMENT)
    due = (outbox.c.not_before <= _MOMENT) & ((outbox.c.lane < DIGEST_LANE) | ~night)
    # A row whose carrier is not owed any more goes by itself.
    carrier = outbox.alias()
    carried = exists().where(carrier.c.id == outbox.c.joined_to, carrier.c.state == OWED)
    alone = outbox.c.joined_to.is_(None) | ~carried
    # An end waits for the start that may be on its way, or whose sender died: until then nobody knows what was heard.
    in_turn = (outbox.c.lane != END_LANE) | outbox.c.chat_id.not_in(_hearing_of_danger())
    # While somebody is not planned yet who is to hear of something graver, nothing lighter leaves.
    gravest = select(func.coalesce(func.min(plans.c.lane), DIGEST_LANE)).scalar_subquery()
    turn = (outbox.c.lane <= gravest) & in_turn & ~pauses.is_paused()
    free = true() if leased else unleased(_MACHINE_MOMENT)
    return select(outbox.c.id).where(outbox.c.state == OWED, due, turn, free, rested, alone)


def _hearing_of_danger() -> Select[tuple[int]]:
    """The chats to which a start or an escalation may be on its way, or was and came back: it is settled first, or both
    would be claimed together, and an end would go by a start that is dropped at that very moment.
    """
    flying = outbox.alias()
    taken = flying.c.leased_until.is_not(None) | flying.c.rests_until.is_not(None) | flying.c.repeat
    return select(flying.c.chat_id).where(flying.c.state == OWED, flying.c.lane < END_LANE, taken)


def unleased(machine_now: datetime | BindParameter[datetime]) -> ColumnElement[bool]:
    """Whether a row of the outbox is nobody's at this moment of the machine's clock."""
    return outbox.c.leased_until.is_(None) | (outbox.c.leased_until < machine_now)


#: Of the outbox, what a message needs: most of the time of a claim goes into what is read for each row.
_OF_A_ROW = (
    *(outbox.c.id, outbox.c.chat_id, outbox.c.notice_id, outbox.c.lane, outbox.c.precedence),
    *(outbox.c.sound, outbox.c.reason, outbox.c.settings_version, outbox.c.holds_until),
    *(outbox.c.refusals, outbox.c.repeat, outbox.c.unanswered, outbox.c.joined_to),
)


def _owed_rows() -> Select[Any]:
    current = chats.c.settings_version.label("current_version")
    kind = chats.c.kind.label("chat_kind")
    return (
        select(*_OF_A_ROW, current, kind, chats.c.topic)
        .add_columns(
            chats.c.language,
            chats.c.timezone,
            chats.c.windows,
            chats.c.mode,
            chats.c.insist,
            func.coalesce(places.c.area, cohorts.c.area, "").label("area"),
            func.coalesce(places.c.label, cohorts.c.label, "").label("label"),
            func.coalesce(places.c.loudness, cohorts.c.loudness, Loudness.AS_CHAT.value).label("loudness"),
            func.coalesce(places.c.reach, cohorts.c.reach, Reach.UNSAID.value).label("reach"),
            func.coalesce(places.c.shelter, cohorts.c.shelter, "").label("shelter"),
            func.coalesce(mutes.c.kind, "").label("mute"),
            mutes.c.until.label("mute_until"),
            places.c.id.label("place_rank"),
            func.coalesce(places.c.cohort_id, outbox.c.cohort_id).label("kept_cohort"),
        )
        .join(chats, chats.c.id == outbox.c.chat_id)
        .outerjoin(cohorts, cohorts.c.id == outbox.c.cohort_id)
        .outerjoin(places, (places.c.chat_id == outbox.c.chat_id) & (places.c.area == cohorts.c.area))
        .outerjoin(mutes, mutes.c.chat_id == outbox.c.chat_id)
    )


def is_over() -> ColumnElement[bool]:
    """Whether a notice tells of the start or escalation of an episode that has ended or got worse since, of sight lost
    that is back, or of the beginning of a spell that is over.
    """
    kept_in = {
        NoticeKind.ALERT: episodes,
        NoticeKind.INSIST: episodes,
        NoticeKind.SIGHT: outages,
        NoticeKind.INSIDE: spells,
    }
    superseded = (notices.c.kind == NoticeKind.ALERT) & _escalated()
    return or_(superseded, *((notices.c.kind == kind) & _ended(table) for kind, table in kept_in.items()))


def _escalated() -> ColumnElement[bool]:
    """Whether a later notice tells of the same episode that it got worse."""
    mine, later, worse = notice_episodes.alias(), notice_episodes.alias(), notices.alias()
    return exists().where(
        mine.c.notice_id == notices.c.id,
        later.c.episode_key == mine.c.episode_key,
        later.c.notice_id > mine.c.notice_id,
        worse.c.id == later.c.notice_id,
        worse.c.kind == NoticeKind.ALERT,
    )


def _ended(table: Table) -> ColumnElement[bool]:
    """Whether what the notice tells the beginning of has ended, as that table has it."""
    return exists().where(
        notice_episodes.c.notice_id == notices.c.id,
        table.c.key == notice_episodes.c.episode_key,
        table.c.ended_at.is_not(None),
    )


def _owed(row: Row[Any], told: _Told, leased_until: datetime, now: datetime) -> Owed:
    edge_passed = row.holds_until is not None and row.holds_until <= now
    mute = row.mute if row.mute and row.mute_until > now else ""
    return Owed(
        id=row.id,
        chat_id=row.chat_id,
        topic=row.topic,
        is_group=row.chat_kind in ("group", "supergroup"),
        notice=told.notice,
        cohort=read_cohort(row, Heard.NOTHING, mute),
        sound=Sound(row.sound),
        reason=Reason(row.reason),
        stale=edge_passed or row.settings_version != row.current_version,
        refusals=row.refusals,
        leased_until=leased_until,
        over=told.over,
        repeat=row.repeat,
        unanswered=row.unanswered,
        insists=row.insist,
        place_rank=row.place_rank or 0,
        cohort_id=row.kept_cohort,
        holds_until=row.holds_until,
        muted_until=row.mute_until if mute else None,
        order=(row.lane, row.precedence),
    )
