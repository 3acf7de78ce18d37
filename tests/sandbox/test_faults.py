"""Ordered failures, as the client library meets them, and the waiting that tests are written with."""

import asyncio
import time
from datetime import timedelta

import httpx
import pytest
from telegram import Bot
from telegram.error import BadRequest, Forbidden, NetworkError, RetryAfter, TelegramError

from bot.serving import serve
from sandbox.app import build
from sandbox.faults import FaultKind
from sandbox.limits import Limits
from sandbox.people import User
from sandbox.telegram_world import TelegramWorld

NOT_CARRIED_OUT = [
    (FaultKind.FLOOD, RetryAfter),
    (FaultKind.FLOOD_WITHOUT_PARAMETERS, NetworkError),
    (FaultKind.SERVER_ERROR, NetworkError),
    (FaultKind.BAD_GATEWAY_HTML, NetworkError),
    (FaultKind.HTML_WITH_200, TelegramError),
    (FaultKind.BAD_REQUEST, BadRequest),
    (FaultKind.FORBIDDEN, Forbidden),
    (FaultKind.DROP_BEFORE, NetworkError),
]


# The client library itself logs an answer that is not JSON as an error.
@pytest.mark.allow_warnings
@pytest.mark.parametrize(("kind", "error"), NOT_CARRIED_OUT)
async def test_a_fault_hits_once_and_sends_nothing(
    bot: Bot, world: TelegramWorld, olena: User, kind: FaultKind, error: type[TelegramError]
) -> None:
    world.faults.next("sendMessage", kind, seconds=7)

    with pytest.raises(error):
        await bot.send_message(olena.id, "lost")
    assert [call for call in world.sent if call.method == "sendMessage"] == []
    assert (await bot.send_message(olena.id, "through")).text == "through"


@pytest.mark.allow_warnings
@pytest.mark.parametrize("kind", [FaultKind.DROP_AFTER, FaultKind.TRUNCATED_JSON])
async def test_an_answer_can_be_lost_after_the_message_went_out(
    bot: Bot, world: TelegramWorld, olena: User, kind: FaultKind
) -> None:
    world.faults.next("sendMessage", kind)

    with pytest.raises(TelegramError):
        await bot.send_message(olena.id, "went out")
    assert [call.text for call in world.sent if call.method == "sendMessage"] == ["went out"]


async def test_a_dropped_connection_gives_no_answer_at_all(http: httpx.AsyncClient, world: TelegramWorld) -> None:
    world.faults.next("getMe", FaultKind.DROP_AFTER)

    with pytest.raises(httpx.TransportError):
        await http.get("getMe")


async def test_a_late_answer_is_late(http: httpx.AsyncClient, world: TelegramWorld) -> None:
    world.faults.next("*", FaultKind.DELAY, seconds=0.3)
    began = time.monotonic()

    assert (await http.get("getMe")).json()["ok"]
    assert time.monotonic() - began >= 0.3


async def test_a_fault_can_be_for_one_chat_and_several_times(bot: Bot, world: TelegramWorld, olena: User) -> None:
    world.add_user(8, "Petro")
    world.say(8, "/start")
    world.faults.next("sendMessage", FaultKind.FLOOD, chat_id=8, times=2, seconds=7)

    assert (await bot.send_message(olena.id, "through")).text == "through"
    for _ in range(2):
        with pytest.raises(RetryAfter) as refused:
            await bot.send_message(8, "later")
        assert refused.value.retry_after == timedelta(seconds=7)
    assert (await bot.send_message(8, "now")).text == "now"


async def test_too_many_messages_are_refused_over_http(world: TelegramWorld, olena: User) -> None:
    app = build(world, None, token="1:x", limits=Limits(per_chat_burst=2))
    async with serve(app, before_stop=world.close) as base, Bot("1:x", base_url=f"{base}/bot") as bot:
        await bot.send_message(olena.id, "1")
        await bot.send_message(olena.id, "2")
        with pytest.raises(RetryAfter):
            await bot.send_message(olena.id, "3")


async def test_waiting_ends_with_the_call_that_fits(bot: Bot, world: TelegramWorld, olena: User) -> None:
    async with asyncio.TaskGroup() as tasks:
        waiting = tasks.create_task(world.wait_for(lambda call: call.text == "second"))
        await bot.send_message(olena.id, "first")
        await bot.send_message(olena.id, "second")

    assert waiting.result().chat_id == olena.id


async def test_waiting_in_vain_tells_what_happened_instead(bot: Bot, world: TelegramWorld, olena: User) -> None:
    await bot.send_message(olena.id, "something else")

    with pytest.raises(TimeoutError, match="something else"):
        await world.wait_for(lambda call: call.text == "never", timeout=0.05)
