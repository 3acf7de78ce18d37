"""A writer never loses an update, a reader never waits, and a sandbox is never taken for the real thing."""

import asyncio
from contextlib import suppress
from datetime import UTC, datetime, timedelta, timezone

import pytest
from sqlalchemy import insert, select, update
from sqlalchemy.exc import SQLAlchemyError, StatementError

from bot.domain.chats import Chat, ChatKind
from bot.domain.quiet import QuietHours
from bot.errors import WrongDatabase
from bot.store import chats as chat_store
from bot.store.database import Database, claim_purpose, forget_everything
from bot.store.tables import inbox, marks, sources

pytestmark = pytest.mark.both_databases

NOW = datetime(2026, 11, 14, 20, 50, tzinfo=UTC)


async def add_one(database: Database, name: str) -> None:
    """Reads a number and writes the next one, with a pause between in which others would get in."""
    async with database.writing() as tx:
        found = await tx.scalar(select(marks.c.value).where(marks.c.name == name))
        await asyncio.sleep(0)
        await tx.execute(update(marks).where(marks.c.name == name).values(value=str(int(found or "0") + 1)))


async def value_of(database: Database, name: str) -> str | None:
    async with database.reading() as connection:
        found: str | None = await connection.scalar(select(marks.c.value).where(marks.c.name == name))
    return found


async def put(database: Database, name: str, value: str) -> None:
    async with database.writing() as tx:
        await tx.execute(insert(marks).values(name=name, value=value))


async def test_writers_wait_for_each_other_and_lose_no_update(database: Database) -> None:
    await put(database, "count", "0")
    await asyncio.gather(*(add_one(database, "count") for _ in range(50)))
    assert await value_of(database, "count") == "50"


async def test_writers_of_two_processes_lose_no_update_either(database: Database) -> None:
    other = Database(database.address)
    await put(database, "count", "0")
    await asyncio.gather(*(add_one(one, "count") for one in (database, other) * 20))
    await other.close()
    assert await value_of(database, "count") == "40"


async def test_a_reader_does_not_wait_for_a_writer_and_sees_nothing_unfinished(database: Database) -> None:
    await put(database, "word", "before")
    async with database.writing() as tx:
        await tx.execute(update(marks).values(value="after"))
        assert await value_of(database, "word") == "before"
    assert await value_of(database, "word") == "after"


async def test_a_reader_sees_one_moment_however_long_it_reads(database: Database) -> None:
    await put(database, "word", "before")
    async with database.reading() as connection:
        seen = await connection.scalar(select(marks.c.value))
        async with database.writing() as tx:
            await tx.execute(update(marks).values(value="after"))
        assert await connection.scalar(select(marks.c.value)) == seen == "before"


async def test_nothing_written_through_a_reader_is_kept(database: Database) -> None:
    # PostgreSQL refuses it, SQLite takes it back.
    with suppress(SQLAlchemyError):
        async with database.reading() as connection:
            await connection.execute(insert(marks).values(name="word", value="kept?"))
    assert await value_of(database, "word") is None


async def test_a_transaction_that_raises_changes_nothing(database: Database) -> None:
    with pytest.raises(RuntimeError):
        async with database.writing() as tx:
            await tx.execute(insert(marks).values(name="word", value="kept?"))
            raise RuntimeError("no")
    assert await value_of(database, "word") is None


async def test_a_writer_that_is_cancelled_changes_nothing_and_blocks_nobody(database: Database) -> None:
    begun = asyncio.Event()

    async def write_for_ever() -> None:
        async with database.writing() as tx:
            await tx.execute(insert(marks).values(name="word", value="kept?"))
            begun.set()
            await asyncio.Event().wait()

    async with asyncio.TaskGroup() as group:
        writer = group.create_task(write_for_ever())
        await begun.wait()
        writer.cancel()
    await put(database, "other", "written")
    assert await value_of(database, "word") is None


async def test_a_naive_datetime_is_refused(database: Database) -> None:
    with pytest.raises(StatementError, match="naive datetime"):
        async with database.writing() as tx:
            await tx.execute(insert(sources).values(name="one", contact_at=NOW.replace(tzinfo=None)))


async def test_a_naive_datetime_is_refused_in_a_question_too(database: Database) -> None:
    async with database.reading() as connection:
        with pytest.raises(StatementError, match="naive datetime"):
            await connection.execute(select(sources).where(sources.c.contact_at <= NOW.replace(tzinfo=None)))


async def test_a_moment_comes_back_aware_and_in_utc_whatever_zone_it_was_given_in(database: Database) -> None:
    kyiv = NOW.astimezone(timezone(timedelta(hours=2))) + timedelta(microseconds=7)
    async with database.writing() as tx:
        await tx.execute(insert(sources).values(name="one", contact_at=kyiv))
        found = await tx.scalar(select(sources.c.contact_at))
    assert found == kyiv
    assert found is not None and found.utcoffset() == timedelta()


async def test_moments_with_and_without_a_fraction_of_a_second_compare_rightly(database: Database) -> None:
    moments = [NOW, NOW + timedelta(microseconds=1), NOW + timedelta(seconds=1)]
    async with database.writing() as tx:
        await tx.execute(insert(sources), [{"name": str(n), "contact_at": at} for n, at in enumerate(moments)])
        for n, at in enumerate(moments):
            up_to = await tx.execute(select(sources.c.name).where(sources.c.contact_at <= at))
            assert len(up_to.all()) == n + 1


@pytest.mark.parametrize(("first", "second"), [("sandbox", "real"), ("real", "sandbox")])
async def test_a_database_marked_for_one_purpose_is_refused_for_the_other(
    database: Database, first: str, second: str
) -> None:
    async with database.writing() as tx:
        await claim_purpose(tx, first)
        await claim_purpose(tx, first)
    with pytest.raises(WrongDatabase) as refused:
        async with database.writing() as tx:
            await claim_purpose(tx, second)
    assert (refused.value.found, refused.value.wanted) == (first, second)


async def test_a_real_database_is_never_emptied(database: Database) -> None:
    async with database.writing() as tx:
        await claim_purpose(tx, "real")
        await chat_store.add(tx, Chat(1, ChatKind.PRIVATE, "uk", QuietHours()), NOW)
    with pytest.raises(WrongDatabase):
        async with database.writing() as tx:
            await forget_everything(tx)
    async with database.reading() as connection:
        assert await chat_store.load(connection, 1) is not None


async def test_a_sandbox_is_emptied_and_stays_a_sandbox(database: Database) -> None:
    async with database.writing() as tx:
        await claim_purpose(tx, "sandbox")
        await chat_store.add(tx, Chat(1, ChatKind.PRIVATE, "uk", QuietHours()), NOW)
        await forget_everything(tx)
        assert await chat_store.load(tx, 1) is None
    with pytest.raises(WrongDatabase):
        async with database.writing() as tx:
            await claim_purpose(tx, "real")


async def test_an_unmarked_database_is_not_emptied(database: Database) -> None:
    with pytest.raises(WrongDatabase):
        async with database.writing() as tx:
            await forget_everything(tx)


async def test_an_error_of_the_database_quotes_no_words_of_people(database: Database) -> None:
    with pytest.raises(SQLAlchemyError) as error:
        async with database.writing() as tx:
            row = {"update_id": 1, "received_at": NOW, "sender": 1, "body": "my secret words", "state": "waiting"}
            await tx.execute(insert(inbox), [row, row])
    assert "secret" not in str(error.value)
