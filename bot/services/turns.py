"""Does long work between everything else, because an alert must not wait until somebody's month is counted."""

import asyncio
from time import perf_counter
from typing import TypeVar

from bot.domain.estimates import Steps

#: Seconds after which the loop gets its turn; whoever waits for several turns waits as often.
TURN = 0.002

_Found = TypeVar("_Found")


async def in_turns(steps: Steps[_Found]) -> _Found:
    """What the steps find in the end; between them the loop gets a turn, every two milliseconds of the machine.

    On the loop and not in a thread: there, each of the loop's own steps would wait for the interpreter's lock.
    """
    until = perf_counter() + TURN
    while True:
        try:
            next(steps)
        except StopIteration as end:
            found: _Found = end.value
            return found
        if perf_counter() >= until:
            await asyncio.sleep(0)
            until = perf_counter() + TURN
