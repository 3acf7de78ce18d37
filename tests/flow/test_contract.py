"""The program against any Bot API server and any alert service: told by its environment, judged by its messages."""

import re
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import httpx
import pytest
from starlette.responses import JSONResponse, PlainTextResponse, Response

from bot.serving import serve
from sandbox.app import build
from sandbox.limits import Limits
from sandbox.recorder import BotCall
from tests.flow.alerts_server import alert
from tests.flow.conftest import PERSON, TOKEN, Surroundings
from tests.flow.program import PATIENCE, finished, free_port, running

KHARKIV = "1293"


async def asked(around: Surroundings, text: str) -> BotCall:
    """Says something and gives the first answer to it."""
    after = len(around.world.sent)
    around.world.say(PERSON, text)
    return await around.world.wait_for(_message, timeout=PATIENCE, after=after)


async def told(around: Surroundings, words: str, after: int) -> BotCall:
    """The next message that has the words in it."""
    return await around.world.wait_for(
        lambda call: _message(call) and words in (call.text or ""), timeout=PATIENCE, after=after
    )


def _message(call: BotCall) -> bool:
    return call.method == "sendMessage" and call.chat_id == PERSON


def _without_clock(call: BotCall) -> str:
    """What was said, but for the time that it is."""
    return re.sub(r"\d\d:\d\d there now", "there now", call.text or "")


def quiet_hours_around_now() -> str:
    now = datetime.now(ZoneInfo("Europe/Kyiv"))
    return f"{now - timedelta(hours=2):%H:%M}-{now + timedelta(hours=3):%H:%M}"


async def test_inside_quiet_hours_yellow_comes_silently_red_rings_and_the_all_clear_is_silent(
    surroundings: Surroundings,
) -> None:
    around = surroundings
    async with running(around.folder, around.settings):
        await asked(around, "/start")
        await asked(around, "/place Kharkiv")
        await asked(around, f"/quiet {quiet_hours_around_now()}")

        start = len(around.world.sent)
        around.alerts.alerts = [alert(KHARKIV, "yellow", "drones")]
        yellow = await told(around, "Drones", start)
        around.alerts.alerts = [alert(KHARKIV, "red", "drones", "ballistic_missiles")]
        red = await told(around, "allistic", start)
        around.alerts.alerts = []
        clear = await told(around, "All clear", start)

    assert [yellow.loud, red.loud, clear.loud] == [False, True, False]
    assert around.alerts.tokens == {"Bearer t"}


BROKEN = {
    "401": JSONResponse({"message": "Unauthorized"}, 401),
    "429": JSONResponse({"message": "Too many requests"}, 429),
    "500": PlainTextResponse("oops", 500),
    "an empty object": JSONResponse({}),
    "null for alerts": JSONResponse({"alerts": None}),
    "a page": PlainTextResponse("<html>maintenance</html>"),
    "a truncated body": Response(b'{"alerts": [', media_type="application/json"),
    "nothing": Response(b""),
}


@pytest.mark.proof
async def test_no_answer_that_is_odd_ever_becomes_an_all_clear(surroundings: Surroundings) -> None:
    around = surroundings
    async with running(around.folder, around.settings):
        await asked(around, "/place Kharkiv")
        start = len(around.world.sent)
        around.alerts.alerts = [alert(KHARKIV, "red", "ballistic_missiles")]
        await told(around, "allistic", start)
        for name, broken in BROKEN.items():
            around.alerts.broken = broken
            await around.alerts.answers(2)
            # A good answer between the bad ones keeps the polls close together.
            around.alerts.broken = None
            await around.alerts.answers(1)
            now = await asked(around, "/now")
            assert "allistic" in (now.text or ""), name

    assert not [call for call in around.world.sent if "All clear" in (call.text or "")]


async def test_a_restart_neither_repeats_a_start_nor_forgets_the_end(surroundings: Surroundings) -> None:
    around = surroundings
    async with running(around.folder, around.settings) as program:
        await asked(around, "/place Kharkiv")
        start = len(around.world.sent)
        around.alerts.alerts = [alert(KHARKIV, "red", "ballistic_missiles")]
        await told(around, "allistic", start)
        assert await program.stop() == 0
    async with running(around.folder, around.settings):
        await around.alerts.answers(3)
        around.alerts.alerts = []
        await told(around, "All clear", start)

    starts = [call for call in around.world.sent if _message(call) and "allistic" in (call.text or "").split("\n")[0]]
    assert len(starts) == 1


async def test_a_wrong_token_ends_the_program_with_one_plain_line(surroundings: Surroundings) -> None:
    code, output = await finished(surroundings.folder, {**surroundings.settings, "TELEGRAM_BOT_TOKEN": "2:wrong"})

    assert code == 1
    assert "TELEGRAM_BOT_TOKEN" in output
    assert "Traceback" not in output


async def test_health_says_that_the_loop_turns_and_that_a_source_is_seen(surroundings: Surroundings) -> None:
    address = f"http://{surroundings.settings['HTTP_ADDR']}"
    async with running(surroundings.folder, surroundings.settings), httpx.AsyncClient() as client:
        await surroundings.alerts.answers(2)
        health = await client.get(f"{address}/healthz")
        ready = await client.get(f"{address}/readyz")

    assert health.status_code == 200
    assert ready.json()["sources"] == {"alerts-in-ua": "fresh"}


async def test_the_answer_to_a_question_on_the_command_line_has_its_figures_and_speakers(
    surroundings: Surroundings,
) -> None:
    question = "How many people were killed in Kharkiv?"
    code, english = await finished(surroundings.folder, {}, "ask", question)
    _, ukrainian = await finished(surroundings.folder, {}, "ask", "--lang", "uk", question)

    assert code == 0
    assert "at least" in english.lower()
    assert "fourth" in english
    assert "no date" in english
    assert "щонайменше" in ukrainian.lower()
    assert "четверт" in ukrainian


async def test_an_alert_that_began_four_minutes_before_we_saw_it_says_how_late_it_is(
    surroundings: Surroundings,
) -> None:
    around = surroundings
    async with running(around.folder, around.settings):
        await asked(around, "/place Kharkiv")
        around.alerts.alerts = [
            alert(KHARKIV, "red", "ballistic_missiles", started_at=datetime.now(UTC) - timedelta(minutes=4))
        ]
        late = await told(around, "allistic", len(around.world.sent))

    assert "4 min" in (late.text or "")


BAD_INPUT = [
    "/quiet 25:00-99:00",
    "/quiet foo",
    "/digest 8pm tomorrow",
    "/place Atlantis",
    "/place <b>Kharkiv",
    "/mute forever",
    "/language klingon",
    "/guide ../../etc/passwd",
    "/ask <script>alert(1)</script>",
    "/nonsense",
    "/start sub_1293<b>",
    "x" * 4096,
    "💥" * 2000,
    "\u202eevil\u202c \u200b<i>",
    "'; DROP TABLE chats; --",
]
FORGED_TAPS = [
    "quiet:off:now",
    "quiet:save:25:00-26:00/grave",
    "language:xx",
    "place:follow:0",
    "digest:at:99:99",
    "🙂" * 30,
    ":",
    "",
]


async def test_bad_input_gets_an_answer_or_none_and_never_changes_a_setting(surroundings: Surroundings) -> None:
    around = surroundings
    async with running(around.folder, around.settings) as program:
        for order in ("/start", "/place Kharkiv", "/quiet 23:00-07:00", "/digest 08:00"):
            await asked(around, order)
        before = await asked(around, "/settings")
        for text in BAD_INPUT:
            await asked(around, text)
        for data in FORGED_TAPS:
            after = len(around.world.sent)
            around.world.forge_tap(PERSON, before.message_id or 0, data)
            await around.world.wait_for(
                lambda call: call.method != "answerCallbackQuery", timeout=PATIENCE, after=after
            )
        command = around.world.say(PERSON, "/help")
        around.world.edit_text(PERSON, command.message_id, "/quiet off")
        await told(around, "/quiet", len(around.world.sent))
        settings = await asked(around, "/settings")

    assert _without_clock(settings) == _without_clock(before)
    # A flood of questions earns a "too many requests", which is waited out; nothing else may be refused.
    assert not [refusal for refusal in around.world.refused if refusal.code != 429]
    assert "Traceback" not in program.output


async def test_without_a_network_at_the_start_it_keeps_trying_and_says_so(surroundings: Surroundings) -> None:
    around = surroundings
    port = free_port()
    settings = {**around.settings, "TELEGRAM_API_URL": f"http://127.0.0.1:{port}"}
    async with running(around.folder, settings) as program:
        await program.wrote("no_network")
        async with serve(build(around.world, None, token=TOKEN, limits=Limits()), port=port):
            answer = await asked(around, "/start")

    assert "Tysha" in (answer.text or "")


async def test_an_alert_service_that_dies_is_told_once_through_a_restart_and_so_is_its_return(
    surroundings: Surroundings,
) -> None:
    around = surroundings
    settings = {**around.settings, "ALERT_POLL_SECONDS": "8", "CLOCK_SPEED": "40"}
    async with running(around.folder, settings):
        await asked(around, "/place Kharkiv")
        start = len(around.world.sent)
        around.alerts.alerts = [alert(KHARKIV, "red", "ballistic_missiles")]
        await told(around, "allistic", start)
        around.alerts.broken = Response(status_code=503)
        lost = await told(around, "I can't see. No data on Kharkiv since", start)
    async with running(around.folder, settings):
        await around.alerts.answers(2)
        around.alerts.broken = None
        await told(around, "I see again: Kharkiv", start)
        around.alerts.alerts = []
        await told(around, "All clear, Kharkiv", start)

    said = [call.text or "" for call in around.world.sent[start:] if _message(call)]
    assert lost.loud
    assert [sum(words in text for text in said) for words in ("I can't see", "I see again: ", "All clear")] == [1, 1, 1]
