"""Starting and stopping a server inside a running loop."""

import asyncio
import time

import httpx
import pytest

from bot.serving import serve
from sandbox.app import build
from sandbox.limits import Limits
from sandbox.telegram_world import TelegramWorld


async def test_open_polls_and_streams_do_not_hold_up_the_stop(world: TelegramWorld) -> None:
    app = build(world, None, token="1:x", limits=Limits())
    async with httpx.AsyncClient(timeout=30, trust_env=False) as client, asyncio.TaskGroup() as tasks:
        async with serve(app, before_stop=world.close) as base:
            poll = tasks.create_task(client.get(f"{base}/bot1:x/getUpdates?timeout=30"))
            stream = tasks.create_task(client.get(f"{base}/api/events"))
            await world.wait_until(lambda: world.updates.polls == 1)
            began = time.monotonic()
        assert time.monotonic() - began < 2

    assert poll.result().json() == {"ok": True, "result": []}
    assert stream.result().is_success


async def test_an_address_in_use_is_an_os_error(address: str, world: TelegramWorld) -> None:
    port = httpx.URL(address).port
    assert port is not None

    with pytest.raises(OSError, match="in use"):
        async with serve(build(world, None, token="1:x", limits=Limits()), port=port):
            pass
