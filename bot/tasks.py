"""The one place that may start tasks: it keeps hold of each, says when one fails, starts it again, and ends them in
order.
"""

import asyncio
import sys
import time
from collections.abc import Awaitable, Callable, Sequence
from types import TracebackType
from typing import Generic, Self, TypeAlias, TypeVar

import structlog

from bot.errors import NotLeading, TelegramError

_log = structlog.get_logger(__name__)

#: Seconds before a task that failed is started again: first, and at the most.
RESTART_FIRST = 0.5
RESTART_LAST = 30.0
#: Seconds for which a thread that computes may keep the event loop waiting.
LOOP_WAITS = 0.0005
#: Seconds of a rest at the least; the loop counts in milliseconds, and would come back from a shorter one at once,
#: again and again.
SHORTEST_REST = 0.004
#: Seconds that the jobs of a crew have to finish when the program ends, which it does within ten.
LAST_WAIT = 4.0
#: Seconds after which a pile is looked at though nobody left anything.
LONGEST_REST = 60.0

Work = Callable[[], Awaitable[None]]
Asked = TypeVar("Asked")
Answered = TypeVar("Answered")
#: After one of these the tasks that run together cannot go on.
Fault: TypeAlias = TelegramError | NotLeading


def quick_loop() -> Callable[[], asyncio.AbstractEventLoop] | None:
    """What makes an event loop on libuv, which takes a tenth to a third less of the processor for each message; None,
    for asyncio's own, where it is not installed (Windows).
    """
    try:
        from uvloop import new_event_loop
    except ImportError:
        return None
    return new_event_loop


def quick_runner() -> asyncio.Runner:
    """Runs on the quickest event loop there is, and has what computes in another thread (a picture) let it go on soon:
    by itself Python takes five milliseconds, and an answer goes from thread to thread a dozen times.
    """
    sys.setswitchinterval(LOOP_WAITS)
    return asyncio.Runner(loop_factory=quick_loop())


async def rest(seconds: float) -> None:
    """Waits for so many real seconds; what may be done meanwhile is done together after the shortest rest."""
    await asyncio.sleep(max(seconds, SHORTEST_REST))


class Bell:
    """Wakes a loop that would otherwise wait for its time: rung when there is something to do."""

    def __init__(self) -> None:
        self._event = asyncio.Event()

    def ring(self) -> None:
        self._event.set()

    async def wait(self, seconds: float) -> bool:
        """Returns when it was rung since the last wait, or after so many seconds of real time; whether it rang."""
        try:
            async with asyncio.timeout(seconds):
                await self._event.wait()
        except TimeoutError:
            pass
        rang = self._event.is_set()
        self.hush()
        return rang

    def hush(self) -> None:
        """Forgets that it was rung: what it was rung for is about to be done."""
        self._event.clear()

    async def cuts_short(self, work: Work) -> bool:
        """Does the work until it is done or the bell rings; whether it rang."""
        async with asyncio.TaskGroup() as group:
            rings = group.create_task(self._event.wait())
            works = group.create_task(_do(work))
            await asyncio.wait((rings, works), return_when=asyncio.FIRST_COMPLETED)
            rings.cancel()
            works.cancel()
        rang = self._event.is_set()
        self.hush()
        return rang


async def _do(work: Work) -> None:
    await work()


class Supervisor:
    """Runs long tasks. One that fails is logged and started again; after a `Fault` none can go on."""

    def __init__(self) -> None:
        self._tasks: list[asyncio.Task[None]] = []
        self._ended = asyncio.Event()
        self._fault: Fault | None = None

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        # All at once, the newest first: what each has in flight gets the same seconds, not one after another.
        for task in reversed(self._tasks):
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    def start(self, name: str, work: Work) -> None:
        """Keeps `work` running under a name until the supervisor ends."""
        self._tasks.append(asyncio.create_task(self._keep(name, work), name=name))

    def end(self) -> None:
        """Asks for the program's end."""
        self._ended.set()

    async def wait(self) -> None:
        """Until the end was asked for. Raises the TelegramError or NotLeading after which nothing can go on."""
        await self._ended.wait()
        if self._fault:
            raise self._fault

    async def _keep(self, name: str, work: Work) -> None:
        pause = RESTART_FIRST
        while True:
            try:
                await work()
                return
            # The last resort: whatever failed, the other tasks go on and this one is tried again.
            except Exception as error:
                self._fault = self._fault or _fault_in(error)
                if self._fault:
                    self._ended.set()
                    return
                _log.exception("task_failed", task=name, again_in=pause)
            await asyncio.sleep(pause)
            pause = min(pause * 2, RESTART_LAST)


def _fault_in(error: Exception) -> Fault | None:
    """The fault after which nothing can go on that an error is, or that a crew's error holds."""
    if isinstance(error, ExceptionGroup):
        faults = (_fault_in(one) for one in error.exceptions if isinstance(one, Exception))
        return next((fault for fault in faults if fault), None)
    return error if isinstance(error, TelegramError | NotLeading) else None


class Crew:
    """Short jobs side by side, so many at once; leaving the block waits for those that run, but not for ever where the
    crew itself is cancelled.
    """

    def __init__(self, at_once: int) -> None:
        self._room = asyncio.Semaphore(at_once)
        self._group = asyncio.TaskGroup()
        self._running: set[asyncio.Task[None]] = set()

    async def __aenter__(self) -> Self:
        await self._group.__aenter__()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if kind is asyncio.CancelledError and self._running:
            # What is on its way gets the time to arrive and to be written down: a message that is sent and not marked
            # is sent again.
            await asyncio.wait(self._running, timeout=LAST_WAIT)
        await self._group.__aexit__(kind, error, trace)

    async def start(self, job: Work) -> None:
        """Starts a job, waiting first for room; a job that raises ends the crew."""
        await self._room.acquire()
        running = self._group.create_task(self._do(job))
        self._running.add(running)
        running.add_done_callback(self._running.discard)

    async def _do(self, job: Work) -> None:
        try:
            await job()
        finally:
            self._room.release()


class Batch(Generic[Asked, Answered]):
    """Makes one piece of work of what many jobs ask for at about the same time: whoever comes while it is done waits
    for the next one, which does all that has gathered.
    """

    def __init__(
        self,
        work: Callable[[Sequence[Asked]], Awaitable[Sequence[Answered]]],
        *,
        most: int = 100,
        apart: float = 0.0,
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        """`work` answers so many (`most`) in their order; it begins at least `apart` real seconds after the last one
        began, so that more can gather where many come.
        """
        self._work = work
        self._most = most
        self._apart = apart
        self._monotonic = monotonic
        self._turn = asyncio.Lock()
        self._waiting: list[tuple[Asked, asyncio.Future[Answered]]] = []
        self._began = float("-inf")

    async def do(self, asked: Asked) -> Answered:
        """Raises what the work raises."""
        answer: asyncio.Future[Answered] = asyncio.get_running_loop().create_future()
        self._waiting.append((asked, answer))
        async with self._turn:
            if not answer.done():
                await asyncio.sleep(max(0.0, self._began + self._apart - self._monotonic()))
                self._began = self._monotonic()
                await self._do_next()
        return await answer

    async def _do_next(self) -> None:
        taken, self._waiting = self._waiting[: self._most], self._waiting[self._most :]
        try:
            answers = await self._work([asked for asked, _ in taken])
        except BaseException as error:
            for _, answer in taken:
                _fail(answer, error)
            raise
        for (_, answer), given in zip(taken, answers, strict=True):
            if not answer.done():
                answer.set_result(given)


class Pile(Generic[Asked]):
    """What many jobs leave to be done together, by one beside them: they go on without waiting for it."""

    def __init__(
        self,
        work: Callable[[Sequence[Asked]], Awaitable[None]],
        *,
        most: int = 100,
        apart: float = 0.0,
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        """At most so many things (`most`) are left and not done. The work begins at least `apart` real seconds after
        it began last, sooner where half as many wait.
        """
        self._work = work
        self._most = most
        self._apart = apart
        self._monotonic = monotonic
        self._waiting: list[Asked] = []
        self._undone = 0
        self._room = asyncio.Condition()
        self._more = Bell()
        self._closed = False

    async def put(self, one: Asked) -> None:
        """Leaves one thing, waiting first for room."""
        if self._undone >= self._most:
            async with self._room:
                await self._room.wait_for(lambda: self._undone < self._most)
        self._undone += 1
        self._waiting.append(one)
        if len(self._waiting) in (1, self._most // 2):
            self._more.ring()

    def close(self) -> None:
        """Nothing more is left from now on."""
        self._closed = True
        self._more.ring()

    async def work_off(self) -> None:
        """Does what is left, until the pile is closed and all is done. Raises what the work raises."""
        began = float("-inf")
        while self._waiting or not self._closed:
            rest = began + self._apart - self._monotonic() if self._waiting else LONGEST_REST
            if rest > 0 and not self._closed and len(self._waiting) < self._most // 2:
                await self._more.wait(rest)
                continue
            began = self._monotonic()
            taken, self._waiting = self._waiting, []
            try:
                await self._work(taken)
            finally:
                self._undone -= len(taken)
            async with self._room:
                self._room.notify_all()


def _fail(answer: "asyncio.Future[Answered]", error: BaseException) -> None:
    if isinstance(error, asyncio.CancelledError):
        answer.cancel()
    elif not answer.done():
        answer.set_exception(error)
        # Whoever waits for it hears of it; where nobody does any more, whoever did the work has.
        answer.exception()
