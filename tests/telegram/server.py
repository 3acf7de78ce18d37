"""A very small Telegram: answers over real HTTP with what a test has laid ready, and remembers what it was asked."""

import asyncio
import json
from collections import defaultdict, deque
from dataclasses import dataclass, field
from typing import Any

from aiohttp import web
from aiohttp.test_utils import TestServer

TOKEN = "123456:the-secret-part"


@dataclass(frozen=True)
class Reply:
    """What goes back; `hang` never answers, `drop` hangs up once the request was read, `line` is sent as it is."""

    status: int = 200
    body: str = '{"ok": true, "result": true}'
    kind: str = "application/json"
    headers: dict[str, str] = field(default_factory=dict)
    hang: bool = False
    drop: bool = False
    line: bytes = b""


@dataclass(frozen=True)
class Call:
    method: str
    sent: dict[str, Any]
    peer: object


def result(value: object) -> Reply:
    return Reply(body=json.dumps({"ok": True, "result": value}))


def refusal(code: int, description: str, **parameters: int) -> Reply:
    body: dict[str, object] = {"ok": False, "error_code": code, "description": description}
    if parameters:
        body["parameters"] = parameters
    return Reply(status=code, body=json.dumps(body))


def page(status: int) -> Reply:
    return Reply(status=status, body="<html><h1>nginx</h1></html>", kind="text/html")


HANG = Reply(hang=True)
DROP = Reply(drop=True)
CUT_SHORT = Reply(line=b'HTTP/1.1 200 OK\r\nContent-Length: 500\r\n\r\n{"ok": true, ')
HALF_JSON = Reply(body='{"ok": true, "result": {"message_')


def message(message_id: int, chat_id: int = 7) -> Reply:
    return result(
        {"message_id": message_id, "date": 1767225600, "chat": {"id": chat_id, "type": "private"}, "text": "."}
    )


def written_of(error: BaseException, logged: str) -> str:
    """Everything that a log or a traceback would show of a failed call."""
    return logged + str(error) + repr(error) + repr(error.__cause__)


class BotApi:
    """One server for one test: `lay` replies down in order; with none left a call simply succeeds."""

    def __init__(self) -> None:
        self.calls: list[Call] = []
        self._replies: dict[str, deque[Reply]] = defaultdict(deque)
        self._released = asyncio.Event()
        self._numbers = iter(range(1001, 10**6))
        application = web.Application()
        application.router.add_route("*", "/bot{token}/{method}", self._answer)
        self._server = TestServer(application)

    @property
    def address(self) -> str:
        return str(self._server.make_url("")).rstrip("/")

    def lay(self, method: str, *replies: Reply) -> None:
        self._replies[method].extend(replies)

    def asked(self, method: str) -> list[dict[str, Any]]:
        return [call.sent for call in self.calls if call.method == method]

    async def start(self) -> None:
        # Its own access log would quote the address, and with it the token.
        await self._server.start_server(access_log=None)

    async def stop(self) -> None:
        self._released.set()
        await self._server.close()

    async def _answer(self, request: web.Request) -> web.StreamResponse:
        method = request.match_info["method"]
        sent = {name: _content(value) for name, value in (await request.post()).items()}
        peer = request.transport.get_extra_info("peername") if request.transport else None
        self.calls.append(Call(method, sent, peer))
        reply = self._replies[method].popleft() if self._replies[method] else self._usual(method)
        if reply.hang:
            await self._released.wait()
        if request.transport is not None and (reply.drop or reply.line):
            request.transport.write(reply.line)
            request.transport.close()
        return web.Response(status=reply.status, text=reply.body, content_type=reply.kind, headers=reply.headers)

    def _usual(self, method: str) -> Reply:
        if method == "getUpdates":
            return result([])
        return message(next(self._numbers)) if method == "sendMessage" else Reply()


def _content(value: object) -> object:
    return (value.filename, value.file.read()) if isinstance(value, web.FileField) else value
