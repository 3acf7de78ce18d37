"""Decides whether this program leads: asks sources, plans, sends, keeps the schedule. However many run, one leads.

On a file of SQLite a program is alone. On a server it leads for as long as it renews its lease in time; it stops by its
own clock, before the database lets another begin, whether or not it can reach the database (docs/decisions/0014).
"""

import asyncio
import time
from collections.abc import Awaitable, Callable
from contextlib import suppress
from datetime import timedelta
from typing import Protocol

import structlog
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.errors import NotLeading
from bot.services.deliver import Sender
from bot.store import leadership as store
from bot.store.database import Database
from bot.tasks import Bell
from bot.telegram.outgoing import Outgoing
from bot.telegram.refusals import Outcome

_log = structlog.get_logger(__name__)

Work = Callable[[], Awaitable[None]]

#: For how long a lease is given, by the database's clock, and how much sooner its holder stops by its own.
LEASE = timedelta(seconds=6)
MARGIN = timedelta(seconds=1.5)
#: Real seconds between two renewals, and between two looks whether the lease is free.
RENEW_EVERY = 1.5
LOOK_EVERY = 1.0
#: Real seconds in which the database must say that a lease is renewed or laid down, and that one is taken: that has to
#: wait for a transaction whose client hangs, until the server ends it.
RENEWED_WITHIN = 2.0
TAKEN_WITHIN = 10.0


def seconds_awake_or_not() -> float:
    """Seconds that go by, those in which the machine sleeps included."""
    clock = getattr(time, "CLOCK_BOOTTIME", None)
    return time.monotonic() if clock is None else time.clock_gettime(clock)


class Leadership(Protocol):
    """The right to do what only one program may."""

    def leads(self) -> bool:
        """Whether this program leads, as far as it can tell without asking."""

    async def fence(self, tx: AsyncConnection) -> None:
        """Lets a writer's transaction go on only while this program leads. Raises NotLeading."""

    async def run(self, work: Work) -> None:
        """Does the work, which has no end of its own, whenever this program leads; cancels it when it leads no more."""


class Alone:
    """Leads always: nobody else may run on the file."""

    def leads(self) -> bool:
        return True

    async def fence(self, tx: AsyncConnection) -> None:
        """Every transaction may go on."""

    async def run(self, work: Work) -> None:
        await work()


class Elected:
    """Leads while it holds the lease. `holder` is this program's name, and no other's; `clock` gives seconds."""

    def __init__(self, database: Database, holder: str, clock: Callable[[], float] = seconds_awake_or_not) -> None:
        self._database = database
        self._holder = holder
        self._clock = clock
        self._term: int | None = None
        self._ends = 0.0
        self._over = Bell()
        self._trouble = False

    def leads(self) -> bool:
        return self._term is not None and self._clock() < self._ends

    async def fence(self, tx: AsyncConnection) -> None:
        if self._term is None or not await store.is_term(tx, self._holder, self._term):
            self._give_up()
            raise NotLeading("another replica leads")

    async def run(self, work: Work) -> None:
        while True:
            term = await self._taken()
            _log.info("leading", term=term)
            try:
                await self._lead(work, term)
            finally:
                self._term = None
                await self._lay_down(term)
            _log.warning("leading_no_more", term=term)

    async def _lead(self, work: Work, term: int) -> None:
        async with asyncio.TaskGroup() as group:
            leading = group.create_task(self._do(work))
            renewing = group.create_task(self._renew(term))
            while self.leads():
                await self._over.wait(self._ends - self._clock())
            leading.cancel()
            renewing.cancel()

    async def _do(self, work: Work) -> None:
        # Whoever finds that the term is over says so by failing: nothing is lost by it.
        with suppress(NotLeading):
            await work()
        self._give_up()

    def _give_up(self) -> None:
        self._term = None
        self._over.ring()

    async def _taken(self) -> int:
        while True:
            try:
                async with asyncio.timeout(TAKEN_WITHIN):
                    term = await self._take()
            except (TimeoutError, SQLAlchemyError) as error:
                self._say_trouble(error)
            else:
                self._trouble = False
                if term is not None:
                    return term
            await asyncio.sleep(LOOK_EVERY)

    async def _take(self) -> int | None:
        async with self._database.reading() as connection:
            if not await store.is_free(connection, LEASE):
                return None
        async with self._database.writing() as tx:
            # After the wait for other writers, and before the lease begins.
            began = self._clock()
            term = await store.take(tx, self._holder, LEASE)
        self._term, self._ends = term, began + (LEASE - MARGIN).total_seconds()
        self._over.hush()
        return term

    async def _renew(self, term: int) -> None:
        """Renews until the lease is somebody else's; a failure is tried again for as long as we lead."""
        while True:
            await asyncio.sleep(RENEW_EVERY)
            began = self._clock()
            try:
                async with asyncio.timeout(RENEWED_WITHIN), self._database.beside() as connection:
                    renewed = await store.renew(connection, self._holder, term, LEASE)
            except (TimeoutError, SQLAlchemyError) as error:
                self._say_trouble(error)
                continue
            if not renewed:
                self._give_up()
                return
            self._trouble = False
            self._ends = began + (LEASE - MARGIN).total_seconds()

    async def _lay_down(self, term: int) -> None:
        """Lets another lead at once; where that cannot be said, the lease runs out."""
        with suppress(TimeoutError, SQLAlchemyError):
            async with asyncio.timeout(RENEWED_WITHIN), self._database.beside() as connection:
                await store.lay_down(connection, self._holder, term)

    def _say_trouble(self, error: Exception) -> None:
        if not self._trouble:
            _log.warning("lease_not_reached", error=type(error).__name__)
        self._trouble = True


class LeadersSender:
    """Sends only while this program leads: one that wakes after a long sleep must not repeat what another has sent."""

    def __init__(self, sender: Sender, leadership: Leadership) -> None:
        self._sender = sender
        self._leadership = leadership

    async def send(self, chat_id: int, outgoing: Outgoing, *, silent: bool, topic: int | None = None) -> Outcome:
        """As the sender within. Raises NotLeading."""
        if not self._leadership.leads():
            raise NotLeading("the lease is over")
        return await self._sender.send(chat_id, outgoing, silent=silent, topic=topic)
