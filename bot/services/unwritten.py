"""Tells of grave danger though it cannot be written down: from a read of the chats first, in the database afterwards.

A full disk or a locked database must not keep a red alert silent (docs/decisions/0011).
"""

import asyncio
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial

import structlog
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.advance import State, advance
from bot.domain.alerts import Answer
from bot.domain.areas import AreaTree
from bot.domain.foresight import Episodes, foresee
from bot.domain.notices import AlertNotice, Notice, lane, of_alert
from bot.domain.policy import Decision, Sound, decide
from bot.errors import NotLeading
from bot.services.deliver import Sender
from bot.services.noting import Noting
from bot.services.operators import Operators, utc
from bot.services.planner import Planner
from bot.services.settling import Clocks
from bot.services.watch import Absorbed, Watch
from bot.services.wording import Wording
from bot.store import alerts as alert_store
from bot.store import chats as chat_store
from bot.store import pauses
from bot.store import unwritten as store
from bot.store.database import Database
from bot.store.unwritten import Listener, Told
from bot.tasks import Bell, Crew, rest
from bot.telegram.pacer import Pacer
from bot.telegram.refusals import Later, Outcome, Sent, Unknown, Unreachable

_log = structlog.get_logger(__name__)

#: Real seconds in which a transaction must have begun; after them what cannot wait is sent unwritten.
BEGIN_WITHIN = 4.5
#: Answers that are kept to be written later: two hours of them, at one in eight seconds; then only the newest counts.
ANSWERS_AT_MOST = 900
#: Chats that are read and written to together.
PIECE = 30
#: Tries for one message; whoever is not reached by then is owed it once there is writing again.
TRIES = 3
#: Real seconds of a wait beyond which nobody waits for one chat.
LONGEST_WAIT = 5.0
#: How long nothing may be written before the operators hear of it though nothing grave happens (the bot's clock).
WARNED_AFTER = timedelta(seconds=30)
#: Real seconds without a refusal after which operators are told that it is over.
STEADY = 5.0

_NOT_WRITTEN = (SQLAlchemyError, OSError, TimeoutError)


@dataclass(frozen=True, slots=True)
class Means:
    """What a message takes to leave."""

    sender: Sender
    wording: Wording
    pacer: Pacer
    clocks: Clocks


@dataclass(slots=True)
class _Danger:
    """A grave danger that is being told, whether it is written down and planned, and the chat that was reached."""

    notice: Notice
    planned: bool = False
    after: int | None = None


@dataclass(slots=True)
class _Foreseen:
    """The state as it would be written, and the answers that led there from the one that is."""

    since: datetime
    state: State
    running: Episodes
    answers: list[tuple[Answer, datetime]]


class Unwritten:
    """Stands before the watch: an answer that it cannot keep is not lost, and what is grave in it is told at once."""

    def __init__(
        self,
        database: Database,
        watch: Watch,
        planner: Planner,
        noting: Noting,
        tree: AreaTree,
        means: Means,
        operators: Operators,
    ) -> None:
        self._database = database
        self._watch = watch
        self._planner = planner
        self._noting = noting
        self._tree = tree
        self._sender = means.sender
        self._wording = means.wording
        self._pacer = means.pacer
        self._clocks = means.clocks
        self._operators = operators
        self._foreseen: _Foreseen | None = None
        self._dangers: list[_Danger] = []
        self._told: defaultdict[str, list[Told]] = defaultdict(list)
        self._notices: dict[str, Notice] = {}
        self._swept: set[str] = set()
        self._warned = False
        self._told_at_all = self._out_before = 0
        self._refused_at = self._plan_at = float("-inf")
        self._telling = asyncio.Lock()
        self._bell = Bell()

    async def absorb(self, answer: Answer, now: datetime) -> Absorbed:
        """As Watch.absorb; where nothing can be written, it is kept in memory and written with a later answer."""
        # Nobody is told while what was told is written down: that would be told again.
        async with self._telling:
            try:
                return await self._write(answer, now)
            except NotLeading:
                # Whoever leads now asks the sources itself: what was kept here would come after what that one wrote.
                self._forget()
                raise
            except _NOT_WRITTEN as error:
                _log.error("state_not_written", error=type(error).__name__)
                await self._look_ahead(answer, now, error)
        return Absorbed(0, 0)

    async def step(self) -> bool:
        """As Planner.step; where it cannot be written, what is grave in it is told to whom it is not owed yet."""
        if self._clocks.monotonic() < self._plan_at or not await self._planner.is_planning():
            return False
        # As with an answer: whoever was told must be noted before they are owed the same.
        async with self._telling:
            try:
                if self._told:
                    async with self._database.writing(BEGIN_WITHIN) as tx:
                        unnoted = await self._note(tx, self._told)
                    self._told = defaultdict(list, unnoted)
                more = await self._planner.step()
                self._dangers = [danger for danger in self._dangers if not danger.planned]
                return more
            except NotLeading:
                raise
            except _NOT_WRITTEN as error:
                _log.error("plan_not_written", error=type(error).__name__)
                self._plan_at = self._clocks.monotonic() + LONGEST_WAIT
                await self._look_at_planned(error)
        return False

    async def refused(self, why: Exception) -> None:
        """What is grave and owed already cannot be claimed, and leaves all the same: the operators are told."""
        self._refused_at = self._clocks.monotonic()
        await self._warn(self._clocks.now(), why)

    async def tell(self) -> None:
        """Tells what was foreseen, the gravest first, for as long as it cannot be written; runs until cancelled."""
        while True:
            if self._dangers and not await self._is_paused():
                async with self._telling:
                    await self.tell_next()
            else:
                await self._bell.wait(LONGEST_WAIT)

    async def _is_paused(self) -> bool:
        """Where that cannot be read either, it is not: nobody stops an alert by a disk that is full."""
        try:
            async with self._database.reading() as connection:
                return await pauses.since(connection) is not None
        except _NOT_WRITTEN:
            return False

    async def tell_next(self) -> bool:
        """Tells the next few; False where nothing is left to tell."""
        if not self._dangers:
            return False
        danger = min(self._dangers, key=lambda one: lane(one.notice))
        try:
            listeners = await self._listeners(danger)
        except _NOT_WRITTEN as error:
            _log.error("chats_not_read", error=type(error).__name__)
            self._dangers.remove(danger)
            return True
        told = {one.listener.chat_id for one in self._told.get(danger.notice.key, ())}
        async with Crew(PIECE) as crew:
            for listener in (one for one in listeners if one.chat_id not in told):
                await crew.start(partial(self._tell_one, danger.notice, listener))
        if len(listeners) < PIECE:
            self._dangers.remove(danger)
        else:
            danger.after = listeners[-1].chat_id
        return True

    async def _write(self, answer: Answer, now: datetime) -> Absorbed:
        answers = [*(self._foreseen.answers if self._foreseen else ()), (answer, now)]
        transitions = owed = 0
        async with self._database.writing(BEGIN_WITHIN) as tx:
            kept = await self._noting.write_kept(tx)
            unnoted = await self._note(tx, self._told)
            for one, at in answers:
                absorbed = await self._watch.absorb_in(tx, one, at)
                transitions, owed = transitions + absorbed.transitions, owed + absorbed.owed
                # Before the next answer is kept: an end would drop the start as if nobody had heard it.
                unnoted = await self._note(tx, unnoted)
        self._noting.written(kept)
        if self._foreseen or self._told or self._warned:
            await self._written()
        return Absorbed(transitions, owed)

    async def _note(self, tx: AsyncConnection, told: Mapping[str, list[Told]]) -> Mapping[str, list[Told]]:
        """Writes down who was told what is written itself; gives the rest."""
        return {key: to for key, to in told.items() if not await store.note_told(tx, self._notices[key], to)}

    async def _written(self) -> None:
        """What was told is written down; the operators hear of it when nothing has been refused for a while."""
        count = self._out_unwritten() - self._out_before
        _log.warning("state_written_again", told=count)
        self._foreseen = None
        self._forget_told()
        if self._warned and self._clocks.monotonic() - self._refused_at > STEADY:
            self._warned = False
            await self._operators.tell("operator-written", count=count)

    def _out_unwritten(self) -> int:
        """How many messages have left since the program began that could not be written down at once."""
        return self._told_at_all + self._noting.left_unwritten

    def _forget(self) -> None:
        self._foreseen, self._warned = None, False
        self._forget_told()

    def _forget_told(self) -> None:
        self._dangers.clear()
        self._told.clear()
        self._notices.clear()
        self._swept.clear()

    async def _look_ahead(self, answer: Answer, now: datetime, why: Exception) -> None:
        try:
            foreseen = self._foreseen or await self._as_written(now)
            after, _ = advance(foreseen.state, answer, now)
            async with self._database.reading() as connection:
                followed = await chat_store.followed_areas(connection)
                ends = await alert_store.last_ends(connection, followed)
        except _NOT_WRITTEN as error:
            _log.error("chats_not_read", error=type(error).__name__)
            await self._warn(now, why)
            return
        running, dangers = foresee(
            self._tree, foreseen.running, foreseen.state.alerts, after.alerts, followed, ends, now
        )
        del foreseen.answers[ANSWERS_AT_MOST - 1 :]
        answers = [*foreseen.answers, (answer, now)]
        self._foreseen = _Foreseen(foreseen.since, after, running, answers)
        for transition in dangers:
            notice = of_alert(transition)
            self._notices[notice.key] = notice
            self._dangers.append(_Danger(notice))
        if dangers:
            self._bell.ring()
        if dangers or now - foreseen.since >= WARNED_AFTER:
            await self._warn(foreseen.since, why)

    async def _as_written(self, now: datetime) -> _Foreseen:
        async with self._database.reading() as connection:
            state = await alert_store.load_state(connection)
            return _Foreseen(now, state, await alert_store.running_episodes(connection), [])

    async def _look_at_planned(self, why: Exception) -> None:
        """Of what is planned, the grave dangers that still run are told to whom no row is owed yet."""
        try:
            async with self._database.reading() as connection:
                planned = await store.planned_dangers(connection)
        except _NOT_WRITTEN as error:
            _log.error("chats_not_read", error=type(error).__name__)
            return
        for notice in planned:
            if notice.key not in self._swept:
                self._swept.add(notice.key)
                self._notices[notice.key] = notice
                self._dangers.append(_Danger(notice, planned=True))
        if planned:
            self._bell.ring()
            await self.refused(why)

    async def _warn(self, since: datetime, why: Exception) -> None:
        if not self._warned:
            self._warned = True
            self._out_before = self._out_unwritten()
            await self._operators.tell("operator-unwritten", time=utc(since), error=type(why).__name__)

    async def _listeners(self, danger: _Danger) -> tuple[Listener, ...]:
        body = danger.notice.body
        assert isinstance(body, AlertNotice)
        area = body.transition.episode.area
        async with self._database.reading() as connection:
            return await store.listeners(connection, area, danger.notice.key, self._clocks.now(), danger.after, PIECE)

    async def _tell_one(self, notice: Notice, listener: Listener) -> None:
        now = self._clocks.now()
        body = notice.body
        assert isinstance(body, AlertNotice)
        decision = decide(body.transition, listener.cohort, now)
        if decision.sound not in (Sound.LOUD, Sound.SILENT):
            return
        outgoing = self._wording.outgoing(notice, listener.cohort, decision.sound, decision.reason, now)
        silent = decision.sound is Sound.SILENT
        for _ in range(TRIES):
            if not await self._may_send(listener):
                return
            outcome = await self._sender.send(listener.chat_id, outgoing, silent=silent, topic=listener.topic)
            if not await self._try_again(notice, listener, decision, outcome):
                return

    async def _may_send(self, listener: Listener) -> bool:
        while (wait := self._permit(listener)) > 0:
            if wait > LONGEST_WAIT and wait > self._pacer.hold(self._clocks.monotonic()):
                return False
            await rest(wait)
        return True

    def _permit(self, listener: Listener) -> float:
        return self._pacer.permit(listener.chat_id, listener.is_group, self._clocks.monotonic())

    async def _try_again(self, notice: Notice, listener: Listener, decision: Decision, outcome: Outcome) -> bool:
        match outcome:
            case Sent() | Unknown():
                self._pacer.accepted()
                message_id = outcome.message_id if isinstance(outcome, Sent) else 0
                self._told_at_all += 1
                self._told[notice.key].append(Told(listener, decision, message_id, self._clocks.now()))
            case Later(after, everyone):
                until = self._clocks.monotonic() + after.total_seconds()
                if everyone:
                    self._pacer.pause_all(until)
                else:
                    self._pacer.pause_chat(listener.chat_id, until)
                return True
            case Unreachable():
                await asyncio.sleep(1.0)
                return True
            case _:
                _log.warning("listener_not_told", outcome=type(outcome).__name__)
        return False
