"""Raw updates as they come: read one at a time, so that one that cannot be read never holds up those behind it."""

import traceback
from dataclasses import dataclass
from typing import Any, TypeAlias

from telegram import Bot, Update
from telegram.error import TelegramError

RawUpdate: TypeAlias = dict[str, Any]

#: How deep and how wide the skeleton of an update goes; real ones stay far below.
_DEPTH = 12
_WIDTH = 100
#: What a person sends by writing or tapping, where Telegram's limits allow it without end.
_WISHES = frozenset({"message", "edited_message", "channel_post", "edited_channel_post", "callback_query"})
#: What is read of words and of taps. All else may look otherwise at a Bot API server older or newer than the library.
_OF_A_MESSAGE = (
    *("message_id", "date", "chat", "from", "sender_chat", "message_thread_id", "is_topic_message"),
    *("forward_origin", "text"),
)
_OF_A_TAP = ("id", "from", "chat_instance", "data")
#: The library may fail in any way at all on a shape that it does not expect; these are the roots of what it can raise.
_FAULTS = (
    *(ArithmeticError, AssertionError, AttributeError, LookupError, OSError, RuntimeError, TypeError, ValueError),
    *(TelegramError, Warning),
)


@dataclass(frozen=True, slots=True)
class Unreadable:
    """An update that the library could not read; `reason` names the fault and never quotes a value."""

    reason: str


def is_update(item: object) -> bool:
    """Whether this can be taken for an update at all: it has a number by which it is known again."""
    return isinstance(item, dict) and is_number(item.get("update_id"))


def is_number(value: object) -> bool:
    """Whether this can be an identifier: Telegram's have 52 bits at most, and more than 64 no database takes."""
    return isinstance(value, int) and not isinstance(value, bool) and -(2**63) <= value < 2**63


def parse(raw: RawUpdate, bot: Bot) -> Update | Unreadable:
    """Read one update; whatever goes wrong is a value, so that the caller can put the update aside. Words and taps are
    read even where the library stumbles over what came with them.
    """
    try:
        return Update.de_json(raw, bot)
    except _FAULTS as error:
        unreadable = Unreadable(_named(error))
    try:
        bare = _bare(raw)
        return Update.de_json(bare, bot) if bare else unreadable
    except _FAULTS:
        return unreadable


def skeleton(raw: RawUpdate) -> dict[str, object]:
    """The update's keys with the types of their values: what may be kept of an update that was put aside."""
    return {key: _shape(value, _DEPTH) for key, value in list(raw.items())[:_WIDTH]}


def is_wish(raw: RawUpdate) -> bool:
    """Whether somebody wrote or tapped: what else comes, such as that they left, happened whether or not we want it."""
    return not _WISHES.isdisjoint(raw)


def carries_location(raw: RawUpdate) -> bool:
    """Whether a place on Earth is anywhere in the update: a location or venue, sent, live, quoted or replied to."""
    left: list[object] = [raw]
    while left:
        value = left.pop()
        if isinstance(value, dict):
            if any(value.get(key) is not None for key in ("location", "venue", "latitude", "longitude")):
                return True
            left.extend(value.values())
        elif isinstance(value, list):
            left.extend(value)
    return False


def _bare(raw: RawUpdate) -> RawUpdate | None:
    """The update with nothing but what is read of words and of taps; None where it is neither."""
    for kind in ("message", "channel_post"):
        if isinstance(raw.get(kind), dict) and isinstance(raw[kind].get("text"), str):
            return {"update_id": raw["update_id"], kind: _bare_message(raw[kind])}
    tap = raw.get("callback_query")
    if not isinstance(tap, dict) or not isinstance(tap.get("message"), dict):
        return None
    bare = {**_picked(tap, _OF_A_TAP), "message": _bare_message(tap["message"])}
    return {"update_id": raw["update_id"], "callback_query": bare}


def _bare_message(message: dict[str, Any]) -> dict[str, Any]:
    """With whom it replies to, because a reply to us is heard in a group."""
    replied = message.get("reply_to_message")
    to = {"reply_to_message": _picked(replied, _OF_A_MESSAGE)} if isinstance(replied, dict) else {}
    return {**_picked(message, _OF_A_MESSAGE), **to}


def _picked(value: dict[str, Any], names: tuple[str, ...]) -> dict[str, Any]:
    return {name: value[name] for name in names if name in value}


def _named(error: Exception) -> str:
    frames = traceback.extract_tb(error.__traceback__)
    return f"{type(error).__name__} in {frames[-1].name}" if frames else type(error).__name__


def _shape(value: object, depth: int) -> object:
    if depth == 0 or not isinstance(value, dict | list):
        return type(value).__name__
    if isinstance(value, list):
        return [_shape(item, depth - 1) for item in value[:_WIDTH]]
    return {str(key): _shape(inner, depth - 1) for key, inner in list(value.items())[:_WIDTH]}
