"""Telegram's flood limits, so that a bot that sends too fast learns it here and not on the night it matters."""

import math
import time
from collections.abc import Callable
from dataclasses import dataclass, field

from sandbox.people import Chat, ChatType
from sandbox.refusals import Refusal


@dataclass(frozen=True, slots=True)
class Limits:
    """Bot FAQ, "My bot is hitting limits" (core.telegram.org/bots/faq, read 2026-11), in real seconds.

    Telegram names one message a second per chat and tolerates short bursts, whose size it does not publish:
    `per_chat_burst` is our guess.
    """

    global_per_second: float = 30
    per_chat_per_second: float = 1
    per_chat_burst: int = 10
    group_per_minute: float = 20
    paid_per_second: float = 1000
    enabled: bool = True


@dataclass(slots=True)
class _Bucket:
    size: float
    per_second: float
    tokens: float
    at: float

    def wait(self, now: float) -> float:
        """Seconds until one more may pass; zero when it may pass now."""
        self.tokens = min(self.size, self.tokens + (now - self.at) * self.per_second)
        self.at = now
        return max(0.0, (1 - self.tokens) / self.per_second)


@dataclass(slots=True)
class FloodGate:
    limits: Limits
    monotonic: Callable[[], float] = time.monotonic
    _buckets: dict[str, _Bucket] = field(default_factory=dict)

    def admit_message(self, chat: Chat, *, paid: bool = False) -> None:
        """Count one new message.

        Raises:
            Refusal: 429 with `retry_after` in whole seconds.
        """
        if self.limits.enabled:
            self._admit([self._whole(paid=paid), self._of_chat(chat)])

    def admit_edit(self) -> None:
        """Count a change of a message already there: only the limit of the whole bot holds for it.

        Raises:
            Refusal: 429 with `retry_after` in whole seconds.
        """
        if self.limits.enabled:
            self._admit([self._whole(paid=False)])

    def _admit(self, buckets: list[_Bucket]) -> None:
        now = self.monotonic()
        if (wait := max(bucket.wait(now) for bucket in buckets)) > 1e-6:
            seconds = max(1, math.ceil(wait))
            raise Refusal(429, f"Too Many Requests: retry after {seconds}", {"retry_after": seconds})
        for bucket in buckets:
            bucket.tokens -= 1

    def _whole(self, *, paid: bool) -> _Bucket:
        rate = self.limits.paid_per_second if paid else self.limits.global_per_second
        return self._bucket("paid" if paid else "all", rate, rate)

    def _of_chat(self, chat: Chat) -> _Bucket:
        if chat.type is ChatType.PRIVATE:
            return self._bucket(str(chat.id), self.limits.per_chat_burst, self.limits.per_chat_per_second)
        return self._bucket(str(chat.id), self.limits.group_per_minute, self.limits.group_per_minute / 60)

    def _bucket(self, name: str, size: float, per_second: float) -> _Bucket:
        return self._buckets.setdefault(name, _Bucket(size, per_second, size, self.monotonic()))
