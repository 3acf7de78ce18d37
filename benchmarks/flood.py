"""What ten people who ask `/now` notice while one person writes five hundred messages at once.

The whole core with its conversations answers over real HTTP; updates are stored in batches of a hundred, one batch
after the other, as the long poll hands them over. Each second somebody else writes without end, and each of the ten
asks once. Beside it the same ten alone.
"""

import asyncio
import time
from collections.abc import AsyncIterator, Iterable, Mapping
from contextlib import asynccontextmanager
from pathlib import Path

from benchmarks.null_server import Log, NullServer, null_server
from benchmarks.table import Figure, Of, Size, Target
from bot.clock import SystemClock
from bot.domain.patience import AT_ONCE
from bot.services.incoming import Incoming
from bot.settings import Settings
from bot.telegram.updates import RawUpdate
from bot.wiring import TelegramAddress, load_content, open_core
from handlers.dispatch import Conversations
from tests.fixtures.content import ROOT
from tests.flow.program import free_port

TOKEN = "1:x"
FIRST_FLOODER, OTHERS = 1_000, range(601, 611)
#: Messages at once; most updates that one answer of Telegram holds.
FLOOD, BATCH = 500, 100
#: Seconds between two questions of one person, and between two floods; until the last is answered at the latest.
EVERY, PATIENCE = 1.0, 30.0
QUESTIONS = {Size.SMALL: 3, Size.FULL: 30}


async def measure(folder: Path, size: Size) -> list[Figure]:
    """The others' replies within 100 ms, and everybody answered."""
    idle, idle_lost, _ = await _asked(folder / "idle.db", folder, QUESTIONS[size], flood=0)
    busy, busy_lost, to_flooder = await _asked(folder / "busy.db", folder, QUESTIONS[size], flood=FLOOD)
    how = f"`/now` of ten people, {FLOOD} messages of one"
    return [
        Figure(f"{how}: median", "ms", _of(busy, 0.5), _of(idle, 0.5), "no flood"),
        Figure(f"{how}: p99", "ms", _of(busy, 0.99), _of(idle, 0.99), "no flood", Target(Of.OURS, most=100)),
        Figure(f"{how}: replies lost", "replies", busy_lost, idle_lost, "no flood", Target(Of.OURS, most=0)),
        Figure(f"{how}: replies to those", "replies", to_flooder, QUESTIONS[size] * FLOOD, "messages"),
    ]


async def _asked(database: Path, folder: Path, questions: int, flood: int) -> tuple[list[float], int, int]:
    """Milliseconds of each reply, how many never came, and how many those who flood got."""
    async with null_server(folder, free_port()) as server, _answering(database, server) as incoming:
        poll = _Poll(incoming)
        async with asyncio.TaskGroup() as group:
            polling = group.create_task(poll.run())
            for person in OTHERS:
                poll.comes(person, "/place Kharkiv")
            await _replied(server, len(OTHERS))
            before = len((await server.log()).sent)
            asking = [group.create_task(_asks(poll, person, questions)) for person in OTHERS]
            for number in range(questions if flood else 0):
                for _ in range(flood):
                    poll.comes(FIRST_FLOODER + number, "/now")
                await asyncio.sleep(EVERY)
            asked = dict(zip(OTHERS, [await one for one in asking], strict=True))
            expected = before + len(OTHERS) * questions
            log = await _replied(server, expected + (questions * (AT_ONCE + 1) if flood else 0))
            polling.cancel()
    return _taken(asked, Log(log.sent[before:]))


def _taken(asked: Mapping[int, list[float]], log: Log) -> tuple[list[float], int, int]:
    took: list[float] = []
    lost = 0
    for person, times in asked.items():
        replied = [at for at, chat, _ in log.sent if chat == person]
        took += [(at - asked_at) * 1000 for asked_at, at in zip(times, replied, strict=False)]
        lost += max(0, len(times) - len(replied))
    return took, lost, sum(chat >= FIRST_FLOODER for _, chat, _ in log.sent)


class _Poll:
    """The poller's way of handing over: what waits, a batch at a time."""

    def __init__(self, incoming: Incoming) -> None:
        self._incoming = incoming
        self._waiting: asyncio.Queue[RawUpdate] = asyncio.Queue()
        self._number = 0

    def comes(self, person: int, text: str) -> None:
        self._number += 1
        self._waiting.put_nowait(_update(self._number, person, text))

    async def run(self) -> None:
        while True:
            batch = [await self._waiting.get()]
            while len(batch) < BATCH and not self._waiting.empty():
                batch.append(self._waiting.get_nowait())
            await self._incoming.keep(batch)


async def _asks(poll: _Poll, person: int, questions: int) -> list[float]:
    """When each question was asked (the machine's clock, seconds); the ten are spread over the time between two."""
    asked: list[float] = []
    await asyncio.sleep(EVERY * (person - OTHERS[0]) / len(OTHERS))
    for _ in range(questions):
        asked.append(time.perf_counter())
        poll.comes(person, "/now")
        await asyncio.sleep(EVERY)
    return asked


async def _replied(server: NullServer, count: int) -> Log:
    """What was sent, once it is so much, or at the end of patience."""
    log = await server.log()
    # Another process has it, so that it must be asked again and again.
    for _ in range(round(PATIENCE / EVERY)):
        if len(log.sent) >= count:
            break
        await asyncio.sleep(EVERY)
        log = await server.log()
    return log


@asynccontextmanager
async def _answering(database: Path, server: NullServer) -> AsyncIterator[Incoming]:
    settings = Settings(telegram_bot_token=TOKEN, database_url=f"sqlite+aiosqlite:///{database}", log_level="error")
    clock, content = SystemClock(), load_content(ROOT / "seeds")
    async with open_core(settings, clock, content, TelegramAddress(TOKEN, server.address)) as core:
        conversations = Conversations(
            core.bot, core.messenger, core.services, content.texts, pictures=core.pictures, now=clock.now
        )
        incoming = core.loops.incoming(conversations.read, turn_away=conversations.turn_away)
        async with asyncio.TaskGroup() as group:
            answering = group.create_task(core.loops.answer(incoming))
            yield incoming
            answering.cancel()


def _update(number: int, person: int, text: str) -> RawUpdate:
    sender = {"id": person, "is_bot": False, "first_name": "Person", "language_code": "en"}
    message = {"message_id": number, "date": int(time.time()), "chat": {"id": person, "type": "private"}}
    return {"update_id": number, "message": {**message, "from": sender, "text": text}}


def _of(values: Iterable[float], share: float) -> float:
    """That quantile; infinite where nothing was measured."""
    known = sorted(values)
    return known[min(len(known) - 1, int(len(known) * share))] if known else float("inf")
