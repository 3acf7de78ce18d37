"""What a chat can be sent beside messages: a picture that is still to be drawn, and a file."""

from dataclasses import dataclass

from bot.domain.drawings import Drawing
from bot.telegram.outgoing import Button

#: Bot API 10.0, sendPhoto and sendDocument: counted as the text of a message is.
CAPTION_LIMIT = 1024


@dataclass(frozen=True, slots=True)
class Picture:
    """A drawing with its text version (Telegram's HTML, for who hears it or where it cannot be drawn) and buttons."""

    drawing: Drawing
    caption: str
    buttons: tuple[tuple[Button, ...], ...] = ()


@dataclass(frozen=True, slots=True)
class Document:
    """A file by its name, with a caption in Telegram's HTML."""

    name: str
    content: bytes
    caption: str
