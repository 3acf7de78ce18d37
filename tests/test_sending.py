"""Messages leave in their order and are written down beside their sending, whatever comes up meanwhile."""

import asyncio
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest
from sqlalchemy import func, select

from bot.sending import Sending
from bot.services.deliver import Deliver
from bot.services.settling import Clocks
from bot.services.wording import Wording
from bot.store.outbox import Owed
from bot.store.tables import SENT, outbox
from bot.tasks import Bell
from bot.telegram.outgoing import Outgoing
from bot.telegram.pacer import Pacer
from bot.telegram.refusals import Outcome
from tests.fixtures import content as shipped
from tests.fixtures.telegram import FakeSender
from tests.fixtures.world import LVIV_OBLAST, World, ballistic, drones

#: Real seconds that anything here may take on a busy machine before it counts as broken.
PATIENCE = 30.0
CROWD = range(1, 121)
#: Of the crowd, who follows another place.
ELSEWHERE = 1_000


class HeldSender(FakeSender):
    """Answers no call before it is let go; so many are on their way."""

    def __init__(self) -> None:
        super().__init__()
        self.go = asyncio.Event()
        self.flying = 0
        self.began = asyncio.Semaphore(0)

    async def send(self, chat_id: int, outgoing: Outgoing, *, silent: bool, topic: int | None = None) -> Outcome:
        self.flying += 1
        self.began.release()
        await self.go.wait()
        self.flying -= 1
        return await super().send(chat_id, outgoing, silent=silent, topic=topic)


@pytest.fixture
def sender() -> HeldSender:
    return HeldSender()


class Counting(Deliver):
    """Counts the rows that are claimed, each as often as it is."""

    def __init__(self, world: World, sender: FakeSender, rate: float) -> None:
        wording = Wording(shipped.texts(), world.tree, shipped.cards(), shipped.reports())
        clocks = Clocks(world.clock.now, world.machine.now, time.monotonic)
        super().__init__(world.database, sender, wording, Pacer(rate), clocks)
        self.claimed = 0

    async def claim(self, *, likely: bool = False) -> tuple[Owed, ...]:
        rows = await super().claim(likely=likely)
        self.claimed += len(rows)
        return rows


@asynccontextmanager
async def sending(
    world: World, sender: FakeSender, at_once: int, deliver: Deliver | None = None
) -> AsyncIterator[Bell]:
    """Sends while the block runs, as fast as it can where nothing else is said."""
    bell = Bell()
    deliver = deliver or Counting(world, sender, 100_000)
    async with asyncio.timeout(PATIENCE), asyncio.TaskGroup() as group:
        task = group.create_task(Sending(deliver, bell, at_once).run())
        yield bell
        task.cancel()


async def unsent(world: World) -> int:
    query = select(func.count()).select_from(outbox).where(outbox.c.state != SENT)
    ((number,),) = await world.rows(query)
    return int(number)


async def all_sent(world: World) -> None:
    while await unsent(world):  # noqa: ASYNC110 - another side of the database tells
        await asyncio.sleep(0.01)


async def test_everybody_hears_once_and_all_is_written_down(world: World, sender: HeldSender) -> None:
    for chat_id in CROWD:
        await world.person(chat_id)
    await world.shows(ballistic())
    sender.go.set()
    async with sending(world, sender, 30):
        await all_sent(world)
    assert sorted(message.chat_id for message in sender.arrived) == list(CROWD)


async def test_what_is_graver_and_comes_up_later_goes_before_what_is_claimed_already(
    world: World, sender: HeldSender
) -> None:
    for chat_id in CROWD:
        await world.person(chat_id)
    await world.person(ELSEWHERE, area=LVIV_OBLAST)
    await world.shows(drones())
    async with sending(world, sender, 2) as bell:
        for _ in range(2):
            await sender.began.acquire()
        await world.shows(drones(), ballistic(LVIV_OBLAST))
        bell.ring()
        claimed = select(outbox.c.id).where(outbox.c.chat_id == ELSEWHERE, outbox.c.leased_until.is_not(None))
        while not await world.rows(claimed):  # noqa: ASYNC110 - another side of the database tells
            await asyncio.sleep(0.01)
        sender.go.set()
        await all_sent(world)
    assert ELSEWHERE in [message.chat_id for message in sender.calls[:4]]


async def test_an_end_of_the_program_lets_arrive_what_is_on_its_way_and_frees_the_rest(
    world: World, sender: HeldSender
) -> None:
    for chat_id in CROWD:
        await world.person(chat_id)
    await world.shows(ballistic())
    async with sending(world, sender, 5):
        for _ in range(5):
            await sender.began.acquire()
        asyncio.get_running_loop().call_later(0.05, sender.go.set)
    assert len(sender.arrived) == 5
    rows = await world.rows(select(outbox.c.state, outbox.c.leased_until, outbox.c.repeat))
    assert sorted((state, until is None, again) for state, until, again in rows) == [
        *([("owed", True, False)] * (len(CROWD) - 5)),
        *([("sent", True, False)] * 5),
    ]


async def test_all_clears_that_are_looked_at_once_more_are_claimed_once_and_keep_the_pace(
    world: World, sender: HeldSender
) -> None:
    sender.go.set()
    people = CROWD[:60]
    for chat_id in people:
        await world.person(chat_id)
    await world.shows(ballistic())
    async with sending(world, sender, 30):
        await all_sent(world)
    await world.ends()
    began, deliver = time.monotonic(), Counting(world, sender, 200)
    async with sending(world, sender, 30, deliver):
        await all_sent(world)

    assert len(sender.arrived) == 2 * len(people)
    assert deliver.claimed == len(people)
    assert time.monotonic() - began >= (len(people) - 200 // 14) / 200
