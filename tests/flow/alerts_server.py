"""A server that speaks alerts.in.ua: what is alerted is set by the test, and every answer is counted."""

import asyncio
from collections.abc import Mapping
from datetime import UTC, datetime

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route


class AlertsServer:
    """`alerts` are rows of active.json; `broken`, where set, is answered instead of them; `string` are letters of the
    compact string by uid, None where there is none; `months` are the rows of the regions' histories, `asked_months` the
    regions that were asked for.
    """

    def __init__(self) -> None:
        self.alerts: list[Mapping[str, object]] = []
        self.broken: Response | None = None
        self.string: Mapping[str, str] | None = None
        self.months: dict[str, list[Mapping[str, object]]] = {}
        self.asked_months: list[str] = []
        self.tokens: set[str] = set()
        self._answered = 0
        self._more = asyncio.Condition()

    def app(self) -> Starlette:
        return Starlette(
            routes=[
                Route("/v1/alerts/active.json", self._active),
                Route("/v2/iot/active_air_raid_alerts.json", self._compact),
                Route("/v1/regions/{uid}/alerts/month_ago.json", self._month),
            ]
        )

    async def answers(self, count: int) -> None:
        """Waits until so many more answers were given, so that what was set has been seen."""
        wanted = self._answered + count
        async with self._more:
            await self._more.wait_for(lambda: self._answered >= wanted)

    async def _month(self, request: Request) -> Response:
        uid = request.path_params["uid"]
        self.asked_months.append(uid)
        return JSONResponse({"alerts": self.months.get(uid, []), "meta": {"type": "full"}})

    async def _active(self, request: Request) -> Response:
        self.tokens.add(request.headers.get("authorization", ""))
        async with self._more:
            self._answered += 1
            self._more.notify_all()
        if self.broken:
            return self.broken
        return JSONResponse({"alerts": self.alerts, "meta": {"type": "full"}})

    async def _compact(self, _request: Request) -> Response:
        if self.string is None:
            return Response(status_code=404)
        letters = self.string
        return JSONResponse("".join(letters.get(str(uid), "N") for uid in range(1700)))


def past_alert(uid: str, level: str, started_at: datetime, finished_at: datetime) -> dict[str, object]:
    """A row of a history: no threats, and an end."""
    row = alert(uid, level, started_at=started_at)
    del row["threats"]
    return row | {"finished_at": finished_at.strftime("%Y-%m-%dT%H:%M:%S.000Z"), "deleted_at": None}


def alert(uid: str, level: str, *threats: str, started_at: datetime | None = None) -> dict[str, object]:
    """A row as the service writes it; starts are aware UTC, now where not given."""
    started = (started_at or datetime.now(UTC)).strftime("%Y-%m-%dT%H:%M:%S.000Z")
    return {
        "id": 1,
        "location_uid": uid,
        "location_title": uid,
        "location_type": "city",
        "started_at": started,
        "finished_at": None,
        "updated_at": started,
        "alert_type": "air_raid",
        "alert_level": level,
        "threats": [
            {"threat_type": threat, "level": level, "started_at": started, "source_message": ""} for threat in threats
        ],
    }
