"""A broadcast at Telegram's pace while somebody chats: the time to the last reader, the chat's replies, the processor.

The whole bot runs as an operator runs it: an alert source shows a red alert, and a server with TLS and 50 ms latency
takes what leaves. Beside it plain python-telegram-bot with its AIORateLimiter and aiogram, told to broadcast by a word.
"""

import asyncio
import os
import sys
import time
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import insert, select

from benchmarks.null_server import CHATTER, Count, Log, NullServer, null_server
from benchmarks.others import SENDERS, interpreter
from benchmarks.table import Figure, Of, Size, Target
from bot.domain.alerts import AreaId
from bot.domain.chats import Chat, ChatKind, Place
from bot.domain.quiet import Mode, QuietHours
from bot.store import chats as chat_store
from bot.store.database import Database
from bot.store.tables import chats, places
from bot.store.upgrade import upgrade
from tests.flow.program import environment, free_port, running_command

LATENCY = 0.05
RATES = (280, 1_000)
READERS = {Size.SMALL: 600, Size.FULL: 10_000}
#: Every second reader of ours is in lighter danger, and is to be written to after the others.
KHARKIV, KYIV = AreaId("1293"), AreaId("31")
#: The first reader, as the other senders number them, and in how many cohorts ours are.
FIRST, COHORTS = 1_000, 8
#: Seconds between two questions of who chats, and before and after the broadcast.
CHATS_EVERY, BEFORE, AFTER = 0.1, 3.0, 2.0
#: A sender that takes so many times what its rate allows is not waited for any longer.
PATIENCE = 4
PIECE = 5_000


@dataclass(frozen=True, slots=True)
class Broadcast:
    """What one sender did: seconds from the first to the last reader, how many it reached, the 99th percentile of the
    chat's replies in milliseconds, how many of them never came, the share of a core, and how many of those in lighter
    danger were written to before the last of those in graver.
    """

    seconds: float
    reached: int
    reply: float
    lost: int
    core: float
    overtook: int


async def measure(folder: Path, size: Size) -> list[Figure]:
    """One round at each rate."""
    others, readers = str(interpreter()), READERS[size]
    figures: list[Figure] = []
    for rate in RATES:
        ours = await _ours(folder, readers, rate)
        ptb = await _other(folder, readers, rate, others, str(SENDERS / "ptb.py"))
        aiogram = await _other(folder, readers, rate, others, str(SENDERS / "aiogram3.py"))
        figures += [_order(f"{readers:,} readers at {rate}/s", readers, rate, ours)]
        figures += _figures(
            f"{readers:,} readers at {rate}/s", readers, rate, ours, (("PTB", ptb), ("aiogram", aiogram))
        )
    return figures


def _figures(
    how: str, readers: int, rate: int, ours: Broadcast, others: tuple[tuple[str, Broadcast], ...]
) -> list[Figure]:
    figures = []
    for number, (name, other) in enumerate(others):
        mark = "" if number == 0 else f" ({name})"
        pace, other_pace = ours.seconds * rate / readers, other.seconds * rate / readers
        # What one sender lacks of its readers, it did not do in that time.
        other_pace *= readers / max(1, other.reached)
        figures += [
            Figure(f"{how}{mark}: last reader", "x N/rate", pace, other_pace, name, Target(Of.OURS, most=1.02)),
            Figure(
                f"{how}{mark}: not reached", "readers", readers - ours.reached, readers - other.reached, name, _NONE
            ),
            Figure(f"{how}{mark}: chat reply, p99", "ms", ours.reply, other.reply, name, Target(Of.OURS, most=100)),
            Figure(f"{how}{mark}: chat replies lost", "replies", ours.lost, other.lost, name, _NONE),
            Figure(f"{how}{mark}: processor", "cores", ours.core, other.core, name, Target(Of.OURS, most=0.5)),
        ]
    return figures


def _order(how: str, readers: int, rate: int, ours: Broadcast) -> Figure:
    """Side by side on the wire one may pass another, but no more than are on their way together."""
    most = Target(Of.OURS, most=rate * LATENCY)
    return Figure(f"{how}: lighter before the last grave", "readers", ours.overtook, readers // 2, "any order", most)


_NONE = Target(Of.OURS, most=0)


async def _ours(folder: Path, readers: int, rate: int) -> Broadcast:
    path = folder / f"paced-{readers}-{rate}-{time.monotonic_ns()}.db"
    await _fill(path, readers)
    async with null_server(folder, free_port(), tls=True, latency=LATENCY, chats_every=CHATS_EVERY) as server:
        settings = {
            "TELEGRAM_BOT_TOKEN": "1:x",
            "TELEGRAM_API_URL": server.address,
            "DATABASE_URL": f"sqlite+aiosqlite:///{path}",
            "ALERTS_IN_UA_TOKEN": "x",
            "ALERTS_IN_UA_URL": server.address,
            "ALERT_POLL_SECONDS": "1",
            "SEND_RATE": str(rate),
            "HTTP_ADDR": f"127.0.0.1:{free_port()}",
            "LOG_LEVEL": "error",
        }

        async def begin() -> None:
            started = datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%S.000Z")
            common = {"alert_type": "air_raid", "started_at": started, "finished_at": None}
            drones = {"threat_type": "drones", "level": "yellow"}
            missiles = {"threat_type": "ballistic_missiles", "level": "red"}
            await server.shows(
                {**common, "location_uid": KYIV, "alert_level": "yellow", "threats": [drones]},
                {**common, "location_uid": KHARKIV, "alert_level": "red", "threats": [missiles]},
            )

        command = (sys.executable, "-m", "bot", "run")
        return await _broadcast(folder, server, settings, command, begin, readers, rate)


async def _other(folder: Path, readers: int, rate: int, *program: str) -> Broadcast:
    async with null_server(folder, free_port(), tls=True, latency=LATENCY, chats_every=CHATS_EVERY) as server:
        command = (*program, server.address, "paced", str(readers), str(rate))

        async def begin() -> None:
            await server.say("/broadcast")

        return await _broadcast(folder, server, {}, command, begin, readers, rate)


async def _broadcast(
    folder: Path,
    server: NullServer,
    settings: Mapping[str, str],
    command: tuple[str, ...],
    begin: Callable[[], Awaitable[None]],
    readers: int,
    rate: int,
) -> Broadcast:
    variables = environment(folder, {**settings, "SSL_CERT_FILE": str(server.trust)})
    async with running_command(folder, variables, *command) as program:
        await server.chats(on=True)
        await _until(server, lambda count: count.replies >= 5, 60)
        await asyncio.sleep(BEFORE)
        before, cpu = await server.log(), _cpu(program.process.pid)
        began = time.perf_counter()
        await begin()
        await _until(server, lambda count: count.reached >= readers, PATIENCE * readers / rate + 15)
        seconds, cpu = time.perf_counter() - began, _cpu(program.process.pid) - cpu
        await server.chats(on=False)
        await asyncio.sleep(AFTER)
        log = await server.log()
    sent = _readers(log)
    waits = _waits(log, len(before.asked))
    answered = sorted(wait for wait in waits if wait is not None)
    reply = answered[int(len(answered) * 0.99)] * 1000 if answered else float("inf")
    span = sent[-1] - sent[0] if len(sent) > 1 else float("inf")
    return Broadcast(span, len(sent), reply, len(waits) - len(answered), cpu / seconds, _overtook(log))


async def _until(server: NullServer, done: Callable[[Count], bool], patience: float) -> None:
    """Returns when it is so, or when there is no patience left."""
    end = time.perf_counter() + patience
    while not done(await server.count()) and time.perf_counter() < end:  # noqa: ASYNC110 - it is in a process of its own
        await asyncio.sleep(0.25)


def _readers(log: Log) -> list[float]:
    """When each reader was written to for the first time."""
    first: dict[int, float] = {}
    for at, chat, _ in log.sent:
        if chat != CHATTER:
            first.setdefault(chat, at)
    return sorted(first.values())


def _overtook(log: Log) -> int:
    """How many of those in lighter danger were written to before the last of those in graver."""
    readers = [chat for _, chat, _ in log.sent if chat != CHATTER]
    last = max((at for at, chat in enumerate(readers) if (chat - FIRST) % 2 == 0), default=0)
    return sum((chat - FIRST) % 2 for chat in readers[:last])


def _replies(log: Log) -> list[float]:
    return [at for at, chat, _ in log.sent if chat == CHATTER]


def _waits(log: Log, since: int) -> list[float | None]:
    """How long each question waited for its reply: they come in the order in which they were asked."""
    replies = iter(_replies(log)[since:])
    waits: list[float | None] = []
    for asked in log.asked[since:]:
        reply = next(replies, None)
        waits.append(None if reply is None else reply - asked)
    return waits


def _cpu(process: int) -> float:
    """Seconds of the processor that it took so far, in all its threads."""
    fields = Path(f"/proc/{process}/stat").read_text(encoding="ascii").rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


async def _fill(path: Path, readers: int) -> None:
    """So many readers, in eight cohorts; none of them asleep. The first eight are made as the bot makes them, the rest
    after them.
    """
    database = Database(f"sqlite+aiosqlite:///{path}")
    async with database.writing() as tx:
        await upgrade(tx)
        for number in range(COHORTS):
            quiet = QuietHours(mode=Mode.GRAVE if number // 2 % 2 else Mode.EVERYTHING)
            chat = Chat(FIRST + number, ChatKind.PRIVATE, ("uk", "en")[number // 4], quiet)
            await chat_store.add(tx, chat, datetime.now(UTC))
            await chat_store.put_place(tx, chat, Place((KHARKIV, KYIV)[number % 2]))
        for table, name in ((chats, "id"), (places, "chat_id")):
            patterns = (await tx.execute(select(table).order_by(table.c[name]))).mappings().all()
            rows = [
                {**patterns[number % COHORTS], "id": FIRST + number, name: FIRST + number}
                for number in range(COHORTS, readers)
            ]
            for start in range(0, len(rows), PIECE):
                await tx.execute(insert(table), rows[start : start + PIECE])
    await database.close()
