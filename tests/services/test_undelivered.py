"""An operator sees what did not arrive and why, and nothing of what people wrote."""

from datetime import timedelta

import pytest

from bot.services.undelivered import LISTED, tell_undelivered
from bot.store import inbox
from bot.telegram.refusals import Ours
from tests.fixtures.world import World, ballistic

pytestmark = [pytest.mark.both_databases]
LOCAL = {"update_id": "int", "message": {"from": {"id": "int"}, "text": "str"}}


async def puts_aside(world: World, *numbers: int) -> None:
    async with world.database.writing() as tx:
        for number in numbers:
            body = {"update_id": number, "message": {"text": "my secret", "from": {"id": 7}}}
            await inbox.keep(tx, [inbox.Received(number, 7, body)], world.now)
            await inbox.quarantine(tx, number, "KeyError in de_json", LOCAL)


async def test_where_all_is_well_there_is_nothing_to_list(world: World) -> None:
    assert await tell_undelivered(world.database) == ("Owed: 0", "Given up: 0", "Updates put aside: 0")


@pytest.mark.allow_warnings
async def test_what_was_given_up_is_counted_by_kind_and_reason_with_its_times(world: World) -> None:
    for chat_id in (1, 2, 3):
        await world.person(chat_id)
        world.sender.answers[chat_id] = [Ours("Message is too odd")] * 3 if chat_id < 3 else []
    await world.shows(ballistic())
    await world.sends()
    await world.shows()
    world.sender.answers[3] = [Ours("No words")] * 3
    await world.shows()
    world.pass_time(timedelta(minutes=2))
    await world.shows()
    await world.sends()

    assert await tell_undelivered(world.database) == (
        "Owed: 0",
        "Given up: 3",
        "  2026-11-14 20:52 UTC: 1 of kind alert, refused: No words",
        "  2026-11-14 20:50 UTC: 2 of kind alert, refused: Message is too odd",
        "Updates put aside: 0",
    )


async def test_what_waits_is_counted_with_the_moment_of_the_oldest(world: World) -> None:
    await world.person(1)
    await world.shows(ballistic())
    assert (await tell_undelivered(world.database))[0] == "Owed: 1, the oldest since 2026-11-14 20:50 UTC"


async def test_an_update_that_was_put_aside_is_listed_with_its_keys_and_no_values(world: World) -> None:
    await puts_aside(world, 41)
    assert (await tell_undelivered(world.database))[2:] == (
        "Updates put aside: 1",
        "  2026-11-14 20:50 UTC: update 41, KeyError in de_json; keys: update_id, message.from.id, message.text",
    )


async def test_of_many_updates_the_latest_are_listed(world: World) -> None:
    await puts_aside(world, *range(LISTED + 5))
    lines = await tell_undelivered(world.database)
    assert lines[2] == f"Updates put aside: {LISTED + 5}, the latest {LISTED}"
    assert len(lines) == 3 + LISTED
