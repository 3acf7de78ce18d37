"""Rows leave in the order of danger, belong to one claimer at a time, and are settled once."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from bot.domain.alerts import AreaId, Band, Gravity, SourceName, Threat, ThreatKind, TransitionKind
from bot.domain.episodes import Episode, Nearness, PlaceTransition
from bot.domain.notices import (
    DIGEST_LANE,
    DigestNotice,
    Notice,
    NoticeKind,
    RecapNotice,
    lane,
    of_alert,
    of_passed,
)
from bot.domain.policy import Decision, Reason, Sound
from bot.domain.quiet import MuteKind
from bot.store import claiming, outbox, planning
from bot.store.outbox import Owed
from bot.store.tables import DEAD, DROPPED
from tests.fixtures.world import EVENING, KHARKIV, NIGHT, World, drones, kyiv

pytestmark = pytest.mark.both_databases

LOUD = Decision(Sound.LOUD, Reason.OUTSIDE_QUIET)
LEASE = timedelta(seconds=60)


def episode(band: Band, gravity: Gravity, area: AreaId = KHARKIV) -> Episode:
    threats = (Threat(ThreatKind.DRONES),)
    return Episode(area, Nearness.OWN, EVENING, gravity, band, threats, threats, (SourceName("one"),))


def alert(kind: TransitionKind, band: Band = Band.NOW, gravity: Gravity = Gravity.GRAVE, area: str = "1293") -> Notice:
    return of_alert(PlaceTransition(kind, EVENING, episode(band, gravity, AreaId(area))))


def recap() -> Notice:
    return Notice("recap/1", NoticeKind.RECAP, EVENING, RecapNotice(EVENING, EVENING, (), timedelta()))


def digest() -> Notice:
    body = DigestNotice(EVENING.date(), EVENING, EVENING, (), 0, (), None)
    return Notice("digest/1", NoticeKind.DIGEST, EVENING, body)


#: Named as people would order them, first to leave first.
IN_ORDER = {
    "ballistic": alert(TransitionKind.STARTED, Band.NOW, area="1"),
    "bombs": alert(TransitionKind.STARTED, Band.MINUTES, area="2"),
    "red drones": alert(TransitionKind.ESCALATED, Band.TENS_OF_MINUTES, area="3"),
    "drones": alert(TransitionKind.STARTED, Band.TENS_OF_MINUTES, Gravity.GUARDED, area="4"),
    "all clear": alert(TransitionKind.ENDED, area="5"),
    "passed": of_passed(episode(Band.NOW, Gravity.GRAVE, AreaId("6")), EVENING),
    "recap": recap(),
    "digest": digest(),
}


async def owe(world: World, notice: Notice, chat_id: int = 1, now: datetime | None = None) -> None:
    async with world.database.writing() as tx:
        assert await planning.owe_chat(tx, notice, chat_id, LOUD, now or world.now)


async def claim(world: World, limit: int = 30) -> tuple[Owed, ...]:
    machine = world.machine.now()
    async with world.database.writing() as tx:
        return await claiming.claim(tx, world.now, machine, machine + LEASE, limit)


async def test_the_grave_leave_first_and_the_digest_last_whatever_was_owed_first(world: World) -> None:
    await world.person(1)
    for notice in reversed(IN_ORDER.values()):
        await owe(world, notice)
        world.pass_time(timedelta(seconds=1))

    claimed = [owed.notice.key for owed in await claim(world)]

    # An all clear and a line about what passed are of one lane: the longer owed of them goes first.
    order = [notice.key for notice in IN_ORDER.values()]
    order[4], order[5] = order[5], order[4]
    assert claimed == order


async def test_pieces_come_in_the_same_order_as_the_whole(world: World) -> None:
    for chat_id, notice in enumerate(reversed(IN_ORDER.values()), 1):
        await world.person(chat_id)
        await owe(world, notice, chat_id)

    lanes = [lane(owed.notice) for _ in IN_ORDER for owed in await claim(world, 1)]

    assert lanes == sorted(lanes)
    assert len(lanes) == len(IN_ORDER)


async def test_an_end_is_not_claimed_while_a_start_is_on_its_way_to_the_same_chat(world: World) -> None:
    for chat_id in (1, 2):
        await world.person(chat_id)
    await owe(world, IN_ORDER["ballistic"], 1)
    (start,) = await claim(world)
    await owe(world, IN_ORDER["all clear"], 1)
    await owe(world, IN_ORDER["passed"], 2)

    assert [owed.chat_id for owed in await claim(world)] == [2]
    world.pass_time(LEASE + timedelta(seconds=1))
    assert start.id in {owed.id for owed in await claim(world)}
    assert await claim(world) == ()
    async with world.database.writing() as tx:
        await outbox.settle_sent(tx, start, 1, (Sound.LOUD, Reason.OUTSIDE_QUIET), world.now)
    assert [owed.chat_id for owed in await claim(world)] == [1]


@pytest.mark.parametrize(
    ("kind", "order"),
    [(TransitionKind.STARTED, [2, 1, 3]), (TransitionKind.ENDED, [3, 1, 2])],
    ids=["of-grave-alerts-the-newest", "of-all-clears-the-longest-owed"],
)
async def test_within_a_lane_leaves_first(world: World, kind: TransitionKind, order: list[int]) -> None:
    for chat_id in (3, 1, 2):
        await world.person(chat_id)
    for chat_id in (3, 1, 2):
        await owe(world, alert(kind, area=str(chat_id)), chat_id)
        world.pass_time(timedelta(seconds=1))
    assert [owed.chat_id for owed in await claim(world)] == order


def test_the_digests_lane_is_the_digests() -> None:
    assert lane(digest()) == DIGEST_LANE
    assert all(lane(notice) < DIGEST_LANE for name, notice in IN_ORDER.items() if name != "digest")


async def test_a_claimed_row_is_nobody_elses_until_its_lease_runs_out(world: World) -> None:
    await world.person(1)
    await owe(world, recap())
    (first,) = await claim(world)

    world.machine.advance(LEASE - timedelta(seconds=1))
    assert await claim(world) == ()
    world.machine.advance(timedelta(seconds=2))
    (again,) = await claim(world)

    assert again.id == first.id
    assert (first.repeat, again.repeat) == (False, True)


async def test_a_row_that_rests_is_claimed_again_later_and_is_no_repeat(world: World) -> None:
    await world.person(1)
    await owe(world, recap())
    (owed,) = await claim(world)
    async with world.database.writing() as tx:
        await outbox.rest(tx, (owed.id,), world.machine.now() + timedelta(seconds=5))

    world.machine.advance(timedelta(seconds=4))
    assert await claim(world) == ()
    world.machine.advance(timedelta(seconds=1))
    (again,) = await claim(world)

    assert not again.repeat


async def test_a_row_is_not_claimed_before_its_time(world: World) -> None:
    await world.person(1)
    await owe(world, recap(), now=world.now + timedelta(minutes=1))
    assert await claim(world) == ()
    world.pass_time(timedelta(minutes=1))
    assert len(await claim(world)) == 1


@pytest.mark.parametrize("state", [DROPPED, DEAD])
async def test_a_settled_row_is_never_claimed_again(world: World, state: str) -> None:
    await world.person(1)
    await world.person(2)
    await owe(world, recap())
    await owe(world, digest(), 2)
    first, second = await claim(world)
    async with world.database.writing() as tx:
        await outbox.settle_sent(tx, first, 7, (Sound.SILENT, Reason.RECAP), world.now)
        await outbox.settle_unsent(tx, second.id, state, "refused", world.now)
    world.pass_time(timedelta(days=1))
    assert await claim(world) == ()


async def test_any_due_asks_what_a_claim_would_find(world: World) -> None:
    await world.person(1)

    async def any_due() -> bool:
        async with world.database.reading() as connection:
            return await claiming.any_due(connection, world.now, world.machine.now())

    assert not await any_due()
    await owe(world, recap())
    assert await any_due()
    await claim(world)
    assert not await any_due()
    world.machine.advance(LEASE + timedelta(seconds=1))
    assert await any_due()


async def test_a_row_is_stale_after_a_change_of_settings_a_mute_or_an_edge(world: World) -> None:
    for chat_id in (1, 2, 3, 4):
        await world.person(chat_id, quiet=NIGHT if chat_id == 3 else "")
    await world.shows(drones())
    await world.set_quiet(NIGHT, 1)
    await world.mute(timedelta(hours=1), MuteKind.GUARDED, 2)
    world.to(kyiv("23:00"))

    stale = {owed.chat_id: owed.stale for owed in await claim(world)}

    assert stale == {1: True, 2: True, 3: True, 4: False}


async def test_a_claimed_row_knows_the_chat_as_it_is_now(world: World) -> None:
    await world.person(1, label="Home")
    await world.shows(drones())
    await world.set_quiet(NIGHT)
    await world.mute(timedelta(hours=1))

    (owed,) = await claim(world)

    assert owed.cohort.label == "Home"
    assert owed.cohort.area == KHARKIV
    assert owed.cohort.mute is MuteKind.GUARDED
    assert not owed.cohort.quiet.is_off


async def test_what_is_over_drops_no_start_that_is_on_its_way_or_may_have_arrived(world: World) -> None:
    start = alert(TransitionKind.STARTED)
    for chat_id in (1, 2, 3):
        await world.person(chat_id)
        await owe(world, replace(start, key=f"{start.key}/{chat_id}"), chat_id)
    arrived, flying, waiting = await claim(world)
    async with world.database.writing() as tx:
        await outbox.put_back_to_repeat(tx, [arrived.id], world.now)
        await outbox.give_back(tx, [waiting.id])
        assert await outbox.drop_unsent(tx, episode(Band.NOW, Gravity.GRAVE).key) == 1

    states = {chat: state for chat, _, state, _, _ in await world.outbox()}
    assert states == {arrived.chat_id: "owed", flying.chat_id: "owed", waiting.chat_id: "dropped"}
