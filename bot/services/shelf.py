"""The reports as they stand: those of the files, those published here, and every correction, wherever it was made."""

import asyncio
from collections.abc import Callable, Collection, Iterator

from bot.domain.reports import Report, with_corrections
from bot.store import reports as report_store
from bot.store.database import Database

#: What has to be made anew where reports changed; it may take long and runs beside the loop.
Prepare = Callable[[], None]


class Shelf(Collection[Report]):
    """All published reports, in the order in which they came; each look sees what others have published."""

    def __init__(self, files: tuple[Report, ...]) -> None:
        self._files = files
        self._reports = files
        self._edition: int | None = None

    def __iter__(self) -> Iterator[Report]:
        return iter(self._reports)

    def __len__(self) -> int:
        return len(self._reports)

    def __contains__(self, report: object) -> bool:
        return report in self._reports

    async def look(self, database: Database, prepare: Prepare) -> bool:
        """Reads what was published or corrected since; whether anything was."""
        async with database.reading() as connection:
            edition = await report_store.edition(connection)
            if edition == self._edition:
                return False
            published = await report_store.published(connection)
            corrections = await report_store.all_corrections(connection)
        self._reports = with_corrections((*self._files, *published), corrections)
        await asyncio.to_thread(prepare)
        self._edition = edition
        return True
