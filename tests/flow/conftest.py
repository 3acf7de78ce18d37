"""A Telegram and an alert service on this machine, and the program connected to both."""

import shutil
from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.serving import serve
from sandbox.app import build
from sandbox.limits import Limits
from sandbox.telegram_world import TelegramWorld
from tests.fixtures.databases import Template
from tests.fixtures.world import NIGHT
from tests.flow.alerts_server import AlertsServer
from tests.flow.program import free_port
from tests.flow.watching import Watching, watching

TOKEN = "1:x"
PERSON = 501


@dataclass(frozen=True, slots=True)
class Surroundings:
    """Everything outside of the program, with the settings that point it there."""

    world: TelegramWorld
    alerts: AlertsServer
    folder: Path
    settings: dict[str, str]


@pytest.fixture
async def surroundings(tmp_path: Path, template: Template) -> AsyncIterator[Surroundings]:
    if isinstance(template, Path):
        # Up to date: to make the tables takes as long as all else at a start.
        shutil.copy(template, tmp_path / "tysha.db")
    world = TelegramWorld(now=lambda: datetime.now(UTC))
    world.add_user(PERSON, "Olha", "olha", language_code="en")
    alerts = AlertsServer()
    page = build(world, None, token=TOKEN, limits=Limits())
    async with serve(page, before_stop=world.close) as telegram, serve(alerts.app()) as alerts_address:
        settings = {
            "TELEGRAM_BOT_TOKEN": TOKEN,
            "TELEGRAM_API_URL": telegram,
            "ALERT_SOURCES": "alerts-in-ua",
            "ALERTS_IN_UA_TOKEN": "t",
            "ALERTS_IN_UA_URL": alerts_address,
            "ALERT_POLL_SECONDS": "1",
            "DATABASE_URL": f"sqlite+aiosqlite:///{tmp_path}/tysha.db",
            "HTTP_ADDR": f"127.0.0.1:{free_port()}",
        }
        yield Surroundings(world, alerts, tmp_path, settings)


@pytest.fixture
async def night(template: Path, tmp_path: Path) -> AsyncIterator[Watching]:
    """Both sources are watched over HTTP from 22:50 on; one person has no quiet hours, one sleeps from 23:00 on."""
    async with watching(template, tmp_path) as opened:
        await opened.world.person(1)
        await opened.world.person(2, quiet=NIGHT)
        yield opened
