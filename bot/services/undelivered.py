"""Tells an operator what was owed and did not arrive, and what came in and could not be handled."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from bot.store import undelivered
from bot.store.database import Database

#: Updates that are listed, and keys that are named of each.
LISTED = 20
KEYS_NAMED = 12


async def tell_undelivered(database: Database) -> tuple[str, ...]:
    """A line each, in English; no words, names or coordinates of people are in any of them."""
    async with database.reading() as connection:
        waiting, since = await undelivered.owed(connection)
        dead = await undelivered.dead(connection)
        count, updates = await undelivered.quarantined(connection, LISTED)
    lines = [f"Owed: {waiting}" + (f", the oldest since {_utc(since)}" if since else "")]
    lines.append(f"Given up: {sum(one.count for one in dead)}")
    for one in dead:
        span = _utc(one.first) if one.first == one.last else f"{_utc(one.first)} to {_utc(one.last)}"
        lines.append(f"  {span}: {one.count} of kind {one.kind}, {one.why}")
    lines.append(f"Updates put aside: {count}" + (f", the latest {LISTED}" if count > LISTED else ""))
    for update in updates:
        keys = list(_keys(update.keys))
        more = f" and {len(keys) - KEYS_NAMED} more" if len(keys) > KEYS_NAMED else ""
        named = ", ".join(keys[:KEYS_NAMED])
        lines.append(f"  {_utc(update.received_at)}: update {update.update_id}, {update.why}; keys: {named}{more}")
    return tuple(lines)


def _keys(shape: dict[str, Any], above: str = "") -> Iterator[str]:
    for key, value in shape.items():
        if isinstance(value, dict) and value:
            yield from _keys(value, f"{above}{key}.")
        else:
            yield f"{above}{key}"


def _utc(moment: datetime) -> str:
    return f"{moment:%Y-%m-%d %H:%M} UTC"
