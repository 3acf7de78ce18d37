"""What people choose is kept as they chose it, and each change means at once what it says."""

from datetime import time, timedelta

from sqlalchemy import func, select

from bot.domain.alerts import AreaId
from bot.domain.chats import PLACES_AT_MOST, ChatKind
from bot.domain.digests import DigestHour
from bot.domain.quiet import Mode, MuteKind, from_text
from bot.services.subscriptions import Arrival, Follow
from bot.store import chats as chat_store
from bot.store.tables import chats, episodes
from tests.fixtures.world import (
    KHARKIV,
    KHARKIV_OBLAST,
    KHARKIV_RAION,
    LVIV_OBLAST,
    NIGHT,
    World,
    ballistic,
    kyiv,
)

HOUR = timedelta(hours=1)


async def test_whoever_writes_first_is_added_and_whoever_is_known_stays_as_chosen(world: World) -> None:
    await world.person(1, quiet=NIGHT, language="uk")
    async with world.database.writing() as tx:
        arrival = Arrival(1, ChatKind.PRIVATE, "en")
        chat = await world.subscriptions.arrive(tx, arrival, world.now)
        new = await world.subscriptions.arrive(tx, Arrival(2, ChatKind.GROUP, "en", 42), world.now)
    assert (chat.language, chat.quiet.is_off) == ("uk", False)
    assert (new.language, new.kind, new.topic, new.quiet.is_off, new.quiet.mode) == (
        "en",
        ChatKind.GROUP,
        42,
        True,
        Mode.GRAVE,
    )


async def test_a_place_is_followed_once_and_can_be_given_another_end(world: World) -> None:
    chat = await world.person(1, area=None)
    until = world.now + HOUR
    async with world.database.writing() as tx:
        follow = world.subscriptions.follow
        assert await follow(tx, chat, KHARKIV, world.now) is Follow.FOLLOWED
        assert await follow(tx, chat, KHARKIV, world.now) is Follow.ALREADY
        assert await follow(tx, chat, KHARKIV, world.now, until=until) is Follow.FOLLOWED
        (place,) = await world.subscriptions.places(tx, 1)
    assert place.until == until


async def test_there_is_an_end_to_the_places_of_one_chat(world: World) -> None:
    chat = await world.person(1, area=None)
    areas = [area.id for area in world.tree][: PLACES_AT_MOST + 1]
    async with world.database.writing() as tx:
        answers = [await world.subscriptions.follow(tx, chat, area, world.now) for area in areas]
    assert answers == [Follow.FOLLOWED] * PLACES_AT_MOST + [Follow.TOO_MANY]


async def test_a_place_that_was_given_up_is_told_of_no_more(world: World) -> None:
    chat = await world.person(1)
    async with world.database.writing() as tx:
        assert await world.subscriptions.unfollow(tx, chat, KHARKIV)
        assert not await world.subscriptions.unfollow(tx, chat, KHARKIV)
    assert (await world.shows(ballistic())).owed == 0


async def test_a_temporary_place_ends_by_itself(world: World) -> None:
    chat = await world.person(1, area=None)
    async with world.database.writing() as tx:
        await world.subscriptions.follow(tx, chat, KHARKIV, world.now, until=world.now + HOUR)
    world.pass_time(HOUR)
    async with world.database.writing() as tx:
        assert await chat_store.any_place_over(tx, world.now)
        await chat_store.drop_places_over(tx, world.now)
        assert await world.subscriptions.places(tx, 1) == ()
        assert not await chat_store.any_place_over(tx, world.now)


async def test_quiet_hours_without_a_mode_keep_the_one_before(world: World) -> None:
    await world.person(1, quiet=NIGHT, mode=Mode.EVERYTHING)
    await world.set_quiet("22:00-08:00")
    assert (await world.chat()).quiet.mode is Mode.EVERYTHING
    await world.set_quiet("22:00-08:00", mode=Mode.GRAVE)
    assert (await world.chat()).quiet.mode is Mode.GRAVE


async def test_the_stored_window_is_the_one_that_runs_or_comes_next(world: World) -> None:
    await world.person(1, quiet=NIGHT)
    assert await window(world) == (kyiv("23:00"), kyiv("07:00"))
    await world.set_quiet("22:00-06:00")
    assert await window(world) == (world.now, kyiv("06:00"))
    await world.set_quiet("")
    assert await window(world) == (None, None)


async def window(world: World) -> tuple[object, object]:
    ((start, end),) = await world.rows(select(chats.c.window_start, chats.c.window_end))
    return start, end


async def test_every_change_moves_the_version(world: World) -> None:
    chat = await world.person(1)
    versions = [(await world.chat()).settings_version]

    async def changed() -> None:
        versions.append((await world.chat()).settings_version)

    async with world.database.writing() as tx:
        await world.subscriptions.set_language(tx, await world.chat(), "uk")
    await changed()
    async with world.database.writing() as tx:
        await world.subscriptions.follow(tx, chat, LVIV_OBLAST, world.now)
    await changed()
    async with world.database.writing() as tx:
        await world.subscriptions.unfollow(tx, chat, LVIV_OBLAST)
    await changed()
    await world.set_quiet(NIGHT)
    await changed()
    await world.mute(HOUR)
    await changed()
    await world.unmute()
    await changed()
    assert versions == sorted(set(versions))


async def test_a_mute_can_be_lengthened_shortened_and_made_wider_and_keeps_its_beginning(world: World) -> None:
    await world.person(1)
    start = world.now
    await world.mute(HOUR)
    world.pass_time(timedelta(minutes=10))
    await world.mute(3 * HOUR, MuteKind.ALL)
    async with world.database.reading() as connection:
        mute = await world.subscriptions.running_mute(connection, 1, world.now)
    assert mute is not None
    assert (mute.kind, mute.began_at, mute.until) == (MuteKind.ALL, start, world.now + 3 * HOUR)


async def test_several_digest_times_are_kept_in_order_and_once_each(world: World) -> None:
    chat = await world.person(1)
    async with world.database.writing() as tx:
        chat = await world.subscriptions.set_digest(
            tx, chat, tuple(DigestHour(time(hour)) for hour in (20, 8, 20)), world.now
        )
    assert chat.digest_times == (DigestHour(time(8)), DigestHour(time(20)))
    assert (await world.chat()).digest_times == (DigestHour(time(8)), DigestHour(time(20)))


async def test_whoever_leaves_is_owed_nothing_and_keeps_all_settings_for_a_return(world: World) -> None:
    await world.person(1, quiet=NIGHT, label="Home")
    await world.shows(ballistic())
    async with world.database.writing() as tx:
        await world.subscriptions.leave(tx, 1, "kicked", world.now)
    assert await world.owed(1) == []
    await world.starts(1)
    async with world.database.reading() as connection:
        (place,) = await world.subscriptions.places(connection, 1)
    assert place.label == "Home"
    assert (await world.chat()).quiet.windows == from_text(NIGHT)


async def test_following_under_a_running_alert_notes_its_time_once(world: World) -> None:
    await world.shows(ballistic())
    await world.person(1)
    await world.person(2)
    ((count,),) = await world.rows(select(func.count()).select_from(episodes))
    assert count == 1


async def test_what_is_forthcoming_names_every_area_that_reaches_somebody_and_every_moment(world: World) -> None:
    await world.person(1, quiet=NIGHT, digest="08:00")
    async with world.database.reading() as connection:
        coming = await world.subscriptions.forthcoming(connection, world.now)
    assert {KHARKIV, KHARKIV_OBLAST, KHARKIV_RAION} <= coming.areas
    assert LVIV_OBLAST not in coming.areas
    assert set(coming.due) == {kyiv("07:00"), kyiv("08:00")}


async def test_what_is_forthcoming_for_a_wide_place_is_whatever_may_begin_inside_it(world: World) -> None:
    await world.person(1, area=KHARKIV_OBLAST)
    async with world.database.reading() as connection:
        coming = await world.subscriptions.forthcoming(connection, world.now)
    assert {KHARKIV, KHARKIV_RAION, AreaId("1321")} <= coming.areas
    assert LVIV_OBLAST not in coming.areas
