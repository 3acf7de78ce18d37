"""A connection to SQLite that goes to its thread once for each statement, where aiosqlite's own goes there four times:
to make a cursor, execute, fetch and close. Each way there and back takes the loop longer than most of our statements.
"""

import sqlite3
import time
from collections import deque
from collections.abc import Callable, Iterable, Sequence
from types import TracebackType
from typing import Any, Self, TypeVar

import aiosqlite

#: Rows that come back with the statement itself; the rest comes when it is asked for.
AHEAD = 500
#: For how long another may hold a new file, and how often that is looked at, in seconds.
LOCKED_FOR = 4.0
LOOK_AGAIN = 0.01

#: Waits for the first statement of its transaction.
BEGIN = "BEGIN"

_Found = TypeVar("_Found")
_Row = tuple[Any, ...]


def connect(database: str, *, writes: bool, **options: Any) -> "OneTripConnection":
    """What SQLAlchemy makes its connections with; `options` are those of `sqlite3.connect`."""
    return OneTripConnection(lambda: sqlite3.connect(database, **options), writes)


class OneTripConnection(aiosqlite.Connection):
    """aiosqlite's connection with cursors that cost nothing until they execute."""

    def __init__(self, connector: Callable[[], sqlite3.Connection], writes: bool) -> None:
        super().__init__(connector, AHEAD)
        self._writes = writes
        # As SQLAlchemy has it: a connection that nobody closed must not keep a program from ending.
        self._thread.daemon = True
        self._begins = False
        #: Of whoever was cancelled on the way the statement goes on in the thread.
        self._set_out = 0
        self._came_back = 0

    def cursor(self) -> "OneTripCursor":  # type: ignore[override]
        return OneTripCursor(self)

    def begin(self) -> None:
        """The next statement begins a transaction; before it, one that is not IMMEDIATE would see and hold nothing."""
        self._begins = True

    async def trip(self, work: Callable[[sqlite3.Connection], _Found]) -> _Found:
        """Does the work in the thread of this connection. Raises what it raises."""
        begins, self._begins = self._begins, False

        def in_thread() -> _Found:
            try:
                if begins:
                    self._conn.execute(BEGIN)
                return work(self._conn)
            finally:
                self._came_back += 1

        self._set_out += 1
        found: _Found = await self._execute(in_thread)  # type: ignore[no-untyped-call]
        return found

    async def write_ahead(self) -> None:
        """Has the file written by way of a log. Raises sqlite3.OperationalError for a new one that stays locked."""
        await self.trip(_write_ahead)

    async def commit(self) -> None:
        self._begins = False
        await super().commit()

    async def rollback(self) -> None:
        """Nothing has to be undone where nothing was begun, or where all was kept; and nobody waits for the end of a
        view: whatever wants the connection next comes after it.
        """
        self._begins = False
        if self._set_out == self._came_back and not self.in_transaction:
            return
        if self._writes:
            await super().rollback()
        else:
            self._tx.put_nowait((None, self._conn.rollback))


class OneTripCursor:
    """As much of a cursor as SQLAlchemy asks for; what it found is at hand without another way to the thread."""

    def __init__(self, connection: OneTripConnection) -> None:
        self._connection = connection
        self._open: sqlite3.Cursor | None = None
        self._rows: deque[_Row] = deque()
        self.description: Any = None
        self.rowcount = -1
        self.lastrowid: int | None = None
        self.arraysize = 1

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.close()

    async def execute(self, statement: str, parameters: Iterable[Any] = ()) -> Self:
        if statement == BEGIN:
            self._connection.begin()
            return self

        def work(connection: sqlite3.Connection) -> None:
            self._take(connection.execute(statement, parameters))  # type: ignore[arg-type]

        await self._connection.trip(work)
        return self

    async def executemany(self, statement: str, parameters: Iterable[Iterable[Any]]) -> Self:
        def work(connection: sqlite3.Connection) -> None:
            self._take(connection.executemany(statement, parameters))  # type: ignore[arg-type]

        await self._connection.trip(work)
        return self

    async def fetchone(self) -> _Row | None:
        return next(iter(await self.fetchmany(1)), None)

    async def fetchmany(self, size: int | None = None) -> Sequence[_Row]:
        wanted = self.arraysize if size is None else size
        if len(self._rows) < wanted and self._open:
            await self._connection.trip(lambda _: self._fetch(max(wanted, AHEAD)))
        return [self._rows.popleft() for _ in range(min(wanted, len(self._rows)))]

    async def fetchall(self) -> Sequence[_Row]:
        if self._open:
            await self._connection.trip(lambda _: self._fetch(None))
        rows, self._rows = self._rows, deque()
        return rows

    async def close(self) -> None:
        self._rows.clear()
        if self._open:
            await self._connection.trip(lambda _: self._end())

    def _take(self, cursor: sqlite3.Cursor) -> None:
        """In the thread, as all below."""
        self._open = cursor
        self.description = cursor.description
        if self.description:
            self._fetch(AHEAD)
        else:
            self._end()

    def _fetch(self, most: int | None) -> None:
        if not self._open:
            return
        rows = self._open.fetchall() if most is None else self._open.fetchmany(most)
        self._rows.extend(rows)
        if most is None or len(rows) < most:
            self._end()

    def _end(self) -> None:
        if self._open:
            self.rowcount, self.lastrowid = self._open.rowcount, self._open.lastrowid
            self._open.close()
            self._open = None


def _write_ahead(connection: sqlite3.Connection) -> None:
    give_up_at = time.monotonic() + LOCKED_FOR
    while True:
        try:
            connection.execute("PRAGMA journal_mode=WAL")
        except sqlite3.OperationalError as error:
            # Of several that open a new file at once SQLite lets one change the journal, and refuses the others
            # without the wait that it grants for any other lock.
            if error.sqlite_errorcode != sqlite3.SQLITE_BUSY or time.monotonic() > give_up_at:
                raise
            time.sleep(LOOK_AGAIN)
        else:
            return
