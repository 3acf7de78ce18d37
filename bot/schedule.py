"""Wakes us often enough to look for due work; what is due, and on which day, is read from the database alone."""

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager

from apscheduler.schedulers.asyncio import AsyncIOScheduler

#: Real seconds between two looks.
WAKE_EVERY = 1.0
WAKE_EVERY_AT_LEAST = 0.1

Step = Callable[[], Awaitable[None]]


@asynccontextmanager
async def wakes(steps: dict[str, Step], speed: float) -> AsyncIterator[None]:
    """Runs each named step again and again while the block lasts; a fast clock is looked at more often."""
    scheduler = AsyncIOScheduler(
        # A late wake still counts, and several missed ones are one: the work is whatever the database says.
        job_defaults={"misfire_grace_time": None, "coalesce": True, "max_instances": 1},
    )
    seconds = max(WAKE_EVERY_AT_LEAST, WAKE_EVERY / max(1.0, speed / 10))
    for name, step in steps.items():
        scheduler.add_job(step, "interval", seconds=seconds, id=name)
    scheduler.start()
    try:
        yield
    finally:
        scheduler.shutdown(wait=False)
