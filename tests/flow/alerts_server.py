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
    compact string by uid, None where there is none.
    """

    def __init__(self) -> None:
        self.alerts: list[Mapping[str, object]] = []
        self.broken: Response | None = None
        self.string: Mapping[str, str] | None = None
        self.tokens: set[str] = set()
        self._answered = 0
        self._more = asyncio.Condition()

    def app(self) -> Starlette:
        return Starlette(
            routes=[
                Route("/v1/alerts/active.json", self._active),
                Route("/v2/iot/active_air_raid_alerts.json", self._compact),
            ]
        )

    async def answers(self, count: int) -> None:
        """Waits until so many more answers were given, so that what was set has been seen."""
        wanted = self._answered + count
        async with self._more:
            await self._more.wait_for(lambda: self._answered >= wanted)

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
