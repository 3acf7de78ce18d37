"""What the bot did, kept in order, so that a test can wait for a message instead of sleeping."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from sandbox.refusals import Json
from sandbox.signals import Signal


@dataclass(frozen=True, slots=True)
class BotCall:
    """One accepted call; `text` is what people read (tags gone), `at` the bot's clock, aware UTC."""

    method: str
    chat_id: int | None
    text: str | None
    disable_notification: bool
    reply_markup: Json | None
    message_id: int | None
    at: datetime
    arguments: Json

    @property
    def loud(self) -> bool:
        return not self.disable_notification


@dataclass(frozen=True, slots=True)
class RefusedCall:
    method: str
    code: int
    description: str
    arguments: Json


class Recorder:
    def __init__(self, changed: Signal) -> None:
        self.sent: list[BotCall] = []
        self.refused: list[RefusedCall] = []
        self._changed = changed

    def accepted(self, call: BotCall) -> None:
        self.sent.append(call)
        self._changed.fire()

    def refuse(self, call: RefusedCall) -> None:
        self.refused.append(call)
        self._changed.fire()

    async def wait_for(self, predicate: Callable[[BotCall], bool], timeout: float, after: int) -> BotCall:
        looked_at = after
        try:
            async with asyncio.timeout(timeout):
                while True:
                    for call in self.sent[looked_at:]:
                        if predicate(call):
                            return call
                    looked_at = len(self.sent)
                    await self._changed.wait()
        except TimeoutError:
            raise TimeoutError(self._story(after)) from None

    def _story(self, after: int) -> str:
        seen = [f"{call.method} to {call.chat_id}: {(call.text or '')[:60]!r}" for call in self.sent[after:]]
        lost = [f"{call.method} refused: {call.code} {call.description}" for call in self.refused]
        return "no such call; the bot did:\n" + "\n".join(seen[-20:] + lost[-10:] or ["nothing"])
