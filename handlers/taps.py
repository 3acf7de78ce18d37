"""Reads the data of buttons strictly, because anybody can send any data: what we never offered changes nothing."""

from collections.abc import Awaitable, Callable, Mapping
from datetime import time
from typing import TypeAlias

from bot.telegram.outgoing import DATA_LIMIT, Button
from bot.texts import Html
from handlers.context import Context, Incoming, Replies, put, say

#: What a button does: given what follows its verb; no replies mean that the data are none of ours.
Tap: TypeAlias = Callable[[Context, str], Awaitable[Replies]]
NOT_OURS: Replies = ()
#: A text with the rows of buttons under it.
Rows: TypeAlias = tuple[tuple[Button, ...], ...]
Page: TypeAlias = tuple[Html, Rows]


async def tapped(context: Context, incoming: Incoming, taps: Mapping[str, Tap]) -> Replies:
    """The button's action, or the answer for one that is outdated, unknown or forged."""
    verb, _, rest = incoming.argument.partition(":")
    tap = taps.get(verb)
    replies = await tap(context, rest) if tap else NOT_OURS
    return replies or await stale(context, incoming)


async def stale(context: Context, incoming: Incoming) -> Replies:
    """Says that the button is outdated, and what still works."""
    return say(context.text("tap-outdated"))


def bare(action: Callable[[Context], Awaitable[Replies]]) -> Tap:
    """A button without anything after its verb."""

    async def tap(context: Context, rest: str) -> Replies:
        return NOT_OURS if rest else await action(context)

    return tap


def show(page: Callable[[Context], Awaitable[Page]]) -> Tap:
    """A page put in place of the tapped message."""

    async def tap(context: Context, rest: str) -> Replies:
        if rest:
            return NOT_OURS
        text, rows = await page(context)
        return put(text, *rows)

    return tap


def confirming(context: Context, data: str) -> str:
    """The data of a button that answers a question with yes: nobody else can make them."""
    return context.services.seals.sealed(context.chat, data)


def confirmed(prefix: str, action: Tap) -> Tap:
    """A button that `confirming` made of data with this prefix; it is outdated once anything else was chosen."""

    async def tap(context: Context, rest: str) -> Replies:
        answer = context.services.seals.opened(context.chat, f"{prefix}:{rest}")
        return NOT_OURS if answer is None else await action(context, answer.removeprefix(f"{prefix}:"))

    return tap


def fits(data: str) -> bool:
    """Whether Telegram takes this as a button's data."""
    return len(data.encode()) <= DATA_LIMIT


def read_wall(text: str) -> time | None:
    """A wall-clock time exactly as our buttons write it, `07:00`."""
    try:
        wall = time.fromisoformat(text)
    except ValueError:
        return None
    return wall if f"{wall:%H:%M}" == text else None


def read_number(text: str, at_most: int) -> int | None:
    """A whole number from 1 exactly as our buttons write it."""
    number = int(text) if text.isascii() and text.isdigit() and len(text) < 6 else 0
    return number if 1 <= number <= at_most and str(number) == text else None


def read_row(text: str) -> int | None:
    """The number of a row that we keep, exactly as our buttons write it."""
    number = int(text) if text.isascii() and text.isdigit() and len(text) < 16 else 0
    return number if number and str(number) == text else None
