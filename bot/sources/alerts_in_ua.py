"""alerts.in.ua: what it says is read without ever taking a failure, or a word that we do not know, for calm."""

import json
import random
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import TypeVar

import httpx
import structlog

from bot.domain.alerts import AlertKind, Answer, AreaId, Level, Observation, SourceName, Threat, ThreatKind
from bot.errors import SourceError
from bot.sources import http

NAME = SourceName("alerts-in-ua")
REAL_HOST = "api.alerts.in.ua"
#: Eight in a minute: the documented soft limit is 8-10 a minute per address, the hard one 12 (devs.alerts.in.ua, 2024).
REAL_SPACING = timedelta(minutes=1) / 8
SHORTEST_INTERVAL = timedelta(seconds=1)
#: How far an end may lie ahead of every clock we have and still be an end.
CLOCKS_DIFFER = timedelta(minutes=2)
MOST_WORDS_LOGGED = 100
#: Known ids have up to five characters; what is much longer is no id and must not become an area.
LONGEST_UID = 40

# Words of devs.alerts.in.ua (2024) and of its Python client 0.4.0 (2026-10-13).
KINDS = {
    "air_raid": AlertKind.AIR_RAID,
    "artillery_shelling": AlertKind.ARTILLERY,
    "urban_fights": AlertKind.URBAN_FIGHTS,
    "chemical": AlertKind.CHEMICAL,
    "nuclear": AlertKind.NUCLEAR,
}
LEVELS = {"yellow": Level.YELLOW, "red": Level.RED}
THREATS = {
    "drones": ThreatKind.DRONES,
    "guided_aerial_bombs": ThreatKind.GUIDED_BOMBS,
    "cruise_missiles": ThreatKind.CRUISE_MISSILES,
    "ballistic_missiles": ThreatKind.BALLISTIC_MISSILES,
    "unspecified_missiles": ThreatKind.UNSPECIFIED_MISSILES,
    "mig31k_departure": ThreatKind.MIG31K,
    "tactic_aircraft_activity": ThreatKind.TACTICAL_AIRCRAFT,
    "strategic_aircraft_activity": ThreatKind.STRATEGIC_AIRCRAFT,
    "air_defense": ThreatKind.AIR_DEFENCE,
    "unknown": ThreatKind.UNKNOWN,
}

log = structlog.get_logger(__name__)
Word = TypeVar("Word")


@dataclass(frozen=True, slots=True)
class Parsed:
    """A readable body: `data_at` is the source's own time (aware UTC), `unfamiliar` the words that we do not know."""

    observations: tuple[Observation, ...]
    data_at: datetime | None
    unfamiliar: tuple[str, ...]


def parse(body: bytes, *, at: datetime, area_of: Callable[[str], AreaId]) -> Parsed:
    """Read an active.json that came at `at` (aware UTC); `area_of` turns the source's `location_uid` into our area.

    Raises SourceError odd-shape where the silence of the body could not be trusted.
    """
    document = _document(body)
    rows = document.get("alerts")
    if not isinstance(rows, list):
        raise _odd("alerts is not a list")
    meta = document.get("meta")
    data_at = _moment(meta.get("last_updated_at")) if isinstance(meta, dict) else None
    reading = _Reading(at, max(at, data_at or at) + CLOCKS_DIFFER, area_of)
    if data_at is None:
        reading.wonder("meta.last_updated_at", "unreadable")
    observations = [seen for row in rows if (seen := reading.observation(row)) is not None]
    return Parsed(tuple(observations), data_at, tuple(reading.unfamiliar))


@dataclass(slots=True)
class _Reading:
    """One pass over a body: it keeps what can be known of each row and remembers what was odd."""

    at: datetime
    latest_end: datetime
    area_of: Callable[[str], AreaId]
    #: A dict for its order, so that the same body always gives the same words in the same order.
    unfamiliar: dict[str, None] = field(default_factory=dict)

    def observation(self, row: object) -> Observation | None:
        """None where the source says that it ended; a row whose place cannot be read spoils the whole answer."""
        if not isinstance(row, dict):
            raise _odd("an alert is not an object")
        area = self.area_of(_uid(row.get("location_uid")))
        withdrawn = _moment(row.get("deleted_at")) is not None
        if not withdrawn and self._ended(row.get("finished_at")):
            return None
        started_at = _moment(row.get("started_at"))
        if started_at is None:
            self.wonder("started_at", row.get("started_at"))
        return Observation(
            area=area,
            kind=self._word(KINDS, "alert_type", row.get("alert_type"), AlertKind.UNKNOWN),
            level=self._level(row) if started_at else Level.UNKNOWN,
            started_at=started_at or self.at,
            threats=self._threats(row.get("threats")),
            withdrawn=withdrawn,
        )

    def wonder(self, where: str, said: object) -> None:
        # Only the type of what is nested: it may be as deep as the reader allows, and deeper than `str` does.
        word = type(said).__name__ if isinstance(said, list | dict) else str(said)[:40]
        self.unfamiliar[f"{where}={word!r}"] = None

    def _ended(self, said: object) -> bool:
        """Only a readable time that is not still to come: anything else leaves the alert running."""
        moment = _moment(said)
        if said is not None and moment is None:
            self.wonder("finished_at", said)
        return moment is not None and moment <= self.latest_end

    def _level(self, row: Mapping[str, object]) -> Level:
        return self._word(LEVELS, "alert_level", row.get("alert_level"), Level.UNKNOWN)

    def _threats(self, said: object) -> tuple[Threat, ...]:
        if said is None:
            return ()
        if not isinstance(said, list):
            self.wonder("threats", said)
            return (Threat(ThreatKind.UNKNOWN),)
        return tuple(self._threat(one) for one in said)

    def _threat(self, said: object) -> Threat:
        if not isinstance(said, dict):
            self.wonder("threat", said)
            return Threat(ThreatKind.UNKNOWN)
        kind = self._word(THREATS, "threat_type", said.get("threat_type"), ThreatKind.UNKNOWN)
        level = said.get("level")
        known = None if level is None else self._word(LEVELS, "threat.level", level, Level.UNKNOWN)
        return Threat(kind, known, _moment(said.get("started_at")))

    def _word(self, words: Mapping[str, Word], where: str, said: object, otherwise: Word) -> Word:
        known = words.get(said.strip().casefold()) if isinstance(said, str) else None
        if known is None:
            self.wonder(where, said)
        return otherwise if known is None else known


class AlertsInUa:
    """The source at `url`. At the real address it is asked eight times a minute at most, whatever `interval` says."""

    def __init__(
        self,
        client: httpx.AsyncClient,
        url: str,
        token: str,
        area_of: Callable[[str], AreaId],
        interval: timedelta,
        draw: Callable[[], float] = random.random,
    ) -> None:
        self._client = client
        self._url = f"{url.rstrip('/')}/v1/alerts/active.json"
        self._headers: dict[str, str | bytes] = {
            "Authorization": f"Bearer {token}".encode(),
            "Accept": "application/json",
        }
        self._area_of = area_of
        real = httpx.URL(url).host.rstrip(".").lower() == REAL_HOST
        self._spacing = REAL_SPACING if real else timedelta(0)
        self._regular = max(interval, self._spacing, SHORTEST_INTERVAL)
        self._draw = draw
        self._interval = self._regular
        self._failures = 0
        self._asked_at: datetime | None = None
        self._condition: str | None = None
        self._data_at: datetime | None = None
        self._logged: set[str] = set()

    @property
    def name(self) -> SourceName:
        return NAME

    @property
    def interval(self) -> timedelta:
        return self._interval

    def forget(self) -> None:
        self._condition = None

    async def poll(self, now: datetime) -> Answer:
        """Ask once, or raise SourceError; `too-early` means that the budget forbade asking at all."""
        self._keep_budget(now)
        wish = timedelta(0)
        try:
            reply = await http.fetch(self._client, NAME, self._url, self._asking())
            wish = http.retry_after(reply.headers, now)
            answer = self._answer(reply, now)
        except SourceError:
            self._failures += 1
            self._interval = max(http.backoff(self._failures, self._regular, self._draw()), wish)
            raise
        self._failures = 0
        self._interval = self._regular
        return answer

    def _keep_budget(self, now: datetime) -> None:
        # A clock that was set back must not silence the source, so only a small step ahead counts as too early.
        if self._asked_at is not None and timedelta(0) <= now - self._asked_at < self._spacing:
            raise SourceError(NAME, "too-early")
        self._asked_at = now

    def _asking(self) -> dict[str, str | bytes]:
        condition = {} if self._condition is None else {"If-Modified-Since": self._condition}
        return {**self._headers, **condition}

    def _answer(self, reply: http.Reply, now: datetime) -> Answer:
        if reply.status == 304:
            if self._condition is None:
                raise SourceError(NAME, "unasked-304")
            return Answer(NAME, now, None, self._data_at)
        if reply.status != 200:
            raise http.refusal(NAME, reply.status)
        parsed = parse(reply.body, at=now, area_of=self._area_of)
        self._condition = http.strong_condition(reply.headers)
        self._data_at = parsed.data_at
        self._log_unfamiliar(parsed.unfamiliar)
        return Answer(NAME, now, parsed.observations, parsed.data_at)

    def _log_unfamiliar(self, words: tuple[str, ...]) -> None:
        """Each word once, and not without end, should a source put something new into every row."""
        for word in words:
            if word not in self._logged and len(self._logged) < MOST_WORDS_LOGGED:
                self._logged.add(word)
                log.warning("unfamiliar word from a source, read as grave", source=NAME, word=word)


def _document(body: bytes) -> dict[str, object]:
    try:
        document = json.loads(body)
    except (ValueError, RecursionError):
        raise _odd("not JSON") from None
    if not isinstance(document, dict):
        raise _odd("not an object")
    return document


def _uid(said: object) -> str:
    """Documented as a string, though a number will do; nothing else names a place."""
    uid = str(said).strip() if isinstance(said, str | int) and not isinstance(said, bool) else ""
    if not uid or not uid.isprintable() or len(uid) > LONGEST_UID:
        raise _odd("an alert without location_uid")
    return uid


def _moment(said: object) -> datetime | None:
    """ISO 8601, or "2026/10/08 07:36:34 +0000" as in meta; both are UTC where no offset is given."""
    if not isinstance(said, str):
        return None
    for read in (datetime.fromisoformat, _meta_moment):
        try:
            moment = read(said.strip())
            return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).astimezone(UTC)
        except (ValueError, OverflowError):
            continue
    return None


def _meta_moment(said: str) -> datetime:
    return datetime.strptime(said, "%Y/%m/%d %H:%M:%S %z")


def _odd(detail: str) -> SourceError:
    return SourceError(NAME, "odd-shape", detail)
