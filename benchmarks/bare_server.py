"""A Bot API that takes everything and keeps nothing, in a process of its own, so that senders alone are measured."""

import asyncio
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from subprocess import PIPE, Popen

_BODY = (
    b'{"ok":true,"result":{"message_id":31,"date":1767225600,"chat":{"id":7,"type":"private","first_name":"A"},'
    b'"from":{"id":1,"is_bot":true,"first_name":"Tysha"},"text":"."}}'
)
_ANSWER = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n%s" % (len(_BODY), _BODY)
_END = b"\r\n\r\n"


class _Connection(asyncio.Protocol):
    """Answers each request as soon as it is whole."""

    def __init__(self) -> None:
        self._came = b""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport

    def data_received(self, data: bytes) -> None:
        self._came += data
        while _END in self._came:
            head, rest = self._came.split(_END, 1)
            length = next(
                (int(line[15:]) for line in head.split(b"\r\n") if line[:15].lower() == b"content-length:"), 0
            )
            if len(rest) < length:
                return
            self._came = rest[length:]
            self._transport.write(_ANSWER)


async def _serve() -> None:
    server = await asyncio.get_running_loop().create_server(_Connection, "127.0.0.1", 0, backlog=1024)
    sys.stdout.write(f"{server.sockets[0].getsockname()[1]}\n")
    sys.stdout.flush()
    await server.serve_forever()


@contextmanager
def bare_server() -> Iterator[str]:
    """The address of a server that answers at once."""
    with Popen([sys.executable, "-m", "benchmarks.bare_server"], stdout=PIPE, text=True) as process:
        assert process.stdout is not None
        port = int(process.stdout.readline())
        try:
            yield f"http://127.0.0.1:{port}"
        finally:
            process.terminate()


if __name__ == "__main__":
    asyncio.run(_serve())
