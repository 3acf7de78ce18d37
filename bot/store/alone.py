"""Keeps a second program off a file of SQLite: both would plan and send, and a sandbox would empty the other's."""

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from bot.errors import NotAlone


@contextmanager
def alone_on(file: Path) -> Iterator[None]:
    """Has the file to itself for as long as the block lasts or the program lives, however it ends.

    Raises NotAlone, at once, where another program runs on the file.
    """
    # The system gives the lock back with the process, so that nothing is left over from one that was killed.
    with file.with_name(f"{file.name}.lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise NotAlone(
                f"DATABASE_URL: another Tysha runs on {file}. Stop it first; several at once need PostgreSQL."
            ) from None
        yield
