"""What lists taught us comes back from the database as it went in."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from bot.domain.alerts import AreaId
from bot.domain.areas import AreaLevel
from bot.domain.listings import KeptArea
from bot.store.areas import AreaMark, any_move_waits, load_kept, moment, put_moment, save_listed, save_moved
from bot.store.database import Database
from bot.store.tables import areas, marks
from bot.store.upgrade import upgrade
from tests.domain.builders import EVENING

pytestmark = pytest.mark.both_databases

ONE = KeptArea(AreaId("1"), "м. Перше", AreaLevel.CITY, AreaId("22"), "First", ("Одне", "One"), moves_to=AreaId("23"))
OTHER = KeptArea(AreaId("2"), "Друга", AreaLevel.HROMADA, None, gone=True)
DAY = timedelta(days=1)


async def test_kept_areas_come_back_as_they_were(database: Database) -> None:
    kept = {ONE.id: ONE, OTHER.id: OTHER}
    async with database.writing() as tx:
        await save_listed(tx, kept, EVENING)
    async with database.reading() as connection:
        assert await load_kept(connection) == kept


async def test_an_area_that_is_gone_keeps_the_time_when_it_was_last_listed(database: Database) -> None:
    gone = KeptArea(ONE.id, ONE.name, ONE.level, ONE.parent, gone=True)
    async with database.writing() as tx:
        await save_listed(tx, {ONE.id: ONE, OTHER.id: OTHER}, EVENING)
        await save_listed(tx, {ONE.id: gone, OTHER.id: OTHER}, EVENING + DAY)
        found = await tx.execute(select(areas.c.id, areas.c.gone, areas.c.synced_at).order_by(areas.c.id))
        assert [tuple(row) for row in found] == [("1", True, EVENING), ("2", True, None)]


async def test_a_move_waits_until_it_is_saved_as_made(database: Database) -> None:
    moved = KeptArea(ONE.id, ONE.name, ONE.level, ONE.moves_to, ONE.name_en, ONE.aliases)
    async with database.writing() as tx:
        await save_listed(tx, {ONE.id: ONE}, EVENING)
        assert await any_move_waits(tx)
        await save_moved(tx, [moved])
        assert not await any_move_waits(tx)
        assert await load_kept(tx) == {ONE.id: moved}


async def test_a_moment_is_marked_and_moved(database: Database) -> None:
    async with database.writing() as tx:
        assert await moment(tx, AreaMark.DUE_AT) is None
        await put_moment(tx, AreaMark.DUE_AT, EVENING)
        await put_moment(tx, AreaMark.DUE_AT, EVENING + DAY)
        assert await moment(tx, AreaMark.DUE_AT) == EVENING + DAY


async def test_going_back_forgets_when_to_ask_and_nothing_else(database: Database) -> None:
    async with database.writing() as tx:
        await tx.execute(marks.insert().values(name="purpose", value="real"))
        for mark in AreaMark:
            await put_moment(tx, mark, EVENING)
        await upgrade(tx, "0006")
        assert [row.name for row in await tx.execute(select(marks.c.name))] == ["purpose"]
