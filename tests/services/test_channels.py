"""A public channel hears one area as its stream says, before the people of its lane."""

from datetime import timedelta
from pathlib import Path

import pytest

from bot.domain.alerts import AreaId
from bot.domain.policy import Loudness
from bot.domain.quiet import MuteKind
from bot.services.channels import Carried, Channels
from bot.store import channels as channel_store
from bot.store import chats as chat_store
from bot.store.planning import Sizes
from bot.telegram.directory import AboutChat, NotThere
from bot.telegram.refusals import Gone, Why
from tests.fixtures.databases import Template
from tests.fixtures.telegram import FakeSender
from tests.fixtures.world import KHARKIV, KHARKIV_OBLAST, NIGHT, World, ballistic, drones, kyiv, open_world
from tests.services.rooms import OPERATOR, room_of

pytestmark = pytest.mark.both_databases

CHANNEL = AboutChat(-1001234567890, "channel", "Kharkiv, alerts", "kharkiv_alerts")
GROUP = AboutChat(-44, "group", "House 7", None)


class NobodyAsks:
    async def look_up(self, target: int | str) -> AboutChat | NotThere:
        return NotThere.UNREACHABLE


def channels_of(world: World) -> Channels:
    return Channels(world.tree, world.subscriptions, NobodyAsks())


async def carry(
    world: World, stream: Loudness = Loudness.STREAM, area: AreaId = KHARKIV, about: AboutChat = CHANNEL
) -> Carried:
    async with world.database.writing() as tx:
        return await channels_of(world).carry(tx, about, area, stream, "en", world.now)


def told(world: World, chat_id: int = CHANNEL.id) -> list[tuple[str, bool]]:
    """The first word or two of what arrived, and whether it rang."""
    return [(" ".join(one.text.split()[:2]), not one.silent) for one in world.sender.to(chat_id)]


async def guarded_then_grave_then_over(world: World) -> None:
    await world.shows(drones())
    await world.sends()
    await world.shows(ballistic())
    await world.sends()
    await world.ends()
    await world.sends()


async def test_a_channel_of_everything_hears_start_escalation_and_end_with_sound(world: World) -> None:
    await carry(world)
    await guarded_then_grave_then_over(world)
    assert told(world) == [("🟡 Drones,", True), ("🔴 Worse:", True), ("✅ All", True)]


async def test_a_channel_of_grave_danger_hears_no_guarded_start_but_what_it_becomes(world: World) -> None:
    await carry(world, Loudness.STREAM_GRAVE)
    await guarded_then_grave_then_over(world)
    assert told(world) == [("🔴 Worse:", True), ("✅ All", True)]


async def test_a_channel_of_grave_danger_hears_no_all_clear_of_what_it_was_not_told(world: World) -> None:
    await carry(world, Loudness.STREAM_GRAVE)
    await world.shows(drones())
    await world.sends()
    await world.ends()
    await world.sends()
    assert told(world) == []


async def test_a_channel_of_grave_danger_hears_that_what_it_was_told_got_milder_and_ended(world: World) -> None:
    await carry(world, Loudness.STREAM_GRAVE)
    for sky in (ballistic(), drones()):
        await world.shows(sky)
        await world.shows(sky)
        await world.sends()
    await world.ends()
    await world.sends()
    assert [rang for _, rang in told(world)] == [True, False, True]


async def test_a_grave_start_that_ended_before_it_left_is_one_silent_line(world: World) -> None:
    await carry(world, Loudness.STREAM_GRAVE)
    await world.shows(ballistic())
    await world.ends()
    await world.sends()
    assert told(world) == [("⚪ There", False)]


async def test_a_channel_is_told_of_blindness_and_of_sight_in_words_that_are_nobodys_own(world: World) -> None:
    await carry(world)
    await world.shows()
    await world.fails_until(world.now + timedelta(minutes=5))
    await world.sends()
    await world.shows()
    await world.looks()
    await world.sends()
    lost, back = world.sender.to(CHANNEL.id)
    assert "I can't see" in lost.text and "I see again" in back.text
    assert "/" not in back.text.replace("alerts.in.ua", "") and "our places" not in back.text


async def test_a_guarded_alert_that_is_not_seen_any_more_rings_no_channel_of_grave_danger(world: World) -> None:
    await carry(world, Loudness.STREAM_GRAVE)
    await world.shows(drones())
    await world.fails_until(world.now + timedelta(minutes=15))
    await world.sends()
    assert told(world) == [("⚪ I", False)]


async def test_quiet_hours_and_a_mute_that_were_set_there_before_are_over(world: World) -> None:
    await world.person(CHANNEL.id, quiet=NIGHT, digest="08:00", area=KHARKIV_OBLAST)
    await world.mute(timedelta(hours=9), MuteKind.ALL, CHANNEL.id)
    await carry(world)
    world.to(kyiv("02:00"))
    await world.shows(drones(since=world.now))
    await world.sends()
    assert told(world) == [("🟡 Drones,", True)]
    async with world.database.reading() as connection:
        assert [one.area for one in await chat_store.places_of(connection, CHANNEL.id)] == [KHARKIV]
        assert await chat_store.moments_due(connection) == ()


async def test_the_channel_is_before_the_people_of_its_lane_and_after_what_is_graver(world: World) -> None:
    chuhuiv = AreaId("1321")
    # By its number, the group would come before the channel.
    group = -2_000_000_000_000
    for chat_id in (group, 1):
        await world.person(chat_id)
    await world.person(2, area=chuhuiv)
    await carry(world)
    await world.shows(drones(), ballistic(chuhuiv))
    await world.sends()
    assert [one.chat_id for one in world.sender.arrived] == [2, CHANNEL.id, group, 1]


async def test_a_channel_is_owed_at_once_wherever_planning_is(template: Template, tmp_path: Path) -> None:
    sizes = Sizes(at_once=1, first=1, least=1, largest=1)
    async with open_world(template, tmp_path, sizes=sizes) as world:
        for chat_id in (-3_000_000_000_000, -2_000_000_000_000, 1, 2):
            await world.person(chat_id)
        await carry(world)
        await world.shows(drones())
        await world.sends()
        # The sweep has not come to the channel's number yet.
        assert CHANNEL.id in [one.chat_id for one in world.sender.arrived]
        await world.plans()
        await world.sends()
        assert len(world.sender.arrived) == len({one.chat_id for one in world.sender.arrived}) == 5


@pytest.mark.parametrize(
    ("area", "stream", "came"),
    [
        (KHARKIV, Loudness.STREAM_GRAVE, Carried.CARRIED),
        (KHARKIV_OBLAST, Loudness.STREAM, Carried.CARRIED),
        (KHARKIV_OBLAST, Loudness.STREAM_GRAVE, Carried.WIDE_GRAVE),
    ],
)
async def test_a_wide_place_is_carried_whole_or_not_at_all(
    world: World, area: AreaId, stream: Loudness, came: Carried
) -> None:
    assert await carry(world, stream, area) is came


async def test_the_country_is_too_wide_for_a_channel(world: World) -> None:
    country = next(one.id for one in world.tree if one.parent is None)
    assert await carry(world, area=country) is Carried.TOO_WIDE


async def test_what_is_no_stream_is_refused(world: World) -> None:
    with pytest.raises(ValueError, match="no stream"):
        await carry(world, Loudness.SILENT)


async def test_another_area_takes_the_place_of_the_one_before(world: World) -> None:
    await carry(world, area=KHARKIV_OBLAST)
    await carry(world)
    async with world.database.reading() as connection:
        (only,) = await channel_store.load_all(connection)
        assert only.area == KHARKIV
        assert len(await chat_store.places_of(connection, CHANNEL.id)) == 1


async def test_a_channel_that_stopped_hears_nothing_more_and_what_it_was_owed_is_dropped(world: World) -> None:
    await carry(world)
    await world.shows(drones())
    async with world.database.writing() as tx:
        assert await channels_of(world).stop(tx, CHANNEL.id, world.now)
        assert await channels_of(world).stop(tx, CHANNEL.id, world.now) is None
    await world.sends()
    await world.shows(ballistic())
    await world.sends()
    assert told(world) == []


async def test_a_group_that_moves_goes_on_carrying(world: World) -> None:
    await carry(world, about=GROUP)
    async with world.database.writing() as tx:
        await chat_store.move(tx, GROUP.id, -1009)
    async with world.database.reading() as connection:
        assert [one.chat_id for one in await channel_store.load_all(connection)] == [-1009]


async def test_operators_are_told_once_of_a_channel_that_removed_us_and_again_after_it_was_back(world: World) -> None:
    told_to = FakeSender()
    room = room_of(world, told_to)
    await carry(world)
    world.sender.answers[CHANNEL.id] = [Gone(Why.KICKED)]
    await world.shows(drones())
    await world.sends()
    await room.look()
    await room.look()
    (message,) = told_to.to(OPERATOR)
    assert CHANNEL.title in message.text

    async with world.database.writing() as tx:
        await channels_of(world).back(tx, CHANNEL.id)
    await world.shows(ballistic())
    await world.sends()
    assert told(world) == [("🔴 Worse:", True)]
    world.sender.answers[CHANNEL.id] = [Gone(Why.KICKED)]
    await world.ends()
    await world.sends()
    await room.look()
    assert len(told_to.to(OPERATOR)) == 2
