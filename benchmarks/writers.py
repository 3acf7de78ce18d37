"""What it costs that writers go one at a time on PostgreSQL, beside the same transactions without a lock.

Run: `python -m benchmarks.writers` where Debian's postgresql is installed; it starts a server of its own, which need
not keep anything, so that the disk does not hide what is measured. Each transaction stores an update and marks it
handled. (a) a file of SQLite, (b) no lock, (c) the lock, (d) the lock and a leader's fence; each with one and with four
sessions. Medians of several rounds; the last column is the rate beside (b).
"""

import asyncio
import statistics
import tempfile
import time
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path

import typer
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, create_async_engine

from bot.errors import NotLeading
from bot.store import inbox, leadership
from bot.store.database import Database
from bot.store.inbox import Received
from tests.fixtures.databases import PostgresTemplate, fresh, make_template, postgres_template, url_of

NOW = datetime(2026, 11, 15, tzinfo=UTC)
TRANSACTIONS, ROUNDS, SESSIONS = 400, 5, (1, 4)

Writing = Callable[[], AbstractAsyncContextManager[AsyncConnection]]


async def write(writing: Writing, numbers: Sequence[int]) -> None:
    for number in numbers:
        async with writing() as tx:
            await inbox.keep(tx, [Received(number, number, {"update_id": number})], NOW)
            assert await inbox.mark_handled(tx, number)


async def rate(writers: Sequence[Writing], first: int) -> float:
    """Transactions per second, of all writers together."""
    share = TRANSACTIONS // len(writers)
    began = time.perf_counter()
    async with asyncio.TaskGroup() as group:
        for place, writing in enumerate(writers):
            begin = first + place * share
            group.create_task(write(writing, range(begin, begin + share)))
    return TRANSACTIONS / (time.perf_counter() - began)


@asynccontextmanager
async def unlocked(engine: AsyncEngine) -> AsyncIterator[AsyncConnection]:
    async with engine.begin() as connection:
        yield connection


async def led(database: Database) -> Database:
    async with database.writing() as tx:
        term = await leadership.take(tx, "bench", timedelta(hours=1)) or 1

    async def fence(tx: AsyncConnection) -> None:
        if not await leadership.is_term(tx, "bench", term):
            raise NotLeading("over")

    return database.fenced(fence)


async def measure(sqlite: Path, template: PostgresTemplate) -> None:
    with tempfile.TemporaryDirectory() as folder:
        async with fresh(sqlite, Path(folder)) as file, fresh(template, Path(folder)) as server:
            databases = [Database(url_of(server)) for _ in range(max(SESSIONS))]
            engines = [create_async_engine(url_of(server), pool_pre_ping=True) for _ in databases]
            leader = await led(databases[0])
            one_file = Database(url_of(file))
            ways: dict[str, list[Writing]] = {
                "SQLite": [one_file.writing] * len(databases),
                "no lock": [partial(unlocked, engine) for engine in engines],
                "the lock": [database.writing for database in databases],
                "the lock and a fence": [leader.writing, *(database.writing for database in databases[1:])],
            }
            await compare(ways)
            for database in (*databases, one_file):
                await database.close()
            for engine in engines:
                await engine.dispose()


async def compare(ways: dict[str, list[Writing]]) -> None:
    first = 0
    for sessions in SESSIONS:
        rates: dict[str, list[float]] = {way: [] for way in ways}
        for _ in range(ROUNDS + 1):
            for way, writers in ways.items():
                rates[way].append(await rate(writers[:sessions], first))
                first += TRANSACTIONS
        # The first round opens connections and prepares statements.
        medians = {way: statistics.median(found[1:]) for way, found in rates.items()}
        for way, median in medians.items():
            beside = median / medians["no lock"]
            typer.echo(f"{sessions} at once  {way:22} {median:8,.0f} transactions/s {beside:6.2f}")


def main() -> None:
    with tempfile.TemporaryDirectory() as folder, postgres_template() as template:
        asyncio.run(measure(make_template(Path(folder) / "empty.db"), template))


if __name__ == "__main__":
    typer.run(main)
