"""How a bot gets its updates: offsets, long polls, conflicts, webhooks."""

import asyncio

import httpx
import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route
from telegram import Bot
from telegram.error import Conflict

from bot.serving import serve
from sandbox.people import User
from sandbox.signals import Signal
from sandbox.telegram_world import TelegramWorld


async def test_an_offset_confirms_everything_before_it(bot: Bot, world: TelegramWorld, olena: User) -> None:
    for text in ("one", "two", "three"):
        world.say(olena.id, text)
    first, second, third = await bot.get_updates()

    assert second.update_id == first.update_id + 1
    assert [u.update_id for u in await bot.get_updates(offset=second.update_id, limit=1)] == [second.update_id]
    assert [u.update_id for u in await bot.get_updates(offset=third.update_id)] == [third.update_id]
    assert await bot.get_updates(offset=third.update_id + 1) == ()
    assert world.updates.waiting() == 0


async def test_a_negative_offset_keeps_the_last(bot: Bot, world: TelegramWorld, olena: User) -> None:
    for text in ("one", "two", "three"):
        world.say(olena.id, text)

    assert [u.message.text for u in await bot.get_updates(offset=-1) if u.message] == ["three"]


async def test_a_long_poll_ends_as_soon_as_something_is_said(bot: Bot, world: TelegramWorld, olena: User) -> None:
    async with asyncio.TaskGroup() as tasks:
        poll = tasks.create_task(bot.get_updates(timeout=30))
        await world.wait_until(lambda: world.updates.polls == 1)
        world.say(olena.id, "awake")

    assert [u.message.text for u in poll.result() if u.message] == ["awake"]


async def test_a_newer_poll_ends_the_older_with_a_conflict(
    bot: Bot, http: httpx.AsyncClient, world: TelegramWorld
) -> None:
    async with asyncio.TaskGroup() as tasks:
        older = tasks.create_task(_conflict(bot))
        await world.wait_until(lambda: world.updates.polls == 1)
        newer = await http.get("getUpdates")

    assert newer.json() == {"ok": True, "result": []}
    assert "terminated by other getUpdates request" in older.result()


async def test_a_webhook_ends_polling(bot: Bot, world: TelegramWorld) -> None:
    async with asyncio.TaskGroup() as tasks:
        poll = tasks.create_task(_conflict(bot))
        await world.wait_until(lambda: world.updates.polls == 1)
        await bot.set_webhook("http://127.0.0.1:9/nobody")

    assert "terminated by setWebhook" in poll.result()
    with pytest.raises(Conflict, match="webhook is active"):
        await bot.get_updates()
    await bot.delete_webhook()
    assert await bot.get_updates() == ()


async def test_only_the_kinds_asked_for_come(bot: Bot, world: TelegramWorld, olena: User) -> None:
    await bot.get_updates(allowed_updates=["callback_query"])
    world.say(olena.id, "unheard")
    world.forge_tap(olena.id, 1, "heard")

    (update,) = await bot.get_updates()
    assert update.callback_query is not None


async def test_edits_blocks_and_returns_are_told(bot: Bot, world: TelegramWorld, olena: User) -> None:
    said = world.say(olena.id, "/quiet")
    world.edit_text(olena.id, said.message_id, "/quiet off")
    world.block(olena.id)
    world.say(olena.id, "/start")

    kinds = [next(name for name in u.to_dict() if name != "update_id") for u in await bot.get_updates()]
    assert kinds == ["message", "edited_message", "my_chat_member", "my_chat_member", "message"]


async def test_odd_and_repeated_updates_can_be_made(http: httpx.AsyncClient, world: TelegramWorld, olena: User) -> None:
    world.updates.push_raw({"message": "not a message"})
    world.say(olena.id, "once")
    odd, once = (await http.get("getUpdates")).json()["result"]
    world.updates.repeat(once)

    again = (await http.get("getUpdates")).json()["result"]
    assert odd["message"] == "not a message"
    assert [update["update_id"] for update in again].count(once["update_id"]) == 2


class Receiver:
    """A bot's webhook: refuses `refusals` times, then takes everything and remembers it."""

    def __init__(self, refusals: int) -> None:
        self.left = refusals
        self.taken: list[tuple[str, int]] = []
        self.heard = Signal()

    async def take(self, request: Request) -> Response:
        self.left -= 1
        if self.left >= 0:
            return Response(status_code=503)
        body = await request.json()
        self.taken.append((request.headers["x-telegram-bot-api-secret-token"], body["update_id"]))
        self.heard.fire()
        return Response()


async def test_a_webhook_gets_each_update_with_the_secret_until_it_takes_it(
    bot: Bot, world: TelegramWorld, olena: User
) -> None:
    receiver = Receiver(refusals=1)
    async with serve(Starlette(routes=[Route("/hook", receiver.take, methods=["POST"])])) as base:
        await bot.set_webhook(f"{base}/hook", secret_token="s3cret")
        async with asyncio.timeout(10):
            world.say(olena.id, "hello")
            await receiver.heard.wait()
        info = await bot.get_webhook_info()

    assert [secret for secret, _ in receiver.taken] == ["s3cret"]
    assert info.last_error_message is not None and "503" in info.last_error_message


async def _conflict(bot: Bot) -> str:
    with pytest.raises(Conflict) as refused:
        await bot.get_updates(timeout=30)
    return refused.value.message
