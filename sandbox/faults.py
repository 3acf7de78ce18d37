"""Failures to order: how a test makes this Telegram break once, in one chosen way, at the next call of one method."""

from dataclasses import dataclass
from enum import StrEnum


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


class Faults:
    def __init__(self) -> None:
        self._ordered: list[Fault] = []

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

    def take(self, method: str, chat_id: int | None) -> Fault | None:
        for fault in self._ordered:
            if fault.fits(method, chat_id):
                fault.times -= 1
                if fault.times <= 0:
                    self._ordered.remove(fault)
                return fault
        return None

    def clear(self) -> None:
        self._ordered.clear()
