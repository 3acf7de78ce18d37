"""Takes updates: stored before they are confirmed, handled once, one person's in their order; its changes and its mark
are one transaction.
"""

import time
import traceback
from collections.abc import Awaitable, Callable, Collection, Sequence
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, TypeAlias

import structlog
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncConnection

from bot import measures
from bot.domain.patience import PLACES_AT_ONCE
from bot.errors import FindFirst, StoreError, TyshaError
from bot.services.throttle import Throttle
from bot.store import inbox
from bot.store.database import Database
from bot.store.inbox import Received
from bot.store.unusable import passes
from bot.tasks import Bell
from bot.telegram.updates import RawUpdate, carries_location, is_number, is_wish, skeleton

_log = structlog.get_logger(__name__)

#: How long an update waits (the bot's clock) until it counts as left over by a replica that took it and died.
LEFT_BY_OTHERS = timedelta(seconds=5)
#: Updates whose arrival is remembered until they are answered; others may answer ours.
REMEMBERED = 10_000

#: What follows once the changes are committed: the replies.
After: TypeAlias = Callable[[], Awaitable[None]]
#: Makes an update's changes inside a transaction and returns what follows; raises FindFirst, as often as it must, and
#: is called anew in another transaction.
Changes: TypeAlias = Callable[[AsyncConnection], Awaitable[After]]
#: Reads an update and asks Telegram what must be known first, outside of any transaction; raises Unhandled for one that
#: it cannot read.
Read: TypeAlias = Callable[[RawUpdate], Awaitable[Changes]]


class Unhandled(TyshaError):
    """An update that cannot be handled; `why` names the fault and quotes no value."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


class Incoming:
    """The durable inbox between the poll loop (or webhook) and the conversations."""

    def __init__(
        self,
        database: Database,
        now: Callable[[], datetime],
        read: Read,
        bell: Bell,
        *,
        shared: bool = False,
        turn_away: Read | None = None,
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        """`shared`: other replicas take updates too; each handles its own at once, and what a dead one left later.
        `turn_away` reads, in the place of `read`, the update to which a person who writes without end is told so.
        """
        self.seconds = measures.answers()
        self._monotonic = monotonic
        self._came: dict[int, float] = {}
        self._database = database
        self._now = now
        self._read = read
        self._bell = bell
        self._shared = shared
        self._own: set[int] = set()
        self._throttle = Throttle(now)
        self._turn_away = turn_away or _unanswered
        self._turned_away: set[int] = set()

    async def keep(self, updates: Sequence[RawUpdate]) -> None:
        """Stores a batch; updates with a location are answered from memory instead, never stored. Raises StoreError."""
        came = self._monotonic()
        storable = [update for update in updates if not carries_location(update)]
        try:
            async with self._database.writing() as tx:
                await inbox.keep(tx, [_received(update) for update in storable], self._now())
        except SQLAlchemyError as error:
            raise StoreError(type(error).__name__) from error
        if self._shared:
            self._own.update(int(update["update_id"]) for update in storable)
        self._remember(storable, came)
        await self._answer_located([update for update in updates if carries_location(update)], came)
        self._bell.ring()

    async def waiting(self, but: Collection[int] = ()) -> dict[int, list[Received]]:
        """Updates that wait for this program, by sender, each in its order; without those of the senders in `but`."""
        async with self._database.reading() as connection:
            by_sender: dict[int, list[Received]] = {}
            for received in await inbox.unhandled(connection, but):
                if self._is_ours(received):
                    by_sender.setdefault(received.sender, []).append(received)
        return by_sender

    async def let_in(self, updates: Sequence[Received]) -> Sequence[Received]:
        """Of one person's updates that wait, those to be handled now; what is too much is marked as handled unread."""
        wishes = [one for one in updates if is_wish(one.body)]
        admitted = self._throttle.admit(updates[0].sender, wishes) if wishes else None
        if admitted is None or len(admitted.answered) == len(wishes):
            return updates
        if admitted.told:
            self._turned_away.add(admitted.told.update_id)
        gone = {one.update_id for one in admitted.let_go}
        async with self._database.writing() as tx:
            await inbox.let_go(tx, gone)
        self._own -= gone
        return [one for one in updates if one.update_id not in gone]

    async def handle(self, received: Received) -> bool:
        """Handles one stored update once; one that cannot be handled is put aside, and the next one goes on.

        False where it waits still: for an older one of the same sender, or for the database.
        """
        try:
            handled = await self._handle(received)
        # The last resort for one update: whatever it was, the others are handled.
        except Exception as error:
            if passes(error):
                _log.error("update_waits", update_id=received.update_id, why=type(error).__name__)
                return False
            await self._quarantine(received, error)
            handled = True
        if handled:
            self._own.discard(received.update_id)
            self._turned_away.discard(received.update_id)
            came = self._came.pop(received.update_id, None)
            if came is not None:
                self.seconds.observe(self._monotonic() - came)
        return handled

    def _remember(self, updates: Sequence[RawUpdate], came: float) -> None:
        for update in updates:
            self._came.setdefault(int(update["update_id"]), came)
        while len(self._came) > REMEMBERED:
            del self._came[next(iter(self._came))]

    def _is_ours(self, received: Received) -> bool:
        if not self._shared or received.update_id in self._own or received.received_at is None:
            return True
        return self._now() - received.received_at >= LEFT_BY_OTHERS

    async def _handle(self, received: Received) -> bool:
        read = self._turn_away if received.update_id in self._turned_away else self._read
        changes = await read(received.body)

        async def marked(tx: AsyncConnection) -> After:
            if await inbox.mark_handled(tx, received.update_id):
                return await changes(tx)
            return _not_yet if await inbox.is_waiting(tx, received.update_id) else _no_reply

        after = await self._made(marked)
        await after()
        return after is not _not_yet

    async def _quarantine(self, received: Received, error: Exception) -> None:
        why = error.why if isinstance(error, Unhandled) else type(error).__name__
        _log.error("update_quarantined", update_id=received.update_id, why=why, where=_where(error))
        async with self._database.writing() as tx:
            await inbox.quarantine(tx, received.update_id, why, skeleton(received.body))

    async def _answer_located(self, updates: Sequence[RawUpdate], came: float) -> None:
        """One after another, each person's no more than everybody else can wait for."""
        by_sender: dict[int, list[RawUpdate]] = {}
        for update in updates:
            # One that moves while it is shared comes again and again by itself, and is not answered anew.
            if "edited_message" not in update:
                by_sender.setdefault(_sender(update), []).append(update)
        for sender, sent in by_sender.items():
            admitted = self._throttle.admit(sender, sent, PLACES_AT_ONCE)
            for update in admitted.answered:
                await self._handle_unstored(update, self._read)
                self.seconds.observe(self._monotonic() - came)
            if admitted.told:
                await self._handle_unstored(admitted.told, self._turn_away)

    async def _handle_unstored(self, update: RawUpdate, read: Read) -> None:
        try:
            await (await self._made(await read(update)))()
        # As above; nothing of the update is kept, because it holds a place.
        except Exception as error:
            _log.error("update_with_location_failed", why=type(error).__name__, where=_where(error))

    async def _made(self, changes: Changes) -> After:
        """Makes the changes in one transaction; what takes long to find out is found between two tries of it."""
        while True:
            try:
                async with self._database.writing() as tx:
                    return await changes(tx)
            except FindFirst as missing:
                await missing.find()


async def _unanswered(_update: RawUpdate) -> Changes:
    async def changes(_tx: AsyncConnection) -> After:
        return _no_reply

    return changes


async def _no_reply() -> None:
    """It was handled before."""


async def _not_yet() -> None:
    """It waits for another one."""


def _received(update: RawUpdate) -> Received:
    return Received(int(update["update_id"]), _sender(update), update)


def _where(error: Exception) -> str:
    """The innermost lines of code; the error's own words are left out, because they may quote what a person wrote."""
    frames = traceback.extract_tb(error.__traceback__)[-3:]
    return " > ".join(f"{Path(frame.filename).name}:{frame.lineno} {frame.name}" for frame in frames)


def _sender(update: dict[str, Any]) -> int:
    """Who must be answered in order: the person, or the chat where no person is named; 0 where nobody can be."""
    for value in update.values():
        if isinstance(value, dict):
            for part in (value.get("from"), value.get("chat")):
                if isinstance(part, dict) and is_number(part.get("id")):
                    return int(part["id"])
    return 0
