"""Messages a second, and processor time for each, of the ways to send that we have, beside plain python-telegram-bot.

Run: `python -m benchmarks.wire [--messages N] [--rounds N]`. A null server in its own process; the ways take turns, and
the medians are printed with their ratio to plain python-telegram-bot. `send` is where another sender can be put beside.
"""

import asyncio
import statistics
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager

import typer
from telegram import Bot
from telegram.request import HTTPXRequest

from benchmarks.bare_server import bare_server
from bot.telegram.messenger import Messenger
from bot.telegram.outgoing import Button, Outgoing
from bot.telegram.ready import CALL, Ready
from bot.telegram.request import AiohttpRequest
from bot.telegram.wire import Wire

TOKEN = "1:x"
AT_ONCE = 30
TEXT = "🔴 <b>Ballistic missiles</b>, Kharkiv. Stay where you are, away from glass, low. " * 4
ALERT = Outgoing(TEXT, ((Button("Ring me at the all clear", data="ring:1"),),))

Send = Callable[[int], Awaitable[object]]


@asynccontextmanager
async def plain(address: str) -> AsyncIterator[Send]:
    """The library as it comes."""
    async with HTTPXRequest(connection_pool_size=AT_ONCE * 2) as request:
        bot = Bot(TOKEN, base_url=f"{address}/bot", request=request, get_updates_request=request)
        yield _by(Messenger(bot))


@asynccontextmanager
async def replies(address: str) -> AsyncIterator[Send]:
    """The library on our request class: replies go this way."""
    async with AiohttpRequest(AT_ONCE * 2) as request:
        bot = Bot(TOKEN, base_url=f"{address}/bot", request=request, get_updates_request=request)
        yield _by(Messenger(bot))


@asynccontextmanager
async def broadcasting(address: str, at_once: int) -> AsyncIterator[Messenger]:
    """What the program tells many with."""
    async with Wire(f"{address}/bot{TOKEN}/{CALL}", at_once) as wire:
        yield Messenger(Bot(TOKEN, request=AiohttpRequest()), Ready(wire))


@asynccontextmanager
async def ready(address: str) -> AsyncIterator[Send]:
    """Bodies that are ready: the broadcast goes this way."""
    async with broadcasting(address, AT_ONCE) as messenger:
        yield _by(messenger)


WAYS = {"plain python-telegram-bot": plain, "replies": replies, "broadcast": ready}


def _by(messenger: Messenger) -> Send:
    return lambda number: messenger.send(number, ALERT, silent=bool(number % 2))


async def measure(way: Callable[[str], object], address: str, messages: int) -> tuple[float, float]:
    """Messages a second, and milliseconds of processor time for each."""
    async with way(address) as send:  # type: ignore[attr-defined]
        await asyncio.gather(*(send(number) for number in range(AT_ONCE)))
        numbers = iter(range(messages))

        async def work() -> None:
            for number in numbers:
                await send(number)

        began, used = time.perf_counter(), time.process_time()
        await asyncio.gather(*(work() for _ in range(AT_ONCE)))
        return messages / (time.perf_counter() - began), (time.process_time() - used) * 1000 / messages


def main(messages: int = 5_000, rounds: int = 5) -> None:
    found: dict[str, list[tuple[float, float]]] = {name: [] for name in WAYS}
    with bare_server() as address:
        for _ in range(rounds):
            for name, way in WAYS.items():
                few = messages // 8 if way is plain else messages
                found[name].append(asyncio.run(measure(way, address, few)))
    base = statistics.median(rate for rate, _ in found["plain python-telegram-bot"])
    for name, results in found.items():
        rate = statistics.median(rate for rate, _ in results)
        used = statistics.median(used for _, used in results)
        typer.echo(f"{name:28} {rate:8.0f} a second  {used:6.3f} ms of processor each  ratio {rate / base:5.1f}")


if __name__ == "__main__":
    typer.run(main)
