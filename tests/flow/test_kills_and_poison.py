"""The whole program against bad updates and sudden death: nothing is lost, and only what was in flight comes twice."""

import signal
from collections import Counter

import pytest

from bot.loops import ANSWERING_AT_ONCE
from sandbox.faults import FaultKind
from sandbox.telegram_world import TelegramWorld
from tests.flow.alerts_server import alert
from tests.flow.conftest import PERSON, Surroundings
from tests.flow.program import PATIENCE, finished, running

pytestmark = pytest.mark.proof

PEOPLE = range(601, 611)
#: More than are answered at once.
CROWD = range(601, 601 + 2 * ANSWERING_AT_ONCE)
REPEAT = "You may have had this message already"


def heard(world: TelegramWorld, words: str = "", after: int = 0) -> Counter[int]:
    """How many messages with these words came to each chat."""
    return Counter(
        call.chat_id
        for call in world.sent[after:]
        if call.method == "sendMessage" and call.chat_id is not None and words in (call.text or "")
    )


async def everybody_heard(world: TelegramWorld, words: str, after: int = 0, people: range = PEOPLE) -> None:
    await world.wait_until(lambda: set(heard(world, words, after)) >= set(people), timeout=PATIENCE)


def add_people(world: TelegramWorld, people: range = PEOPLE) -> None:
    for person in people:
        world.add_user(person, f"Person {person}", None, language_code="en")


@pytest.mark.allow_warnings
async def test_a_poison_update_is_put_aside_and_one_that_comes_twice_is_answered_once(
    surroundings: Surroundings,
) -> None:
    around, world = surroundings, surroundings.world

    async def answers(count: int) -> None:
        await world.wait_until(lambda: heard(world)[PERSON] >= count, timeout=PATIENCE)

    async with running(around.folder, around.settings) as program:
        world.updates.push_raw({"message": {"message_id": "not a number", "text": "my secret"}})
        world.say(PERSON, "/help")
        await answers(1)
        message = {"message": world.message_shape(world.say(PERSON, "/privacy"))}
        number = world.updates.push_raw(message)
        world.updates.repeat({"update_id": number, **message})
        await answers(3)
        world.say(PERSON, "/now")
        await answers(4)
        assert await program.stop() == 0

    # /help, /privacy, the same message under a number of its own, that once, and /now.
    assert heard(world)[PERSON] == 4
    code, output = await finished(around.folder, {"DATABASE_URL": around.settings["DATABASE_URL"]}, "undelivered")
    assert (code, "Updates put aside: 1" in output, "my secret" in output) == (0, True, False)


@pytest.mark.allow_warnings
async def test_what_was_fetched_before_a_kill_is_answered_after_it(surroundings: Surroundings) -> None:
    around, world = surroundings, surroundings.world
    add_people(world, CROWD)
    async with running(around.folder, around.settings) as program:
        world.faults.next("sendMessage", FaultKind.DELAY, times=1000, seconds=30)
        for person in CROWD:
            world.say(person, "/help")
        # All who are answered at once wait for Telegram's word, and nobody else is begun with.
        await world.wait_until(lambda: len(heard(world)) == ANSWERING_AT_ONCE, timeout=PATIENCE)
        await program.stop(signal.SIGKILL)
    world.faults.clear()
    assert len(heard(world)) < len(CROWD)
    async with running(around.folder, around.settings):
        await everybody_heard(world, "", people=CROWD)


@pytest.mark.allow_warnings
async def test_a_kill_in_the_middle_of_a_broadcast_leaves_out_nobody_and_repeats_only_what_was_in_flight(
    surroundings: Surroundings,
) -> None:
    around, world = surroundings, surroundings.world
    add_people(world)
    async with running(around.folder, around.settings) as program:
        for person in PEOPLE:
            world.say(person, "/place Kharkiv")
        await everybody_heard(world, "Kharkiv")
        after = len(world.sent)
        world.faults.next("sendMessage", FaultKind.DELAY, times=1000, seconds=0.1)
        around.alerts.alerts = (alert("1293", "red", "ballistic_missiles"),)
        await world.wait_until(lambda: len(heard(world, "🔴 Ballistic", after)) >= len(PEOPLE) / 2, timeout=PATIENCE)
        await program.stop(signal.SIGKILL)
    before = heard(world, "🔴 Ballistic", after)
    async with running(around.folder, around.settings):
        await everybody_heard(world, "🔴 Ballistic", after)
        around.alerts.alerts = ()
        await everybody_heard(world, "✅ All clear", after)

    told, repeats = heard(world, "🔴 Ballistic", after), heard(world, REPEAT, after)
    assert all(told[person] <= 2 for person in PEOPLE)
    assert {person for person in PEOPLE if told[person] == 2} <= set(before) & set(repeats)
    assert set(heard(world, "✅ All clear", after).values()) == {1}
