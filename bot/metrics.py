"""Tells Prometheus how the bot does: counts that were kept on the way, and gauges that are read when it asks."""

import asyncio
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from importlib import metadata

from prometheus_client import CollectorRegistry, Counter, Gauge, ProcessCollector, generate_latest
from prometheus_client.exposition import CONTENT_TYPE_LATEST
from prometheus_client.registry import Collector
from sqlalchemy.exc import SQLAlchemyError
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from bot.domain.alerts import BAND_ORDER
from bot.domain.notices import DIGEST_LANE, END_LANE, GUARDED_LANE, INSIST_LANE, NOTICE_LANE, RECAP_LANE
from bot.services.checkup import Checked, Part
from bot.services.deliver import Sender
from bot.store import alerts as alert_store
from bot.store import gauges, pauses
from bot.store.database import Database
from bot.store.inbox import QUARANTINED, WAITING
from bot.telegram.outgoing import Outgoing
from bot.telegram.refusals import Outcome

#: Real seconds for which what was read is told again: however often somebody asks, the database is asked no oftener.
READ_EVERY = 5.0
#: What is said of a source that never answered.
NEVER = float("inf")
#: What is told of something that may be neither way; it never counts in a rule.
NOBODY_KNOWS = float("nan")
LANES = {
    **{number: f"grave-{band.replace('_', '-')}" for number, band in enumerate(BAND_ORDER)},
    INSIST_LANE: "insist",
    GUARDED_LANE: "guarded",
    END_LANE: "all-clear",
    NOTICE_LANE: "notice",
    RECAP_LANE: "recap",
    DIGEST_LANE: "digest",
}


@dataclass(frozen=True, slots=True)
class Watched:
    """What can be asked of the running program without the database."""

    leads: Callable[[], bool]
    last_reader_in: Callable[[], timedelta]
    checked: Callable[[], Checked | None]


class CountedSender:
    """Counts what becomes of every notice."""

    def __init__(self, sender: Sender, sends: Counter) -> None:
        self._sender = sender
        self._sends = sends

    async def send(self, chat_id: int, outgoing: Outgoing, *, silent: bool, topic: int | None = None) -> Outcome:
        """As the sender within."""
        outcome = await self._sender.send(chat_id, outgoing, silent=silent, topic=topic)
        self._sends.labels(type(outcome).__name__.lower()).inc()
        return outcome


class Metrics:
    """Everything of one core in one registry of its own."""

    def __init__(
        self,
        database: Database,
        now: Callable[[], datetime],
        sources: Iterable[str],
        watched: Watched,
        counted: Iterable[Collector],
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        """`sources`: the names of those that are asked; `counted` is shown as it stands."""
        self._database = database
        self._now = now
        self._sources = tuple(sources)
        self._watched = watched
        self._monotonic = monotonic
        self._read_at = float("-inf")
        self._began = now()
        self._reading = asyncio.Lock()
        self._registry = CollectorRegistry()
        for collector in (*counted, ProcessCollector(registry=None)):
            self._registry.register(collector)
        self._up = self._gauge("database_up", "Whether the database answered.")
        self._age = self._gauge("source_age_seconds", "Since the last answer that could have told an end.", "source")
        self._rows = self._gauge("outbox_rows", "Notices that may leave by now.", "lane")
        self._oldest = self._gauge("outbox_oldest_seconds", "For how long the oldest of them has waited.", "lane")
        self._last_reader = self._gauge("last_reader_seconds", "How long the last reader waits at the pace set.")
        self._digests = self._gauge("digests_due", "Chats whose digest is due.")
        self._paused = self._gauge("paused", "Whether an operator paused all sending (1); what is owed waits.")
        self._waiting = self._gauge("updates_waiting", "Updates that wait for their answer.")
        self._aside = self._gauge("updates_quarantined", "Updates that were put aside.")
        self._alerts = self._gauge("alerts", "Alerts that run in the data.")
        self._leader = self._gauge("leader", "Whether this program leads.")
        self._term = self._gauge("term", "In the how-manieth leadership the database is.")
        self._good = self._gauge("check_good", "What the last look at the whole pipeline found good.", "part")
        self._check_age = self._gauge(
            "check_age_seconds", "Since the whole pipeline was last looked at, or since the start."
        )
        self._gauge("build", "The version that runs.", "version").labels(metadata_version()).set(1)

    def _gauge(self, name: str, what: str, *labels: str) -> Gauge:
        return Gauge(f"tysha_{name}", what, labels, registry=self._registry)

    def count(self, collector: Collector) -> None:
        """Shows one more."""
        self._registry.register(collector)

    def route(self) -> Route:
        """`/metrics`."""

        async def metrics(_request: Request) -> Response:
            return Response(await self.told(), headers={"Content-Type": CONTENT_TYPE_LATEST})

        return Route("/metrics", metrics)

    async def told(self) -> bytes:
        """What Prometheus reads."""
        async with self._reading:
            if self._monotonic() - self._read_at >= READ_EVERY:
                await self._read()
                self._read_at = self._monotonic()
        self._ask()
        return generate_latest(self._registry)

    def _ask(self) -> None:
        self._leader.set(self._watched.leads())
        self._last_reader.set(self._watched.last_reader_in().total_seconds())
        checked = self._watched.checked()
        self._check_age.set((self._now() - (checked.at if checked else self._began)).total_seconds())
        if checked:
            for part in Part:
                self._good.labels(part).set(part not in checked.faults)

    async def _read(self) -> None:
        try:
            await self._read_database()
        except SQLAlchemyError:
            # Old numbers would look like good ones.
            self._up.set(0)
            self._paused.set(NOBODY_KNOWS)
            for gauge in (self._age, self._rows, self._oldest):
                gauge.clear()
        else:
            self._up.set(1)

    async def _read_database(self) -> None:
        now = self._now()
        async with self._database.reading() as connection:
            state = await alert_store.load_state(connection)
            waiting = {one.lane: one for one in await gauges.waiting_by_lane(connection, now)}
            updates = await gauges.updates(connection)
            self._digests.set(await gauges.digests_due(connection, now))
            self._term.set(await gauges.term(connection))
            self._paused.set(await pauses.since(connection) is not None)
        seen = {name: (now - sight.whole_at).total_seconds() for name, sight in state.sources.items()}
        for name in self._sources:
            self._age.labels(name).set(seen.get(name, NEVER))  # type: ignore[call-overload]
        for lane, name in LANES.items():
            one = waiting.get(lane)
            self._rows.labels(name).set(one.rows if one else 0)
            self._oldest.labels(name).set(max(0.0, (now - one.since).total_seconds()) if one else 0)
        self._alerts.set(len(state.alerts))
        self._waiting.set(updates[WAITING])
        self._aside.set(updates[QUARANTINED])


def metadata_version() -> str:
    """The program's version where it is installed; a checkout runs as it is."""
    try:
        return metadata.version("tysha")
    except metadata.PackageNotFoundError:
        return "checkout"
