"""Keeps what a chat has in its go-bag already."""

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.bag import Item
from bot.store import bags as bag_store


class Bags:
    """The list of one chat."""

    async def packed(self, tx: AsyncConnection, chat_id: int) -> frozenset[Item]:
        """What is ticked; what a later version of the list lacks is left out."""
        known = {one.value: one for one in Item}
        return frozenset(known[one] for one in await bag_store.packed(tx, chat_id) if one in known)

    async def turn(self, tx: AsyncConnection, chat_id: int, item: Item) -> None:
        """Ticks an item, or takes its tick away."""
        if not await bag_store.take_out(tx, chat_id, item):
            await bag_store.put_in(tx, chat_id, item)

    async def empty(self, tx: AsyncConnection, chat_id: int) -> None:
        """Takes every tick away."""
        await bag_store.empty(tx, chat_id)
