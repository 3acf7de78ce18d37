"""A message on its way out, and the last gate before the wire: what Telegram would refuse never leaves."""

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import lru_cache
from urllib.parse import urlsplit

from bot.telegram import markup

# Limits of Bot API 10.0 (core.telegram.org/bots/api, November 2026). Lengths are counted in UTF-16 units after the
# entities are read, as the clients count; the server also refuses to read more than 32 KiB (telegram-bot-api's source).
TEXT_LIMIT = 4096
SOURCE_LIMIT = 32 * 1024
BUTTON_LIMIT = 100
DATA_LIMIT = 64
COPY_LIMIT = 256

_INVISIBLE = frozenset({"Cc", "Cf", "Zl", "Zp", "Zs"})
#: Letters that draw nothing (Hangul and Braille fillers); Telegram counts them as empty too.
_FILLERS = frozenset("\u115f\u1160\u3164\uffa0\u2800")
#: Where a text may be cut, best first.
_BORDERS = ("\n\n", "\n", ". ", " ")
#: A cut steps back at most this far to keep one drawn character whole.
_STEP_BACK = 32


class Fault(StrEnum):
    """Why Telegram would refuse a message."""

    EMPTY = "empty"
    BROKEN_HTML = "broken-html"
    TOO_LONG = "too-long"
    TOO_MANY_BUTTONS = "too-many-buttons"
    BUTTON_WITHOUT_TEXT = "button-without-text"
    BUTTON_WITHOUT_ONE_ACTION = "button-without-one-action"
    BUTTON_DATA_LENGTH = "button-data-length"
    BUTTON_URL = "button-url"
    BUTTON_COPY_LENGTH = "button-copy-length"


@dataclass(frozen=True, slots=True)
class Button:
    """One inline button; exactly one of its actions is set."""

    text: str
    data: str | None = None
    url: str | None = None
    copy: str | None = None


@dataclass(frozen=True, slots=True)
class Outgoing:
    """One message: text in Telegram's HTML and rows of buttons. Link previews are always off.

    `ask_location` names a button below the chat that shares the phone's location once; only a private chat may have it,
    and not beside other buttons.
    """

    text: str
    buttons: tuple[tuple[Button, ...], ...] = ()
    ask_location: str | None = None


@dataclass(frozen=True, slots=True)
class Pin:
    """A public place on the map, with a name and an address; degrees are WGS 84."""

    latitude: float
    longitude: float
    title: str
    address: str


# One notice goes to thousands of chats with the same text and buttons.
@lru_cache(maxsize=1024)
def refuse(outgoing: Outgoing) -> str | None:
    """The Fault for which Telegram would refuse the message, or None if it would take it."""
    fault = _text_fault(outgoing.text)
    if fault is not None:
        return fault
    buttons = [button for row in outgoing.buttons for button in row]
    if len(buttons) > BUTTON_LIMIT:
        return Fault.TOO_MANY_BUTTONS
    return next((fault for button in buttons if (fault := _button_fault(button)) is not None), None)


def plain(outgoing: Outgoing) -> Outgoing:
    """The same words without markup and only the buttons that Telegram takes: what goes when the rest cannot."""
    return Outgoing(markup.escaped(markup.bare(outgoing.text)), _sound_buttons(outgoing))


def fit(outgoing: Outgoing) -> tuple[Outgoing, ...]:
    """The messages that Telegram takes instead of one that it would refuse, in order, the buttons under the last.

    A sound message stays as it is; nothing is left of one that shows nothing.
    """
    if refuse(outgoing) is None:
        return (outgoing,)
    pieces = [Outgoing(piece) for piece in split(outgoing.text)]
    return (*pieces[:-1], replace(pieces[-1], buttons=_sound_buttons(outgoing))) if pieces else ()


def shorten(outgoing: Outgoing) -> Outgoing | None:
    """One message where only one can stand (an edit): the first part, an ellipsis, the buttons. None if none shows."""
    if refuse(outgoing) is None:
        return outgoing
    pieces = split(outgoing.text, TEXT_LIMIT - 2)
    text = pieces[0] + ("\n…" if len(pieces) > 1 else "") if pieces else ""
    return Outgoing(text, _sound_buttons(outgoing)) if pieces else None


def split(text: str, limit: int = TEXT_LIMIT) -> tuple[str, ...]:
    """Cut a text into pieces of at most `limit` UTF-16 units, between paragraphs, else lines, sentences, words.

    No tag, entity or drawn character is cut through, and every piece closes and reopens its own tags. Broken markup is
    taken out first. Empty pieces are left out.
    """
    pieces = _pieces(text, limit) if _readable(text) else ()
    if pieces and all(len(piece.encode()) <= SOURCE_LIMIT for piece in pieces):
        return pieces
    return _pieces(markup.escaped(markup.bare(text)), limit)


def units(text: str) -> int:
    """Length in UTF-16 units: an emoji counts two."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


# A text is asked about again where it is cut.
@lru_cache(maxsize=256)
def _text_fault(text: str) -> Fault | None:
    try:
        seen = markup.shown(markup.parse(text))
    except markup.BrokenMarkup:
        return Fault.BROKEN_HTML
    if _blank(seen):
        return Fault.EMPTY
    return Fault.TOO_LONG if units(seen) > TEXT_LIMIT or len(text.encode()) > SOURCE_LIMIT else None


def _blank(seen: str) -> bool:
    return all(unicodedata.category(character) in _INVISIBLE or character in _FILLERS for character in seen)


def _button_fault(button: Button) -> Fault | None:
    actions = [action for action in (button.data, button.url, button.copy) if action is not None]
    try:
        sizes = [len(action.encode()) for action in (*actions, button.text)]
    except UnicodeEncodeError:
        return Fault.BUTTON_WITHOUT_TEXT
    if _blank(button.text):
        return Fault.BUTTON_WITHOUT_TEXT
    if len(actions) != 1:
        return Fault.BUTTON_WITHOUT_ONE_ACTION
    if button.data is not None and not 1 <= sizes[0] <= DATA_LIMIT:
        return Fault.BUTTON_DATA_LENGTH
    if button.copy is not None and not 1 <= units(button.copy) <= COPY_LIMIT:
        return Fault.BUTTON_COPY_LENGTH
    return Fault.BUTTON_URL if button.url is not None and not _sound_url(button.url) else None


def _sound_url(url: str) -> bool:
    try:
        parts = urlsplit(url)
    except ValueError:
        return False
    return parts.scheme in {"http", "https", "tg"} and bool(parts.netloc) and not any(map(str.isspace, url))


def _sound_buttons(outgoing: Outgoing) -> tuple[tuple[Button, ...], ...]:
    left = BUTTON_LIMIT
    rows = []
    for row in outgoing.buttons:
        kept = tuple(button for button in row if _button_fault(button) is None)[:left]
        left -= len(kept)
        if kept:
            rows.append(kept)
    return tuple(rows)


def _readable(text: str) -> bool:
    try:
        markup.parse(text)
    except markup.BrokenMarkup:
        return False
    return True


def _pieces(text: str, limit: int) -> tuple[str, ...]:
    runs = markup.parse(text)
    seen = markup.shown(runs)
    spans = [(start, end) for start, end in _spans(seen, limit) if not _blank(seen[start:end])]
    if spans == [(0, len(seen))]:
        return (text,)
    return tuple(markup.render(markup.cut(runs, start, end)) for start, end in spans)


def _spans(seen: str, limit: int) -> Iterator[tuple[int, int]]:
    start = 0
    while start < len(seen):
        reach = start + _reach(seen[start : start + limit], limit)
        end, following = (reach, reach) if reach == len(seen) else _border(seen, start, reach)
        yield start, end
        start = following


def _reach(window: str, limit: int) -> int:
    """How many characters of the window fit into `limit` UTF-16 units, at least one."""
    return max(1, len(window.encode("utf-16-le")[: 2 * limit].decode("utf-16-le", "ignore")))


def _border(seen: str, start: int, reach: int) -> tuple[int, int]:
    """Where the piece ends and where the next begins; what lies between is the border itself."""
    for border in _BORDERS:
        found = seen.rfind(border, start + 1, reach + len(border))
        if found != -1:
            end = found + len(border.rstrip())
            if end <= reach:
                return _before(seen, start, end), _past(seen, end)
    end = reach
    while end > max(start + 1, reach - _STEP_BACK) and _joined(seen[end - 1], seen[end]):
        end -= 1
    return (reach, reach) if _joined(seen[end - 1], seen[end]) else (end, end)


def _before(seen: str, start: int, end: int) -> int:
    while end > start + 1 and seen[end - 1] in "\n ":
        end -= 1
    return end


def _past(seen: str, end: int) -> int:
    while end < len(seen) and seen[end] in "\n ":
        end += 1
    return end


def _joined(before: str, after: str) -> bool:
    """Whether two characters draw one: an accent, a skin tone, a variation selector, a joiner, half a flag."""
    return (
        unicodedata.combining(after) != 0
        or unicodedata.category(after) in {"Mn", "Me", "Mc"}
        or "\U0001f3fb" <= after <= "\U0001f3ff"
        or "\u200d" in (before, after)
        or all("\U0001f1e6" <= flag <= "\U0001f1ff" for flag in (before, after))
    )
