"""Our own long poll: updates are stored before Telegram is told that they came, and no answer makes it spin."""

import asyncio
import json
import time
from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import TypeAlias

import structlog
import telegram.error as refused
from telegram import Bot

from bot.errors import TelegramError, TyshaError
from bot.telegram.refusals import Later, Ours, Outcome, translate
from bot.telegram.request import parameters
from bot.telegram.updates import RawUpdate, is_update

#: Keeps a batch; once it returns, Telegram forgets the batch.
Store: TypeAlias = Callable[[list[RawUpdate]], Awaitable[None]]
Sleep: TypeAlias = Callable[[float], Awaitable[None]]

#: What the bot acts on. Edited messages are not asked for: an edit never runs a command again.
ALLOWED_UPDATES = ("message", "channel_post", "callback_query", "my_chat_member")

_log = structlog.get_logger(__name__)
_BACKOFF = (1.0, 2.0, 4.0, 8.0, 16.0, 30.0)
#: Seconds of rest after an answer that brought nothing new and did not wait for it.
_REST = 1.0
#: Seconds that an answer may take beyond the time that the server was asked to hold the call open.
_MARGIN = 10.0
#: So many refusals in a row within so many seconds: another process polls with the same token.
_CONFLICTS = 3
_CONFLICT_SECONDS = 60.0


class Poller:
    """Reads raw updates and hands each batch over before the next call confirms it."""

    def __init__(
        self,
        bot: Bot,
        store: Store,
        *,
        sleep: Sleep = asyncio.sleep,
        clock: Callable[[], float] = time.monotonic,
        hold: timedelta = timedelta(seconds=25),
    ) -> None:
        """`hold`: how long the server may keep a call open; `clock`: seconds. The bot's request must be initialised."""
        self._bot = bot
        self._store = store
        self._sleep = sleep
        self._clock = clock
        self._hold = hold
        self._offset: int | None = None
        self._failures = 0
        self._trouble: str | None = None
        self._conflicts: list[float] = []

    async def run(self) -> None:
        """Poll until cancelled.

        Raises: bot.errors.TelegramError `wrong-token`, or `second-poller` after three refusals in a row in a minute.
        """
        while True:
            await self.step()

    async def step(self) -> None:
        """One call, and all that follows from its answer, rests included."""
        started = self._clock()
        try:
            answer = await self._ask()
        except refused.Conflict as conflict:
            await self._stand_back(conflict)
        except refused.TelegramError as error:
            await self._wait_out(translate(error))
        else:
            await self._take(answer, started)

    async def _ask(self) -> object:
        asked: dict[str, object] = {
            "timeout": int(self._hold.total_seconds()),
            "allowed_updates": json.dumps(ALLOWED_UPDATES),
        }
        if self._offset is not None:
            asked["offset"] = self._offset
        return await self._bot.request.post(
            f"{self._bot.base_url}/getUpdates",
            parameters(asked),
            read_timeout=self._hold.total_seconds() + _MARGIN,
        )

    async def _take(self, answer: object, started: float) -> None:
        self._conflicts.clear()
        items = answer if isinstance(answer, list) else None
        updates = [item for item in items or () if is_update(item)]
        if items is None or (items and not updates):
            await self._fail("odd_answer")
            return
        if items and len(updates) < len(items):
            _log.error("updates_skipped", count=len(items) - len(updates))
        if updates and not await self._kept(updates):
            return
        self._recovered()
        if not self._advance(updates) and self._clock() - started < _REST:
            await self._sleep(_REST)

    async def _kept(self, updates: list[RawUpdate]) -> bool:
        try:
            await self._store(updates)
        except TyshaError as error:
            await self._fail("updates_not_stored", error=type(error).__name__)
            return False
        return True

    def _advance(self, updates: list[RawUpdate]) -> bool:
        """Move past the batch; false if it brought nothing that was not confirmed before."""
        # Telegram's numbers may start lower after a quiet week: the batch is followed, not the highest number so far.
        following = max((int(update["update_id"]) for update in updates), default=-1) + 1
        if not updates or following == self._offset:
            return False
        self._offset = following
        return True

    async def _stand_back(self, conflict: refused.Conflict) -> None:
        now = self._clock()
        self._conflicts = [at for at in self._conflicts if now - at <= _CONFLICT_SECONDS] + [now]
        webhook = "webhook" in conflict.message.lower()
        _log.error("polling_refused", reason="webhook" if webhook else "second-poller", times=len(self._conflicts))
        if len(self._conflicts) >= _CONFLICTS:
            raise TelegramError("second-poller") from None
        if webhook:
            await self._remove_webhook()
        await self._sleep(_BACKOFF[len(self._conflicts) - 1])

    async def _remove_webhook(self) -> None:
        """Polling was asked for, so a webhook left over from before goes; the updates that wait for it are kept."""
        try:
            await self._bot.delete_webhook(drop_pending_updates=False)
        except refused.TelegramError as error:
            _log.error("webhook_not_removed", outcome=type(translate(error)).__name__)

    async def _wait_out(self, outcome: Outcome) -> None:
        match outcome:
            case Later(after):
                _log.warning("polling_slowed", seconds=after.total_seconds())
                await self._sleep(max(_REST, after.total_seconds()))
            case Ours():
                await self._fail("odd_answer")
            case _:
                await self._fail("no_network")

    async def _fail(self, trouble: str, **details: object) -> None:
        self._conflicts.clear()
        if self._trouble != trouble:
            _log.warning(trouble, **details)
        self._trouble = trouble
        pause = _BACKOFF[min(self._failures, len(_BACKOFF) - 1)]
        self._failures += 1
        await self._sleep(pause)

    def _recovered(self) -> None:
        if self._trouble is not None:
            _log.warning("polling_again", after=self._trouble, failures=self._failures)
        self._trouble = None
        self._failures = 0
