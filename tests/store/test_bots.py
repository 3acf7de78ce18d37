"""Another token of the same bot changes nothing; that of another bot takes along what people chose and nothing more."""

import pytest
from sqlalchemy import select

from bot.store import inbox as inbox_store
from bot.store import pictures as picture_store
from bot.store.bots import claim_bot
from bot.store.inbox import Received
from bot.store.tables import inbox, outbox, pictures
from tests.fixtures.world import EVENING, NIGHT, World, ballistic

pytestmark = pytest.mark.both_databases


async def used(world: World) -> None:
    """A bot that was used: somebody was told of an alert, and their update was handled."""
    await world.person(1, quiet=NIGHT)
    await world.shows(ballistic())
    await world.sends()
    async with world.database.writing() as tx:
        assert not await claim_bot(tx, 77)
        await inbox_store.keep(tx, [Received(5, 1, {})], EVENING)
        await inbox_store.mark_handled(tx, 5)
        await picture_store.remember(tx, 77, "map", "file", EVENING)


async def test_a_new_token_of_the_same_bot_changes_nothing(world: World) -> None:
    await used(world)
    async with world.database.writing() as tx:
        assert not await claim_bot(tx, 77)

    assert [row.message_id for row in await world.rows(select(outbox.c.message_id))] == [1]
    assert [row.update_id for row in await world.rows(select(inbox.c.update_id))] == [5]
    assert [row.bot for row in await world.rows(select(pictures.c.bot))] == [77]


async def test_another_bot_answers_updates_of_the_same_number_and_keeps_what_people_chose(world: World) -> None:
    await used(world)
    async with world.database.writing() as tx:
        assert await claim_bot(tx, 78)
        assert await picture_store.file_id(tx, 78, "map") is None
        await picture_store.remember(tx, 78, "map", "other", EVENING)
        await inbox_store.keep(tx, [Received(5, 1, {"text": "/now"})], EVENING)
        waiting = await inbox_store.unhandled(tx)

    assert [one.update_id for one in waiting] == [5]
    assert [row.bot for row in await world.rows(select(pictures.c.bot))] == [78]
    assert not (await world.chat()).quiet.is_off
    assert [row.message_id for row in await world.rows(select(outbox.c.message_id))] == [None]
    await world.ends()
    await world.sends()
    assert len(world.sender.to(1)) == 2
