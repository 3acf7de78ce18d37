"""Writes down what became of messages; what the database refuses for now is kept and written before more is claimed
(docs/decisions/0037).
"""

import asyncio
from collections import Counter
from collections.abc import Awaitable, Callable, Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import TypeAlias

import structlog
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.store.database import Database
from bot.store.outbox import Owed
from bot.store.unusable import passes

_log = structlog.get_logger(__name__)

#: What is written down in a transaction of somebody else's.
Note: TypeAlias = Callable[[AsyncConnection], Awaitable[None]]

#: When a row may go that is done with.
NEVER = datetime.max.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Kept:
    """A note that waits for writing, on which rows, from when on they may go again, and how many have left by it."""

    note: Note
    rows: frozenset[int]
    again_at: datetime
    left: int


class Noting:
    """Notes in their order, each once. Raises what is not of the moment; all else is kept."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._kept: list[Kept] = []
        self._away: dict[int, datetime] = {}
        self._unanswered: Counter[int] = Counter()
        self._turn = asyncio.Lock()
        #: How many messages have left since the program began that could not be written down at once.
        self.left_unwritten = 0

    def begin(self) -> None:
        """Forgets what was kept: whoever led meanwhile has taken all of it over."""
        self._forget(self._kept)

    async def write(self, rows: Iterable[Owed], note: Note, *, again_at: datetime = NEVER, left: int = 0) -> None:
        """Writes a note on rows, which may be sent again from a moment of the machine's clock on; `left` is how many
        messages have left by it.
        """
        async with self._turn:
            if not self._kept:
                try:
                    async with self._database.writing() as tx:
                        await note(tx)
                    return
                except SQLAlchemyError as error:
                    if not passes(error):
                        raise
                    _log.error("outcome_not_written", error=type(error).__name__)
            # In their order: what came first is written first.
            kept = Kept(note, frozenset(row.id for row in rows), again_at, left)
            self._kept.append(kept)
            self._away |= dict.fromkeys(kept.rows, again_at)
            self.left_unwritten += left

    async def unanswered(self, rows: Collection[Owed], note: Note, again_at: datetime) -> None:
        """The same of rows that nothing answered, counted where that cannot be written."""
        await self.write(rows, note, again_at=again_at)
        if self._kept:
            self._unanswered.update(row.id for row in rows)

    async def catch_up(self) -> None:
        """Writes what was kept. Raises what the database raises, and then all of it is kept as before."""
        async with self._turn:
            if not self._kept:
                return
            try:
                async with self._database.writing() as tx:
                    written = await self.write_kept(tx)
            except SQLAlchemyError as error:
                if passes(error):
                    raise
                await self._write_one_by_one()
            else:
                self.written(written)

    async def write_kept(self, tx: AsyncConnection) -> Sequence[Kept]:
        """Writes what is kept in a transaction of somebody else's, who hands it to `written` when that is through."""
        kept = tuple(self._kept)
        for one in kept:
            await one.note(tx)
        return kept

    def written(self, notes: Sequence[Kept]) -> None:
        """These notes are written down for good."""
        if notes:
            _log.warning("outcomes_written_again", messages=sum(kept.left for kept in notes))
            self._forget(notes)

    def is_away(self, row_id: int, machine_now: datetime) -> bool:
        """Whether a row must not go now, by what is not written down."""
        return row_id in self._away and machine_now < self._away[row_id]

    def as_kept(self, row: Owed) -> Owed:
        """The row as it would be, were all that is kept written down."""
        times = self._unanswered[row.id]
        return replace(row, unanswered=row.unanswered + times, repeat=True) if times else row

    async def _write_one_by_one(self) -> None:
        """One note that cannot be written at all must not keep the others, and everybody behind them, waiting."""
        while self._kept:
            try:
                async with self._database.writing() as tx:
                    await self._kept[0].note(tx)
            except SQLAlchemyError as error:
                if passes(error):
                    raise
                _log.exception("outcome_given_up", messages=self._kept[0].left)
            self._forget(self._kept[:1])

    def _forget(self, notes: Sequence[Kept]) -> None:
        done = set(map(id, notes))
        self._kept = [kept for kept in self._kept if id(kept) not in done]
        self._away = {row: kept.again_at for kept in self._kept for row in kept.rows}
        if not self._kept:
            self._unanswered.clear()
