"""With an address, Telegram posts updates to the program: nothing is polled, nothing lost, nothing handled twice."""

import httpx
import pytest

from bot.telegram.webhook import SECRET_HEADER
from sandbox.recorder import BotCall
from tests.flow.alerts_server import alert
from tests.flow.conftest import PERSON, Surroundings
from tests.flow.program import PATIENCE, running

SECRET = "open-sesame"


@pytest.fixture
def posted(surroundings: Surroundings) -> dict[str, str]:
    """The settings of a program that is posted to."""
    address = f"http://{surroundings.settings['HTTP_ADDR']}/telegram"
    return {**surroundings.settings, "TELEGRAM_WEBHOOK_URL": address, "TELEGRAM_WEBHOOK_SECRET": SECRET}


def said(call: BotCall) -> str:
    return call.text or "" if call.method == "sendMessage" and call.chat_id == PERSON else ""


async def told(around: Surroundings, words: str, after: int = 0) -> BotCall:
    return await around.world.wait_for(lambda call: words in said(call), timeout=PATIENCE, after=after)


async def test_what_is_posted_is_answered_and_what_waited_before_as_well(
    surroundings: Surroundings, posted: dict[str, str]
) -> None:
    around = surroundings
    around.world.say(PERSON, "/start")
    async with running(around.folder, posted) as program:
        await told(around, "Tysha")
        after = len(around.world.sent)
        around.world.say(PERSON, "/place Kharkiv")
        await told(around, "Kharkiv", after)
        around.alerts.alerts = [alert("1293", "red", "ballistic_missiles")]
        await told(around, "allistic", after)
        assert around.world.webhook.url == posted["TELEGRAM_WEBHOOK_URL"]
        assert around.world.webhook.secret == SECRET
        assert await program.stop() == 0
    assert not [call for call in around.world.sent if call.method == "getUpdates"]


async def test_an_update_that_comes_twice_is_answered_once_and_one_without_the_secret_never(
    surroundings: Surroundings, posted: dict[str, str]
) -> None:
    around, url = surroundings, posted["TELEGRAM_WEBHOOK_URL"]
    async with running(around.folder, posted), httpx.AsyncClient() as client:
        around.world.say(PERSON, "/start")
        await told(around, "Tysha")
        person = {"id": PERSON, "is_bot": False, "first_name": "Olha"}
        message = {"message_id": 90, "date": 1, "chat": {"id": PERSON, "type": "private", "first_name": "Olha"}}
        update = {"update_id": 900, "message": {**message, "from": person, "text": "/place Kharkiv"}}
        after = len(around.world.sent)
        for headers, status in (({}, 403), ({SECRET_HEADER: "x"}, 403), *[({SECRET_HEADER: SECRET}, 200)] * 3):
            assert (await client.post(url, json=update, headers=headers)).status_code == status
        around.world.say(PERSON, "/help")
        await told(around, "/quiet", after)
    assert sum("watch Kharkiv" in said(call) for call in around.world.sent[after:]) == 1


async def test_after_a_webhook_the_program_polls_again_where_it_has_no_address_any_more(
    surroundings: Surroundings, posted: dict[str, str]
) -> None:
    around = surroundings
    async with running(around.folder, posted):
        around.world.say(PERSON, "/start")
        await told(around, "Tysha")
    async with running(around.folder, around.settings):
        after = len(around.world.sent)
        around.world.say(PERSON, "/place Kharkiv")
        await told(around, "Kharkiv", after)
    assert around.world.webhook.url == ""
