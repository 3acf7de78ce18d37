"""Who follows a whole oblast hears one silent line when something begins inside and one when nothing is left."""

from datetime import timedelta
from itertools import product
from random import Random

import pytest

from bot.domain.alerts import AreaId, Level, Observation
from bot.domain.policy import Loudness
from bot.domain.quiet import Mode, MuteKind
from bot.services.outcomes import UNREACHABLE_PAUSE
from bot.store import chats as chat_store
from bot.store import spells as spell_store
from bot.telegram.refusals import Unreachable
from tests.fixtures.world import (
    EVENING,
    KHARKIV,
    KHARKIV_OBLAST,
    KHARKIV_RAION,
    LVIV_OBLAST,
    NIGHT,
    OTHER_SOURCE,
    SOURCE,
    World,
    alert,
    ballistic,
    drones,
    kyiv,
)

CHUHUIV_RAION, CHUHUIV = AreaId("122"), AreaId("1321")
LVIV, LVIV_HROMADA = AreaId("845"), AreaId("833")
BEGAN, ENDED, PASSED = ("began", "silent"), ("ended", "silent"), ("passed", "silent")


async def lines(world: World, chat_id: int = 1) -> list[tuple[str, str]]:
    """What waits for a chat, all of which is sent then."""
    waiting = await world.owed(chat_id)
    await world.sends()
    return waiting


async def test_a_hundred_alerts_inside_are_one_line_at_the_beginning_and_one_at_the_end(world: World) -> None:
    await world.person(1, area=KHARKIV_OBLAST)
    await world.shows(drones(CHUHUIV_RAION))
    assert await lines(world) == [BEGAN]
    await world.shows(drones(CHUHUIV_RAION), ballistic(KHARKIV), drones(CHUHUIV))
    await world.shows(ballistic(KHARKIV))
    await world.shows(ballistic(KHARKIV))
    await world.shows(alert(KHARKIV_RAION))
    assert await lines(world) == []
    await world.ends()
    await world.shows()
    assert await lines(world) == [ENDED]


async def test_an_alert_elsewhere_or_for_the_city_around_which_a_raion_lies_is_not_inside(world: World) -> None:
    await world.person(1, area=LVIV_OBLAST)
    await world.person(2, area=KHARKIV_RAION)
    await world.shows(ballistic(KHARKIV))
    assert await lines(world) == []
    assert await lines(world, 2) == []


async def test_no_line_ever_rings_by_day_or_by_night(world: World) -> None:
    """Whatever a chat has chosen: one world holds a chat for each way to choose."""
    chosen = dict(enumerate(product(("", "22:00-07:00"), Mode, Loudness, [None, *MuteKind]), start=1))
    for chat, (quiet, mode, loudness, mute) in chosen.items():
        await world.person(chat, area=KHARKIV_OBLAST, quiet=quiet, mode=mode, loudness=loudness)
        if mute:
            await world.mute(timedelta(hours=1), mute, chat)
    await world.shows(ballistic(KHARKIV))
    await world.sends()
    await world.ends()
    await world.sends()
    for chat, choice in chosen.items():
        assert [message.silent for message in world.sender.to(chat)] == [True] * 2, choice


async def test_a_restart_neither_repeats_a_beginning_nor_forgets_an_end(world: World) -> None:
    await world.person(1, area=KHARKIV_OBLAST)
    await world.shows(drones(CHUHUIV))
    assert await lines(world) == [BEGAN]
    restarted = await world.restarted()
    await restarted.shows(drones(CHUHUIV), drones(KHARKIV_RAION))
    assert await lines(restarted) == []
    await restarted.ends()
    restarted = await restarted.restarted()
    assert await lines(restarted) == [ENDED]
    await restarted.shows()
    assert await lines(restarted) == []
    await restarted.database.close()


async def test_blindness_ends_nothing_and_says_what_ran_inside(world: World) -> None:
    await world.person(1, area=KHARKIV_OBLAST)
    await world.shows(drones(CHUHUIV_RAION))
    await world.sends()
    await world.fails_until(world.now + timedelta(minutes=20))
    assert await lines(world) == [("lost", "silent")]
    lost = world.sender.to(1)[-1].text
    assert "Inside, when I last saw: Chuhuivskyi Raion 🟡 alert since 22:50. Take it as still on." in lost
    assert "no alert was running" not in lost
    await world.shows(drones(CHUHUIV_RAION))
    await world.looks()
    assert await lines(world) == [("regained", "silent")]
    regained = world.sender.to(1)[-1].text
    assert "No alert for all of it in the data now.\nInside: Chuhuivskyi Raion 🟡 alert since 22:50." in regained
    await world.ends()
    assert await lines(world) == [ENDED]


async def test_a_beginning_that_did_not_leave_before_the_end_is_one_silent_line(world: World) -> None:
    await world.person(1, area=KHARKIV_OBLAST)
    await world.shows(drones(CHUHUIV))
    await world.ends()
    assert await lines(world) == [PASSED]
    assert "⚪ Inside Kharkiv Oblast: there was an alert, 22:50-22:50" in world.sender.to(1)[-1].text


async def test_a_beginning_on_its_way_at_the_end_is_followed_by_it(world: World) -> None:
    await world.person(1, area=KHARKIV_OBLAST)
    await world.shows(drones(CHUHUIV))
    (on_its_way,) = await world.deliver.claim()
    await world.ends()
    await world.deliver.deliver(on_its_way)
    assert await lines(world) == [ENDED]


async def test_a_beginning_that_fails_on_its_way_at_the_end_becomes_the_word_that_it_passed(world: World) -> None:
    await world.person(1, area=KHARKIV_OBLAST)
    await world.shows(drones(CHUHUIV))
    (on_its_way,) = await world.deliver.claim()
    await world.ends()
    world.sender.down = Unreachable()
    await world.deliver.deliver(on_its_way)
    world.sender.down = None
    world.pass_time(UNREACHABLE_PAUSE)
    await world.sends()
    assert [message.text.split(",")[0] for message in world.sender.to(1)] == [
        "⚪ Inside Kharkiv Oblast: there was an alert"
    ]


async def test_a_beginning_that_may_have_arrived_is_followed_by_its_end(world: World) -> None:
    await world.person(1, area=KHARKIV_OBLAST)
    await world.shows(drones(CHUHUIV))
    await world.deliver.claim()
    await world.ends()
    world.pass_time(timedelta(minutes=5))
    await world.sends()
    assert [message.text.split("\n")[0] for message in world.sender.to(1)] == [
        "⚪ Inside Kharkiv Oblast: no alert shown any more, 22:50"
    ]


async def test_the_alert_of_the_whole_place_says_it_all_and_its_end_names_what_goes_on_inside(world: World) -> None:
    await world.person(1, area=KHARKIV_OBLAST)
    whole, part = ballistic(KHARKIV_OBLAST), drones(CHUHUIV_RAION)
    await world.shows(whole)
    await world.sends()
    await world.shows(whole, part)
    assert await lines(world) == []
    for _ in range(2):
        await world.shows(part)
    assert await lines(world) == [("ended", "loud")]
    assert world.sender.to(1)[-1].text.startswith("🟡 Parts still under alert, Kharkiv Oblast, 22:50\n")
    assert "Still on inside: Chuhuivskyi Raion 🟡 alert since 22:50." in world.sender.to(1)[-1].text
    assert "✅" not in world.sender.to(1)[-1].text
    await world.ends()
    assert await lines(world) == [ENDED]


@pytest.mark.parametrize("first", [LVIV, LVIV_OBLAST])
async def test_an_all_clear_for_a_town_and_its_oblast_in_one_message_names_what_goes_on_inside(
    world: World, first: AreaId
) -> None:
    for area in (first, LVIV if first == LVIV_OBLAST else LVIV_OBLAST):
        await world.person(1, area=area)
    part = drones(LVIV_HROMADA)
    await world.shows(ballistic(LVIV_OBLAST), part)
    await world.sends()
    for _ in range(2):
        await world.shows(part)
    await world.sends()
    message = world.sender.to(1)[-1].text
    assert "✅ All clear, Lviv, 22:50" in message
    assert "🟡 Parts still under alert, Lviv Oblast, 22:50" in message
    assert message.count("Still on inside: ") == 1
    assert "All clear, Lviv, Lviv Oblast" not in message and "All clear, Lviv Oblast" not in message


async def test_a_spell_that_begins_and_ends_under_the_alert_of_the_whole_place_is_no_line(world: World) -> None:
    await world.person(1, area=KHARKIV_OBLAST)
    whole = ballistic(KHARKIV_OBLAST)
    await world.shows(whole)
    await world.sends()
    await world.shows(whole, drones(CHUHUIV))
    for _ in range(3):
        await world.shows(whole)
    assert await lines(world) == []
    await world.ends()
    assert await lines(world) == [("ended", "loud")]
    assert world.sender.to(1)[-1].text.startswith("✅ All clear, Kharkiv Oblast")


async def test_what_ends_together_with_the_whole_places_alert_is_told_by_its_all_clear_alone(world: World) -> None:
    await world.person(1, area=KHARKIV_OBLAST)
    await world.shows(drones(CHUHUIV))
    await world.shows(drones(CHUHUIV), ballistic(KHARKIV_OBLAST))
    await world.sends()
    await world.ends()
    assert await lines(world) == [("ended", "loud")]


async def test_whoever_missed_the_whole_places_alert_reads_what_goes_on_inside(world: World) -> None:
    await world.person(1, area=KHARKIV_OBLAST)
    await world.shows(ballistic(KHARKIV_OBLAST), drones(CHUHUIV))
    for _ in range(2):
        await world.shows(drones(CHUHUIV))
    assert await lines(world) == [PASSED]
    assert "Still on inside: Chuhuiv 🟡 alert since 22:50." in world.sender.to(1)[-1].text


async def test_whoever_comes_while_something_runs_inside_hears_its_end_and_nothing_twice(world: World) -> None:
    await world.shows(drones(CHUHUIV))
    await world.person(1, area=KHARKIV_OBLAST)
    await world.shows(drones(CHUHUIV), drones(KHARKIV_RAION))
    await world.person(2, area=KHARKIV_OBLAST)
    assert await lines(world) == []
    await world.ends()
    assert await lines(world) == [ENDED]
    assert len(world.sender.to(2)) == 1


async def test_whoever_unfollowed_or_whose_stay_is_over_hears_no_end(world: World) -> None:
    await world.person(1, area=KHARKIV_OBLAST)
    await world.person(2, area=KHARKIV_OBLAST)
    await world.shows(drones(CHUHUIV))
    await world.sends()
    async with world.database.writing() as tx:
        await world.subscriptions.unfollow(tx, await world.chat(1), KHARKIV_OBLAST)
        until = world.now + timedelta(seconds=1)
        await world.subscriptions.follow(tx, await world.chat(2), KHARKIV_OBLAST, world.now, until=until)
    await world.ends()
    assert [message.chat_id for message in world.sender.arrived] == [1, 2]
    assert await world.owed(1) == await world.owed(2) == []
    async with world.database.reading() as connection:
        assert await spell_store.running_spells(connection) == {}


async def test_a_spell_ends_though_nobody_follows_any_more_so_that_the_next_follower_hears_the_next_one(
    world: World,
) -> None:
    await world.person(1, area=KHARKIV_OBLAST)
    await world.shows(drones(CHUHUIV))
    await world.sends()
    async with world.database.writing() as tx:
        await world.subscriptions.unfollow(tx, await world.chat(1), KHARKIV_OBLAST)
    await world.ends()
    await world.person(2, area=KHARKIV_OBLAST)
    await world.shows(drones(CHUHUIV, since=world.now))
    assert await lines(world, 2) == [BEGAN]


async def test_what_is_permanent_makes_no_line_and_is_named_at_the_end(world: World) -> None:
    await world.person(1, area=KHARKIV_OBLAST)
    lasting = alert(AreaId("1313"), since=EVENING - timedelta(days=900))
    await world.shows(lasting)
    assert await lines(world) == []
    await world.shows(lasting, drones(CHUHUIV))
    assert await lines(world) == [BEGAN]
    for _ in range(2):
        await world.shows(lasting)
    assert await lines(world) == [ENDED]
    end = world.sender.to(1)[-1].text
    assert end.startswith("⚪ Inside Kharkiv Oblast: no other alert shown, 22:50")
    assert "Still on, as all the time: Vovchansk" in end


async def test_lines_in_quiet_hours_make_no_recap_and_stand_in_none(world: World) -> None:
    await world.person(1, area=KHARKIV_OBLAST, quiet=NIGHT)
    world.to(kyiv("01:40"))
    await world.shows(drones(CHUHUIV, since=world.now))
    await world.ends()
    world.to(kyiv("07:01"))
    await world.looks()
    await world.sends()
    assert not [message for message in world.sender.to(1) if "Your night" in message.text]


async def test_two_wide_places_of_one_chat_are_told_each_for_itself(world: World) -> None:
    await world.person(1, area=KHARKIV_OBLAST)
    await world.person(1, area=CHUHUIV_RAION)
    await world.shows(drones(CHUHUIV))
    assert await lines(world) == [BEGAN, BEGAN]
    for _ in range(2):
        await world.shows(drones(KHARKIV_RAION))
    assert await lines(world) == [ENDED]
    async with world.database.reading() as connection:
        assert len(await chat_store.places_of(connection, 1)) == 2


@pytest.mark.parametrize("seed", range(6))
async def test_beginnings_and_ends_alternate_in_every_chat_whatever_is_answered(world: World, seed: int) -> None:
    chance = Random(seed)
    await world.person(1, area=KHARKIV_OBLAST, quiet=NIGHT)
    areas = [KHARKIV, KHARKIV_RAION, CHUHUIV_RAION, CHUHUIV]
    for _ in range(40):
        shown: list[Observation] = [
            alert(area, chance.choice(list(Level)), since=world.now) for area in areas if chance.random() < 0.3
        ]
        await world.shows(*shown, source=chance.choice([SOURCE, SOURCE, OTHER_SOURCE]))
        if chance.random() < 0.7:
            await world.sends()
        if chance.random() < 0.1:
            world = await world.restarted()
    await world.sends()
    told = [key for _, key, state, _, _ in await world.outbox() if state == "sent" and key != "passed"]
    assert told == [("began", "ended")[number % 2] for number in range(len(told))]
    assert all(message.silent for message in world.sender.to(1))
    await world.database.close()
