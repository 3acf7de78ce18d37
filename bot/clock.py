"""Time as the bot lives it, so that a night can be sped up or moved without any part of the program knowing."""

import asyncio
import math
import time
from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from typing import Protocol


class Clock(Protocol):
    """What every duration of the program is measured with, except HTTP timeouts, leases and Telegram's limits."""

    def now(self) -> datetime:
        """The present moment, aware UTC."""

    async def sleep(self, span: timedelta) -> None:
        """Return once this clock has moved on by `span`; at once, after one turn of the loop, if it is not positive."""


class SystemClock:
    """The machine's clock: the only one at the real Telegram address."""

    def now(self) -> datetime:
        return datetime.now(UTC)

    async def sleep(self, span: timedelta) -> None:
        await asyncio.sleep(max(0.0, span.total_seconds()))


class MovedClock:
    """A clock that starts elsewhere, runs faster or slower, stands still and jumps ahead, but never runs backwards.

    `start` is aware (None: the machine's present), `speed` is seconds of this clock per real second, above zero.
    """

    def __init__(self, start: datetime | None, speed: float, monotonic: Callable[[], float] = time.monotonic) -> None:
        self._moment = _aware(start) if start is not None else datetime.now(UTC)
        self._speed = _usable(speed)
        self._monotonic = monotonic
        self._read_at = monotonic()
        self._playing = True
        self._changed = asyncio.Event()

    @property
    def speed(self) -> float:
        return self._speed

    @property
    def playing(self) -> bool:
        return self._playing

    def now(self) -> datetime:
        if not self._playing:
            return self._moment
        return self._moment + timedelta(seconds=(self._monotonic() - self._read_at) * self._speed)

    def set_speed(self, speed: float) -> None:
        """Run at `speed` from now on; ValueError if it is not a finite number above zero."""
        wanted = _usable(speed)
        self._settle()
        self._speed = wanted
        self._wake()

    def pause(self) -> None:
        self._settle()
        self._playing = False
        self._wake()

    def play(self) -> None:
        self._settle()
        self._playing = True
        self._wake()

    def jump_to(self, moment: datetime) -> None:
        """Be at `moment` (aware), playing or paused as before; a moment that has already passed changes nothing."""
        wanted = _aware(moment)
        self._settle()
        self._moment = max(self._moment, wanted)
        self._wake()

    async def sleep(self, span: timedelta) -> None:
        deadline = self.now() + span
        await asyncio.sleep(0)
        while (left := deadline - self.now()) > timedelta(0):
            # Taken in the same turn as the reading above: a change that comes later sets this very event.
            changed = self._changed
            real_seconds = left.total_seconds() / self._speed if self._playing else None
            with suppress(TimeoutError):
                async with asyncio.timeout(real_seconds):
                    await changed.wait()

    def _settle(self) -> None:
        self._moment = self.now()
        self._read_at = self._monotonic()

    def _wake(self) -> None:
        self._changed.set()
        self._changed = asyncio.Event()


def _usable(speed: float) -> float:
    if not (math.isfinite(speed) and speed > 0):
        raise ValueError(f"a clock cannot run at speed {speed}")
    return speed


def _aware(moment: datetime) -> datetime:
    if moment.tzinfo is None:
        raise ValueError("a moment without a time zone")
    return moment.astimezone(UTC)
