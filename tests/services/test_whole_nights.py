"""Nights of anything that can happen to a chat, and what must hold of every one of them."""

import asyncio
import tempfile
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, TypeAlias

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from bot.domain.alerts import AreaId, Gravity, Observation
from bot.domain.chats import Place
from bot.domain.notices import AlertNotice, NoticeBody, NoticeKind, RecapNotice
from bot.domain.policy import Loudness, Sound
from bot.domain.quiet import Mode, MuteKind, QuietHours, covers, from_text
from bot.domain.recaps import episode_of
from bot.services.deliver import LEASE
from bot.store import chats as chat_store
from bot.store.tables import OWED, SENT, notice_episodes, notices, outbox
from bot.store.values import body_from_json
from bot.telegram.refusals import Later, Outcome, Unknown, Unreachable, Why
from tests.fixtures.databases import PostgresTemplate, Template
from tests.fixtures.telegram import Message
from tests.fixtures.world import KHARKIV, KHARKIV_OBLAST, KHARKIV_RAION, World, ballistic, drones, open_world

MINUTE = timedelta(minutes=1)
CHUHUIV = AreaId("1321")
CHUHUIV_RAION = AreaId("122")
#: The city has its own alert; its raion lies around it; the oblast covers both places, their raion only the second.
AREAS = (KHARKIV, KHARKIV_RAION, KHARKIV_OBLAST, CHUHUIV_RAION)
#: One night, windows that touch, overlap or are cut, some days only, none.
HOURS = ("23:00-07:00", "22:00-06:00", "01:00-04:00", "23:00-03:00; 03:00-08:00", "mon-thu 23:00-07:00", "")
REFUSALS: tuple[Outcome, ...] = (Later(5 * MINUTE, everyone=False), Unknown(), Unreachable())

Step: TypeAlias = tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class Chosen:
    """What the person had chosen at one moment."""

    at: datetime
    quiet: QuietHours
    mute: tuple[MuteKind, datetime] | None
    loudness: dict[AreaId, Loudness]
    gone: bool

    @property
    def muted(self) -> MuteKind | None:
        return self.mute[0] if self.mute and self.at < self.mute[1] else None

    def may_silence_the_grave(self, area: AreaId) -> bool:
        """Nothing wakes me, `/mute all`, or a place made silent: there is no other way."""
        nothing = self.quiet.mode is Mode.NOTHING and covers(self.quiet, self.at)
        loudness = self.loudness[area]
        return self.muted is MuteKind.ALL or loudness is Loudness.SILENT or (nothing and loudness is not Loudness.LOUD)


@dataclass(frozen=True, slots=True)
class Row:
    """One row, its notice, and what was chosen when it left (None: it did not, or nobody knows whether it arrived)."""

    id: int
    body: NoticeBody
    state: str
    sound: Sound
    at: datetime
    message_id: int
    chosen: Chosen | None
    keys: frozenset[str]


class Night:
    """One chat in a world, and a memory of what was chosen whenever a message left."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.sky: dict[AreaId, Observation] = {}
        self.chosen = Chosen(
            world.now, QuietHours(from_text(HOURS[0])), None, dict.fromkeys((KHARKIV, CHUHUIV), Loudness.AS_CHAT), False
        )
        self.left: list[Chosen] = []
        self.unknown = 0
        world.sender.while_sending = self._remember

    def _remember(self, _: Message) -> None:
        self.left.append(replace(self.chosen, at=self.world.now))

    async def begin(self) -> None:
        chat = await self.world.person(1, quiet=HOURS[0], digest="01:30", label="home")
        async with self.world.database.writing() as tx:
            await self.world.subscriptions.follow(tx, chat, CHUHUIV, self.world.now)

    async def do(self, step: Step) -> None:
        self.world.pass_time(timedelta(seconds=1))
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
        quiet = QuietHours(from_text(hours), mode, self.chosen.quiet.timezone)
        self.chosen = replace(self.chosen, quiet=quiet)

    async def moves(self, zone: str) -> None:
        """The hours are read by the clock of another zone."""
        async with self.world.database.writing() as tx:
            await self.world.subscriptions.set_timezone(tx, await self.world.chat(), zone, self.world.now)
        self.chosen = replace(self.chosen, quiet=replace(self.chosen.quiet, timezone=zone))

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
        self.chosen = replace(self.chosen, gone=True)

    async def returns(self) -> None:
        await self.world.starts(1)
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

    async def rows(self) -> list[Row]:
        columns = (outbox, notices.c.kind, notices.c.body)
        found = await self.world.rows(
            select(*columns).join(notices, notices.c.id == outbox.c.notice_id).order_by(outbox.c.id)
        )
        links = await self.world.rows(select(notice_episodes))
        return [
            Row(
                row.id,
                body_from_json(NoticeKind(row.kind), row.body),
                row.state,
                Sound(row.sound),
                row.settled_at or row.owed_at,
                row.message_id or 0,
                self.left[row.message_id - 1] if row.message_id else None,
                frozenset(link.episode_key for link in links if link.notice_id == row.notice_id),
            )
            for row in found
        ]


# What must hold of every night


def the_grave_rings(rows: Sequence[Row]) -> None:
    """Unless *nothing wakes me*, `/mute all` or a silent place says otherwise at the moment of sending."""
    for row in sent(rows):
        match row.body:
            case AlertNotice(transition) if transition.kind.is_danger and transition.episode.gravity is Gravity.GRAVE:
                silenced = row.chosen is None or row.chosen.may_silence_the_grave(transition.episode.area)
                assert row.sound is Sound.LOUD or silenced, row


def no_end_is_louder_than_what_was_heard(rows: Sequence[Row]) -> None:
    """Neither by itself nor together with the others of its message."""
    for row in sent(rows):
        if row.sound is not Sound.LOUD or not is_end(row):
            continue
        together = {key_of(one) for one in rows if one.message_id == row.message_id}
        assert any(one.sound is Sound.LOUD and one.keys & together and one.at <= row.at for one in sent(rows)), row


def every_end_has_its_start(rows: Sequence[Row]) -> None:
    """The chat heard of it before, by whatever message, unless it was gone when the alert began."""
    for row in sent(rows):
        if is_end(row):
            assert any(key_of(row) in one.keys and one.state == SENT and one.at <= row.at for one in rows), row


def every_silent_message_stands_in_one_recap(rows: Sequence[Row]) -> None:
    """Whatever quiet hours or a mute covered when it came; and there as what it was."""
    recaps = [row.body for row in rows if isinstance(row.body, RecapNotice)]
    for row in sent(rows):
        episode = episode_of(row.body)
        if episode is None or row.chosen is None or row.sound is not Sound.SILENT:
            continue
        covering = [recap for recap in recaps if recap.start <= row.at < recap.end]
        silenced = covers(row.chosen.quiet, row.at) or row.chosen.muted is not None
        assert len(covering) == 1 if silenced else len(covering) <= 1, (row, recaps)
        named = [(entry.area, entry.started_at) for recap in covering for entry in recap.entries]
        assert Counter(named)[episode.area, episode.started_at] == len(covering), (row, recaps)


def no_recap_calls_silent_what_rang(rows: Sequence[Row]) -> None:
    for recap in (row.body for row in rows if isinstance(row.body, RecapNotice)):
        for entry in recap.entries:
            rang = [
                row for row in sent(rows) if row.sound is Sound.LOUD and tells_of(row, entry.area, entry.started_at)
            ]
            before = {row.at for row in rang if row.at < recap.end}
            assert before == set(entry.rang_at), (entry, rang)


def no_recap_rings_in_quiet_hours(rows: Sequence[Row]) -> None:
    for row in sent(rows):
        if isinstance(row.body, RecapNotice) and row.chosen and covers(row.chosen.quiet, row.at):
            assert row.sound is Sound.SILENT, row


def nothing_is_lost_or_sent_twice(night: Night, rows: Sequence[Row]) -> None:
    arrived = len(night.world.sender.to(1))
    assert arrived == len({row.message_id for row in sent(rows) if row.message_id}), rows
    assert not [row for row in rows if row.state == OWED], rows


def nothing_is_sent_to_who_is_gone(night: Night) -> None:
    assert not [chosen for chosen in night.left if chosen.gone]


def sent(rows: Sequence[Row]) -> list[Row]:
    return [row for row in rows if row.state == SENT]


def key_of(row: Row) -> str:
    episode = episode_of(row.body)
    return episode.key if episode else ""


def is_end(row: Row) -> bool:
    return isinstance(row.body, AlertNotice) and row.body.transition.kind.is_over


def tells_of(row: Row, area: AreaId, started_at: datetime) -> bool:
    episode = episode_of(row.body)
    return episode is not None and (episode.area, episode.started_at) == (area, started_at)


async def lived(template: Template, folder: Path, steps: Sequence[Step]) -> None:
    async with open_world(template, folder) as world:
        night = Night(world)
        await night.begin()
        for step in steps:
            await night.do(step)
        await night.is_over()
        rows = await night.rows()
        await night.world.database.close()
    the_grave_rings(rows)
    no_end_is_louder_than_what_was_heard(rows)
    every_end_has_its_start(rows)
    every_silent_message_stands_in_one_recap(rows)
    no_recap_calls_silent_what_rang(rows)
    no_recap_rings_in_quiet_hours(rows)
    nothing_is_lost_or_sent_twice(night, rows)
    nothing_is_sent_to_who_is_gone(night)


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
    st.tuples(st.just("makes"), st.sampled_from([KHARKIV, CHUHUIV]), st.sampled_from(Loudness)),
    st.tuples(st.just("insists"), st.booleans()),
    st.tuples(st.just("refuses"), st.sampled_from(REFUSALS)),
    st.tuples(st.just("fails"), st.booleans()),
    st.tuples(st.just("sleeps"), SPANS),
    st.tuples(st.just("goes_blind"), st.sampled_from([2, 5, 15])),
)


def live(template: Template, steps: Sequence[Step]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        asyncio.run(lived(template, Path(folder), steps))


SHORT = settings(max_examples=12, suppress_health_check=list(HealthCheck))


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
