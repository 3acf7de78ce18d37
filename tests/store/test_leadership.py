"""One replica leads at a time, and what an older leader still wanted to write is never written."""

import asyncio
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import insert, select
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.errors import NotLeading
from bot.store.database import Database
from bot.store.leadership import is_free, is_term, lay_down, renew, take
from bot.store.tables import marks
from tests.fixtures.databases import PostgresTemplate, fresh, url_of

LONG, OVER = timedelta(minutes=1), timedelta(0)


@pytest.fixture
async def address(on_server: PostgresTemplate, tmp_path: Path) -> AsyncIterator[str]:
    async with fresh(on_server, tmp_path) as where:
        yield url_of(where)


@pytest.fixture
async def mine(address: str) -> AsyncIterator[Database]:
    opened = Database(address)
    yield opened
    await opened.close()


@pytest.fixture
async def theirs(address: str) -> AsyncIterator[Database]:
    opened = Database(address)
    yield opened
    await opened.close()


async def taken(database: Database, holder: str, span: timedelta = LONG) -> int | None:
    async with database.writing() as tx:
        return await take(tx, holder, span)


def led_in(database: Database, holder: str, term: int) -> Database:
    """The database as a leader of that term writes to it."""

    async def fence(tx: AsyncConnection) -> None:
        if not await is_term(tx, holder, term):
            raise NotLeading("over")

    return database.fenced(fence)


async def words(database: Database) -> list[str]:
    async with database.reading() as connection:
        return [row.value for row in await connection.execute(select(marks.c.value).order_by(marks.c.name))]


async def put(database: Database, name: str) -> None:
    async with database.writing() as tx:
        await tx.execute(insert(marks).values(name=name, value=name))


async def test_one_leads_until_its_lease_is_over_and_each_term_has_a_number_of_its_own(
    mine: Database, theirs: Database
) -> None:
    assert await taken(mine, "one", OVER) == 1
    assert await taken(theirs, "other") == 2
    assert await taken(mine, "one") is None
    async with mine.reading() as connection:
        assert not await is_free(connection, LONG)


async def test_of_many_who_reach_for_it_at_once_one_has_it(mine: Database, theirs: Database) -> None:
    terms = await asyncio.gather(*(taken(one, str(number)) for number, one in enumerate((mine, theirs) * 5)))
    assert [term for term in terms if term is not None] == [1]


async def test_a_lease_is_renewed_by_its_holder_while_it_lasts_and_by_nobody_else(
    mine: Database, theirs: Database
) -> None:
    assert await taken(mine, "one") == 1
    async with mine.beside() as connection, theirs.beside() as other:
        assert await renew(connection, "one", 1, LONG)
        assert not await renew(other, "other", 1, LONG)
        assert await renew(connection, "one", 1, OVER)
        assert not await renew(connection, "one", 1, LONG)
    assert await taken(theirs, "other") == 2


async def test_what_is_laid_down_can_be_taken_at_once_and_only_its_holder_lays_it_down(
    mine: Database, theirs: Database
) -> None:
    assert await taken(mine, "one") == 1
    async with theirs.beside() as other:
        await lay_down(other, "other", 1)
    assert await taken(theirs, "other") is None
    async with mine.beside() as connection:
        await lay_down(connection, "one", 1)
    assert await taken(theirs, "other") == 2


async def test_a_clock_of_the_database_that_is_set_back_makes_no_lease_last_for_an_hour(
    mine: Database, theirs: Database
) -> None:
    assert await taken(mine, "one", timedelta(hours=1)) == 1
    async with mine.reading() as connection:
        assert await is_free(connection, LONG)
    assert await taken(theirs, "other") == 2


async def test_a_lease_is_renewed_while_a_writer_takes_its_time(mine: Database, theirs: Database) -> None:
    assert await taken(mine, "one") == 1
    async with asyncio.timeout(10), theirs.writing(), mine.beside() as connection:
        assert await renew(connection, "one", 1, LONG)


async def test_a_leader_of_an_older_term_writes_nothing(mine: Database, theirs: Database) -> None:
    assert await taken(mine, "one", OVER) == 1
    led = led_in(mine, "one", 1)
    await put(led, "before")
    assert await taken(theirs, "other") == 2
    with pytest.raises(NotLeading):
        await put(led, "after")
    await put(led_in(theirs, "other", 2), "by the other")
    assert await words(mine) == ["before", "by the other"]


async def test_no_term_begins_while_a_transaction_of_the_last_one_is_under_way(
    mine: Database, theirs: Database
) -> None:
    assert await taken(mine, "one", OVER) == 1
    order: list[str] = []

    async def takes_over() -> None:
        await taken(theirs, "other")
        order.append("taken over")

    async with asyncio.timeout(20), asyncio.TaskGroup() as group, led_in(mine, "one", 1).writing() as tx:
        group.create_task(takes_over())
        await tx.execute(insert(marks).values(name="last", value="last"))
        while not await waits_for_a_lock(mine):
            pass
        order.append("written")
    assert order == ["written", "taken over"]
    assert await words(theirs) == ["last"]


async def waits_for_a_lock(database: Database) -> bool:
    async with database.beside() as connection:
        found = await connection.exec_driver_sql("SELECT count(*) FROM pg_locks WHERE NOT granted")
        return bool(found.scalar())


async def test_whoever_hangs_in_a_transaction_holds_up_the_others_for_seconds_and_writes_nothing(
    mine: Database, theirs: Database
) -> None:
    async with asyncio.timeout(20):
        with pytest.raises(SQLAlchemyError):
            async with mine.writing() as tx:
                await tx.execute(insert(marks).values(name="hung", value="hung"))
                # As if its process had been stopped: the other waits until the server has had enough of it.
                await put(theirs, "by the other")
    assert await words(theirs) == ["by the other"]
    await put(mine, "later")
    assert await words(theirs) == ["by the other", "later"]
