"""aiogram 3 as its documentation shows it: one `send_message` after the other is started at the rate.

Run by the benchmarks in an environment of its own: `aiogram3.py ADDRESS paced READERS RATE`, `ADDRESS flood NUMBER
AT_ONCE`, or `ADDRESS bare`.
"""

# mypy: ignore-errors
# It is written as people write it, and for libraries that are not in our environment.

import asyncio
import json
import os
import ssl
import sys
import time

from aiogram import Bot, Dispatcher
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer
from aiogram.filters import Command
from aiogram.types import Message

TEXT = "🔴 Ballistic threat, Kharkiv. Away from glass, now\nInner wall, no window, lie low, cover your head."


def bot_at(address: str, at_once: int = 100) -> Bot:
    session = AiohttpSession(api=TelegramAPIServer.from_base(address), limit=at_once)
    trusted = os.environ.get("SSL_CERT_FILE")
    if trusted:
        session._connector_init["ssl"] = ssl.create_default_context(cafile=trusted)
    return Bot("1:x", session=session)


async def paced(address: str, readers: int, rate: float) -> None:
    bot, dispatcher, running = bot_at(address), Dispatcher(), set()

    @dispatcher.message(Command("now"))
    async def now(message: Message) -> None:
        await message.answer("No alert in the data.")

    @dispatcher.message(Command("broadcast"))
    async def broadcast(_: Message) -> None:
        began = time.perf_counter()
        for number in range(readers):
            await asyncio.sleep(max(0.0, began + number / rate - time.perf_counter()))
            task = asyncio.create_task(bot.send_message(1_000 + number, TEXT))  # noqa: TID251 - somebody else's bot
            running.add(task)
            task.add_done_callback(running.discard)

    await dispatcher.start_polling(bot)


async def flood(address: str, number: int, at_once: int) -> None:
    room = asyncio.Semaphore(at_once)
    async with bot_at(address, at_once) as bot:

        async def send(chat: int) -> None:
            async with room:
                await bot.send_message(chat, TEXT)

        await asyncio.gather(*(send(chat) for chat in range(at_once)))
        began, cpu = time.perf_counter(), time.process_time()
        await asyncio.gather(*(send(1_000 + chat) for chat in range(number)))
        took = {"seconds": time.perf_counter() - began, "cpu": time.process_time() - cpu}
    sys.stdout.write(json.dumps(took))


if __name__ == "__main__":
    if sys.argv[2] == "flood":
        asyncio.run(flood(sys.argv[1], int(sys.argv[3]), int(sys.argv[4])))
    else:
        _readers, _rate = (int(sys.argv[3]), float(sys.argv[4])) if sys.argv[2] == "paced" else (0, 1.0)
        asyncio.run(paced(sys.argv[1], _readers, _rate))
