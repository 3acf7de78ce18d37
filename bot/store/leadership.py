"""Who leads among replicas on one server: a row with a holder, a term and an end by the database's own clock.

A term begins only in a writer's transaction, and every transaction of a leader asks for its term first: writers go one
at a time, so that none of an older term can still be under way when a new one begins (docs/decisions/0014).
"""

from datetime import timedelta

from sqlalchemy import ColumnElement, func, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.store.tables import leadership
from bot.store.upsert import insert_for

_ONLY = "leader"


async def is_free(connection: AsyncConnection, span: timedelta) -> bool:
    """Whether nobody leads at this moment, where leases are given for `span`."""
    held = select(leadership.c.term).where(leadership.c.name == _ONLY, ~_over(span))
    return await connection.scalar(held) is None


async def take(tx: AsyncConnection, holder: str, span: timedelta) -> int | None:
    """The term in which the holder leads from now on; None where somebody does already. `tx` is a writer's."""
    until = func.clock_timestamp() + span
    first = insert_for(tx, leadership).values(name=_ONLY, holder=holder, term=1, until=until)
    taken = first.on_conflict_do_update(
        index_elements=["name"],
        set_={"holder": holder, "term": leadership.c.term + 1, "until": until},
        where=_over(span),
    ).returning(leadership.c.term)
    term: int | None = (await tx.execute(taken)).scalar_one_or_none()
    return term


async def renew(connection: AsyncConnection, holder: str, term: int, span: timedelta) -> bool:
    """Leads for `span` from now on; False where the term is over. Needs no writer's transaction, and waits for none."""
    renewed = update(leadership).where(_is(holder, term), leadership.c.until > func.clock_timestamp())
    return (await connection.execute(renewed.values(until=func.clock_timestamp() + span))).rowcount == 1


async def lay_down(connection: AsyncConnection, holder: str, term: int) -> None:
    """Leads no more, so that another may at once."""
    await connection.execute(update(leadership).where(_is(holder, term)).values(until=func.clock_timestamp()))


async def is_term(tx: AsyncConnection, holder: str, term: int) -> bool:
    """Whether the term still stands: as long as no other has begun, whatever was written in it is the leader's."""
    return await tx.scalar(select(leadership.c.term).where(_is(holder, term))) is not None


def _over(span: timedelta) -> ColumnElement[bool]:
    """Whether a lease has run out; one that is to last far longer than any was given before the clock was set back."""
    now = func.clock_timestamp()
    return (leadership.c.until <= now) | (leadership.c.until > now + 2 * span)


def _is(holder: str, term: int) -> ColumnElement[bool]:
    return (leadership.c.name == _ONLY) & (leadership.c.holder == holder) & (leadership.c.term == term)
