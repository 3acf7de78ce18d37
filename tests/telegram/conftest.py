"""Gives each test a small Telegram of its own and a real Bot that talks to it over HTTP."""

from collections.abc import AsyncIterator

import pytest
from telegram import Bot

from bot.telegram.ready import CALL
from bot.telegram.request import AiohttpRequest, Timeouts
from bot.telegram.wire import Wire
from tests.telegram.server import TOKEN, BotApi


@pytest.fixture
async def api() -> AsyncIterator[BotApi]:
    api = BotApi()
    await api.start()
    yield api
    await api.stop()


@pytest.fixture
async def request_object() -> AsyncIterator[AiohttpRequest]:
    async with AiohttpRequest(timeouts=Timeouts(read=0.25)) as request:
        yield request


@pytest.fixture
async def wire(api: BotApi) -> AsyncIterator[Wire]:
    async with Wire(f"{api.address}/bot{TOKEN}/{CALL}", timeouts=Timeouts(read=0.25)) as wire:
        yield wire


@pytest.fixture
def bot(api: BotApi, request_object: AiohttpRequest) -> Bot:
    return Bot(TOKEN, base_url=f"{api.address}/bot", request=request_object, get_updates_request=request_object)
