"""A Bot API server that does nothing but answer and remember when, in a process of its own, so that what is measured is
the sender.

Run by `null_server`. It speaks HTTP/1.1 with keep-alive, over TLS where a certificate is given, and answers each call
after a latency. One private person chats: `/now`, every so often, while that is switched on. It is an alert source too.
"""

import asyncio
import json
import re
import ssl
import subprocess
import sys
import time
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx

CHATTER = 99
_HEAD = re.compile(rb"^(?P<verb>[A-Z]+) (?P<path>\S+) HTTP/1\.1\r\n")
_LENGTH = re.compile(rb"\r\ncontent-length: *(\d+)", re.IGNORECASE)
_CHUNKED = re.compile(rb"\r\ntransfer-encoding: *chunked", re.IGNORECASE)
#: The chat of a call: a field of JSON, of a form, or a part of several.
_CHAT = re.compile(rb'"chat_id": ?"?(-?\d+)|(?:^|&)chat_id=(-?\d+)|name="chat_id"(?:[^\r]*\r\n)+?\r\n(-?\d+)')
_FIRST = re.compile(rb'"text": ?"([^"]{1,60})|(?:^|&)text=([^&]{1,60})|name="text"(?:[^\r]*\r\n)+?\r\n([^\r\n]{1,60})')
_ME = {"id": 1, "is_bot": True, "first_name": "Null", "username": "null_bot"}


@dataclass(slots=True)
class Log:
    """Every sendMessage: seconds of the machine's clock, chat, and how its text begins; and when the chatter wrote."""

    sent: list[tuple[float, int, str]] = field(default_factory=list)
    asked: list[float] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Count:
    """How many chats but the chatter's were written to, and how often that one was."""

    reached: int
    replies: int


class _Calls(asyncio.Protocol):
    """One connection; calls on it are answered in their order."""

    def __init__(self, served: "_Served") -> None:
        self._served = served
        self._buffer = b""
        self._transport: asyncio.Transport | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport

    def data_received(self, data: bytes) -> None:
        self._buffer += data
        while call := _call(self._buffer):
            path, body, self._buffer = call
            self._served.take(path, body, self._answer)

    def _answer(self, result: Any) -> None:
        if self._transport is None or self._transport.is_closing():
            return
        body = json.dumps(result if isinstance(result, dict) and "ok" in result else {"ok": True, "result": result})
        head = f"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: {len(body.encode())}\r\n\r\n"
        self._transport.write(head.encode() + body.encode())


def _call(buffer: bytes) -> tuple[str, bytes, bytes] | None:
    """Path and body of the first whole call, and what follows it; None where it is not whole yet."""
    end = buffer.find(b"\r\n\r\n")
    if end < 0:
        return None
    head, start = buffer[: end + 2], end + 4
    found = _HEAD.match(head)
    path = found["path"].decode() if found else "/"
    if _CHUNKED.search(head):
        last = buffer.find(b"0\r\n\r\n", start)
        return None if last < 0 else (path, buffer[start:last], buffer[last + 5 :])
    length = _LENGTH.search(head)
    size = int(length[1]) if length else 0
    if len(buffer) < start + size:
        return None
    return path, buffer[start : start + size], buffer[start + size :]


class _Served:
    """The server's side: what came when, and the person who chats."""

    def __init__(self, latency: float, chats_every: float) -> None:
        self._latency = latency
        self._chats_every = chats_every
        self._log = Log()
        self._reached: set[int] = set()
        self._replies = 0
        self._updates = 0
        self._chatting = False
        self._said: list[str] = []
        self._alerts: list[Any] = []

    def take(self, path: str, body: bytes, answer: Any) -> None:
        method = path.rpartition("/")[2].partition("?")[0].casefold()
        later = asyncio.get_running_loop().call_later
        if method == "getupdates":
            self._poll(body, answer)
        elif method == "log":
            answer({"ok": True, "sent": self._log.sent, "asked": self._log.asked})
        elif method == "count":
            answer({"ok": True, "reached": len(self._reached), "replies": self._replies})
        elif method == "say":
            self._said.append(body.decode())
            answer(True)
        elif method == "alerts":
            self._alerts = json.loads(body)
            answer(True)
        elif method == "active.json":
            updated_at = time.strftime("%Y/%m/%d %H:%M:%S +0000", time.gmtime())
            answer({"ok": True, "alerts": self._alerts, "meta": {"last_updated_at": updated_at, "type": "full"}})
        elif method == "chat":
            self._chatting = body == b"on"
            answer(True)
        elif method == "sendmessage":
            chat = self._remember(body)
            message = {"message_id": len(self._log.sent), "date": 1, "chat": {"id": chat, "type": "private"}}
            later(self._latency, answer, message)
        else:
            later(self._latency, answer, _ME if method == "getme" else True)

    def _remember(self, body: bytes) -> int:
        found, first = _CHAT.search(body), _FIRST.search(body)
        chat = int(next(filter(None, found.groups()))) if found else 0
        text = next(filter(None, first.groups()), b"") if first else b""
        self._log.sent.append((time.perf_counter(), chat, text.decode(errors="replace")))
        if chat == CHATTER:
            self._replies += 1
        else:
            self._reached.add(chat)
        return chat

    def _poll(self, body: bytes, answer: Any) -> None:
        """A word that was asked for at once; else the chatter's question, when the time for it has come."""
        if self._said:
            asyncio.get_running_loop().call_later(self._latency, answer, [self._update(self._said.pop(0))])
        else:
            asyncio.get_running_loop().call_later(self._chats_every, self._ask, answer)

    def _ask(self, answer: Any) -> None:
        if not self._chatting:
            answer([])
            return
        self._log.asked.append(time.perf_counter())
        answer([self._update("/now")])

    def _update(self, text: str) -> dict[str, Any]:
        self._updates += 1
        person = {"id": CHATTER, "is_bot": False, "first_name": "Chatter", "language_code": "en"}
        entities = [{"type": "bot_command", "offset": 0, "length": len(text.partition(" ")[0])}]
        message = {"message_id": self._updates, "date": int(time.time()), "chat": {"id": CHATTER, "type": "private"}}
        return {
            "update_id": self._updates,
            "message": {**message, "from": person, "text": text, "entities": entities},
        }


@dataclass(frozen=True, slots=True)
class NullServer:
    """The running server, as its measurer sees it: `trust` is the certificate to be trusted, None without TLS."""

    address: str
    trust: Path | None
    client: httpx.AsyncClient

    async def log(self) -> Log:
        told = (await self.client.get(f"{self.address}/log")).json()
        return Log([(at, chat, text) for at, chat, text in told["sent"]], told["asked"])

    async def count(self) -> Count:
        """As the log, in two numbers: to tell all of it would hold the server up while it is measured with."""
        told = (await self.client.get(f"{self.address}/count")).json()
        return Count(told["reached"], told["replies"])

    async def say(self, text: str) -> None:
        """The chatter writes this next."""
        await self.client.post(f"{self.address}/say", content=text)

    async def shows(self, *alerts: Mapping[str, object]) -> None:
        """What the alert source shows from now on, in the words of alerts.in.ua."""
        await self.client.post(f"{self.address}/alerts", content=json.dumps(alerts))

    async def chats(self, *, on: bool) -> None:
        await self.client.post(f"{self.address}/chat", content=b"on" if on else b"off")


@asynccontextmanager
async def null_server(
    folder: Path, port: int, *, tls: bool = False, latency: float = 0.0, chats_every: float = 0.05
) -> AsyncIterator[NullServer]:
    """A server at a port of this machine, in another process, for as long as the block lasts; latency in seconds."""
    certificate = _certificate(folder) if tls else None
    options = (str(port), str(latency), str(chats_every), *((str(certificate),) if certificate else ()))
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "benchmarks.null_server", *options, stdout=asyncio.subprocess.PIPE
    )
    assert process.stdout
    await process.stdout.readline()
    verify = ssl.create_default_context(cafile=str(certificate)) if certificate else False
    try:
        async with httpx.AsyncClient(verify=verify, timeout=60, trust_env=False) as client:
            address = f"{'https' if tls else 'http'}://127.0.0.1:{port}"
            yield NullServer(address, certificate, client)
    finally:
        process.kill()
        await process.wait()


def _certificate(folder: Path) -> Path:
    """Key and certificate of this machine in one file, made by openssl."""
    both = folder / "null.pem"
    key, certificate = folder / "null.key", folder / "null.crt"
    made = ("openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes")
    names = ("-subj", "/CN=127.0.0.1", "-addext", "subjectAltName=IP:127.0.0.1", "-days", "2")
    subprocess.run([*made, *names, "-keyout", key, "-out", certificate], check=True, capture_output=True)
    both.write_bytes(key.read_bytes() + certificate.read_bytes())
    return both


async def _serve(port: int, latency: float, chats_every: float, certificate: str | None) -> None:
    context = None
    if certificate:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(certificate)
    served = _Served(latency, chats_every)
    server = await asyncio.get_running_loop().create_server(
        lambda: _Calls(served), "127.0.0.1", port, ssl=context, backlog=1024
    )
    sys.stdout.write("ready\n")
    sys.stdout.flush()
    await server.serve_forever()


if __name__ == "__main__":
    _port, _latency, _every, *_pem = sys.argv[1:]
    asyncio.run(_serve(int(_port), float(_latency), float(_every), _pem[0] if _pem else None))
