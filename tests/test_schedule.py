"""What is due is looked for although the loop stood still when it should have been; the end leaves nothing behind."""

import asyncio
import time

import pytest

from bot.schedule import WAKE_EVERY_AT_LEAST, wakes

#: Longer than a second, which is what the scheduler's own grace would be.
STANDSTILL = 1.3


async def test_a_loop_that_stood_still_looks_for_what_is_due_right_after() -> None:
    looked = asyncio.Event()

    async def look() -> None:
        looked.set()

    async with wakes({"digests": look}, speed=100):
        await looked.wait()
        looked.clear()
        time.sleep(STANDSTILL)  # noqa: ASYNC251 - this is the fault
        await looked.wait()


async def test_a_look_that_runs_at_the_end_is_cancelled_without_a_fault_and_has_left_what_it_held() -> None:
    looks = asyncio.Event()
    left: list[str] = []

    async def look() -> None:
        looks.set()
        try:
            await asyncio.Event().wait()
        finally:
            await asyncio.sleep(0)
            left.append("connection")

    async with wakes({"recaps": look}, speed=100):
        await looks.wait()

    assert left == ["connection"]


@pytest.mark.parametrize("turns", range(3))
async def test_a_look_that_was_about_to_begin_at_the_end_leaves_without_a_fault(turns: int) -> None:
    looked = asyncio.Event()

    async def look() -> None:
        looked.set()

    async with wakes({"digests": look}, speed=100):
        await looked.wait()
        time.sleep(2 * WAKE_EVERY_AT_LEAST)  # noqa: ASYNC251 - what is due then is given to the loop, and has not begun
        for _ in range(turns):
            await asyncio.sleep(0)
