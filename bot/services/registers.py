"""Takes in a register of shelters: all of the file or nothing, and only what changed is written."""

import asyncio
import re
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

from bot.domain.shelters.shelter import Shelter
from bot.errors import ContentFault
from bot.services.progress import Progress
from bot.services.shelters import words_of
from bot.sources.registers.account import Account
from bot.sources.registers.files import rows_in
from bot.sources.registers.rows import Reader
from bot.store import shelters as shelter_store
from bot.store.database import Database

#: Rows of one statement.
PIECE = 1_000
_SLUG = re.compile(r"[^a-z0-9]+")


@dataclass(frozen=True, slots=True)
class Summary:
    """What an import came to: the account of the file, and what changed among what was kept of the same register."""

    account: Account
    added: int
    changed: int
    same: int
    gone: int


async def import_register(
    file: Path, database: Database, name: str, now: datetime, progress: Progress, *, as_of: date | None = None
) -> Summary:
    """Keeps the shelters of a file as the register of that name; what it no longer lists goes. `now` is aware UTC,
    `as_of` the day of the register where its rows have none.

    Raises ContentFault for a file that cannot be read to its end, and then nothing changed; likewise for one in which
    nothing could be kept, because a wrong file must not empty a register.
    """
    # Read whole before anything is written: a file that breaks off changes nothing.
    rows, account = await asyncio.to_thread(_read, file, name, as_of)
    async with database.writing() as tx:
        await shelter_store.clear_stage(tx)
    async with database.reading() as connection:
        known = await shelter_store.rows_of(connection, name)
    fresh = [row for row in rows if known.get(row["id"]) != tuple(row.values())]
    added = sum(row["id"] not in known for row in fresh)
    gone = sorted(known.keys() - {row["id"] for row in rows})
    # Staged in pieces and taken over at once: an alert of a running bot waits for whoever writes.
    for at in range(0, len(fresh), PIECE):
        async with database.writing() as tx:
            await shelter_store.stage(tx, fresh[at : at + PIECE])
        progress(min(at + PIECE, len(fresh)), len(fresh))
    async with database.writing() as tx:
        await shelter_store.take_over(tx)
        await shelter_store.drop(tx, gone)
        if fresh or gone:
            await shelter_store.put_edition(tx, now.isoformat())
    return Summary(account, added, len(fresh) - added, len(rows) - len(fresh), len(gone))


def _read(file: Path, name: str, as_of: date | None) -> tuple[list[dict[str, Any]], Account]:
    reader = Reader(name, _SLUG.sub("-", name.casefold()).strip("-")[:20] or "file", as_of)
    rows = [_row(shelter, name) for shelter in reader.read(rows_in(file))]
    if not rows:
        raise ContentFault(file, None, "file", "at least one shelter that can be kept; nothing was changed")
    return rows, reader.account


def _row(shelter: Shelter, name: str) -> dict[str, Any]:
    return shelter_store.row_of(shelter, name, words_of(shelter))
