"""What people are owed: claimed with a lease, sent, and settled once."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import (
    BindParameter,
    ColumnElement,
    Integer,
    Row,
    Select,
    Table,
    bindparam,
    case,
    exists,
    func,
    or_,
    select,
    update,
)
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.notices import DIGEST_LANE, END_LANE, Notice, NoticeKind
from bot.domain.policy import Cohort, Heard, Loudness, Reason, Sound
from bot.domain.reach import Reach
from bot.store.tables import (
    DROPPED,
    OWED,
    SENT,
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

TELLING_OF_BEGINNINGS = (NoticeKind.ALERT, NoticeKind.INSIST, NoticeKind.SIGHT, NoticeKind.INSIDE)


#: What the statements of a claim are given: the bot's clock and the machine's, until when, and which rows.
_MOMENT = bindparam("moment", type_=Moment)
_MACHINE_MOMENT = bindparam("machine_moment", type_=Moment)
_CLAIMED_UNTIL = bindparam("claimed_until", type_=Moment)
_CLAIMED = bindparam("claimed", expanding=True, type_=RowId)
#: The number of no row: they are numbered from one.
NO_ROW = 0


@dataclass(frozen=True, slots=True)
class Owed:
    """One claimed row: the notice, for whom and how it was decided; ours until `leased_until` (the machine's clock).

    `stale`: the decision may not hold any more. `over`: it tells of a start or an escalation, and the episode (or the
    outage) has ended or got worse since. `repeat`: it may have arrived before. `insists`: the chat wants the grave
    alerts of a night repeated. `place_rank` orders a chat's places as it added them. `cohort_id` keeps
    `cohort`, which is what the chat has chosen by now; `muted_until` is the end of its mute. `order`: its lane and its
    precedence there, lowest first. `joined`: what goes out in the same message, each as its own row.
    """

    id: int
    chat_id: int
    topic: int | None
    is_group: bool
    notice: Notice
    cohort: Cohort
    sound: Sound
    reason: Reason
    stale: bool
    refusals: int
    leased_until: datetime
    over: bool = False
    repeat: bool = False
    insists: bool = False
    place_rank: int = 0
    cohort_id: int | None = None
    holds_until: datetime | None = None
    muted_until: datetime | None = None
    order: tuple[int, int] = (0, 0)
    joined: tuple["Owed", ...] = ()

    def runs_out(self, now: datetime) -> bool:
        """Whether the decision, which still held when the row was claimed, holds no more (the bot's clock)."""
        return not self.stale and self.holds_until is not None and self.holds_until <= now


async def drop_unsent(connection: AsyncConnection, episode_key: str) -> int:
    """Drops the starts and escalations of an episode, or what tells that an outage or a spell began, except what is on
    its way or may have arrived.
    """
    about = select(notice_episodes.c.notice_id).where(notice_episodes.c.episode_key == episode_key)
    own = select(notices.c.id).where(notices.c.id.in_(about), notices.c.kind.in_(TELLING_OF_BEGINNINGS))
    dropped = await connection.execute(
        update(outbox)
        .where(outbox.c.notice_id.in_(own), outbox.c.state == OWED, outbox.c.leased_until.is_(None), ~outbox.c.repeat)
        .values(state=DROPPED, reason=Reason.SUPERSEDED)
    )
    return dropped.rowcount


async def claim(
    connection: AsyncConnection, now: datetime, machine_now: datetime, leased_until: datetime, limit: int
) -> tuple[Owed, ...]:
    """Leases the next rows that are due, the grave first; a lease that ran out is claimed again."""
    moments = {"moment": now, "machine_moment": machine_now, "claimed_until": leased_until}
    leased = await connection.execute(_lease_due(), {**moments, "at_most": limit})
    ids = [row.id for row in leased]
    return await _with_theirs(connection, ids, moments, now) if ids else ()


async def warm_up(connection: AsyncConnection, now: datetime, machine_now: datetime) -> None:
    """Asks for nothing in every way in which a claim asks, so that the first alert does not wait for SQL to be made."""
    moments = {"moment": now, "machine_moment": machine_now, "claimed_until": machine_now}
    await claim(connection, now, machine_now, machine_now, 0)
    await _with_theirs(connection, [NO_ROW], moments, now)


async def _with_theirs(
    connection: AsyncConnection, ids: Sequence[int], moments: Mapping[str, datetime], now: datetime
) -> tuple[Owed, ...]:
    """Leases what goes out in the messages of the claimed rows, and reads all of it."""
    await connection.execute(_lease_joined(), {**moments, "claimed": ids})
    found = await connection.execute(_claimed(), {**moments, "claimed": ids})
    return _with_joined(found, frozenset(ids), now)


# Made once: these are asked several times a second, and to make one takes longer than to run it.


@cache
def _any_due() -> Select[tuple[int]]:
    return _due().limit(1)


@cache
def _lease_due() -> Any:
    due = _due().order_by(*_order()).limit(bindparam("at_most", type_=Integer))
    return update(outbox).where(outbox.c.id.in_(due)).values(**_leased()).returning(outbox.c.id)


@cache
def _lease_joined() -> Any:
    joined = outbox.c.joined_to.in_(_CLAIMED) & (outbox.c.state == OWED) & unleased(_MACHINE_MOMENT)
    return update(outbox).where(joined).values(**_leased())


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


def _with_joined(found: Iterable[Row[Any]], ids: frozenset[int], now: datetime) -> tuple[Owed, ...]:
    """The claimed rows in their order, each with those that go out in its message."""
    claimed: dict[int, Owed] = {}
    joined: dict[int, tuple[Owed, ...]] = {}
    told: dict[int, Notice] = {}
    for row in found:
        notice = told.get(row.notice_id) or told.setdefault(row.notice_id, _notice(row))
        if row.id in ids:
            claimed[row.id] = _owed(row, notice, now)
        else:
            joined[row.joined_to] = (*joined.get(row.joined_to, ()), _owed(row, notice, now))
    return tuple(replace(owed, joined=joined[owed.id]) if owed.id in joined else owed for owed in claimed.values())


def _notice(row: Row[Any]) -> Notice:
    kind = NoticeKind(row.kind)
    return Notice(row.key, kind, row.at, body_from_json(kind, row.body))


async def any_due(connection: AsyncConnection, now: datetime, machine_now: datetime) -> bool:
    """Whether a claim made now would find anything."""
    moments = {"moment": now, "machine_moment": machine_now}
    return await connection.scalar(_any_due(), moments) is not None


def _due() -> Select[tuple[int]]:
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
    turn = (outbox.c.lane <= gravest) & in_turn
    return select(outbox.c.id).where(outbox.c.state == OWED, due, turn, unleased(_MACHINE_MOMENT), rested, alone)


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


async def settle_sent(
    connection: AsyncConnection, owed: Owed, message_id: int, decision: tuple[Sound, Reason], now: datetime
) -> None:
    """Marks a row as sent, with the sound that it really had, and with the cohort for which that was decided."""
    sound, reason = decision
    how = {"sound": sound, "reason": reason, "cohort_id": owed.cohort_id, "muted_until": owed.muted_until}
    await give_back(connection, (owed.id,), state=SENT, message_id=message_id, settled_at=now, **how)


@dataclass(frozen=True, slots=True)
class Settled:
    """A row that was sent: the message that carried it, the sound that it really had, why, and when that was decided
    (the bot's clock).
    """

    row: Owed
    message_id: int
    sound: Sound
    reason: Reason
    at: datetime


async def settle_all_sent(connection: AsyncConnection, settled: Sequence[Settled]) -> None:
    """Marks rows as sent, all by one statement."""
    names = ("sound", "reason", "cohort_id", "muted_until", "message_id", "settled_at")
    statement = update(outbox).where(outbox.c.id == bindparam("row_id"))
    changed: dict[str, Any] = {name: bindparam(f"new_{name}") for name in names}
    rows = [
        {
            "row_id": one.row.id,
            "new_sound": one.sound,
            "new_reason": one.reason,
            "new_cohort_id": one.row.cohort_id,
            "new_muted_until": one.row.muted_until,
            "new_message_id": one.message_id,
            "new_settled_at": one.at,
        }
        for one in settled
    ]
    await connection.execute(statement.values(state=SENT, leased_until=None, **changed), rows)


async def settle_unsent(connection: AsyncConnection, row_id: int, state: str, why: str, now: datetime) -> None:
    """Marks a row as dropped (it is not owed any more) or dead (Telegram will not take it)."""
    await give_back(connection, (row_id,), state=state, reason=why, settled_at=now)


async def hold(connection: AsyncConnection, row_id: int, not_before: datetime) -> None:
    """Gives a claimed row back, to be held until `not_before` (the bot's clock)."""
    await give_back(connection, (row_id,), not_before=not_before, sound=Sound.HELD)


async def put_back_to_repeat(connection: AsyncConnection, row_ids: Sequence[int]) -> None:
    """Gives back rows that may have arrived, to be sent once more and to say so."""
    await give_back(connection, row_ids, repeat=True)


async def rest(connection: AsyncConnection, row_ids: Sequence[int], moment: datetime) -> None:
    """Gives back rows that have not arrived, not to be claimed again before a moment of the machine's clock."""
    await give_back(connection, row_ids, rests_until=moment)


async def refuse(connection: AsyncConnection, row_ids: Sequence[int], moment: datetime) -> None:
    """Gives back rows whose very message was refused, and counts it against them. After the second time each goes by
    itself: in a message of several one bad row must not take the others with it.
    """
    carrier = case((outbox.c.refusals > 0, None), else_=outbox.c.joined_to)
    values = {"refusals": outbox.c.refusals + 1, "joined_to": carrier}
    await give_back(connection, row_ids, rests_until=moment, **values)


async def rest_unbegun(connection: AsyncConnection, owed: Owed, moment: datetime) -> None:
    """Gives back what nobody began to send before its lease ran out, unless somebody else has taken it since."""
    ids = [one.id for one in (owed, *owed.joined)]
    mine = (outbox.c.state == OWED) & (outbox.c.leased_until == owed.leased_until)
    values = {"leased_until": None, "rests_until": moment}
    await connection.execute(update(outbox).where(outbox.c.id.in_(ids), mine).values(**values))


async def end_leases_of_others(connection: AsyncConnection) -> int:
    """Ends every lease; for whoever begins to send, before its first claim: those who held them died or lost the right
    to send. What they held may have arrived, so that each row goes out once more at once, as a repeat.
    """
    held = (outbox.c.state == OWED) & outbox.c.leased_until.is_not(None)
    ended = await connection.execute(update(outbox).where(held).values(leased_until=None, repeat=True))
    return ended.rowcount


async def give_back(connection: AsyncConnection, row_ids: Sequence[int], **values: Any) -> None:
    """Ends the lease of rows, with whatever changed under it; without changes it is as if they had not been claimed."""
    await connection.execute(update(outbox).where(outbox.c.id.in_(row_ids)).values(leased_until=None, **values))


async def ask_for_end(connection: AsyncConnection, chat_id: int, message_id: int, *, ring: bool) -> int:
    """Notes whether a chat wants to be rung at the end of the episodes that a loud message told of; 0 where none of
    them runs any more.
    """
    loud = (outbox.c.chat_id == chat_id) & (outbox.c.message_id == message_id) & (outbox.c.sound == Sound.LOUD)
    running = (
        select(notice_episodes.c.notice_id)
        .join(episodes, episodes.c.key == notice_episodes.c.episode_key)
        .where(episodes.c.ended_at.is_(None))
    )
    asked = update(outbox).where(loud, outbox.c.notice_id.in_(running)).values(ring_end=ring)
    return (await connection.execute(asked)).rowcount


async def stop_insisting(connection: AsyncConnection, chat_id: int, now: datetime) -> int:
    """Drops what would still insist to a chat, because somebody there is up."""
    return await _drop_insisting(connection, outbox.c.chat_id == chat_id, now)


async def stop_insisting_on(connection: AsyncConnection, episode_key: str, now: datetime) -> int:
    """Drops what would still insist on an episode, because it eased."""
    told = select(notice_episodes.c.notice_id).where(notice_episodes.c.episode_key == episode_key)
    return await _drop_insisting(connection, outbox.c.notice_id.in_(told), now)


async def _drop_insisting(connection: AsyncConnection, which: ColumnElement[bool], now: datetime) -> int:
    about = select(notices.c.id).where(notices.c.kind == NoticeKind.INSIST)
    owed = outbox.c.notice_id.in_(about) & (outbox.c.state == OWED)
    values = {"state": DROPPED, "reason": Reason.INSIST, "settled_at": now, "leased_until": None}
    return (await connection.execute(update(outbox).where(which, owed).values(**values))).rowcount


async def drop_chat(connection: AsyncConnection, chat_id: int, why: str, now: datetime) -> None:
    """Nothing more is owed to a chat that cannot be reached."""
    values = {"state": DROPPED, "reason": why, "settled_at": now, "leased_until": None}
    await connection.execute(update(outbox).where(outbox.c.chat_id == chat_id, outbox.c.state == OWED).values(**values))


async def release_held(connection: AsyncConnection, chat_id: int, now: datetime) -> None:
    """What a window held is due at once, because the window has ended."""
    held = (outbox.c.chat_id == chat_id) & (outbox.c.state == OWED) & (outbox.c.sound == Sound.HELD)
    await connection.execute(update(outbox).where(held).values(not_before=now))


async def waiting(connection: AsyncConnection) -> int:
    return await connection.scalar(select(func.count()).select_from(outbox).where(outbox.c.state == OWED)) or 0


async def due_now(connection: AsyncConnection, now: datetime) -> int:
    """How many rows should leave by now (the bot's clock), in flight or not."""
    due = (outbox.c.state == OWED) & (outbox.c.not_before <= now)
    return await connection.scalar(select(func.count()).select_from(outbox).where(due)) or 0


async def due_later(connection: AsyncConnection, now: datetime) -> tuple[datetime, ...]:
    """When the rows that wait for their hour should leave (the bot's clock)."""
    waits = (outbox.c.state == OWED) & (outbox.c.not_before > now)
    found = await connection.execute(select(outbox.c.not_before).where(waits).distinct())
    return tuple(row.not_before for row in found)


def _owed_rows() -> Select[Any]:
    current = chats.c.settings_version.label("current_version")
    kind = chats.c.kind.label("chat_kind")
    return (
        select(outbox, notices.c.key, notices.c.kind, notices.c.at, notices.c.body, current, kind, chats.c.topic)
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
            _over().label("over"),
            places.c.id.label("place_rank"),
            func.coalesce(places.c.cohort_id, outbox.c.cohort_id).label("kept_cohort"),
        )
        .join(notices, notices.c.id == outbox.c.notice_id)
        .join(chats, chats.c.id == outbox.c.chat_id)
        .outerjoin(cohorts, cohorts.c.id == outbox.c.cohort_id)
        .outerjoin(places, (places.c.chat_id == outbox.c.chat_id) & (places.c.area == cohorts.c.area))
        .outerjoin(mutes, mutes.c.chat_id == outbox.c.chat_id)
    )


def _over() -> ColumnElement[bool]:
    """Whether the row tells of the start or escalation of an episode that has ended or got worse since, of sight lost
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
        mine.c.notice_id == outbox.c.notice_id,
        later.c.episode_key == mine.c.episode_key,
        later.c.notice_id > mine.c.notice_id,
        worse.c.id == later.c.notice_id,
        worse.c.kind == NoticeKind.ALERT,
    )


def _ended(table: Table) -> ColumnElement[bool]:
    """Whether what the notice tells the beginning of has ended, as that table has it."""
    return exists().where(
        notice_episodes.c.notice_id == outbox.c.notice_id,
        table.c.key == notice_episodes.c.episode_key,
        table.c.ended_at.is_not(None),
    )


def _owed(row: Row[Any], notice: Notice, now: datetime) -> Owed:
    edge_passed = row.holds_until is not None and row.holds_until <= now
    mute = row.mute if row.mute and row.mute_until > now else ""
    return Owed(
        id=row.id,
        chat_id=row.chat_id,
        topic=row.topic,
        is_group=row.chat_kind in ("group", "supergroup"),
        notice=notice,
        cohort=read_cohort(row, Heard.NOTHING, mute),
        sound=Sound(row.sound),
        reason=Reason(row.reason),
        stale=edge_passed or row.settings_version != row.current_version,
        refusals=row.refusals,
        leased_until=row.leased_until,
        over=bool(row.over),
        repeat=row.repeat,
        insists=row.insist,
        place_rank=row.place_rank or 0,
        cohort_id=row.kept_cohort,
        holds_until=row.holds_until,
        muted_until=row.mute_until if mute else None,
        order=(row.lane, row.precedence),
    )
