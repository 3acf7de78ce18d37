"""Many chats at one place, in as many cohorts as asked for, under one red alert: what the delivery benchmarks share."""

import asyncio
import itertools
import random
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import delete, func, insert, select

from bot.domain.alerts import AlertKind, Answer, AreaId, Level, Observation, Threat, ThreatKind
from bot.services.planner import Planner
from bot.services.watch import Watch
from bot.sources.alerts_in_ua import NAME
from bot.store.database import Database
from bot.store.planning import Sizes
from bot.store.tables import (
    alerts,
    chats,
    cohorts,
    decisions,
    episodes,
    notice_episodes,
    notices,
    outbox,
    places,
    plans,
    sources,
    transitions,
)
from bot.store.upgrade import upgrade
from bot.wiring import load_tree

KHARKIV = AreaId("1293")
NIGHT = datetime(2026, 11, 15, 0, 0, tzinfo=UTC)
PIECE = 10_000
_HAPPENED = (outbox, decisions, plans, notice_episodes, notices, episodes, alerts, sources, transitions)


def made_cohorts(number: int) -> list[dict[str, Any]]:
    """So many different settings of chats that follow the city."""
    windows = [
        f"{start}:{minute:02d}-0{end}:00" for start in (21, 22, 23) for minute in (0, 15, 30) for end in (6, 7, 8)
    ]
    choices = itertools.product(
        ("uk", "en"), ("", *windows), ("grave", "everything", "nothing"), ("", "home", "mother")
    )
    chosen = random.Random(7).sample(sorted(choices), number)
    shared = {"timezone": "Europe/Kyiv", "area": KHARKIV, "loudness": "as_chat", "reach": "unsaid", "shelter": ""}
    return [
        {**shared, "id": key, "language": language, "windows": window, "mode": mode, "label": label}
        for key, (language, window, mode, label) in enumerate(chosen, start=1)
    ]


async def fill(database: Database, people: int, groups: int) -> None:
    """An empty database comes up to date and gets its chats."""
    made, chance = made_cohorts(groups), random.Random(7)
    async with database.writing() as tx:
        await upgrade(tx)
        await tx.execute(insert(cohorts), made)
    for first in range(1, people + 1, PIECE):
        rows = [_person(number, chance.choice(made)) for number in range(first, min(first + PIECE, people + 1))]
        async with database.writing() as tx:
            await tx.execute(insert(chats), [chat for chat, _ in rows])
            await tx.execute(insert(places), [place for _, place in rows])


def _person(number: int, cohort: dict[str, Any]) -> tuple[dict[str, Any], dict[str, Any]]:
    chat = {"id": number, "kind": "private", "digest_times": "", "created_at": NIGHT}
    chat |= {name: cohort[name] for name in ("language", "timezone", "windows", "mode")}
    place = {"chat_id": number, "cohort_id": cohort["id"]}
    place |= {name: cohort[name] for name in ("area", "label", "loudness", "reach", "shelter")}
    return chat, place


async def forget(database: Database) -> None:
    """Everything that happened, so that it can happen again."""
    async with database.writing() as tx:
        for table in _HAPPENED:
            await tx.execute(delete(table))


class Alarm:
    """The program's way from an answer to the outbox; one red alert where everybody lives."""

    def __init__(self, database: Database, sizes: Sizes | None = None) -> None:
        self.planner = Planner(database, sizes)
        self._watch = Watch(database, load_tree(), self.planner)

    async def sounds(self, now: datetime = NIGHT) -> int:
        """Returns how many rows the transaction of the change made."""
        moment = now + timedelta(seconds=8)
        return (await self._watch.absorb(red_alert(moment), moment)).owed


def red_alert(now: datetime) -> Answer:
    """The answer of a source that shows one red alert where everybody lives."""
    red = Observation(KHARKIV, AlertKind.AIR_RAID, Level.RED, now, (Threat(ThreatKind.BALLISTIC_MISSILES),))
    return Answer(NAME, now, (red,), now)


async def owed(database: Database) -> int:
    async with database.reading() as connection:
        return await connection.scalar(select(func.count()).select_from(outbox)) or 0


class Stalls:
    """The longest time for which the event loop ran nothing else, in seconds."""

    longest = 0.0

    async def watch(self) -> None:
        while True:
            began = time.perf_counter()
            await asyncio.sleep(0.001)
            self.longest = max(self.longest, time.perf_counter() - began - 0.001)


@asynccontextmanager
async def stalls() -> AsyncIterator[Stalls]:
    """Watches the loop while the block runs."""
    seen = Stalls()
    async with asyncio.TaskGroup() as group:
        watching = group.create_task(seen.watch())
        yield seen
        watching.cancel()
