"""Digests that are due, found by what makes them the same, because a hundred thousand of them fall due at eight o'clock
and few say different things.
"""

import json
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from hashlib import sha256
from typing import Any

from sqlalchemy import BigInteger, ColumnElement, Select, and_, bindparam, func, literal, or_, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.chats import Chat, Place
from bot.domain.digests import DigestPart, Due, Standing, hours_to_text
from bot.domain.notices import DIGEST_LANE, DigestNotice, Notice, NoticeKind, of_digest, precedence
from bot.domain.policy import Decision, Sound
from bot.domain.quiet import Interval, to_text
from bot.store import planning
from bot.store.tables import OWED, SENT, chats, notices, outbox
from bot.store.upsert import insert_for
from bot.store.values import body_to_json

#: A message leaves within this time of being owed, but for those that quiet hours hold: how far to look back for it.
_LEAVES_WITHIN = timedelta(days=1)
#: The last chat, whatever its id.
_LAST = 2**63 - 1
#: What is counted as silenced.
_OF_ALERTS = (NoticeKind.ALERT, NoticeKind.PASSED)
#: What chats have in common whose digests are made together, beside the fingerprint of what they chose.
_SAME = ("digest_hour_at", "digest_due_key", "digest_told_until", "digest_done", "digest_claims")


@dataclass(frozen=True, slots=True)
class Group:
    """Chats that stand alike, follow and chose the same, and were told the same of reports; `of` is one of them."""

    of: int
    facts: str
    claims: str
    standing: Standing
    #: The chats of the piece, by id up to this one.
    up_to: int
    now: datetime

    @property
    def members(self) -> ColumnElement[bool]:
        values = _columns(self.standing) | {"digest_claims": self.claims}
        alike = (_is(chats.c[name], values[name]) for name in _SAME)
        return and_(chats.c.digest_facts == self.facts, chats.c.id <= self.up_to, _ready(self.now), *alike)


def facts_of(chat: Chat, places: Iterable[Place]) -> str:
    """A fingerprint of everything of a chat that its digests depend on, but for what it was told before."""
    return fingerprint(
        chat.quiet.timezone,
        to_text(chat.quiet.windows),
        hours_to_text(chat.digest_times),
        [part for part in DigestPart if part in chat.digest_parts],
        chat.digest_rings,
        [(place.area, place.label) for place in places],
    )


def claims_of(known: Collection[tuple[str, str]]) -> str:
    """A fingerprint of the claims (report id, claim id) that digests have carried."""
    return fingerprint(*sorted(known))


def fingerprint(*values: Any) -> str:
    return sha256(json.dumps(values, ensure_ascii=False, sort_keys=True).encode()).hexdigest()[:32]


async def standing_of(connection: AsyncConnection, chat_id: int) -> Standing:
    row = (await connection.execute(select(chats).where(chats.c.id == chat_id))).one()
    return _standing(row)


async def put_standing(connection: AsyncConnection, chat_id: int, standing: Standing) -> None:
    await connection.execute(update(chats).where(chats.c.id == chat_id).values(**_columns(standing)))


async def forget_claims(connection: AsyncConnection, chat_id: int) -> None:
    """What digests told the chat of reports is looked up anew before its next one."""
    await connection.execute(update(chats).where(chats.c.id == chat_id).values(digest_claims=None))


async def any_to_do(connection: AsyncConnection, now: datetime, ahead: timedelta) -> bool:
    """Whether a digest is due, or one is due soon that nobody has compared with others yet."""
    soon = or_(_due(now), _due(now + ahead) & ~_is_known())
    return await connection.scalar(select(chats.c.id).where(soon).limit(1)) is not None


async def unknown(connection: AsyncConnection, before: datetime, limit: int) -> tuple[int, ...]:
    """Chats whose digest is due by then, and of which it is not known which others it shares it with."""
    found = select(chats.c.id).where(_due(before), ~_is_known()).order_by(chats.c.digest_due_at, chats.c.id)
    return tuple(await connection.scalars(found.limit(limit)))


async def know(connection: AsyncConnection, found: Mapping[int, tuple[str, int, str]]) -> None:
    """Keeps chats' fingerprints: of the facts, with the version of the settings they are of, and of the claims."""
    one = update(chats).where(chats.c.id == bindparam("chat"))
    changed = one.values(
        digest_facts=bindparam("facts"), digest_facts_version=bindparam("version"), digest_claims=bindparam("claims")
    )
    rows = [
        {"chat": chat_id, "facts": facts, "version": version, "claims": claims}
        for chat_id, (facts, version, claims) in found.items()
    ]
    await connection.execute(changed, rows)


async def groups_due(connection: AsyncConnection, now: datetime) -> tuple[Group, ...]:
    """Everybody whose digest is due, in groups; those of the lowest ids first, which are groups and channels."""
    shared = [chats.c[name] for name in ("digest_facts", *_SAME)]
    alike = select(func.min(chats.c.id).label("of"), *shared).where(_ready(now)).group_by(*shared)
    found = await connection.execute(alike.order_by("of"))
    return tuple(Group(row.of, row.digest_facts, row.digest_claims, _standing(row), _LAST, now) for row in found)


async def first_of(connection: AsyncConnection, group: Group, size: int) -> Group | None:
    """The first so many of the group, by id, as it is by now; None where nobody is left."""
    ids = select(chats.c.id).where(group.members).order_by(chats.c.id)
    first = await connection.scalar(ids.limit(1))
    if first is None:
        return None
    last = await connection.scalar(ids.offset(size - 1).limit(1))
    return replace(group, of=first, up_to=_LAST if last is None else last)


async def count_silenced(connection: AsyncConnection, group: Group, span: Interval) -> tuple[int, ...]:
    """Counts for each chat of the group how many messages of alerts came to it without sound in the span; returns the
    counts that there are.
    """
    counted = _silenced(span).where(outbox.c.chat_id == chats.c.id).scalar_subquery()
    await connection.execute(update(chats).where(group.members).values(digest_silenced=counted))
    counts = select(chats.c.digest_silenced).where(group.members).distinct().order_by(chats.c.digest_silenced)
    return tuple(await connection.scalars(counts))


async def silenced_of(connection: AsyncConnection, chat_id: int, span: Interval) -> int:
    """How many messages of alerts came to one chat without sound in the span."""
    found: int = await connection.scalar(_silenced(span).where(outbox.c.chat_id == chat_id)) or 0
    return found


async def owe(
    connection: AsyncConnection, group: Group, body: DigestNotice, hour: str, decision: Decision, *, counted: bool
) -> int:
    """Owes one digest to every chat of the group, or, with `counted`, to those for whom as much was silenced as it
    says; returns to how many.
    """
    notice = of_digest(body, hour, fingerprint(body_to_json(NoticeKind.DIGEST, body)))
    values: dict[str, Any] = {
        "notice_id": literal(await _known_id(connection, notice), BigInteger),
        "chat_id": chats.c.id,
        "lane": literal(DIGEST_LANE),
        "sound": literal(decision.sound.value),
        "reason": literal(decision.reason.value),
        "settings_version": chats.c.settings_version,
        "owed_at": literal(group.now, outbox.c.owed_at.type),
        "precedence": literal(precedence(DIGEST_LANE, group.now), BigInteger),
        "not_before": literal(group.now, outbox.c.not_before.type),
        "refusals": literal(0),
        "state": literal(OWED),
        "repeat": literal(False),
    }
    whom = group.members & (chats.c.digest_silenced == body.silenced) if counted else group.members
    rows = select(*values.values()).where(whom)
    added = await connection.execute(
        insert_for(connection, outbox).from_select(list(values), rows).on_conflict_do_nothing()
    )
    return added.rowcount


async def move_on(connection: AsyncConnection, group: Group, standing: Standing, claims: str | None = None) -> None:
    """Where every chat of the group stands from now on, and what it was told of reports."""
    values = _columns(standing) | ({"digest_claims": claims} if claims else {})
    await connection.execute(update(chats).where(group.members).values(**values))


async def _known_id(connection: AsyncConnection, notice: Notice) -> int:
    await planning.add_notice(connection, notice)
    known: int = (await connection.execute(select(notices.c.id).where(notices.c.key == notice.key))).scalar_one()
    return known


def _silenced(span: Interval) -> Select[Any]:
    return (
        select(func.count(outbox.c.message_id.distinct()))
        .select_from(outbox)
        .join(notices, notices.c.id == outbox.c.notice_id)
        .where(outbox.c.owed_at >= span.start - _LEAVES_WITHIN)
        .where(outbox.c.state == SENT, outbox.c.sound == Sound.SILENT, notices.c.kind.in_(_OF_ALERTS))
        .where(outbox.c.settled_at >= span.start, outbox.c.settled_at < span.end)
    )


def _due(now: datetime) -> ColumnElement[bool]:
    return (chats.c.digest_due_at <= now) & chats.c.gone.is_(None)


def _is_known() -> ColumnElement[bool]:
    same = func.coalesce(chats.c.digest_facts_version, 0) == chats.c.settings_version
    return same & chats.c.digest_claims.is_not(None)


def _ready(now: datetime) -> ColumnElement[bool]:
    return _due(now) & _is_known()


def _is(column: ColumnElement[Any], value: Any) -> ColumnElement[bool]:
    return column.is_(None) if value is None else column == value


def _standing(row: Any) -> Standing:
    due = None
    if row.digest_hour_at is not None:
        day, _, wall = row.digest_due_key.partition("/")
        due = Due(row.digest_hour_at, date.fromisoformat(day), time.fromisoformat(wall))
    return Standing(
        due=due,
        make_at=getattr(row, "digest_due_at", row.digest_hour_at),
        told_until=row.digest_told_until,
        done=tuple(row.digest_done.split()),
    )


def _columns(standing: Standing) -> dict[str, Any]:
    due = standing.due
    return {
        "digest_due_at": standing.make_at,
        "digest_hour_at": due.at if due else None,
        "digest_due_key": due.key if due else None,
        "digest_told_until": standing.told_until,
        "digest_done": _joined(standing.done),
    }


def _joined(done: Iterable[str]) -> str:
    return " ".join(done)
