"""Answers "why did it ring, or not?" from the reasons that were stored with each message."""

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.store.told import Told, last_told

#: As many decisions as fit one message that is still read.
SHOWN = 5


class Reasons:
    """Reads the last decisions of a chat."""

    async def of_chat(self, tx: AsyncConnection, chat_id: int) -> tuple[Told, ...]:
        """The newest decisions, newest first."""
        return await last_told(tx, chat_id, SHOWN)
