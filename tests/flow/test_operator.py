"""An operator is told by the running program itself how it is: over HTTP, in chat, and by a sign of life outside."""

import httpx
import pytest
from prometheus_client.parser import text_string_to_metric_families
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse
from starlette.routing import Route

from bot.serving import serve
from bot.tasks import Bell
from sandbox.recorder import BotCall
from tests.flow.conftest import PERSON, Surroundings
from tests.flow.program import PATIENCE, running

OPERATOR, CANARY = 900, 901
SECRET_PATH = "/ping/3f1c-secret"

pytestmark = pytest.mark.allow_warnings


class Switch:
    """A dead-man's switch, which counts."""

    def __init__(self) -> None:
        self.heard = 0
        self.bell = Bell()

    def app(self) -> Starlette:
        async def ping(_request: Request) -> PlainTextResponse:
            self.heard += 1
            self.bell.ring()
            return PlainTextResponse("OK")

        return Starlette(routes=[Route(SECRET_PATH, ping)])


@pytest.mark.proof
async def test_a_program_that_works_says_so_and_one_that_sees_nothing_says_that(surroundings: Surroundings) -> None:
    around, switch = surroundings, Switch()
    for number, name in ((OPERATOR, "Iryna"), (CANARY, "Canary")):
        around.world.add_user(number, name, None, language_code="en")
    async with serve(switch.app()) as outside:
        settings = {
            **around.settings,
            # Five minutes are ten seconds.
            "CLOCK_SPEED": "30",
            "ALERT_POLL_SECONDS": "30",
            "ADMIN_IDS": str(OPERATOR),
            "CANARY_CHAT": str(CANARY),
            "HEARTBEAT_URL": f"{outside}{SECRET_PATH}",
        }
        async with running(around.folder, settings) as program:
            for who in (OPERATOR, CANARY):
                around.world.say(who, "/help")
            around.world.say(PERSON, "/place Kharkiv")
            await switch.bell.wait(PATIENCE)
            beat = await around.world.wait_for(
                lambda call: "Everything works" in said_to(call, CANARY), timeout=PATIENCE
            )
            shown = await scraped(f"http://{settings['HTTP_ADDR']}/metrics")

            around.alerts.broken = PlainTextResponse("in trouble", 500)
            await around.world.wait_for(lambda call: "sources" in said_to(call, OPERATOR), timeout=PATIENCE)
            await program.wrote("check_failed")

            assert switch.heard >= 1
            assert not beat.loud
            assert (shown["tysha_database_up"], shown["tysha_leader"]) == (1, 1)
            assert shown["tysha_chat_seconds_count"] >= 1
            assert shown["tysha_polls_total"] >= 1
            assert "secret" not in program.output


def said_to(call: BotCall, chat_id: int) -> str:
    return (call.text or "") if call.method == "sendMessage" and call.chat_id == chat_id else ""


async def scraped(address: str) -> dict[str, float]:
    async with httpx.AsyncClient() as client:
        text = (await client.get(address)).text
    return {sample.name: sample.value for family in text_string_to_metric_families(text) for sample in family.samples}
