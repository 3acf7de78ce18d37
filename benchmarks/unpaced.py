"""How many messages a second the wire alone carries, and what each costs, beside two libraries as they are used.

All send the same words to the same null server in another process, with so many calls in flight.
"""

import asyncio
import json
import sys
from collections.abc import Iterator
from pathlib import Path

from benchmarks.null_server import null_server
from benchmarks.others import SENDERS, interpreter
from benchmarks.table import Figure, Size, Target
from tests.flow.program import environment, free_port
from tests.flow.warm import CHECKOUT

LATENCY = 0.05
#: In flight, with TLS and latency or without, and what ours is to be beside aiogram and python-telegram-bot.
WIRES = ((30, False, (2.0, 8.0)), (100, True, None), (250, True, None))
NUMBER = {Size.SMALL: 600, Size.FULL: 20_000}
#: python-telegram-bot on httpx gets slower with each call in flight; its share is enough for a rate.
SLOW_PART = 10


async def measure(folder: Path, size: Size) -> list[Figure]:
    """One round over all wires."""
    others = interpreter()
    figures: list[Figure] = []
    for at_once, tls, least in WIRES:
        number = NUMBER[size]
        ours = await _flood(folder, tls, number, at_once, sys.executable, "-m", "benchmarks.senders.tysha")
        aiogram = await _flood(folder, tls, number, at_once, str(others), str(SENDERS / "aiogram3.py"))
        ptb = await _flood(folder, tls, max(200, number // SLOW_PART), at_once, str(others), str(SENDERS / "ptb.py"))
        figures += _figures(f"{at_once} in flight" + (", TLS + 50 ms" if tls else ""), ours, aiogram, ptb, least)
    return figures


def _figures(
    how: str,
    ours: tuple[float, float],
    aiogram: tuple[float, float],
    ptb: tuple[float, float],
    least: tuple[float, float] | None,
) -> Iterator[Figure]:
    faster, much_faster = (Target(least=one) for one in least) if least else (None, None)
    half = Target(most=0.5) if least else None
    yield Figure(f"wire, {how}", "messages/s", ours[0], aiogram[0], "aiogram", faster)
    yield Figure(f"wire, {how}: CPU", "ms/message", ours[1], aiogram[1], "aiogram", half)
    yield Figure(f"wire, {how} (httpx)", "messages/s", ours[0], ptb[0], "python-telegram-bot", much_faster)


async def _flood(folder: Path, tls: bool, number: int, at_once: int, *program: str) -> tuple[float, float]:
    """Messages a second, and milliseconds of the processor for each."""
    async with null_server(folder, free_port(), tls=tls, latency=LATENCY if tls else 0.0) as server:
        trust = {"SSL_CERT_FILE": str(server.trust)} if server.trust else {}
        process = await asyncio.create_subprocess_exec(
            *program,
            *(server.address, "flood", str(number), str(at_once)),
            cwd=CHECKOUT,
            env=environment(folder, trust),
            stdout=asyncio.subprocess.PIPE,
        )
        told, _ = await process.communicate()
    took = json.loads(told.decode().strip().splitlines()[-1])
    return number / took["seconds"], took["cpu"] / number * 1000
