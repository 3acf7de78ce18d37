"""Tells those who run the bot what it cannot mend by itself."""

from datetime import datetime
from typing import Protocol

import structlog
from sqlalchemy.exc import SQLAlchemyError

from bot.domain.chats import Chat
from bot.errors import TelegramError
from bot.store import chats as chat_store
from bot.store.database import Database
from bot.telegram.outgoing import Outgoing
from bot.telegram.refusals import Outcome, Sent
from bot.texts import LANGUAGES, Argument, Texts

_log = structlog.get_logger(__name__)


class Sender(Protocol):
    """What telling somebody needs of Telegram."""

    async def send(self, chat_id: int, outgoing: Outgoing, *, silent: bool, topic: int | None = None) -> Outcome: ...


class Operators:
    """Writes to each of them in their language; whoever cannot be reached is named in the log by the outcome alone."""

    def __init__(self, ids: tuple[int, ...], sender: Sender, texts: Texts, database: Database) -> None:
        self._ids = ids
        self._sender = sender
        self._texts = texts
        self._database = database

    async def tell(self, message_id: str, *, silent: bool = False, **arguments: Argument) -> None:
        """Sends the message, loud unless it is `silent`."""
        for operator in self._ids:
            language = await self._language(operator)
            text = self._texts.render(language, message_id, **arguments)
            try:
                outcome = await self._sender.send(operator, Outgoing(text), silent=silent)
            except TelegramError as error:
                _log.error("operator_not_told", kind=error.kind)
                return
            if not isinstance(outcome, Sent):
                _log.error("operator_not_told", outcome=type(outcome).__name__)

    async def _language(self, operator: int) -> str:
        """Theirs, where it is known and can be read at all."""
        try:
            async with self._database.reading() as connection:
                chat: Chat | None = await chat_store.load(connection, operator)
        except (SQLAlchemyError, OSError):
            chat = None
        return chat.language if chat else LANGUAGES[0]


def utc(moment: datetime) -> str:
    return f"{moment:%H:%M} UTC"
