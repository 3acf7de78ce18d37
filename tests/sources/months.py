"""Rows of a region's month as alerts.in.ua writes them, and a server that hands them out."""

import json
from collections.abc import Awaitable, Callable
from datetime import datetime

import httpx

from bot.domain.alerts import AreaId
from bot.sources.alerts_in_ua_history import AlertsInUaHistory

TOKEN = "k3y-that-nobody-may-see"
REAL = "https://api.alerts.in.ua"
ELSEWHERE = "http://127.0.0.1:8099/"

Turn = httpx.Response | Exception


def row(started_at: datetime, finished_at: datetime, uid: str = "1293", **other: object) -> dict[str, object]:
    """One past alert; any field can be given otherwise."""
    return {
        "id": 1,
        "location_title": "x",
        "location_type": "city",
        "started_at": stamp(started_at),
        "finished_at": stamp(finished_at),
        "updated_at": stamp(finished_at),
        "alert_type": "air_raid",
        "location_oblast": "x",
        "location_uid": uid,
        "notes": None,
        "country": None,
        "deleted_at": None,
        "calculated": False,
        "location_oblast_uid": "22",
        "alert_level": "red",
    } | other


def stamp(moment: datetime) -> str:
    return moment.strftime("%Y-%m-%dT%H:%M:%S.000Z")


def body(*rows: object) -> bytes:
    return json.dumps({"alerts": rows, "meta": {"last_updated_at": "2026/11/14 10:30:05 +0000"}}).encode()


class HistoryServer:
    """Answers with what it was given, in turn, the last for ever; `asked` remembers every request, `meanwhile` happens
    once its answer is written and before it has arrived.
    """

    def __init__(self, *turns: Turn) -> None:
        self.turns = list(turns)
        self.asked: list[httpx.Request] = []
        self.meanwhile: Callable[[], Awaitable[object]] | None = None

    def answers(self, *rows: object) -> None:
        self.turns = [httpx.Response(200, content=body(*rows))]

    async def __call__(self, request: httpx.Request) -> httpx.Response:
        self.asked.append(request)
        turn = self.turns.pop(0) if len(self.turns) > 1 else self.turns[0]
        if self.meanwhile:
            await self.meanwhile()
        if isinstance(turn, Exception):
            raise turn
        return httpx.Response(turn.status_code, content=turn.content, headers=turn.headers)


def history_at(
    server: HistoryServer, url: str = ELSEWHERE, area_of: Callable[[str], AreaId] = AreaId
) -> AlertsInUaHistory:
    client = httpx.AsyncClient(transport=httpx.MockTransport(server))
    return AlertsInUaHistory(client, url, TOKEN, area_of, lambda: 1.0)
