"""Past alerts as values, because what was published about them is imported, replayed and simulated alike."""

from dataclasses import dataclass
from datetime import datetime

from bot.domain.alerts import Account, Alert, AlertKind, AreaId, Level, Observation, SourceName, Threat


@dataclass(frozen=True, slots=True)
class PastAlert:
    """One air-raid alert of a history: half-open, aware UTC; `finished_at` is None where it never ended."""

    area: AreaId
    started_at: datetime
    finished_at: datetime | None
    level: Level = Level.UNKNOWN
    threats: tuple[Threat, ...] = ()

    def runs_at(self, moment: datetime) -> bool:
        return self.started_at <= moment and (self.finished_at is None or moment < self.finished_at)

    def as_running(self, source: SourceName) -> Alert:
        """The alert as it stands while it runs."""
        account = Account(self.level, self.threats)
        return Alert(self.area, AlertKind.AIR_RAID, self.started_at, self.started_at, {source: account})

    def as_observation(self) -> Observation:
        """What a source that shows the history says of it while it runs."""
        return Observation(self.area, AlertKind.AIR_RAID, self.level, self.started_at, self.threats)
