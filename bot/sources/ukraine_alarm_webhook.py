"""Lets ukrainealarm say by itself that something changed, so that a start need not wait for the next poll.

Anybody can post to an open address, posts can be lost and overtake each other: one is a reason to ask and nothing else.
"""

import hashlib
import hmac
from datetime import timedelta

import structlog

from bot.clock import Clock
from bot.errors import SourceError
from bot.sources.ukraine_alarm import UkraineAlarm
from bot.tasks import Bell

_log = structlog.get_logger(__name__)

#: Below the address that others reach us by; what follows it nobody can guess.
PATH = "/push/ukraine-alarm"
#: Between two tries to register, doubling from the first to the last.
FIRST_PAUSE = timedelta(seconds=30)
LAST_PAUSE = timedelta(minutes=30)
#: How often it is registered anew: whether the service ever forgets an address is not documented.
RENEWED_EVERY = timedelta(hours=6)
#: A status that may mean "there already": which one it is, is not documented, so that any of these is tried as such.
MAY_BE_THERE = "unexpected-status"


class Webhook:
    """Our address at the source: kept registered while the program runs; a post to it rings `bell`."""

    def __init__(self, source: UkraineAlarm, key: str, public_url: str, clock: Clock) -> None:
        self.source = source
        self.bell = Bell()
        self._secret = secret_of(key)
        self._url = f"{public_url}{PATH}/{self._secret}"
        self._clock = clock
        self._known_there = False
        self._tried = False

    def hurry(self) -> timedelta:
        """How long the poll that a post asked for must wait."""
        return self.source.pushed(self._clock.now())

    def is_ours(self, secret: str) -> bool:
        """Whether a post came to the very address; the answer takes as long whatever was guessed."""
        return hmac.compare_digest(secret.encode(), self._secret.encode())

    async def keep(self) -> None:
        """Registers the address, again and again with growing pauses until it succeeds, and anew from time to time."""
        pause = FIRST_PAUSE
        while True:
            try:
                await self._register()
            except SourceError as error:
                _log.warning("webhook_not_registered", kind=error.kind, detail=error.detail, again_in=str(pause))
                await self._clock.sleep(pause)
                pause = min(pause * 2, LAST_PAUSE)
            else:
                _log.info("webhook_registered")
                pause = FIRST_PAUSE
                await self._clock.sleep(RENEWED_EVERY)

    async def leave(self) -> None:
        """At the end of the program; what was never asked for need not be taken back."""
        if not self._tried:
            return
        try:
            await self.source.withdraw(self._url)
        except SourceError as error:
            _log.warning("webhook_not_withdrawn", kind=error.kind, detail=error.detail)

    async def _register(self) -> None:
        self._tried = True
        try:
            await self.source.register(self._url, self._clock.now(), known_there=self._known_there)
        except SourceError as error:
            if error.kind != MAY_BE_THERE:
                raise
            # Refused as new it may be there already, from a run that was killed; refused as known it may be gone.
            self._known_there = not self._known_there
            await self.source.register(self._url, self._clock.now(), known_there=self._known_there)
        self._known_there = True


def secret_of(key: str) -> str:
    """The part of the address that only we and the source know: the same for one key, so that a restart keeps it."""
    return hmac.new(key.encode(), b"the address of the webhook", hashlib.sha256).hexdigest()
