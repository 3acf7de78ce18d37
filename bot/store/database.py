"""Opens the database so that a writer never loses a race and a reader never waits for one."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, delete, event, insert, select
from sqlalchemy.engine import make_url
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, create_async_engine
from sqlalchemy.pool import ConnectionPoolEntry

from bot.errors import WrongDatabase
from bot.store.tables import marks, metadata

#: How long SQLite waits for another process's lock before it refuses, in milliseconds.
BUSY_TIMEOUT = 5_000


class Database:
    """Readers on a pool, writers one at a time: on SQLite each write begins IMMEDIATE, so it waits instead of failing
    half-way.
    """

    def __init__(self, url: str) -> None:
        self._url = make_url(url)
        if self.is_sqlite:
            self._make_folder()
        self._reader = self._engine(writes=False)
        self._writer = self._engine(writes=True)

    @property
    def is_sqlite(self) -> bool:
        return self._url.get_backend_name() == "sqlite"

    @property
    def writer(self) -> AsyncEngine:
        return self._writer

    @asynccontextmanager
    async def reading(self) -> AsyncIterator[AsyncConnection]:
        """One consistent view; nothing that is written through it is kept."""
        async with self._reader.connect() as connection:
            yield connection

    @asynccontextmanager
    async def writing(self) -> AsyncIterator[AsyncConnection]:
        """One transaction: committed at the end of the block, rolled back whole if the block raises."""
        async with self._writer.begin() as connection:
            yield connection

    async def empty_log(self) -> bool:
        """Moves the write-ahead log into the database and cuts it to nothing, so that words blanked are gone from it;
        False where somebody was reading and it must be tried again.
        """
        if not self.is_sqlite:
            return True
        async with self._writer.connect() as connection:
            return await connection.run_sync(_empty_log)

    async def close(self) -> None:
        await self._reader.dispose()
        await self._writer.dispose()

    def _make_folder(self) -> None:
        if self._url.database and self._url.database != ":memory:":
            Path(self._url.database).parent.mkdir(parents=True, exist_ok=True)

    def _engine(self, *, writes: bool) -> AsyncEngine:
        if not self.is_sqlite:
            return create_async_engine(self._url, pool_pre_ping=True, hide_parameters=True)
        engine = create_async_engine(
            # Errors quote no parameters: among them are people's words, and errors go to the logs.
            self._url,
            pool_size=1 if writes else 4,
            max_overflow=0,
            pool_timeout=60,
            hide_parameters=True,
        )
        event.listen(engine.sync_engine, "connect", _prepare_sqlite)
        begin = "BEGIN IMMEDIATE" if writes else "BEGIN"
        event.listen(engine.sync_engine, "begin", lambda connection: connection.exec_driver_sql(begin))
        return engine


def _prepare_sqlite(connection: Any, _entry: ConnectionPoolEntry) -> None:
    connection.isolation_level = None
    cursor = connection.cursor()
    for pragma in (
        "journal_mode=WAL",
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
