"""What is planned in pieces reaches people as if it had been planned in one."""

import asyncio
import tempfile
from collections.abc import AsyncIterator, Iterable, Sequence
from datetime import timedelta
from pathlib import Path
from typing import Any, TypeAlias

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from bot.domain.alerts import AreaId, Gravity, Observation
from bot.domain.chats import ChatKind
from bot.domain.quiet import Mode, MuteKind
from bot.services.deliver import LEASE
from bot.store import chats as chat_store
from bot.store.planning import Sizes
from bot.store.tables import SENT, decisions, plans
from bot.telegram.refusals import Moved
from tests.fixtures.databases import Template
from tests.fixtures.telegram import Killed, Message
from tests.fixtures.world import KHARKIV, KHARKIV_OBLAST, NIGHT, World, ballistic, drones, kyiv, open_world

PIECES = Sizes(at_once=0, first=1, least=1, largest=2)
WHOLE = Sizes(at_once=1_000)
CHUHUIV = AreaId("1321")
CHUHUIV_RAION = AreaId("122")
CHATS = (-30, -20, 10, 20, 30)
SECOND = timedelta(seconds=1)

Step: TypeAlias = tuple[Any, ...]
#: Which rows a step tried to send: their chats and notices.
Tried: TypeAlias = frozenset[tuple[int, str]]


class People:
    """Five chats in a world; each step is lived with the sends that another world made in it, or any."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.sky: dict[AreaId, Observation] = {}

    async def begin(self) -> None:
        for number, chat_id in enumerate(CHATS):
            quiet, mode = (NIGHT, tuple(Mode)[number % 3]) if number % 2 else ("", Mode.GRAVE)
            chat = await self.world.person(chat_id, quiet=quiet, mode=mode, label="home")
            if number > 1:
                async with self.world.database.writing() as tx:
                    await self.world.subscriptions.follow(tx, chat, CHUHUIV, self.world.now)

    async def do(self, step: Step, tried: Tried | None) -> Tried:
        name, *arguments = step
        if name in ("sends", "kills"):
            return await self.sends(arguments[0], tried, kill=name == "kills")
        await getattr(self, name)(*arguments)
        return frozenset()

    async def sees(self, area: AreaId, gravity: Gravity) -> None:
        self.sky[area] = (ballistic if gravity is Gravity.GRAVE else drones)(area, self.world.now)
        await self.world.shows(*self.sky.values())

    async def clears(self, area: AreaId) -> None:
        self.sky.pop(area, None)
        await self.world.shows(*self.sky.values())
        await self.world.shows(*self.sky.values())

    async def plans(self) -> None:
        await self.world.planner.step()

    async def waits(self, minutes: int) -> None:
        self.world.pass_time(timedelta(minutes=minutes))

    async def restarts(self) -> None:
        self.world = await self.world.restarted()

    async def hours(self, chat_id: int, mode: Mode) -> None:
        await self.world.set_quiet(NIGHT, chat_id, mode)

    async def mutes(self, chat_id: int, kind: MuteKind) -> None:
        await self.world.mute(timedelta(minutes=30), kind, chat_id)

    async def sends(self, most: int, tried: Tried | None, *, kill: bool) -> Tried:
        """Sends a few, or what another world sent; where it is to kill, the sender dies of the last one."""
        claimed = await self.world.deliver.claim()
        chosen = claimed[:most] if tried is None else [row for row in claimed if key_of(row) in tried]
        last = key_of(chosen[-1]) if kill and chosen else None
        await self.world.deliver.give_back([row for row in claimed if row not in chosen])
        for row in chosen:
            self.world.machine.advance(SECOND)
            if key_of(row) == last:
                self.world.sender.while_sending = dies
            try:
                await self.world.deliver.deliver(row)
            except Killed:
                self.world = await self.world.restarted()
            self.world.sender.while_sending = lives
        return frozenset(key_of(row) for row in chosen)

    async def is_over(self) -> None:
        await self.world.plans()
        for _ in range(3):
            self.world.pass_time(LEASE + SECOND)
            await self.world.shows(*self.sky.values())
            await self.world.plans()
            await self.world.sends()


def key_of(row: Any) -> tuple[int, str]:
    return row.chat_id, row.notice.key


def dies(_: Message) -> None:
    raise Killed


def lives(_: Message) -> None: ...


async def lived(
    template: Template, sizes: Sizes, steps: Sequence[Step], tried: Iterable[Tried] | None
) -> tuple[Any, ...]:
    """What each chat got, what became of each row, and what each step tried to send."""
    with tempfile.TemporaryDirectory() as folder:
        async with open_world(template, Path(folder), kyiv("22:50"), sizes=sizes) as world:
            people = People(world)
            await people.begin()
            given_ = iter(tried) if tried is not None else None
            done = [await people.do(step, next(given_) if given_ else None) for step in steps]
            await people.is_over()
            arrived = {chat_id: [(one.text, one.silent) for one in world.sender.to(chat_id)] for chat_id in CHATS}
            rows = [(chat, key, state, sound) for chat, key, state, sound, _ in await people.world.outbox()]
            left = [*await people.world.rows(select(plans)), *await people.world.rows(select(decisions))]
            await people.world.database.close()
    # What was dropped before it left was heard by nobody, whatever sound it would have had.
    became = sorted((chat, key, state, sound if state == SENT else "") for chat, key, state, sound in rows)
    return arrived, became, left, done


AREAS = st.sampled_from([KHARKIV, KHARKIV_OBLAST, CHUHUIV_RAION])
STEPS: st.SearchStrategy[Step] = st.one_of(
    st.tuples(st.just("sees"), AREAS, st.sampled_from(Gravity)),
    st.tuples(st.just("sees"), AREAS, st.sampled_from(Gravity)),
    st.tuples(st.just("clears"), AREAS),
    st.tuples(st.just("plans")),
    st.tuples(st.just("plans")),
    st.tuples(st.just("sends"), st.sampled_from([1, 2, 9])),
    st.tuples(st.just("kills"), st.sampled_from([1, 2])),
    st.tuples(st.just("restarts")),
    st.tuples(st.just("waits"), st.sampled_from([1, 3, 15])),
    st.tuples(st.just("hours"), st.sampled_from(CHATS), st.sampled_from(Mode)),
    st.tuples(st.just("mutes"), st.sampled_from(CHATS), st.sampled_from(MuteKind)),
)


SHORT = settings(max_examples=6, suppress_health_check=list(HealthCheck))


@SHORT
@given(st.lists(STEPS, min_size=4, max_size=16))
def test_people_cannot_tell_pieces_from_a_plan_made_at_once(template: Template, steps: list[Step]) -> None:
    """Through any order of pieces, sends, kills, escalations, ends and changes of settings: whoever was sent a message
    between two pieces is sent it at the same moment where all was planned at once.
    """
    hold_the_same(template, steps)


@pytest.mark.proof
@settings(SHORT, max_examples=40)
@given(st.lists(STEPS, min_size=4, max_size=16))
def test_in_forty_nights_people_cannot_tell_pieces_from_a_plan_made_at_once(
    template: Template, steps: list[Step]
) -> None:
    hold_the_same(template, steps)


def hold_the_same(template: Template, steps: list[Step]) -> None:
    pieces = asyncio.run(lived(template, PIECES, steps, None))
    whole = asyncio.run(lived(template, WHOLE, steps, pieces[3]))

    assert pieces[2] == []
    assert pieces[0] == whole[0]
    assert pieces[1] == whole[1]


async def crowd(world: World, *chat_ids: int, area: AreaId = KHARKIV) -> None:
    for chat_id in chat_ids:
        kind = ChatKind.GROUP if chat_id < 0 else ChatKind.PRIVATE
        await world.person(chat_id, area=area, kind=kind)


@pytest.fixture
async def pieces(template: Template, tmp_path: Path) -> AsyncIterator[World]:
    """A world in which every broadcast is planned chat by chat."""
    async with open_world(template, tmp_path, sizes=PIECES) as world:
        yield world


async def told(world: World) -> list[tuple[int, str]]:
    return [(chat_id, key) for chat_id, key, _, _, _ in await world.outbox()]


async def test_the_first_piece_is_owed_with_the_change_and_a_crash_loses_none_of_the_rest(pieces: World) -> None:
    await crowd(pieces, 1, 2, 3, 4)
    await pieces.shows(ballistic())
    assert await told(pieces) == [(1, "started")]

    restarted = await pieces.restarted()
    await restarted.plans()

    assert await told(restarted) == [(chat_id, "started") for chat_id in (1, 2, 3, 4)]
    await restarted.database.close()


async def test_changes_that_pile_up_keep_nobody_waiting_for_the_first_of_them(pieces: World) -> None:
    """A sweep that each change began anew would never come to the last chat."""
    await crowd(pieces, 1, 2, 3, 4)
    await pieces.shows(drones())
    for _ in range(3):
        await pieces.shows(ballistic())
        await pieces.shows(drones(since=pieces.now))
    await pieces.plans()
    assert {chat_id for chat_id, key in await told(pieces) if key == "started"} == {1, 2, 3, 4}


async def test_nothing_guarded_leaves_while_somebody_is_to_hear_of_the_grave(pieces: World) -> None:
    await crowd(pieces, 1, 2, area=CHUHUIV)
    await crowd(pieces, 3, 4)
    await pieces.shows(drones(CHUHUIV_RAION))
    await pieces.plans()

    await pieces.shows(drones(CHUHUIV_RAION), ballistic())
    assert await pieces.deliver.claim() == ()

    await pieces.plans()
    await pieces.sends()
    assert [message.chat_id for message in pieces.sender.arrived] == [3, 4, 1, 2]


async def test_a_group_that_moves_between_two_pieces_takes_along_what_it_was_to_be_owed(pieces: World) -> None:
    """Its new number lies where all is planned already."""
    await crowd(pieces, -900, -20)
    async with pieces.database.writing() as tx:
        await pieces.subscriptions.follow(tx, await pieces.chat(-20), CHUHUIV, pieces.now)
    await pieces.shows(ballistic(CHUHUIV_RAION))
    await pieces.plans()
    await pieces.shows(ballistic(CHUHUIV_RAION), ballistic())
    pieces.sender.answers[-20] = [Moved(-1_000)]
    await pieces.sends()
    await pieces.plans()
    await pieces.sends()
    assert sorted(message.chat_id for message in pieces.sender.arrived) == [-1_000, -1_000, -900]


async def test_what_a_chat_chose_between_two_pieces_holds(pieces: World) -> None:
    await crowd(pieces, 1, 2, 3)
    await pieces.shows(ballistic())
    await pieces.mute(timedelta(hours=1), MuteKind.ALL, 2)
    async with pieces.database.writing() as tx:
        await chat_store.drop_place(tx, 3, KHARKIV)
    await crowd(pieces, 4)
    await pieces.plans()
    await pieces.sends()
    assert [(message.chat_id, message.silent) for message in pieces.sender.arrived] == [
        (1, False),
        (2, True),
        (4, False),
    ]


async def test_an_end_before_its_start_was_planned_is_one_silent_line(pieces: World) -> None:
    await crowd(pieces, 1, 2)
    await pieces.shows(ballistic())
    await pieces.sends()
    await pieces.ends()
    await pieces.plans()
    await pieces.sends()
    lines = {chat_id: [message.text[0] for message in pieces.sender.to(chat_id)] for chat_id in (1, 2)}
    assert lines == {1: ["🔴", "✅"], 2: ["⚪"]}


async def test_a_few_are_told_at_once_though_many_are_still_being_planned(template: Template, tmp_path: Path) -> None:
    async with open_world(template, tmp_path, sizes=Sizes(at_once=4, first=1, least=1, largest=1)) as world:
        await crowd(world, 1, 2, 3, 4, 5)
        await crowd(world, 8, 9, area=CHUHUIV)
        await world.shows(drones())
        await world.shows(drones(), ballistic(CHUHUIV_RAION))
        assert {chat_id for chat_id, _ in await told(world)} == {1, 8, 9}
        await world.shows(drones())
        await world.shows(drones())
        assert [key for chat_id, key in await told(world) if chat_id == 9] == ["started", "passed"]
        await world.plans()
        assert {chat_id for chat_id, _ in await told(world)} == {1, 2, 3, 4, 5, 8, 9}


async def test_sight_is_told_of_one_place_after_the_other_so_that_each_chat_hears_of_it_once(pieces: World) -> None:
    await crowd(pieces, 1, 2)
    for chat_id in (1, 2):
        async with pieces.database.writing() as tx:
            await pieces.subscriptions.follow(tx, await pieces.chat(chat_id), CHUHUIV, pieces.now)
    await pieces.shows()
    await pieces.fails_until(pieces.now + timedelta(minutes=5))
    for _ in range(6):
        await pieces.plans()
        await pieces.looks()
    await pieces.sends()
    assert sorted(message.chat_id for message in pieces.sender.arrived) == [1, 2]
