"""Keeps the wire busy: what is owed is claimed ahead, carried by so many at once, and written down by one beside them
(docs/decisions/0022).
"""

import asyncio
from collections.abc import Awaitable, Callable, Iterable, Sequence
from heapq import heapify, heappop, heappush, nsmallest
from typing import TypeAlias

import structlog
from sqlalchemy.exc import SQLAlchemyError

from bot.services.deliver import Deliver
from bot.services.settling import APART, Left
from bot.store.outbox import Owed
from bot.tasks import Bell, Crew, Pile, rest

_log = structlog.get_logger(__name__)

#: What a database that cannot be used raises; a server that is away is an error of the network.
REFUSED = (SQLAlchemyError, OSError)
#: Real seconds after which a loop looks again though nobody rang.
LOOK_AGAIN = 0.25
#: Messages that may be sent and not written down yet, at the least.
UNSETTLED = 100
#: Seconds of a hold from which on claimed rows are given back, to be claimed in their order after it.
LONG_HOLD = 1.0

#: Told why the database refused.
Refused: TypeAlias = Callable[[Exception], Awaitable[None]]

#: A claimed row by where it stands in the outbox.
_Place: TypeAlias = tuple[int, int, int, Owed]


class Sending:
    """Sends what is owed, in its order, at Telegram's pace, until it is cancelled."""

    def __init__(self, deliver: Deliver, owed: Bell, at_once: int, refused: Refused | None = None) -> None:
        """`owed` is rung when there may be more to claim; so many messages (`at_once`) are on their way together.
        `refused` is told why grave danger cannot be claimed, which leaves all the same.
        """
        self._deliver = deliver
        self._owed = owed
        self._at_once = at_once
        self._refused = refused
        #: A heap: what is graver and claimed later goes before what is lighter and claimed already.
        self._claimed: list[_Place] = []
        #: The rows that are on their way or not settled yet; and, of all in hand, those that nobody could claim.
        self._flying: set[int] = set()
        self._unclaimed: set[int] = set()
        self._some = asyncio.Event()
        self._turn = asyncio.Lock()
        self._over = Bell()
        self._carrying = 0
        self._left: Pile[Left] = Pile(self._settle, most=max(UNSETTLED, at_once), apart=APART)

    async def run(self) -> None:
        """Claims, sends and settles. Raises what nothing can be sent after."""
        await self._deliver.begin()
        self._carrying = self._at_once
        try:
            async with Crew(self._at_once + 1) as crew:
                for _ in range(self._at_once):
                    await crew.start(self._carry)
                await crew.start(self._left.work_off)
                try:
                    await self._keep_claimed()
                finally:
                    self._end()
        finally:
            await self._deliver.give_back(self._taken_out())

    def _end(self) -> None:
        """Nothing more begins; what is on its way arrives and is written down."""
        self._at_once = 0
        self._some.set()
        self._over.ring()

    async def _keep_claimed(self) -> None:
        """Claims the next rows before the last are gone, and at once where something new is owed."""
        few, rang = self._deliver.batch // 2, False
        while True:
            if (hold := self._deliver.hold()) > LONG_HOLD:
                # What comes up while nobody may be written to can be graver than what was claimed before.
                await self._deliver.give_back(self._taken_out())
                await asyncio.sleep(hold)
            claimed = await self._claim(likely=rang)
            self._add(claimed)
            # Of several claims the lightest go back: whatever comes up next is not to wait behind them.
            await self._deliver.give_back(self._beyond(2 * self._deliver.batch))
            rang = False
            if claimed and len(self._claimed) <= few:
                continue
            while not (rang := await self._owed.wait(LOOK_AGAIN)) and len(self._claimed) > few:
                pass

    async def _claim(self, *, likely: bool) -> tuple[Owed, ...]:
        """What may be sent now; a database that refuses is asked again soon, for whatever it holds is late already."""
        try:
            claimed = await self._deliver.claim(likely=likely)
        except REFUSED as error:
            _log.error("outbox_not_claimed", error=type(error).__name__)
            return await self._look_for_grave(error)
        if not self._unclaimed:
            return claimed
        self._unclaimed &= self._in_hand()
        return tuple(owed for owed in claimed if owed.id not in self._unclaimed)

    async def _look_for_grave(self, why: Exception) -> tuple[Owed, ...]:
        """What must not wait for writing; a database that cannot be read either is asked again soon."""
        try:
            found = await self._deliver.look_for_grave(self._in_hand())
        except REFUSED as error:
            _log.error("outbox_not_read", error=type(error).__name__)
            found = ()
        if not found:
            await asyncio.sleep(LOOK_AGAIN * 4)
        elif self._refused:
            await self._refused(why)
        self._unclaimed = (self._unclaimed & self._in_hand()) | {owed.id for owed in found}
        return found

    def _in_hand(self) -> set[int]:
        return self._flying | {row.id for *_, owed in self._claimed for row in owed.rows}

    async def _settle(self, messages: Sequence[Left]) -> None:
        await self._deliver.settle(messages)
        self._flying.difference_update(row.id for left in messages for row, _ in left.parts)

    async def _carry(self) -> None:
        """Sends one row after the other; whoever is last to end lets the settling end too."""
        while taken := await self._next():
            left = await self._deliver.send(*taken)
            self._flying.difference_update(row.id for row in taken[0].rows)
            if left:
                self._flying.update(row.id for row, _ in left.parts)
                await self._left.put(left)
        self._carrying -= 1
        if not self._carrying:
            self._left.close()

    async def _next(self) -> tuple[Owed, float] | None:
        """The gravest claimed row, when it may leave, with its reservation; None at the end."""
        async with self._turn:
            while self._at_once:
                if not self._claimed:
                    self._some.clear()
                    await self._some.wait()
                # Nothing is taken before it may leave: meanwhile something graver may be claimed.
                elif (hold := self._deliver.hold()) > LONG_HOLD:
                    self._owed.ring()
                    await self._over.wait(hold)
                elif hold:
                    await rest(hold)
                else:
                    *_, owed = heappop(self._claimed)
                    self._flying.update(row.id for row in owed.rows)
                    if len(self._claimed) == self._deliver.batch // 2:
                        self._owed.ring()
                    # In this very step: whoever has the next turn must see it counted.
                    return owed, self._deliver.reserve()
        return None

    def _add(self, claimed: Iterable[Owed]) -> None:
        for owed in claimed:
            heappush(self._claimed, (*owed.order, owed.id, owed))
        if self._claimed:
            self._some.set()

    def _beyond(self, most: int) -> list[Owed]:
        """Takes out the lightest of more rows than that."""
        if len(self._claimed) <= most:
            return []
        kept = nsmallest(most, self._claimed)
        ids = {owed.id for *_, owed in kept}
        out = [owed for *_, owed in self._claimed if owed.id not in ids]
        self._claimed = kept
        heapify(self._claimed)
        return out

    def _taken_out(self) -> list[Owed]:
        """Takes out all that nobody has begun to send."""
        taken, self._claimed = self._claimed, []
        return [owed for *_, owed in taken]
