"""Which items of the go-bag a chat has ticked."""

from sqlalchemy import delete, select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.store.tables import bag_items
from bot.store.upsert import insert_for


async def packed(connection: AsyncConnection, chat_id: int) -> tuple[str, ...]:
    return tuple(await connection.scalars(select(bag_items.c.item).where(bag_items.c.chat_id == chat_id)))


async def put_in(connection: AsyncConnection, chat_id: int, item: str) -> None:
    statement = insert_for(connection, bag_items).values(chat_id=chat_id, item=item)
    await connection.execute(statement.on_conflict_do_nothing())


async def take_out(connection: AsyncConnection, chat_id: int, item: str) -> bool:
    """False where it was not in."""
    own = (bag_items.c.chat_id == chat_id) & (bag_items.c.item == item)
    return (await connection.execute(delete(bag_items).where(own))).rowcount == 1


async def empty(connection: AsyncConnection, chat_id: int) -> None:
    await connection.execute(delete(bag_items).where(bag_items.c.chat_id == chat_id))
