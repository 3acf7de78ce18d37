"""How long digests due at one minute take until everybody is owed one, beside a planner that goes chat by chat.

Run: `python -m benchmarks.digests [--people N] [--others N]`. Everybody lives in one city, in as many groups of
settings and labels as `benchmarks.crowd` makes, and got up to six silent messages in the night. The other planner makes
the digest of each chat by itself, in one transaction; it is measured for `--others` chats, and its time stretched.
While ours runs, somebody else asks for the writer's turn again and again, as a red alert would: the longest wait for it
is shown, with the longest block of the event loop.
"""

import asyncio
import os
import random
import tempfile
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import typer
from sqlalchemy import func, insert, select, update

from benchmarks.crowd import fill, stalls
from benchmarks.start import resident
from benchmarks.table import Figure, Of, Size, Target
from bot.domain.digests import looked_at
from bot.domain.notices import NoticeKind, of_digest
from bot.domain.policy import Sound
from bot.domain.policy import of_digest as decided
from bot.services.digest_facts import DigestFacts, Look
from bot.services.digests import COMPARED_AHEAD, Digests
from bot.store import chats as chat_store
from bot.store import digests as digest_store
from bot.store import planning, told
from bot.store.database import Database
from bot.store.tables import SENT, chats, notices, outbox
from bot.wiring import load_content, load_tree

DUE = datetime(2026, 11, 15, 6, 0, tzinfo=UTC)
GROUPS = 108
MESSAGES = 6
PIECE = 10_000
REPORTS = Path(__file__).parent.parent / "seeds"


@dataclass
class Waits:
    """The longest wait for the writer's turn, in seconds."""

    longest: float = 0.0


@asynccontextmanager
async def somebody_who_writes(database: Database) -> AsyncIterator[Waits]:
    """Asks for the writer's turn every twentieth of a second while the block runs."""
    seen = Waits()

    async def ask() -> None:
        while True:
            began = time.perf_counter()
            async with database.writing():
                seen.longest = max(seen.longest, time.perf_counter() - began)
            await asyncio.sleep(0.05)

    async with asyncio.TaskGroup() as group:
        asking = group.create_task(ask())
        yield seen
        asking.cancel()


async def prepare(database: Database, people: int) -> None:
    """Everybody wants a digest at eight, and got some silent messages in the night."""
    await fill(database, people, GROUPS)
    chance = random.Random(7)
    due = {"digest_times": "08:00", "digest_due_at": DUE, "digest_hour_at": DUE, "digest_due_key": "2026-11-15/08:00"}
    async with database.writing() as tx:
        await tx.execute(update(chats).values(**due))
        for number in range(1, MESSAGES + 1):
            row = {"id": number, "key": f"night/{number}", "kind": NoticeKind.PASSED, "at": DUE, "body": {}}
            await tx.execute(insert(notices), [row])
    for first in range(1, people + 1, PIECE):
        rows = [
            {
                "notice_id": number,
                "chat_id": chat_id,
                "lane": 0,
                "sound": Sound.SILENT,
                "reason": "guarded-in-quiet",
                "settings_version": 1,
                "owed_at": DUE - timedelta(hours=number),
                "not_before": DUE,
                "state": SENT,
                "settled_at": DUE - timedelta(hours=number),
                "message_id": number,
            }
            for chat_id in range(first, min(first + PIECE, people + 1))
            for number in range(1, chance.randint(0, MESSAGES) + 1)
        ]
        async with database.writing() as tx:
            await tx.execute(insert(outbox), rows)


async def by_chats(database: Database, facts: DigestFacts, number: int) -> float:
    """The other planner for so many chats; seconds. What it wrote is taken back."""
    began = time.perf_counter()
    try:
        async with database.writing() as tx:
            ids = tuple(await tx.scalars(select(chats.c.id).order_by(chats.c.id).limit(number)))
            for chat_id in ids:
                ((chat, places),) = (await chat_store.load_all(tx, (chat_id,))).items()
                standing = await digest_store.standing_of(tx, chat_id)
                outcome = looked_at(standing, chat.digest_times, chat.quiet, DUE)
                assert outcome and outcome.span
                known = await told.digest_claims(tx, chat_id)
                body = await facts.body(Look(tx), chat, places, outcome.span, known)
                count = await digest_store.silenced_of(tx, chat_id, outcome.span)
                notice = of_digest(replace(body, silenced=count), outcome.due.key, str(chat_id))
                await planning.owe_chat(tx, notice, chat_id, decided(chat.quiet, None, DUE, rings=False), DUE)
                await digest_store.put_standing(tx, chat_id, outcome.standing)
            raise _TakeBack(time.perf_counter() - began)
    except _TakeBack as over:
        return over.seconds


class _TakeBack(Exception):
    def __init__(self, seconds: float) -> None:
        super().__init__()
        self.seconds = seconds


async def measured(url: str, people: int, others: int) -> list[Figure]:
    database = Database(url)
    await prepare(database, people)
    content = load_content(REPORTS)
    tree = load_tree()
    slow = await by_chats(database, DigestFacts(tree, content.cards, content.reports), others) * people / others
    digests = Digests(database, tree, content.cards, content.reports)
    began = time.perf_counter()
    # In the minutes before the hour, when nobody waits.
    while await digests.step(DUE - COMPARED_AHEAD / 2):
        pass
    compared = time.perf_counter() - began
    before = resident(os.getpid())
    async with stalls() as seen, somebody_who_writes(database) as waits:
        began = time.perf_counter()
        while await digests.step(DUE):
            pass
        seconds = time.perf_counter() - began
    grown = resident(os.getpid()) - before
    await assert_each_once(database, people)
    await database.close()
    about = f"{people:,} digests due at one minute"
    beside = f"chat by chat, stretched from {others:,}"
    return [
        Figure(f"{about}: owed to all", "s", seconds, slow, beside, Target(most=0.1)),
        Figure(f"{about}: compared beforehand", "s", compared),
        Figure(f"{about}: longest block of the loop", "ms", seen.longest * 1000, target=Target(Of.OURS, most=50)),
        Figure(
            f"{about}: longest wait of another writer", "ms", waits.longest * 1000, target=Target(Of.OURS, most=250)
        ),
        Figure(f"{about}: more memory", "MiB", grown, target=Target(Of.OURS, most=50)),
    ]


async def assert_each_once(database: Database, people: int) -> None:
    async with database.reading() as connection:
        of_digests = select(notices.c.id).where(notices.c.kind == NoticeKind.DIGEST)
        owed = outbox.c.notice_id.in_(of_digests)
        rows = await connection.scalar(select(func.count()).select_from(outbox).where(owed))
        served = await connection.scalar(select(func.count(outbox.c.chat_id.distinct())).where(owed))
        different = await connection.scalar(select(func.count()).select_from(of_digests.subquery()))
    assert rows == served == people, (rows, served)
    typer.echo(f"{rows:,} rows for {served:,} chats, {different} different digests", err=True)


async def measure(folder: Path, size: Size) -> list[Figure]:
    """What `python -m bot bench` runs."""
    people, others = (100_000, 500) if size is Size.FULL else (2_000, 100)
    return await measured(f"sqlite+aiosqlite:///{folder / 'digests.db'}", people, others)


def main(people: int = 100_000, others: int = 500, database: str = "") -> None:
    with tempfile.TemporaryDirectory() as folder:
        url = database or f"sqlite+aiosqlite:///{Path(folder) / 'digests.db'}"
        for figure in asyncio.run(measured(url, people, others)):
            other = f", {figure.alternative:,.1f} {figure.unit} {figure.beside}" if figure.alternative else ""
            typer.echo(f"{figure.what}: {figure.ours:,.1f} {figure.unit}{other} {figure.verdict}")


if __name__ == "__main__":
    typer.run(main)
