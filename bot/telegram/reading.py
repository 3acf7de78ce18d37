"""Reads the Bot API's answers: what the library would misread is turned into what it means."""

import json
from datetime import timedelta
from typing import Any

from telegram.error import NetworkError, TelegramError

from bot.telegram.refusals import FloodControl

#: Statuses that mean something only when Telegram says them; a proxy's own page must not make a chat "gone".
_NEED_A_DESCRIPTION = frozenset({400, 403, 404})


def judged(status: int, body: bytes) -> tuple[int, bytes]:
    """Turns what the library would misread into what it means; everything else passes.

    A 429 becomes FloodControl; a refusal sent with a 200 gets the status that it names; a 403 that a proxy made up is
    no word of Telegram's about the chat.

    Raises: FloodControl, telegram.error.NetworkError.
    """
    if status == 429:
        raise _flood(body)
    if 200 <= status <= 299 and b'"result"' not in body:
        return _status_within(status, body), body
    if status in _NEED_A_DESCRIPTION and not _described(body):
        raise NetworkError(f"status {status} without a Bot API answer")
    return status, body


def _flood(body: bytes) -> FloodControl:
    answer = _answer(body)
    inner = answer.get("parameters")
    seconds = inner.get("retry_after") if isinstance(inner, dict) else None
    after = timedelta(seconds=seconds) if isinstance(seconds, int) and 0 < seconds < 10**6 else None
    return FloodControl(after, str(answer.get("description", "too many requests")))


def _status_within(status: int, body: bytes) -> int:
    answer = _answer(body)
    if answer.get("ok") is not False:
        return status
    code = answer.get("error_code")
    if code == 429:
        raise _flood(body)
    return code if isinstance(code, int) and 400 <= code <= 599 else 502


def _described(body: bytes) -> bool:
    return isinstance(_answer(body).get("description"), str)


def _answer(body: bytes) -> dict[str, Any]:
    try:
        return loaded(body)
    except TelegramError:
        return {}


def loaded(body: bytes) -> dict[str, Any]:
    """The object that an answer is. Raises telegram.error.TelegramError."""
    try:
        loaded = json.loads(body.decode("utf-8", "replace"))
    except (ValueError, RecursionError):
        raise TelegramError("an answer that is not JSON") from None
    if not isinstance(loaded, dict):
        raise TelegramError("an answer that is not an object")
    return loaded
