"""A chat keeps what it chose when it is moved, goes and comes back."""

from dataclasses import replace
from datetime import time, timedelta

import pytest

from bot.domain.alerts import AreaId
from bot.domain.chats import Chat, ChatKind, Place
from bot.domain.digests import ALL_PARTS, DigestHour, DigestPart
from bot.domain.policy import Loudness
from bot.domain.quiet import Mode, MuteKind, QuietHours, from_text
from bot.store import chats as chat_store
from bot.store.database import Database
from tests.fixtures.world import EVENING, KHARKIV, KHARKIV_RAION, LVIV_OBLAST, NIGHT, World, ballistic

pytestmark = pytest.mark.both_databases

GROUP, SUPERGROUP = -100, -1_000_100
CHAT = Chat(
    id=-1_002_233_445_566,
    kind=ChatKind.SUPERGROUP,
    language="uk",
    quiet=QuietHours(from_text("mon-fri 23:00-07:00; sat,sun 00:00-09:00"), Mode.EVERYTHING, "Europe/Warsaw"),
    digest_times=(DigestHour(time(8)), DigestHour(time(20, 30), frozenset({5, 6}))),
    digest_parts=ALL_PARTS - {DigestPart.CARD, DigestPart.NIGHT},
    digest_rings=True,
    topic=42,
)


async def test_a_chat_comes_back_as_it_was_stored(database: Database) -> None:
    async with database.writing() as tx:
        await chat_store.add(tx, CHAT, EVENING)
        assert await chat_store.load(tx, CHAT.id) == CHAT
        assert await chat_store.load(tx, 1) is None


async def test_every_change_moves_the_version_and_the_places_follow_into_their_new_cohorts(database: Database) -> None:
    async with database.writing() as tx:
        await chat_store.add(tx, CHAT, EVENING)
        place = Place(KHARKIV, "дім", Loudness.LOUD, EVENING + timedelta(days=1))
        await chat_store.put_place(tx, CHAT, place)
        changed = await chat_store.change(tx, replace(CHAT, language="en"))
        await chat_store.touch(tx, CHAT.id)
        found = await chat_store.load(tx, CHAT.id)
        assert (changed.settings_version, found and found.settings_version) == (2, 3)
        assert await chat_store.places_of(tx, CHAT.id) == (place,)


async def test_places_keep_the_order_in_which_they_were_added_even_when_changed(database: Database) -> None:
    async with database.writing() as tx:
        await chat_store.add(tx, CHAT, EVENING)
        for area in (LVIV_OBLAST, KHARKIV):
            await chat_store.put_place(tx, CHAT, Place(area))
        await chat_store.put_place(tx, CHAT, Place(LVIV_OBLAST, "mother"))
        assert [place.area for place in await chat_store.places_of(tx, CHAT.id)] == [LVIV_OBLAST, KHARKIV]


@pytest.mark.parametrize("areas", [(), (KHARKIV,), (LVIV_OBLAST, KHARKIV, KHARKIV_RAION)])
async def test_each_area_that_anybody_follows_is_found_once(database: Database, areas: tuple[AreaId, ...]) -> None:
    async with database.writing() as tx:
        for number in (1, 2):
            chat = replace(CHAT, id=number)
            await chat_store.add(tx, chat, EVENING)
            for area in areas[: None if number == 1 else 1]:
                await chat_store.put_place(tx, chat, Place(area))
        assert await chat_store.followed_areas(tx) == frozenset(areas)


async def test_a_migrated_group_moves_with_its_settings_its_mute_and_what_it_is_owed(world: World) -> None:
    await world.person(GROUP, quiet=NIGHT, mode=Mode.NOTHING, digest="08:00", kind=ChatKind.GROUP, label="House")
    await world.mute(timedelta(hours=2), MuteKind.ALL, GROUP)
    await world.shows(ballistic())
    before = await world.chat(GROUP)

    async with world.database.writing() as tx:
        await chat_store.move(tx, GROUP, SUPERGROUP)
        assert await chat_store.load(tx, GROUP) is None
        assert [place.label for place in await chat_store.places_of(tx, SUPERGROUP)] == ["House"]
        assert await chat_store.mute_of(tx, SUPERGROUP, world.now) is not None
        window = await chat_store.window_of(tx, SUPERGROUP)
        assert window is not None

    after = await world.chat(SUPERGROUP)
    assert (after.quiet, after.digest_times, after.kind) == (before.quiet, before.digest_times, ChatKind.SUPERGROUP)
    assert await world.owed(SUPERGROUP) == [("started", "silent")]


async def test_a_group_is_moved_over_the_bare_chat_that_came_first_under_the_new_id(world: World) -> None:
    await world.person(GROUP, quiet=NIGHT, kind=ChatKind.GROUP)
    await world.person(SUPERGROUP, area=None, kind=ChatKind.SUPERGROUP)

    async with world.database.writing() as tx:
        await chat_store.move(tx, GROUP, SUPERGROUP)
        assert [place.area for place in await chat_store.places_of(tx, SUPERGROUP)] == [KHARKIV]

    assert not (await world.chat(SUPERGROUP)).quiet.is_off


async def test_a_group_that_was_set_up_anew_under_the_new_id_keeps_that(world: World) -> None:
    await world.person(GROUP, quiet=NIGHT, label="old", kind=ChatKind.GROUP)
    await world.mute(timedelta(hours=1), MuteKind.ALL, GROUP)
    await world.person(SUPERGROUP, label="new", kind=ChatKind.SUPERGROUP)
    await world.mute(timedelta(hours=1), MuteKind.GUARDED, SUPERGROUP)
    await world.shows(ballistic())

    async with world.database.writing() as tx:
        await chat_store.move(tx, GROUP, SUPERGROUP)
        assert [place.label for place in await chat_store.places_of(tx, SUPERGROUP)] == ["new"]
        mute = await chat_store.mute_of(tx, SUPERGROUP, world.now)

    assert mute is not None and mute.kind is MuteKind.GUARDED
    assert (await world.chat(SUPERGROUP)).quiet.is_off
    assert await world.owed(SUPERGROUP) == [("started", "loud")]


async def test_moving_a_chat_twice_is_moving_it_once(world: World) -> None:
    await world.person(GROUP, kind=ChatKind.GROUP)
    async with world.database.writing() as tx:
        await chat_store.move(tx, GROUP, SUPERGROUP)
        await chat_store.move(tx, GROUP, SUPERGROUP)
        assert len(await chat_store.places_of(tx, SUPERGROUP)) == 1


async def test_a_chat_that_was_never_gone_does_not_come_back(world: World) -> None:
    await world.person(1)
    async with world.database.writing() as tx:
        assert not await chat_store.come_back(tx, 1)
        await chat_store.mark_gone(tx, 1, "blocked", EVENING)
        assert await chat_store.come_back(tx, 1)
        assert not await chat_store.come_back(tx, 1)


async def test_nothing_comes_due_for_a_chat_that_is_gone(world: World) -> None:
    for chat_id in (1, 2):
        await world.person(chat_id, quiet=NIGHT, digest=f"0{chat_id}:30")
        await world.mute(timedelta(hours=chat_id), chat_id=chat_id)
    async with world.database.writing() as tx:
        both = await chat_store.moments_due(tx)
        await chat_store.mark_gone(tx, 2, "blocked", EVENING)
        one = await chat_store.moments_due(tx)

    assert EVENING + timedelta(hours=2) in both
    assert set(one) < set(both)
    assert EVENING + timedelta(hours=2) not in one
