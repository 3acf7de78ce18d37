"""The words in which alerts are spoken of: what a source observed, what is running, how grave it is, how much time
there is.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from typing import NewType, TypeAlias

AreaId = NewType("AreaId", str)
SourceName = NewType("SourceName", str)


class AlertKind(StrEnum):
    """What is declared for an area."""

    AIR_RAID = "air_raid"
    ARTILLERY = "artillery"
    URBAN_FIGHTS = "urban_fights"
    CHEMICAL = "chemical"
    NUCLEAR = "nuclear"
    #: A kind that this version does not know: always grave.
    UNKNOWN = "unknown"


class Level(StrEnum):
    """The two alert levels in force since 6 September 2026 (Cabinet resolution 1092)."""

    YELLOW = "yellow"
    RED = "red"
    #: Missing or not understood: always grave.
    UNKNOWN = "unknown"


class ThreatKind(StrEnum):
    """What flies, as far as a source names it."""

    DRONES = "drones"
    GUIDED_BOMBS = "guided_bombs"
    CRUISE_MISSILES = "cruise_missiles"
    BALLISTIC_MISSILES = "ballistic_missiles"
    UNSPECIFIED_MISSILES = "unspecified_missiles"
    MIG31K = "mig31k"
    TACTICAL_AIRCRAFT = "tactical_aircraft"
    STRATEGIC_AIRCRAFT = "strategic_aircraft"
    MLRS = "mlrs"
    ARTILLERY = "artillery"
    AIR_DEFENCE = "air_defence"
    #: A threat that this version does not know, or that the source calls unknown: always grave.
    UNKNOWN = "unknown"


class Gravity(StrEnum):
    """How much an alert may ask of a sleeper."""

    GUARDED = "guarded"
    GRAVE = "grave"


class Band(StrEnum):
    """The time there is, shortest first."""

    NOW = "now"
    MINUTES = "minutes"
    TENS_OF_MINUTES = "tens_of_minutes"


class Sight(StrEnum):
    """How well a source is seen at a moment."""

    FRESH = "fresh"
    LATE = "late"
    BLIND = "blind"


BAND_OF_THREAT: Mapping[ThreatKind, Band] = {
    ThreatKind.DRONES: Band.TENS_OF_MINUTES,
    ThreatKind.GUIDED_BOMBS: Band.MINUTES,
    ThreatKind.CRUISE_MISSILES: Band.MINUTES,
    ThreatKind.TACTICAL_AIRCRAFT: Band.MINUTES,
    ThreatKind.STRATEGIC_AIRCRAFT: Band.MINUTES,
    ThreatKind.MIG31K: Band.MINUTES,
}

#: Good answers in a row without the alert before its end counts.
ABSENCES_TO_END = 2

#: An alert older than this when it is first seen is permanent. On 2026-11-22 there are three (alerts.in.ua): Luhansk
#: oblast since 2022-04-04, Crimea since 2022-12-10, Vovchansk hromada (artillery) since 2024-05-20.
PERMANENT_AFTER = timedelta(days=3)

BAND_ORDER = (Band.NOW, Band.MINUTES, Band.TENS_OF_MINUTES)


@dataclass(frozen=True, slots=True, order=True)
class Threat:
    """One named threat of an alert; `since` is aware UTC or None where the source gives no time."""

    kind: ThreatKind
    level: Level | None = None
    since: datetime | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class Observation:
    """What one source says of one area at one time: an alert that it shows as running, or as deleted (`withdrawn`)."""

    area: AreaId
    kind: AlertKind
    level: Level
    started_at: datetime
    threats: tuple[Threat, ...] = ()
    withdrawn: bool = False


@dataclass(frozen=True, slots=True)
class Answer:
    """One good answer of a source: a 200 that parsed, or a 304 to our own condition (`observations` is None).

    `at` is the moment of contact, `data_at` the time that the source gives its data, both aware UTC. One that is not
    `whole` can only add: what it leaves out is neither gone nor milder.
    """

    source: SourceName
    at: datetime
    observations: tuple[Observation, ...] | None
    data_at: datetime | None = None
    whole: bool = True


@dataclass(frozen=True, slots=True)
class Account:
    """One reporter's account of a running alert; `absences` counts its good answers in a row that lacked the alert.

    `last_shown_at` (aware UTC) is the last contact that showed it, kept from the first answer on that does not.
    """

    level: Level
    threats: tuple[Threat, ...]
    absences: int = 0
    absences_to_end: int = ABSENCES_TO_END
    withdrawn: bool = False
    last_shown_at: datetime | None = None

    @property
    def has_ended(self) -> bool:
        return self.absences >= self.absences_to_end


@dataclass(frozen=True, slots=True)
class Usual:
    """What a permanent alert is as a rule: its gravity and the threats of the band *now* that have long been named in
    it, the least of both since it was first seen. `worse_since` (aware UTC) while it is worse than that.
    """

    gravity: Gravity
    named_now: tuple[ThreatKind, ...] = ()
    worse_since: datetime | None = None


AlertKey: TypeAlias = tuple[AreaId, AlertKind]


@dataclass(frozen=True, slots=True)
class Alert:
    """A running alert in one area, merged from the accounts of its reporters that have not ended.

    `started_at` is the earliest start that a reporter gave; `last_seen_at` the first contact that showed it, or, once a
    reporter no longer does, the last that did (aware UTC). `named_now` remembers that a threat of the band *now* has
    been named in it; `usual` is there for an alert that was older than three days when it was first seen.
    """

    area: AreaId
    kind: AlertKind
    started_at: datetime
    last_seen_at: datetime
    accounts: Mapping[SourceName, Account]
    named_now: bool = False
    usual: Usual | None = None

    @property
    def key(self) -> AlertKey:
        return self.area, self.kind

    @property
    def is_permanent(self) -> bool:
        """Whether it goes on as it always has: it rings nobody and stands in the way of nobody's all clear."""
        return self.usual is not None and self.usual.worse_since is None

    @property
    def began_at(self) -> datetime:
        """When what can be told of it began (aware UTC): a permanent alert begins when it gets worse than usual."""
        return (self.usual.worse_since if self.usual else None) or self.started_at

    @property
    def level(self) -> Level:
        return gravest_level(account.level for account in self._counting().values())

    @property
    def threats(self) -> tuple[Threat, ...]:
        return merge_threats(account.threats for account in self._counting().values())

    @property
    def gravity(self) -> Gravity:
        return gravest(gravity_of(self.kind, one.level, one.threats) for one in self._counting().values())

    @property
    def band(self) -> Band:
        return band_of(self.kind, self.gravity, self.threats)

    @property
    def sources(self) -> tuple[SourceName, ...]:
        return tuple(sorted(self._counting()))

    def _counting(self) -> Mapping[SourceName, Account]:
        """The accounts that have not ended; where all have, the one that showed it last."""
        standing = {name: account for name, account in self.accounts.items() if not account.has_ended}
        if standing:
            return standing
        last = max(sorted(self.accounts), key=lambda name: self.accounts[name].last_shown_at or self.started_at)
        return {last: self.accounts[last]}


class TransitionKind(StrEnum):
    """What can happen to an alert."""

    STARTED = "started"
    ESCALATED = "escalated"
    EASED = "eased"
    ENDED = "ended"
    WITHDRAWN = "withdrawn"

    @property
    def is_danger(self) -> bool:
        """Whether it tells of a danger that is new or worse, so that it may ring for it."""
        return self in (TransitionKind.STARTED, TransitionKind.ESCALATED)

    @property
    def is_over(self) -> bool:
        """Whether nothing of the alert is left, however its end is called."""
        return self in (TransitionKind.ENDED, TransitionKind.WITHDRAWN)


@dataclass(frozen=True, slots=True)
class Transition:
    """Something that happened to one area's alert at `at` (aware UTC); `alert` is as it was left."""

    kind: TransitionKind
    at: datetime
    alert: Alert


def gravity_of(kind: AlertKind, level: Level, threats: Iterable[Threat]) -> Gravity:
    """Guarded is only this: an air raid at level yellow that names drones or nothing, none of it red."""
    drones_only = all(threat.kind is ThreatKind.DRONES and threat.level in (None, Level.YELLOW) for threat in threats)
    guarded = kind is AlertKind.AIR_RAID and level is Level.YELLOW and drones_only
    return Gravity.GUARDED if guarded else Gravity.GRAVE


def band_of_threat(kind: ThreatKind) -> Band:
    """The time there is against one threat; what is not known leaves none."""
    return BAND_OF_THREAT.get(kind, Band.NOW)


def band_of(kind: AlertKind, gravity: Gravity, threats: Iterable[Threat]) -> Band:
    """The shortest band of what is named; an unnamed guarded alert is drones, any other unnamed one leaves no time."""
    if kind is not AlertKind.AIR_RAID:
        return Band.NOW
    bands = {band_of_threat(threat.kind) for threat in threats}
    if not bands:
        return Band.TENS_OF_MINUTES if gravity is Gravity.GUARDED else Band.NOW
    return min(bands, key=BAND_ORDER.index)


def gravest(gravities: Iterable[Gravity]) -> Gravity:
    """Grave if any of them is."""
    return Gravity.GRAVE if Gravity.GRAVE in set(gravities) else Gravity.GUARDED


def sources_of(alerts: Iterable[Alert]) -> tuple[SourceName, ...]:
    """Every source that reports any of them."""
    return tuple(sorted({source for alert in alerts for source in alert.sources}))


def rises(before: Gravity, after: Gravity) -> bool:
    return before is Gravity.GUARDED and after is Gravity.GRAVE


def now_named(threats: Iterable[Threat]) -> frozenset[ThreatKind]:
    """The threats among them that leave no time."""
    return frozenset(threat.kind for threat in threats if band_of_threat(threat.kind) is Band.NOW)


def gravest_level(levels: Iterable[Level]) -> Level:
    found = set(levels)
    return next((level for level in (Level.RED, Level.UNKNOWN) if level in found), Level.YELLOW)


def merge_threats(many: Iterable[tuple[Threat, ...]]) -> tuple[Threat, ...]:
    """One threat of each kind, with the gravest level and the earliest time that any account gives it."""
    merged: dict[ThreatKind, Threat] = {}
    for threat in (threat for threats in many for threat in threats):
        known = merged.get(threat.kind)
        merged[threat.kind] = threat if known is None else _both(known, threat)
    return tuple(merged[kind] for kind in sorted(merged))


def _both(one: Threat, other: Threat) -> Threat:
    levels = {level for level in (one.level, other.level) if level is not None}
    moments = [moment for moment in (one.since, other.since) if moment is not None]
    return Threat(one.kind, gravest_level(levels) if levels else None, min(moments, default=None))
