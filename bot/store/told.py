"""What a chat was told and why, read back from the outbox for recaps, /why and digests."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Row, case, func, literal, or_, select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.notices import DigestNotice, Notice, NoticeKind
from bot.domain.policy import Heard, Sound
from bot.domain.quiet import Mode, QuietHours, from_text
from bot.store.tables import DROPPED, OWED, SENT, cohorts, notice_episodes, notices, outbox
from bot.store.values import body_from_json

HEARD_RANK = {0: Heard.NOTHING, 1: Heard.MISSED, 2: Heard.SILENT, 3: Heard.LOUD, 4: Heard.ASKED}


@dataclass(frozen=True, slots=True)
class Told:
    """One notice of one chat with its sound and reason; `at` is when it was sent, or owed where it waits still, and
    `muted_until` the end of the mute that ran when it was sent (aware UTC).
    """

    notice: Notice
    sound: Sound
    reason: str
    at: datetime
    label: str
    sent: bool
    muted_until: datetime | None = None


@dataclass(frozen=True, slots=True)
class Decided:
    """What a chat was told, with the row that keeps it and the quiet hours that held when it was decided (None where
    the notice is of no place, so that they were not kept).
    """

    id: int
    told: Told
    quiet: QuietHours | None


async def last_decided(
    connection: AsyncConnection, chat_id: int, now: datetime, limit: int, before: int | None = None
) -> tuple[Decided, ...]:
    """The newest decisions of a chat, newest first, or those older than a row; not those that are still to come."""
    come = (outbox.c.not_before <= now) | (outbox.c.sound == Sound.HELD)
    known = _decided_rows(chat_id).where(or_(outbox.c.state == SENT, come))
    if before is not None:
        known = known.where(outbox.c.id < before)
    newest = known.order_by(outbox.c.id.desc()).limit(limit)
    return tuple(_decided(row) for row in await connection.execute(newest))


async def decided_in(connection: AsyncConnection, chat_id: int, message_id: int) -> tuple[Decided, ...]:
    """Everything that one message told, in the order in which it was owed; empty where we know nothing of it."""
    same = _decided_rows(chat_id).where(outbox.c.message_id == message_id, outbox.c.state == SENT)
    return tuple(_decided(row) for row in await connection.execute(same.order_by(outbox.c.id)))


async def told_between(connection: AsyncConnection, chat_id: int, start: datetime, end: datetime) -> tuple[Told, ...]:
    """What a chat was sent in the half-open interval, and what waits held at its end, oldest first.

    What merely waits is left out: nobody knows yet with what sound it will be sent.
    """
    sent = (outbox.c.state == SENT) & (outbox.c.settled_at >= start) & (outbox.c.settled_at < end)
    waits = (outbox.c.state == OWED) & (outbox.c.sound == Sound.HELD)
    held = waits & (outbox.c.owed_at < end)
    within = _rows(chat_id).where(sent | held).order_by(func.coalesce(outbox.c.settled_at, outbox.c.owed_at))
    return tuple(_told(row) for row in await connection.execute(within))


async def heard_ranks(
    connection: AsyncConnection, chat_ids: Collection[int], episode_keys: Collection[str]
) -> dict[tuple[int, str], int]:
    """The loudest that chats heard of episodes, as ranks: 1 missed, 2 silent, 3 loud, 4 asked; nothing is left out."""
    if not episode_keys:
        return {}
    heard = (
        select(outbox.c.chat_id, notice_episodes.c.episode_key, func.max(rank_of_row()).label("rank"))
        .join(notice_episodes, notice_episodes.c.notice_id == outbox.c.notice_id)
        .where(notice_episodes.c.episode_key.in_(list(episode_keys)), outbox.c.chat_id.in_(list(chat_ids)))
        .where(outbox.c.state.in_([OWED, SENT, DROPPED]))
        .group_by(outbox.c.chat_id, notice_episodes.c.episode_key)
    )
    return {(row.chat_id, row.episode_key): row.rank for row in await connection.execute(heard)}


def _rows(chat_id: int) -> Any:
    return (
        select(
            notices.c.key,
            notices.c.kind,
            notices.c.at,
            notices.c.body,
            outbox.c.sound,
            outbox.c.reason,
            outbox.c.owed_at,
            outbox.c.settled_at,
            outbox.c.state,
            outbox.c.muted_until,
            func.coalesce(cohorts.c.label, "").label("label"),
        )
        .join(notices, notices.c.id == outbox.c.notice_id)
        .outerjoin(cohorts, cohorts.c.id == outbox.c.cohort_id)
        .where(outbox.c.chat_id == chat_id, outbox.c.state.in_([OWED, SENT]))
    )


def _decided_rows(chat_id: int) -> Any:
    return _rows(chat_id).add_columns(outbox.c.id, cohorts.c.windows, cohorts.c.mode, cohorts.c.timezone)


def _decided(row: Row[Any]) -> Decided:
    kept = row.timezone is not None
    quiet = QuietHours(from_text(row.windows), Mode(row.mode), row.timezone) if kept else None
    return Decided(row.id, _told(row), quiet)


def _told(row: Row[Any]) -> Told:
    kind = NoticeKind(row.kind)
    return Told(
        notice=Notice(row.key, kind, row.at, body_from_json(kind, row.body)),
        sound=Sound(row.sound),
        reason=row.reason,
        at=row.settled_at or row.owed_at,
        label=row.label,
        sent=row.state == SENT,
        muted_until=row.muted_until,
    )


async def digest_claims(connection: AsyncConnection, chat_id: int) -> frozenset[tuple[str, str]]:
    """Every claim (report id, claim id) that a digest has carried to this chat."""
    return (await digest_claims_of(connection, (chat_id,)))[chat_id]


async def digest_claims_of(
    connection: AsyncConnection, chat_ids: Collection[int]
) -> dict[int, frozenset[tuple[str, str]]]:
    """The same for many chats, none left out; each digest is read once, however many chats it went to."""
    carried = (
        select(outbox.c.chat_id, outbox.c.notice_id)
        .join(notices, notices.c.id == outbox.c.notice_id)
        .where(outbox.c.chat_id.in_(chat_ids), outbox.c.state.in_([OWED, SENT]))
        .where(notices.c.kind == NoticeKind.DIGEST)
    )
    rows = (await connection.execute(carried)).all()
    which = select(notices.c.id, notices.c.body).where(notices.c.id.in_({row.notice_id for row in rows}))
    told = {row.id: body_from_json(NoticeKind.DIGEST, row.body) for row in await connection.execute(which)}
    found: dict[int, frozenset[tuple[str, str]]] = dict.fromkeys(chat_ids, frozenset())
    for row in rows:
        body = told[row.notice_id]
        found[row.chat_id] |= frozenset(body.claims) if isinstance(body, DigestNotice) else frozenset()
    return found


def rank_of_row() -> ColumnElement[int]:
    """How loudly a row of the outbox was heard, as a rank."""
    loud = outbox.c.sound == Sound.LOUD
    return case((outbox.c.state == DROPPED, 1), (outbox.c.ring_end, 4), (loud, 3), else_=2)


def heard_as(rank: ColumnElement[int]) -> ColumnElement[str]:
    """The word for a rank; nothing where there is none."""
    words = ((rank == number, literal(word.value)) for number, word in HEARD_RANK.items())
    return case(*words, else_=literal(Heard.NOTHING.value))
