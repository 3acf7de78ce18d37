"""Updates that wait for the bot: numbered, confirmed by offset, read by one poller at a time as Telegram has it."""

import asyncio
from collections import deque

from sandbox.refusals import Json, Refusal
from sandbox.signals import Signal

# Bot API, getUpdates: these three come only when asked for by name (read 2026-11).
_ONLY_ON_REQUEST = frozenset({"chat_member", "message_reaction", "message_reaction_count"})
_FIRST_ID = 100_001
_LONGEST_POLL_SECONDS = 50.0
OTHER_POLLER = "Conflict: terminated by other getUpdates request; make sure that only one bot instance is running"
_WEBHOOK_SET = "Conflict: terminated by setWebhook request"


class UpdateQueue:
    def __init__(self, changed: Signal) -> None:
        self._pending: deque[Json] = deque()
        self._next_id = _FIRST_ID
        self._allowed: frozenset[str] | None = None
        self.polls = 0
        self._conflict = OTHER_POLLER
        self._closed = False
        self._changed = changed
        self.arrived = Signal()

    def allow(self, kinds: list[str] | None) -> None:
        """Remember `allowed_updates`; None leaves the earlier choice, an empty list means Telegram's default."""
        if kinds is not None:
            self._allowed = frozenset(kinds) or None

    def allowed_kinds(self) -> list[str] | None:
        return None if self._allowed is None else sorted(self._allowed)

    def push(self, kind: str, body: Json) -> int | None:
        """Number an update and queue it; None when the bot did not ask for its kind."""
        wanted = kind in self._allowed if self._allowed is not None else kind not in _ONLY_ON_REQUEST
        if not wanted:
            return None
        return self.push_raw({kind: body})

    def push_raw(self, fields: Json) -> int:
        """Queue an update of any shape, for tests of what a bot does with odd ones."""
        update_id = self._next_id
        self._next_id += 1
        self._pending.append({"update_id": update_id, **fields})
        self.arrived.fire()
        return update_id

    def repeat(self, update: Json) -> None:
        """Queue the same update again under its old number, as Telegram may after a lost confirmation."""
        self._pending.append(update)
        self.arrived.fire()

    def waiting(self) -> int:
        return len(self._pending)

    def forget_all(self) -> None:
        self._pending.clear()

    def read(self, offset: int, limit: int) -> list[Json]:
        """Forget what `offset` confirms and return the next updates without confirming them."""
        if offset < 0:
            while len(self._pending) > -offset:
                self._pending.popleft()
        elif offset > 0:
            self._pending = deque(update for update in self._pending if update["update_id"] >= offset)
        return list(self._pending)[:limit]

    async def poll(self, offset: int, limit: int, timeout: float) -> list[Json]:
        """Wait up to `timeout` real seconds for updates.

        Raises:
            Refusal: 409, when a newer poll or a webhook ended this one.
        """
        turn = self._interrupt(OTHER_POLLER)
        try:
            async with asyncio.timeout(min(timeout, _LONGEST_POLL_SECONDS) if timeout > 0 else 0.001):
                while not (batch := self.read(offset, limit)) and not self._closed and timeout > 0:
                    await self.arrived.wait()
                    if turn != self.polls:
                        raise Refusal(409, self._conflict)
        except TimeoutError:
            return []
        return batch

    def end_polls_for_webhook(self) -> None:
        self._interrupt(_WEBHOOK_SET)

    def close(self) -> None:
        self._closed = True
        self.arrived.fire()

    def _interrupt(self, reason: str) -> int:
        self.polls += 1
        self._conflict = reason
        self.arrived.fire()
        self._changed.fire()
        return self.polls
