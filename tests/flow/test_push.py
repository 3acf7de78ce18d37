"""Where the bot has an address, a start that the source posts is told at once; a post alone tells nothing."""

import asyncio
from collections.abc import AsyncIterator

import httpx
import pytest
from starlette.responses import Response

from bot.serving import serve
from sandbox.recorder import BotCall
from tests.flow.alerts_server import alert
from tests.flow.conftest import PERSON, Surroundings
from tests.flow.program import PATIENCE, running
from tests.flow.ukraine_alarm_server import UkraineAlarmServer, region

KHARKIV = "1293"
#: Far below the minute between two polls, far above what a busy machine needs.
AT_ONCE = 30.0


@pytest.fixture
async def source() -> UkraineAlarmServer:
    return UkraineAlarmServer()


@pytest.fixture
async def settings(surroundings: Surroundings, source: UkraineAlarmServer) -> AsyncIterator[dict[str, str]]:
    async with serve(source.app()) as address:
        yield {
            **surroundings.settings,
            "ALERT_SOURCES": "ukraine-alarm",
            "UKRAINE_ALARM_TOKEN": "k",
            "UKRAINE_ALARM_URL": address,
            "ALERT_POLL_SECONDS": "60",
            "PUBLIC_URL": f"http://{surroundings.settings['HTTP_ADDR']}/",
        }


def said(call: BotCall) -> str:
    return call.text or "" if call.method == "sendMessage" and call.chat_id == PERSON else ""


async def told(around: Surroundings, words: str, after: int, patience: float = PATIENCE) -> BotCall:
    return await around.world.wait_for(lambda call: words in said(call), timeout=patience, after=after)


async def follows_kharkiv(around: Surroundings) -> int:
    around.world.say(PERSON, "/place Kharkiv")
    await told(around, "Kharkiv", 0)
    return len(around.world.sent)


async def test_a_start_is_told_within_one_poll_of_the_post_though_polls_are_a_minute_apart(
    surroundings: Surroundings, source: UkraineAlarmServer, settings: dict[str, str]
) -> None:
    around = surroundings
    async with running(around.folder, settings) as program:
        async with asyncio.timeout(PATIENCE):
            await source.is_registered()
            await source.is_read(1)
        start = await follows_kharkiv(around)
        before = source.readings
        source.changes([region(KHARKIV, "Red")])
        assert await source.posts(b"whatever it is") == 204
        red = await told(around, "Kharkiv", start, AT_ONCE)
        readings = source.readings - before
        assert await program.stop() == 0

    assert red.loud
    assert readings == 1
    assert source.registered == [("POST", source.registered[0][1]), ("DELETE", source.registered[0][1])]


@pytest.mark.proof
async def test_a_post_alone_starts_ends_and_eases_nothing(
    surroundings: Surroundings, source: UkraineAlarmServer, settings: dict[str, str]
) -> None:
    around = surroundings
    async with running(around.folder, settings):
        async with asyncio.timeout(PATIENCE):
            await source.is_registered()
            await source.is_read(1)
            start = await follows_kharkiv(around)
            source.changes([region(KHARKIV, "Yellow")])
            await source.posts()
            await told(around, "Kharkiv", start)
            after = len(around.world.sent)
            for posted in (b'{"regionId": "1293", "activeAlerts": []}', b'[{"regionId": "1293"}]', b"", b"null"):
                readings = source.readings
                assert await source.posts(posted) == 204
                await source.is_read(readings + 1)
            guess = source.address[:-1] + ("0" if source.address[-1] != "0" else "1")
            async with httpx.AsyncClient() as client:
                assert (await client.post(guess)).status_code == 404

    assert not [said(call) for call in around.world.sent[after:] if said(call)]


@pytest.mark.proof
async def test_an_address_that_is_there_from_a_run_that_was_killed_is_brought_up_to_date(
    surroundings: Surroundings, source: UkraineAlarmServer, settings: dict[str, str]
) -> None:
    source.refuses = [409]
    async with running(surroundings.folder, settings):
        async with asyncio.timeout(PATIENCE):
            await source.is_registered()
    assert [method for method, _ in source.registered] == ["POST", "PATCH"]
    assert len({address for _, address in source.registered}) == 1


@pytest.mark.proof
async def test_a_source_that_registers_nobody_keeps_nobody_from_being_told(
    surroundings: Surroundings, source: UkraineAlarmServer, settings: dict[str, str]
) -> None:
    around = surroundings
    source.refuses = [500] * 100
    async with running(around.folder, {**settings, "ALERT_POLL_SECONDS": "1"}) as program:
        await program.wrote("webhook_not_registered")
        start = await follows_kharkiv(around)
        source.changes([region(KHARKIV, "Red")])
        red = await told(around, "Kharkiv", start)
        assert await program.stop() == 0

    assert red.loud


async def test_where_the_list_of_alerts_fails_the_compact_string_tells_a_start_and_never_an_end(
    surroundings: Surroundings,
) -> None:
    around = surroundings
    async with running(around.folder, around.settings):
        start = await follows_kharkiv(around)
        await around.alerts.answers(2)
        around.alerts.broken = Response(b'{"alerts": [', media_type="application/json")
        around.alerts.string = {KHARKIV: "R"}
        red = await told(around, "Kharkiv", start)
        after = len(around.world.sent)
        around.alerts.string = {}
        await around.alerts.answers(3)
        around.world.say(PERSON, "/now")
        now = await told(around, "grave danger", after)
        quiet = [said(call) for call in around.world.sent[after:] if "All clear" in said(call)]
        around.alerts.alerts = [alert("27", "yellow", "drones")]
        around.alerts.broken = None
        await told(around, "All clear", after)

    assert red.loud
    assert "its end is not confirmed" in said(now)
    assert not quiet
