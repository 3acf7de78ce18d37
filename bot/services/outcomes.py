"""Says of a message that did not arrive, or is not sent at all, what becomes of its rows."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from functools import partial

import structlog
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.notices import INSIST_LANE, lane
from bot.domain.policy import Decision, Reason, Sound
from bot.services.noting import Noting
from bot.services.settling import Clocks, Left, Parts
from bot.services.truth import passed_instead
from bot.store import chats as chat_store
from bot.store import outbox, planning
from bot.store.outbox import Owed
from bot.store.tables import DEAD, DROPPED
from bot.telegram.pacer import Pacer
from bot.telegram.refusals import Gone, Later, Moved, Ours, Outcome, Unknown, Unreachable, Why

_log = structlog.get_logger(__name__)

#: Refusals of the very same message after which it is given up.
REFUSALS_AT_MOST = 3
#: How often a grave alert goes again where no answer came in time, and where the connection was cut: then it may as
#: well not have arrived at all.
REPEATS_AT_MOST, REPEATS_AT_MOST_IF_CUT = 1, 3
#: How much of a refusal's description is kept for the operator.
WHY_AT_MOST = 200
#: How long to leave a message when Telegram could not be reached.
UNREACHABLE_PAUSE = timedelta(seconds=5)


class Outcomes:
    """Writes down of each row what it comes to, and holds back whom Telegram asked to leave alone."""

    def __init__(self, noting: Noting, pacer: Pacer, clocks: Clocks) -> None:
        self._noting = noting
        self._pacer = pacer
        self._clocks = clocks

    async def unsent(self, parts: Parts, outcome: Outcome, decided_at: datetime) -> Left | None:
        """What becomes of rows of which nobody knows that they have arrived."""
        now = self._clocks.now()
        rows = tuple(row for row, _ in parts)
        chat_id = rows[0].chat_id
        match outcome:
            case Gone(why):
                await self._noting.write(rows, partial(_mark_gone, chat_id=chat_id, why=why, now=now))
            case Moved(new_chat_id):
                await self._noting.write(rows, partial(self._move, rows=rows, new_chat_id=new_chat_id))
            case Later(after, everyone):
                self._pause(chat_id, after, everyone)
                await self.rest(rows, after)
            case Ours(description):
                _log.error("notice_refused", notice=rows[0].notice.kind, description=description)
                await self.refuse(rows, f"refused: {description[:WHY_AT_MOST]}")
            case Unknown(cut):
                return await self._unknown(parts, decided_at, cut=cut)
            case Unreachable():
                await self.rest(rows, UNREACHABLE_PAUSE)
        return None

    def _pause(self, chat_id: int, after: timedelta, everyone: bool) -> None:
        until = self._clocks.monotonic() + after.total_seconds()
        if everyone:
            self._pacer.pause_all(until)
        else:
            self._pacer.pause_chat(chat_id, until)

    async def rest(self, rows: Iterable[Owed], span: timedelta) -> None:
        """Gives rows back, not to be sent again before so much time is over."""
        resting, until = tuple(rows), self._clocks.machine_now() + span
        await self._noting.write(resting, lambda tx: outbox.rest(tx, _ids(resting), until), again_at=until)

    async def outlive(self, owed: Owed, machine_now: datetime) -> None:
        """Gives back what nobody began to send before its lease ran out."""
        unbegun = partial(outbox.rest_unbegun, owed=owed, moment=machine_now)
        await self._noting.write(owed.rows, unbegun, again_at=machine_now)

    async def settle_over(self, row: Owed) -> None:
        """Marks as sent what may have arrived and tells of a danger that is over."""
        now = self._clocks.now()
        sent = partial(outbox.settle_sent, owed=row, message_id=0, decision=(row.sound, row.reason), now=now)
        await self._noting.write((row,), sent)

    async def refuse(self, rows: Iterable[Owed], why: str) -> None:
        """Counts a refusal of the very same message against its rows, and gives them up after the last."""
        refused = tuple(rows)

        async def note(tx: AsyncConnection) -> None:
            for row in refused:
                if row.refusals + 1 >= REFUSALS_AT_MOST:
                    await outbox.settle_unsent(tx, row.id, DEAD, why, self._clocks.now())
                else:
                    await outbox.refuse(tx, (row.id,), self._clocks.machine_now())

        await self._noting.write(refused, note)

    async def put_aside(self, owed: Owed, decision: Decision) -> None:
        """Holds a row, or drops it, by a decision that it does not leave."""

        async def note(tx: AsyncConnection) -> None:
            if decision.sound is Sound.HELD and decision.until:
                await outbox.hold(tx, owed.id, decision.until)
                return
            now = self._clocks.now()
            await outbox.settle_unsent(tx, owed.id, DROPPED, decision.reason, now)
            passed = passed_instead(owed.notice)
            if passed and decision.reason is not Reason.OVERTAKEN:
                # Its start was dropped on the way, so that this chat knows of neither.
                await planning.owe_one(tx, passed, owed.chat_id, Decision(Sound.SILENT, Reason.PASSED), now)

        await self._noting.write((owed,), note)

    async def _unknown(self, parts: Parts, decided_at: datetime, *, cut: bool) -> Left | None:
        """The request was written and no answer came: a grave alert is sent again, all else counts as sent.

        At once, and where that was no better, after a pause. Only what went unanswered counts: a repeat because its
        sender died may be the first that was really sent.
        """
        times = max(row.unanswered for row, _ in parts)
        at_most = REPEATS_AT_MOST_IF_CUT if cut else REPEATS_AT_MOST
        if times >= at_most or not any(lane(row.notice) < INSIST_LANE for row, _ in parts):
            return Left(parts, 0, decided_at)
        again_at = self._clocks.machine_now() + (UNREACHABLE_PAUSE if times else timedelta(0))
        rows = tuple(row for row, _ in parts)
        await self._noting.unanswered(rows, lambda tx: outbox.put_back_to_repeat(tx, _ids(rows), again_at), again_at)
        return None

    async def _move(self, tx: AsyncConnection, rows: Sequence[Owed], new_chat_id: int) -> None:
        chat_id = rows[0].chat_id
        await planning.plan_for(tx, chat_id)
        await chat_store.move(tx, chat_id, new_chat_id)
        await outbox.rest(tx, _ids(rows), self._clocks.machine_now())


async def _mark_gone(tx: AsyncConnection, chat_id: int, why: Why, now: datetime) -> None:
    await chat_store.mark_gone(tx, chat_id, why, now)
    await outbox.drop_chat(tx, chat_id, why, now)


def _ids(rows: Iterable[Owed]) -> tuple[int, ...]:
    return tuple(row.id for row in rows)
