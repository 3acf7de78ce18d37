"""Three replicas on one PostgreSQL that are killed and started again, and what the dead one was sending each time."""

import random
import signal
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from sqlalchemy import update

from benchmarks.crowd import fill
from bot.serving import serve
from bot.store.database import Database
from bot.store.tables import chats, places
from sandbox.app import build
from sandbox.faults import FaultKind
from sandbox.limits import Limits
from sandbox.people import Standing
from sandbox.telegram_world import TelegramWorld
from tests.fixtures.postgres import PostgresServer
from tests.flow.alerts_server import AlertsServer
from tests.flow.conftest import TOKEN
from tests.flow.program import Program, free_port, running

#: Of twenty chats: one lives in Lviv, and is told nothing.
CHATS, COHORTS, ELSEWHERE, LVIV = 20_000, 100, 20, "27"
#: Chats whose people blocked the bot and of whom it does not know.
BLOCKED = frozenset(range(77, CHATS, 1_000))
#: People who write while all this happens; they follow nothing.
WRITERS = range(CHATS + 1, CHATS + 51)
#: Messages a second: enough for the fifty kills to strike in one broadcast, little enough for two cores.
RATE = 200
REPLICAS = 3
#: A twentieth of the calls breaks, in one of these ways; answers that are late come when nobody waits any more.
FAULTS_SHARE = 0.05
FAULTS = (
    (FaultKind.FLOOD, 1.0),
    (FaultKind.FLOOD_WITHOUT_PARAMETERS, 0.0),
    (FaultKind.SERVER_ERROR, 0.0),
    (FaultKind.DELAY, 12.0),
    (FaultKind.DROP_BEFORE, 0.0),
    (FaultKind.DROP_AFTER, 0.0),
)
#: The message arrived and nobody was told.
ANSWER_LOST = frozenset({FaultKind.DELAY, FaultKind.DROP_AFTER})


@dataclass(slots=True)
class Replica:
    """One of the programs, in its present life."""

    folder: Path
    settings: dict[str, str]
    life: AsyncExitStack = field(default_factory=AsyncExitStack)
    program: Program | None = None

    async def start(self) -> None:
        self.program = await self.life.enter_async_context(running(self.folder, self.settings))

    @property
    def pid(self) -> int:
        assert self.program
        return self.program.process.pid

    async def is_killed(self) -> None:
        """Without warning; returns when it is gone."""
        assert self.program
        await self.program.stop(signal.SIGKILL)
        await self.life.aclose()


@dataclass(slots=True)
class Broadcast:
    """Both servers, the database and the replicas; `heard` counts the messages with a chat's id by chat."""

    world: TelegramWorld
    alerts: AlertsServer
    server: PostgresServer
    database: str
    replicas: list[Replica]
    heard: Counter[int] = field(default_factory=Counter)
    in_flight: Counter[int] = field(default_factory=Counter)
    leaders_killed: int = 0
    _looked_at: int = 0

    def catch_up(self) -> int:
        """Reads what was sent since the last look; the number of alerts that arrived in all."""
        for call in self.world.sent[self._looked_at :]:
            if call.chat_id is not None and (call.text or "").startswith("🔴"):
                self.heard[call.chat_id] += 1
        self._looked_at = len(self.world.sent)
        return self.heard.total()

    def has_all(self) -> bool:
        self.catch_up()
        return len(self.heard) >= len(should_hear())

    async def kill_one(self, chance: random.Random) -> None:
        """Any of the replicas, and starts it again; what it was sending is noted."""
        victim = chance.choice(self.replicas)
        leads = await self._leader() == victim.pid
        await victim.is_killed()
        if leads:
            self.leaders_killed += 1
            self.in_flight.update(await self._leased())
        await victim.start()

    async def owed(self) -> int:
        rows = await self._ask("SELECT count(*) AS owed FROM outbox WHERE state = 'owed'")
        return int(rows[0]["owed"])

    async def updates_waiting(self) -> int:
        return int((await self._ask("SELECT count(*) AS waiting FROM inbox WHERE state = 'waiting'"))[0]["waiting"])

    async def terms(self) -> int:
        """How often the lead was taken."""
        return int((await self._ask("SELECT term FROM leadership"))[0]["term"])

    async def _leader(self) -> int | None:
        """The process that led last; after its end the lease outlives it."""
        rows = await self._ask("SELECT holder FROM leadership")
        return int(rows[0]["holder"].split(":")[-2]) if rows else None

    async def _leased(self) -> list[int]:
        rows = await self._ask("SELECT chat_id FROM outbox WHERE state = 'owed' AND leased_until IS NOT NULL")
        return [row["chat_id"] for row in rows]

    async def _ask(self, question: str) -> list[dict[str, Any]]:
        return [dict(row) for row in await self.server.tell(question, self.database)]


def should_hear() -> frozenset[int]:
    """Everybody who lives in Kharkiv and has not blocked the bot."""
    return frozenset(chat for chat in range(1, CHATS + 1) if chat % ELSEWHERE and chat not in BLOCKED)


async def people_the_database(url: str) -> None:
    database = Database(url)
    try:
        await fill(database, CHATS, COHORTS)
        async with database.writing() as tx:
            await tx.execute(update(places).where(places.c.chat_id % ELSEWHERE == 0).values(area=LVIV))
            # Everybody is told in English, and by night too: what is counted is who hears.
            await tx.execute(update(chats).values(language="en"))
    finally:
        await database.close()


def people_telegram(world: TelegramWorld) -> None:
    for person in (*range(1, CHATS + 1), *WRITERS):
        world.add_user(person, "Person", None, language_code="en")
        world.chats[person].started = True
    for person in BLOCKED:
        # Without the update that would tell the bot.
        world.chats[person].standings[world.bot.id] = Standing.KICKED


@asynccontextmanager
async def open_broadcast(server: PostgresServer, folder: Path) -> AsyncIterator[Broadcast]:
    """Everybody is there and no program runs yet."""
    name = await server.create()
    world = TelegramWorld(now=lambda: datetime.now(UTC))
    alerts = AlertsServer()
    page = build(world, None, token=TOKEN, limits=Limits(global_per_second=10 * RATE))
    async with AsyncExitStack() as stack:
        stack.push_async_callback(server.drop, name)
        await people_the_database(server.url_of(name))
        people_telegram(world)
        telegram = await stack.enter_async_context(serve(page, before_stop=world.close))
        address = await stack.enter_async_context(serve(alerts.app()))
        shared = {
            "TELEGRAM_BOT_TOKEN": TOKEN,
            "TELEGRAM_API_URL": telegram,
            "ALERT_SOURCES": "alerts-in-ua",
            "ALERTS_IN_UA_TOKEN": "t",
            "ALERTS_IN_UA_URL": address,
            "ALERT_POLL_SECONDS": "1",
            "DATABASE_URL": server.url_of(name),
            "SEND_RATE": str(RATE),
            "LOG_LEVEL": "error",
        }
        replicas = []
        for _ in range(REPLICAS):
            replica = Replica(folder, {**shared, "HTTP_ADDR": f"127.0.0.1:{free_port()}"})
            stack.push_async_callback(replica.life.aclose)
            replicas.append(replica)
        yield Broadcast(world, alerts, server, name, replicas)
