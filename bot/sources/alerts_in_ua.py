"""alerts.in.ua: what it says is read without ever taking a failure, or a word that we do not know, for calm."""

import random
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

import httpx

from bot.domain.alerts import AlertKind, Answer, AreaId, Level, Observation, SourceName, Threat, ThreatKind
from bot.errors import SourceError
from bot.sources import http
from bot.sources.alerts_in_ua_string import parse_string
from bot.sources.reading import Parsed, UnfamiliarLog, Words, document, identifier, moment, odd

NAME = SourceName("alerts-in-ua")
REAL_HOST = "api.alerts.in.ua"
#: Eight in a minute: the documented soft limit is 8-10 a minute per address, the hard one 12 (devs.alerts.in.ua, 2024).
REAL_BUDGET = http.Budget(1, timedelta(minutes=1) / 8)
#: Where the string fails as well, the list is tried so many times before the next string: it is what must come back.
FAILS_AFTER_STRING = 3
#: How far an end may lie ahead of every clock we have and still be an end.
CLOCKS_DIFFER = timedelta(minutes=2)

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


def parse(body: bytes, *, at: datetime, area_of: Callable[[str], AreaId]) -> Parsed:
    """Read an active.json that came at `at` (aware UTC); `area_of` turns the source's `location_uid` into our area.

    Raises SourceError odd-shape where the silence of the body could not be trusted.
    """
    whole = document(NAME, body)
    rows = whole.get("alerts") if isinstance(whole, dict) else None
    if not isinstance(whole, dict) or not isinstance(rows, list):
        raise odd(NAME, "no list of alerts")
    meta = whole.get("meta")
    data_at = _moment(meta.get("last_updated_at")) if isinstance(meta, dict) else None
    reading = _Reading(at, max(at, data_at or at) + CLOCKS_DIFFER, area_of)
    if data_at is None:
        reading.words.wonder("meta.last_updated_at", "unreadable")
    observations = [seen for row in rows if (seen := reading.observation(row)) is not None]
    return Parsed(tuple(observations), data_at, tuple(reading.words.unfamiliar))


@dataclass(slots=True)
class _Reading:
    """One pass over a body: it keeps what can be known of each row and remembers what was odd."""

    at: datetime
    latest_end: datetime
    area_of: Callable[[str], AreaId]
    words: Words = field(default_factory=Words)

    def observation(self, row: object) -> Observation | None:
        """None where the source says that it ended; a row whose place cannot be read spoils the whole answer."""
        if not isinstance(row, dict):
            raise odd(NAME, "an alert is not an object")
        area = self.area_of(_uid(row.get("location_uid")))
        started_at = _moment(row.get("started_at"))
        withdrawn = self._over("deleted_at", row.get("deleted_at"), started_at) is not None
        ended_at = self._over("finished_at", row.get("finished_at"), started_at)
        if not withdrawn and ended_at is not None and ended_at <= self.latest_end:
            return None
        if started_at is None:
            self.words.wonder("started_at", row.get("started_at"))
        return Observation(
            area=area,
            kind=self.words.look_up(KINDS, "alert_type", row.get("alert_type"), AlertKind.UNKNOWN),
            level=self._level(row) if started_at else Level.UNKNOWN,
            started_at=started_at or self.at,
            threats=self._threats(row.get("threats")),
            withdrawn=withdrawn,
        )

    def _over(self, where: str, said: object, started_at: datetime | None) -> datetime | None:
        """Only a readable time that is not before the start, as an empty date would be: anything else ends nothing."""
        over_at = _moment(said)
        if over_at is None or (started_at and over_at < started_at):
            if said is not None:
                self.words.wonder(where, said)
            return None
        return over_at

    def _level(self, row: Mapping[str, object]) -> Level:
        return self.words.look_up(LEVELS, "alert_level", row.get("alert_level"), Level.UNKNOWN)

    def _threats(self, said: object) -> tuple[Threat, ...]:
        if said is None:
            return ()
        if not isinstance(said, list):
            self.words.wonder("threats", said)
            return (Threat(ThreatKind.UNKNOWN),)
        return tuple(self._threat(one) for one in said)

    def _threat(self, said: object) -> Threat:
        if not isinstance(said, dict):
            self.words.wonder("threat", said)
            return Threat(ThreatKind.UNKNOWN)
        kind = self.words.look_up(THREATS, "threat_type", said.get("threat_type"), ThreatKind.UNKNOWN)
        level = said.get("level")
        known = None if level is None else self.words.look_up(LEVELS, "threat.level", level, Level.UNKNOWN)
        return Threat(kind, known, _moment(said.get("started_at")))


class AlertsInUa:
    """The source at `url`. At the real address it is asked eight times a minute at most, whatever `interval` says.

    Where the list of alerts cannot be had, or is odd, the next request asks for the compact string instead, and the one
    after that for the list again (docs/decisions/0009-the-compact-string-is-a-second-look.md).
    """

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
        self._list_url = f"{url.rstrip('/')}/v1/alerts/active.json"
        self._string_url = f"{url.rstrip('/')}/v2/iot/active_air_raid_alerts.json"
        self._headers: dict[str, str | bytes] = {
            "Authorization": f"Bearer {token}".encode(),
            "Accept": "application/json",
        }
        self._area_of = area_of
        budget = REAL_BUDGET if http.is_at(url, REAL_HOST) else None
        self._pace = http.Pace(NAME, interval, budget, draw)
        #: How many more times the list must fail before the string is asked for.
        self._fails_left = 1
        self._condition: str | None = None
        self._data_at: datetime | None = None
        self._unfamiliar = UnfamiliarLog(NAME)

    @property
    def name(self) -> SourceName:
        return NAME

    @property
    def interval(self) -> timedelta:
        return self._pace.interval

    def forget(self) -> None:
        self._condition = None

    async def poll(self, now: datetime) -> Answer:
        """Ask once, or raise SourceError; `too-early` means that the budget forbade asking at all."""
        self._pace.spend(now)
        wish, asks_string = timedelta(0), self._fails_left <= 0
        try:
            reply = await (self._get_string() if asks_string else self._get_list())
            wish = http.retry_after(reply.headers, now)
            answer = self._added(reply, now) if asks_string else self._answer(reply, now)
        except SourceError as error:
            self._count(error, asks_string=asks_string, asked_for_time=wish > timedelta(0))
            self._pace.slow_down(wish)
            raise
        self._fails_left = 1
        self._pace.recover()
        return answer

    def _count(self, error: SourceError, *, asks_string: bool, asked_for_time: bool) -> None:
        """Whoever was refused, or asked to wait, asks no more than it must: the string is no way around that."""
        if asks_string:
            self._fails_left = FAILS_AFTER_STRING
        elif not asked_for_time and error.kind not in http.KIND_OF_STATUS.values():
            self._fails_left -= 1

    async def _get_list(self) -> http.Reply:
        condition = {} if self._condition is None else {"If-Modified-Since": self._condition}
        return await http.fetch(self._client, NAME, self._list_url, {**self._headers, **condition})

    async def _get_string(self) -> http.Reply:
        return await http.fetch(self._client, NAME, self._string_url, self._headers)

    def _added(self, reply: http.Reply, now: datetime) -> Answer:
        if reply.status != 200:
            raise http.refusal(NAME, reply.status)
        seen = parse_string(NAME, reply.body, at=now, area_of=self._area_of)
        # "Unchanged" would repeat a list that may lack what the string has shown.
        self._condition = None
        return Answer(NAME, now, seen, whole=False)

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
        self._unfamiliar.take(parsed.unfamiliar)
        return Answer(NAME, now, parsed.observations, parsed.data_at)


def _uid(said: object) -> str:
    uid = identifier(said)
    if uid is None:
        raise odd(NAME, "an alert without location_uid")
    return uid


def _moment(said: object) -> datetime | None:
    """ISO 8601, or "2026/10/08 07:36:34 +0000" as in meta."""
    return moment(said, _meta_moment)


def _meta_moment(said: str) -> datetime:
    return datetime.strptime(said, "%Y/%m/%d %H:%M:%S %z")
