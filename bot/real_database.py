"""What commands of the terminal share that work on the real bot's database while the bot may be running on it."""

import asyncio
from collections.abc import Callable, Coroutine
from typing import TYPE_CHECKING, TypeVar

from bot.terminal import or_leave

if TYPE_CHECKING:
    from bot.store.database import Database

Result = TypeVar("Result")


def on_real_database(work: "Callable[[Database], Coroutine[None, None, Result]]") -> Result:
    """The work's result, or the end of the program with a line that says why there is none."""
    from bot import logs
    from bot.settings import read_settings
    from bot.wiring import open_real_database

    settings = or_leave(read_settings)
    logs.configure("warning", settings.log_format)

    async def run() -> Result:
        database = await open_real_database(settings)
        try:
            return await work(database)
        finally:
            await database.close()

    return or_leave(lambda: asyncio.run(run()))
