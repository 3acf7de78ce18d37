"""A message of relief never comes after news of danger that it does not know of, nor before the start that it ends."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta

import pytest

from bot.domain.advance import FRESH_FOR
from bot.domain.alerts import Observation
from bot.services.deliver import LEASE
from bot.services.outcomes import UNREACHABLE_PAUSE
from bot.telegram.refusals import Unknown, Unreachable
from tests.fixtures.telegram import Killed, Message
from tests.fixtures.world import EVENING, KHARKIV_RAION, World, ballistic, drones

pytestmark = pytest.mark.both_databases

SECOND = timedelta(seconds=1)
MINUTE = timedelta(minutes=1)


@asynccontextmanager
async def unreachable(world: World) -> AsyncIterator[None]:
    """Telegram cannot be reached for the length of the block; then everything that is still owed goes out."""
    world.sender.down = Unreachable()
    yield
    await world.sends()
    world.sender.down = None
    world.pass_time(UNREACHABLE_PAUSE)
    await world.sends()
    world.pass_time(UNREACHABLE_PAUSE)
    await world.sends()


async def killed_while_sending(world: World, *shown: Observation, arrives: bool) -> World:
    """The process died with a message on its way, which arrived or did not; another one took over."""

    def die(message: Message) -> None:
        if arrives:
            world.sender.arrived.append(message)
        raise Killed

    world.sender.while_sending = die
    if shown:
        await world.shows(*shown)
    with pytest.raises(Killed):
        await world.sends()
    world.sender.while_sending = lambda _: None
    return await world.restarted()


def first_lines(world: World, chat_id: int = 1) -> list[str]:
    return [message.text.split("\n")[0] for message in world.sender.to(chat_id)]


async def test_an_all_clear_that_waited_until_the_place_was_alerted_again_is_never_sent(world: World) -> None:
    await world.person(1)
    await world.shows(ballistic())
    await world.sends()
    async with unreachable(world):
        await world.ends()
        await world.shows(ballistic(since=world.now))
    assert [line[0] for line in first_lines(world)] == ["🔴", "🔴"]

    await world.ends()
    await world.sends()
    assert first_lines(world)[2].startswith("✅ All clear, Kharkiv")


async def test_an_all_clear_in_flight_at_a_kill_is_not_repeated_after_the_next_alert(world: World) -> None:
    await world.person(1)
    await world.shows(ballistic())
    await world.sends()
    await world.ends()
    restarted = await killed_while_sending(world, arrives=True)
    for _ in range(2):
        await restarted.shows(ballistic(since=restarted.now))
        await restarted.sends()
        await restarted.ends()
    restarted.pass_time(LEASE + SECOND)
    await restarted.shows()
    await restarted.sends()
    lines = first_lines(restarted)
    assert [line[0] for line in lines] == ["🔴", "✅", "🔴", "🔴", "✅"]
    await restarted.database.close()


async def test_an_all_clear_is_sent_though_the_next_alert_came_and_went_unheard(world: World) -> None:
    await world.person(1)
    await world.shows(ballistic())
    await world.sends()
    async with unreachable(world):
        await world.ends()
        await world.shows(ballistic(since=world.now))
        await world.ends()
    assert [line[0] for line in first_lines(world)] == ["🔴", "✅", "⚪"]


async def test_an_all_clear_around_the_city_never_follows_the_citys_own_start(world: World) -> None:
    await world.person(1)
    await world.shows(ballistic(KHARKIV_RAION))
    await world.sends()
    async with unreachable(world):
        await world.ends()
        await world.shows(ballistic(since=world.now))
    assert [line[0] for line in first_lines(world)] == ["🔴", "🔴"]


async def test_an_all_clear_of_the_city_is_sent_though_drones_are_around_it(world: World) -> None:
    await world.person(1)
    await world.shows(ballistic())
    await world.sends()
    async with unreachable(world):
        await world.shows(drones(KHARKIV_RAION))
        await world.shows(drones(KHARKIV_RAION))
    assert "✅" in {line[0] for line in first_lines(world)}


async def test_that_a_threat_is_over_is_not_told_after_it_came_back(world: World) -> None:
    await world.person(1)
    await world.shows(ballistic())
    await world.sends()
    async with unreachable(world):
        await world.shows(drones())
        await world.shows(ballistic())
    assert [line[:7] for line in first_lines(world)] == ["🔴 Balli", "🔴 Worse"]


async def test_that_there_is_no_alert_in_the_data_is_not_told_after_one_began(world: World) -> None:
    await world.person(1)
    await world.shows()
    await world.fails_until(world.now + 5 * MINUTE)
    await world.sends()
    async with unreachable(world):
        await world.shows()
        await world.looks()
        await world.shows(ballistic(since=world.now))
    assert [line[0] for line in first_lines(world)] == ["⚪", "🔴"]
    assert not [message for message in world.sender.arrived if "No alert in the data" in message.text]


@pytest.mark.parametrize("arrives", [True, False])
async def test_an_end_waits_for_the_start_that_was_on_its_way_when_the_process_died(
    world: World, arrives: bool
) -> None:
    await world.person(1)
    restarted = await killed_while_sending(world, ballistic(), arrives=arrives)
    await restarted.ends()
    await restarted.sends()
    assert len(first_lines(restarted)) == arrives
    restarted.pass_time(LEASE + SECOND)
    await restarted.shows()
    await restarted.sends()

    # Nobody knows whether the start arrived. Who heard it must hear its end; who did not learns from that what it was.
    assert first_lines(restarted)[arrives:] == ["✅ All clear, Kharkiv, 22:50"]
    await restarted.database.close()


@pytest.mark.parametrize("arrives", [True, False])
async def test_a_start_that_was_on_its_way_is_not_repeated_after_the_worse_that_it_became(
    world: World, arrives: bool
) -> None:
    await world.person(1)
    restarted = await killed_while_sending(world, drones(), arrives=arrives)
    await restarted.shows(drones(since=EVENING), ballistic())
    await restarted.sends()
    restarted.pass_time(LEASE + SECOND)
    await restarted.sends()

    assert [line[:7] for line in first_lines(restarted)][arrives:] == ["🔴 Worse"]
    await restarted.database.close()


async def test_an_all_clear_waits_until_a_source_is_seen_again(world: World) -> None:
    await world.person(1)
    await world.shows(ballistic())
    await world.sends()
    await world.ends()
    restarted = await world.restarted()
    restarted.pass_time(FRESH_FOR + SECOND)
    await restarted.sends()
    assert len(first_lines(restarted)) == 1

    await restarted.shows()
    await restarted.sends()
    assert first_lines(restarted)[1].startswith("✅ All clear, Kharkiv")
    await restarted.database.close()


@pytest.mark.parametrize("arrives", [True, False])
async def test_an_alert_that_runs_on_is_told_again_as_soon_as_another_process_begins_to_send(
    world: World, arrives: bool
) -> None:
    await world.person(1)
    restarted = await killed_while_sending(world, ballistic(), arrives=arrives)
    await restarted.deliver.begin()
    await restarted.sends()

    assert len(first_lines(restarted)) == arrives + 1
    assert "You may have had this message already" in world.sender.arrived[-1].text
    await restarted.database.close()


@pytest.mark.parametrize("arrives", [True, False])
@pytest.mark.parametrize("ended_first", [True, False])
async def test_an_all_clear_follows_at_once_what_may_have_arrived_before_a_kill(
    world: World, arrives: bool, ended_first: bool
) -> None:
    await world.person(1)
    restarted = await killed_while_sending(world, ballistic(), arrives=arrives)
    if ended_first:
        await restarted.ends()
    await restarted.deliver.begin()
    if not ended_first:
        await restarted.ends()
    await restarted.sends()

    assert first_lines(restarted)[arrives:] == ["✅ All clear, Kharkiv, 22:50"]
    await restarted.database.close()


async def test_a_start_without_an_answer_is_followed_by_its_all_clear_and_not_by_word_that_it_passed(
    world: World,
) -> None:
    await world.person(1)
    await world.shows(ballistic())
    world.sender.answers[1] = [Unknown()]
    (row,) = await world.deliver.claim()
    await world.deliver.deliver(row)
    await world.ends()
    await world.sends()
    assert first_lines(world) == ["✅ All clear, Kharkiv, 22:50"]


async def test_word_that_sight_is_back_follows_the_word_of_its_loss_that_may_have_arrived(world: World) -> None:
    await world.person(1)
    await world.shows()
    await world.fails_until(world.now + 5 * MINUTE)
    restarted = await killed_while_sending(world, arrives=True)
    await restarted.deliver.begin()
    await restarted.shows()
    await restarted.looks()
    await restarted.sends()
    assert len(first_lines(restarted)) == 2
    assert "No alert in the data" in world.sender.arrived[-1].text
    await restarted.database.close()


async def test_an_all_clear_does_not_overtake_the_start_that_rests_and_is_dropped(world: World) -> None:
    await world.person(1)
    await world.shows(ballistic())
    (on_its_way,) = await world.deliver.claim()
    await world.ends()
    world.sender.answers[1] = [Unreachable()]
    await world.deliver.deliver(on_its_way)
    await world.sends()
    assert first_lines(world) == []
    world.pass_time(UNREACHABLE_PAUSE)
    await world.sends()
    assert [line[0] for line in first_lines(world)] == ["⚪"]
