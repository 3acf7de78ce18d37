"""The daily digest: due work comes from the database, so that a late wake, a restart or a clock change neither repeats
nor skips an hour, and what many chats are told alike is made once (docs/decisions/0024).
"""

import time
from collections import deque
from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import datetime, timedelta

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.areas import AreaTree
from bot.domain.cards import Cards
from bot.domain.chats import Chat
from bot.domain.digests import Outcome, changed, looked_at, span_of, standing_from
from bot.domain.notices import DigestNotice
from bot.domain.policy import of_digest
from bot.domain.quiet import Interval
from bot.domain.reports import Report
from bot.services.digest_facts import DigestFacts, Look
from bot.store import chats as chat_store
from bot.store import digests as digest_store
from bot.store import planning, told
from bot.store.database import Database
from bot.store.digests import Group

#: How long before its hour a chat is compared with others, and how many chats in one transaction.
COMPARED_AHEAD = timedelta(minutes=10)
COMPARED_AT_ONCE = 100
#: How long a transaction should take, in seconds, and how many chats one makes digests for: few at first.
TAKES = 0.05
FIRST, LEAST, LARGEST = 500, 100, 2_000


class Digests:
    """Owes digests that are due, once for all chats that are told the same."""

    def __init__(
        self,
        database: Database,
        tree: AreaTree,
        cards: Cards,
        reports: Iterable[Report],
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        self._database = database
        self._facts = DigestFacts(tree, cards, reports)
        self._monotonic = monotonic
        self._size = FIRST

    async def step(self, now: datetime) -> int:
        """Owes some of the digests that are due by now (aware UTC), each once for its local day and hour; 0 where
        nothing is left to do, or something graver is planned first.
        """
        async with self._database.reading() as connection:
            if not await digest_store.any_to_do(connection, now, COMPARED_AHEAD):
                return 0
        if await self._is_in_the_way():
            return 0
        async with self._database.writing() as tx:
            compared = await self._compare(tx, now)
        async with self._database.reading() as connection:
            groups = deque(await digest_store.groups_due(connection, now))
        made = len(groups)
        while groups and not await self._is_in_the_way():
            await self._make(groups)
        return compared + made - len(groups)

    async def _is_in_the_way(self) -> bool:
        """Nothing lighter leaves while an alert is being planned; the database is the alert's, too."""
        async with self._database.reading() as connection:
            return await planning.is_planning(connection)

    async def compose(self, tx: AsyncConnection, chat: Chat, at: datetime) -> DigestNotice:
        """The digest of a chat for the 24 hours before a moment (aware UTC)."""
        ((_, places),) = (await chat_store.load_all(tx, (chat.id,))).items()
        span = span_of(at)
        body = await self._facts.body(Look(tx), chat, places, span, await told.digest_claims(tx, chat.id))
        return (
            replace(body, silenced=await digest_store.silenced_of(tx, chat.id, span)) if body.tells_silenced else body
        )

    async def _compare(self, tx: AsyncConnection, now: datetime) -> int:
        """Looks up for whom it is not known what they share with others, because something of theirs was changed."""
        ids = await digest_store.unknown(tx, now + COMPARED_AHEAD, COMPARED_AT_ONCE)
        if ids:
            chats = await chat_store.load_all(tx, ids)
            claims = await told.digest_claims_of(tx, ids)
            found = {
                chat.id: (
                    digest_store.facts_of(chat, places),
                    chat.settings_version,
                    digest_store.claims_of(claims[chat.id]),
                )
                for chat, places in chats.items()
            }
            await digest_store.know(tx, found)
        return len(ids)

    async def _make(self, groups: deque[Group]) -> None:
        """Makes the digests of the next groups in one transaction, as many as its time allows."""
        began = self._monotonic()
        async with self._database.writing() as tx:
            look = Look(tx)
            while groups and self._monotonic() - began < TAKES:
                piece = await digest_store.first_of(tx, groups[0], self._size)
                if piece is None:
                    groups.popleft()
                    continue
                started = self._monotonic()
                await self._make_for(tx, look, piece)
                self._size = _next_size(self._size, self._monotonic() - started)

    async def _make_for(self, tx: AsyncConnection, look: Look, group: Group) -> None:
        ((chat, places),) = (await chat_store.load_all(tx, (group.of,))).items()
        outcome = looked_at(group.standing, chat.digest_times, chat.quiet, group.now)
        if outcome is None:
            waiting = changed(group.standing, chat.digest_times, chat.quiet, group.now)
            await digest_store.move_on(tx, group, waiting)
        elif outcome.span is None:
            await digest_store.move_on(tx, group, outcome.standing)
        else:
            known = await told.digest_claims(tx, chat.id)
            if digest_store.claims_of(known) != group.claims:
                # Something that was to tell it of reports never arrived: it stands with others than we thought.
                await digest_store.forget_claims(tx, chat.id)
                return
            body = await self._facts.body(look, chat, places, outcome.span, known)
            await self._owe(tx, group, chat, outcome, body)
            told_now = digest_store.claims_of(known | set(body.claims))
            await digest_store.move_on(tx, group, outcome.standing, told_now)

    async def _owe(self, tx: AsyncConnection, group: Group, chat: Chat, outcome: Outcome, body: DigestNotice) -> None:
        # By the mute of each chat it is decided when it leaves.
        decision = of_digest(chat.quiet, None, group.now, rings=body.rings)
        hour = outcome.due.key
        if not body.tells_silenced:
            await digest_store.owe(tx, group, body, hour, decision, counted=False)
            return
        span = Interval(body.since, body.until)
        for count in await digest_store.count_silenced(tx, group, span):
            await digest_store.owe(tx, group, replace(body, silenced=count), hour, decision, counted=True)


async def stand_anew(tx: AsyncConnection, chat: Chat, now: datetime) -> None:
    """After a change of what the chat chose: stores when its digest is due next (now: aware UTC)."""
    before = await digest_store.standing_of(tx, chat.id)
    await digest_store.put_standing(tx, chat.id, changed(before, chat.digest_times, chat.quiet, now))


async def begin_again(tx: AsyncConnection, chat: Chat, now: datetime) -> None:
    """After the chat was gone: no digest of days in which nothing could be sent, and none of an hour that is done."""
    before = await digest_store.standing_of(tx, chat.id)
    standing = standing_from(chat.digest_times, chat.quiet, now, before.done)
    await digest_store.put_standing(tx, chat.id, standing)
    await digest_store.forget_claims(tx, chat.id)


def _next_size(size: int, took: float) -> int:
    if took > TAKES:
        return max(LEAST, size // 2)
    return min(LARGEST, size * 2)
