"""The broadcast's way to the wire: a message's body is made once for all chats, and an answer is read no further than
to its number.
"""

import json
import re
from dataclasses import replace
from functools import lru_cache
from urllib.parse import urlencode

from telegram.constants import ParseMode
from telegram.error import TelegramError

from bot.telegram.keyboard import NO_PREVIEW, keyboard
from bot.telegram.outgoing import Outgoing
from bot.telegram.refusals import Outcome, Sent, Unknown, translate
from bot.telegram.request import Answered
from bot.telegram.wire import Wire

#: What is posted to, below the address with the token.
CALL = "sendMessage"
#: How a success begins; what stands behind the number is not needed, and parsing it costs more than sending.
_SENT = re.compile(rb'\s*\{\s*"ok"\s*:\s*true\s*,\s*"result"\s*:\s*\{\s*"message_id"\s*:\s*(\d+)')


class Ready:
    """Posts sendMessage with bodies that are ready."""

    def __init__(self, wire: Wire, *, paid: bool = False) -> None:
        """`wire`: to the Bot API's sendMessage; `paid`: messages above the free rate cost Stars."""
        self._wire = wire
        self._paid = paid

    async def send(self, chat_id: int, piece: Outgoing, *, silent: bool, topic: int | None) -> Outcome:
        """Raises bot.errors.TelegramError when the Bot API cannot be used at all."""
        thread = "" if topic is None else f"&message_thread_id={topic}"
        head = f"chat_id={chat_id}&disable_notification={'true' if silent else 'false'}{thread}&"
        try:
            status, answer = await self._wire.post(head.encode() + _body(piece, self._paid))
            if 200 <= status <= 299 and (found := _SENT.match(answer)):
                return Sent(int(found.group(1)))
            return _read(await Answered(status, answer).post(CALL))
        except TelegramError as error:
            return translate(error)
        except KeyError:
            # A success without a result.
            return Unknown()


# A message goes to all chats of a cohort, and those of many cohorts take turns.
@lru_cache(maxsize=2048)
def _body(piece: Outgoing, paid: bool) -> bytes:
    return urlencode({"text": piece.text}).encode() + _around(replace(piece, text=""), paid)


# Words change from second to second, buttons hardly ever.
@lru_cache(maxsize=2048)
def _around(bare: Outgoing, paid: bool) -> bytes:
    fields = {"parse_mode": ParseMode.HTML.value, "link_preview_options": NO_PREVIEW.to_json()}
    buttons = keyboard(bare)
    if buttons:
        fields["reply_markup"] = buttons.to_json()
    if paid:
        fields["allow_paid_broadcast"] = json.dumps(paid)
    return b"&" + urlencode(fields).encode()


def _read(result: object) -> Outcome:
    number = result.get("message_id") if isinstance(result, dict) else None
    return Sent(number) if isinstance(number, int) else Unknown()
