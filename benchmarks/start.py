"""How soon the bot asks for updates and how much memory it holds when idle, beside a bare aiogram bot and a bare
python-telegram-bot, all started by turns against one local server.
"""

import asyncio
import sys
import time
from collections.abc import Mapping
from pathlib import Path

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import Route

from benchmarks.others import SENDERS, interpreter
from benchmarks.table import Figure, Size
from bot.serving import serve
from tests.flow.program import environment, free_port, running_command

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


async def _started(server: FirstPoll, variables: Mapping[str, str], folder: Path, *command: str) -> tuple[float, float]:
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


async def measure(folder: Path, size: Size) -> list[Figure]:
    """One start of each, by turns; what the interpreter has to compile is compiled before."""
    server = FirstPoll()
    others = interpreter()
    async with serve(server.app()) as address:
        settings = {"TELEGRAM_BOT_TOKEN": "1:x", "TELEGRAM_API_URL": address}
        ours = environment(folder, {**settings, "HTTP_ADDR": f"127.0.0.1:{free_port()}"})
        bare = environment(folder, {})
        started = {
            "tysha": await _started(server, ours, folder, sys.executable, "-m", "bot", "run"),
            "bare aiogram": await _started(
                server, bare, folder, str(others), str(SENDERS / "aiogram3.py"), address, "bare"
            ),
            "bare python-telegram-bot": await _started(server, bare, folder, sys.executable, "-c", BARE, address),
        }
    (seconds, memory), *_ = started.values()
    return [
        figure
        for name, (its_seconds, its_memory) in list(started.items())[1:]
        for figure in (
            Figure(f"to the first getUpdates, beside {name}", "s", seconds, its_seconds, name),
            Figure(f"resident when idle, beside {name}", "MiB", memory, its_memory, name),
        )
    ]
