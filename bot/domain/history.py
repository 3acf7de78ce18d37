"""Past alerts as values, because what was published about them is imported, fetched, replayed and simulated alike."""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import accumulate
from operator import attrgetter
from typing import TypeAlias

from bot.domain.alerts import (
    PERMANENT_AFTER,
    Account,
    Alert,
    AlertKey,
    AlertKind,
    AreaId,
    Level,
    Observation,
    SourceName,
    Threat,
    TransitionKind,
)

#: Two accounts of one start may differ by so much: sources are asked, and publish, at moments of their own.
SAME_START = timedelta(minutes=2)

#: From when to when, half-open, aware UTC.
Span: TypeAlias = tuple[datetime, datetime]

_NEVER = datetime.max.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class PastAlert:
    """One alert of a history: half-open, aware UTC; `finished_at` is None where it never ended."""

    area: AreaId
    started_at: datetime
    finished_at: datetime | None
    level: Level = Level.UNKNOWN
    threats: tuple[Threat, ...] = ()
    kind: AlertKind = AlertKind.AIR_RAID

    @property
    def key(self) -> AlertKey:
        return self.area, self.kind

    def runs_at(self, moment: datetime) -> bool:
        return self.started_at <= moment and (self.finished_at is None or moment < self.finished_at)

    def as_running(self, source: SourceName) -> Alert:
        """The alert as it stands while it runs."""
        account = Account(self.level, self.threats)
        return Alert(self.area, self.kind, self.started_at, self.started_at, {source: account})

    def as_observation(self) -> Observation:
        """What a source that shows the history says of it while it runs."""
        return Observation(self.area, self.kind, self.level, self.started_at, self.threats)


@dataclass(frozen=True, slots=True)
class Recorded:
    """One line of the history: what happened at `at` to an alert that began at `started_at` (aware UTC), as it stood
    then. `imported`: told by somebody's history, not seen by our own watch.
    """

    at: datetime
    kind: TransitionKind
    area: AreaId
    alert_kind: AlertKind
    started_at: datetime
    level: Level
    threats: tuple[Threat, ...]
    sources: tuple[SourceName, ...]
    imported: bool

    @property
    def key(self) -> AlertKey:
        return self.area, self.alert_kind

    def stage(self, started_at: datetime, finished_at: datetime | None) -> PastAlert:
        """The alert as it stood, for so long."""
        return PastAlert(self.area, started_at, finished_at, self.level, self.threats, self.alert_kind)


def stages(recorded: Iterable[Recorded]) -> Iterator[PastAlert]:
    """The alerts that these lines, in the order of time, tell of: an imported one whole, one of our own from change to
    change, so that each part has its level and threats.

    What our watch first saw when it was old (permanent), or before the first of the lines, rings nobody until it gets
    worse, and is left out until then.
    """
    running: dict[AlertKey, Recorded] = {}
    usual: set[AlertKey] = set()
    for line in recorded:
        if line.imported:
            if line.kind.is_over:
                yield line.stage(line.started_at, line.at)
            continue
        before = running.pop(line.key, None)
        if before:
            yield before.stage(before.at, line.at)
        elif _was_on(line):
            usual.add(line.key)
        if line.kind.is_over:
            usual.discard(line.key)
        elif line.kind is TransitionKind.ESCALATED or line.key not in usual:
            running[line.key] = line
    yield from (line.stage(line.at, None) for line in running.values())


def _was_on(line: Recorded) -> bool:
    return line.kind is not TransitionKind.STARTED or line.at - line.started_at > PERMANENT_AFTER


class Known:
    """Alerts that are known already, asked whether another account tells of one of them (docs/decisions/0008).

    It does where area and kind agree, the two overlap, and either began within two minutes of each other or overlap at
    a moment that was seen: what an alert did while nothing could be seen (`unseen`, spans apart from each other) is
    not known, and another one may have come and gone meanwhile.
    """

    def __init__(self, alerts: Iterable[PastAlert], unseen: Sequence[Span] = ()) -> None:
        self._unseen = unseen
        grouped: defaultdict[AlertKey, list[PastAlert]] = defaultdict(list)
        for past in sorted(alerts, key=attrgetter("started_at")):
            grouped[past.key].append(past)
        # With the latest end of all up to each, a look back knows where it may stop.
        self._alerts = {
            key: list(zip(many, accumulate(map(_end, many), max), strict=True)) for key, many in grouped.items()
        }

    def tells_of(self, past: PastAlert) -> bool:
        known = self._alerts.get(past.key, [])
        for number in range(bisect_left(known, _end(past), key=lambda one: one[0].started_at) - 1, -1, -1):
            other, latest_end = known[number]
            if latest_end <= past.started_at:
                return False
            if self._are_one(past, other):
                return True
        return False

    def _are_one(self, past: PastAlert, other: PastAlert) -> bool:
        start, end = max(past.started_at, other.started_at), min(_end(past), _end(other))
        if start >= end:
            return False
        began_together = abs(past.started_at - other.started_at) <= SAME_START
        return began_together or not any(since <= start and end <= until for since, until in self._unseen)


def _end(past: PastAlert) -> datetime:
    return past.finished_at or _NEVER
