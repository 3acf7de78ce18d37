"""Remembers who writes without end; in memory alone, because it is over within minutes."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Generic, TypeVar

import structlog

from bot.domain.patience import AT_ONCE, Patience, judge

_log = structlog.get_logger(__name__)

Update = TypeVar("Update")

#: So many people are remembered before those who have calmed down are forgotten.
_SWEEP = 256


@dataclass(frozen=True, slots=True)
class Admitted(Generic[Update]):
    """What is answered as ever, what is answered with the word that it was too much, and what is let go."""

    answered: Sequence[Update]
    told: Update | None
    let_go: Sequence[Update]


class Throttle:
    """Of each person's updates that wait together, chooses those that are answered."""

    def __init__(self, now: Callable[[], datetime]) -> None:
        self._now = now
        self._known: dict[int, Patience] = {}

    def admit(self, sender: int, updates: Sequence[Update], at_once: int = AT_ONCE) -> Admitted[Update]:
        """Updates of one person, oldest first."""
        now = self._now()
        verdict = judge(self._known.get(sender), len(updates), now, at_once)
        if verdict.patience:
            self._known[sender] = verdict.patience
        if verdict.answered < len(updates) and verdict.answered:
            _log.info("person_writes_too_much", updates=len(updates), answered=verdict.answered)
        self._sweep(now)
        rest = updates[verdict.answered :]
        told = rest[0] if verdict.tells else None
        return Admitted(updates[: verdict.answered], told, rest[1:] if verdict.tells else rest)

    def _sweep(self, now: datetime) -> None:
        if len(self._known) > _SWEEP:
            self._known = {sender: one for sender, one in self._known.items() if not one.is_forgotten(now)}
