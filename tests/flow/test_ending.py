"""Asked to end, the program takes nothing more, lets arrive what is in flight, and is gone within ten seconds."""

import asyncio
import time
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from sandbox.faults import FaultKind
from sandbox.recorder import BotCall
from tests.fixtures.databases import Template, fresh, url_of
from tests.flow.alerts_server import alert
from tests.flow.conftest import PERSON, Surroundings
from tests.flow.program import PATIENCE, finished, free_port, running

KHARKIV = "1293"
#: Real seconds, as promised, and what a busy machine takes to start and end Python.
ENDS_WITHIN = 10.0


@pytest.fixture(params=["polling", pytest.param("webhook", marks=pytest.mark.proof)])
async def settings(
    surroundings: Surroundings, request: pytest.FixtureRequest, template: Template, tmp_path: Path
) -> AsyncIterator[dict[str, str]]:
    chosen = dict(surroundings.settings)
    if request.param == "webhook":
        chosen["TELEGRAM_WEBHOOK_URL"] = f"http://{chosen['HTTP_ADDR']}/telegram"
    async with fresh(template, tmp_path) as where:
        yield {**chosen, "DATABASE_URL": url_of(where)}


def said(call: BotCall) -> str:
    return call.text or "" if call.method == "sendMessage" and call.chat_id == PERSON else ""


async def told(around: Surroundings, words: str, after: int = 0) -> BotCall:
    return await around.world.wait_for(lambda call: words in said(call), timeout=PATIENCE, after=after)


@pytest.mark.both_databases
async def test_what_is_in_flight_arrives_and_is_not_told_again(
    surroundings: Surroundings, settings: dict[str, str]
) -> None:
    around = surroundings
    async with running(around.folder, settings) as program:
        around.world.say(PERSON, "/place Kharkiv")
        await told(around, "Kharkiv")
        after = len(around.world.sent)
        around.world.faults.next("sendMessage", FaultKind.DELAY, chat_id=PERSON, seconds=2)
        around.alerts.alerts = [alert(KHARKIV, "red", "ballistic_missiles")]
        await told(around, "allistic", after)
        began = time.monotonic()
        assert await program.stop() == 0
        ended = time.monotonic() - began
    around.world.say(PERSON, "/start")
    async with running(around.folder, settings):
        await told(around, "Tysha", after)
        async with asyncio.timeout(PATIENCE):
            await around.alerts.answers(2)
        around.alerts.alerts = []
        await told(around, "All clear", after)

    assert ended < ENDS_WITHIN
    assert sum("allistic" in said(call).split("\n")[0] for call in around.world.sent[after:]) == 1
    assert "Traceback" not in program.output


@pytest.mark.proof
@pytest.mark.both_databases
async def test_what_hangs_does_not_hold_up_the_end(surroundings: Surroundings, settings: dict[str, str]) -> None:
    around = surroundings
    async with running(around.folder, settings) as program:
        around.world.say(PERSON, "/place Kharkiv")
        await told(around, "Kharkiv")
        after = len(around.world.sent)
        around.world.faults.next("sendMessage", FaultKind.DELAY, times=5, chat_id=PERSON, seconds=60)
        around.alerts.alerts = [alert(KHARKIV, "red", "ballistic_missiles")]
        around.world.say(PERSON, "/start")
        await told(around, "allistic", after)
        await told(around, "Tysha", after)
        began = time.monotonic()
        assert await program.stop() == 0
    assert time.monotonic() - began < ENDS_WITHIN


async def test_a_second_program_on_the_same_file_says_so_and_leaves_and_the_first_goes_on(
    surroundings: Surroundings,
) -> None:
    around = surroundings
    second = {**around.settings, "HTTP_ADDR": f"127.0.0.1:{free_port()}"}
    async with running(around.folder, around.settings) as first:
        await first.wrote("Tysha runs")
        code, output = await finished(around.folder, second)
        around.world.say(PERSON, "/start")
        await told(around, "Tysha")
        first.process.kill()
        await first.process.wait()
        async with running(around.folder, second) as next_one:
            await next_one.wrote("Tysha runs")
    assert code == 1
    assert output.startswith("DATABASE_URL: another Tysha runs on ") and output.count("\n") == 1


@pytest.mark.allow_warnings
async def test_a_second_sandbox_does_not_empty_the_night_of_the_first(tmp_path: Path) -> None:
    settings = [{"HTTP_ADDR": f"127.0.0.1:{free_port()}"} for _ in range(2)]
    async with running(tmp_path, settings[0]) as first:
        await first.wrote("open http")
        code, output = await finished(tmp_path, settings[1])
    assert code == 1
    assert "another Tysha runs on" in output


@pytest.mark.proof
async def test_of_two_programs_that_poll_with_one_token_one_says_so_and_leaves_and_the_other_goes_on(
    surroundings: Surroundings, tmp_path: Path
) -> None:
    around = surroundings
    other = {
        **around.settings,
        "DATABASE_URL": f"sqlite+aiosqlite:///{tmp_path}/other.db",
        "HTTP_ADDR": f"127.0.0.1:{free_port()}",
    }
    async with running(around.folder, around.settings) as one, running(around.folder, other) as two:
        async with asyncio.timeout(2 * PATIENCE), asyncio.TaskGroup() as group:
            ends = {group.create_task(program.process.wait()): program for program in (one, two)}
            done, left = await asyncio.wait(ends, return_when=asyncio.FIRST_COMPLETED)
            for end in left:
                end.cancel()
        leaver = ends[done.pop()]
        around.world.say(PERSON, "/start")
        await told(around, "Tysha")
    assert leaver.process.returncode == 1
    assert "Another program reads updates with the same token" in leaver.output
