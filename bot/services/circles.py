"""What people do with their circle. Every call works inside the caller's transaction, for the person of a private chat,
and does nothing for whom the rules do not let.
"""

import hashlib
import secrets
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.alerts import AreaId
from bot.domain.circle import (
    FORGOTTEN_AFTER,
    INVITE_LASTS,
    INVITES_AT_MOST,
    MEMBERS_AT_MOST,
    Act,
    Ask,
    Circle,
    Member,
    NameFault,
    Word,
    decide_ask,
    decide_word,
    heir,
    is_news,
    may_be_asked,
    name_fault,
)
from bot.domain.labels import cleaned
from bot.domain.notices import CircleAskNotice, CircleStep, CircleWordNotice, Notice, NoticeKind
from bot.store import chats as chat_store
from bot.store import circles as circle_store
from bot.store import planning
from bot.store.circle_traces import ASK, key_of_notice

#: Bytes of an invitation's token: nobody guesses one in a day.
TOKEN_BYTES = 16


class Opened(StrEnum):
    """What came of opening an invitation."""

    OPENED = "opened"
    #: Used up, over, or never there: which of these a stranger need not know.
    GONE = "gone"
    OWN = "own"
    IN_ANOTHER = "in_another"
    FULL = "full"


class Joined(StrEnum):
    """What came of taking an invitation, beside a name that cannot be taken."""

    JOINED = "joined"
    GONE = "gone"
    IN_ANOTHER = "in_another"
    FULL = "full"


class Said(StrEnum):
    """What came of a word."""

    TOLD = "told"
    AGAIN = "again"
    ALONE = "alone"
    STRANGER = "stranger"


@dataclass(frozen=True, slots=True)
class Invitation:
    """An opened invitation: whose it is, and how many are in the circle."""

    came: Opened
    circle_id: int = 0
    inviter: str = ""
    members: int = 0


@dataclass(frozen=True, slots=True)
class Asked:
    """How many were asked, and how many not, because they just were."""

    asked: int
    too_soon: int


class Circles:
    """The use cases of a circle."""

    async def of(self, tx: AsyncConnection, person: int) -> Circle | None:
        """The circle that somebody is in."""
        return await circle_store.circle_of(tx, person)

    async def asks(self, tx: AsyncConnection, circle: Circle) -> dict[int, Ask]:
        """The last question of each member."""
        return await circle_store.asks_of(tx, [one.person for one in circle.members])

    async def found(self, tx: AsyncConnection, person: int, name: str, now: datetime) -> NameFault | None:
        """A new circle; None where it was made, or where there is one already."""
        if await self.of(tx, person):
            return None
        fault = name_fault(name, Circle(0, ()), person)
        if fault is None:
            await circle_store.found(tx, Member(person, cleaned(name), founder=True, joined_at=now), now)
        return fault

    async def invite(self, tx: AsyncConnection, person: int, now: datetime) -> str | None:
        """The token of a new invitation (a day, one use); None where there is no circle or no room in it."""
        circle = await self.of(tx, person)
        if circle is None or not circle.lets(person, Act.INVITE) or len(circle.members) >= MEMBERS_AT_MOST:
            return None
        token = secrets.token_urlsafe(TOKEN_BYTES)
        await circle_store.add_invite(tx, _hashed(token), circle.id, person, now + INVITE_LASTS)
        await circle_store.keep_newest_invites(tx, circle.id, INVITES_AT_MOST)
        return token

    async def open(self, tx: AsyncConnection, person: int, token: str, now: datetime) -> Invitation:
        """Shows an invitation to the first who opens it, and from then on to nobody else."""
        invite = await circle_store.invite(tx, _hashed(token), now)
        circle = await circle_store.circle(tx, invite.circle_id) if invite else None
        own = await self.of(tx, person)
        if own and circle and own.id == circle.id:
            return Invitation(Opened.OWN)
        inviter = circle.member(invite.inviter) if circle and invite else None
        if circle is None or inviter is None:
            return Invitation(Opened.GONE)
        if own:
            return Invitation(Opened.IN_ANOTHER)
        if not await circle_store.open_invite(tx, _hashed(token), person, now):
            return Invitation(Opened.GONE)
        if len(circle.members) >= MEMBERS_AT_MOST:
            return Invitation(Opened.FULL)
        return Invitation(Opened.OPENED, circle.id, inviter.name, len(circle.members))

    async def join(
        self, tx: AsyncConnection, person: int, name: str, now: datetime, circle_id: int | None = None
    ) -> Joined | NameFault:
        """Takes the invitation that somebody opened; where several were, only into the circle that is named."""
        if await self.of(tx, person):
            return Joined.IN_ANOTHER
        opened = await circle_store.opened_by(tx, person, now)
        wanted = circle_id if circle_id is not None else opened[0] if len(opened) == 1 else None
        circle = await circle_store.circle(tx, wanted) if wanted in opened and wanted is not None else None
        if circle is None:
            return Joined.GONE
        if len(circle.members) >= MEMBERS_AT_MOST:
            return Joined.FULL
        fault = name_fault(name, circle, person)
        if fault:
            return fault
        if not await circle_store.take_invite(tx, circle.id, person, now):
            return Joined.GONE
        member = Member(person, cleaned(name), founder=False, joined_at=now)
        await circle_store.add_member(tx, circle.id, member)
        await tell(tx, circle, circle.members, member.name, CircleStep.JOINED, now, about=person)
        return Joined.JOINED

    async def rename(self, tx: AsyncConnection, person: int, name: str) -> NameFault | None:
        """Another name of one's own."""
        circle = await self.of(tx, person)
        member = circle.member(person) if circle else None
        if circle is None or member is None:
            return NameFault.EMPTY
        fault = name_fault(name, circle, person)
        if fault is None:
            await circle_store.change_member(tx, replace(member, name=cleaned(name)))
        return fault

    async def choose(
        self,
        tx: AsyncConnection,
        member: Member,
        *,
        wait: int | None = None,
        after_alerts: bool | None = None,
        in_quiet: bool | None = None,
        area: AreaId | None = None,
    ) -> Member:
        """When and how one is asked oneself; what is not given stays."""
        chosen = replace(
            member,
            wait=member.wait if wait is None else wait,
            after_alerts=member.after_alerts if after_alerts is None else after_alerts,
            in_quiet=member.in_quiet if in_quiet is None else in_quiet,
            area=member.area if area is None else area,
        )
        await circle_store.change_member(tx, chosen)
        return chosen

    async def leave(self, tx: AsyncConnection, person: int, now: datetime) -> bool:
        """False where somebody is in none. The circle goes to whoever is in it longest, and ends with the last."""
        circle = await self.of(tx, person)
        member = circle.member(person) if circle else None
        if circle is None or member is None:
            return False
        await _take_out(tx, circle, member)
        await tell(tx, circle, circle.others(person), member.name, CircleStep.LEFT, now, about=person)
        return True

    async def remove(self, tx: AsyncConnection, founder: int, person: int, now: datetime) -> str | None:
        """The name of whom the founder took out; None where the rules do not let them. Who is taken out is told."""
        circle = await self.of(tx, founder)
        member = circle.member(person) if circle and person != founder else None
        if circle is None or member is None or not circle.lets(founder, Act.REMOVE_OTHERS):
            return None
        await _take_out(tx, circle, member)
        await tell(tx, circle, (member,), member.name, CircleStep.REMOVED, now, about=person)
        return member.name

    async def say(self, tx: AsyncConnection, person: int, word: Word, now: datetime) -> Said:
        """Tells the others how somebody is."""
        circle = await self.of(tx, person)
        member = circle.member(person) if circle else None
        if circle is None or member is None:
            return Said.STRANGER
        await circle_store.answer_ask(tx, person, now)
        await circle_store.change_member(tx, replace(member, word=word, word_at=now))
        others = circle.others(person)
        if not others:
            return Said.ALONE
        if not is_news(member, word, now):
            return Said.AGAIN
        await tell(tx, circle, others, member.name, CircleStep(word), now, about=person)
        return Said.TOLD

    async def ask(self, tx: AsyncConnection, person: int, now: datetime) -> Asked | None:
        """Asks all others how they are; None where somebody is in no circle."""
        circle = await self.of(tx, person)
        member = circle.member(person) if circle else None
        if circle is None or member is None or not circle.lets(person, Act.ASK_OTHERS):
            return None
        known = await self.asks(tx, circle)
        free = [one for one in circle.others(person) if may_be_asked(known.get(one.person), now)]
        for one in free:
            await ask_member(tx, circle.id, one, now, asker=member.name)
        return Asked(len(free), len(circle.members) - 1 - len(free))


async def ask_member(
    tx: AsyncConnection, circle_id: int, member: Member, now: datetime, *, asker: str | None = None
) -> None:
    """Owes one member the question; `asker` is who asks by name, None after an alert."""
    chat = await chat_store.load(tx, member.person)
    if chat is None:
        return
    body = CircleAskNotice(asker, member.in_quiet, now + FORGOTTEN_AFTER)
    key = key_of_notice(circle_id, ASK, member.person, now.isoformat())
    notice = Notice(key, NoticeKind.CIRCLE_ASK, now, body)
    mute = await chat_store.mute_of(tx, member.person, now)
    decision = decide_ask(body, chat.quiet, mute.kind if mute else None, now)
    if await planning.owe_chat(tx, notice, member.person, decision, now):
        await circle_store.remember_notice(tx, notice)
        await circle_store.put_ask(tx, circle_id, member.person, notice.key, now)


async def tell(
    tx: AsyncConnection,
    circle: Circle,
    members: Iterable[Member],
    name: str,
    step: CircleStep,
    now: datetime,
    *,
    about: int,
    at: datetime | None = None,
) -> None:
    """Owes these members, and nobody else, a word about one of them; `at` is when it was, now where nothing is said."""
    body = CircleWordNotice(step, name, at or now, now + FORGOTTEN_AFTER)
    key = key_of_notice(circle.id, step, about, now.isoformat())
    notice = Notice(key, NoticeKind.CIRCLE_WORD, now, body)
    for member in members:
        chat = await chat_store.load(tx, member.person)
        if chat is None:
            continue
        mute = await chat_store.mute_of(tx, member.person, now)
        decision = decide_word(body, chat.quiet, mute.kind if mute else None, now)
        await planning.owe_one(tx, notice, member.person, decision, now)
        await circle_store.remember_notice(tx, notice)


async def _take_out(tx: AsyncConnection, circle: Circle, member: Member) -> None:
    await circle_store.drop_member(tx, member.person)
    left = circle.others(member.person)
    next_founder = heir(left) if member.founder else None
    if next_founder:
        await circle_store.change_member(tx, replace(next_founder, founder=True))
    if not left:
        await circle_store.drop_circle(tx, circle.id)


def _hashed(token: str) -> str:
    """What the database keeps: from it nobody gets back to an invitation."""
    return hashlib.sha256(token.encode()).hexdigest()
