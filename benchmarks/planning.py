"""How long one red alert takes until everybody is owed it, beside a planner that goes by rows.

Run: `python -m benchmarks.planning [--people N] [--cohorts N] [--rounds N] [--database URL]`. The database must be
empty; without one a file of SQLite is made. The other planner reads each listener by SQLAlchemy Core, decides for each,
and inserts its rows, one by one or many at a time by `executemany`; each is run in turn, and its longest block of the
event loop and its memory are shown too.
"""

import asyncio
import os
import statistics
import tempfile
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import typer
from sqlalchemy import delete, insert, select, text

from benchmarks.crowd import NIGHT, Alarm, fill, forget, owed, stalls
from benchmarks.poll_to_outbox import planned
from benchmarks.start import resident
from bot.store.database import Database
from bot.store.tables import notices, outbox
from bot.store.values import body_from_json

#: No answer of a server may take longer than a minute.
MANY = 50_000


@dataclass(frozen=True, slots=True)
class Measured:
    """Seconds to the last row, milliseconds to the first and of the longest block of the loop, MiB more."""

    seconds: float
    first: float
    stall: float
    grown: float
    rows: int


async def in_pieces(database: Database) -> float:
    """Ours; returns the milliseconds until the first rows are committed."""
    alarm, began = Alarm(database), time.perf_counter()
    await alarm.sounds()
    first = (time.perf_counter() - began) * 1000
    while await alarm.planner.step():
        pass
    return first


async def by_rows(database: Database, at_once: int) -> float:
    """The other one, for the newest notice; so many rows in each statement."""
    began = time.perf_counter()
    async with database.writing() as tx:
        if not database.is_sqlite:
            # It thinks for longer than a session of ours may be silent.
            await tx.execute(text("SET LOCAL idle_in_transaction_session_timeout = 0"))
        notice = (await tx.execute(select(notices).order_by(notices.c.id.desc()).limit(1))).one()
        await tx.execute(delete(outbox))
        rows = await planned(tx, notice.id, body_from_json(notice.kind, notice.body), NIGHT)
        for start in range(0, len(rows), at_once):
            await tx.execute(insert(outbox), rows[start : start + at_once])
    return (time.perf_counter() - began) * 1000


async def measured(database: Database, way: Callable[[Database], Awaitable[float]]) -> Measured:
    async with stalls() as seen:
        before, began = resident(os.getpid()), time.perf_counter()
        first = await way(database)
        seconds = time.perf_counter() - began
        grown = resident(os.getpid()) - before
    return Measured(seconds, first, seen.longest * 1000, grown, await owed(database))


async def measure(url: str, people: int, cohorts: int, rounds: int) -> None:
    database = Database(url)
    await fill(database, people, cohorts)
    if not database.is_sqlite:
        # A server does so by itself within minutes of such a change.
        async with database.writing() as tx:
            await tx.execute(text("ANALYZE"))
    await Alarm(database).planner.begin()
    ways: dict[str, Callable[[Database], Awaitable[float]]] = {
        "in pieces": in_pieces,
        "rows in bulk": partial(by_rows, at_once=MANY),
        "row by row": partial(by_rows, at_once=1),
    }
    found: dict[str, list[Measured]] = {name: [] for name in ways}
    for _ in range(rounds):
        await forget(database)
        for name, way in ways.items():
            found[name].append(await measured(database, way))
    await database.close()
    for name, runs in found.items():
        seconds = statistics.median(run.seconds for run in runs)
        first, stall = statistics.median(run.first for run in runs), statistics.median(run.stall for run in runs)
        typer.echo(
            f"{name:12} {seconds:8.2f} s {runs[0].rows:>10,} rows, the first after {first:7.0f} ms; longest block of "
            f"the loop {stall:7.1f} ms, {max(run.grown for run in runs):5.0f} MiB more"
        )
    ours, in_bulk, one_by_one = (statistics.median(run.seconds for run in runs) for runs in found.values())
    typer.echo(f"ratio {one_by_one / ours:.1f} beside row by row, {in_bulk / ours:.1f} beside rows in bulk")


def main(people: int = 20_000, cohorts: int = 500, rounds: int = 3, database: str = "") -> None:
    with tempfile.TemporaryDirectory() as folder:
        url = database or f"sqlite+aiosqlite:///{Path(folder) / 'planning.db'}"
        asyncio.run(measure(url, people, cohorts, rounds))


if __name__ == "__main__":
    typer.run(main)
