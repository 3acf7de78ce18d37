"""Wakes us often enough to look for due work; what is due, and on which day, is read from the database alone."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Container
from contextlib import asynccontextmanager, suppress

from apscheduler.schedulers.asyncio import AsyncIOScheduler

#: Real seconds between two looks.
WAKE_EVERY = 1.0
WAKE_EVERY_AT_LEAST = 0.1
#: So many times as long between two looks for what nobody waits for by the second.
RARELY = 4
#: Real seconds that steps which run at the end have to leave what they hold, a connection above all.
LEAVE_WITHIN = 2.0

Step = Callable[[], Awaitable[None]]


@asynccontextmanager
async def wakes(steps: dict[str, Step], speed: float, rarely: Container[str] = ()) -> AsyncIterator[None]:
    """Runs each named step again and again while the block lasts, some `rarely`; a fast clock is looked at more often.

    Steps that run when the block ends are cancelled and waited for.
    """
    running: set[asyncio.Task[object] | None] = set()

    async def keep_track(step: Step) -> None:
        running.add(task := asyncio.current_task())
        try:
            # A step is cancelled at the end alone, which the scheduler would call a fault.
            with suppress(asyncio.CancelledError):
                await step()
        finally:
            running.discard(task)

    scheduler = AsyncIOScheduler(
        # A late wake still counts, and several missed ones are one: the work is whatever the database says.
        job_defaults={"misfire_grace_time": None, "coalesce": True, "max_instances": 1},
    )
    seconds = max(WAKE_EVERY_AT_LEAST, WAKE_EVERY / max(1.0, speed / 10))
    for name, step in steps.items():
        apart = seconds * RARELY if name in rarely else seconds
        scheduler.add_job(keep_track, "interval", (step,), seconds=apart, id=name, name=name)
    scheduler.start()
    try:
        yield
    finally:
        scheduler.pause()
        # Who is cancelled before the first step never comes to the line that makes a cancellation no fault.
        await asyncio.sleep(0)
        leaving = [task for task in running if task]
        scheduler.shutdown(wait=False)
        if leaving:
            await asyncio.wait(leaving, timeout=LEAVE_WITHIN)
