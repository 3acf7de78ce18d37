"""Keeps circles, their invitations and questions, and forgets what was said in them after a day."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Row, Select, delete, exists, insert, literal, or_, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.alerts import AreaId
from bot.domain.circle import Ask, Circle, Member, Word
from bot.domain.notices import AlertNotice, Notice, NoticeKind
from bot.domain.policy import Reason
from bot.store.tables import (
    DROPPED,
    OWED,
    SENT,
    circle_asks,
    circle_invites,
    circle_members,
    circle_notices,
    circles,
    notices,
    outbox,
)
from bot.store.upsert import insert_for, upsert
from bot.store.values import body_from_json

#: How the key of a notice that tells an end ends.
_ENDED = "%/ended"


async def found(connection: AsyncConnection, member: Member, now: datetime) -> None:
    """A new circle with its founder."""
    made = await connection.execute(insert(circles).values(created_at=now).returning(circles.c.id))
    await add_member(connection, made.scalar_one(), member)


async def circle_of(connection: AsyncConnection, person: int) -> Circle | None:
    """The circle that somebody is in."""
    own = select(circle_members.c.circle_id).where(circle_members.c.person == person)
    return _circle((await connection.execute(_members().where(circle_members.c.circle_id.in_(own)))).all())


async def circle(connection: AsyncConnection, circle_id: int) -> Circle | None:
    return _circle((await connection.execute(_members().where(circle_members.c.circle_id == circle_id))).all())


async def add_member(connection: AsyncConnection, circle_id: int, member: Member) -> None:
    await connection.execute(insert(circle_members).values(circle_id=circle_id, **_columns(member)))


async def change_member(connection: AsyncConnection, member: Member) -> None:
    changed = update(circle_members).where(circle_members.c.person == member.person)
    await connection.execute(changed.values(**_columns(member)))


async def drop_member(connection: AsyncConnection, person: int) -> None:
    """Takes somebody out, with the invitations that they sent and what they are owed of the circle."""
    await connection.execute(delete(circle_members).where(circle_members.c.person == person))
    await connection.execute(delete(circle_asks).where(circle_asks.c.person == person))
    await connection.execute(delete(circle_invites).where(circle_invites.c.inviter == person))
    ours = select(circle_notices.c.notice_id)
    waits = (outbox.c.chat_id == person) & (outbox.c.state == OWED) & outbox.c.leased_until.is_(None)
    await connection.execute(delete(outbox).where(waits, outbox.c.notice_id.in_(ours)))


async def drop_circle(connection: AsyncConnection, circle_id: int) -> None:
    await connection.execute(delete(circles).where(circles.c.id == circle_id))


# Invitations


@dataclass(frozen=True, slots=True)
class Invite:
    """An invitation that can still be taken, and by whom it was opened."""

    circle_id: int
    inviter: int
    opened_by: int | None


async def add_invite(
    connection: AsyncConnection, token: str, circle_id: int, inviter: int, expires_at: datetime
) -> None:
    values = {"token": token, "circle_id": circle_id, "inviter": inviter, "expires_at": expires_at}
    await connection.execute(insert(circle_invites).values(**values))


async def keep_newest_invites(connection: AsyncConnection, circle_id: int, number: int) -> None:
    """Drops all invitations of a circle but so many that nobody opened yet."""
    own = circle_invites.c.circle_id == circle_id
    newest = select(circle_invites.c.token).where(own, circle_invites.c.opened_by.is_(None))
    kept = list(await connection.scalars(newest.order_by(circle_invites.c.expires_at.desc()).limit(number)))
    unopened = own & circle_invites.c.opened_by.is_(None)
    await connection.execute(delete(circle_invites).where(unopened, circle_invites.c.token.not_in(kept)))


async def invite(connection: AsyncConnection, token: str, now: datetime) -> Invite | None:
    wanted = select(circle_invites).where(circle_invites.c.token == token, circle_invites.c.expires_at > now)
    row = (await connection.execute(wanted)).one_or_none()
    return Invite(row.circle_id, row.inviter, row.opened_by) if row else None


async def open_invite(connection: AsyncConnection, token: str, person: int, now: datetime) -> bool:
    """Makes an invitation that of the first who opens it; False where it is another's."""
    free = or_(circle_invites.c.opened_by.is_(None), circle_invites.c.opened_by == person)
    opened = update(circle_invites).where(circle_invites.c.token == token, circle_invites.c.expires_at > now, free)
    return (await connection.execute(opened.values(opened_by=person))).rowcount == 1


async def opened_by(connection: AsyncConnection, person: int, now: datetime) -> tuple[int, ...]:
    """The circles whose invitations somebody opened and has not taken."""
    own = select(circle_invites.c.circle_id).where(
        circle_invites.c.opened_by == person, circle_invites.c.expires_at > now
    )
    return tuple(dict.fromkeys(await connection.scalars(own)))


async def take_invite(connection: AsyncConnection, circle_id: int, person: int, now: datetime) -> bool:
    """Uses up what somebody opened; False where there is nothing to use."""
    own = (circle_invites.c.circle_id == circle_id) & (circle_invites.c.opened_by == person)
    taken = await connection.execute(delete(circle_invites).where(own, circle_invites.c.expires_at > now))
    return taken.rowcount > 0


# Questions


async def put_ask(connection: AsyncConnection, circle_id: int, person: int, notice_key: str, now: datetime) -> None:
    """The question that somebody is asked now, in place of the one before."""
    row = {"person": person, "circle_id": circle_id, "notice_key": notice_key, "asked_at": now}
    await upsert(connection, circle_asks, [{**row, "answered_at": None, "told_at": None}])


async def asks_of(connection: AsyncConnection, people: Collection[int]) -> dict[int, Ask]:
    """The last question of each, with when it arrived."""
    wanted = _asks().where(circle_asks.c.person.in_(list(people)))
    return {row.person: _ask(row) for row in await connection.execute(wanted)}


async def unanswered(connection: AsyncConnection) -> tuple[tuple[int, Ask], ...]:
    """Every question that arrived, was not answered and of which nobody was told, with its circle."""
    open_ = circle_asks.c.answered_at.is_(None) & circle_asks.c.told_at.is_(None) & outbox.c.settled_at.is_not(None)
    return tuple((row.circle_id, _ask(row)) for row in await connection.execute(_asks().where(open_)))


async def answer_ask(connection: AsyncConnection, person: int, now: datetime) -> None:
    """Notes that somebody answered, and takes back the question where it has not left yet."""
    own = circle_asks.c.person == person
    key = await connection.scalar(select(circle_asks.c.notice_key).where(own, circle_asks.c.answered_at.is_(None)))
    if key is None:
        return
    await connection.execute(update(circle_asks).where(own).values(answered_at=now))
    about = select(notices.c.id).where(notices.c.key == key)
    waits = (outbox.c.state == OWED) & outbox.c.leased_until.is_(None)
    taken_back = update(outbox).where(outbox.c.notice_id.in_(about), waits)
    await connection.execute(taken_back.values(state=DROPPED, reason=Reason.CIRCLE_OVER, settled_at=now))


async def tell_ask(connection: AsyncConnection, person: int, now: datetime) -> None:
    """Notes that the others were told of no answer."""
    await connection.execute(update(circle_asks).where(circle_asks.c.person == person).values(told_at=now))


@dataclass(frozen=True, slots=True)
class ToldEnd:
    """That a member was told the end of an alert, and when."""

    circle_id: int
    member: Member
    body: AlertNotice
    at: datetime


async def any_member(connection: AsyncConnection) -> bool:
    return await connection.scalar(select(circle_members.c.person).limit(1)) is not None


async def ends_told(connection: AsyncConnection, since: datetime, owed_since: datetime) -> tuple[ToldEnd, ...]:
    """The ends of alerts that reached members who are asked after them, since a moment, oldest first."""
    recent = (outbox.c.chat_id == circle_members.c.person) & (outbox.c.owed_at > owed_since)
    wanted = (
        select(circle_members, notices.c.body, outbox.c.settled_at)
        .join(outbox, recent & (outbox.c.state == SENT) & (outbox.c.settled_at > since))
        .join(notices, notices.c.id == outbox.c.notice_id)
        .where(circle_members.c.after_alerts, notices.c.kind == NoticeKind.ALERT, notices.c.key.like(_ENDED))
        .order_by(outbox.c.settled_at)
    )
    told = []
    for row in await connection.execute(wanted):
        body = body_from_json(NoticeKind.ALERT, row.body)
        if isinstance(body, AlertNotice):
            told.append(ToldEnd(row.circle_id, _member(row), body, row.settled_at))
    return tuple(told)


# What is forgotten


async def remember_notice(connection: AsyncConnection, notice: Notice) -> None:
    """Notes that a notice is a circle's, so that it is forgotten in time."""
    about = select(notices.c.id, literal(notice.at, type_=circle_notices.c.at.type)).where(notices.c.key == notice.key)
    statement = insert_for(connection, circle_notices).from_select(["notice_id", "at"], about)
    await connection.execute(statement.on_conflict_do_nothing())


async def anything_over(connection: AsyncConnection, now: datetime, before: datetime) -> bool:
    """Whether `forget` would find something."""
    over = (
        select(literal(1)).where(exists().where(circle_notices.c.at <= before)),
        select(literal(1)).where(exists().where(circle_asks.c.asked_at <= before)),
        select(literal(1)).where(exists().where(circle_members.c.word_at <= before)),
        select(literal(1)).where(exists().where(circle_invites.c.expires_at <= now)),
        select(literal(1)).where(exists().where(circles.c.id.not_in(select(circle_members.c.circle_id)))),
    )
    for one in over:
        if await connection.scalar(one) is not None:
            return True
    return False


async def forget(connection: AsyncConnection, now: datetime, before: datetime) -> None:
    """Forgets words, questions and notices up to `before`, invitations that are over, and circles without anybody."""
    said = update(circle_members).where(circle_members.c.word_at <= before)
    await connection.execute(said.values(word=None, word_at=None))
    await connection.execute(delete(circle_asks).where(circle_asks.c.asked_at <= before))
    await connection.execute(delete(circle_invites).where(circle_invites.c.expires_at <= now))
    await connection.execute(delete(circles).where(circles.c.id.not_in(select(circle_members.c.circle_id))))
    over = select(circle_notices.c.notice_id).where(circle_notices.c.at <= before)
    # What is on its way at this moment is forgotten the next time.
    await connection.execute(delete(outbox).where(outbox.c.notice_id.in_(over), outbox.c.leased_until.is_(None)))
    flying = select(outbox.c.notice_id).where(outbox.c.notice_id == notices.c.id)
    await connection.execute(delete(notices).where(notices.c.id.in_(over), ~exists(flying)))
    await connection.execute(delete(circle_notices).where(circle_notices.c.notice_id.not_in(select(notices.c.id))))


async def leaderless(connection: AsyncConnection) -> tuple[int, ...]:
    """The circles that have members and no founder."""
    led = select(circle_members.c.circle_id).where(circle_members.c.founder)
    without = select(circle_members.c.circle_id).where(circle_members.c.circle_id.not_in(led)).distinct()
    return tuple(await connection.scalars(without))


def _members() -> Select[Any]:
    return select(circle_members).order_by(circle_members.c.joined_at, circle_members.c.person)


def _asks() -> Select[Any]:
    arrived = (outbox.c.notice_id == notices.c.id) & (outbox.c.chat_id == circle_asks.c.person)
    return (
        select(circle_asks, outbox.c.settled_at)
        .outerjoin(notices, notices.c.key == circle_asks.c.notice_key)
        .outerjoin(outbox, arrived & (outbox.c.state == SENT))
    )


def _ask(row: Row[Any]) -> Ask:
    return Ask(row.person, row.asked_at, row.settled_at, row.answered_at, row.told_at)


def _circle(rows: Sequence[Row[Any]]) -> Circle | None:
    return Circle(rows[0].circle_id, tuple(_member(row) for row in rows)) if rows else None


def _member(row: Row[Any]) -> Member:
    return Member(
        person=row.person,
        name=row.name,
        founder=row.founder,
        joined_at=row.joined_at,
        wait=row.wait,
        after_alerts=row.after_alerts,
        in_quiet=row.in_quiet,
        area=AreaId(row.area) if row.area else None,
        word=Word(row.word) if row.word else None,
        word_at=row.word_at,
    )


def _columns(member: Member) -> dict[str, Any]:
    return {
        "person": member.person,
        "name": member.name,
        "founder": member.founder,
        "joined_at": member.joined_at,
        "wait": member.wait,
        "after_alerts": member.after_alerts,
        "in_quiet": member.in_quiet,
        "area": member.area,
        "word": member.word,
        "word_at": member.word_at,
    }
