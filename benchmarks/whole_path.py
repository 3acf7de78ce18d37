"""Messages a second of the whole path (claim, still true?, words, send, settle), beside the wire alone.

Run: `python -m benchmarks.whole_path [--messages N] [--rounds N]`. Unpaced, to a null server in its own process, on
SQLite; the two take turns, and the medians are printed with their ratio and the processor time of one message.
`sending` runs the program's own loop; another wire can be put under it.
"""

import asyncio
import statistics
import tempfile
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

import typer
from sqlalchemy import func, select

from benchmarks.bare_server import bare_server
from benchmarks.crowd import NIGHT, Alarm, fill, forget, owed
from benchmarks.wire import AT_ONCE, broadcasting, ready
from benchmarks.wire import measure as wire_alone
from bot.clock import MovedClock
from bot.loops import Broadcast, DueWork, Loops
from bot.services.deliver import Deliver, Sender
from bot.services.digests import Digests
from bot.services.modes import Modes
from bot.services.planner import Planner
from bot.services.recaps import Recaps
from bot.services.settling import Clocks
from bot.services.sight import Sights
from bot.services.watch import Watch
from bot.services.wording import Wording
from bot.store.database import Database
from bot.store.planning import Sizes
from bot.store.tables import SENT, outbox
from bot.tasks import quick_runner
from bot.telegram.pacer import Pacer
from bot.wiring import Content, load_content

UNPACED = 1e6
REPORTS = Path(__file__).parents[1] / "seeds"


def sending(
    database: Database, content: Content, sender: Sender, rate: float = UNPACED, sizes: Sizes | None = None
) -> Loops:
    """The program's loops over a database, at so many messages a second."""
    clock = MovedClock(NIGHT + timedelta(seconds=8), 1.0)
    clocks = Clocks(clock.now, lambda: datetime.now(UTC), time.monotonic)
    wording = Wording(content.texts, content.tree, content.cards, content.reports)
    deliver = Deliver(database, sender, wording, Pacer(rate), clocks)
    planner = Planner(database, sizes)
    due = DueWork(Recaps(database), Digests(database, content.tree, content.cards, content.reports), Modes(database))
    watch, sights = Watch(database, content.tree, planner), Sights(database, content.tree, (), planner)
    return Loops(database, clock, watch, sights, Broadcast(planner, deliver, AT_ONCE), due)


async def unsent(database: Database) -> int:
    async with database.reading() as connection:
        query = select(func.count()).select_from(outbox).where(outbox.c.state != SENT)
        return await connection.scalar(query) or 0


async def whole(database: Database, content: Content, address: str, messages: int) -> tuple[float, float]:
    """Messages a second, and milliseconds of processor time for each."""
    await forget(database)
    alarm = Alarm(database)
    await alarm.sounds()
    while await alarm.planner.step():
        pass
    assert await owed(database) == messages
    async with broadcasting(address, AT_ONCE) as messenger:
        loops = sending(database, content, messenger)
        began, used = time.perf_counter(), time.process_time()
        async with asyncio.TaskGroup() as group:
            sends = group.create_task(loops.send())
            while await unsent(database):  # noqa: ASYNC110 - another side of the database tells when all is done
                await asyncio.sleep(0.1)
            found = messages / (time.perf_counter() - began), (time.process_time() - used) * 1000 / messages
            sends.cancel()
    return found


async def measure(folder: Path, messages: int, rounds: int) -> None:
    content = load_content(REPORTS)
    database = Database(f"sqlite+aiosqlite:///{folder / 'whole.db'}")
    await fill(database, messages, groups=100)
    found: dict[str, list[tuple[float, float]]] = {"whole path": [], "wire alone": []}
    with bare_server() as address:
        for _ in range(rounds):
            found["whole path"].append(await whole(database, content, address, messages))
            found["wire alone"].append(await wire_alone(ready, address, messages))
    await database.close()
    base = statistics.median(rate for rate, _ in found["wire alone"])
    for name, results in found.items():
        rate = statistics.median(rate for rate, _ in results)
        used = statistics.median(used for _, used in results)
        typer.echo(f"{name:12} {rate:8.0f} a second  {used:6.3f} ms of processor each  ratio {rate / base:5.2f}")


def main(messages: int = 5_000, rounds: int = 3) -> None:
    with tempfile.TemporaryDirectory() as folder, quick_runner() as runner:
        runner.run(measure(Path(folder), messages, rounds))


if __name__ == "__main__":
    typer.run(main)
