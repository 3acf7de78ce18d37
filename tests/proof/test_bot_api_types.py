"""Has a bot made with aiogram talk with the sandbox: what the sandbox answers must be good for its strict types too."""

import json
import os
import subprocess
from asyncio import create_subprocess_exec, timeout
from asyncio.subprocess import PIPE
from pathlib import Path

import pytest

from benchmarks.others import interpreter
from bot.serving import serve
from sandbox.app import build
from sandbox.bot_api import METHODS
from sandbox.faults import FaultKind
from sandbox.limits import Limits
from sandbox.refusals import Json
from sandbox.telegram_world import TelegramWorld
from tests.fixtures.clock import ManualClock
from tests.sandbox.deeds import DEEDS, KINDS, OLENA, settle_in

CONVERSATION = Path(__file__).parent / "aiogram_conversation.py"
SECONDS = 120.0

pytestmark = pytest.mark.proof


class Stage:
    """The invented Telegram, in which people do what the conversation asks for."""

    def __init__(self) -> None:
        self.world = TelegramWorld(now=ManualClock().now)
        self._polls = 0
        settle_in(self.world)

    async def do(self, deed: str) -> None:
        match deed:
            case "mark the polls":
                self._polls = self.world.updates.polls
            case "wait for the poll":
                await self.world.wait_until(lambda: self.world.updates.polls > self._polls)
            case "start":
                self.world.say(OLENA, "/start")
            case "a flood":
                self.world.faults.next("sendMessage", FaultKind.FLOOD, seconds=3)
            case "a webhook that fails":
                self.world.webhook.last_error, self.world.webhook.last_error_at = "Not reached", self.world.now()
            case _:
                DEEDS[deed](self.world)

    async def converse(self, python: Path, address: str) -> Json:
        """Let the conversation run to its end, and give what it found out.

        Raises:
            AssertionError: it broke off; with its own words.
        """
        process = await create_subprocess_exec(python, CONVERSATION, address, stdin=PIPE, stdout=PIPE, stderr=PIPE)
        assert process.stdin and process.stdout and process.stderr
        said = b""
        async for said in process.stdout:
            if not said.startswith(b"do "):
                break
            await self.do(said.decode().removeprefix("do ").strip())
            process.stdin.write(b"done\n")
            await process.stdin.drain()
        _, complaints = await process.communicate()
        assert process.returncode == 0, complaints.decode()
        ended: Json = json.loads(said)
        return ended


@pytest.fixture
def python() -> Path:
    """An interpreter that has aiogram; without a package index to fetch it from, the test is skipped, never in CI."""
    try:
        return interpreter()
    except (OSError, subprocess.CalledProcessError) as why:
        if os.environ.get("CI") == "true":
            raise
        pytest.skip(f"uv could not fetch aiogram: {why}")


async def test_aiogram_holds_a_whole_conversation_and_its_types_refuse_nothing(python: Path) -> None:
    stage = Stage()
    app = build(stage.world, None, token="1:x", limits=Limits(enabled=False))
    async with timeout(SECONDS), serve(app, before_stop=stage.world.close) as address:
        ended = await stage.converse(python, address)

    assert ended["faults"] == []
    assert set(ended["answered"]) == set(METHODS)
    assert set(ended["kinds"]) == KINDS
