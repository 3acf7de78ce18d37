"""Plays a published history as if it came from a source, so that a night of the past can be lived through again."""

from collections.abc import Collection, Iterable
from datetime import datetime, timedelta
from pathlib import Path

import structlog

from bot.domain.alerts import Answer, AreaId, SourceName
from bot.domain.area_names import AreaNames
from bot.domain.areas import AreaTree
from bot.domain.history import PastAlert
from bot.errors import ContentFault, SourceError
from bot.sources.history import PublicRow, Trouble, has_public_form, read_alerts, read_public
from bot.sources.port import Askings

#: A history says nothing of the time before its first alert and after its last, but for as long as this.
SPEAKS_FOR = timedelta(days=1)
#: How long before its first alert, and after its last, a history is worth looking at.
LEAD = timedelta(minutes=10)
EXAMPLES_AT_MOST = 5

log = structlog.get_logger(__name__)


class ReplaySource:
    """A history, as it was on the bot's clock, seen through the port of any other source."""

    def __init__(self, name: SourceName, history: Iterable[PastAlert], interval: timedelta) -> None:
        """Raises ValueError for a history without a single alert."""
        self.name = name
        self.interval = interval
        self._askings = Askings()
        self._history = sorted(history, key=lambda past: past.started_at)
        if not self._history:
            raise ValueError("a history without alerts")
        self._last = max((past.finished_at or past.started_at) for past in self._history)
        self._outlasts = any(past.finished_at is None for past in self._history)
        self._begin()

    @property
    def title(self) -> str:
        return self.name.partition(":")[2]

    @property
    def starts_at(self) -> datetime:
        return self._history[0].started_at - LEAD

    @property
    def ends_at(self) -> datetime:
        return self._last + LEAD

    def events_after(self, now: datetime, areas: Collection[AreaId] | None = None) -> tuple[datetime, ...]:
        edges = {
            edge
            for past in self._history
            if areas is None or past.area in areas
            for edge in (past.started_at, past.finished_at)
            if edge is not None and edge > now
        }
        return tuple(sorted(edges))

    @property
    def seen_twice_until(self) -> datetime | None:
        return self._askings.seen_twice_until

    async def poll(self, now: datetime) -> Answer:
        """Raises SourceError a day before the first alert and a day after the last: what is not told is not calm."""
        self._askings.note(now)
        if now < self._history[0].started_at - SPEAKS_FOR or (now > self._last + SPEAKS_FOR and not self._outlasts):
            raise SourceError(self.name, "no-data", "outside of the history")
        self._move(now)
        return Answer(self.name, now, tuple(past.as_observation() for past in self._running), now)

    def forget(self) -> None:
        """Every answer is whole."""

    def _begin(self) -> None:
        self._next = 0
        self._running: list[PastAlert] = []

    def _move(self, now: datetime) -> None:
        """Adds what has begun since the last poll and takes out what has ended; a clock set back starts anew."""
        if self._next and now < self._history[self._next - 1].started_at:
            self._begin()
        first = self._next
        while self._next < len(self._history) and self._history[self._next].started_at <= now:
            self._next += 1
        self._running = [past for past in (*self._running, *self._history[first : self._next]) if past.runs_at(now)]


def load_replay(path: Path, tree: AreaTree, interval: timedelta) -> ReplaySource:
    """The history of a file: `area,started_at,finished_at,level,threat`, or a public dataset in either form.

    Raises ContentFault. In a public dataset, rows that name no area of ours or have no length are left out and logged.
    """
    names = AreaNames(tree)
    history = _public(path, names) if has_public_form(path) else list(read_alerts(path, names))
    try:
        return ReplaySource(SourceName(f"replay:{path.name}"), history, interval)
    except ValueError:
        raise ContentFault(path, None, "file", "at least one alert") from None


def _public(path: Path, names: AreaNames) -> list[PastAlert]:
    rows = list(read_public(path, names))
    left_out = [row for row in rows if isinstance(row.alert, Trouble)]
    if left_out:
        log.warning("rows of a history left out", file=path.name, rows=len(left_out), examples=_examples(left_out))
    return [row.alert for row in rows if isinstance(row.alert, PastAlert)]


def _examples(rows: list[PublicRow]) -> list[str]:
    return [f"line {row.line}: {row.alert}: {row.name}" for row in rows[:EXAMPLES_AT_MOST]]
