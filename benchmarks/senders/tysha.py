"""The wire of the bot's broadcast, bodies that are ready, without anything around it.

Run by the benchmarks: `python -m benchmarks.senders.tysha ADDRESS flood NUMBER AT_ONCE`.
"""

import asyncio
import json
import sys
import time

from telegram import Bot

from bot.telegram.messenger import Messenger
from bot.telegram.outgoing import Outgoing
from bot.telegram.ready import CALL, Ready
from bot.telegram.refusals import Sent
from bot.telegram.request import AiohttpRequest
from bot.telegram.wire import Wire

TEXT = "🔴 Ballistic threat, Kharkiv. Away from glass, now\nInner wall, no window, lie low, cover your head."


async def flood(address: str, number: int, at_once: int) -> None:
    room = asyncio.Semaphore(at_once)
    request = AiohttpRequest()
    bot = Bot("1:x", base_url=f"{address}/bot", request=request, get_updates_request=request)
    wire = Wire(f"{address}/bot1:x/{CALL}", at_once)
    await wire.initialize()
    messenger = Messenger(bot, Ready(wire))
    outgoing = Outgoing(TEXT)

    async def send(chat: int) -> None:
        async with room:
            outcome = await messenger.send(chat, outgoing, silent=False)
            assert isinstance(outcome, Sent), outcome

    await asyncio.gather(*(send(1 + chat) for chat in range(at_once)))
    began, cpu = time.perf_counter(), time.process_time()
    await asyncio.gather(*(send(1_000 + chat) for chat in range(number)))
    took = {"seconds": time.perf_counter() - began, "cpu": time.process_time() - cpu}
    await wire.shutdown()
    sys.stdout.write(json.dumps(took))


if __name__ == "__main__":
    asyncio.run(flood(sys.argv[1], int(sys.argv[3]), int(sys.argv[4])))
