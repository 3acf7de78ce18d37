"""The program, begun in a process that has loaded it before: to load it is most of what a short run costs.

Run by itself (`python -m tests.flow.warm FD`) this is that process: for each request on its socket it forks, and the
fork is `python -m bot` with the folder, the environment and the arguments that it was sent, in a session of its own.
"""

import asyncio
import gc
import json
import os
import runpy
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path

CHECKOUT = Path(__file__).resolve().parents[2]
#: What a command may need; it loads anything else itself.
LOADED = (
    "alembic.command",
    "alembic.config",
    "bot.area_commands",
    "bot.report_commands",
    "bot.running",
    "bot.shelter_commands",
    "bot.terminal",
    "bot.wiring",
    "handlers.dispatch",
    "sandbox.app",
)
#: Bytes of the longest request.
LONGEST = 65_536


@dataclass(slots=True)
class Forked:
    """A process of the program, used as one of asyncio's; standard error is among what it writes.

    `returncode` is known once somebody has waited for the end: the signal as a negative number where one ended it.
    """

    pid: int
    stdout: asyncio.StreamReader
    told: asyncio.StreamReader
    returncode: int | None = None
    one_waits: asyncio.Lock = field(default_factory=asyncio.Lock)

    async def wait(self) -> int:
        async with self.one_waits:
            if self.returncode is None:
                self.returncode = int(await self.told.readline())
            return self.returncode

    def send_signal(self, number: int) -> None:
        if self.returncode is None:
            os.kill(self.pid, number)

    def kill(self) -> None:
        self.send_signal(signal.SIGKILL)


@asynccontextmanager
async def _lines(pipe: int) -> AsyncIterator[asyncio.StreamReader]:
    """What comes out of a pipe, which is closed with the block."""
    reader = asyncio.StreamReader()
    transport, _ = await asyncio.get_running_loop().connect_read_pipe(
        lambda: asyncio.StreamReaderProtocol(reader), os.fdopen(pipe, "rb", 0)
    )
    try:
        yield reader
    finally:
        transport.close()


class Warm:
    """Starts the process when it is first needed; it ends with us, because its socket does."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._socket: socket.socket | None = None
        self._process: subprocess.Popen[bytes] | None = None

    @asynccontextmanager
    async def begun(
        self, folder: Path, variables: Mapping[str, str], arguments: Sequence[str]
    ) -> AsyncIterator[Forked]:
        """`python -m bot ARGUMENTS`; whoever begins it ends it with the block."""
        output, written = os.pipe()
        code, told = os.pipe()
        request = json.dumps([str(folder), dict(variables), list(arguments)]).encode()
        with self._lock:
            socket.send_fds(self._ready(), [request], [written, told])
        for one in (written, told):
            os.close(one)
        async with _lines(output) as said, _lines(code) as ended:
            yield Forked(int(await ended.readline()), said, ended)

    def _ready(self) -> socket.socket:
        if self._socket is None:
            self._socket, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
            with theirs:
                command = [sys.executable, "-u", "-m", "tests.flow.warm", str(theirs.fileno())]
                self._process = subprocess.Popen(
                    command, cwd=CHECKOUT, pass_fds=[theirs.fileno()], stdin=subprocess.DEVNULL, start_new_session=True
                )
        return self._socket


WARM = Warm()


def serve(requests: socket.socket) -> Sequence[str] | None:
    """Forks for each request, and returns its arguments in the fork; None when there will be no more."""
    # Nobody waits for those who wait for the commands.
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    while True:
        request, sent, _, _ = socket.recv_fds(requests, LONGEST, 2)
        if not request:
            return None
        written, told = sent
        if os.fork() == 0:
            requests.close()
            return _begin(json.loads(request), written, told)
        for one in (written, told):
            os.close(one)


def _begin(request: tuple[str, dict[str, str], list[str]], written: int, told: int) -> Sequence[str]:
    """Forks once more: one is the command, the other tells which process that is, and how it ended."""
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    command = os.fork()
    if command:
        os.close(written)
        os.write(told, f"{command}\n".encode())
        os.write(told, f"{os.waitstatus_to_exitcode(os.waitpid(command, 0)[1])}\n".encode())
        os._exit(0)
    os.setsid()
    os.close(told)
    for standard in (1, 2):
        os.dup2(written, standard)
    os.close(written)
    folder, variables, arguments = request
    os.chdir(folder)
    os.environ.clear()
    os.environ.update(variables)
    return arguments


def main() -> None:
    for name in LOADED:
        __import__(name)
    # A fork that looked through what it shares with us for what can be freed would copy it all.
    gc.freeze()
    with socket.socket(fileno=int(sys.argv[1])) as requests:
        arguments = serve(requests)
    if arguments is not None:
        sys.argv[1:] = arguments
        runpy.run_module("bot", run_name="__main__", alter_sys=True)


if __name__ == "__main__":
    main()
