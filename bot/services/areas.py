"""Takes in lists of areas and renews the tree that the program shares, without ending or beginning an episode."""

import asyncio
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.alerts import AreaId
from bot.domain.areas import Area, AreaTree
from bot.domain.listings import (
    Change,
    ChangeKind,
    Kept,
    KeptArea,
    Listing,
    Merged,
    in_the_way,
    merge,
    overlaid,
    take_over,
)
from bot.domain.official_names import OfficialNames
from bot.errors import SourceError
from bot.store import alerts as alert_store
from bot.store import areas as area_store
from bot.store.areas import AreaMark
from bot.store.database import Database

SYNCED_EVERY = timedelta(days=1)
TRIED_AGAIN_AFTER = timedelta(hours=1)
#: How often it is looked whether a move may be taken over.
MOVES_TRIED_EVERY = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class Learnt:
    """What a list came to: how it differs from what was known, and which moves an alert holds up."""

    changes: tuple[Change, ...]
    waiting: tuple[Area, ...]

    def of(self, kind: ChangeKind) -> tuple[Change, ...]:
        """The changes of one kind; a move that waits is not among them."""
        held_up = {area.id for area in self.waiting} if kind is ChangeKind.MOVED else set()
        return tuple(one for one in self.changes if one.kind is kind and one.area not in held_up)


class Areas:
    """Keeps one tree; as it is given, it holds the built-in table, over which everything that is kept is laid."""

    def __init__(self, database: Database, tree: AreaTree, official: OfficialNames) -> None:
        self._database = database
        self._tree = tree
        self._built_in = tuple(tree)
        self._official = official
        self._loaded: datetime | None = None
        self._tried_at: datetime | None = None

    async def learn(self, listing: Listing, now: datetime) -> Learnt:
        """Keeps what a list says (now: the bot's clock, aware UTC); the tree changes with the next `refresh`.

        Raises SourceError for a list that cannot be believed; nothing is kept of it.
        """
        while True:
            async with self._database.reading() as connection:
                kept = await area_store.load_kept(connection)
            # Before the transaction and beside the loop, for it takes a while, and an alert would wait for it.
            merged = await asyncio.to_thread(merge, self._built_in, kept, listing, self._official)
            if merged.doubt:
                raise SourceError(listing.source, "odd-list", merged.doubt)
            async with self._database.writing() as tx:
                if await area_store.load_kept(tx) == kept:
                    return await self._keep(tx, merged, now)

    async def _keep(self, tx: AsyncConnection, merged: Merged, now: datetime) -> Learnt:
        await area_store.save_listed(tx, merged.kept, now)
        await area_store.put_moment(tx, AreaMark.SYNCED_AT, now)
        await area_store.put_moment(tx, AreaMark.DUE_AT, now + SYNCED_EVERY)
        areas = overlaid(self._built_in, merged.kept, self._official)
        settled = take_over(areas, merged.kept, await self._running(tx))
        return Learnt(merged.changes, tuple(area for area in areas if area.id in settled and settled[area.id].moves_to))

    async def load(self) -> None:
        """Makes the tree what is kept, and changes nothing: for whoever only reads beside a running bot."""
        async with self._database.reading() as connection:
            kept = await area_store.load_kept(connection)
        self._renew(overlaid(self._built_in, kept, self._official))

    async def refresh(self) -> None:
        """Takes over the moves that no alert forbids, and makes the tree what is kept.

        To be called before anybody uses the tree, and by whoever runs the watch alone: moves are decided against the
        alerts that it keeps.
        """
        before = tuple(self._tree)
        try:
            async with self._database.writing() as tx:
                kept = await area_store.load_kept(tx)
                areas = overlaid(self._built_in, kept, self._official)
                settled = take_over(areas, kept, await self._running(tx))
                await area_store.save_moved(tx, _moved(kept, settled))
                self._loaded = await area_store.moment(tx, AreaMark.SYNCED_AT)
                # While this transaction keeps the watch, which writes too, from telling: it sees the old tree or the
                # new one, and never both.
                self._renew(overlaid(self._built_in, settled, self._official))
        except BaseException:
            self._renew(before)
            raise

    async def look(self, now: datetime) -> None:
        """Refreshes where a list came in, from the command line too, or where a move that waited may be taken over."""
        async with self._database.reading() as connection:
            fresh = self._loaded == await area_store.moment(connection, AreaMark.SYNCED_AT)
            if fresh and not await self._move_is_free(connection, now):
                return
        await self.refresh()

    async def is_due(self, now: datetime) -> bool:
        """Whether a list should be asked for."""
        async with self._database.reading() as connection:
            due_at = await area_store.moment(connection, AreaMark.DUE_AT)
        # A clock that was set back must not keep us from asking for longer than a day.
        return due_at is None or now >= due_at or due_at > now + SYNCED_EVERY

    async def ask(self, now: datetime) -> None:
        """A list is about to be asked for: unless it comes, not again within the hour, whatever happens meanwhile."""
        async with self._database.writing() as tx:
            await area_store.put_moment(tx, AreaMark.DUE_AT, now + TRIED_AGAIN_AFTER)

    async def _move_is_free(self, connection: AsyncConnection, now: datetime) -> bool:
        if self._tried_at is not None and timedelta() <= now - self._tried_at < MOVES_TRIED_EVERY:
            return False
        self._tried_at = now
        if not await area_store.any_move_waits(connection):
            return False
        kept = await area_store.load_kept(connection)
        return take_over(self._tree, kept, await self._running(connection)) != kept

    async def _running(self, connection: AsyncConnection) -> frozenset[AreaId]:
        return in_the_way((await alert_store.load_state(connection)).alerts.values())

    def _renew(self, areas: tuple[Area, ...]) -> None:
        if areas != tuple(self._tree):
            self._tree.renew(areas)


def _moved(before: Kept, after: Kept) -> list[KeptArea]:
    return [one for area, one in after.items() if one != before[area]]
