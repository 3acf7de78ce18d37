"""Writes down what was sent, many messages in one transaction: each by itself costs more than the sending."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TypeAlias

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.notices import INSIST_AFTER, AlertNotice, InsistNotice, of_insisting
from bot.domain.policy import Decision, Reason, Sound, is_to_insist
from bot.domain.quiet import next_edge
from bot.store import outbox, planning
from bot.store.outbox import Owed, Settled

#: Rows that leave in one message with how each was decided, the one that carries the others first.
Parts: TypeAlias = tuple[tuple[Owed, Decision], ...]

#: Real seconds between two transactions: what is sent and not written down yet is what a crash repeats.
APART = 0.05


@dataclass(frozen=True, slots=True)
class Clocks:
    """The bot's clock for what is true, the machine's for leases (both aware UTC) and limits (monotonic seconds)."""

    now: Callable[[], datetime]
    machine_now: Callable[[], datetime]
    monotonic: Callable[[], float]


@dataclass(frozen=True, slots=True)
class Left:
    """One message that has left; decided at a moment of the bot's clock."""

    parts: Parts
    message_id: int
    decided_at: datetime


async def settle(tx: AsyncConnection, messages: Sequence[Left], now: datetime) -> None:
    """Writes down all of them, with the sound that each really had (`now`: the bot's clock, aware UTC)."""
    await outbox.settle_all_sent(tx, [row for one in messages for row in _settled(one)])
    for one in messages:
        row, decision = one.parts[0]
        if insists(row, decision.sound, now):
            await _insist(tx, row, now)


def _settled(left: Left) -> Sequence[Settled]:
    """By the moment of the decision, so that a message belongs to the night by whose rule it had its sound."""
    return [
        Settled(row, left.message_id, decision.sound, decision.reason, left.decided_at) for row, decision in left.parts
    ]


def insists(row: Owed, sound: Sound, now: datetime) -> bool:
    """Whether the chat is told again until somebody is up."""
    match row.notice.body:
        case AlertNotice(transition):
            return row.insists and is_to_insist(transition, sound, row.cohort.quiet, now)
        case InsistNotice():
            return row.insists
        case _:
            return False


async def _insist(tx: AsyncConnection, row: Owed, now: datetime) -> None:
    """Owes what comes again until somebody says that they are up."""
    match row.notice.body:
        case AlertNotice(transition):
            for number, after in enumerate(INSIST_AFTER, start=2):
                notice = of_insisting(transition, number)
                decision = Decision(Sound.LOUD, Reason.INSIST, next_edge(row.cohort.quiet, now))
                await planning.owe_one(tx, notice, row.chat_id, decision, now, cohort_of=row.id, after=after)
        case _:
            pass
