"""What is planned in pieces reaches people as if it had been planned in one."""

import asyncio
import tempfile
from collections.abc import Iterable, Sequence
from datetime import timedelta
from pathlib import Path
from typing import Any, TypeAlias

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from bot.domain.alerts import AreaId, Gravity, Observation
from bot.domain.quiet import Mode, MuteKind
from bot.services.deliver import LEASE
from bot.store.planning import Sizes
from bot.store.tables import SENT, decisions, plans
from tests.fixtures.databases import Template
from tests.fixtures.telegram import Killed, Message
from tests.fixtures.world import KHARKIV, KHARKIV_OBLAST, NIGHT, World, ballistic, drones, kyiv, open_world

PIECES = Sizes(at_once=0, first=1, largest=2)
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


@settings(max_examples=15, suppress_health_check=list(HealthCheck), deadline=None)
@given(st.lists(STEPS, min_size=4, max_size=16))
def test_people_cannot_tell_pieces_from_a_plan_made_at_once(template: Template, steps: list[Step]) -> None:
    """Through any order of pieces, sends, kills, escalations, ends and changes of settings: whoever was sent a message
    between two pieces is sent it at the same moment where all was planned at once.
    """
    pieces = asyncio.run(lived(template, PIECES, steps, None))
    whole = asyncio.run(lived(template, WHOLE, steps, pieces[3]))

    assert pieces[2] == []
    assert pieces[0] == whole[0]
    assert pieces[1] == whole[1]
