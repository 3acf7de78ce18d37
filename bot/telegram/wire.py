"""The broadcast's wire: forms to one address, over connections of our own. What a client for everything does for each
request costs more processor time than all the rest of a message (docs/decisions/0043).
"""

import asyncio
import socket
import ssl
from collections.abc import Sequence
from types import TracebackType
from typing import Self, TypeAlias, cast
from urllib.parse import urlsplit

from aiohappyeyeballs import AddrInfoType, start_connection
from httptools import HttpParserError, HttpParserUpgrade, HttpResponseParser
from telegram.error import NetworkError, TimedOut
from telegram.request import BaseRequest

from bot.telegram.reading import judged
from bot.telegram.refusals import Cut, named
from bot.telegram.request import Timeouts

#: Real seconds after which the host's name is looked up again, and after which its other family of addresses is tried
#: beside the first.
RESOLVED_FOR = 60.0
OTHER_FAMILY_AFTER = 0.25
#: Connections that are made at the same time: each takes a millisecond of the processor, which somebody else waits for.
OPENED_AT_ONCE = 16
#: Bytes; Telegram's answer to a message has a few thousand.
LONGEST_ANSWER = 1024 * 1024

_Answer: TypeAlias = tuple[int, bytes]


class Wire:
    """Posts forms to one address over at most so many connections, each kept open for the next.

    It follows no redirect, keeps no cookie and reads no proxy from the environment. Errors never quote the address,
    since the token is part of it.
    """

    def __init__(self, url: str, connections: int = 64, timeouts: Timeouts | None = None) -> None:
        parts = urlsplit(url)
        self._tls = ssl.create_default_context() if parts.scheme == "https" else None
        self._host = parts.hostname or ""
        self._port = parts.port or (443 if self._tls else 80)
        self._head = (
            f"POST {parts.path} HTTP/1.1\r\n"
            f"Host: {parts.netloc.rpartition('@')[2]}\r\n"
            f"User-Agent: {BaseRequest.USER_AGENT}\r\n"
            "Content-Type: application/x-www-form-urlencoded\r\n"
            "Content-Length: "
        ).encode()
        self._timeouts = timeouts or Timeouts()
        self._room = asyncio.Semaphore(connections)
        self._opening = asyncio.Semaphore(OPENED_AT_ONCE)
        self._idle: list[_Connection] = []
        self._all: set[_Connection] = set()
        self._addresses: Sequence[AddrInfoType] = ()
        self._resolved_until = float("-inf")
        self._resolving = asyncio.Lock()
        self._open = False

    async def initialize(self) -> None:
        """Allows posting; connections are made when they are needed."""
        self._open = True

    async def shutdown(self) -> None:
        """Cuts every connection; a second call changes nothing."""
        self._open = False
        self._idle.clear()
        for connection in self._all:
            connection.cut()
        await asyncio.gather(*(connection.lost for connection in self._all))
        self._all.clear()

    async def __aenter__(self) -> Self:
        await self.initialize()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.shutdown()

    async def post(self, body: bytes) -> tuple[int, bytes]:
        """Writes a form and reads the answer: its status and its body.

        Raises: TimedOut if the form may have reached Telegram, NetworkError if not, FloodControl on a 429.
        """
        if not self._open:
            raise NetworkError("the wire is not open")
        await self._enter()
        try:
            connection = await self._connection()
            try:
                answer = await connection.ask(b"%b%d\r\n\r\n%b" % (self._head, len(body), body), self._timeouts.read)
            finally:
                self._keep(connection)
        finally:
            self._room.release()
        return judged(*answer)

    async def _enter(self) -> None:
        if not self._room.locked():
            await self._room.acquire()
            return
        try:
            async with asyncio.timeout(self._timeouts.pool):
                await self._room.acquire()
        except TimeoutError:
            raise NetworkError("no connection was free") from None

    async def _connection(self) -> "_Connection":
        """The one that was used last, or a new one."""
        if kept := self._kept():
            return kept
        try:
            async with asyncio.timeout(self._timeouts.connect), self._opening:
                # Meanwhile one may have become free.
                connection = self._kept() or await self._connected()
        # A host that is no name at all is an error of its letters.
        except (OSError, UnicodeError) as error:
            self._resolved_until = float("-inf")
            raise NetworkError(named(error)) from None
        self._all.add(connection)
        return connection

    def _kept(self) -> "_Connection | None":
        """The one that was used last and is still good."""
        oldest = asyncio.get_running_loop().time() - self._timeouts.keep
        while self._idle:
            connection = self._idle.pop()
            if connection.is_open and connection.idle_since > oldest:
                return connection
            connection.cut()
        self._all = {connection for connection in self._all if not connection.lost.done()}
        return None

    async def _connected(self) -> "_Connection":
        peer = await start_connection(await self._resolved(), happy_eyeballs_delay=OTHER_FAMILY_AFTER)
        try:
            _, connection = await asyncio.get_running_loop().create_connection(
                _Connection, sock=peer, ssl=self._tls, server_hostname=self._host if self._tls else None
            )
        except BaseException:
            peer.close()
            raise
        return connection

    async def _resolved(self) -> Sequence[AddrInfoType]:
        """The addresses of the host, looked up once for all connections."""
        loop = asyncio.get_running_loop()
        async with self._resolving:
            if loop.time() >= self._resolved_until:
                self._addresses = await loop.getaddrinfo(self._host, self._port, type=socket.SOCK_STREAM)
                self._resolved_until = loop.time() + RESOLVED_FOR
            return self._addresses

    def _keep(self, connection: "_Connection") -> None:
        if connection.is_open and self._open:
            connection.idle_since = asyncio.get_running_loop().time()
            self._idle.append(connection)
        else:
            connection.cut()


class _Connection(asyncio.Protocol):
    """Carries one request after the other, each when the last is answered."""

    def __init__(self) -> None:
        self.idle_since = float("-inf")
        self.is_open = True
        self.lost: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._asked: asyncio.Future[_Answer] | None = None
        self._parser = HttpResponseParser(self)
        self._body = bytearray()
        self._came = False
        self._has_length = False

    async def ask(self, request: bytes, within: float) -> _Answer:
        """Writes a request and waits for the status and the body of its answer, so many seconds at the most.

        Raises: Cut if the connection ended before any of the answer, TimedOut if none came that can be read.
        """
        loop = asyncio.get_running_loop()
        asked: asyncio.Future[_Answer] = loop.create_future()
        self._asked = asked
        self._came = self._has_length = False
        self._body.clear()
        late = loop.call_later(within, self._give_up, "no answer in time")
        try:
            self._transport.write(request)
            return await asked
        finally:
            late.cancel()
            self._asked = None
            if asked.cancelled():
                self.cut()

    def cut(self) -> None:
        """Ends the connection now."""
        self.is_open = False
        self._transport.abort()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast(asyncio.Transport, transport)

    def data_received(self, data: bytes) -> None:
        if self._asked is None or self._asked.done():
            # Whatever nobody asked for must not be taken for the next answer.
            self.cut()
            return
        self._came = True
        try:
            self._parser.feed_data(data)
        except (HttpParserError, HttpParserUpgrade):
            self._give_up("an answer that cannot be read")

    def eof_received(self) -> None:
        """The server writes no more: nobody may begin to write to it, though the connection is not lost yet."""
        self.is_open = False

    def connection_lost(self, exc: Exception | None) -> None:
        self.is_open = False
        self.lost.set_result(None)
        asked = self._asked
        if asked is None or asked.done():
            return
        if not self._came:
            asked.set_exception(Cut(named(exc) if exc else "the connection was closed"))
        elif exc is None and self._is_whole_at_the_end():
            asked.set_result((self._parser.get_status_code(), bytes(self._body)))
        else:
            # An answer that broke off was on its way: what it answers has arrived.
            asked.set_exception(TimedOut("an answer that broke off"))

    def on_header(self, name: bytes, _value: bytes) -> None:
        """Called by the parser, as all below."""
        if name.lower() in (b"content-length", b"transfer-encoding"):
            self._has_length = True

    def on_body(self, part: bytes) -> None:
        self._body += part
        if len(self._body) > LONGEST_ANSWER:
            self._give_up("an answer that does not end")

    def on_message_begin(self) -> None:
        if self._asked is None or self._asked.done():
            self.cut()

    def on_message_complete(self) -> None:
        status = self._parser.get_status_code()
        if self._asked is None or self._asked.done() or status < 200:
            return
        if not self._parser.should_keep_alive():
            self.is_open = False
        self._asked.set_result((status, bytes(self._body)))

    def _is_whole_at_the_end(self) -> bool:
        """Whether what came is an answer that says by its end how long it is."""
        return not self._has_length and bool(self._body)

    def _give_up(self, why: str) -> None:
        if self._asked is not None and not self._asked.done():
            self._asked.set_exception(TimedOut(why))
        self.cut()
