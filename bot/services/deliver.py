"""Carries what is owed to the phones: claim, still true?, text, send, settle. Sent first and marked then: twice beats
never.
"""

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime, timedelta
from typing import Protocol, TypeAlias

import structlog

from bot.domain.notices import AlertNotice, lane, relieved_area
from bot.domain.policy import Decision, Reason, Sound
from bot.domain.together import together
from bot.errors import NotLeading, TelegramError
from bot.services.hearing import Also
from bot.services.noting import Noting
from bot.services.once import Once
from bot.services.outcomes import Outcomes
from bot.services.settling import Clocks, Left, Parts, insists, settle
from bot.services.truth import Truth
from bot.services.wording import Wording
from bot.store import claiming, outbox, pauses
from bot.store.database import Database
from bot.store.outbox import Owed
from bot.telegram.outgoing import Outgoing
from bot.telegram.pacer import Pacer
from bot.telegram.refusals import Outcome, Sent

#: Rows that leave in one message, the one that carries the others first.
Rows: TypeAlias = tuple[Owed, ...]

_log = structlog.get_logger(__name__)

#: Rows claimed at once: as many as leave in so many seconds, within bounds. What is claimed leaves before whatever is
#: graver and comes after it.
BATCH, BATCH_AT_MOST, BATCH_LASTS = 30, 100, 0.1
#: For how long they are ours (the machine's clock).
LEASE = timedelta(seconds=60)
#: How long to leave a message of relief while no source is fresh: what began meanwhile would make it untrue.
UNSEEN_PAUSE = timedelta(seconds=0.25)
#: The wait of the last reader of which the operator is warned, and real seconds between two looks at it.
LONG_WAIT = timedelta(seconds=60)
FORESEEN_EVERY = 5.0
#: Real seconds between two looks at an outbox from which nothing may leave, because sending is paused.
PAUSED_HOLD = 1.5


class Sender(Protocol):
    """What delivery needs of Telegram."""

    async def send(self, chat_id: int, outgoing: Outgoing, *, silent: bool, topic: int | None = None) -> Outcome: ...


class Deliver:
    """Takes the outbox in its order and sends it at the pace that Telegram allows."""

    def __init__(self, database: Database, sender: Sender, wording: Wording, pacer: Pacer, clocks: Clocks) -> None:
        self._database = database
        self._sender = sender
        self._words = Once(wording)
        self._pacer = pacer
        self._clocks = clocks
        self._batch = max(BATCH, min(BATCH_AT_MOST, pacer.in_a_row(BATCH_LASTS)))
        self._more = False
        self._last_reader_in = timedelta(0)
        self._foresee_at = float("-inf")
        self._paused = False
        self._truth = Truth(database, clocks.now)
        self.noting = Noting(database)
        self._outcomes = Outcomes(self.noting, pacer, clocks)

    async def begin(self) -> None:
        """Takes over from whoever sent before; to be called before the first claim."""
        async with self._database.writing() as tx:
            ended = await outbox.end_leases_of_others(tx)
            await claiming.warm_up(tx, self._clocks.now(), self._clocks.machine_now())
        self.noting.begin()
        if ended:
            _log.info("leases_ended", rows=ended)

    async def claim(self, *, likely: bool = False) -> tuple[Owed, ...]:
        """Leases the next rows to be sent; asks without a lock first, because most of the time nothing is owed. Where
        it is `likely`, that look is left out: meanwhile the planner would take the lock for its next piece.
        """
        # First, or what has left would be claimed again.
        await self.noting.catch_up()
        machine_now = self._clocks.machine_now()
        if not (self._more or likely):
            async with self._database.reading() as connection:
                if not await claiming.any_due(connection, self._clocks.now(), machine_now):
                    return ()
        async with self._database.writing() as tx:
            # What was kept while this transaction waited for its turn.
            kept = await self.noting.write_kept(tx)
            claimed = await claiming.claim(tx, self._clocks.now(), machine_now, machine_now + LEASE, self._batch)
        self.noting.written(kept)
        self._more = len(claimed) == self._batch
        # And what became known while it went on.
        return tuple(row for row in claimed if not self.noting.is_away(row.id, machine_now))

    async def look_for_grave(self, in_hand: Collection[int]) -> tuple[Owed, ...]:
        """What may be claimed of grave danger, read because it cannot be claimed; without rows that somebody has in
        hand, and without those of which it is known, though not written down, that they must not go (again) yet.
        """
        now, machine_now = self._clocks.now(), self._clocks.machine_now()
        async with self._database.reading() as connection:
            found = await claiming.look_for_grave(
                connection,
                now,
                machine_now,
                machine_now + LEASE,
                self._batch,
                lambda row_id: row_id in in_hand or self.noting.is_away(row_id, machine_now),
            )
        return tuple(self.noting.as_kept(row) for row in found)

    async def give_back(self, claimed: Iterable[Owed]) -> None:
        """Ends the leases of rows that nobody began to send."""
        rows = [row for owed in claimed for row in owed.rows]
        if rows:
            ids = [row.id for row in rows]
            await self.noting.write(rows, lambda tx: outbox.give_back(tx, ids), again_at=self._clocks.machine_now())

    @property
    def batch(self) -> int:
        """How many rows are claimed at once."""
        return self._batch

    @property
    def last_reader_in(self) -> timedelta:
        """How long the last of those who should hear by now will wait for it at the pace that is set, when it was last
        looked at.
        """
        return self._last_reader_in

    async def foresee(self) -> None:
        """Looks how long the last reader will wait, and says so once where that is too long."""
        if self._clocks.monotonic() < self._foresee_at:
            return
        self._foresee_at = self._clocks.monotonic() + FORESEEN_EVERY
        async with self._database.reading() as connection:
            readers = await outbox.due_now(connection, self._clocks.now())
        before, self._last_reader_in = self._last_reader_in, self._pacer.time_for(readers)
        if self._last_reader_in > LONG_WAIT >= before:
            _log.warning("last_reader_waits", readers=readers, seconds=round(self._last_reader_in.total_seconds()))

    async def heed(self) -> None:
        """Looks whether sending is paused: nothing is claimed then, and what was claimed before is to be given back."""
        async with self._database.reading() as connection:
            self._paused = await pauses.since(connection) is not None

    def hold(self) -> float:
        """Seconds for which nobody may be written to."""
        hold = self._pacer.hold(self._clocks.monotonic())
        return max(hold, PAUSED_HOLD) if self._paused else hold

    async def deliver(self, owed: Owed) -> None:
        """Sends one claimed row and writes it down, or gives it back."""
        left = await self.send(owed)
        if left:
            await self.settle((left,))

    async def settle(self, messages: Sequence[Left]) -> None:
        """Writes down what has left; what can never be written stays leased, and goes out again as a repeat."""
        rows = [row for left in messages for row, _ in left.parts]
        try:
            await self.noting.write(rows, lambda tx: settle(tx, messages, self._clocks.now()), left=len(messages))
        except NotLeading:
            raise
        except Exception:
            _log.exception("notices_not_settled", messages=len(messages))

    def reserve(self) -> float:
        """Counts a message that is about to be sent: many are looked at once more side by side, and no more of them
        than may leave.
        """
        return self._pacer.reserve(self._clocks.monotonic())

    async def send(self, owed: Owed, reserved: float | None = None) -> Left | None:
        """Sends one claimed row, for which a place may be `reserved`, or gives it back; what has left is to be settled.
        Whatever fails with a row is logged and leaves the others alone.
        """
        try:
            return await self._carry(owed, reserved)
        except (TelegramError, NotLeading):
            # Nothing can be sent at all: that is the program's matter, not this row's.
            raise
        # One row must never stop the queue behind it: it stays leased, and is tried again when the lease has run out.
        except Exception:
            _log.exception("notice_failed", row=owed.id, notice=owed.notice.kind)
            return None

    async def _carry(self, owed: Owed, reserved: float | None) -> Left | None:
        wait: float | None = None
        try:
            parts, now = await self._leaving(owed)
            if parts:
                # Last, so that no permit is spent on what does not leave.
                moment = self._clocks.monotonic()
                wait = self._pacer.permit(owed.chat_id, owed.is_group, moment, reserved=reserved is not None)
        finally:
            if reserved is not None and wait != 0:
                self._pacer.release(reserved, self._clocks.monotonic())
        if not parts or wait is None:
            return None
        if wait > 0:
            await self._outcomes.rest((row for row, _ in parts), timedelta(seconds=wait))
            return None
        return await self._send(parts, now)

    async def _leaving(self, owed: Owed) -> tuple[Parts, datetime]:
        """What of a row is still true, and when it was found so; the rest is put aside or rests."""
        now = self._clocks.now()
        machine_now = self._clocks.machine_now()
        if owed.leased_until <= machine_now:
            # A long pause outlived the lease: since then the row may have been settled, or be somebody else's.
            await self._outcomes.outlive(owed, machine_now)
            return (), now
        rows = await self._standing(owed.rows)
        if rows and relieved_area(owed.notice) and not await self._truth.sees():
            await self._outcomes.rest(rows, UNSEEN_PAUSE)
            return (), now
        now = self._clocks.now()
        if any(row.runs_out(now) for row in rows):
            # A window or a mute began or ended since the claim: claimed again, it is decided by what holds now.
            await self._outcomes.rest(rows, timedelta(0))
            return (), now
        return await self._decided(rows, now), now

    async def _standing(self, rows: Rows) -> Rows:
        """Puts aside what tells of a danger that is over, and gives the rest."""
        for row in rows:
            if row.over and row.repeat:
                # It may have arrived: who heard the start is owed the end, and not the word that it passed unheard.
                await self._outcomes.settle_over(row)
            elif row.over:
                await self._outcomes.put_aside(row, Decision(Sound.NONE, Reason.SUPERSEDED))
        return tuple(row for row in rows if not row.over)

    async def _decided(self, rows: Rows, now: datetime) -> Parts:
        """What goes out now, with one sound for all; the rest is put aside."""
        decided = [(row, await self._truth.decide(row, now)) for row in rows]
        leaving = [(row, decision) for row, decision in decided if decision.sound in (Sound.LOUD, Sound.SILENT)]
        if len(leaving) == len(rows) == 1:
            return tuple(leaving)
        for row, decision in decided:
            if decision.sound not in (Sound.LOUD, Sound.SILENT):
                await self._outcomes.put_aside(row, decision)
        leaving.sort(key=lambda part: (part[1].sound is not Sound.LOUD, lane(part[0].notice), part[0].place_rank))
        return tuple(
            (row, decision)
            for (row, _), decision in zip(leaving, together([decision for _, decision in leaving]), strict=True)
        )

    async def _send(self, parts: Parts, now: datetime) -> Left | None:
        (first, decision), *_ = parts
        try:
            outgoing = self._worded(parts, now)
        # Whatever is wrong with its words, it must not keep its lease for ever and hold back the chat's all clears.
        except Exception as error:
            _log.exception("notice_not_worded", notice=first.notice.kind)
            await self._outcomes.refuse((row for row, _ in parts), f"cannot be worded: {type(error).__name__}")
            return None
        silent = decision.sound is not Sound.LOUD
        outcome = await self._sender.send(first.chat_id, outgoing, silent=silent, topic=first.topic)
        if isinstance(outcome, Sent):
            self._pacer.accepted()
            return Left(parts, outcome.message_id, now)
        return await self._outcomes.unsent(parts, outcome, now)

    def _worded(self, parts: Parts, now: datetime) -> Outgoing:
        (first, decision), *others = parts
        bodies = ((row.notice.body, row.cohort) for row, _ in others)
        also = tuple(Also(body.transition, cohort) for body, cohort in bodies if isinstance(body, AlertNotice))
        return self._words.outgoing(
            first.notice,
            first.cohort,
            decision.sound,
            decision.reason,
            now,
            repeat=any(row.repeat for row, _ in parts),
            insists=insists(first, decision.sound, now),
            also=also,
        )
