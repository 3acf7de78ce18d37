"""Digests of many chats: what is the same is made once, every chat is served once, and the grave goes first."""

import asyncio
import tempfile
from collections.abc import Coroutine
from contextlib import AsyncExitStack
from datetime import datetime, time, timedelta
from pathlib import Path
from typing import Any, TypeVar

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test
from sqlalchemy import select

from bot.domain.chats import Chat
from bot.domain.digests import ALL_PARTS, DigestHour, DigestPart, Standing, changed, looked_at, standing_from
from bot.domain.notices import DigestNotice, NoticeKind
from bot.domain.quiet import QuietHours, from_text
from bot.services.digests import Digests
from bot.store.database import Database
from bot.store.planning import Sizes
from bot.store.tables import chats, notices, outbox
from bot.store.values import body_from_json
from tests.fixtures import content as shipped
from tests.fixtures.clock import ManualClock
from tests.fixtures.databases import Template, database_at, fresh
from tests.fixtures.telegram import FakeSender
from tests.fixtures.world import KHARKIV, LVIV_OBLAST, NIGHT, Machine, World, ballistic, drones, kyiv, open_world

Result = TypeVar("Result")
MANY = 24
MINUTE = timedelta(minutes=1)


async def told(world: World) -> list[tuple[int, str, DigestNotice]]:
    """To which chat which digest was owed, in the order of their rows."""
    rows = await world.rows(
        select(outbox.c.chat_id, notices.c.key, notices.c.body)
        .join(notices, notices.c.id == outbox.c.notice_id)
        .where(notices.c.kind == NoticeKind.DIGEST)
        .order_by(outbox.c.id)
    )
    found = [(row.chat_id, row.key, body_from_json(NoticeKind.DIGEST, row.body)) for row in rows]
    return [(chat_id, key, body) for chat_id, key, body in found if isinstance(body, DigestNotice)]


async def crowd(world: World) -> None:
    """Chats of both languages at two places, some with quiet hours, that all want their digest at eight."""
    for number in range(1, MANY + 1):
        await world.person(
            number,
            area=LVIV_OBLAST if number % 4 == 0 else KHARKIV,
            quiet=NIGHT if number % 2 else "",
            language="uk" if number % 3 else "en",
            digest="08:00",
        )


@pytest.mark.both_databases
async def test_chats_that_are_told_the_same_share_one_digest_and_each_is_served_once(world: World) -> None:
    await crowd(world)
    await world.lives_until(kyiv("08:00"), timedelta(hours=1))

    found = await told(world)
    assert sorted(chat_id for chat_id, _, _ in found) == list(range(1, MANY + 1))
    # Two places; of what is silent in quiet hours nothing came, and language is a matter of words.
    assert len({key for _, key, _ in found}) == 2
    assert all(len(world.sender.to(number)) == 1 for number in range(1, MANY + 1))


@pytest.mark.both_databases
async def test_what_was_silenced_is_counted_for_each_chat_by_itself(world: World) -> None:
    await crowd(world)
    world.to(kyiv("23:30"))
    await world.shows(drones(since=world.now))
    await world.sends()
    await world.lives_until(kyiv("08:00"), timedelta(hours=1))

    counted = {chat_id: body.silenced for chat_id, _, body in await told(world)}
    # In Kharkiv and in quiet hours one came without sound.
    assert counted == {one: int(one % 2 == 1 and one % 4 != 0) for one in range(1, MANY + 1)}
    assert len({key for _, key, _ in await told(world)}) == 3


async def test_a_grave_alert_that_comes_while_digests_are_made_leaves_before_them(world: World) -> None:
    await crowd(world)
    world.to(kyiv("08:00"))
    assert await world.digests.step(world.now)
    await world.shows(ballistic(since=world.now))
    await world.looks()
    await world.sends()

    order = ["Digest" in message.text or "Дайджест" in message.text for message in world.sender.arrived]
    assert sum(order) == MANY
    assert order == sorted(order)


async def test_no_digest_is_made_while_an_alert_is_still_being_planned(template: Path, tmp_path: Path) -> None:
    async with open_world(template, tmp_path, sizes=Sizes(at_once=1, first=2, least=2, largest=2)) as world:
        await crowd(world)
        world.to(kyiv("08:00"))
        await world.shows(ballistic(since=world.now))
        assert await world.digests.step(world.now) == 0
        await world.plans()
        assert await world.digests.step(world.now)


@pytest.mark.both_databases
async def test_a_claim_that_never_arrived_is_told_in_the_next_digest(world: World) -> None:
    for number in (1, 2):
        await world.person(number, digest="08:00")
    await world.lives_until(kyiv("08:00"), timedelta(hours=1))
    carried = [body.claims for _, _, body in await told(world)]
    assert carried[0] == carried[1] != ()
    async with world.database.writing() as tx:
        await tx.execute(outbox.update().where(outbox.c.chat_id == 1).values(state="dead"))

    world.to(kyiv("08:00") + timedelta(days=1))
    await world.looks()

    second = {chat_id: body.claims for chat_id, _, body in (await told(world))[2:]}
    assert second[1] == carried[0]
    assert not set(second[2]) & set(carried[1])


@pytest.mark.both_databases
async def test_parts_that_are_left_out_are_not_told(world: World) -> None:
    chat = await world.person(1, digest="08:00")
    async with world.database.writing() as tx:
        await world.subscriptions.set_digest_parts(tx, chat, frozenset({DigestPart.CARD}))
    await world.lives_until(kyiv("08:00"), timedelta(hours=1))

    ((_, _, body),) = await told(world)
    assert (body.places, body.claims, body.silenced, body.parts) == ((), (), 0, (DigestPart.CARD,))
    assert body.card is not None
    (message,) = world.sender.to(1)
    assert "Kharkiv" not in message.text


@pytest.mark.parametrize(("quiet", "muted", "silent"), [("", False, False), ("", True, True), (NIGHT, False, False)])
async def test_a_digest_rings_where_that_was_chosen_and_nothing_is_to_be_quiet(
    world: World, quiet: str, muted: bool, silent: bool
) -> None:
    chat = await world.person(1, quiet=quiet, digest="06:00")
    async with world.database.writing() as tx:
        await world.subscriptions.set_digest_sound(tx, chat, rings=True)
    await world.lives_until(kyiv("05:50"), timedelta(hours=1))
    if muted:
        await world.mute(timedelta(hours=2))
    await world.lives_until(kyiv("07:00"))

    (message,) = world.sender.to(1)
    assert message.silent is silent


@pytest.mark.both_databases
async def test_two_digests_of_one_quiet_night_are_one_at_its_end(world: World) -> None:
    await world.person(1, quiet=NIGHT, digest="05:00,06:00")
    await world.lives_until(kyiv("07:00"))
    await world.lives_until(kyiv("08:00"))

    ((_, key, body),) = await told(world)
    assert key.startswith("digest/2026-11-15/06:00/")
    assert body.until == kyiv("07:00")


class TwoReplicas(RuleBasedStateMachine):
    """Chats in a database that two programs look into, held against the standing of each chat by itself."""

    chat_ids = (1, 2, 3, -4)

    def __init__(self, template: Template, folder: Path) -> None:
        super().__init__()
        self.runner = asyncio.Runner()
        self.stack = AsyncExitStack()
        folder = Path(tempfile.mkdtemp(dir=folder))
        self.where = self.does(self.stack.enter_async_context(fresh(template, folder)))
        self.world = World(self.where, ManualClock(kyiv("22:50")), Machine(), FakeSender())
        self.other = self.second()
        self.standing: dict[int, Standing] = {}
        self.chats: dict[int, Chat] = {}
        self.expected: list[tuple[int, str, datetime, datetime]] = []

    def second(self) -> tuple[Database, Digests]:
        database = database_at(self.where)
        return database, Digests(database, shipped.tree(), shipped.cards(), shipped.reports())

    def does(self, work: Coroutine[Any, Any, Result]) -> Result:
        return self.runner.run(work)

    @initialize()
    def everybody_wants_one(self) -> None:
        for chat_id in self.chat_ids:
            self.chats[chat_id] = self.does(self.world.person(chat_id, digest="08:00"))
            self.standing[chat_id] = standing_from(self.chats[chat_id].digest_times, QuietHours(), self.world.now)

    @rule(minutes=st.sampled_from([1, 10, 60, 480, 24 * 60, 40 * 60]), both=st.booleans(), first=st.booleans())
    def time_passes(self, minutes: int, both: bool, first: bool) -> None:
        self.world.pass_time(minutes * MINUTE)
        self.does(self.looks(both=both, first=first))
        self.model_looks()

    @rule(
        chat_id=st.sampled_from(chat_ids),
        hours=st.lists(st.integers(0, 23), max_size=3, unique=True),
        days=st.sampled_from([frozenset(range(7)), frozenset(range(5))]),
    )
    def other_hours(self, chat_id: int, hours: list[int], days: frozenset[int]) -> None:
        chosen = tuple(DigestHour(time(hour), days) for hour in sorted(hours))
        self.change(chat_id, self.hours_of(chat_id, chosen))

    @rule(chat_id=st.sampled_from(chat_ids), zone=st.sampled_from(["Europe/Kyiv", "America/New_York", "Asia/Tokyo"]))
    def another_zone(self, chat_id: int, zone: str) -> None:
        self.change(chat_id, self.zone_of(chat_id, zone))

    @rule(chat_id=st.sampled_from(chat_ids), windows=st.sampled_from(["", "23:00-07:00", "12:00-15:00"]))
    def other_quiet_hours(self, chat_id: int, windows: str) -> None:
        self.change(chat_id, self.quiet_of(chat_id, windows))

    @rule(chat_id=st.sampled_from(chat_ids), part=st.sampled_from(DigestPart))
    def other_parts(self, chat_id: int, part: DigestPart) -> None:
        self.chats[chat_id] = self.does(self.parts_of(chat_id, part))

    @rule()
    def the_first_restarts(self) -> None:
        self.world = self.does(self.world.restarted())

    @rule()
    def the_second_is_replaced(self) -> None:
        self.does(self.other[0].close())
        self.other = self.second()

    @invariant()
    def each_was_told_what_it_was_to_be_told(self) -> None:
        found = [
            (chat_id, "/".join(key.split("/")[1:3]), body.since, body.until)
            for chat_id, key, body in self.does(told(self.world))
        ]
        assert sorted(found) == sorted(self.expected)

    @invariant()
    def each_stands_where_it_should(self) -> None:
        rows = self.does(self.world.rows(select(chats.c.id, chats.c.digest_due_at)))
        assert {row.id: row.digest_due_at for row in rows} == {
            chat_id: standing.make_at for chat_id, standing in self.standing.items()
        }

    async def looks(self, *, both: bool, first: bool) -> None:
        """One replica, or both at the very same moment."""
        mine, others = self.world.digests, self.other[1]
        for _ in range(50):
            looking = (mine, others) if both else (mine,) if first else (others,)
            made = await asyncio.gather(*(one.step(self.world.now) for one in looking))
            if not any(made):
                return
        raise AssertionError("the digests are never done")

    async def hours_of(self, chat_id: int, hours: tuple[DigestHour, ...]) -> Chat:
        async with self.world.database.writing() as tx:
            return await self.world.subscriptions.set_digest(tx, self.chats[chat_id], hours, self.world.now)

    async def zone_of(self, chat_id: int, zone: str) -> Chat:
        async with self.world.database.writing() as tx:
            return await self.world.subscriptions.set_timezone(tx, self.chats[chat_id], zone, self.world.now)

    async def quiet_of(self, chat_id: int, windows: str) -> Chat:
        async with self.world.database.writing() as tx:
            chosen = from_text(windows)
            return await self.world.subscriptions.set_quiet(tx, self.chats[chat_id], chosen, None, self.world.now)

    async def parts_of(self, chat_id: int, part: DigestPart) -> Chat:
        async with self.world.database.writing() as tx:
            return await self.world.subscriptions.set_digest_parts(tx, self.chats[chat_id], ALL_PARTS - {part})

    def change(self, chat_id: int, work: Coroutine[Any, Any, Chat]) -> None:
        chat = self.chats[chat_id] = self.does(work)
        standing = changed(self.standing[chat_id], chat.digest_times, chat.quiet, self.world.now)
        self.standing[chat_id] = standing

    def model_looks(self) -> None:
        for chat_id, chat in self.chats.items():
            standing = self.standing[chat_id]
            outcome = looked_at(standing, chat.digest_times, chat.quiet, self.world.now)
            if outcome:
                self.standing[chat_id] = outcome.standing
                if outcome.span:
                    span = outcome.span
                    self.expected.append((chat_id, outcome.due.key, span.start, span.end))
            elif standing.make_at and standing.make_at <= self.world.now:
                self.standing[chat_id] = changed(standing, chat.digest_times, chat.quiet, self.world.now)

    def teardown(self) -> None:
        self.does(self.world.database.close())
        self.does(self.other[0].close())
        self.does(self.stack.aclose())
        self.runner.close()


def run_two_replicas(template: Template, folder: Path, examples: int, steps: int) -> None:
    class Here(TwoReplicas):
        def __init__(self) -> None:
            super().__init__(template, folder)

    chosen = settings(max_examples=examples, stateful_step_count=steps, deadline=None)
    run_state_machine_as_test(Here, settings=chosen)


def test_through_restarts_and_with_two_replicas_each_hour_is_told_once(template: Template, tmp_path: Path) -> None:
    run_two_replicas(template, tmp_path, examples=8, steps=12)


@pytest.mark.proof
@pytest.mark.both_databases
def test_two_replicas_tell_each_hour_once_on_either_database(template: Template, tmp_path: Path) -> None:
    run_two_replicas(template, tmp_path, examples=15, steps=30)


@pytest.mark.proof
def test_through_many_more_restarts_and_replicas_each_hour_is_told_once(template: Template, tmp_path: Path) -> None:
    run_two_replicas(template, tmp_path, examples=100, steps=40)
