"""Holds the wire: what is written as the Bot API wants it, and a failure says whether the message may have arrived."""

import asyncio
import logging
import socket
import traceback
from datetime import timedelta

import pytest
from aiohttp.test_utils import unused_port
from telegram import Bot
from telegram.error import BadRequest, Conflict, Forbidden, InvalidToken, NetworkError, TelegramError, TimedOut
from telegram.request import BaseRequest

from bot.telegram.refusals import FloodControl
from bot.telegram.request import AiohttpRequest, Timeouts, parameters
from tests.telegram.server import (
    CUT_SHORT,
    DROP,
    HALF_JSON,
    HANG,
    TOKEN,
    BotApi,
    Reply,
    message,
    page,
    refusal,
    result,
    written_of,
)


async def test_a_message_arrives_as_it_was_written(api: BotApi, bot: Bot) -> None:
    await bot.send_message(7, "Тихо & <b>ясно</b> 🔕", disable_notification=True)

    assert api.asked("sendMessage") == [
        {"chat_id": "7", "text": "Тихо & <b>ясно</b> 🔕", "disable_notification": "true"}
    ]


async def test_a_file_is_uploaded_with_its_own_name(api: BotApi, bot: Bot) -> None:
    api.lay("sendDocument", message(5))

    await bot.send_document(7, b"a;b\n1;2\n", filename="тиша.csv", caption="CSV")

    assert api.asked("sendDocument") == [{"chat_id": "7", "caption": "CSV", "document": ("тиша.csv", b"a;b\n1;2\n")}]


async def test_a_refused_connection_cannot_have_been_heard(request_object: AiohttpRequest) -> None:
    with pytest.raises(NetworkError) as caught:
        await request_object.post(f"http://127.0.0.1:{unused_port()}/bot{TOKEN}/getMe")

    assert type(caught.value) is NetworkError


@pytest.mark.parametrize("reply", [HANG, DROP, CUT_SHORT])
async def test_a_lost_answer_may_have_been_heard(api: BotApi, bot: Bot, reply: Reply) -> None:
    api.lay("sendMessage", reply)

    with pytest.raises(TimedOut):
        await bot.send_message(7, "x")

    assert len(api.calls) == 1


async def test_a_message_that_waits_for_a_free_connection_was_not_heard(api: BotApi) -> None:
    timeouts = Timeouts(connect=0.05, pool=0.05, read=0.6)
    async with AiohttpRequest(connections=1, timeouts=timeouts) as narrow:
        api.lay("getUpdates", HANG)
        url = f"{api.address}/bot{TOKEN}"

        first, second = await asyncio.gather(
            narrow.post(f"{url}/getUpdates"), narrow.post(f"{url}/sendMessage"), return_exceptions=True
        )

    assert type(first) is TimedOut
    assert type(second) is NetworkError
    assert [call.method for call in api.calls] == ["getUpdates"]


ANSWERS: list[tuple[Reply, type[TelegramError]]] = [
    (refusal(400, "Bad Request: message text is empty"), BadRequest),
    (refusal(401, "Unauthorized"), InvalidToken),
    (Reply(status=401, body=""), InvalidToken),
    (refusal(403, "Forbidden: bot was blocked by the user"), Forbidden),
    (refusal(404, "Not Found"), InvalidToken),
    (refusal(409, "Conflict: terminated by other getUpdates request"), Conflict),
    (refusal(429, "Too Many Requests: retry after 7", retry_after=7), FloodControl),
    (Reply(status=429, body=""), FloodControl),
    (refusal(500, "Internal Server Error"), NetworkError),
    (page(200), NetworkError),
    (page(403), NetworkError),
    (page(404), NetworkError),
    (page(502), NetworkError),
    (HALF_JSON, TelegramError),
    (Reply(body='["ok"]'), TelegramError),
    (Reply(body='{"ok": true}'), TelegramError),
    (Reply(body='{"ok": false, "error_code": 403, "description": "Forbidden: bot was kicked"}'), Forbidden),
    (Reply(body='{"ok": false, "error_code": 429, "description": "Too Many Requests"}'), FloodControl),
    (Reply(body='{"ok": false, "description": "?"}'), NetworkError),
]


@pytest.mark.parametrize(("reply", "error"), ANSWERS)
async def test_every_answer_becomes_the_error_that_it_means(
    api: BotApi, bot: Bot, reply: Reply, error: type[TelegramError]
) -> None:
    api.lay("sendMessage", reply)

    with pytest.raises(TelegramError) as caught:
        await bot.send_message(7, "x")

    assert type(caught.value) is error


@pytest.mark.parametrize(
    ("reply", "after"),
    [
        (refusal(429, "Too Many Requests: retry after 7", retry_after=7), timedelta(seconds=7)),
        (refusal(429, "Too Many Requests"), None),
        (page(429), None),
        (Reply(status=429, body='{"ok": false, "parameters": {"retry_after": "soon"}}'), None),
    ],
)
async def test_a_flood_refusal_keeps_the_time_that_it_names(
    api: BotApi, bot: Bot, reply: Reply, after: timedelta | None
) -> None:
    api.lay("sendMessage", reply)

    with pytest.raises(FloodControl) as caught:
        await bot.send_message(7, "x")

    assert caught.value.after == after


async def test_a_redirect_is_not_followed(api: BotApi, bot: Bot) -> None:
    api.lay("sendMessage", Reply(status=302, body="", headers={"Location": f"{api.address}/bot{TOKEN}/elsewhere"}))

    with pytest.raises(NetworkError):
        await bot.send_message(7, "x")

    assert [call.method for call in api.calls] == ["sendMessage"]


async def test_a_call_may_wait_longer_or_shorter_than_usual(api: BotApi, bot: Bot) -> None:
    api.lay("getMe", HANG)

    with pytest.raises(TimedOut):
        await asyncio.wait_for(bot.get_me(read_timeout=0.01), timeout=0.2)


async def test_a_proxy_in_the_environment_is_not_used(api: BotApi, bot: Bot, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY"):
        monkeypatch.setenv(name, f"http://127.0.0.1:{unused_port()}")

    await bot.send_message(7, "x")

    assert len(api.calls) == 1


async def test_one_connection_serves_call_after_call(api: BotApi, bot: Bot) -> None:
    for _ in range(5):
        await bot.send_message(7, "x")

    assert len({call.peer for call in api.calls}) == 1


async def test_no_more_connections_are_opened_than_allowed(api: BotApi) -> None:
    async with AiohttpRequest(connections=3) as request:
        await asyncio.gather(*(request.post(f"{api.address}/bot{TOKEN}/getMe") for _ in range(30)))

    assert len(api.calls) == 30
    assert len({call.peer for call in api.calls}) <= 3


async def test_opening_and_closing_twice_changes_nothing(api: BotApi) -> None:
    request = AiohttpRequest()
    url = f"{api.address}/bot{TOKEN}/getMe"

    await request.initialize()
    await request.initialize()
    assert await request.post(url) is True
    await request.shutdown()
    await request.shutdown()
    with pytest.raises(NetworkError):
        await request.post(url)
    await request.initialize()
    assert await request.post(url) is True
    await request.shutdown()


async def test_raw_parameters_are_sent_as_json_and_text(api: BotApi, request_object: AiohttpRequest) -> None:
    api.lay("getUpdates", result([{"update_id": 1}]))

    answer = await request_object.post(
        f"{api.address}/bot{TOKEN}/getUpdates", parameters({"offset": 5, "allowed_updates": ["message"], "text": "так"})
    )

    assert answer == [{"update_id": 1}]
    assert api.asked("getUpdates") == [{"offset": "5", "allowed_updates": '["message"]', "text": "так"}]


@pytest.mark.allow_warnings
@pytest.mark.parametrize(
    "reply", [HANG, DROP, CUT_SHORT, HALF_JSON, page(200), page(502), refusal(401, "Unauthorized")]
)
async def test_the_token_is_in_no_log_and_no_error(
    api: BotApi, bot: Bot, caplog: pytest.LogCaptureFixture, reply: Reply
) -> None:
    caplog.set_level(logging.DEBUG)
    api.lay("sendMessage", reply)

    with pytest.raises(TelegramError) as caught:
        await bot.send_message(7, "x")

    assert "the-secret-part" not in written_of(caught.value, caplog.text)


async def test_an_unreachable_host_is_named_by_its_fault_and_not_by_its_address() -> None:
    closed = socket.socket()
    closed.bind(("127.0.0.1", 0))
    async with AiohttpRequest() as request:
        with pytest.raises(NetworkError) as caught:
            await request.post(f"http://127.0.0.1:{closed.getsockname()[1]}/bot{TOKEN}/getMe")
    closed.close()

    assert "Connection refused" in str(caught.value)
    assert TOKEN not in str(caught.value)


async def test_an_address_that_cannot_be_used_is_not_quoted(request_object: AiohttpRequest) -> None:
    with pytest.raises(NetworkError) as caught:
        await request_object.post(f"http:///bot{TOKEN}/getMe")

    assert "the-secret-part" not in "".join(traceback.format_exception(caught.value))


def test_the_usual_read_timeout_is_told_to_the_library() -> None:
    assert AiohttpRequest(timeouts=Timeouts(read=3.5)).read_timeout == 3.5
    assert isinstance(AiohttpRequest(), BaseRequest)
