"""Stops all sending in one step, and lets it go on; what is owed waits meanwhile, and answers in chat go on."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.store import outbox
from bot.store import pauses as pause_store


@dataclass(frozen=True, slots=True)
class Paused:
    """What a pause or its end found: whether it changed anything, since when it is or was paused (aware UTC; None: it
    was not), and how many messages are owed.
    """

    changed: bool
    since: datetime | None
    owed: int


class Pauses:
    """Each call works inside the caller's transaction."""

    async def since(self, tx: AsyncConnection) -> datetime | None:
        return await pause_store.since(tx)

    async def pause(self, tx: AsyncConnection, now: datetime) -> Paused:
        """Nothing is claimed any more as soon as this is kept; what was claimed is given back."""
        changed = await pause_store.put(tx, now)
        return Paused(changed, await pause_store.since(tx), await outbox.waiting(tx))

    async def resume(self, tx: AsyncConnection) -> Paused:
        """What is owed leaves in its order, if it is still true by then."""
        since = await pause_store.since(tx)
        return Paused(await pause_store.drop(tx), since, await outbox.waiting(tx))
