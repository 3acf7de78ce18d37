"""What a conversation gets and what it gives back: values only, so that every reply can be tested without a network."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import TypeAlias

from bot.domain.chats import Chat
from bot.domain.shelters.shelter import Point
from bot.services.estimates import Found
from bot.services.facade import Services, Transaction
from bot.services.feeds import Pages
from bot.services.seen import Seen
from bot.telegram.attachments import Document, Picture
from bot.telegram.outgoing import Button, Outgoing, Pin
from bot.texts import Argument, Html, Texts


@dataclass(frozen=True, slots=True)
class Incoming:
    """One message or tap: `argument` is what follows the command, the words of a plain message, or a button's data
    after its route.

    `message_id` is the message with the tapped button, None for a message of the person's own. `location` is where they
    say they are: it lives as long as the answer takes. `forwarded_at`: when what they pass on was first sent (aware
    UTC), `forwarded_from`: the channel whose post it was. `name` is the first name of who speaks, where it is known.
    """

    argument: str
    user_id: int
    message_id: int | None = None
    location: Point | None = None
    forwarded_at: datetime | None = None
    forwarded_from: int | None = None
    name: str | None = None


@dataclass(frozen=True, slots=True)
class Context:
    """Everything that one update may use. All changes go through `tx`, and are kept only if the handler returns; where
    it raises FindFirst, it is called once more with what was `found`, `seen`, or read as `pages` of feeds.
    """

    tx: Transaction
    now: datetime
    chat: Chat
    services: Services
    texts: Texts
    found: Found
    seen: Seen = field(default_factory=dict)
    pages: Pages = field(default_factory=dict)

    def text(self, message_id: str, **arguments: Argument) -> Html:
        """A message in the chat's language."""
        return self.texts.render(self.chat.language, message_id, **arguments)


@dataclass(frozen=True, slots=True)
class Reply:
    """A message to send back, or, with `edits`, to put in place of the one whose button was tapped; `rings` only where
    somebody asked to hear it.
    """

    outgoing: Outgoing | Pin | Picture | Document
    edits: bool = False
    rings: bool = False


Replies: TypeAlias = tuple[Reply, ...]
Handler: TypeAlias = Callable[[Context, Incoming], Awaitable[Replies]]


def say(text: str, *rows: tuple[Button, ...]) -> Replies:
    """A new message."""
    return (Reply(_message(text, rows)),)


def ask_location(text: str, label: str) -> Replies:
    """A new message with a button below the chat that shares the phone's location once; for private chats."""
    return (Reply(Outgoing(text, ask_location=label)),)


def pin(place: Pin) -> Replies:
    """A place on the map, as a message of its own."""
    return (Reply(place),)


def draw(picture: Picture) -> Replies:
    """A picture, drawn when it is sent, as a message of its own."""
    return (Reply(picture),)


def attach(document: Document) -> Replies:
    """A file, as a message of its own."""
    return (Reply(document),)


def ring(text: str, *rows: tuple[Button, ...]) -> Replies:
    """A new message with sound."""
    return (Reply(_message(text, rows), rings=True),)


def put(text: str, *rows: tuple[Button, ...]) -> Replies:
    """The tapped message, edited in place."""
    return (Reply(_message(text, rows), edits=True),)


def _message(text: str, rows: tuple[tuple[Button, ...], ...]) -> Outgoing:
    # A conversation may leave a row empty where its button makes no sense; Telegram's rows have at least one.
    return Outgoing(text, tuple(row for row in rows if row))
