"""An answer has a time by which it must be whole."""

import asyncio
from collections.abc import AsyncIterator
from datetime import timedelta

import httpx
import pytest

from bot.domain.alerts import SourceName
from bot.errors import SourceError
from bot.sources.http import fetch


class Stuck(httpx.AsyncByteStream):
    """A body that begins and never ends, without ever failing."""

    async def __aiter__(self) -> AsyncIterator[bytes]:
        yield b"{"
        await asyncio.Event().wait()


async def test_a_server_that_drips_does_not_hold_the_watch() -> None:
    client = httpx.AsyncClient(transport=httpx.MockTransport(lambda _: httpx.Response(200, stream=Stuck())))
    async with asyncio.timeout(2):
        with pytest.raises(SourceError) as caught:
            await fetch(client, SourceName("any"), "http://127.0.0.1/", {}, whole=timedelta(milliseconds=10))
    assert caught.value.kind == "timeout"
