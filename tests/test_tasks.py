"""Tasks are kept, started again when they fail, and ended in order; nothing that fails takes the others with it."""

import asyncio
from collections.abc import Sequence

import pytest
from structlog.testing import capture_logs

from bot.errors import TelegramError
from bot.tasks import Batch, Bell, Crew, Pile, Supervisor

LIMIT = 20


async def for_ever() -> None:
    await asyncio.Event().wait()


async def test_a_bell_cuts_short_what_would_go_on_and_is_quiet_then() -> None:
    bell, begun = Bell(), asyncio.Event()

    async def work() -> None:
        begun.set()
        await for_ever()

    async with asyncio.timeout(LIMIT), asyncio.TaskGroup() as group:
        cut = group.create_task(bell.cuts_short(work))
        await begun.wait()
        bell.ring()
        assert await cut
        assert not await bell.cuts_short(work_done)


async def test_a_bell_that_was_rung_before_cuts_short_at_once() -> None:
    bell = Bell()
    bell.ring()
    async with asyncio.timeout(LIMIT):
        assert await bell.cuts_short(for_ever)
        bell.ring()
        bell.hush()
        assert not await bell.cuts_short(work_done)


async def test_work_that_fails_under_a_bell_fails() -> None:
    async def work() -> None:
        raise ValueError("once")

    async with asyncio.timeout(LIMIT):
        with pytest.raises(ExceptionGroup):
            await Bell().cuts_short(work)


async def work_done() -> None:
    """Is done at once."""


@pytest.mark.allow_warnings
async def test_a_task_that_fails_is_logged_by_name_and_started_again() -> None:
    runs: list[int] = []
    again = asyncio.Event()

    async def work() -> None:
        runs.append(len(runs))
        if len(runs) == 1:
            raise ValueError("once")
        again.set()

    with capture_logs() as logs:
        async with asyncio.timeout(LIMIT), Supervisor() as supervisor:
            supervisor.start("poll", work)
            await again.wait()
    assert runs == [0, 1]
    assert [(log["event"], log["task"]) for log in logs] == [("task_failed", "poll")]


@pytest.mark.allow_warnings
async def test_a_task_that_fails_leaves_the_others_alone() -> None:
    failed = asyncio.Event()

    async def fail() -> None:
        failed.set()
        raise ValueError("always")

    turns = 0

    async def turn() -> None:
        nonlocal turns
        while True:
            turns += 1
            await asyncio.sleep(0)

    async with asyncio.timeout(LIMIT), Supervisor() as supervisor:
        supervisor.start("turn", turn)
        supervisor.start("fail", fail)
        await failed.wait()
        before = turns
        for _ in range(5):
            await asyncio.sleep(0)
        assert turns > before


async def test_a_fault_of_the_bot_api_ends_the_program_and_is_told() -> None:
    async def fail() -> None:
        raise TelegramError("wrong-token")

    async with asyncio.timeout(LIMIT), Supervisor() as supervisor:
        supervisor.start("others", for_ever)
        supervisor.start("poll", fail)
        with pytest.raises(TelegramError) as fault:
            await supervisor.wait()
    assert fault.value.kind == "wrong-token"


async def test_a_fault_of_the_bot_api_inside_a_crew_ends_the_program_too() -> None:
    async def fail() -> None:
        raise TelegramError("wrong-token")

    async def work() -> None:
        async with Crew(2) as crew:
            await crew.start(fail)
            await for_ever()

    async with asyncio.timeout(LIMIT), Supervisor() as supervisor:
        supervisor.start("send", work)
        with pytest.raises(TelegramError):
            await supervisor.wait()


async def test_asking_for_the_end_ends_the_wait_and_leaving_ends_every_task_the_newest_first() -> None:
    ended: list[str] = []

    def work(name: str) -> None:
        async def run() -> None:
            try:
                await for_ever()
            finally:
                ended.append(name)

        supervisor.start(name, run)

    async with asyncio.timeout(LIMIT), Supervisor() as supervisor:
        work("first")
        work("second")
        await asyncio.sleep(0)
        supervisor.end()
        await supervisor.wait()
    assert ended == ["second", "first"]


async def test_a_task_that_is_done_is_not_started_again() -> None:
    runs: list[int] = []

    async def work() -> None:
        runs.append(1)

    async with Supervisor() as supervisor:
        supervisor.start("introduce", work)
        for _ in range(5):
            await asyncio.sleep(0)
    assert runs == [1]


async def test_a_bell_that_rang_before_the_wait_is_heard_and_only_once() -> None:
    bell = Bell()
    bell.ring()
    bell.ring()
    async with asyncio.timeout(LIMIT):
        await bell.wait(LIMIT * 2)
        await bell.wait(0)


async def test_a_bell_wakes_whoever_waits() -> None:
    bell = Bell()
    async with asyncio.timeout(LIMIT), asyncio.TaskGroup() as group:
        waiting = group.create_task(bell.wait(LIMIT * 2))
        await asyncio.sleep(0)
        bell.ring()
        await waiting


async def test_a_crew_does_no_more_than_so_many_jobs_at_once_and_all_of_them() -> None:
    at_work = most = done = 0

    async def job() -> None:
        nonlocal at_work, most, done
        at_work += 1
        most = max(most, at_work)
        await asyncio.sleep(0)
        at_work -= 1
        done += 1

    async with asyncio.timeout(LIMIT), Crew(3) as crew:
        for _ in range(20):
            await crew.start(job)
    assert (most, done) == (3, 20)


async def test_a_job_that_raises_ends_its_crew() -> None:
    async def job() -> None:
        raise ValueError("no")

    with pytest.raises(ExceptionGroup):
        async with asyncio.timeout(LIMIT), Crew(3) as crew:
            await crew.start(job)
            await for_ever()


async def test_a_crew_that_is_cancelled_lets_what_runs_come_to_its_end() -> None:
    begun, may_end, ended = asyncio.Event(), asyncio.Event(), []

    async def job() -> None:
        begun.set()
        await may_end.wait()
        ended.append("in time")

    async def work() -> None:
        async with Crew(3) as crew:
            await crew.start(job)
            await asyncio.Event().wait()

    async with asyncio.timeout(LIMIT), Supervisor() as supervisor:
        supervisor.start("work", work)
        await begun.wait()
        asyncio.get_running_loop().call_later(0.05, may_end.set)
    assert ended == ["in time"]


class Doubling:
    """Work that waits to be let go, and remembers what it was asked together."""

    def __init__(self) -> None:
        self.asked: list[list[int]] = []
        self.begun, self.go = asyncio.Event(), asyncio.Event()
        self.fails = False

    async def __call__(self, numbers: Sequence[int]) -> Sequence[int]:
        self.asked.append(list(numbers))
        self.begun.set()
        await self.go.wait()
        if self.fails:
            raise ValueError("no")
        return [2 * number for number in numbers]


async def test_what_is_asked_while_work_runs_is_done_together_and_each_gets_its_own_answer() -> None:
    work = Doubling()
    batch = Batch(work, most=3)
    async with asyncio.timeout(LIMIT), asyncio.TaskGroup() as group:
        jobs = [group.create_task(batch.do(number)) for number in range(6)]
        await work.begun.wait()
        late = group.create_task(batch.do(6))
        await asyncio.sleep(0)
        work.go.set()
    assert [job.result() for job in (*jobs, late)] == [0, 2, 4, 6, 8, 10, 12]
    assert work.asked == [[0, 1, 2], [3, 4, 5], [6]]


async def test_what_fails_for_one_fails_for_all_who_asked_with_it_and_for_nobody_after_them() -> None:
    work = Doubling()
    work.fails = True
    work.go.set()
    batch = Batch(work)
    async with asyncio.timeout(LIMIT):
        failed = await asyncio.gather(batch.do(1), batch.do(2), return_exceptions=True)
        work.fails = False
        assert [type(one) for one in failed] == [ValueError, ValueError]
        assert await batch.do(3) == 6


async def test_whoever_is_cancelled_while_waiting_keeps_nobody_from_an_answer() -> None:
    work = Doubling()
    batch = Batch(work)
    async with asyncio.timeout(LIMIT), asyncio.TaskGroup() as group:
        first, second, third = (group.create_task(batch.do(number)) for number in (1, 2, 3))
        await work.begun.wait()
        second.cancel()
        work.go.set()
    assert (first.result(), second.cancelled(), third.result()) == (2, True, 6)


# A pile


class Work:
    """What a pile's work was given, a list each time; it waits to be let go."""

    def __init__(self) -> None:
        self.done: list[list[int]] = []
        self.begun, self.go = asyncio.Event(), asyncio.Event()

    async def __call__(self, numbers: Sequence[int]) -> None:
        self.begun.set()
        await self.go.wait()
        self.done.append(list(numbers))


async def test_what_is_left_while_others_work_is_done_together_and_nobody_waits_for_it() -> None:
    work = Work()
    pile: Pile[int] = Pile(work)
    async with asyncio.timeout(LIMIT), asyncio.TaskGroup() as group:
        group.create_task(pile.work_off())
        await pile.put(1)
        await work.begun.wait()
        for number in (2, 3, 4):
            await pile.put(number)
        assert work.done == []
        work.go.set()
        pile.close()
    assert work.done == [[1], [2, 3, 4]]


async def test_a_pile_takes_no_more_than_it_has_room_for() -> None:
    work = Work()
    pile: Pile[int] = Pile(work, most=2)
    async with asyncio.timeout(LIMIT), asyncio.TaskGroup() as group:
        group.create_task(pile.work_off())
        await pile.put(1)
        await pile.put(2)
        third = group.create_task(pile.put(3))
        await work.begun.wait()
        await asyncio.sleep(0)
        assert not third.done()
        work.go.set()
        await third
        pile.close()
    assert sorted(number for numbers in work.done for number in numbers) == [1, 2, 3]


async def test_a_pile_rests_between_two_pieces_of_work_unless_much_is_left() -> None:
    work = Work()
    work.go.set()
    pile: Pile[int] = Pile(work, most=6, apart=3600.0)
    async with asyncio.timeout(LIMIT), asyncio.TaskGroup() as group:
        working = group.create_task(pile.work_off())
        await pile.put(1)
        await work.begun.wait()
        await pile.put(2)
        await pile.put(3)
        for _ in range(10):
            await asyncio.sleep(0)
        assert work.done == [[1]]
        await pile.put(4)
        for _ in range(10):
            await asyncio.sleep(0)
        assert work.done == [[1], [2, 3, 4]]
        working.cancel()
