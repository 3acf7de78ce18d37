"""Failures to order: how a test makes this Telegram break once, in one chosen way, at the next call of one method, or
now and then by chance.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from random import Random


class FaultKind(StrEnum):
    """What goes wrong. The first group does not carry the call out; the second does, and loses or delays the answer."""

    FLOOD = "429 with retry_after"
    FLOOD_WITHOUT_PARAMETERS = "429 without parameters"
    SERVER_ERROR = "500 as JSON"
    BAD_GATEWAY_HTML = "502 as HTML"
    HTML_WITH_200 = "200 as HTML"
    BAD_REQUEST = "400"
    UNAUTHORIZED = "401"
    FORBIDDEN = "403"
    CONFLICT = "409"
    DROP_BEFORE = "connection dropped, call not carried out"

    DROP_AFTER = "connection dropped, call carried out"
    TRUNCATED_JSON = "half of the answer, call carried out"
    DELAY = "answer late, call carried out"


CARRIED_OUT = frozenset({FaultKind.DROP_AFTER, FaultKind.TRUNCATED_JSON, FaultKind.DELAY})
ANY_METHOD = "*"


@dataclass(slots=True)
class Fault:
    """`seconds` is the retry_after of a flood or the length of a delay, in real seconds."""

    method: str
    kind: FaultKind
    times: int = 1
    chat_id: int | None = None
    seconds: float = 1.0
    description: str | None = None

    def fits(self, method: str, chat_id: int | None) -> bool:
        return self.method in (ANY_METHOD, method) and self.chat_id in (None, chat_id)


@dataclass(frozen=True, slots=True)
class Weather:
    """Faults by chance: any call of `method` meets one of `faults` with the probability `share`."""

    method: str
    share: float
    faults: Sequence[tuple[FaultKind, float]]
    chance: Random

    def strikes(self, method: str) -> Fault | None:
        if self.method not in (ANY_METHOD, method) or self.chance.random() >= self.share:
            return None
        kind, seconds = self.chance.choice(self.faults)
        return Fault(method, kind, seconds=seconds)


class Faults:
    """`met` keeps every fault that a call met, with the call's chat."""

    def __init__(self) -> None:
        self.met: list[tuple[FaultKind, int | None]] = []
        self._ordered: list[Fault] = []
        self._weather: Weather | None = None

    def next(
        self,
        method: str,
        kind: FaultKind,
        *,
        times: int = 1,
        chat_id: int | None = None,
        seconds: float = 1.0,
        description: str | None = None,
    ) -> None:
        """Break the next `times` calls of `method` (Bot API spelling, or "*"), of one chat if `chat_id` is given."""
        self._ordered.append(Fault(method, kind, times, chat_id, seconds, description))

    def by_chance(self, method: str, share: float, faults: Sequence[tuple[FaultKind, float]], chance: Random) -> None:
        """From now on, such a share of the calls meets one of these, with its seconds; what is ordered comes first."""
        self._weather = Weather(method, share, faults, chance)

    def take(self, method: str, chat_id: int | None) -> Fault | None:
        fault = self._next_ordered(method, chat_id)
        if fault is None and self._weather:
            fault = self._weather.strikes(method)
        if fault:
            self.met.append((fault.kind, chat_id))
        return fault

    def _next_ordered(self, method: str, chat_id: int | None) -> Fault | None:
        for fault in self._ordered:
            if fault.fits(method, chat_id):
                fault.times -= 1
                if fault.times <= 0:
                    self._ordered.remove(fault)
                return fault
        return None

    def clear(self) -> None:
        self._ordered.clear()
        self._weather = None
