"""Commands that end by themselves, begun in a process that has loaded the program before: to load it is most of what a
short command costs.

Run by itself (`python -m tests.flow.warm FD`) this is that process: for each request on its socket it forks, and the
fork is `python -m bot` with the folder, the environment and the arguments that it was sent.
"""

import json
import os
import runpy
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Mapping, Sequence
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


class Warm:
    """Starts the process when it is first needed; it ends with us, because its socket does."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._socket: socket.socket | None = None
        self._process: subprocess.Popen[bytes] | None = None

    def run(self, folder: Path, variables: Mapping[str, str], arguments: Sequence[str]) -> tuple[int, str]:
        """Exit code and output of `python -m bot ARGUMENTS`, standard error among it."""
        output, written = os.pipe()
        code, told = os.pipe()
        request = json.dumps([str(folder), dict(variables), list(arguments)]).encode()
        with self._lock:
            socket.send_fds(self._ready(), [request], [written, told])
        for one in (written, told):
            os.close(one)
        with os.fdopen(output, "rb") as said, os.fdopen(code, "rb") as ended:
            text = said.read().decode()
            return int(ended.read()), text

    def _ready(self) -> socket.socket:
        if self._socket is None:
            self._socket, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
            with theirs:
                command = [sys.executable, "-m", "tests.flow.warm", str(theirs.fileno())]
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
    """Forks once more: one is the command, the other tells how it ended."""
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    command = os.fork()
    if command:
        os.close(written)
        os.write(told, str(os.waitstatus_to_exitcode(os.waitpid(command, 0)[1])).encode())
        os._exit(0)
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
    with socket.socket(fileno=int(sys.argv[1])) as requests:
        arguments = serve(requests)
    if arguments is not None:
        sys.argv[1:] = arguments
        runpy.run_module("bot", run_name="__main__", alter_sys=True)


if __name__ == "__main__":
    main()
