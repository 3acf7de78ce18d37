"""Waking those who wait for a change without polling, and telling the chat page what changed since it last looked."""

import asyncio
from collections import deque
from dataclasses import dataclass

from sandbox.refusals import Json

_KEPT = 2000


class Signal:
    """Wakes everybody who is waiting at the moment it fires; whoever waits later waits for the next firing."""

    def __init__(self) -> None:
        self._event = asyncio.Event()

    def fire(self) -> None:
        self._event.set()
        self._event = asyncio.Event()

    async def wait(self) -> None:
        await self._event.wait()


@dataclass(frozen=True, slots=True)
class PageEvent:
    seq: int
    chat_id: int
    kind: str
    body: Json


class Journal:
    """The last changes of all chats, numbered, so that a page that lost its stream can catch up or knows it cannot."""

    def __init__(self, changed: Signal) -> None:
        self._events: deque[PageEvent] = deque(maxlen=_KEPT)
        self._changed = changed
        self.seq = 0

    def note(self, chat_id: int, kind: str, body: Json) -> None:
        self.seq += 1
        self._events.append(PageEvent(self.seq, chat_id, kind, body))
        self._changed.fire()

    def since(self, seq: int) -> list[PageEvent] | None:
        """Events after `seq`; None when `seq` is not ours any more (too old, or from another run of the server)."""
        oldest = self._events[0].seq if self._events else self.seq + 1
        if seq > self.seq or seq < oldest - 1:
            return None
        return [event for event in self._events if event.seq > seq]
