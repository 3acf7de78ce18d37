"""A way to a server that can be cut: connections stay open on both sides, and nothing comes through any more."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from pathlib import Path

#: Bytes that are carried at once.
PIECE = 65_536


class Line:
    """Carries bytes between whoever connects to `port` of this machine and a server's socket, until it is cut."""

    def __init__(self, socket: Path) -> None:
        self.port = 0
        self._socket = socket
        self._whole = asyncio.Event()
        self._whole.set()
        self._carrying: set[asyncio.Task[object]] = set()

    def cut(self) -> None:
        """From now on nothing comes through, in either direction, and nobody is told."""
        self._whole.clear()

    async def carry(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """One connection, from its beginning to its end."""
        if task := asyncio.current_task():
            self._carrying.add(task)
        writers = [writer]
        try:
            await self._whole.wait()
            far_reader, far_writer = await asyncio.open_unix_connection(self._socket)
            writers.append(far_writer)
            async with asyncio.TaskGroup() as group:
                group.create_task(self._pass(reader, far_writer))
                group.create_task(self._pass(far_reader, writer))
        finally:
            for one in writers:
                one.transport.abort()

    async def end(self) -> None:
        for task in self._carrying:
            task.cancel()
        await asyncio.gather(*self._carrying, return_exceptions=True)

    async def _pass(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with suppress(ConnectionError):
            while piece := await reader.read(PIECE):
                await self._whole.wait()
                writer.write(piece)
                await writer.drain()
            await self._whole.wait()
        writer.close()


@asynccontextmanager
async def line_to(socket: Path) -> AsyncIterator[Line]:
    """A line to a server's socket for as long as the block lasts."""
    line = Line(socket)
    server = await asyncio.start_server(line.carry, "127.0.0.1", 0)
    line.port = server.sockets[0].getsockname()[1]
    try:
        yield line
    finally:
        server.close()
        await line.end()
