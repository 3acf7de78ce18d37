"""How long a month of ten places holds up everybody else, beside counting it where it is asked for.

The alternative reads and counts inside the transaction that asks, in one piece, as a straight program would.
"""

import asyncio
import random
import time
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

from sqlalchemy import insert

from benchmarks.table import Figure, Of, Size, Target
from bot.content import load_areas
from bot.domain.alerts import AreaId, Level, SourceName
from bot.domain.areas import AreaTree
from bot.domain.chats import Chat, ChatKind, Place
from bot.domain.estimates import LEAD, LOOKS_BACK, tally
from bot.domain.history import PastAlert, stages
from bot.domain.quiet import QuietHours, from_text
from bot.errors import FindFirst
from bot.services.estimates import Estimates, Found
from bot.services.history import keep_past
from bot.store import chats as chat_store
from bot.store import history as history_store
from bot.store.database import Database
from bot.store.tables import months
from bot.store.upgrade import upgrade

AREAS = Path(__file__).parents[1] / "data" / "areas" / "areas.csv"
OBLAST, CITY, SEED = AreaId("22"), AreaId("1293"), 7
NOW = datetime(2026, 11, 22, 20, tzinfo=UTC)
NIGHT = from_text("23:00-07:00")
MINUTE = timedelta(minutes=1)
#: Minutes between two alerts of a place, at the most.
GAPS = {Size.SMALL: 1_200, Size.FULL: 240}

Ask = Callable[[], Awaitable[float]]


async def measure(folder: Path, size: Size) -> list[Figure]:
    tree = AreaTree(load_areas(AREAS))
    inside = sorted(area for area in tree.within(OBLAST) if area != CITY)
    places = (CITY, *random.Random(SEED).sample(inside, 9))
    database = Database(f"sqlite+aiosqlite:///{folder / f'estimates-{time.monotonic_ns()}.db'}")
    chat = Chat(1, ChatKind.PRIVATE, "en", QuietHours())
    await _fill(database, chat, places, GAPS[size])

    async def ours() -> float:
        return await _ours(database, tree, chat)

    async def straight() -> float:
        return await _straight(database, tree, places)

    (held, open_for), (held_straight, open_straight) = await _watched(ours), await _watched(straight)
    await database.close()
    return [
        Figure("a month of ten places: loop held", "ms", held, held_straight, "in one piece", Target(Of.OURS, most=20)),
        Figure("a month of ten places: transaction open", "ms", open_for, open_straight, "in one piece"),
    ]


async def _fill(database: Database, chat: Chat, places: tuple[AreaId, ...], gap: int) -> None:
    chance, past = random.Random(SEED), list[PastAlert]()
    for area in (*places, OBLAST):
        moment = NOW - LOOKS_BACK - LEAD
        while moment < NOW - timedelta(hours=3):
            start = moment + chance.randint(gap // 4, gap) * MINUTE
            moment = start + chance.randint(10, 100) * MINUTE
            past.append(PastAlert(area, start, moment, chance.choice((Level.YELLOW, Level.RED))))
    async with database.writing() as tx:
        await upgrade(tx)
        await tx.execute(insert(months).values(region=OBLAST, due_at=None, failures=0, settled_at=NOW))
        await chat_store.add(tx, chat, NOW)
        for area in places:
            await chat_store.put_place(tx, chat, Place(area))
    await keep_past(database, SourceName("made"), past)


async def _ours(database: Database, tree: AreaTree, chat: Chat) -> float:
    """Seconds for which a transaction was open."""
    service, found, open_for = Estimates(tree, database), Found(), 0.0
    while True:
        began = time.perf_counter()
        try:
            async with database.writing() as tx:
                began = time.perf_counter()
                await service.of_chat(tx, chat, NIGHT, NOW, found)
            return open_for + time.perf_counter() - began
        except FindFirst as missing:
            open_for += time.perf_counter() - began
            await missing.find()


async def _straight(database: Database, tree: AreaTree, places: tuple[AreaId, ...]) -> float:
    async with database.writing() as tx:
        began = time.perf_counter()
        areas = {one for area in places for one in tree.covering(area)}
        lines = []
        async for piece in history_store.recorded_between(tx, areas, NOW - LOOKS_BACK - LEAD, NOW):
            lines += piece
        counted = tally(tree, map(Place, places), QuietHours(NIGHT), stages(lines), (NOW - LOOKS_BACK, NOW))
        for _ in counted:
            pass
        return time.perf_counter() - began


async def _watched(ask: Ask) -> tuple[float, float]:
    """Milliseconds for which the loop was held longest, by the processor's time, and a transaction was open."""
    held = 0.0

    async def others() -> None:
        nonlocal held
        while True:
            before = time.thread_time()
            await asyncio.sleep(0)
            held = max(held, time.thread_time() - before)

    async with asyncio.TaskGroup() as group:
        watching = group.create_task(others())
        open_for = await ask()
        watching.cancel()
    return held * 1000, open_for * 1000
