"""A server that speaks ukrainealarm v3 with its webhook: a test says what is alerted, and when that is posted."""

import asyncio
from collections.abc import Mapping
from datetime import UTC, datetime

import httpx
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route


class UkraineAlarmServer:
    """`refuses` are statuses with which the next registrations are answered; `registered` remembers all of them."""

    def __init__(self) -> None:
        self.refuses: list[int] = []
        self.registered: list[tuple[str, str]] = []
        self.address = ""
        self.readings = 0
        self._alerts: list[Mapping[str, object]] = []
        self._actions = 0
        self._more = asyncio.Condition()

    def app(self) -> Starlette:
        return Starlette(
            routes=[
                Route("/api/v3/alerts", self._list),
                Route("/api/v3/alerts/status", self._status),
                Route("/api/v3/webhook", self._webhook, methods=["POST", "PATCH", "DELETE"]),
            ]
        )

    def changes(self, alerts: list[Mapping[str, object]]) -> None:
        """These regions are alerted from now on."""
        self._alerts, self._actions = alerts, self._actions + 1

    async def is_read(self, times: int) -> None:
        """Waits until the alerts have been read so many times in all."""
        async with self._more:
            await self._more.wait_for(lambda: self.readings >= times)

    async def is_registered(self) -> None:
        async with self._more:
            await self._more.wait_for(lambda: bool(self.address))

    async def posts(self, content: bytes = b"{}") -> int:
        """Tells the registered address that something changed; the status that it answers with."""
        async with httpx.AsyncClient() as client:
            return (await client.post(self.address, content=content)).status_code

    async def _list(self, _request: Request) -> Response:
        async with self._more:
            self.readings += 1
            self._more.notify_all()
        return JSONResponse(self._alerts)

    async def _status(self, _request: Request) -> Response:
        return JSONResponse({"lastActionIndex": self._actions})

    async def _webhook(self, request: Request) -> Response:
        address = (await request.json())["webHookUrl"]
        self.registered.append((request.method, address))
        if self.refuses:
            return Response(status_code=self.refuses.pop(0))
        async with self._more:
            self.address = "" if request.method == "DELETE" else address
            self._more.notify_all()
        return JSONResponse({})


def region(region_id: str, *levels: str) -> dict[str, object]:
    """A region with one air alert of these levels, as the service writes it, from now on."""
    now = datetime.now(UTC).isoformat()
    reasons = {"Yellow": "Дронова загроза (жовтий рівень)", "Red": "Ракетна загроза (червоний рівень)"}
    declared = [{"alertLevel": level, "reason": reasons[level], "createdAt": now} for level in levels]
    alert = {"regionId": region_id, "regionType": "State", "type": "AIR", "lastUpdate": now}
    return {
        "regionId": region_id,
        "regionType": "State",
        "regionName": region_id,
        "regionEngName": region_id,
        "lastUpdate": now,
        "activeAlerts": [{**alert, "activeAlertLevels": declared}],
    }
