"""Plain python-telegram-bot as its documentation shows it: httpx, and AIORateLimiter where a rate is kept.

Run by the benchmarks in an environment of its own: `ptb.py ADDRESS paced READERS RATE`, or `ADDRESS flood NUMBER
AT_ONCE`.
"""

# mypy: ignore-errors
# It is written as people write it, and for libraries that are not in our environment.

import asyncio
import json
import sys
import time

from telegram import Update
from telegram.ext import AIORateLimiter, Application, CommandHandler, ContextTypes
from telegram.request import HTTPXRequest

TEXT = "🔴 Ballistic threat, Kharkiv. Away from glass, now\nInner wall, no window, lie low, cover your head."


async def now(update: Update, _: ContextTypes.DEFAULT_TYPE) -> None:
    await update.message.reply_text("No alert in the data.")


async def broadcast(update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
    """To everybody, as the wiki of the library proposes: the limiter keeps the pace."""
    context.application.create_task(to_all(context.application))


async def to_all(application: Application) -> None:
    readers = range(1_000, 1_000 + int(sys.argv[3]))
    await asyncio.gather(*(application.bot.send_message(chat, TEXT) for chat in readers))


def paced(address: str, rate: float) -> None:
    limiter = AIORateLimiter(overall_max_rate=rate, overall_time_period=1, max_retries=3)
    built = Application.builder().token("1:x").base_url(f"{address}/bot").rate_limiter(limiter).concurrent_updates(True)
    application = built.connection_pool_size(256).pool_timeout(600).build()
    application.add_handler(CommandHandler("now", now))
    application.add_handler(CommandHandler("broadcast", broadcast))
    application.run_polling()


async def flood(address: str, number: int, at_once: int) -> None:
    request = HTTPXRequest(connection_pool_size=at_once, pool_timeout=600)
    async with Application.builder().token("1:x").base_url(f"{address}/bot").request(request).build() as application:
        room = asyncio.Semaphore(at_once)

        async def send(chat: int) -> None:
            async with room:
                await application.bot.send_message(chat, TEXT)

        await asyncio.gather(*(send(chat) for chat in range(at_once)))
        began, cpu = time.perf_counter(), time.process_time()
        await asyncio.gather(*(send(1_000 + chat) for chat in range(number)))
        took = {"seconds": time.perf_counter() - began, "cpu": time.process_time() - cpu}
    sys.stdout.write(json.dumps(took))


if __name__ == "__main__":
    if sys.argv[2] == "paced":
        paced(sys.argv[1], float(sys.argv[4]))
    else:
        asyncio.run(flood(sys.argv[1], int(sys.argv[3]), int(sys.argv[4])))
