"""How long after a transition the first message is handed to the wire, beside the same alert planned in one piece.

Run: `python -m benchmarks.first_message [--people N] [--cohorts N] [--rounds N]`. The program's own loops plan, claim
and send; the sender only notes the moment. The two take turns, each with everything that happened forgotten; medians
and their ratio are printed.
"""

import asyncio
import logging
import statistics
import tempfile
import time
from datetime import datetime, timedelta
from pathlib import Path

import structlog
import typer

from benchmarks.crowd import fill, forget, red_alert
from benchmarks.whole_path import REPORTS, sending
from bot.domain.alerts import Answer
from bot.sources.alerts_in_ua import NAME
from bot.store.database import Database
from bot.store.planning import Sizes
from bot.tasks import quick_runner
from bot.telegram.outgoing import Outgoing
from bot.telegram.refusals import Outcome, Sent
from bot.wiring import Content, load_content

RATE = 1000.0
#: Real seconds in which the loops come to rest.
IDLE = 1.5
IN_ONE_PIECE = Sizes(at_once=10**9)


class Notes:
    """A sender that notes when it was first asked to send."""

    def __init__(self) -> None:
        self.asked = asyncio.Event()
        self.at = 0.0

    async def send(self, chat_id: int, outgoing: Outgoing, *, silent: bool, topic: int | None = None) -> Outcome:
        if not self.asked.is_set():
            self.at = time.perf_counter()
            self.asked.set()
        return Sent(chat_id)


class OneAlert:
    """A source that shows a red alert when it is told to, and notes the moment."""

    name = NAME
    interval = timedelta(hours=1)

    def __init__(self) -> None:
        self.go = asyncio.Event()
        self.at = 0.0

    async def poll(self, now: datetime) -> Answer:
        await self.go.wait()
        self.at = time.perf_counter()
        return red_alert(now)

    def forget(self) -> None: ...


async def first_after(database: Database, content: Content, sizes: Sizes | None) -> float:
    """Milliseconds from the answer of the source to the first message; the program has run a while before."""
    await forget(database)
    notes, source = Notes(), OneAlert()
    loops = sending(database, content, notes, RATE, sizes)
    try:
        async with asyncio.timeout(600), asyncio.TaskGroup() as group:
            tasks = [group.create_task(work) for work in (loops.plan(), loops.send(), loops.watch(source))]
            await asyncio.sleep(IDLE)
            source.go.set()
            await notes.asked.wait()
            for task in tasks:
                task.cancel()
    except* asyncio.CancelledError:
        pass
    return (notes.at - source.at) * 1000


async def measure(folder: Path, people: int, cohorts: int, rounds: int) -> None:
    content = load_content(REPORTS)
    database = Database(f"sqlite+aiosqlite:///{folder / 'first.db'}")
    await fill(database, people, cohorts)
    ways = {"in pieces": None, "in one piece": IN_ONE_PIECE}
    found: dict[str, list[float]] = {name: [] for name in ways}
    for _ in range(rounds):
        for name, sizes in ways.items():
            found[name].append(await first_after(database, content, sizes))
    await database.close()
    base = statistics.median(found["in pieces"])
    for name, results in found.items():
        median = statistics.median(results)
        typer.echo(f"{name:14} the first of {people:,} after {median:8.0f} ms  ratio {median / base:5.1f}")


def main(people: int = 20_000, cohorts: int = 500, rounds: int = 5) -> None:
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.WARNING))
    with tempfile.TemporaryDirectory() as folder, quick_runner() as runner:
        runner.run(measure(Path(folder), people, cohorts, rounds))


if __name__ == "__main__":
    typer.run(main)
