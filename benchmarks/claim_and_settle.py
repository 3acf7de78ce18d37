"""Rows of the outbox that are claimed and settled in a second, in batches as the program does, beside one at a time.

Run: `python -m benchmarks.claim_and_settle [--people N] [--rounds N] [--database URL]`. The database must be empty;
without one a file of SQLite is made. Nothing is sent; medians and their ratio are printed.
"""

import asyncio
import statistics
import tempfile
import time
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


async def by(database: Database, batch: int, rows: int) -> float:
    """Rows a second; of single rows only so many are asked as take a while."""
    left = min(rows, 50 * batch)
    done, began = 0, time.perf_counter()
    while done < left:
        machine_now = datetime.now(UTC)
        async with database.writing() as tx:
            claimed = await claiming.claim(tx, NOW, machine_now, machine_now + LEASE, batch)
        async with database.writing() as tx:
            await outbox.settle_all_sent(tx, [Settled(row, row.id, row.sound, row.reason, NOW) for row in claimed])
        done += len(claimed)
    return done / (time.perf_counter() - began)


async def measure(url: str, people: int, rounds: int) -> None:
    database = Database(url)
    await fill(database, people, groups=100)
    found: dict[int, list[float]] = {batch: [] for batch in BATCHES}
    for _ in range(rounds):
        await forget(database)
        alarm = Alarm(database)
        await alarm.sounds()
        while await alarm.planner.step():
            pass
        for batch in BATCHES:
            found[batch].append(await by(database, batch, people // 2))
    await database.close()
    base = statistics.median(found[1])
    for batch, results in found.items():
        rate = statistics.median(results)
        typer.echo(f"{batch:4} at once: {rate:8.0f} rows a second  ratio {rate / base:5.1f}")


def main(people: int = 20_000, rounds: int = 3, database: str = "") -> None:
    with tempfile.TemporaryDirectory() as folder:
        asyncio.run(measure(database or f"sqlite+aiosqlite:///{Path(folder) / 'claims.db'}", people, rounds))


if __name__ == "__main__":
    typer.run(main)
