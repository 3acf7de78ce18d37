"""Nights of anything that can happen to a chat, and what must hold of every one of them."""

import asyncio
import tempfile
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, TypeAlias

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from bot.domain.alerts import AreaId, Gravity, Observation
from bot.domain.chats import Place
from bot.domain.episodes import Nearness
from bot.domain.notices import NoticeKind
from bot.domain.policy import PERSONAL, Loudness, Sound
from bot.domain.quiet import Mode, MuteKind, from_text
from bot.services.deliver import LEASE
from bot.store import chats as chat_store
from bot.store.tables import episodes, notice_episodes, notices, outbox
from bot.store.values import body_from_json
from bot.telegram.refusals import Gone, Later, Outcome, Unknown, Unreachable, Why
from tests.fixtures.databases import PostgresTemplate, Template
from tests.fixtures.telegram import Message
from tests.fixtures.world import KHARKIV, KHARKIV_OBLAST, KHARKIV_RAION, World, ballistic, drones, open_world
from tests.services.promises import Chosen, Lived, Row, hold_every_promise

MINUTE = timedelta(minutes=1)
CHUHUIV = AreaId("1321")
CHUHUIV_RAION = AreaId("122")
#: The city has its own alert; its raion lies around it; the oblast covers both places, their raion only the second.
AREAS = (KHARKIV, KHARKIV_RAION, KHARKIV_OBLAST, CHUHUIV_RAION)
#: One night, windows that touch, overlap or are cut, some days only, none.
HOURS = ("23:00-07:00", "22:00-06:00", "01:00-04:00", "23:00-03:00; 03:00-08:00", "mon-thu 23:00-07:00", "")
REFUSALS: tuple[Outcome, ...] = (Later(5 * MINUTE, everyone=False), Unknown(), Unreachable(), Gone(Why.BLOCKED))
#: What a person does, and can do only in a chat that is there.
BY_HAND = ("hours", "moves", "mutes", "unmutes", "makes", "insists")
FOR_EVER = datetime.max.replace(tzinfo=UTC)

Step: TypeAlias = tuple[Any, ...]


class Night:
    """One chat in a world, and a memory of what was chosen whenever a message left."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.sky: dict[AreaId, Observation] = {}
        self.chosen = Chosen(
            world.now,
            from_text(HOURS[0]),
            Mode.GRAVE,
            "Europe/Kyiv",
            None,
            dict.fromkeys((KHARKIV, CHUHUIV), Loudness.AS_CHAT),
            gone=False,
        )
        self.tried: list[Chosen] = []
        self.gone: list[tuple[datetime, datetime]] = []
        world.sender.while_sending = self._remember

    def _remember(self, _: Message) -> None:
        self.tried.append(replace(self.chosen, at=self.world.now))
        if isinstance(next(iter(self.world.sender.answers[1]), None), Gone) and self.world.sender.down is None:
            self._goes()

    def _goes(self) -> None:
        if not self.chosen.gone:
            self.chosen = replace(self.chosen, gone=True)
            self.gone.append((self.world.now, FOR_EVER))

    async def begin(self) -> None:
        chat = await self.world.person(1, quiet=HOURS[0], digest="01:30", label="home")
        async with self.world.database.writing() as tx:
            await self.world.subscriptions.follow(tx, chat, CHUHUIV, self.world.now)

    async def do(self, step: Step) -> None:
        self.world.pass_time(timedelta(seconds=1))
        if self.chosen.gone and step[0] in BY_HAND:
            await self.returns()
        await getattr(self, step[0])(*step[1:])

    async def lives(self, minutes: int) -> None:
        end = self.world.now + minutes * MINUTE
        while self.world.now < end:
            self.world.pass_time(min(20 * MINUTE, end - self.world.now))
            await self.looks()

    async def looks(self) -> None:
        """The source answers, and everything that is due is done."""
        await self.world.shows(*self.sky.values())
        await self.world.looks()
        await self.world.sends()

    async def sees(self, area: AreaId, gravity: Gravity) -> None:
        self.sky[area] = (ballistic if gravity is Gravity.GRAVE else drones)(area, self.world.now)
        await self.world.shows(*self.sky.values())

    async def clears(self, area: AreaId) -> None:
        self.sky.pop(area, None)
        await self.world.shows(*self.sky.values())
        await self.world.shows(*self.sky.values())

    async def hours(self, hours: str, mode: Mode) -> None:
        await self.world.set_quiet(hours, mode=mode)
        self.chosen = replace(self.chosen, windows=from_text(hours), mode=mode)

    async def moves(self, zone: str) -> None:
        """The hours are read by the clock of another zone."""
        async with self.world.database.writing() as tx:
            await self.world.subscriptions.set_timezone(tx, await self.world.chat(), zone, self.world.now)
        self.chosen = replace(self.chosen, zone=zone)

    async def mutes(self, kind: MuteKind, minutes: int) -> None:
        await self.world.mute(minutes * MINUTE, kind)
        self.chosen = replace(self.chosen, mute=(kind, self.world.now + minutes * MINUTE))

    async def unmutes(self) -> None:
        await self.world.unmute()
        self.chosen = replace(self.chosen, mute=None)

    async def makes(self, area: AreaId, loudness: Loudness) -> None:
        async with self.world.database.writing() as tx:
            await chat_store.put_place(tx, await self.world.chat(), Place(area, "", loudness))
            await chat_store.touch(tx, 1)
        self.chosen = replace(self.chosen, loudness=self.chosen.loudness | {area: loudness})

    async def insists(self, on: bool) -> None:
        async with self.world.database.writing() as tx:
            await self.world.attention.set_insisting(tx, await self.world.chat(), self.world.now, insist=on)

    async def refuses(self, outcome: Outcome) -> None:
        self.world.sender.answers[1] = [outcome]

    async def fails(self, down: bool) -> None:
        """Telegram cannot be reached, until it can."""
        self.world.sender.down = Unreachable() if down else None

    async def sleeps(self, minutes: int) -> None:
        """The program does not run; then it starts again."""
        self.world.pass_time(minutes * MINUTE + LEASE)
        self.world = await self.world.restarted()
        self.world.sender.while_sending = self._remember
        await self.looks()

    async def goes_blind(self, minutes: int) -> None:
        await self.world.fails_until(self.world.now + minutes * MINUTE)
        await self.world.sends()

    async def leaves(self) -> None:
        async with self.world.database.writing() as tx:
            await self.world.subscriptions.leave(tx, 1, Why.BLOCKED, self.world.now)
        self._goes()

    async def returns(self) -> None:
        """The person writes."""
        self.world.sender.answers.clear()
        await self.world.starts(1)
        if self.chosen.gone:
            self.gone[-1] = (self.gone[-1][0], self.world.now)
        self.chosen = replace(self.chosen, gone=False)

    async def is_over(self) -> None:
        """Whatever was chosen, the sky is clear, Telegram answers, and the next day passes."""
        await self.fails(False)
        self.world.sender.answers.clear()
        self.sky.clear()
        await self.looks()
        await self.returns()
        await self.lives(12 * 60)
        noon = self.world.now.replace(hour=10, minute=0)
        self.world.to(noon if noon > self.world.now else noon + timedelta(days=1))
        await self.looks()
        await self.lives(20)

    async def told(self) -> Lived:
        columns = (outbox, notices.c.kind, notices.c.body)
        found = await self.world.rows(
            select(*columns).join(notices, notices.c.id == outbox.c.notice_id).order_by(outbox.c.id)
        )
        links: defaultdict[int, set[str]] = defaultdict(set)
        for link in await self.world.rows(select(notice_episodes)):
            links[link.notice_id].add(link.episode_key)
        seen = await self.world.rows(
            select(episodes).where(episodes.c.area.in_(self.chosen.loudness), episodes.c.nearness == Nearness.OWN)
        )
        return Lived(
            tuple(self._row(row, frozenset(links[row.notice_id])) for row in found),
            tuple(self.tried),
            len(self.world.sender.to(1)),
            tuple(self.gone),
            tuple((row.key, row.started_at, row.ended_at) for row in seen),
        )

    def _row(self, row: Any, keys: frozenset[str]) -> Row:
        at = row.settled_at or row.owed_at
        when = self.tried[row.message_id - 1 :] if row.message_id else [one for one in self.tried if one.at == at]
        return Row(
            row.id,
            body_from_json(NoticeKind(row.kind), row.body),
            row.state,
            Sound(row.sound),
            row.reason,
            row.owed_at,
            at,
            row.message_id or 0,
            next(iter(when), None),
            keys,
        )


async def lived(template: Template, folder: Path, steps: Sequence[Step]) -> None:
    async with open_world(template, folder) as world:
        night = Night(world)
        await night.begin()
        for step in steps:
            await night.do(step)
        await night.is_over()
        told = await night.told()
        await night.world.database.close()
    hold_every_promise(told)


SPANS = st.sampled_from([1, 7, 10, 40, 90, 200])
STEPS: st.SearchStrategy[Step] = st.one_of(
    st.tuples(st.just("lives"), SPANS),
    st.tuples(st.just("lives"), SPANS),
    st.tuples(st.just("sees"), st.sampled_from(AREAS), st.sampled_from(Gravity)),
    st.tuples(st.just("sees"), st.sampled_from(AREAS), st.sampled_from(Gravity)),
    st.tuples(st.just("clears"), st.sampled_from(AREAS)),
    st.tuples(st.just("hours"), st.sampled_from(HOURS), st.sampled_from(Mode)),
    st.tuples(st.just("mutes"), st.sampled_from(MuteKind), st.sampled_from([30, 120, 490, 600])),
    st.tuples(st.just("moves"), st.sampled_from(["Europe/Kyiv", "Europe/Lisbon", "Asia/Tokyo"])),
    st.tuples(st.just("unmutes")),
    st.tuples(st.just("makes"), st.sampled_from([KHARKIV, CHUHUIV]), st.sampled_from(PERSONAL)),
    st.tuples(st.just("insists"), st.booleans()),
    st.tuples(st.just("refuses"), st.sampled_from(REFUSALS)),
    st.tuples(st.just("fails"), st.booleans()),
    st.tuples(st.just("sleeps"), SPANS),
    st.tuples(st.just("goes_blind"), st.sampled_from([2, 5, 15])),
    st.tuples(st.just("leaves")),
    st.tuples(st.just("returns")),
)


def live(template: Template, steps: Sequence[Step]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        asyncio.run(lived(template, Path(folder), steps))


GRAVE, GUARDED = Gravity.GRAVE, Gravity.GUARDED
#: Nights in which one thing is easily done wrong, and which chance would seldom draw.
TELLING: tuple[Sequence[Step], ...] = (
    # Heard without sound: its all clear has none either.
    [
        ("hours", "", Mode.GRAVE),
        ("makes", KHARKIV, Loudness.SILENT),
        *(("sees", KHARKIV, GUARDED), ("lives", 7), ("makes", KHARKIV, Loudness.AS_CHAT), ("clears", KHARKIV)),
    ],
    # Quiet hours that end and begin again within one night: two recaps, and nothing in both.
    [
        *(("lives", 40), ("sees", KHARKIV, GUARDED), ("lives", 7), ("clears", KHARKIV), ("lives", 7)),
        *(("hours", "", Mode.GRAVE), ("lives", 7), ("hours", HOURS[0], Mode.GRAVE)),
        *(("sees", CHUHUIV_RAION, GUARDED), ("lives", 7), ("clears", CHUHUIV_RAION), ("lives", 7)),
    ],
    # What was owed when the chat left, and what happens while it is gone.
    [("sees", KHARKIV, GRAVE), ("leaves",), ("lives", 10), ("sees", KHARKIV_OBLAST, GRAVE), ("lives", 200)],
    # A night that was slept through in part by somebody who was gone: no account of it.
    [("lives", 40), ("sees", KHARKIV, GUARDED), ("lives", 7), ("leaves",), ("lives", 600), ("returns",), ("lives", 7)],
    # A message that may have arrived counts as told, loud or not.
    [
        *(("lives", 40), ("refuses", Unknown()), ("sees", KHARKIV, GUARDED), ("lives", 1), ("clears", KHARKIV)),
        *(("lives", 7), ("refuses", Unknown()), ("sees", KHARKIV_OBLAST, GRAVE), ("lives", 1), ("sleeps", 10)),
    ],
    # A mute of the guarded lets the grave through, and what came and went while Telegram was away is told of.
    [
        *(("mutes", MuteKind.GUARDED, 120), ("sees", KHARKIV, GRAVE), ("lives", 7), ("clears", KHARKIV), ("lives", 7)),
        *(("fails", True), ("sees", KHARKIV_OBLAST, GRAVE), ("lives", 7), ("clears", KHARKIV_OBLAST)),
        *(("fails", False), ("lives", 7)),
    ],
    # An account that was to ring, and comes when quiet hours have begun again.
    [
        *(("hours", "", Mode.GRAVE), ("mutes", MuteKind.GUARDED, 120), ("sees", KHARKIV, GUARDED), ("lives", 7)),
        *(("fails", True), ("unmutes",), ("lives", 1), ("hours", HOURS[1], Mode.GRAVE), ("fails", False), ("lives", 7)),
    ],
    # A digest that quiet hours overtake on its way waits for their end.
    [
        *(("hours", "", Mode.GRAVE), ("fails", True), ("lives", 200), ("hours", HOURS[1], Mode.GRAVE)),
        *(("fails", False), ("lives", 7)),
    ],
    # A start that Telegram holds up until its hours are over is decided by those that began since.
    [("refuses", Later(90 * MINUTE, everyone=False)), ("sees", KHARKIV, GUARDED), ("lives", 1), ("lives", 200)],
)


@pytest.mark.parametrize("steps", TELLING)
def test_quiet_hours_keep_their_word_where_it_is_easily_broken(template: Path, steps: Sequence[Step]) -> None:
    live(template, steps)


SHORT = settings(max_examples=6, suppress_health_check=list(HealthCheck))


@SHORT
@given(st.lists(STEPS, min_size=4, max_size=14))
def test_quiet_hours_keep_their_word_through_any_night(template: Path, steps: list[Step]) -> None:
    live(template, steps)


@settings(SHORT, max_examples=3)
@given(st.lists(STEPS, min_size=8, max_size=14))
def test_quiet_hours_keep_their_word_on_a_server_too(on_server: PostgresTemplate, steps: list[Step]) -> None:
    live(on_server, steps)


@pytest.mark.proof
@pytest.mark.both_databases
@settings(SHORT, max_examples=100)
@given(st.lists(STEPS, min_size=4, max_size=30))
def test_quiet_hours_keep_their_word_through_a_hundred_nights(template: Template, steps: list[Step]) -> None:
    live(template, steps)
