"""What a picture costs, what the second one costs, and what chats notice while a hundred are drawn.

The hundred maps differ in their minute, so that none of them is known; one person asks `/now` of a real database all
the time, and waits a moment between two questions.
"""

import asyncio
import statistics
import time
from collections.abc import Awaitable, Callable
from datetime import timedelta
from pathlib import Path

from telegram import Bot

from benchmarks.table import Figure, Of, Size, Target
from bot.domain.alerts import AreaId, Level
from bot.domain.drawings import Drawing
from bot.pictures.artist import Artist
from bot.services.maps import Which
from bot.services.pictures import Pictures, key_of
from bot.store import pictures as picture_store
from bot.store.database import Database
from bot.telegram.files import Files
from bot.telegram.messenger import Messenger
from tests.fixtures.databases import make_template, url_of
from tests.handlers.people import EVENING, Person, World, services

TOKEN = "77:x"
#: Seconds between two questions of the one who asks.
PAUSE = 0.02


async def measure(folder: Path, size: Size) -> list[Figure]:
    """A picture at most 400 ms, the second at most 5 ms, and the chat at most twice as slow as without pictures."""
    path = await asyncio.to_thread(make_template, folder / "pictures.db")
    database = Database(url_of(path))
    try:
        return await _measured(database, 100 if size is Size.FULL else 5)
    finally:
        await database.close()


async def _measured(database: Database, count: int) -> list[Figure]:
    world = World(database)
    await world.alert(AreaId("20"), Level.RED)
    person = Person(world)
    await person.writes("/place Kharkiv")
    drawings = [await _map(world, number) for number in range(count)]
    bot = Bot(TOKEN)
    pictures = Pictures(database, Artist(), Files(bot), Messenger(bot), lambda: EVENING)

    drawing: list[float] = []

    async def draw_all() -> None:
        for one in drawings:
            drawing.append(await _took(pictures.drawn(one)))

    # As long without pictures as with them, after a first round that nothing is measured in.
    await _asked_during(person, asyncio.sleep(1))
    idle = await _asked_during(person, asyncio.sleep(count * 0.08))
    busy = await _asked_during(person, draw_all())
    second = [await _second(database, pictures, one) for one in drawings]
    return [
        Figure("a picture, drawn, 95th percentile", "ms", _high(drawing), target=Target(Of.OURS, most=400)),
        Figure("the second time, by its name, median", "ms", statistics.median(second), target=Target(Of.OURS, most=5)),
        Figure("`/now` while pictures are drawn, median", "ms", *_beside(busy, idle, statistics.median)),
        Figure("`/now` while pictures are drawn, 95th percentile", "ms", *_beside(busy, idle, _high)),
    ]


def _beside(
    busy: list[float], idle: list[float], of: Callable[[list[float]], float]
) -> tuple[float, float, str, Target]:
    return of(busy), of(idle), "the same without pictures", Target(most=2)


async def _map(world: World, number: int) -> Drawing:
    offered = services(world.database, world.sources)
    now = EVENING + timedelta(minutes=number)
    async with world.database.reading() as connection:
        status = await offered.statuses.of_country(connection, EVENING)
    picture = offered.maps.picture("uk", Which.COUNTRY, status, now, "Europe/Kyiv")
    if picture is None:
        raise RuntimeError("there is nothing to be mapped")
    return picture.drawing


async def _second(database: Database, pictures: Pictures, drawing: Drawing) -> float:
    """All that is left to do before it is sent: its name is looked up, for the first time in this program."""
    async with database.writing() as tx:
        await picture_store.remember(tx, 77, key_of(drawing), "a name", EVENING)
    return await _took(pictures.name_of(drawing))


async def _asked_during(person: Person, work: Awaitable[None]) -> list[float]:
    """How long each `/now` took, from the first to the last that was asked while the work went on."""
    took: list[float] = []
    over = asyncio.Event()

    async def ask() -> None:
        while not over.is_set():
            took.append(await _took(person.writes("/now")))
            await asyncio.sleep(PAUSE)

    async with asyncio.TaskGroup() as group:
        group.create_task(ask())
        await work
        over.set()
    return took


async def _took(step: Awaitable[object]) -> float:
    """Milliseconds."""
    began = time.perf_counter()
    await step
    return (time.perf_counter() - began) * 1000


def _high(values: list[float]) -> float:
    return sorted(values)[int(len(values) * 0.95)]
