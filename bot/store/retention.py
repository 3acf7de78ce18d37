"""For how long everything is kept, in one place, and how it goes: in small pieces, so that nobody waits for it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Column, ColumnElement, Table, and_, delete, or_, select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.notices import NoticeKind
from bot.store.inbox import HANDLED, QUARANTINED
from bot.store.tables import (
    OWED,
    announcements,
    chats,
    cohorts,
    decisions,
    episodes,
    inbox,
    notice_episodes,
    notices,
    outages,
    outbox,
    places,
    plans,
    spells,
)

#: Rows looked at, and taken away, in one transaction.
PIECE = 500
#: Before the key of any row.
_FIRST = -(2**63)


@dataclass(frozen=True, slots=True)
class Kept:
    """Rows that may go once they are older than `span` (the bot's clock). `key` ascends as time does, so that what is
    old is found at its beginning.
    """

    name: str
    span: timedelta
    key: Column[Any]
    at: Column[Any]
    may_go: ColumnElement[bool]

    @property
    def table(self) -> Table:
        return self.key.table


def _runs(keys: ColumnElement[Any]) -> ColumnElement[bool]:
    """Whether something of these keys is not over: until then it must be known who heard of it, and how loudly."""
    return or_(
        *(
            select(table.c.key).where(table.c.key == keys, table.c.ended_at.is_(None)).exists()
            for table in (episodes, spells, outages)
        )
    )


def _tells_of_what_runs(notice_id: ColumnElement[int]) -> ColumnElement[bool]:
    about = notice_episodes.c.notice_id == notice_id
    return select(notice_episodes.c.notice_id).where(about, _runs(notice_episodes.c.episode_key)).exists()


_IS_DIGEST = (
    select(notices.c.id).where(notices.c.id == outbox.c.notice_id, notices.c.kind == NoticeKind.DIGEST).exists()
)
_SETTLED = and_(outbox.c.state != OWED, ~_tells_of_what_runs(outbox.c.notice_id))
_UNTOLD = and_(
    ~select(outbox.c.id).where(outbox.c.notice_id == notices.c.id).exists(),
    ~select(plans.c.notice_id).where(plans.c.notice_id == notices.c.id).exists(),
    ~select(announcements.c.id).where(announcements.c.notice_id == notices.c.id).exists(),
    ~_tells_of_what_runs(notices.c.id),
)

#: What goes by itself, and when. The page about privacy and the answer of /privacy are held against this.
KEPT: tuple[Kept, ...] = (
    Kept("updates", timedelta(days=2), inbox.c.update_id, inbox.c.received_at, inbox.c.state == HANDLED),
    Kept("quarantine", timedelta(days=30), inbox.c.update_id, inbox.c.received_at, inbox.c.state == QUARANTINED),
    Kept("messages", timedelta(days=60), outbox.c.id, outbox.c.owed_at, and_(_SETTLED, ~_IS_DIGEST)),
    Kept("digests", timedelta(days=365), outbox.c.id, outbox.c.owed_at, and_(_SETTLED, _IS_DIGEST)),
    Kept(
        "announcements",
        timedelta(days=60),
        announcements.c.id,
        announcements.c.made_at,
        announcements.c.reached.is_(None),
    ),
    Kept("notices", timedelta(days=60), notices.c.id, notices.c.at, _UNTOLD),
)
#: How long a chat that cannot be written to any more keeps its settings, should it come back.
GONE_FOR = timedelta(days=90)
#: How many such chats are forgotten in one transaction.
CHATS_AT_ONCE = 20


@dataclass(frozen=True, slots=True)
class Looked:
    """One piece of a table: the keys of what may go, and where to look on (None: nothing older is left)."""

    keys: tuple[int, ...]
    next_after: int | None


async def look(connection: AsyncConnection, kept: Kept, now: datetime, after: int | None = None) -> Looked:
    """The next piece of what is older than its time; writes nothing."""
    before = now - kept.span
    start = _FIRST if after is None else after
    piece = select(kept.key.label("key"), kept.at.label("at"), kept.may_go.label("may_go"))
    found = (await connection.execute(piece.where(kept.key > start).order_by(kept.key).limit(PIECE))).all()
    keys = tuple(row.key for row in found if row.may_go and row.at < before)
    is_last = len(found) < PIECE or any(row.at >= before for row in found)
    return Looked(keys, None if is_last else found[-1].key)


async def drop(tx: AsyncConnection, kept: Kept, keys: Sequence[int]) -> int:
    """Takes these rows away, except what something has happened to since; how many went."""
    return (await tx.execute(delete(kept.table).where(kept.key.in_(keys), kept.may_go))).rowcount


async def unused_cohorts(connection: AsyncConnection) -> tuple[int, ...]:
    """Settings that nobody has any more, and that no message was sent by; among them are words that people wrote."""
    used = select(places.c.cohort_id).union(
        select(outbox.c.cohort_id).where(outbox.c.cohort_id.is_not(None)), select(decisions.c.cohort_id)
    )
    return tuple(await connection.scalars(select(cohorts.c.id).where(cohorts.c.id.not_in(used)).order_by(cohorts.c.id)))


async def drop_cohorts(tx: AsyncConnection, ids: Sequence[int]) -> int:
    """Takes them away, except those that somebody has chosen since; how many went."""
    in_use = select(places.c.id).where(places.c.cohort_id == cohorts.c.id).exists()
    return (await tx.execute(delete(cohorts).where(cohorts.c.id.in_(ids), ~in_use))).rowcount


async def long_gone(connection: AsyncConnection, now: datetime) -> tuple[int, ...]:
    """Some chats that could not be written to for so long that they are to be forgotten."""
    gone = select(chats.c.id).where(chats.c.gone_at < now - GONE_FOR).order_by(chats.c.gone_at).limit(CHATS_AT_ONCE)
    return tuple(await connection.scalars(gone))


async def still_gone(tx: AsyncConnection, ids: Sequence[int]) -> tuple[int, ...]:
    """Those of them that did not come back since."""
    return tuple(await tx.scalars(select(chats.c.id).where(chats.c.id.in_(ids), chats.c.gone_at.is_not(None))))
