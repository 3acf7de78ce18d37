"""Grave danger that is owed already leaves though nothing can be written, once, and is noted when it can be."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import ExitStack, asynccontextmanager
from dataclasses import dataclass
from datetime import timedelta
from functools import partial

import pytest
from sqlalchemy import insert, select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.sending import Sending
from bot.services.deliver import Deliver
from bot.services.noting import Noting
from bot.services.operators import Operators
from bot.services.settling import Clocks
from bot.services.unwritten import Means, Unwritten
from bot.services.watch import Watch
from bot.services.wording import Wording
from bot.store.planning import Sizes
from bot.store.tables import SENT, chats, marks
from bot.tasks import Bell
from bot.telegram.pacer import Pacer
from bot.telegram.refusals import Gone, Later, Unknown, Unreachable, Why
from tests.fixtures import content
from tests.fixtures.locked import impatient, locked
from tests.fixtures.world import LVIV_OBLAST, World, ballistic, drones

pytestmark = pytest.mark.allow_warnings

OPERATOR = 900
#: Real seconds that anything here may take on a busy machine before it counts as broken.
PATIENCE = 30.0
#: More people than are claimed at once.
CROWD = range(1, 51)


class Begun(Deliver):
    """Claims nothing before it is let go."""

    def __init__(self, world: World, wording: Wording, clocks: Clocks) -> None:
        super().__init__(world.database, world.sender, wording, Pacer(1000), clocks)
        self.begun = asyncio.Event()
        self.go = asyncio.Event()

    async def begin(self) -> None:
        await super().begin()
        self.begun.set()
        await self.go.wait()


@dataclass(frozen=True, slots=True)
class Line:
    """A world whose alerts were written down a moment ago."""

    world: World
    deliver: Begun
    unwritten: Unwritten

    @asynccontextmanager
    async def sending(self) -> AsyncIterator[Callable[[], None]]:
        """Sends while the block runs, from a database that is locked until the block calls what it is given; the
        machine's clock goes on meanwhile, ten times as fast as in earnest.
        """
        async with asyncio.timeout(PATIENCE), asyncio.TaskGroup() as group:
            sending = Sending(self.deliver, Bell(), 5, self.unwritten.refused)
            tasks = (group.create_task(sending.run()), group.create_task(self._goes_on()))
            await self.deliver.begun.wait()
            with ExitStack() as lock:
                lock.enter_context(locked(self.world))
                self.deliver.go.set()
                yield lock.close
            for task in tasks:
                task.cancel()

    async def _goes_on(self) -> None:
        while True:
            await asyncio.sleep(0.01)
            self.world.machine.advance(timedelta(seconds=0.1))

    async def heard(self, *people: int) -> None:
        """Waits until all of them have been told something."""
        while not set(people) <= set(self.told()):  # noqa: ASYNC110 - another side of the wire tells
            await asyncio.sleep(0.01)

    async def tried(self, chat_id: int, times: int) -> None:
        """Waits until a chat has been written to so often, whatever came of it."""
        while self.calls(chat_id) < times:  # noqa: ASYNC110 - as above
            await asyncio.sleep(0.01)

    async def unwritten_are(self, number: int) -> None:
        """Waits until so many messages have left that could not be written down."""
        while self.deliver.noting.left_unwritten < number:  # noqa: ASYNC110 - as above
            await asyncio.sleep(0.01)

    async def noted(self, *people: int) -> None:
        """Waits until it is written down that nothing more is owed to any of them."""
        while any([await self.world.owed(one) for one in people]):  # noqa: ASYNC110 - as above
            await asyncio.sleep(0.01)

    def told(self) -> list[int]:
        """Who has been told, each as often as they were."""
        return sorted(message.chat_id for message in self.world.sender.arrived if message.chat_id != OPERATOR)

    def calls(self, chat_id: int) -> int:
        """How often a chat was written to, whatever came of it."""
        return sum(call.chat_id == chat_id for call in self.world.sender.calls)


@pytest.fixture
async def line(world: World) -> AsyncIterator[Line]:
    yield await _line(world)


async def _line(world: World) -> Line:
    await impatient(world)
    wording = Wording(content.texts(), content.tree(), content.cards(), content.reports())
    operators = Operators((OPERATOR,), world.sender, content.texts(), world.database)
    watch = Watch(world.database, world.tree, world.planner)
    clocks = Clocks(world.clock.now, world.machine.now, world.machine.monotonic)
    means = Means(world.sender, wording, Pacer(1000), clocks)
    deliver = Begun(world, wording, clocks)
    unwritten = Unwritten(world.database, watch, world.planner, deliver.noting, world.tree, means, operators)
    world.watch = unwritten  # type: ignore[assignment]
    return Line(world, deliver, unwritten)


async def _all_planned(line: Line) -> None:
    while await line.world.planner.is_planning():
        if not await line.unwritten.step():
            await asyncio.sleep(0.01)


async def test_a_grave_start_that_cannot_be_claimed_is_told_once_and_noted_afterwards(line: Line) -> None:
    world = line.world
    for person in (1, 2, 3):
        await world.person(person)
    await world.shows(ballistic())
    async with line.sending() as unlock:
        await line.heard(1, 2, 3)
        unlock()
        await line.noted(1, 2, 3)
    assert line.told() == [1, 2, 3]
    assert {(state, sound) for _, _, state, sound, _ in await world.outbox()} == {(SENT, "loud")}


async def test_its_end_is_told_to_who_heard_it_so(line: Line) -> None:
    world = line.world
    await world.person(1)
    await world.shows(ballistic())
    async with line.sending() as unlock:
        await line.heard(1)
        unlock()
    await world.ends()
    await world.sends()
    assert [message.text.split("\n")[0].split(",")[0] for message in world.sender.to(1)] == [
        "🔴 Ballistic threat",
        "✅ All clear",
    ]


async def test_operators_hear_of_it_once_and_of_its_end_with_the_number_that_went_out(line: Line) -> None:
    world = line.world
    for person in (1, 2):
        await world.person(person)
    await world.shows(ballistic())
    async with line.sending() as unlock:
        await line.heard(1, 2)
        (warning,) = world.sender.to(OPERATOR)
        assert "База даних не приймає записів" in warning.text
        await line.unwritten_are(2)
        unlock()
        await line.noted(1, 2)
    await world.shows(ballistic())
    assert ["2 повідомлення" in message.text for message in world.sender.to(OPERATOR)] == [False, True]


async def test_what_is_not_grave_waits_until_it_can_be_claimed(line: Line) -> None:
    world = line.world
    await world.person(1, area=LVIV_OBLAST)
    await world.shows(drones(LVIV_OBLAST))
    await world.person(2)
    await world.shows(drones(LVIV_OBLAST), ballistic())
    async with line.sending() as unlock:
        await line.heard(2)
        assert line.told() == [2]
        unlock()
        await line.heard(1)
    assert line.told() == [1, 2]


async def test_who_has_blocked_the_bot_keeps_nobody_waiting_and_is_asked_once(line: Line) -> None:
    world = line.world
    for person in CROWD:
        await world.person(person)
    *gone, last = CROWD
    for person in gone:
        world.sender.answers[person] = [Gone(Why.BLOCKED)]
    await world.shows(ballistic())
    async with line.sending() as unlock:
        await line.heard(last)
        unlock()
        await line.noted(*CROWD)
    assert sorted(call.chat_id for call in world.sender.calls if call.chat_id != OPERATOR) == list(CROWD)
    found = await world.rows(select(chats.c.id).where(chats.c.gone == Why.BLOCKED).order_by(chats.c.id))
    assert [row.id for row in found] == gone


@pytest.mark.parametrize(
    "answers",
    [
        pytest.param([Later(timedelta(0), everyone=False)], id="told to wait"),
        pytest.param([Unknown(cut=True)], id="cut off"),
        pytest.param([Unknown(cut=True), Unknown(cut=True)], id="cut off twice"),
        pytest.param([Unreachable()], id="no network"),
    ],
)
async def test_who_was_not_reached_is_tried_again_before_anything_can_be_written(
    line: Line, answers: list[Later | Unknown | Unreachable]
) -> None:
    world = line.world
    await world.person(1)
    world.sender.answers[1] = list(answers)
    await world.shows(ballistic())
    async with line.sending() as unlock:
        await line.heard(1)
        unlock()
        await line.noted(1)
    assert line.told() == [1]


async def test_a_grave_alert_that_nothing_answers_is_repeated_no_more_often_than_at_other_times(line: Line) -> None:
    world = line.world
    for person in (1, 2):
        await world.person(person)
    world.sender.answers[1] = [Unknown()] * 10
    await world.shows(ballistic())
    async with line.sending() as unlock:
        await line.heard(2)
        await line.tried(1, 2)
        unlock()
        await line.noted(1, 2)
    assert line.calls(1) == 2


async def test_who_was_not_planned_for_is_told_too_and_once(world: World) -> None:
    in_pieces = World(
        world.where, world.clock, world.machine, world.sender, sizes=Sizes(at_once=2, first=2, least=2, largest=2)
    )
    line = await _line(in_pieces)
    for person in range(1, 7):
        await in_pieces.person(person)
    await in_pieces.person(7, area=LVIV_OBLAST)
    await in_pieces.shows(ballistic())
    assert len(await in_pieces.outbox()) == 2
    async with line.sending() as unlock:
        assert not await line.unwritten.step()
        while await line.unwritten.tell_next():
            pass
        await line.heard(1, 2, 3, 4, 5, 6)
        unlock()
        await _all_planned(line)
        await line.noted(1, 2, 3, 4, 5, 6)
    assert line.told() == [1, 2, 3, 4, 5, 6]
    rows = [(chat_id, key, state) for chat_id, key, state, _, _ in await in_pieces.outbox()]
    assert sorted(rows) == [(person, "started", SENT) for person in range(1, 7)]
    await in_pieces.database.close()


async def test_what_can_never_be_written_keeps_nothing_else_from_being_written(line: Line) -> None:
    world = line.world
    noting = Noting(world.database)

    async def remembers(tx: AsyncConnection, name: str) -> None:
        await tx.execute(insert(marks).values(name=name, value=""))

    with locked(world):
        for name in ("one", "one", "another"):
            await noting.write((), partial(remembers, name=name))
    await noting.catch_up()
    found = await world.rows(select(marks.c.name).where(marks.c.name.in_(["one", "another"])))
    assert sorted(row.name for row in found) == ["another", "one"]
