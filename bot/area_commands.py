"""What an operator does with the list of areas, beside a bot that may be running on the same database.

The moves that a list brings are only written down here: a running bot takes them over, for it alone knows when.
"""

from datetime import UTC, datetime
from pathlib import Path

import httpx

from bot.domain.listings import Change, ChangeKind, Listing
from bot.errors import SettingsFault
from bot.services.areas import Learnt
from bot.services.progress import Progress
from bot.services.whereabouts import forget_outlines, import_outlines
from bot.settings import Settings
from bot.sources.listings import read_listing
from bot.sources.outlines import Outlines
from bot.wiring import build_areas, load_tree, open_real_database, ukraine_alarm

#: Areas of one kind that are named.
NAMED = 5


async def sync_areas(settings: Settings) -> Learnt:
    """Asks ukrainealarm for its list and keeps it. Raises SettingsFault, SourceError, StoreError."""
    if not settings.ukraine_alarm_token:
        raise SettingsFault(("UKRAINE_ALARM_TOKEN: is missing, and the list of areas comes from ukrainealarm",))
    async with httpx.AsyncClient() as client:
        listing = await ukraine_alarm(settings, load_tree(), client).areas(datetime.now(UTC))
    return await _keep(settings, listing)


async def import_areas(settings: Settings, file: Path) -> Learnt:
    """Keeps the list of a file. Raises ContentFault, SourceError for a list that cannot be believed, StoreError."""
    return await _keep(settings, read_listing(file, load_tree().canonical))


async def import_map(settings: Settings, file: Path, progress: Progress) -> Outlines:
    """Keeps the borders of a GeoJSON file. Raises ContentFault, StoreError."""
    database = await open_real_database(settings)
    try:
        tree = load_tree()
        await build_areas(database, tree).load()
        return await import_outlines(file, database, tree, datetime.now(UTC), progress)
    finally:
        await database.close()


async def forget_map(settings: Settings) -> int:
    """Forgets every border; returns how many there were. Raises StoreError."""
    database = await open_real_database(settings)
    try:
        return await forget_outlines(database, datetime.now(UTC))
    finally:
        await database.close()


def summary(learnt: Learnt) -> tuple[str, ...]:
    """One line for each thing that can become of an area."""
    by_kind = {kind.value: [_named(one) for one in learnt.of(kind)] for kind in ChangeKind}
    by_kind["waiting for the end of an alert"] = [area.name["uk"] for area in learnt.waiting]
    return tuple(_line(kind, names) for kind, names in by_kind.items())


async def _keep(settings: Settings, listing: Listing) -> Learnt:
    database = await open_real_database(settings)
    try:
        return await build_areas(database, load_tree()).learn(listing, datetime.now(UTC))
    finally:
        await database.close()


def _named(change: Change) -> str:
    return f"{change.name} (was {change.before})" if change.kind is ChangeKind.RENAMED else change.name


def _line(kind: str, names: list[str]) -> str:
    more = f" and {len(names) - NAMED} more" if len(names) > NAMED else ""
    return f"{kind}: {len(names)}" + (f" ({', '.join(names[:NAMED])}{more})" if names else "")
