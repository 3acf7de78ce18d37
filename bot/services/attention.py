"""What people answer to an alert: that they are up, that they want to hear its end, that they want it insisted on."""

from dataclasses import replace
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.chats import Chat
from bot.store import chats as chat_store
from bot.store import outbox


class Attention:
    """How an alert and a chat answer each other."""

    async def set_insisting(self, tx: AsyncConnection, chat: Chat, now: datetime, *, insist: bool) -> Chat:
        """Whether grave alerts of the night come again until somebody is up; what insists already stops with it."""
        if not insist:
            await outbox.stop_insisting(tx, chat.id, now)
        return await chat_store.change(tx, replace(chat, insist=insist))

    async def is_up(self, tx: AsyncConnection, chat_id: int, now: datetime) -> bool:
        """Somebody there is up: nothing insists any more; False where nothing did."""
        return await outbox.stop_insisting(tx, chat_id, now) > 0

    async def ask_for_end(self, tx: AsyncConnection, chat_id: int, message_id: int, *, ring: bool) -> bool:
        """Whether to ring at the end of what that loud message told; False where it is over, or not a loud one."""
        return await outbox.ask_for_end(tx, chat_id, message_id, ring=ring) > 0
