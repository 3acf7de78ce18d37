"""A red alert is never silent because the database is: it is told from what can be read, and written down later."""

import time
from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import timedelta

import pytest
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.quiet import Mode
from bot.errors import NotLeading
from bot.services.operators import Operators
from bot.services.settling import Clocks
from bot.services.unwritten import PIECE, Means, Unwritten
from bot.services.watch import Watch
from bot.services.wording import Wording
from bot.telegram.pacer import Pacer
from bot.telegram.refusals import Gone, Unreachable, Why
from tests.fixtures import content
from tests.fixtures.locked import impatient, locked
from tests.fixtures.telegram import Message
from tests.fixtures.world import KHARKIV_RAION, LVIV_OBLAST, NIGHT, World, ballistic, drones, kyiv

pytestmark = pytest.mark.allow_warnings

OPERATOR = 900


@dataclass(frozen=True, slots=True)
class Past:
    """A world whose answers go past the database where they must."""

    world: World
    unwritten: Unwritten
    leading: list[bool]

    async def tells(self) -> None:
        while await self.unwritten.tell_next():
            pass

    def to(self, chat_id: int) -> list[str]:
        """The first lines that a chat got, with a mark before those that came without sound."""
        return [_first(message) for message in self.world.sender.to(chat_id)]


def _first(message: Message) -> str:
    return ("silent " if message.silent else "") + message.text.split("\n")[0].split(",")[0]


@pytest.fixture
async def past(world: World) -> AsyncIterator[Past]:
    leading = [True]

    async def fence(_: AsyncConnection) -> None:
        if not leading[0]:
            raise NotLeading("the lease is over")

    wording = Wording(content.texts(), content.tree(), content.cards(), content.reports())
    # It waits for the pacer in real time, for there is no queue to which it could give anything back.
    clocks = Clocks(world.clock.now, world.machine.now, time.monotonic)
    operators = Operators((OPERATOR,), world.sender, content.texts(), world.database)
    leaders = world.database.fenced(fence)
    watch = Watch(leaders, world.tree, world.planner)
    means = Means(world.sender, wording, Pacer(1000), clocks)
    unwritten = Unwritten(leaders, watch, world.planner, world.deliver.noting, world.tree, means, operators)
    await impatient(world)
    world.watch = unwritten  # type: ignore[assignment]
    yield Past(world, unwritten, leading)


async def test_a_grave_start_that_cannot_be_written_is_told_once_and_so_is_its_end(past: Past) -> None:
    world = past.world
    await world.person(1)
    with locked(world):
        for _ in range(3):
            await world.shows(ballistic())
            await past.tells()
        assert past.to(1) == ["🔴 Ballistic threat"]
    await world.shows(ballistic())
    await world.sends()
    assert past.to(1) == ["🔴 Ballistic threat"]
    assert [(state, sound) for _, key, state, sound, _ in await world.outbox() if key == "started"] == [
        ("sent", "loud")
    ]

    await world.ends()
    await world.sends()
    assert past.to(1) == ["🔴 Ballistic threat", "✅ All clear"]


async def test_an_end_that_comes_before_there_is_writing_again_is_told_to_who_heard_the_start(past: Past) -> None:
    world = past.world
    await world.person(1)
    await world.person(2)
    world.sender.answers[2] = [Gone(Why.BLOCKED)]
    with locked(world):
        await world.shows(ballistic())
        await past.tells()
        await world.ends()
        await past.tells()
        assert past.to(1) == ["🔴 Ballistic threat"]
    await world.shows()
    await world.sends()
    assert past.to(1) == ["🔴 Ballistic threat", "✅ All clear"]
    assert past.to(2) == ["silent ⚪ There was an alert"]


async def test_operators_are_told_once_of_each_time_without_writing_and_of_its_end(past: Past) -> None:
    world = past.world
    await world.person(1)
    with locked(world):
        for _ in range(2):
            await world.shows(ballistic())
            await past.tells()
        (warning,) = world.sender.to(OPERATOR)
        assert "База даних не приймає записів" in warning.text
        assert not warning.silent
    await world.shows(ballistic())
    assert "1 повідомлення" in world.sender.to(OPERATOR)[1].text
    assert len(world.sender.to(OPERATOR)) == 2


async def test_operators_hear_of_a_long_time_without_writing_before_anything_grave_happens(past: Past) -> None:
    with locked(past.world):
        for number in range(4):
            assert past.world.sender.to(OPERATOR) == [], number
            await past.world.shows()
        await past.world.shows()
    (warning,) = past.world.sender.to(OPERATOR)
    assert "База даних не приймає записів" in warning.text


async def test_an_operator_is_told_in_the_language_that_they_chose(past: Past) -> None:
    await past.world.person(1)
    await past.world.person(OPERATOR, area=None)
    with locked(past.world):
        await past.world.shows(ballistic())
    assert "The database cannot be written" in past.world.sender.to(OPERATOR)[0].text


async def test_what_is_not_grave_waits_until_it_can_be_written(past: Past) -> None:
    world = past.world
    await world.person(1)
    with locked(world):
        await world.shows(drones())
        await past.tells()
        assert world.sender.calls == []
    await world.shows(drones())
    await world.sends()
    assert past.to(1) == ["🟡 Drones"]


async def test_worse_than_what_was_written_is_told_and_worse_than_what_was_told_too(past: Past) -> None:
    world = past.world
    await world.person(1)
    await world.shows(drones())
    await world.sends()
    with locked(world):
        for shown in (ballistic(), ballistic(), drones(), ballistic()):
            await world.shows(shown)
            await past.tells()
    await world.shows(ballistic())
    await world.sends()
    assert [line.removeprefix("🔴 ").split(":")[0] for line in past.to(1)] == ["🟡 Drones", "Worse", "Worse"]


async def test_it_goes_by_the_quiet_hours_and_places_of_each(past: Past) -> None:
    world = past.world
    world.to(kyiv("23:30"))
    await world.person(1, quiet=NIGHT)
    await world.person(2, quiet=NIGHT, mode=Mode.NOTHING)
    await world.person(3, area=LVIV_OBLAST)
    await world.person(4)
    await world.mute(timedelta(hours=1), chat_id=4)
    with locked(world):
        await world.shows(ballistic(since=world.now))
        await past.tells()
    lines = {chat_id: past.to(chat_id) for chat_id in (1, 2, 3, 4)}
    loud = ["🔴 Ballistic threat"]
    assert lines == {1: loud, 2: ["silent 🔴 Ballistic threat"], 3: [], 4: loud}


async def test_who_could_not_be_reached_is_owed_it_as_soon_as_it_can_be_written(past: Past) -> None:
    world = past.world
    await world.person(1)
    await world.person(2)
    with locked(world):
        await world.shows(ballistic())
        world.sender.answers[2] = [Unreachable()] * 3
        await past.tells()
        assert [message.chat_id for message in world.sender.arrived if message.chat_id != OPERATOR] == [1]
    await world.shows(ballistic())
    await world.sends()
    assert [len(past.to(chat_id)) for chat_id in (1, 2)] == [1, 1]


async def test_who_was_not_told_before_it_could_be_written_is_told_once_all_the_same(past: Past) -> None:
    world = past.world
    people = range(1, PIECE + 11)
    for chat_id in people:
        await world.person(chat_id)
    with locked(world):
        await world.shows(ballistic())
        await past.unwritten.tell_next()
        assert len(world.sender.arrived) == 1 + PIECE
    await world.shows(ballistic())
    await past.tells()
    await world.sends()
    assert [len(past.to(chat_id)) for chat_id in people] == [1] * len(people)


async def test_what_was_kept_is_forgotten_by_who_does_not_lead_any_more(past: Past) -> None:
    world = past.world
    await world.person(1)
    with locked(world):
        await world.shows(ballistic())
    past.leading[0] = False
    with pytest.raises(NotLeading):
        await world.shows(ballistic())
    await past.tells()
    assert past.to(1) == []

    past.leading[0] = True
    await world.shows(ballistic())
    assert await world.owed(1) == [("started", "loud")]


async def test_a_danger_around_the_city_adds_nothing_to_the_citys_own(past: Past) -> None:
    world = past.world
    await world.person(1)
    with locked(world):
        await world.shows(ballistic(), ballistic(KHARKIV_RAION))
        await past.tells()
    assert past.to(1) == ["🔴 Ballistic threat"]
    await world.shows(ballistic(), ballistic(KHARKIV_RAION))
    await world.sends()
    assert past.to(1) == ["🔴 Ballistic threat"]
