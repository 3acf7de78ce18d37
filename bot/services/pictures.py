"""Sends pictures: drawn once for all who see the same, by the name that Telegram knows from then on, and in words where
neither works.
"""

import hashlib
from collections import OrderedDict
from collections.abc import Callable
from datetime import datetime

import structlog
from sqlalchemy.exc import SQLAlchemyError

from bot.domain.drawings import Drawing
from bot.errors import PictureError
from bot.pictures.artist import Artist
from bot.pictures.drawing import EDITION
from bot.store import pictures as picture_store
from bot.store.database import Database
from bot.telegram.attachments import Document, Picture
from bot.telegram.files import Files, SentFile
from bot.telegram.messenger import Messenger
from bot.telegram.outgoing import Outgoing
from bot.telegram.refusals import Ours, Outcome, Sent

_log = structlog.get_logger(__name__)

#: Pictures that are kept until Telegram has named them: many may ask for one before the first has got it.
KEPT = 16
#: Names that need not be looked up.
NAMES_KEPT = 256


class Pictures:
    """What chats get beside messages. `now` is the bot's clock, aware UTC."""

    def __init__(
        self, database: Database, artist: Artist, files: Files, messenger: Messenger, now: Callable[[], datetime]
    ) -> None:
        self._database = database
        self._artist = artist
        self._files = files
        self._messenger = messenger
        self._now = now
        self._drawn: OrderedDict[str, bytes] = OrderedDict()
        self._names: OrderedDict[str, str] = OrderedDict()

    async def send(self, chat_id: int, picture: Picture, *, silent: bool, topic: int | None = None) -> Outcome:
        """Sends it, or its text version where it cannot be drawn or Telegram does not take it; call it outside of any
        transaction.
        """
        key = key_of(picture.drawing)
        known = await self.name_of(picture.drawing)
        if known:
            sent = await self._files.send_picture(chat_id, picture, known, silent=silent, topic=topic)
            if not sent.is_forgotten:
                return await self._or_in_words(chat_id, picture, sent, silent=silent, topic=topic)
            await self._forget(key)
        try:
            png = await self.drawn(picture.drawing)
        except PictureError as error:
            _log.error("picture_not_drawn", why=str(error))
            return await self._in_words(chat_id, picture, silent=silent, topic=topic)
        sent = await self._files.send_picture(chat_id, picture, png, silent=silent, topic=topic)
        if isinstance(sent.outcome, Sent) and sent.file_id:
            await self._remember(key, sent.file_id)
        return await self._or_in_words(chat_id, picture, sent, silent=silent, topic=topic)

    async def send_document(
        self, chat_id: int, document: Document, *, silent: bool, topic: int | None = None
    ) -> Outcome:
        """Sends a file."""
        return await self._files.send_document(chat_id, document, silent=silent, topic=topic)

    async def drawn(self, drawing: Drawing) -> bytes:
        """The picture as a PNG, drawn now or just before. Raises PictureError."""
        key = key_of(drawing)
        if key not in self._drawn:
            self._drawn[key] = await self._artist.draw(drawing)
            while len(self._drawn) > KEPT:
                self._drawn.popitem(last=False)
        self._drawn.move_to_end(key)
        return self._drawn[key]

    async def _or_in_words(
        self, chat_id: int, picture: Picture, sent: SentFile, *, silent: bool, topic: int | None
    ) -> Outcome:
        if not isinstance(sent.outcome, Ours):
            return sent.outcome
        _log.warning("telegram_refused_picture", description=sent.outcome.description)
        return await self._in_words(chat_id, picture, silent=silent, topic=topic)

    async def _in_words(self, chat_id: int, picture: Picture, *, silent: bool, topic: int | None) -> Outcome:
        words = Outgoing(picture.caption, picture.buttons)
        return await self._messenger.send(chat_id, words, silent=silent, topic=topic)

    # A database in trouble costs one more drawing, never the answer.

    async def name_of(self, drawing: Drawing) -> str | None:
        """By which name Telegram knows the picture; None where it was not sent yet."""
        key = key_of(drawing)
        if key in self._names:
            return self._names[key]
        try:
            async with self._database.reading() as connection:
                known = await picture_store.file_id(connection, self._files.bot_id, key)
        except SQLAlchemyError as error:
            _log.warning("picture_not_looked_up", why=type(error).__name__)
            return None
        return self._named(key, known) if known else None

    def _named(self, key: str, name: str) -> str:
        self._names[key] = name
        if len(self._names) > NAMES_KEPT:
            self._names.popitem(last=False)
        return name

    async def _remember(self, key: str, file_id: str) -> None:
        self._named(key, file_id)
        try:
            async with self._database.writing() as tx:
                await picture_store.remember(tx, self._files.bot_id, key, file_id, self._now())
        except SQLAlchemyError as error:
            _log.warning("picture_not_remembered", why=type(error).__name__)

    async def _forget(self, key: str) -> None:
        self._names.pop(key, None)
        try:
            async with self._database.writing() as tx:
                await picture_store.forget(tx, self._files.bot_id, key)
        except SQLAlchemyError as error:
            _log.warning("picture_not_forgotten", why=type(error).__name__)


def key_of(drawing: Drawing) -> str:
    """Names a picture by all that it shows, and by how it is drawn."""
    return hashlib.sha256(f"{EDITION} {drawing!r}".encode()).hexdigest()
