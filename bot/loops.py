"""The program's long tasks: ask sources, send what is owed, handle what came in, look for what is due."""

import asyncio
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from typing import Protocol

import structlog

from bot import measures
from bot.clock import Clock
from bot.domain.alerts import Answer, SourceName
from bot.errors import SourceError
from bot.sending import LOOK_AGAIN, REFUSED, Refused, Sending
from bot.services.area_lists import AreaLists
from bot.services.circle_rounds import CircleRounds
from bot.services.deliver import Deliver
from bot.services.digests import Digests
from bot.services.incoming import Incoming, Read
from bot.services.modes import Modes
from bot.services.months import Months
from bot.services.planner import Planner
from bot.services.recaps import Recaps
from bot.services.sight import Sights
from bot.services.watch import Absorbed
from bot.sources.port import Source
from bot.sources.ukraine_alarm_webhook import Webhook
from bot.store import chats as chat_store
from bot.store.database import Database
from bot.store.inbox import Received
from bot.tasks import Bell, Crew

_log = structlog.get_logger(__name__)

#: Real seconds between two looks for a past that is wished for: nobody waits for it.
LOOK_FOR_WISHES = 2.0
#: Of the bot's clock: how often sight is judged while a source may not be asked.
JUDGED_EVERY = timedelta(seconds=20)
#: Real seconds after which words that were answered are taken out of the log though people write all the time: it is
#: done when nobody does, because whoever writes waits for it.
EMPTIED_EVERY = 10.0
#: People who are answered at once.
ANSWERING_AT_ONCE = 16


@dataclass(frozen=True, slots=True)
class DueWork:
    """What comes due at its own hour in each chat."""

    recaps: Recaps
    digests: Digests
    modes: Modes
    circles: CircleRounds | None = None


class Watcher(Protocol):
    """Takes the answers of alert sources."""

    async def absorb(self, answer: Answer, now: datetime) -> Absorbed: ...


class Steps(Protocol):
    """Owes what is planned, piece by piece."""

    async def step(self) -> bool: ...


@dataclass(frozen=True, slots=True)
class Broadcast:
    """The two ends of the outbox: what fills it and what empties it, so many messages at once. `steps`, where they are
    not the planner's own; `refused`, as Sending has it.
    """

    planner: Planner
    deliver: Deliver
    at_once: int = 30
    steps: Steps | None = None
    refused: Refused | None = None


class Loops:
    """Each method runs until it is cancelled, except the looks, which a schedule calls."""

    def __init__(
        self,
        database: Database,
        clock: Clock,
        watch: Watcher,
        sights: Sights,
        broadcast: Broadcast,
        due: DueWork,
        months: Months | None = None,
        inbox: Database | None = None,
    ) -> None:
        """`inbox`, where anybody may handle what came in, and `database` is the leader's alone."""
        self._database = database
        self._inbox = inbox or database
        self._clock = clock
        self._watch = watch
        self._sights = sights
        self._planner = broadcast.planner
        self._deliver = broadcast.deliver
        self._steps = broadcast.steps or broadcast.planner
        self._at_once = broadcast.at_once
        self._refused = broadcast.refused
        self._due = due
        self._months = months
        self._owed = Bell()
        self._planned = Bell()
        self._came = Bell()
        self.polls = measures.polls()
        self._troubles: dict[SourceName, set[str]] = {}

    @property
    def last_reader_in(self) -> timedelta:
        """As Deliver has it."""
        return self._deliver.last_reader_in

    def incoming(self, read: Read, *, shared: bool = False, turn_away: Read | None = None) -> Incoming:
        """The inbox that rings this program's bell; `shared` with replicas that take updates too; `turn_away` as
        services.incoming has it.
        """
        return Incoming(self._inbox, self._clock.now, read, self._came, shared=shared, turn_away=turn_away)

    async def watch(self, source: Source, webhook: Webhook | None = None, lists: AreaLists | None = None) -> None:
        """Asks one source again and again, at the interval that it keeps, and sooner where its webhook is rung.

        `lists`, where there are any, share its turns.
        """
        if lists:
            lists.share_turns_with(source.name)
        while True:
            asked_at = self._clock.now()
            await self._take_turn(source, lists)
            rest = source.interval
            self._sights.asked(source.name, asked_at, self._clock.now() + rest)
            # Judged by when it was asked: however long it took to keep the answer, that silence is not the source's.
            await self._judge(asked_at)
            if webhook is None:
                await self._rest(rest)
            elif await webhook.bell.cuts_short(partial(self._rest, rest)):
                await self._rest(webhook.hurry())
                webhook.bell.hush()

    async def plan(self) -> None:
        """Owes in pieces what was not owed at once, and what a run before this one left."""
        await self._planner.begin()
        while True:
            while await self._steps.step():
                self._owed.ring()
            await self._deliver.heed()
            await self._deliver.foresee()
            await self._planned.wait(LOOK_AGAIN)

    async def send(self) -> None:
        """Sends what is owed, in its order, at Telegram's pace."""
        await Sending(self._deliver, self._owed, self._at_once, self._refused).run()

    async def answer(self, incoming: Incoming) -> None:
        """Handles what came in: people side by side, each one's updates in their order."""
        busy: set[int] = set()
        blanked, rang, emptied_at = True, True, float("-inf")
        real = asyncio.get_running_loop().time
        async with Crew(ANSWERING_AT_ONCE) as crew:
            while True:
                # Who is answered already is not read again: of a flood, all of it would be, for each other one's word.
                waiting = await incoming.waiting(busy)
                for sender, updates in waiting.items():
                    busy.add(sender)
                    await crew.start(partial(self._handle, incoming, sender, updates, busy))
                if waiting or busy:
                    blanked = False
                elif not blanked and (not rang or real() - emptied_at >= EMPTIED_EVERY):
                    blanked, emptied_at = await self._database.empty_log(), real()
                rang = await self._came.wait(LOOK_AGAIN * 4)

    async def fetch_months(self) -> None:
        """Fetches the past that is wished for, as far as the source lets us; returns where there is no such source."""
        if self._months is None:
            return
        await self._months.begin(self._clock.now())
        while True:
            fetched = await self._months.step(self._clock.now())
            if fetched.owed:
                self._owed.ring()
            if fetched.asked:
                await self._clock.sleep(self._months.interval)
            else:
                await asyncio.sleep(LOOK_FOR_WISHES)

    async def look_for_recaps(self) -> None:
        """Hands over the silences that ended, and drops the places whose time is over."""
        while await self._due.recaps.step(self._clock.now()):
            self._owed.ring()
        async with self._database.reading() as connection:
            over = await chat_store.any_place_over(connection, self._clock.now())
        if over:
            async with self._database.writing() as tx:
                await chat_store.drop_places_over(tx, self._clock.now())

    async def look_for_sight(self) -> None:
        """Owes what is to be told of sight lost and regained."""
        while await self._sights.tell(self._clock.now()):
            self._owed.ring()
            self._planned.ring()

    async def look_for_modes(self) -> None:
        """Ends the modes whose time is over."""
        while await self._due.modes.step(self._clock.now()):
            self._owed.ring()

    async def look_for_circles(self) -> None:
        """Owes what circles ask and tell, and forgets what was said in them."""
        while self._due.circles and await self._due.circles.step(self._clock.now()):
            self._owed.ring()

    async def look_for_digests(self) -> None:
        """Owes the digests that are due."""
        while await self._due.digests.step(self._clock.now()):
            self._owed.ring()

    async def _take_turn(self, source: Source, lists: AreaLists | None) -> None:
        """A poll; once a day a list of areas with it, or in its place where the source has no room for both."""
        if lists is None or not lists.wants_turn_of(source.name):
            await self._ask(source)
            return
        if lists.leaves_room():
            await self._ask(source)
        await lists.fetch()

    async def _rest(self, span: timedelta) -> None:
        """Waits; a source that asked for a long pause is judged in it, for nobody sees anything meanwhile.

        By spans and not to a moment: a clock that is set back by an hour must not keep us from asking for an hour.
        """
        while span > JUDGED_EVERY:
            await self._clock.sleep(JUDGED_EVERY)
            await self._judge(self._clock.now())
            span -= JUDGED_EVERY
        await self._clock.sleep(span)

    async def _judge(self, moment: datetime) -> None:
        """Whatever the database refuses, the next question to a source is asked in time."""
        try:
            await self._sights.judge(moment)
        except REFUSED as error:
            _log.error("sight_not_judged", error=type(error).__name__)

    async def _ask(self, source: Source) -> None:
        try:
            answer = await source.poll(self._clock.now())
        except SourceError as error:
            self.polls.labels(source.name, error.kind).inc()
            troubles = self._troubles.setdefault(source.name, set())
            if error.kind not in troubles:
                _log.warning("source_failed", source=source.name, kind=error.kind, detail=error.detail)
            troubles.add(error.kind)
            return
        self.polls.labels(source.name, "whole" if answer.whole else "part").inc()
        if answer.whole and self._troubles.pop(source.name, set()):
            _log.warning("source_back", source=source.name)
        try:
            absorbed = await self._watch.absorb(answer, self._clock.now())
        except BaseException:
            source.forget()
            raise
        if absorbed.transitions:
            _log.info("transitions", source=source.name, count=absorbed.transitions, owed=absorbed.owed)
        if absorbed.owed:
            self._owed.ring()
        if absorbed.transitions:
            self._planned.ring()

    async def _handle(self, incoming: Incoming, sender: int, updates: list[Received], busy: set[int]) -> None:
        all_handled = True
        for update in await incoming.let_in(updates):
            all_handled = all_handled and await incoming.handle(update)
        busy.discard(sender)
        if all_handled:
            self._came.ring()
