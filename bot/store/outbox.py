"""What people are owed: written with the change that caused it, claimed with a lease, settled once.

Planning is set-based: decisions are made once for each cohort and joined into one INSERT..SELECT; no row of a chat is
read.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Row,
    Select,
    Subquery,
    Table,
    case,
    delete,
    exists,
    func,
    insert,
    literal,
    or_,
    select,
    true,
    update,
)
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.alerts import AreaId, Gravity, gravest
from bot.domain.notices import DIGEST_LANE, END_LANE, GUARDED_LANE, AlertNotice, Notice, NoticeKind, episodes_of, lane
from bot.domain.policy import Cohort, Decision, Heard, Loudness, Reason, Sound
from bot.domain.quiet import Mode, MuteKind, QuietHours, from_text
from bot.domain.together import may_join
from bot.store.tables import (
    chats,
    cohorts,
    episodes,
    mutes,
    notice_episodes,
    notices,
    outages,
    outbox,
    places,
    plan,
    spells,
)
from bot.store.upsert import insert_for
from bot.store.values import body_from_json, body_to_json

_TELLING_OF_BEGINNINGS = (NoticeKind.ALERT, NoticeKind.INSIST, NoticeKind.SIGHT, NoticeKind.INSIDE)
OWED, SENT, DROPPED, DEAD = "owed", "sent", "dropped", "dead"
HEARD_RANK = {0: Heard.NOTHING, 1: Heard.MISSED, 2: Heard.SILENT, 3: Heard.LOUD, 4: Heard.ASKED}


@dataclass(frozen=True, slots=True)
class Owed:
    """One claimed row: the notice, for whom and how it was decided; ours until `leased_until` (the machine's clock).

    `stale`: the decision may not hold any more. `over`: it tells of a start or an escalation, and the episode (or the
    outage) has ended or got worse since. `repeat`: it may have arrived before. `insists`: the chat wants the grave
    alerts of a night repeated. `place_rank` orders a chat's places as it added them. `joined`: what goes out in the
    same message, each as its own row.
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
    joined: tuple["Owed", ...] = ()


async def add_notice(connection: AsyncConnection, notice: Notice, episode_keys: Iterable[str] = ()) -> int | None:
    """Stores the notice; None where its key is known already, which means that everything about it is owed already."""
    row = {
        "key": notice.key,
        "kind": notice.kind,
        "at": notice.at,
        "body": body_to_json(notice.kind, notice.body),
    }
    statement = insert_for(connection, notices).values(row).on_conflict_do_nothing().returning(notices.c.id)
    notice_id: int | None = (await connection.execute(statement)).scalar_one_or_none()
    keys = [*episodes_of(notice), *episode_keys]
    if notice_id is not None and keys:
        links = [{"notice_id": notice_id, "episode_key": key} for key in keys]
        await connection.execute(insert(notice_episodes), links)
    return notice_id


async def owe_place(
    connection: AsyncConnection,
    notice: Notice,
    area: AreaId,
    episode_key: str,
    decider: Callable[[Cohort], Decision],
    now: datetime,
    *,
    rung_by: str | None = None,
) -> int:
    """Owes the notice to every chat that follows the area, as `decider` says for each cohort; returns how many are owed
    it. `rung_by` keeps to those for whom that episode rang.
    """
    notice_id = await add_notice(connection, notice)
    if notice_id is None:
        return 0
    listeners = _listeners(area, episode_key, now)
    if rung_by:
        listeners = listeners.where(places.c.chat_id.in_(_rung(rung_by)))
    decisions = [(key, decider(cohort)) for key, cohort in await _cohorts(connection, listeners)]
    rows = [
        {**key, "sound": decision.sound, "reason": decision.reason, "holds_until": decision.until}
        for key, decision in decisions
        if decision.sound is not Sound.NONE
    ]
    if not rows:
        return 0
    await connection.execute(insert(plan), rows)
    owed = await connection.execute(_plan_statement(connection, notice_id, lane(notice), listeners, now))
    await connection.execute(delete(plan))
    return owed.rowcount


async def join(connection: AsyncConnection, owed: Sequence[Notice]) -> None:
    """Makes one message of what the same chat is owed of several notices of one moment: the loudest and gravest row
    carries the others.
    """
    for keys in may_join(owed):
        together = select(notices.c.id).where(notices.c.key.in_(keys))
        order = (outbox.c.sound != Sound.LOUD, outbox.c.lane, outbox.c.id)
        carrier = func.first_value(outbox.c.id).over(partition_by=outbox.c.chat_id, order_by=order)
        unsent = (outbox.c.state == OWED) & outbox.c.leased_until.is_(None)
        rows = select(outbox.c.id, carrier.label("carrier")).where(outbox.c.notice_id.in_(together), unsent)
        ranked = rows.subquery()
        await connection.execute(
            update(outbox)
            .where(outbox.c.id == ranked.c.id, outbox.c.id != ranked.c.carrier)
            .values(joined_to=ranked.c.carrier)
        )


async def gravest_told(connection: AsyncConnection, episode_key: str) -> Gravity | None:
    """The gravest that any notice has told of an episode; None where none has."""
    about = select(notice_episodes.c.notice_id).where(notice_episodes.c.episode_key == episode_key)
    found = await connection.execute(
        select(notices.c.body).where(notices.c.id.in_(about), notices.c.kind == NoticeKind.ALERT)
    )
    bodies = (body_from_json(NoticeKind.ALERT, row.body) for row in found)
    told = [body.transition.episode.gravity for body in bodies if isinstance(body, AlertNotice)]
    return gravest(told) if told else None


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
            not_before=decision.until if decision.sound is Sound.HELD and decision.until else now,
            state=OWED,
        )
    )
    return True


async def drop_unsent(connection: AsyncConnection, episode_key: str, machine_now: datetime) -> int:
    """Drops the starts and escalations of an episode, or what tells that an outage or a spell began, where they are not
    being sent at this moment; the machine's clock tells a live lease.
    """
    about = select(notice_episodes.c.notice_id).where(notice_episodes.c.episode_key == episode_key)
    own = select(notices.c.id).where(notices.c.id.in_(about), notices.c.kind.in_(_TELLING_OF_BEGINNINGS))
    dropped = await connection.execute(
        update(outbox)
        .where(outbox.c.notice_id.in_(own), outbox.c.state == OWED, _unleased(machine_now))
        .values(state=DROPPED, reason=Reason.SUPERSEDED, leased_until=None)
    )
    return dropped.rowcount


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
    place it is about.
    """
    await add_notice(connection, notice)
    row = {
        "notice_id": await connection.scalar(select(notices.c.id).where(notices.c.key == notice.key)),
        "chat_id": chat_id,
        "cohort_id": select(outbox.c.cohort_id).where(outbox.c.id == cohort_of).scalar_subquery(),
        "lane": lane(notice),
        "sound": decision.sound,
        "reason": decision.reason,
        "holds_until": decision.until,
        "settings_version": select(chats.c.settings_version).where(chats.c.id == chat_id).scalar_subquery(),
        "owed_at": now,
        "not_before": now + after,
        "state": OWED,
    }
    await connection.execute(insert_for(connection, outbox).values(row).on_conflict_do_nothing())


async def claim(
    connection: AsyncConnection, now: datetime, machine_now: datetime, leased_until: datetime, limit: int
) -> tuple[Owed, ...]:
    """Leases the next rows that are due, the grave first; a lease that ran out is claimed again."""
    # Among the grave the newest alert goes first: who hears of it late has no time left, the others have some.
    newest = case((outbox.c.lane < GUARDED_LANE, outbox.c.owed_at), else_=None).desc()
    order = (outbox.c.lane, newest, outbox.c.owed_at, outbox.c.id)
    due = _due(now, machine_now).order_by(*order).limit(limit)
    # Whoever held a lease that ran out may have sent the message and not lived to say so.
    repeat = outbox.c.repeat | outbox.c.leased_until.is_not(None)
    leased = await connection.execute(
        update(outbox)
        .where(outbox.c.id.in_(due))
        .values(leased_until=leased_until, rests_until=None, repeat=repeat)
        .returning(outbox.c.id)
    )
    ids = [row.id for row in leased]
    if not ids:
        return ()
    joined = (outbox.c.joined_to.in_(ids)) & (outbox.c.state == OWED) & _unleased(machine_now)
    await connection.execute(
        update(outbox).where(joined).values(leased_until=leased_until, rests_until=None, repeat=repeat)
    )
    together = outbox.c.id.in_(ids) | (outbox.c.joined_to.in_(ids) & (outbox.c.leased_until == leased_until))
    found = await connection.execute(_owed_rows().where(together).order_by(*order))
    return _with_joined(found, frozenset(ids), now)


def _with_joined(found: Iterable[Row[Any]], ids: frozenset[int], now: datetime) -> tuple[Owed, ...]:
    """The claimed rows in their order, each with those that go out in its message."""
    claimed: dict[int, Owed] = {}
    joined: dict[int, tuple[Owed, ...]] = {}
    for row in found:
        if row.id in ids:
            claimed[row.id] = _owed(row, now)
        else:
            joined[row.joined_to] = (*joined.get(row.joined_to, ()), _owed(row, now))
    return tuple(replace(owed, joined=joined.get(owed.id, ())) for owed in claimed.values())


async def any_due(connection: AsyncConnection, now: datetime, machine_now: datetime) -> bool:
    """Whether a claim made now would find anything."""
    return await connection.scalar(_due(now, machine_now).limit(1)) is not None


def _due(now: datetime, machine_now: datetime) -> Select[tuple[int]]:
    rested = outbox.c.rests_until.is_(None) | (outbox.c.rests_until <= machine_now)
    # Digests wait until the night before them has been handed over.
    night = exists().where(chats.c.id == outbox.c.chat_id, chats.c.window_end <= now)
    due = (outbox.c.not_before <= now) & ((outbox.c.lane < DIGEST_LANE) | ~night)
    # A row whose carrier is not owed any more goes by itself.
    carrier = outbox.alias()
    carried = exists().where(carrier.c.id == outbox.c.joined_to, carrier.c.state == OWED)
    alone = outbox.c.joined_to.is_(None) | ~carried
    # An end waits for the start that may be on its way, or whose sender died: until then nobody knows what was heard.
    in_turn = (outbox.c.lane != END_LANE) | outbox.c.chat_id.not_in(_hearing_of_danger(machine_now))
    return select(outbox.c.id).where(outbox.c.state == OWED, due, in_turn, _unleased(machine_now), rested, alone)


def _hearing_of_danger(machine_now: datetime) -> Select[tuple[int]]:
    """The chats to which a start or an escalation may be on its way."""
    flying = outbox.alias()
    leased = flying.c.leased_until >= machine_now
    return select(flying.c.chat_id).where(flying.c.state == OWED, flying.c.lane < END_LANE, leased)


def _unleased(machine_now: datetime) -> ColumnElement[bool]:
    return outbox.c.leased_until.is_(None) | (outbox.c.leased_until < machine_now)


async def settle_sent(
    connection: AsyncConnection, row_id: int, message_id: int, decision: tuple[Sound, Reason], now: datetime
) -> None:
    """Marks a row as sent, with the sound that it really had."""
    sound, reason = decision
    await _give_back(
        connection, (row_id,), state=SENT, message_id=message_id, sound=sound, reason=reason, settled_at=now
    )


async def settle_unsent(connection: AsyncConnection, row_id: int, state: str, why: str, now: datetime) -> None:
    """Marks a row as dropped (it is not owed any more) or dead (Telegram will not take it)."""
    await _give_back(connection, (row_id,), state=state, reason=why, settled_at=now)


async def put_back(
    connection: AsyncConnection,
    row_ids: Sequence[int],
    not_before: datetime,
    *,
    sound: Sound | None = None,
    refused: int = 0,
) -> None:
    """Gives claimed rows back, to be sent at `not_before` (the bot's clock)."""
    values = {"sound": sound} if sound else {}
    await _give_back(connection, row_ids, not_before=not_before, refusals=outbox.c.refusals + refused, **values)


async def put_back_to_repeat(connection: AsyncConnection, row_ids: Sequence[int]) -> None:
    """Gives back rows that may have arrived, to be sent once more and to say so."""
    await _give_back(connection, row_ids, repeat=True)


async def rest(connection: AsyncConnection, row_ids: Sequence[int], moment: datetime) -> None:
    """Gives back rows that have not arrived, not to be claimed again before a moment of the machine's clock."""
    await _give_back(connection, row_ids, rests_until=moment)


async def _give_back(connection: AsyncConnection, row_ids: Sequence[int], **values: Any) -> None:
    """Ends the lease of rows, with whatever changed under it."""
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


def heard_by(episode_key: str) -> Subquery:
    """Chats with the loudest that each heard of an episode, as a rank: 1 missed, 2 silent, 3 loud, 4 asked."""
    loud = outbox.c.sound == Sound.LOUD
    rank = case((outbox.c.state == DROPPED, 1), (outbox.c.ring_end, 4), (loud, 3), else_=2)
    return (
        select(outbox.c.chat_id, func.max(rank).label("rank"))
        .join(notice_episodes, notice_episodes.c.notice_id == outbox.c.notice_id)
        .where(notice_episodes.c.episode_key == episode_key, outbox.c.state.in_([OWED, SENT, DROPPED]))
        .group_by(outbox.c.chat_id)
        .subquery()
    )


def _listeners(area: AreaId, episode_key: str, now: datetime) -> Select[Any]:
    """Every reachable chat that follows the area, with its cohort, what it heard of the episode, and its mute."""
    heard = heard_by(episode_key)
    rank = func.coalesce(heard.c.rank, 0)
    word = case(*((rank == number, literal(value.value)) for number, value in HEARD_RANK.items()), else_="nothing")
    return (
        select(
            places.c.chat_id,
            places.c.cohort_id,
            word.label("heard"),
            func.coalesce(mutes.c.kind, "").label("mute"),
            mutes.c.until.label("mute_until"),
            chats.c.settings_version,
        )
        .select_from(places)
        .join(chats, (chats.c.id == places.c.chat_id) & chats.c.gone.is_(None))
        .outerjoin(heard, heard.c.chat_id == places.c.chat_id)
        .outerjoin(mutes, (mutes.c.chat_id == places.c.chat_id) & (mutes.c.until > now))
        .where(places.c.area == area, places.c.until.is_(None) | (places.c.until > now))
    )


def _rung(episode_key: str) -> Select[tuple[int]]:
    """The chats for which an episode rang."""
    heard = heard_by(episode_key)
    loud = next(rank for rank, word in HEARD_RANK.items() if word is Heard.LOUD)
    return select(heard.c.chat_id).where(heard.c.rank >= loud)


async def _cohorts(connection: AsyncConnection, selected: Select[Any]) -> list[tuple[dict[str, Any], Cohort]]:
    listeners = selected.subquery()
    groups = select(listeners.c.cohort_id, listeners.c.heard, listeners.c.mute).distinct().subquery()
    found = await connection.execute(
        select(groups.c.cohort_id, groups.c.heard, groups.c.mute, *_cohort_columns()).join(
            cohorts, cohorts.c.id == groups.c.cohort_id
        )
    )
    return [
        ({"cohort_id": row.cohort_id, "heard": row.heard, "mute": row.mute}, _cohort(row, row.heard, row.mute))
        for row in found
    ]


def _cohort_columns() -> Sequence[Any]:
    return [column for column in cohorts.c if column.name != "id"]


def _cohort(row: Row[Any], heard: str, mute: str) -> Cohort:
    return Cohort(
        language=row.language,
        quiet=QuietHours(from_text(row.windows), Mode(row.mode), row.timezone),
        area=AreaId(row.area),
        label=row.label,
        loudness=Loudness(row.loudness),
        heard=Heard(heard),
        mute=MuteKind(mute) if mute else None,
    )


def _plan_statement(
    connection: AsyncConnection, notice_id: int, lane_number: int, selected: Select[Any], now: datetime
) -> Any:
    listeners = selected.subquery()
    same_cohort = (
        (plan.c.cohort_id == listeners.c.cohort_id)
        & (plan.c.heard == listeners.c.heard)
        & (plan.c.mute == listeners.c.mute)
    )
    holds_until = func.coalesce(listeners.c.mute_until, plan.c.holds_until)
    rows = (
        select(
            literal(notice_id),
            listeners.c.chat_id,
            listeners.c.cohort_id,
            literal(lane_number),
            plan.c.sound,
            plan.c.reason,
            # A mute's end is an edge like a window's, and each chat's own.
            case((plan.c.holds_until <= listeners.c.mute_until, plan.c.holds_until), else_=holds_until),
            listeners.c.settings_version,
            literal(now, type_=outbox.c.owed_at.type),
            literal(now, type_=outbox.c.owed_at.type),
            literal(0),
            literal(OWED),
            literal(False),
        )
        .select_from(listeners)
        .join(plan, same_cohort)
        .where(true())
    )
    names = ["notice_id", "chat_id", "cohort_id", "lane", "sound", "reason", "holds_until", "settings_version"]
    names += ["owed_at", "not_before", "refusals", "state", "repeat"]
    return insert_for(connection, outbox).from_select(names, rows).on_conflict_do_nothing()


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
            func.coalesce(mutes.c.kind, "").label("mute"),
            mutes.c.until.label("mute_until"),
            _over().label("over"),
            places.c.id.label("place_rank"),
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


def _owed(row: Row[Any], now: datetime) -> Owed:
    kind = NoticeKind(row.kind)
    edge_passed = row.holds_until is not None and row.holds_until <= now
    mute = row.mute if row.mute and row.mute_until > now else ""
    return Owed(
        id=row.id,
        chat_id=row.chat_id,
        topic=row.topic,
        is_group=row.chat_kind in ("group", "supergroup"),
        notice=Notice(row.key, kind, row.at, body_from_json(kind, row.body)),
        cohort=_cohort(row, Heard.NOTHING, mute),
        sound=Sound(row.sound),
        reason=Reason(row.reason),
        stale=edge_passed or row.settings_version != row.current_version,
        refusals=row.refusals,
        leased_until=row.leased_until,
        over=bool(row.over),
        repeat=row.repeat,
        insists=row.insist,
        place_rank=row.place_rank or 0,
    )
