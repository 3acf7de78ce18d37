"""Remembers as which bot the database was used: numbers of updates and messages mean nothing to another one."""

from sqlalchemy import delete, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.store import marks
from bot.store.tables import inbox, outbox, pictures

_NAME = "bot_id"


async def claim_bot(tx: AsyncConnection, bot_id: int) -> bool:
    """Drops what was bound to another bot, where there was one; whether there was.

    What people chose and are owed stays: their ids are Telegram's, the same for every bot.
    """
    before = await marks.read(tx, _NAME)
    if before == str(bot_id):
        return False
    await marks.put(tx, _NAME, str(bot_id))
    if before is None:
        return False
    # Its numbers would be taken for those of updates that were handled, and nobody would be answered.
    await tx.execute(delete(inbox))
    await tx.execute(update(outbox).where(outbox.c.message_id.is_not(None)).values(message_id=None))
    # Names of pictures are by bot already; those of the old one are of no use to anybody.
    await tx.execute(delete(pictures).where(pictures.c.bot != bot_id))
    return True
