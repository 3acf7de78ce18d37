"""An update that is posted is taken with the secret alone, and confirmed only once it is stored."""

from collections.abc import AsyncIterator, Sequence
from pathlib import Path

import httpx
import pytest
from sqlalchemy import select

from bot.errors import StoreError
from bot.health import application
from bot.posts import BODY_LIMIT, Posts
from bot.store.tables import inbox
from bot.telegram.updates import RawUpdate
from bot.telegram.webhook import SECRET_HEADER, TelegramWebhook, webhook_of
from tests.fixtures.world import World
from tests.services.test_incoming import LATITUDE, Conversation, everything_in, incoming, located, said

WEBHOOK = TelegramWebhook("https://bot.example/telegram/hook", "open-sesame")
RIGHT = {SECRET_HEADER: WEBHOOK.secret}


@pytest.fixture
def conversation() -> Conversation:
    return Conversation()


@pytest.fixture
def posts(world: World, conversation: Conversation) -> Posts:
    return Posts(WEBHOOK, incoming(world, conversation).keep)


@pytest.fixture
async def client(world: World, posts: Posts) -> AsyncIterator[httpx.AsyncClient]:
    app = application(world.database, world.clock.now, beside=posts.routes())
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://bot") as opened:
        yield opened


async def stored(world: World) -> list[int]:
    return [row.update_id for row in await world.rows(select(inbox).order_by(inbox.c.update_id))]


async def post(client: httpx.AsyncClient, update: object, headers: dict[str, str] = RIGHT) -> int:
    return (await client.post(WEBHOOK.path, json=update, headers=headers)).status_code


async def test_an_update_is_stored_when_it_is_confirmed_and_once_however_often_it_comes(
    client: httpx.AsyncClient, world: World
) -> None:
    assert [await post(client, said(number)) for number in (7, 8, 7)] == [200, 200, 200]
    assert await stored(world) == [7, 8]


@pytest.mark.parametrize("headers", [{}, {SECRET_HEADER: ""}, {SECRET_HEADER: "guess"}, {SECRET_HEADER: "відчинись"}])
async def test_without_the_secret_nothing_is_taken(
    client: httpx.AsyncClient, world: World, headers: dict[str, str]
) -> None:
    encoded = {name.encode(): value.encode() for name, value in headers.items()}
    answer = await client.post(WEBHOOK.path, json=said(7), headers=encoded)
    assert answer.status_code == 403
    assert await stored(world) == []


@pytest.mark.parametrize("method", ["GET", "PUT", "DELETE"])
async def test_anything_but_a_post_is_not_allowed(client: httpx.AsyncClient, method: str) -> None:
    assert (await client.request(method, WEBHOOK.path, headers=RIGHT)).status_code == 405


async def test_a_body_that_is_too_long_is_refused_unread(client: httpx.AsyncClient, world: World) -> None:
    assert await post(client, {**said(7), "more": "x" * BODY_LIMIT}) == 413
    assert await stored(world) == []


@pytest.mark.parametrize("body", [b"", b"{", b"[]", b"null", b'{"update_id": "7"}', b'{"update_id": true}', b"\xff"])
@pytest.mark.allow_warnings
async def test_what_is_no_update_is_refused(client: httpx.AsyncClient, world: World, body: bytes) -> None:
    assert (await client.post(WEBHOOK.path, content=body, headers=RIGHT)).status_code == 400
    assert await stored(world) == []


async def test_half_a_character_keeps_no_update_from_being_stored(client: httpx.AsyncClient, world: World) -> None:
    body = b'{"update_id": 7, "message": {"text": "\\ud83d \\u0000"}}'
    assert (await client.post(WEBHOOK.path, content=body, headers=RIGHT)).status_code == 200
    assert await stored(world) == [7]


@pytest.mark.allow_warnings
async def test_an_update_that_cannot_be_stored_is_asked_for_again(world: World) -> None:
    async def refuse(_updates: Sequence[RawUpdate]) -> None:
        raise StoreError("OperationalError")

    app = application(world.database, world.clock.now, beside=Posts(WEBHOOK, refuse).routes())
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://bot") as client:
        assert await post(client, said(7)) == 503


async def test_once_closed_it_asks_for_everything_again(client: httpx.AsyncClient, world: World, posts: Posts) -> None:
    posts.close()
    assert await post(client, said(7)) == 503
    assert await stored(world) == []


async def test_an_update_with_a_location_is_answered_and_never_written(
    client: httpx.AsyncClient, world: World, conversation: Conversation, tmp_path: Path
) -> None:
    assert await post(client, located(7)) == 200
    assert conversation.replied == [7]
    assert await stored(world) == []
    assert LATITUDE.encode() not in everything_in(tmp_path)


def test_without_a_secret_of_its_own_a_webhook_has_one_that_follows_from_the_token() -> None:
    made = [webhook_of("https://bot.example", None, token) for token in ("1:x", "1:x", "2:y")]
    assert made[0] == made[1] and made[0] != made[2]
    assert made[0] and "1:x" not in made[0].secret and len(made[0].secret) <= 256
    assert webhook_of(None, "secret", "1:x") is None


def test_an_address_without_a_path_is_served_at_the_root() -> None:
    assert TelegramWebhook("https://bot.example", "x").path == "/"
