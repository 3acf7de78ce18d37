"""The wire of the bot's broadcast, bodies that are ready, without anything around it.

Run by the benchmarks: `python -m benchmarks.senders.tysha ADDRESS flood NUMBER AT_ONCE`.
"""

import asyncio
import json
import sys
import time

from benchmarks.wire import broadcasting
from bot.telegram.outgoing import Outgoing
from bot.telegram.refusals import Sent

TEXT = "🔴 Ballistic threat, Kharkiv. Away from glass, now\nInner wall, no window, lie low, cover your head."


async def flood(address: str, number: int, at_once: int) -> None:
    room = asyncio.Semaphore(at_once)
    outgoing = Outgoing(TEXT)

    async with broadcasting(address, at_once) as messenger:

        async def send(chat: int) -> None:
            async with room:
                outcome = await messenger.send(chat, outgoing, silent=False)
                assert isinstance(outcome, Sent), outcome

        await asyncio.gather(*(send(1 + chat) for chat in range(at_once)))
        began, cpu = time.perf_counter(), time.process_time()
        await asyncio.gather(*(send(1_000 + chat) for chat in range(number)))
        took = {"seconds": time.perf_counter() - began, "cpu": time.process_time() - cpu}

    sys.stdout.write(json.dumps(took))


if __name__ == "__main__":
    asyncio.run(flood(sys.argv[1], int(sys.argv[3]), int(sys.argv[4])))
