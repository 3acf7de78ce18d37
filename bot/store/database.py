"""Opens the database so that a writer never loses a race and a reader never waits for one (docs/decisions/0013)."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from copy import copy
from functools import partial
from pathlib import Path
from typing import Any, TypeAlias

from sqlalchemy import Connection, Dialect, delete, event, insert, select
from sqlalchemy.engine import ExceptionContext, make_url
from sqlalchemy.exc import OperationalError
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, create_async_engine
from sqlalchemy.pool import ConnectionPoolEntry

from bot.errors import WrongDatabase
from bot.store import one_trip
from bot.store.tables import marks, metadata

#: How long SQLite waits for another process's lock before it refuses, in milliseconds: less than a grave start may.
BUSY_TIMEOUT = 4_000
#: How long PostgreSQL lets a transaction wait for its client, and an answer for its receipt, in milliseconds.
IDLE_IN_TRANSACTION = 4_000
#: Real seconds in which a connection to PostgreSQL must be there, and in which any statement must be answered: planning
#: takes seconds, a server that was cut off never answers.
CONNECT_WITHIN = 5.0
ANSWER_WITHIN = 60.0


#: What every session of PostgreSQL is told. A replica that hangs or is cut off in the middle of a transaction holds up
#: all writers: the server ends its session. Compiling a query costs more than it saves on any of ours.
_SESSION = {
    "application_name": "tysha",
    "idle_in_transaction_session_timeout": f"{IDLE_IN_TRANSACTION}",
    "tcp_user_timeout": f"{IDLE_IN_TRANSACTION}",
    "client_connection_check_interval": "1000",
    "jit": "off",
}
#: Errors quote no parameters: among them are people's words, and errors go to the logs.
_ENGINE: dict[str, Any] = {"max_overflow": 0, "pool_timeout": 60, "hide_parameters": True}
#: The key of the lock that writers take, one at a time over all replicas; any number that nobody else uses.
_WRITERS = 0x7479736861


#: Looks at the beginning of a writer's transaction whether it may go on, and raises where it may not.
Fence: TypeAlias = Callable[[AsyncConnection], Awaitable[None]]


class Database:
    """Readers on a pool, writers one at a time: on SQLite each write begins IMMEDIATE, on PostgreSQL with a lock of the
    whole database, so that it waits instead of failing half-way, and sees what every writer before it wrote.
    """

    def __init__(self, url: str) -> None:
        self._url = make_url(url)
        self._fence: Fence | None = None
        if self.is_sqlite:
            self._make_folder()
        self._reader = self._engine(writes=False)
        self._writer = self._engine(writes=True)
        self._aside = self._reader if self.is_sqlite else self._server(1, isolation_level="AUTOCOMMIT")

    @property
    def is_sqlite(self) -> bool:
        return self._url.get_backend_name() == "sqlite"

    @property
    def file(self) -> Path | None:
        """The file of SQLite, where it is one."""
        return Path(self._url.database) if self.is_sqlite and self._url.database else None

    @property
    def address(self) -> str:
        """Where it is, password and all."""
        return self._url.render_as_string(hide_password=False)

    @property
    def writer(self) -> AsyncEngine:
        return self._writer

    @asynccontextmanager
    async def reading(self) -> AsyncIterator[AsyncConnection]:
        """One consistent view; nothing that is written through it is kept."""
        async with self._reader.connect() as connection:
            yield connection

    @asynccontextmanager
    async def writing(self, within: float | None = None) -> AsyncIterator[AsyncConnection]:
        """One transaction: committed at the end of the block, rolled back whole if the block raises.

        Raises TimeoutError where it could not even begin `within` so many seconds.
        """
        async with asyncio.timeout(within) as limit, self._writer.begin() as connection:
            limit.reschedule(None)
            if self._fence:
                await self._fence(connection)
            yield connection

    @asynccontextmanager
    async def beside(self) -> AsyncIterator[AsyncConnection]:
        """On a server: a connection on which each statement is kept at once, and waits for no writer."""
        async with self._aside.connect() as connection:
            yield connection

    def fenced(self, fence: Fence) -> "Database":
        """The same database for those whose every write `fence` must let through: it comes first in the transaction."""
        fenced = copy(self)
        fenced._fence = fence
        return fenced

    async def empty_log(self) -> bool:
        """Moves the write-ahead log into the database and cuts it to nothing, so that words blanked are gone from it;
        False where somebody was reading and it must be tried again.
        """
        if not self.is_sqlite:
            return True
        async with self._writer.connect() as connection:
            return await connection.run_sync(_empty_log)

    async def is_damaged(self, up_to: int | None = None) -> bool:
        """Whether something in the file does not fit together, which opening it need not show; a file of more than
        `up_to` bytes is not looked through, and a server looks after its files itself.
        """
        if not self.file or not self.file.is_file() or (up_to is not None and self.file.stat().st_size > up_to):
            return False
        async with self._reader.connect() as connection:
            found = await connection.exec_driver_sql("PRAGMA quick_check(1)")
            return found.scalar() != "ok"

    async def close(self) -> None:
        await self._reader.dispose()
        await self._writer.dispose()
        await self._aside.dispose()

    def _make_folder(self) -> None:
        if self._url.database and self._url.database != ":memory:":
            Path(self._url.database).parent.mkdir(parents=True, exist_ok=True)

    def _engine(self, *, writes: bool) -> AsyncEngine:
        return self._sqlite(writes=writes) if self.is_sqlite else self._postgres(writes=writes)

    def _sqlite(self, *, writes: bool) -> AsyncEngine:
        connected = {"async_creator_fn": partial(one_trip.connect, writes=writes)}
        engine = create_async_engine(self._url, pool_size=1 if writes else 4, connect_args=connected, **_ENGINE)
        event.listen(engine.sync_engine, "connect", _prepare_sqlite)
        begin = "BEGIN IMMEDIATE" if writes else "BEGIN"
        event.listen(engine.sync_engine, "begin", lambda connection: connection.exec_driver_sql(begin))
        return engine

    def _postgres(self, *, writes: bool) -> AsyncEngine:
        engine = self._server(1 if writes else 4)
        if not writes:
            return engine.execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)
        lock = f"SELECT pg_advisory_xact_lock({_WRITERS})"
        event.listen(engine.sync_engine, "begin", lambda connection: connection.exec_driver_sql(lock))
        return engine

    def _server(self, connections: int, **options: Any) -> AsyncEngine:
        engine = create_async_engine(
            self._url,
            pool_size=connections,
            pool_pre_ping=True,
            connect_args={"server_settings": _SESSION, "timeout": CONNECT_WITHIN, "command_timeout": ANSWER_WITHIN},
            **_ENGINE,
            **options,
        )
        event.listen(engine.sync_engine, "do_connect", _connect)
        event.listen(engine.sync_engine, "handle_error", _as_unreachable)
        return engine


def _connect(dialect: Dialect, _entry: ConnectionPoolEntry, arguments: Any, named: Any) -> Any:
    """A server that cannot be reached fails like any other fault of a database, not like a file or a port."""
    try:
        return dialect.connect(*arguments, **named)
    except OSError as error:
        raise OperationalError("connect", None, error) from error


def _as_unreachable(failed: ExceptionContext) -> None:
    """The same in the middle of a connection, which is of no more use then."""
    error = failed.original_exception
    if isinstance(error, OSError):
        failed.is_disconnect = True
        raise OperationalError(failed.statement, None, error, hide_parameters=True) from error


def _prepare_sqlite(connection: Any, _entry: ConnectionPoolEntry) -> None:
    connection.isolation_level = None
    connection.run_async(lambda raw: raw.write_ahead())
    cursor = connection.cursor()
    for pragma in (
        "synchronous=NORMAL",
        f"busy_timeout={BUSY_TIMEOUT}",
        "foreign_keys=ON",
        "secure_delete=ON",
    ):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _empty_log(connection: Connection) -> bool:
    # Past SQLAlchemy, which would begin a transaction: inside of one nothing can be moved.
    cursor = connection.connection.cursor()
    cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    found = cursor.fetchone()
    cursor.close()
    return found is not None and found[0] == 0


async def claim_purpose(connection: AsyncConnection, purpose: str) -> None:
    """Marks a new database as sandbox or real; raises WrongDatabase where it is marked as the other."""
    found = await connection.scalar(select(marks.c.value).where(marks.c.name == "purpose"))
    if found is None:
        await connection.execute(insert(marks).values(name="purpose", value=purpose))
    elif found != purpose:
        raise WrongDatabase(found, purpose)


async def forget_everything(connection: AsyncConnection) -> None:
    """Empties a sandbox's database for a new night; raises WrongDatabase for any other."""
    purpose = await connection.scalar(select(marks.c.value).where(marks.c.name == "purpose"))
    if purpose != "sandbox":
        raise WrongDatabase(str(purpose), "sandbox")
    for table in reversed(metadata.sorted_tables):
        if table is not marks:
            await connection.execute(delete(table))
    await connection.execute(delete(marks).where(marks.c.name != "purpose"))
