"""What ukrainealarm says is read without ever taking a failure, or a word that we do not know, for calm.

Read from its openapi.yaml (3.0, 2024) and, for the levels in force since 6 September 2026, from answers that others
published in September 2026. Nothing here was tried with a key of our own.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime

from bot.domain.alerts import (
    AlertKey,
    AlertKind,
    AreaId,
    Level,
    Observation,
    SourceName,
    Threat,
    ThreatKind,
    gravest_level,
    merge_threats,
)
from bot.sources.reading import Parsed, Words, document, identifier, moment, odd
from bot.sources.ukraine_alarm_reasons import threats_in

NAME = SourceName("ukraine-alarm")
#: "Тестовий регіон" (the test region) in the list of regions: nobody lives there.
TEST_REGION = "0"
#: An empty date of the source's language is the year 1; nothing that it tells of is older than this.
EARLIEST = datetime(2014, 1, 1, tzinfo=UTC)

KINDS = {
    "air": AlertKind.AIR_RAID,
    "artillery": AlertKind.ARTILLERY,
    "urban_fights": AlertKind.URBAN_FIGHTS,
    "chemical": AlertKind.CHEMICAL,
    "nuclear": AlertKind.NUCLEAR,
    # Both are documented and neither is explained: grave, but no news.
    "unknown": AlertKind.UNKNOWN,
    "custom": AlertKind.UNKNOWN,
}
#: A notice, not an alert.
INFORMATION = "info"
LEVELS = {"yellow": Level.YELLOW, "red": Level.RED}


@dataclass(frozen=True, slots=True)
class RegionRow:
    """A region as the source lists it, with the source's ids; `parent` is None at the top."""

    id: str
    name_uk: str
    type: str
    parent: str | None


def parse(body: bytes, *, at: datetime, area_of: Callable[[str], AreaId]) -> Parsed:
    """Read the list of /api/v3/alerts that came at `at` (aware UTC); `area_of` turns a `regionId` into our area.

    A region's record repeats the alerts of those above it, so an alert belongs to the region that it names itself.
    `data_at` is the newest `lastUpdate`. An end leaves no trace in it, so it can go back though the body is newer;
    `updated`, the `lastUpdate` of each alert, cannot.
    Raises SourceError odd-shape where the silence of the body could not be trusted.
    """
    records = document(NAME, body)
    if not isinstance(records, list):
        raise odd(NAME, "not a list")
    reading = _Reading(at, area_of)
    for record in records:
        reading.take(record)
    return Parsed(tuple(reading.seen.values()), reading.newest, tuple(reading.words.unfamiliar), reading.updated)


def parse_status(body: bytes) -> int:
    """The number of the source's last action, from /api/v3/alerts/status; raises SourceError odd-shape."""
    status = document(NAME, body)
    index = status.get("lastActionIndex") if isinstance(status, dict) else None
    if not isinstance(index, int) or isinstance(index, bool):
        raise odd(NAME, "no lastActionIndex")
    return index


def parse_regions(body: bytes) -> tuple[RegionRow, ...]:
    """The tree of /api/v3/regions as rows, parents first, without the test region; an id may come twice.

    Raises SourceError odd-shape, also for a list without any region: it must not empty the tree that we have.
    """
    tree = document(NAME, body)
    rows = tuple(_rows(tree.get("states") if isinstance(tree, dict) else None))
    if not rows:
        raise odd(NAME, "no regions")
    return rows


@dataclass(slots=True)
class _Reading:
    """One pass over a body: it keeps what can be known of each alert and remembers what was odd."""

    at: datetime
    area_of: Callable[[str], AreaId]
    seen: dict[AlertKey, Observation] = field(default_factory=dict)
    updated: dict[AlertKey, datetime] = field(default_factory=dict)
    newest: datetime | None = None
    words: Words = field(default_factory=Words)

    def take(self, record: object) -> None:
        """A record whose region or alerts cannot be read spoils the whole answer."""
        if not isinstance(record, dict):
            raise odd(NAME, "a region is not an object")
        region, alerts = _region(record), record.get("activeAlerts")
        if not isinstance(alerts, list):
            raise odd(NAME, "activeAlerts is not a list")
        if region != TEST_REGION:
            self._updated(record)
            for alert in alerts:
                self._alert(alert)

    def _alert(self, alert: object) -> None:
        if not isinstance(alert, dict):
            raise odd(NAME, "an alert is not an object")
        region, said = _region(alert), alert.get("type")
        informs = isinstance(said, str) and said.strip().casefold() == INFORMATION
        if region == TEST_REGION or informs:
            return
        kind = self.words.look_up(KINDS, "type", said, AlertKind.UNKNOWN)
        area = self.area_of(region)
        self._keep(self._observation(area, kind, alert))
        if updated_at := _moment(alert.get("lastUpdate")):
            known = self.updated.get((area, kind), updated_at)
            self.updated[area, kind] = max(known, updated_at)

    def _keep(self, seen: Observation) -> None:
        """Copies of one alert that differ are the gravest of them."""
        key = seen.area, seen.kind
        known = self.seen.get(key, seen)
        self.seen[key] = Observation(
            area=seen.area,
            kind=seen.kind,
            level=gravest_level((known.level, seen.level)),
            started_at=min(known.started_at, seen.started_at),
            threats=merge_threats((known.threats, seen.threats)),
        )

    def _observation(self, area: AreaId, kind: AlertKind, alert: dict[str, object]) -> Observation:
        updated_at = self._updated(alert)
        declared = self._declared(alert.get("activeAlertLevels"))
        levels = [self._level(one) for one in declared]
        moments = [_moment(one.get("createdAt")) for one in declared]
        # No alert began after its last update, though its levels can be younger: those that ran when levels came in.
        started_at = min((found for found in (*moments, updated_at) if found), default=None)
        if started_at is None:
            self.words.wonder("createdAt", "unreadable")
        threats = [self._threats(*named) for named in zip(declared, levels, moments, strict=True)]
        level = gravest_level(levels) if levels and started_at else Level.UNKNOWN
        return Observation(area, kind, level, started_at or self.at, merge_threats(threats))

    def _updated(self, said: dict[str, object]) -> datetime | None:
        found = _moment(said.get("lastUpdate"))
        if found is None:
            self.words.wonder("lastUpdate", said.get("lastUpdate"))
        elif self.newest is None or found > self.newest:
            self.newest = found
        return found

    def _declared(self, said: object) -> list[dict[str, object]]:
        """The declared levels; what cannot be read is a level without a word, and so grave."""
        if not isinstance(said, list) or not said:
            self.words.wonder("activeAlertLevels", said)
            return []
        return [one if isinstance(one, dict) else {} for one in said]

    def _level(self, declared: dict[str, object]) -> Level:
        return self.words.look_up(LEVELS, "alertLevel", declared.get("alertLevel"), Level.UNKNOWN)

    def _threats(self, declared: dict[str, object], level: Level, since: datetime | None) -> tuple[Threat, ...]:
        """What the reason names; where it names nothing, the level speaks alone."""
        said = declared.get("reason")
        if said is None or said == "":
            return ()
        named = threats_in(said, level) if isinstance(said, str) else None
        if named is None:
            self.words.wonder("reason", said)
            named = (Threat(ThreatKind.UNKNOWN, level),)
        return tuple(replace(threat, since=since) for threat in named)


def _region(said: dict[str, object]) -> str:
    region = identifier(said.get("regionId"))
    if region is None:
        raise odd(NAME, "a regionId is missing")
    return region


def _moment(said: object) -> datetime | None:
    found = moment(said)
    return found if found and found >= EARLIEST else None


def _rows(states: object) -> Iterator[RegionRow]:
    """Without recursion, since nobody has promised how deep the tree goes."""
    waiting: list[tuple[object, str | None]] = [(states, None)]
    while waiting:
        regions, parent = waiting.pop(0)
        if not isinstance(regions, list):
            raise odd(NAME, "regions are not a list")
        for region in regions:
            row = _row(region, parent)
            # Leaves have an empty list, or null, which the documentation allows.
            waiting.append((region.get("regionChildIds") or [], row.id))
            if row.id != TEST_REGION:
                yield row


def _row(region: object, parent: str | None) -> RegionRow:
    if not isinstance(region, dict):
        raise odd(NAME, "a region is not an object")
    name, kind = region.get("regionName"), region.get("regionType")
    if not isinstance(name, str) or not name.strip() or not isinstance(kind, str):
        raise odd(NAME, "a region without a name or a type")
    return RegionRow(_region(region), name.strip(), kind, parent)
