"""Of several replicas on one PostgreSQL one leads; another does within ten seconds, whatever becomes of the first."""

import asyncio
import signal
import time
from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

from sandbox.recorder import BotCall
from tests.fixtures.databases import PostgresTemplate, fresh
from tests.flow.alerts_server import alert
from tests.flow.conftest import PERSON, Surroundings
from tests.flow.cut_off import Line, line_to
from tests.flow.program import PATIENCE, Program, free_port, running

pytestmark = pytest.mark.proof

KHARKIV = "1293"
NAMES = ("first", "second")
#: Real seconds in which another replica leads, as promised.
HANDED_OVER_WITHIN = 10.0


@dataclass(frozen=True, slots=True)
class Replicas:
    """Two programs on one database, each on a line of its own; each asks the alert service under its own name."""

    around: Surroundings
    programs: dict[str, Program]
    lines: dict[str, Line]
    leader: str
    follower: str

    def says(self, text: str) -> int:
        """The person writes; the number of calls before."""
        after = len(self.around.world.sent)
        self.around.world.say(PERSON, text)
        return after

    async def told(self, words: str, after: int) -> BotCall:
        return await self.around.world.wait_for(lambda call: words in said(call), timeout=PATIENCE, after=after)

    def heard(self, words: str) -> int:
        return sum(words in said(call) for call in self.around.world.sent)


def said(call: BotCall) -> str:
    return call.text or "" if call.method == "sendMessage" and call.chat_id == PERSON else ""


@pytest.fixture
async def database(on_server: PostgresTemplate, tmp_path: Path) -> AsyncIterator[str]:
    async with fresh(on_server, tmp_path) as url:
        yield str(url)


@asynccontextmanager
async def replicas(around: Surroundings, server: PostgresTemplate, database: str) -> AsyncIterator[Replicas]:
    name_of_database = database.partition("?")[0].rpartition("/")[2]
    async with AsyncExitStack() as stack:
        programs, lines = {}, {}
        for name in NAMES:
            lines[name] = await stack.enter_async_context(line_to(server.server.socket))
            settings = {
                **around.settings,
                "DATABASE_URL": f"postgresql+asyncpg://postgres@127.0.0.1:{lines[name].port}/{name_of_database}",
                "ALERTS_IN_UA_TOKEN": name,
                "HTTP_ADDR": f"127.0.0.1:{free_port()}",
            }
            programs[name] = await stack.enter_async_context(running(around.folder, settings))
        async with asyncio.timeout(PATIENCE):
            leader = await around.alerts.asked_by(*NAMES)
            for program in programs.values():
                await program.wrote("Tysha runs")
        (follower,) = set(NAMES) - {leader}
        yield Replicas(around, programs, lines, leader, follower)


@pytest.fixture
async def pair(surroundings: Surroundings, on_server: PostgresTemplate, database: str) -> AsyncIterator[Replicas]:
    async with replicas(surroundings, on_server, database) as opened:
        after = opened.says("/place Kharkiv")
        await opened.told("Kharkiv", after)
        yield opened


def dies(pair: Replicas) -> None:
    pair.programs[pair.leader].process.kill()


def hangs(pair: Replicas) -> None:
    pair.programs[pair.leader].process.send_signal(signal.SIGSTOP)


def is_cut_off(pair: Replicas) -> None:
    pair.lines[pair.leader].cut()


@pytest.mark.parametrize(
    "fails", [dies, *(pytest.param(fails, marks=pytest.mark.proof) for fails in (hangs, is_cut_off))]
)
@pytest.mark.allow_warnings
async def test_another_replica_leads_within_ten_seconds_of_the_leaders_end(
    pair: Replicas, fails: Callable[[Replicas], None]
) -> None:
    around = pair.around
    failed_at = time.monotonic()
    fails(pair)
    async with asyncio.timeout(PATIENCE):
        await around.alerts.asked_by(pair.follower)
    handed_over = time.monotonic() - failed_at

    after = len(around.world.sent)
    around.alerts.alerts = [alert(KHARKIV, "red", "ballistic_missiles")]
    await pair.told("allistic", after)
    await pair.told("Tysha", pair.says("/start"))
    assert handed_over < HANDED_OVER_WITHIN


@pytest.mark.proof
async def test_a_leader_that_hung_for_a_minute_does_nothing_when_it_wakes(pair: Replicas) -> None:
    around, leader = pair.around, pair.programs[pair.leader]
    after = len(around.world.sent)
    leader.process.send_signal(signal.SIGSTOP)
    async with asyncio.timeout(PATIENCE):
        await around.alerts.asked_by(pair.follower)
    around.alerts.alerts = [alert(KHARKIV, "red", "ballistic_missiles")]
    await pair.told("allistic", after)
    async with asyncio.timeout(2 * PATIENCE):
        # A poll a second: so many make a minute.
        await around.alerts.answers(60)
    asked_before = around.alerts.askers.count(pair.leader)
    leader.process.send_signal(signal.SIGCONT)
    await leader.wrote("leading_no_more")
    around.alerts.alerts = []
    await pair.told("All clear", after)
    await around.alerts.answers(5)

    assert pair.heard("allistic") == pair.heard("All clear") == 1
    # It may have been about to ask when it was stopped.
    assert around.alerts.askers.count(pair.leader) <= asked_before + 1


async def test_with_a_webhook_a_replica_that_does_not_lead_answers_and_goes_on_when_it_leads(
    surroundings: Surroundings, on_server: PostgresTemplate, database: str
) -> None:
    around, address = surroundings, f"127.0.0.1:{free_port()}"
    shared = {**around.settings, "DATABASE_URL": database, "TELEGRAM_WEBHOOK_URL": f"http://{address}/telegram"}
    async with AsyncExitStack() as stack:
        leader = await stack.enter_async_context(running(around.folder, {**shared, "ALERTS_IN_UA_TOKEN": "first"}))
        async with asyncio.timeout(PATIENCE):
            await around.alerts.asked_by("first")
        settings = {**shared, "ALERTS_IN_UA_TOKEN": "second", "HTTP_ADDR": address}
        await stack.enter_async_context(running(around.folder, settings))
        around.world.say(PERSON, "/place Kharkiv")
        await around.world.wait_for(lambda call: "Kharkiv" in said(call), timeout=PATIENCE, after=0)
        assert set(around.alerts.askers) == {"first"}

        after = len(around.world.sent)
        leader.process.kill()
        around.world.say(PERSON, "/start")
        await around.world.wait_for(lambda call: "Tysha" in said(call), timeout=PATIENCE, after=after)
        around.alerts.alerts = [alert(KHARKIV, "red", "ballistic_missiles")]
        await around.world.wait_for(lambda call: "allistic" in said(call), timeout=PATIENCE, after=after)
    assert set(around.alerts.askers) == {"first", "second"}


async def test_a_leader_that_is_asked_to_end_hands_over_at_once(pair: Replicas) -> None:
    began = time.monotonic()
    assert await pair.programs[pair.leader].stop() == 0
    ended = time.monotonic() - began
    async with asyncio.timeout(PATIENCE):
        await pair.around.alerts.asked_by(pair.follower)
    assert ended < HANDED_OVER_WITHIN


@pytest.mark.proof
async def test_a_replica_that_is_cut_off_ends_within_ten_seconds_too(pair: Replicas) -> None:
    is_cut_off(pair)
    async with asyncio.timeout(PATIENCE):
        await pair.around.alerts.asked_by(pair.follower)
    began = time.monotonic()
    assert await pair.programs[pair.leader].stop() == 0
    assert time.monotonic() - began < HANDED_OVER_WITHIN
