"""How soon the bot asks for updates and how much memory it holds when idle, beside a bare python-telegram-bot.

Run: `python -m benchmarks.start`. Both are started by turns against one local server; the medians and their ratio are
printed.
"""

import asyncio
import statistics
import sys
import tempfile
import time
from collections.abc import Mapping
from pathlib import Path

import typer
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import Route

from bot.serving import serve
from tests.flow.program import environment, free_port, running_command

ROUNDS = 7
#: Seconds after the first getUpdates at which the memory of an idle bot is read.
IDLE_AFTER = 2.0
BARE = """
import sys
from telegram.ext import Application
Application.builder().token("1:x").base_url(sys.argv[1] + "/bot").build().run_polling()
"""


class FirstPoll:
    """A Bot API server that knows two methods, and remembers when updates were first asked for."""

    def __init__(self) -> None:
        self.asked = asyncio.Event()

    def app(self) -> Starlette:
        return Starlette(routes=[Route("/bot{token}/{method}", self._answer, methods=["GET", "POST"])])

    async def _answer(self, request: Request) -> JSONResponse:
        method = request.path_params["method"]
        if method == "getUpdates":
            self.asked.set()
            await asyncio.sleep(1)
            return JSONResponse({"ok": True, "result": []})
        me = {"id": 1, "is_bot": True, "first_name": "Tysha", "username": "tysha_bot"}
        return JSONResponse({"ok": True, "result": me if method == "getMe" else True})


async def measure(server: FirstPoll, variables: Mapping[str, str], folder: Path, *command: str) -> tuple[float, float]:
    """Seconds to the first getUpdates, and MiB resident when idle."""
    server.asked.clear()
    began = time.perf_counter()
    async with running_command(folder, variables, *command) as program:
        await server.asked.wait()
        seconds = time.perf_counter() - began
        await asyncio.sleep(IDLE_AFTER)
        return seconds, resident(program.process.pid)


def resident(process: int) -> float:
    status = Path(f"/proc/{process}/status").read_text(encoding="ascii")
    line = next(line for line in status.splitlines() if line.startswith("VmRSS"))
    return int(line.split()[1]) / 1024


async def compare() -> None:
    server = FirstPoll()
    results: dict[str, list[tuple[float, float]]] = {"tysha": [], "bare python-telegram-bot": []}
    async with serve(server.app()) as address:
        with tempfile.TemporaryDirectory() as name:
            folder = Path(name)
            settings = {"TELEGRAM_BOT_TOKEN": "1:x", "TELEGRAM_API_URL": address}
            for _ in range(ROUNDS):
                ours = environment(folder, {**settings, "HTTP_ADDR": f"127.0.0.1:{free_port()}"})
                results["tysha"].append(await measure(server, ours, folder, sys.executable, "-m", "bot", "run"))
                bare = environment(folder, {})
                command = (sys.executable, "-c", BARE, address)
                results["bare python-telegram-bot"].append(await measure(server, bare, folder, *command))
    medians = {name: [statistics.median(part) for part in zip(*rows, strict=True)] for name, rows in results.items()}
    for name, (seconds, memory) in medians.items():
        typer.echo(f"{name:26} first getUpdates after {seconds:.2f} s, idle {memory:.0f} MiB")
    ratios = [ours / bare for ours, bare in zip(*medians.values(), strict=True)]
    typer.echo(f"{'ratio':26} {ratios[0]:.2f} in time, {ratios[1]:.2f} in memory")


if __name__ == "__main__":
    asyncio.run(compare())
