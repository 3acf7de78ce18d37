"""Whoever keeps the machine is told whether the bot lives and sees, and never that it sees when it is blind."""

from datetime import timedelta
from pathlib import Path

import httpx
import pytest
from starlette.applications import Starlette
from starlette.responses import PlainTextResponse
from starlette.routing import Route

from bot.health import application
from tests.fixtures.world import World, ballistic


async def ask(world: World, path: str, below: Starlette | None = None) -> httpx.Response:
    app = application(world.database, world.clock.now, below)
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://bot") as client:
        return await client.get(path)


async def test_it_lives_and_says_how_much_is_owed(world: World) -> None:
    await world.person(1)
    await world.shows(ballistic())
    answer = await ask(world, "/healthz")
    assert (answer.status_code, answer.json()) == (200, {"database": "ok", "owed": 1})


async def test_before_any_contact_it_is_not_ready(world: World) -> None:
    answer = await ask(world, "/readyz")
    assert (answer.status_code, answer.json()) == (503, {"sources": {}, "alerts": 0})


async def test_it_is_ready_while_a_source_is_seen_and_not_when_blind(world: World) -> None:
    await world.shows(ballistic())
    seen = await ask(world, "/readyz")
    world.pass_time(timedelta(seconds=179))
    late = await ask(world, "/readyz")
    world.pass_time(timedelta(seconds=1))
    blind = await ask(world, "/readyz")
    assert [(one.status_code, one.json()["sources"]) for one in (seen, late, blind)] == [
        (200, {"alerts-in-ua": "fresh"}),
        (200, {"alerts-in-ua": "late"}),
        (503, {"alerts-in-ua": "blind"}),
    ]
    assert blind.json()["alerts"] == 1


@pytest.mark.parametrize("path", ["/healthz", "/readyz"])
async def test_a_database_that_does_not_answer_is_said_to_be_so(world: World, tmp_path: Path, path: str) -> None:
    await world.database.close()
    (tmp_path / "tysha.db").write_bytes(b"no database at all " * 1000)
    answer = await ask(world, path)
    assert (answer.status_code, answer.json()) == (503, {"database": "unreachable"})


async def test_what_lies_below_is_served_beside_it(world: World) -> None:
    async def page(_request: object) -> PlainTextResponse:
        return PlainTextResponse("the page")

    below = Starlette(routes=[Route("/", page)])
    assert (await ask(world, "/", below)).text == "the page"
    assert (await ask(world, "/healthz", below)).json()["database"] == "ok"
    assert (await ask(world, "/")).status_code == 404
