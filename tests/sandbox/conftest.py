"""A whole Telegram on an ephemeral port, and the real client library connected to it."""

from collections.abc import AsyncIterator

import httpx
import pytest
from telegram import Bot

from bot.serving import serve
from sandbox.app import build
from sandbox.limits import Limits
from sandbox.people import Standing, User
from sandbox.telegram_world import TelegramWorld
from tests.fixtures.clock import ManualClock

TOKEN = "1:x"
GROUP = -1005


@pytest.fixture(autouse=True)
def spans(monkeypatch: pytest.MonkeyPatch) -> None:
    """The client library's own wish: without it, reading a retry_after warns that its type will change."""
    monkeypatch.setenv("PTB_TIMEDELTA", "true")


@pytest.fixture
def clock() -> ManualClock:
    return ManualClock()


@pytest.fixture
def world(clock: ManualClock) -> TelegramWorld:
    return TelegramWorld(now=clock.now)


@pytest.fixture
async def address(world: TelegramWorld) -> AsyncIterator[str]:
    app = build(world, None, token=TOKEN, limits=Limits(enabled=False))
    async with serve(app, before_stop=world.close) as base:
        yield base


@pytest.fixture
async def http(address: str) -> AsyncIterator[httpx.AsyncClient]:
    async with httpx.AsyncClient(base_url=f"{address}/bot{TOKEN}/", timeout=10, trust_env=False) as client:
        yield client


@pytest.fixture
async def bot(address: str) -> AsyncIterator[Bot]:
    async with Bot(TOKEN, base_url=f"{address}/bot") as connected:
        yield connected


@pytest.fixture
def olena(world: TelegramWorld) -> User:
    """A person who has written to the bot, whose first update is already read."""
    user = world.add_user(7, "Olena", "olena", "uk")
    world.say(7, "/start")
    world.updates.forget_all()
    return user


@pytest.fixture
def group(world: TelegramWorld, olena: User) -> int:
    world.add_group(GROUP, "House 12", {olena.id: Standing.CREATOR}, topics=frozenset({4}))
    world.set_bot_standing(GROUP, Standing.MEMBER, olena.id)
    world.updates.forget_all()
    return GROUP
