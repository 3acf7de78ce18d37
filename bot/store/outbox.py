"""What people are owed: claimed with a lease, sent, and settled once."""

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Dialect,
    bindparam,
    case,
    func,
    select,
    update,
)
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.notices import Notice, NoticeKind
from bot.domain.policy import Cohort, Reason, Sound
from bot.store.tables import (
    DROPPED,
    OWED,
    SENT,
    episodes,
    notice_episodes,
    notices,
    outbox,
)

TELLING_OF_BEGINNINGS = (NoticeKind.ALERT, NoticeKind.INSIST, NoticeKind.SIGHT, NoticeKind.INSIDE)


@dataclass(frozen=True, slots=True)
class Owed:
    """One claimed row: the notice, for whom and how it was decided; ours until `leased_until` (the machine's clock).

    `stale`: the decision may not hold any more. `over`: it tells of a start or an escalation, and the episode (or the
    outage) has ended or got worse since. `repeat`: it may have arrived before. `unanswered`: how often it was sent
    and nothing answered. `insists`: the chat wants the grave alerts of a night repeated. `place_rank` orders a chat's
    places as it added them. `cohort_id` keeps `cohort`, which is what the chat has chosen by now; `muted_until` is
    the end of its mute. `order`: its lane and its precedence there, lowest first. `joined`: what goes out in the same
    message, each as its own row.
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
    unanswered: int = 0
    insists: bool = False
    place_rank: int = 0
    cohort_id: int | None = None
    holds_until: datetime | None = None
    muted_until: datetime | None = None
    order: tuple[int, int] = (0, 0)
    joined: tuple["Owed", ...] = ()

    @property
    def rows(self) -> tuple["Owed", ...]:
        """All that goes out in its message, itself first."""
        return (self, *self.joined)

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
    if connection.dialect.name == "sqlite":
        await connection.execute(_settle_listed(), {"rows": _as_json(settled, connection.dialect)})
        return
    statement = update(outbox).where(outbox.c.id == bindparam("row_id"))
    changed: dict[str, Any] = {name: bindparam(f"new_{name}") for name in _SETTLED}
    rows = [
        {"row_id": one.row.id, **{f"new_{name}": value for name, value in zip(_SETTLED, _values(one), strict=True)}}
        for one in settled
    ]
    await connection.execute(statement.values(state=SENT, leased_until=None, **changed), rows)


#: What settling writes of each row, in the order of `_values`.
_SETTLED = ("sound", "reason", "cohort_id", "muted_until", "message_id", "settled_at")


def _values(one: Settled) -> tuple[Any, ...]:
    return one.sound, one.reason, one.row.cohort_id, one.row.muted_until, one.message_id, one.at


@cache
def _settle_listed() -> Any:
    """SQLite runs a statement for each row of many, and lets Python's lock go and waits for it each time."""
    each = func.json_each(bindparam("rows")).table_valued("value", name="each")
    changed = {name: func.json_extract(each.c.value, f"$[{at}]") for at, name in enumerate(_SETTLED, start=1)}
    mine = outbox.c.id == func.json_extract(each.c.value, "$[0]")
    return update(outbox).where(mine).values(state=SENT, leased_until=None, **changed)


def _as_json(settled: Sequence[Settled], dialect: Dialect) -> str:
    write = _written_moment(dialect)
    return json.dumps([(one.row.id, *_values(one)) for one in settled], default=write)


@cache
def _written_moment(dialect: Dialect) -> Callable[[Any], Any]:
    """How this database writes a moment."""
    write: Callable[[Any], Any] | None = outbox.c.settled_at.type.dialect_impl(dialect).bind_processor(dialect)
    assert write
    return write


async def settle_unsent(connection: AsyncConnection, row_id: int, state: str, why: str, now: datetime) -> None:
    """Marks a row as dropped (it is not owed any more) or dead (Telegram will not take it)."""
    await give_back(connection, (row_id,), state=state, reason=why, settled_at=now)


async def hold(connection: AsyncConnection, row_id: int, not_before: datetime) -> None:
    """Gives a claimed row back, to be held until `not_before` (the bot's clock)."""
    await give_back(connection, (row_id,), not_before=not_before, sound=Sound.HELD)


async def put_back_to_repeat(connection: AsyncConnection, row_ids: Sequence[int], rests_until: datetime) -> None:
    """Gives back rows that may have arrived and were not answered, to be sent again and to say so, not before a moment
    of the machine's clock.
    """
    again = {"repeat": True, "unanswered": outbox.c.unanswered + 1, "rests_until": rests_until}
    await give_back(connection, row_ids, **again)


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
    ids = [row.id for row in owed.rows]
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


async def more_due_than(connection: AsyncConnection, number: int, now: datetime) -> bool:
    """Whether more rows than these should leave by now (the bot's clock); no more of them are looked at."""
    due = (outbox.c.state == OWED) & (outbox.c.not_before <= now)
    return await connection.scalar(select(outbox.c.id).where(due).offset(number).limit(1)) is not None


async def due_later(connection: AsyncConnection, now: datetime) -> tuple[datetime, ...]:
    """When the rows that wait for their hour should leave (the bot's clock)."""
    waits = (outbox.c.state == OWED) & (outbox.c.not_before > now)
    found = await connection.execute(select(outbox.c.not_before).where(waits).distinct())
    return tuple(row.not_before for row in found)
