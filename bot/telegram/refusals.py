"""What a refusal of the Bot API means for the message at hand, so that nobody else reads Telegram's error texts."""

import os
import re
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from typing import TypeAlias

import telegram.error as refused

from bot.errors import TelegramError

#: The wait after a flood refusal that names none. A choice of ours: short beside an alert, long beside the rate.
UNSAID_WAIT = timedelta(seconds=5)


class Why(StrEnum):
    """Why a chat can no longer be written to."""

    BLOCKED = "blocked"
    NOT_FOUND = "not_found"
    DEACTIVATED = "deactivated"
    KICKED = "kicked"
    NEVER_STARTED = "never_started"


@dataclass(frozen=True, slots=True)
class Sent:
    """Telegram took the message (or left it as it already was)."""

    message_id: int


@dataclass(frozen=True, slots=True)
class Gone:
    """The chat cannot be written to until it comes back by itself."""

    why: Why


@dataclass(frozen=True, slots=True)
class Moved:
    """The group became a supergroup with another id; the message was not sent."""

    new_chat_id: int


@dataclass(frozen=True, slots=True)
class Later:
    """Flood control: not before `after`, for this chat or for `everyone`."""

    after: timedelta
    everyone: bool


@dataclass(frozen=True, slots=True)
class Ours:
    """Telegram refused this very message; sending it again unchanged is useless."""

    description: str


@dataclass(frozen=True, slots=True)
class Unknown:
    """The request was written and no answer could be read: it may have arrived. `cut`: the other side ended the
    connection without a word, so that it may as well not have.
    """

    cut: bool = False


@dataclass(frozen=True, slots=True)
class Unreachable:
    """The request did not arrive: no network, a server in trouble, or something that is not Telegram answered."""


Outcome: TypeAlias = Sent | Gone | Moved | Later | Ours | Unknown | Unreachable


class FloodControl(refused.TelegramError):
    """A 429 as the server put it; `after` is None if it named no time.

    The library's RetryAfter drops the description and warns of a deprecation whenever it is made.
    """

    def __init__(self, after: timedelta | None, description: str) -> None:
        super().__init__(description)
        self.after = after


class Cut(refused.TimedOut):
    """The connection ended after the request was written and before anything was answered."""


def named(error: Exception) -> str:
    """A fault of the connection without its own words, which may quote the address, and with it the token."""
    number = error.errno if isinstance(error, OSError) else None
    detail = f": {os.strerror(number)}" if number is not None and number > 0 else ""
    return f"{type(error).__name__}{detail}"


# Bot API error texts, as they were seen up to Bot API 10.0 (November 2026); first match wins.
_GONE: tuple[tuple[str, Why], ...] = (
    ("blocked by the user", Why.BLOCKED),
    ("can't initiate conversation", Why.NEVER_STARTED),
    ("deactivated", Why.DEACTIVATED),
    ("chat was deleted", Why.DEACTIVATED),
    ("was kicked", Why.KICKED),
    ("not a member", Why.KICKED),
    ("need administrator rights in the channel", Why.KICKED),
    ("chat not found", Why.NOT_FOUND),
    ("user not found", Why.NOT_FOUND),
    ("peer_id_invalid", Why.NOT_FOUND),
    ("can't send messages to bots", Why.NOT_FOUND),
)
_RETRY_AFTER = re.compile(r"retry after (\d{1,6})")


def translate(error: refused.TelegramError) -> Outcome:
    """Read one error of the library.

    BadRequest and TimedOut are NetworkErrors to the library, so the order of the cases matters.

    Raises: bot.errors.TelegramError `wrong-token` or `second-poller`, after which nothing can be sent at all.
    """
    match error:
        case FloodControl():
            return _flood(error.after, error.message)
        case refused.RetryAfter():
            return _flood(_span(error.retry_after), error.message)
        case refused.InvalidToken():
            raise TelegramError("wrong-token") from None
        case refused.Conflict():
            raise TelegramError("second-poller") from None
        case refused.Forbidden():
            return Gone(_why(error.message) or _why_forbidden(error.message))
        case refused.ChatMigrated():
            return Moved(error.new_chat_id)
        case refused.BadRequest():
            why = _why(error.message)
            return Gone(why) if why else Ours(error.message)
        case _:
            return _unanswered(error)


def _unanswered(error: refused.TelegramError) -> Outcome:
    match error:
        case Cut():
            return Unknown(cut=True)
        case refused.TimedOut():
            return Unknown()
        case refused.NetworkError():
            return _flood(None, error.message) if "too many requests" in error.message.lower() else Unreachable()
        case _:
            # What is left is a success whose body could not be read.
            return Unknown()


def _flood(after: timedelta | None, description: str) -> Later:
    said = description.lower()
    if after is None and (found := _RETRY_AFTER.search(said)):
        after = timedelta(seconds=int(found.group(1)))
    # Telegram does not say whom a refusal is for. It is taken to be this chat's alone; the pacer notices when several
    # chats in a row are refused.
    return Later(UNSAID_WAIT if after is None else after, everyone="global" in said)


def _span(seconds: float | timedelta) -> timedelta:
    return seconds if isinstance(seconds, timedelta) else timedelta(seconds=seconds)


def _why(description: str) -> Why | None:
    said = description.lower()
    return next((why for words, why in _GONE if words in said), None)


def _why_forbidden(description: str) -> Why:
    said = description.lower()
    return Why.KICKED if any(word in said for word in ("chat", "group", "channel")) else Why.BLOCKED
