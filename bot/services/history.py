"""Takes in a published history of alerts, so that a new bot can speak of last month before it has lived through one."""

import asyncio
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from bot.domain.alerts import SourceName
from bot.domain.area_names import AreaNames
from bot.domain.areas import AreaTree
from bot.domain.history import PastAlert
from bot.services.progress import Progress
from bot.sources.history import PublicRow, Trouble, read_public
from bot.store import history as history_store
from bot.store.database import Database

#: Alerts written by one statement.
PIECE = 2_000
#: Alerts written in one transaction while the bot runs.
SMALL_PIECE = 250
EXAMPLES_AT_MOST = 10


@dataclass(frozen=True, slots=True)
class Summary:
    """What an import came to, in rows of the file.

    `added` are new to the database, `known` were in it; `imputed`, among both, have an end that the dataset made up.
    Left out are `duplicates` of other rows, those without an end, those whose end is not after their start, and those
    of `unknown` areas, of which `examples` gives names with how often each stands in the file.
    """

    rows: int
    added: int
    known: int
    imputed: int
    duplicates: int
    without_end: int
    backwards: int
    unknown: int
    examples: tuple[tuple[str, int], ...]


async def import_history(file: Path, database: Database, tree: AreaTree, progress: Progress) -> Summary:
    """Adds the alerts of a public dataset in either form to the transitions; raises ContentFault with the line.

    All of the file or nothing; a file that is imported again changes nothing.
    """
    # Read whole before anything is written: a running bot that must tell of an alert waits for whoever writes.
    reading = await asyncio.to_thread(_read, file, AreaNames(tree))
    source = SourceName(f"{history_store.IMPORTED}{file.name}")
    added = 0
    async with database.writing() as tx:
        alerts = iter(reading.alerts)
        done = 0
        while piece := list(islice(alerts, PIECE)):
            added += await history_store.add_past(tx, source, piece)
            done += len(piece)
            progress(done, len(reading.alerts))
    return reading.summary(added)


async def keep_past(database: Database, source: SourceName, alerts: Sequence[PastAlert]) -> int:
    """Adds what a source tells of the past (each alert once) to the transitions; returns how many were new.

    Piece by piece, so that an alert never waits behind a month; kept twice, nothing changes.
    """
    told_by = SourceName(f"{history_store.IMPORTED}{source}")
    added = 0
    pieces = iter(alerts)
    while piece := list(islice(pieces, SMALL_PIECE)):
        async with database.writing() as tx:
            added += await history_store.add_past(tx, told_by, piece)
    return added


class _Reading:
    """The rows of one file, sorted out."""

    def __init__(self) -> None:
        self.alerts: list[PastAlert] = []
        self._rows = self._imputed = self._duplicates = 0
        self._seen: set[PastAlert] = set()
        self._troubles: Counter[Trouble] = Counter()
        self._unknown: Counter[str] = Counter()

    def take(self, row: PublicRow) -> None:
        self._rows += 1
        if isinstance(row.alert, Trouble):
            self._troubles[row.alert] += 1
            if row.alert is Trouble.UNKNOWN_NAME:
                self._unknown[row.name] += 1
        elif row.alert in self._seen:
            self._duplicates += 1
        else:
            self._seen.add(row.alert)
            self.alerts.append(row.alert)
            self._imputed += row.imputed

    def sort(self) -> None:
        self.alerts.sort(key=lambda past: (past.finished_at or past.started_at, past.area))

    def summary(self, added: int) -> Summary:
        return Summary(
            rows=self._rows,
            added=added,
            known=len(self.alerts) - added,
            imputed=self._imputed,
            duplicates=self._duplicates,
            without_end=self._troubles[Trouble.NO_END],
            backwards=self._troubles[Trouble.BACKWARDS],
            unknown=self._troubles[Trouble.UNKNOWN_NAME],
            examples=tuple(self._unknown.most_common(EXAMPLES_AT_MOST)),
        )


def _read(file: Path, names: AreaNames) -> _Reading:
    reading = _Reading()
    for row in read_public(file, names):
        reading.take(row)
    reading.sort()
    return reading
