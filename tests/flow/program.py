"""The program as an operator runs it: a process of its own, told everything by its environment."""

import asyncio
import os
import signal
import socket
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path

from tests.flow.warm import CHECKOUT as CHECKOUT
from tests.flow.warm import WARM, Forked

#: Real seconds that anything in these tests may take on a busy machine before it counts as broken.
PATIENCE = 60.0


@dataclass(slots=True)
class Program:
    """A running `python -m bot`; `said` is what it wrote so far."""

    process: asyncio.subprocess.Process | Forked
    said: list[str] = field(default_factory=list)
    more: asyncio.Condition = field(default_factory=asyncio.Condition)

    async def read(self) -> None:
        assert self.process.stdout
        async for line in self.process.stdout:
            async with self.more:
                self.said.append(line.decode())
                self.more.notify_all()
        await self.process.wait()
        async with self.more:
            self.more.notify_all()

    async def wrote(self, words: str, patience: float = PATIENCE) -> None:
        """Waits until the program has written these words; its whole output is the error where it ends before."""
        async with asyncio.timeout(patience), self.more:
            await self.more.wait_for(lambda: words in self.output or self.process.returncode is not None)
        assert words in self.output, self.output

    async def stop(self, how: signal.Signals = signal.SIGTERM) -> int:
        """Asks for the end and gives the exit code."""
        if self.process.returncode is None:
            self.process.send_signal(how)
        async with asyncio.timeout(PATIENCE):
            return await self.process.wait()

    @property
    def output(self) -> str:
        return "".join(self.said)


def environment(folder: Path, settings: Mapping[str, str]) -> dict[str, str]:
    """Nothing of the machine's own settings reaches the program."""
    kept = {name: os.environ[name] for name in ("PATH", "HOME", "LANG", "SYSTEMROOT") if name in os.environ}
    return {**kept, "PYTHONPATH": str(CHECKOUT), "PYTHONUNBUFFERED": "1", **settings}


@asynccontextmanager
async def running(folder: Path, settings: Mapping[str, str], *arguments: str) -> AsyncIterator[Program]:
    """`python -m bot ARGUMENTS`, in a folder of its own, for as long as the block lasts."""
    begun = WARM.begun(folder, environment(folder, settings), arguments or ("run",))
    async with begun as process, _living(process) as program:
        yield program


@asynccontextmanager
async def running_command(folder: Path, variables: Mapping[str, str], *command: str) -> AsyncIterator[Program]:
    """Any command with these variables alone, for as long as the block lasts."""
    process = await asyncio.create_subprocess_exec(
        *command,
        cwd=folder,
        env=dict(variables),
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT,
        start_new_session=True,
    )
    async with _living(process) as program:
        yield program


@asynccontextmanager
async def _living(process: asyncio.subprocess.Process | Forked) -> AsyncIterator[Program]:
    """Reads what the process writes, and ends it with the block."""
    program = Program(process)
    async with asyncio.TaskGroup() as group:
        group.create_task(program.read())
        try:
            yield program
        finally:
            if process.returncode is None:
                # The whole group: what make started must not outlive it.
                os.killpg(process.pid, signal.SIGKILL)
            await process.wait()


async def finished(folder: Path, settings: Mapping[str, str], *arguments: str) -> tuple[int, str]:
    """Exit code and output of a command that ends by itself."""
    async with running(folder, settings, *arguments) as program:
        code = await program.process.wait()
    return code, program.output


def free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        port: int = listener.getsockname()[1]
        return port
