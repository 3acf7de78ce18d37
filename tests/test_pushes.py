"""A post to our address wakes the poll of its source, whatever it holds; nothing else wakes it."""

import asyncio
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import httpx
import pytest
from starlette.applications import Starlette

from bot.domain.alerts import AreaId
from bot.health import application
from bot.pushes import BODY_LIMIT, push_routes
from bot.sources.ukraine_alarm import UkraineAlarm
from bot.sources.ukraine_alarm_webhook import PATH, Webhook, secret_of
from tests.fixtures.clock import ManualClock
from tests.fixtures.world import World

KEY = "k3y-that-nobody-may-see"
SECRET = secret_of(KEY)
BODY = (Path(__file__).parent / "fixtures" / "payloads" / "ukraine_alarm_webhook.json").read_bytes()


def webhook_of() -> Webhook:
    client = httpx.AsyncClient(transport=httpx.MockTransport(lambda _: httpx.Response(500)))
    source = UkraineAlarm(client, "http://127.0.0.1:1", KEY, AreaId, timedelta(minutes=1))
    return Webhook(source, KEY, "https://tysha.example", ManualClock())


async def rings(webhook: Webhook) -> bool:
    """Whether it was rung since the last look."""

    async def done() -> None:
        """Is done at once."""

    return await webhook.bell.cuts_short(done)


async def ask(webhook: Webhook | None, method: str, path: str, content: bytes = b"") -> int:
    app = Starlette(routes=push_routes(webhook))
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://bot") as client:
        return (await client.request(method, path, content=content)).status_code


@pytest.mark.parametrize("body", [BODY, b"", b"{", b"null", b"\xff" * 100, b"x" * BODY_LIMIT])
async def test_whatever_is_posted_to_our_address_is_a_reason_to_ask(body: bytes) -> None:
    webhook = webhook_of()
    assert await ask(webhook, "POST", f"{PATH}/{SECRET}", body) == 204
    assert await rings(webhook)


async def test_a_body_without_end_is_not_read_to_its_end() -> None:
    webhook = webhook_of()
    assert await ask(webhook, "POST", f"{PATH}/{SECRET}", b"x" * (BODY_LIMIT + 1)) == 413
    assert await rings(webhook)


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("POST", PATH, 404),
        ("POST", f"{PATH}/", 404),
        ("POST", f"{PATH}/{SECRET[:-1]}", 404),
        ("POST", f"{PATH}/{SECRET}a", 404),
        ("POST", f"{PATH}/{SECRET}/", 404),
        ("POST", f"{PATH}/{SECRET.upper()}", 404),
        ("POST", f"{PATH}/%D1%96", 404),
        ("POST", f"{PATH}/..%2F{SECRET}", 404),
        ("GET", f"{PATH}/{SECRET}", 405),
        ("PUT", f"{PATH}/{SECRET}", 405),
        ("DELETE", f"{PATH}/{SECRET}", 405),
    ],
)
async def test_nothing_else_wakes_anything(method: str, path: str, status: int) -> None:
    webhook = webhook_of()
    # Some of them are told to go to the same address without its last stroke.
    assert await ask(webhook, method, path, BODY) in (status, 307)
    assert not await rings(webhook)


async def test_where_nobody_can_reach_us_there_is_no_such_address() -> None:
    assert await ask(None, "POST", f"{PATH}/{SECRET}", BODY) == 404


async def test_a_body_that_never_ends_coming_is_given_up() -> None:
    webhook = webhook_of()
    released = asyncio.Event()

    async def dripping() -> AsyncIterator[bytes]:
        yield b"x"
        await released.wait()

    app = Starlette(routes=push_routes(webhook, patience=0.01))
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://bot") as client:
        answer = await client.post(f"{PATH}/{SECRET}", content=dripping())
    assert answer.status_code == 408
    assert await rings(webhook)


async def test_it_is_served_beside_health(world: World) -> None:
    webhook = webhook_of()
    app = application(world.database, world.clock.now, beside=push_routes(webhook))
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://bot") as client:
        assert (await client.get("/healthz")).status_code == 200
        assert (await client.post(f"{PATH}/{SECRET}", content=BODY)).status_code == 204
