"""Our address at Telegram: asked for by whoever leads, known by a secret that only we and Telegram have."""

import asyncio
import hashlib
import hmac
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from urllib.parse import urlsplit

import structlog
import telegram.error as refused
from telegram import Bot

from bot.telegram.polling import ALLOWED_UPDATES
from bot.telegram.refusals import Later, translate

_log = structlog.get_logger(__name__)

#: Telegram sends the secret in this header with every update (Bot API 6.1 and later).
SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"
#: Real seconds between two tries to register, doubling from the first to the last.
_FIRST_PAUSE = 1.0
_LAST_PAUSE = 60.0


@dataclass(frozen=True, slots=True)
class TelegramWebhook:
    """Where Telegram posts updates to, and the secret by which a post is known to be Telegram's."""

    url: str
    secret: str

    @property
    def path(self) -> str:
        """The part of the address that we serve."""
        return urlsplit(self.url).path or "/"

    def is_telegrams(self, secret: str | None) -> bool:
        """Whether the secret of a post is ours; the answer takes as long whatever was guessed."""
        return hmac.compare_digest((secret or "").encode(), self.secret.encode())

    async def register(self, bot: Bot, sleep: Callable[[float], Awaitable[None]] = asyncio.sleep) -> None:
        """Tells Telegram the address, again and again until it takes it; what waits there is kept.

        Raises bot.errors.TelegramError for a wrong token.
        """
        pause = _FIRST_PAUSE
        while (wait := await self._refused(bot)) is not None:
            await sleep(max(pause, wait))
            pause = min(pause * 2, _LAST_PAUSE)
        _log.info("telegram_webhook_registered")

    async def _refused(self, bot: Bot) -> float | None:
        """Seconds that Telegram asks to wait at least, or None where it took the address."""
        try:
            await bot.set_webhook(self.url, secret_token=self.secret, allowed_updates=list(ALLOWED_UPDATES))
        except refused.TelegramError as error:
            outcome = translate(error)
            _log.error("telegram_webhook_refused", outcome=type(outcome).__name__, description=error.message)
            return outcome.after.total_seconds() if isinstance(outcome, Later) else 0.0
        return None


def webhook_of(url: str | None, secret: str | None, token: str) -> TelegramWebhook | None:
    """The webhook of the settings, if there is one; without a secret of its own it has one that follows from the token,
    the same for every replica.
    """
    if url is None:
        return None
    made = hmac.new(token.encode(), b"the secret of the webhook", hashlib.sha256).hexdigest()
    return TelegramWebhook(url, secret or made)
