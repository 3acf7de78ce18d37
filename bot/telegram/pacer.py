"""When a message may leave, so that the bot earns no flood refusal of its own making; pure arithmetic on seconds."""

from dataclasses import dataclass
from datetime import timedelta

#: Telegram's limits for bots (core.telegram.org/bots/faq, read November 2026): about 30 messages/s in all, one per
#: second in a chat (short bursts pass), 20 per minute in a group.
CHAT_BURST = 3
GROUP_PER_MINUTE = 20

#: A wait shorter than this is rounding, not waiting.
_ROUNDING = 1e-6
#: After a refusal for everyone: the part of the rate to resume with, the least it may sink to, and the seconds until it
#: is whole again.
_RESUME_PART = 0.5
_LEAST_PART = 0.125
_RECOVERY = 60.0
#: So many different chats refused within so many seconds, with nothing accepted between, mean everyone.
_REFUSED_IN_A_ROW = 3
_ROW_SECONDS = 2.0
_SWEEP = 1024


@dataclass(frozen=True, slots=True)
class Limit:
    """At most `burst` at once, then one each `interval` seconds: in any w seconds no more than burst + w / interval."""

    interval: float
    burst: int

    def due(self, charged: float) -> float:
        """The moment from which one more may pass; `charged` is the moment at which everything so far is paid off."""
        return charged - (self.burst - 1) * self.interval


#: In any 60 s: the burst, and what trickles in meanwhile; together exactly the 20 that Telegram allows.
GROUP = Limit(60.0 / (GROUP_PER_MINUTE - CHAT_BURST), CHAT_BURST)
PRIVATE = Limit(1.0, CHAT_BURST)


class Pacer:
    """The broadcast's three limits and its pauses, in seconds of a monotonic clock. Chat replies do not ask here."""

    def __init__(self, rate: float, private: Limit = PRIVATE) -> None:
        """`rate` is messages per second in all; one burst adds a fourteenth to it (28/s: 30 in any second).

        `private` is what one person's chat may be sent.
        """
        self._private = private
        self._whole = Limit(1.0 / rate, max(1, int(rate // 14)))
        self._charged = float("-inf")
        self._chats: dict[int, float] = {}
        self._paused: dict[int, float] = {}
        self._refused: dict[int, float] = {}
        self._resume = float("-inf")
        self._resume_part = 1.0
        self._latest = float("-inf")
        self._sweep_at = _SWEEP

    def permit(self, chat_id: int, is_group: bool, now: float, *, reserved: bool = False) -> float:
        """0.0: send now, it is counted. Otherwise the seconds after which to ask again; nothing is counted.

        `reserved`: its part of the whole rate was counted before, by `reserve`.
        """
        self._latest = now
        limit = GROUP if is_group else self._private
        charged = self._chats.get(chat_id, now)
        everyone = self._resume - now if reserved else self.hold(now)
        wait = max(everyone, self._paused.get(chat_id, now) - now, limit.due(charged) - now)
        if wait > _ROUNDING:
            return wait
        self._chats[chat_id] = max(charged, now) + limit.interval
        if not reserved:
            self.reserve(now)
        self._sweep(now)
        return 0.0

    def reserve(self, now: float) -> float:
        """Counts one message of the whole rate that is about to leave, whoever it goes to; returns the moment at which
        it is paid off.
        """
        self._charged = max(self._charged, now) + self._whole.interval / self._part(now)
        return self._charged

    def release(self, reserved: float, now: float) -> None:
        """The message of that reservation does not leave. One that is paid off is past: it makes no room any more."""
        if reserved > now:
            self._charged -= self._whole.interval

    def hold(self, now: float) -> float:
        """Seconds for which no chat at all may be written to; 0.0 if only a chat's own limits count."""
        wait = max(self._resume - now, self._whole.due(self._charged) - now)
        return wait if wait > _ROUNDING else 0.0

    def in_a_row(self, seconds: float) -> int:
        """How many messages leave in so many seconds at the full rate."""
        return int(seconds / self._whole.interval)

    def time_for(self, messages: int) -> timedelta:
        """How long so many messages take at the full rate."""
        return timedelta(seconds=messages * self._whole.interval)

    def pause_chat(self, chat_id: int, until: float) -> None:
        """Telegram refused this chat until then. Three chats refused in a row are read as a refusal of everyone."""
        self._paused[chat_id] = max(until, self._paused.get(chat_id, until))
        self._refused = {chat: at for chat, at in self._refused.items() if self._latest - at <= _ROW_SECONDS}
        self._refused[chat_id] = self._latest
        if len(self._refused) >= _REFUSED_IN_A_ROW:
            self.pause_all(min(self._paused.get(chat, until) for chat in self._refused))

    def pause_all(self, until: float) -> None:
        """Telegram refused everyone until then; afterwards the rate starts at half and is whole again after a minute.

        Refusals of messages that were in flight together lengthen one pause; only a new one lowers the rate again.
        """
        if self._latest >= self._resume:
            self._resume_part = max(_LEAST_PART, self._part(self._latest) * _RESUME_PART)
        self._resume = max(self._resume, until)
        self._refused.clear()

    def accepted(self) -> None:
        """A message was taken: refusals before it were not everyone's."""
        self._refused.clear()

    @property
    def remembered(self) -> int:
        """How many chats are held in memory."""
        return len(self._chats.keys() | self._paused.keys())

    def _part(self, now: float) -> float:
        if self._resume_part >= 1.0:
            return 1.0
        recovered = max(0.0, now - self._resume) / _RECOVERY
        return min(1.0, self._resume_part + (1.0 - self._resume_part) * recovered)

    def _sweep(self, now: float) -> None:
        """Forget the chats that owe nothing: to the limits they are strangers again."""
        if len(self._chats) + len(self._paused) < self._sweep_at:
            return
        self._chats = {chat: charged for chat, charged in self._chats.items() if charged > now}
        self._paused = {chat: until for chat, until in self._paused.items() if until > now}
        self._sweep_at = max(_SWEEP, 2 * (len(self._chats) + len(self._paused)))
