"""What reports need done without anybody asking: others' changes seen, articles forgotten, corrections told."""

from collections.abc import Callable
from datetime import datetime

from bot.services.answers import Answers
from bot.services.corrections import Corrections
from bot.services.shelf import Shelf
from bot.store import reports as report_store
from bot.store.database import Database


class Newsroom:
    """Looked after again and again, by the bot's clock."""

    def __init__(self, database: Database, shelf: Shelf, answers: Answers, now: Callable[[], datetime]) -> None:
        self._database = database
        self._shelf = shelf
        self._answers = answers
        self._corrections = Corrections(database, shelf)
        self._now = now

    async def look(self) -> None:
        """Once for everything that is due."""
        await self.follow()
        await self.forget()
        while await self._corrections.step(self._now()):
            pass

    async def follow(self) -> None:
        """Sees what others published and corrected."""
        await self._shelf.look(self._database, self._answers.reshelve)

    async def forget(self) -> None:
        """Drops the articles whose day is over."""
        now = self._now()
        async with self._database.reading() as connection:
            if not await report_store.have_expired(connection, now):
                return
        async with self._database.writing() as tx:
            await report_store.drop_expired(tx, now)
