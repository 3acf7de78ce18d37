"""A server that speaks both alert services: what is alerted is set by the test, and every answer is counted.

Bodies are as in devs.alerts.in.ua (2024) and ukrainealarm's openapi.yaml (2024), with the levels of September 2026.
"""

import asyncio
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import format_datetime

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route
from starlette.types import Receive, Scope, Send

V3_TYPES = {"air_raid": "AIR", "artillery_shelling": "ARTILLERY"}
V3_REASONS = {
    "drones": "Дронова загроза (жовтий рівень)",
    "ballistic_missiles": "Ракетна загроза (червоний рівень)",
}


@dataclass(frozen=True, slots=True)
class Shown:
    """One running alert in the words of alerts.in.ua; what the other service has no word for is passed on as it is."""

    uid: str
    level: str
    threats: tuple[str, ...]
    started_at: datetime
    kind: str = "air_raid"

    def as_row(self) -> dict[str, object]:
        """As active.json has it."""
        started = self.started_at.strftime("%Y-%m-%dT%H:%M:%S.000Z")
        return {
            "id": 1,
            "location_uid": self.uid,
            "location_title": self.uid,
            "location_type": "city",
            "started_at": started,
            "finished_at": None,
            "updated_at": started,
            "deleted_at": None,
            "alert_type": self.kind,
            "alert_level": self.level,
            "threats": [
                {"threat_type": one, "level": self.level, "started_at": started, "source_message": ""}
                for one in self.threats
            ],
        }

    def as_record(self) -> dict[str, object]:
        """As /api/v3/alerts has it."""
        at = self.started_at.strftime("%Y-%m-%dT%H:%M:%S.%fZ")
        region = {"regionId": self.uid, "regionType": "State"}
        levels = [
            {"alertLevel": self.level.capitalize(), "reason": V3_REASONS.get(one, one), "createdAt": at}
            for one in self.threats or ("",)
        ]
        kind = V3_TYPES.get(self.kind, self.kind.upper())
        alert = {**region, "type": kind, "lastUpdate": at, "activeAlertLevels": levels}
        return {**region, "regionName": self.uid, "regionEngName": self.uid, "lastUpdate": at, "activeAlerts": [alert]}


def alert(uid: str, level: str, *threats: str, started_at: datetime | None = None, kind: str = "air_raid") -> Shown:
    """Starts are aware UTC, now where not given."""
    return Shown(uid, level, threats, started_at or datetime.now(UTC), kind)


class Silence(Response):
    """No answer at all: the connection stays open until the other side has had enough."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        while (await receive())["type"] != "http.disconnect":
            pass


class Dropped(Silence):
    """The connection is cut without an answer; needs the transport that bot.serving puts into the request's state."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        scope["state"]["transport"].abort()
        await super().__call__(scope, receive, send)


@dataclass(frozen=True, slots=True)
class Answered:
    """What was given at a moment of the server's clock: the alerts of a good and whole answer, None for any other."""

    at: datetime
    alerts: tuple[Shown, ...] | None


class AlertsServer:
    """`alerts` are shown by both services; `broken`, where set, is answered instead. `string` are letters of
    the compact string by uid, None where there is none; `months` are the rows of the regions' histories, `asked_months`
    the regions that were asked for.

    `updated_at` is the time that the data are said to have; the last change on the server's clock where it is None.
    """

    def __init__(self, now: Callable[[], datetime] = lambda: datetime.now(UTC)) -> None:
        self.broken: Response | None = None
        self.string: Mapping[str, str] | None = None
        self.months: dict[str, list[Mapping[str, object]]] = {}
        self.asked_months: list[str] = []
        self.updated_at: datetime | None = None
        self.gives_conditions = False
        self.tokens: set[str] = set()
        self.askers: list[str] = []
        self.conditions: list[str | None] = []
        self.given: list[Answered] = []
        self._now = now
        self._alerts: tuple[Shown, ...] = ()
        self._changed_at = now()
        self._actions = 1000
        self._more = asyncio.Condition()

    @property
    def alerts(self) -> tuple[Shown, ...]:
        return self._alerts

    @alerts.setter
    def alerts(self, shown: "tuple[Shown, ...] | list[Shown]") -> None:
        self._alerts, self._changed_at, self._actions = tuple(shown), self._now(), self._actions + 1

    def steps_back(self) -> None:
        """Shows what an old copy would: fewer actions than before."""
        self._actions -= 100

    def app(self) -> Starlette:
        return Starlette(
            routes=[
                Route("/v1/alerts/active.json", self._active),
                Route("/v2/iot/active_air_raid_alerts.json", self._compact),
                Route("/v1/regions/{uid}/alerts/month_ago.json", self._month),
                Route("/api/v3/alerts", self._records),
                Route("/api/v3/alerts/status", self._status),
                Route("/api/v3/regions", self._regions),
            ]
        )

    async def answers(self, count: int) -> None:
        """Waits until so many more answers were given, so that what was set has been seen."""
        wanted = len(self.given) + count
        async with self._more:
            await self._more.wait_for(lambda: len(self.given) >= wanted)

    async def asked_by(self, *tokens: str) -> str:
        """Waits until one of those with these tokens asks, from now on, and says which."""
        after = len(self.askers)
        async with self._more:
            await self._more.wait_for(lambda: any(asker in tokens for asker in self.askers[after:]))
        return next(asker for asker in self.askers[after:] if asker in tokens)

    async def _month(self, request: Request) -> Response:
        uid = request.path_params["uid"]
        self.asked_months.append(uid)
        return JSONResponse({"alerts": self.months.get(uid, []), "meta": {"type": "full"}})

    async def _active(self, request: Request) -> Response:
        asker = request.headers.get("authorization", "")
        self.tokens.add(asker)
        self.askers.append(asker.removeprefix("Bearer "))
        condition = request.headers.get("if-modified-since")
        self.conditions.append(condition)
        modified = format_datetime(self._changed_at, usegmt=True)
        if self.gives_conditions and condition == modified and not self.broken:
            return await self._give(Response(status_code=304), self.alerts)
        updated_at = self.updated_at or self._changed_at
        meta = {"last_updated_at": updated_at.strftime("%Y/%m/%d %H:%M:%S +0000"), "type": "full"}
        body = {"alerts": [one.as_row() for one in self.alerts], "meta": meta, "disclaimer": ""}
        headers = {"Last-Modified": modified} if self.gives_conditions else None
        return await self._give(JSONResponse(body, headers=headers), self.alerts)

    async def _records(self, request: Request) -> Response:
        return await self._give(JSONResponse([one.as_record() for one in self.alerts]), self.alerts)

    async def _status(self, request: Request) -> Response:
        return await self._give(JSONResponse({"lastActionIndex": self._actions}), None)

    async def _regions(self, request: Request) -> Response:
        state = {"regionId": "22", "regionName": "22", "regionType": "State", "regionChildIds": []}
        return await self._give(JSONResponse({"states": [state]}), None)

    async def _give(self, good: Response, alerts: tuple[Shown, ...] | None) -> Response:
        broken = self.broken
        async with self._more:
            self.given.append(Answered(self._now(), None if broken else alerts))
            self._more.notify_all()
        return broken or good

    async def _compact(self, _request: Request) -> Response:
        if self.string is None:
            return Response(status_code=404)
        letters = self.string
        return JSONResponse("".join(letters.get(str(uid), "N") for uid in range(1700)))


def past_alert(uid: str, level: str, started_at: datetime, finished_at: datetime) -> dict[str, object]:
    """A row of a history: no threats, and an end."""
    row = alert(uid, level, started_at=started_at).as_row()
    del row["threats"]
    return row | {"finished_at": finished_at.strftime("%Y-%m-%dT%H:%M:%S.000Z")}
