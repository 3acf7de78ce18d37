"""Sends pictures and files: as bytes the first time, by the name that Telegram gave them from then on."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from telegram import Bot, InputFile, Message
from telegram.constants import ParseMode
from telegram.error import TelegramError

from bot.telegram.attachments import CAPTION_LIMIT, Document, Picture
from bot.telegram.keyboard import inline
from bot.telegram.outgoing import Outgoing, split
from bot.telegram.refusals import Ours, Outcome, Sent, Unknown, translate

#: What Telegram says of a name that it does not know (any more), or that another bot was given (Bot API 10.0).
_UNKNOWN_FILE = ("file identifier", "file_id", "file reference", "file_reference")
_TOPIC_IS_GONE = "message thread not found"


@dataclass(frozen=True, slots=True)
class SentFile:
    """What became of it; `file_id` is the picture's name from now on, None where Telegram gave none."""

    outcome: Outcome
    file_id: str | None = None

    @property
    def is_forgotten(self) -> bool:
        """Whether it was refused because its name means nothing to Telegram."""
        said = self.outcome.description.lower() if isinstance(self.outcome, Ours) else ""
        return any(words in said for words in _UNKNOWN_FILE)


class Files:
    """Raises, from every method: bot.errors.TelegramError when the Bot API cannot be used at all."""

    def __init__(self, bot: Bot) -> None:
        self._bot = bot

    @property
    def bot_id(self) -> int:
        """Whose names they are: a token begins with the bot's own id, so that nothing need be asked."""
        return int(self._bot.token.partition(":")[0])

    async def send_picture(
        self, chat_id: int, picture: Picture, content: bytes | str, *, silent: bool, topic: int | None = None
    ) -> SentFile:
        """`content`: the PNG, or the picture's name."""
        photo = InputFile(content, "tysha.png") if isinstance(content, bytes) else content

        async def send(thread: int | None) -> Message:
            return await self._bot.send_photo(
                chat_id,
                photo,
                caption=_caption(picture.caption),
                parse_mode=ParseMode.HTML,
                reply_markup=inline(Outgoing("", picture.buttons)),
                disable_notification=silent,
                message_thread_id=thread,
            )

        return await _sent(send, topic)

    async def send_document(
        self, chat_id: int, document: Document, *, silent: bool, topic: int | None = None
    ) -> Outcome:
        """Uploads a file; it is never sent by name."""

        async def send(thread: int | None) -> Message:
            return await self._bot.send_document(
                chat_id,
                InputFile(document.content, document.name),
                caption=_caption(document.caption),
                parse_mode=ParseMode.HTML,
                disable_notification=silent,
                message_thread_id=thread,
            )

        return (await _sent(send, topic)).outcome


async def _sent(send: Callable[[int | None], Awaitable[Message]], topic: int | None) -> SentFile:
    """Where the topic of a group is gone, the group itself gets it."""
    found = await _tried(send, topic)
    gone = isinstance(found.outcome, Ours) and _TOPIC_IS_GONE in found.outcome.description.lower()
    return await _tried(send, None) if gone and topic is not None else found


async def _tried(send: Callable[[int | None], Awaitable[Message]], topic: int | None) -> SentFile:
    try:
        message = await send(topic)
    except TelegramError as error:
        return SentFile(translate(error))
    # A success whose body holds no message breaks the library's parsing in one of these ways.
    except (AttributeError, KeyError, TypeError, ValueError):
        return SentFile(Unknown())
    return SentFile(Sent(message.message_id), message.photo[-1].file_id if message.photo else None)


def _caption(text: str) -> str:
    """As much of it as a caption may hold."""
    pieces = split(text, CAPTION_LIMIT)
    if len(pieces) <= 1:
        return text
    return split(text, CAPTION_LIMIT - 2)[0] + "\n…"
