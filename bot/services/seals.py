"""Seals the answer to a question that is asked twice, so that nobody answers [yes] who was not asked.

Whoever runs a changed Telegram client can send any data under any message; what silences grave danger must not hang on
data that can be guessed.
"""

import hmac
from base64 import urlsafe_b64encode

from bot.domain.chats import Chat

#: Six bytes in the letters of a button's data: too many to try one by one, few enough to leave room for the answer.
BYTES = 6
#: Stands between the answer and its seal, and in no answer.
_MARK = "~"


class Seals:
    """Made and read by whoever knows the secret; one holds until anything else is chosen in the chat."""

    def __init__(self, secret: str) -> None:
        self._secret = secret.encode()

    def sealed(self, chat: Chat, data: str) -> str:
        """The data of a button that answers the question, nine letters longer."""
        return f"{data}{_MARK}{self._seal(chat, data)}"

    def opened(self, chat: Chat, data: str) -> str | None:
        """What was sealed; None where it was not, or not for this chat, or something was chosen since."""
        answer, _, seal = data.rpartition(_MARK)
        return answer if hmac.compare_digest(seal.encode(), self._seal(chat, answer).encode()) else None

    def _seal(self, chat: Chat, data: str) -> str:
        about = f"{chat.id} {chat.settings_version} {data}"
        return urlsafe_b64encode(hmac.digest(self._secret, about.encode(), "sha256")[:BYTES]).decode()
