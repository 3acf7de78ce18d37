"""The month behind us as alerts.in.ua tells it: so that a new bot has something to say, and one that was down can learn
what it missed.

`GET /v1/regions/{uid}/alerts/month_ago.json` lists the alerts of one of the 27 regions that ended in the last 30 days
(devs.alerts.in.ua, 2024; a raion gives 404: field note of 2026-10).
"""

import asyncio
import random
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

import httpx

from bot.domain.alerts import AlertKind, AreaId, Level
from bot.domain.history import PastAlert
from bot.errors import SourceError
from bot.sources import http
from bot.sources.alerts_in_ua import CLOCKS_DIFFER, KINDS, LEVELS, NAME, REAL_HOST
from bot.sources.history import Trouble
from bot.sources.reading import UnfamiliarLog, Words, document, identifier, moment, odd

#: Its own limit beside that of the alerts that run (devs.alerts.in.ua, 2024); both together stay below the 12 a minute
#: at which an address is refused.
REAL_BUDGET = http.Budget(2, timedelta(minutes=1))
#: A month of Kharkiv oblast is 2,400 alerts (October 2026), above a megabyte.
WHOLE_TIMEOUT = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class Month:
    """What could be read of a region's month: each alert once, in the order of their ends; `left_out` counts the rows
    that are none, `unfamiliar` has the words that we do not know.
    """

    alerts: tuple[PastAlert, ...]
    left_out: Mapping[Trouble, int]
    unfamiliar: tuple[str, ...]


def parse_month(body: bytes, *, at: datetime, area_of: Callable[[str], AreaId]) -> Month:
    """Reads a month_ago.json that came at `at` (aware UTC); `area_of` turns a `location_uid` into our area.

    Raises SourceError odd-shape for what is no list of alerts; a row that cannot be read is left out and counted.
    """
    whole = document(NAME, body)
    rows = whole.get("alerts") if isinstance(whole, dict) else None
    if not isinstance(rows, list):
        raise odd(NAME, "no list of past alerts")
    reading = _Reading(at + CLOCKS_DIFFER, area_of)
    # A dict for its order; the same alert under two ids of one city is one.
    alerts = dict.fromkeys(past for row in rows if (past := reading.take(row)))
    ordered = sorted(alerts, key=lambda past: (past.finished_at or past.started_at, past.area, past.kind))
    return Month(tuple(ordered), dict(reading.left_out), tuple(reading.words.unfamiliar))


@dataclass(slots=True)
class _Reading:
    """One pass over a body."""

    latest_end: datetime
    area_of: Callable[[str], AreaId]
    left_out: Counter[Trouble] = field(default_factory=Counter)
    words: Words = field(default_factory=Words)

    def take(self, row: object) -> PastAlert | None:
        read = self._read(row) if isinstance(row, dict) else Trouble.UNREADABLE
        if isinstance(read, PastAlert):
            return read
        self.left_out[read] += 1
        return None

    def _read(self, row: Mapping[str, object]) -> PastAlert | Trouble:
        if row.get("deleted_at") is not None:
            return Trouble.DELETED
        if row.get("finished_at") is None:
            return Trouble.NO_END
        uid = identifier(row.get("location_uid"))
        started_at, finished_at = moment(row.get("started_at")), moment(row.get("finished_at"))
        if uid is None or started_at is None or finished_at is None:
            return Trouble.UNREADABLE
        if finished_at > self.latest_end:
            return Trouble.NO_END
        if finished_at <= started_at:
            return Trouble.BACKWARDS
        kind = self.words.look_up(KINDS, "alert_type", row.get("alert_type"), AlertKind.UNKNOWN)
        return PastAlert(self.area_of(uid), started_at, finished_at, self._level(row), kind=kind)

    def _level(self, row: Mapping[str, object]) -> Level:
        """Before September 2026 there were none, so that a missing one is no new word."""
        said = row.get("alert_level")
        return Level.UNKNOWN if said is None else self.words.look_up(LEVELS, "alert_level", said, Level.UNKNOWN)


class AlertsInUaHistory:
    """The histories at `url`: at the real address two a minute at most, elsewhere one a second, or fewer."""

    def __init__(
        self,
        client: httpx.AsyncClient,
        url: str,
        token: str,
        area_of: Callable[[str], AreaId],
        draw: Callable[[], float] = random.random,
    ) -> None:
        self._client = client
        self._url = url.rstrip("/")
        self._headers: dict[str, str | bytes] = {
            "Authorization": f"Bearer {token}".encode(),
            "Accept": "application/json",
        }
        self._area_of = area_of
        budget = REAL_BUDGET if http.is_at(url, REAL_HOST) else None
        self._pace = http.Pace(NAME, timedelta(0), budget, draw)
        self._unfamiliar = UnfamiliarLog(NAME)

    @property
    def interval(self) -> timedelta:
        """How long to wait before asking for any region again, from the last request on."""
        return self._pace.interval

    async def month(self, region: AreaId, now: datetime) -> Month:
        """Asks once, or raises SourceError; `too-early` means that the budget forbade asking at all."""
        self._pace.spend(now)
        wish = timedelta(0)
        url = f"{self._url}/v1/regions/{region}/alerts/month_ago.json"
        try:
            reply = await http.fetch(self._client, NAME, url, self._headers, WHOLE_TIMEOUT)
            wish = http.retry_after(reply.headers, now)
            if reply.status != 200:
                raise http.refusal(NAME, reply.status)
            # A megabyte is read beside the loop, on which alerts are waited for.
            read = await asyncio.to_thread(parse_month, reply.body, at=now, area_of=self._area_of)
        except SourceError:
            self._pace.slow_down(wish)
            raise
        self._pace.recover()
        self._unfamiliar.take(read.unfamiliar)
        return read
