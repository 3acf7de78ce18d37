"""Puts the sandbox together: the Bot API, the chat page, the flood limits, over one world."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from starlette.applications import Starlette
from starlette.middleware import Middleware

from sandbox.bot_api import BotApi
from sandbox.limits import FloodGate, Limits
from sandbox.page import Page
from sandbox.same_origin import SameOriginOnly
from sandbox.scenario import ScenarioControls, ScenarioState
from sandbox.telegram_world import TelegramWorld
from sandbox.webhook import deliver_forever

__all__ = ["ScenarioControls", "ScenarioState", "build"]


def build(
    world: TelegramWorld,
    controls: ScenarioControls | None,
    *,
    token: str,
    limits: Limits,
    hosts: frozenset[str] = frozenset(),
) -> Starlette:
    """The sandbox as one ASGI app: `/`, `/static`, `/api/...` and `/bot<token>/<method>`.

    `hosts` are names, besides localhost and plain addresses, under which a browser may reach the page.
    The app's lifespan delivers to webhooks; mounted below another app, that app must run it.
    """

    @asynccontextmanager
    async def lifespan(app: Starlette) -> AsyncIterator[None]:
        async with asyncio.TaskGroup() as tasks:
            delivery = tasks.create_task(deliver_forever(world))
            yield
            delivery.cancel()

    gate = FloodGate(limits)
    routes = [*BotApi(world, token, gate).routes(), *Page(world, controls).routes()]
    return Starlette(routes=routes, lifespan=lifespan, middleware=[Middleware(SameOriginOnly, hosts=hosts)])
