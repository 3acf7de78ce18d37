"""Rows of the outbox that are claimed and settled in a second, in batches as the program does, beside one at a time.

Run: `python -m benchmarks.claim_and_settle [--people N] [--rounds N] [--workers N] [--database URL]`. The database must
be empty; without one a file of SQLite is made. With several workers, each with its own connections, they compete for
the same rows, and nobody may get what another has. Nothing is sent; medians and their ratio are printed.
"""

import asyncio
import statistics
import tempfile
import time
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path

import typer

from benchmarks.crowd import NIGHT, Alarm, fill, forget
from bot.store import claiming, outbox
from bot.store.database import Database
from bot.store.outbox import Settled

BATCHES = (1, 30, 100)
LEASE = timedelta(seconds=60)
NOW = NIGHT + timedelta(seconds=8)


async def by(databases: Sequence[Database], batch: int, rows: int) -> float:
    """Rows a second by a worker for each connection; of single rows only so many are asked as take a while."""
    left = min(rows, 50 * batch) // len(databases)
    began = time.perf_counter()
    async with asyncio.TaskGroup() as group:
        workers = [group.create_task(work(database, batch, left)) for database in databases]
    took = time.perf_counter() - began
    claimed = [row for worker in workers for row in worker.result()]
    if len(claimed) != len(set(claimed)):
        raise RuntimeError("a row was claimed twice")
    return len(claimed) / took


async def work(database: Database, batch: int, rows: int) -> list[int]:
    """Claims and settles so many rows, and returns which."""
    done: list[int] = []
    while len(done) < rows:
        machine_now = datetime.now(UTC)
        async with database.writing() as tx:
            claimed = await claiming.claim(tx, NOW, machine_now, machine_now + LEASE, batch)
        if not claimed:
            return done
        async with database.writing() as tx:
            await outbox.settle_all_sent(tx, [Settled(row, row.id, row.sound, row.reason, NOW) for row in claimed])
        done += [row.id for row in claimed]
    return done


async def measure(url: str, people: int, rounds: int, workers: int) -> None:
    databases = [Database(url) for _ in range(workers)]
    database = databases[0]
    await fill(database, people, groups=100)
    found: dict[int, list[float]] = {batch: [] for batch in BATCHES}
    for _ in range(rounds):
        await forget(database)
        alarm = Alarm(database)
        await alarm.sounds()
        while await alarm.planner.step():
            pass
        for batch in BATCHES:
            found[batch].append(await by(databases, batch, people // 2))
    for one in databases:
        await one.close()
    base = statistics.median(found[1])
    for batch, results in found.items():
        rate = statistics.median(results)
        typer.echo(f"{batch:4} at once: {rate:8.0f} rows a second  ratio {rate / base:5.1f}")


def main(people: int = 20_000, rounds: int = 3, workers: int = 1, database: str = "") -> None:
    with tempfile.TemporaryDirectory() as folder:
        url = database or f"sqlite+aiosqlite:///{Path(folder) / 'claims.db'}"
        asyncio.run(measure(url, people, rounds, workers))


if __name__ == "__main__":
    typer.run(main)
