"""Of several who would lead one does the work; who leads no more stops, writes nothing and sends nothing."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from sqlalchemy import insert, update

from bot.errors import NotLeading
from bot.leading import Alone, Elected, LeadersSender
from bot.store.database import Database
from bot.store.tables import leadership, marks
from bot.telegram.outgoing import Outgoing
from tests.fixtures.databases import PostgresTemplate, database_at, fresh
from tests.fixtures.telegram import FakeSender

LIMIT = 30


class Seconds:
    """A clock that a test moves on."""

    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


class Work:
    """Says when it is begun and when it is cancelled."""

    def __init__(self) -> None:
        self.begun = asyncio.Event()
        self.over = asyncio.Event()

    async def __call__(self) -> None:
        self.begun.set()
        try:
            await asyncio.Event().wait()
        finally:
            self.over.set()


@pytest.fixture
async def databases(on_server: PostgresTemplate, tmp_path: Path) -> AsyncIterator[tuple[Database, Database]]:
    async with fresh(on_server, tmp_path) as where:
        pair = database_at(where), database_at(where)
        yield pair
        for database in pair:
            await database.close()


async def take_away(database: Database) -> None:
    """Another has begun a term."""
    async with database.writing() as tx:
        await tx.execute(update(leadership).values(holder="other", term=leadership.c.term + 1))


async def test_one_of_two_works_and_the_other_begins_when_it_ends(databases: tuple[Database, Database]) -> None:
    works = [Work(), Work()]
    async with asyncio.timeout(LIMIT), asyncio.TaskGroup() as group:
        elected = [Elected(database, str(number)) for number, database in enumerate(databases)]
        runs = [group.create_task(one.run(work)) for one, work in zip(elected, works, strict=True)]
        begun = {group.create_task(work.begun.wait()): number for number, work in enumerate(works)}
        (first,), (waits,) = await asyncio.wait(begun, return_when=asyncio.FIRST_COMPLETED)
        leader, follower = begun[first], begun[waits]
        assert [one.leads() for one in elected] == [number == leader for number in (0, 1)]
        runs[leader].cancel()
        await waits
        assert works[leader].over.is_set() and elected[follower].leads() and not elected[leader].leads()
        runs[follower].cancel()


@pytest.mark.allow_warnings
async def test_who_finds_its_term_over_writes_nothing_and_stops(databases: tuple[Database, Database]) -> None:
    mine, theirs = databases
    elected, work = Elected(mine, "mine"), Work()
    leaders = mine.fenced(elected.fence)
    async with asyncio.timeout(LIMIT), asyncio.TaskGroup() as group:
        run = group.create_task(elected.run(work))
        await work.begun.wait()
        async with leaders.writing() as tx:
            await tx.execute(insert(marks).values(name="before", value=""))
        await take_away(theirs)
        with pytest.raises(NotLeading):
            async with leaders.writing() as tx:
                await tx.execute(insert(marks).values(name="after", value=""))
        await work.over.wait()
        assert not elected.leads()
        run.cancel()
    async with theirs.reading() as connection:
        found = await connection.execute(marks.select())
        assert [row.name for row in found] == ["before"]


async def test_who_could_not_renew_leads_no_more_by_its_own_clock_and_sends_nothing(
    databases: tuple[Database, Database],
) -> None:
    seconds, work, phone = Seconds(), Work(), FakeSender()
    elected = Elected(databases[0], "mine", seconds)
    sender = LeadersSender(phone, elected)
    with pytest.raises(NotLeading):
        await sender.send(1, Outgoing("too early"), silent=True)
    async with asyncio.timeout(LIMIT), asyncio.TaskGroup() as group:
        run = group.create_task(elected.run(work))
        await work.begun.wait()
        await sender.send(1, Outgoing("in time"), silent=True)
        seconds.now += 4.6
        with pytest.raises(NotLeading):
            await sender.send(1, Outgoing("too late"), silent=True)
        run.cancel()
    assert [message.text for message in phone.arrived] == ["in time"]


async def test_a_program_alone_on_its_file_leads_always() -> None:
    alone, work = Alone(), Work()
    assert alone.leads()
    async with asyncio.timeout(LIMIT), asyncio.TaskGroup() as group:
        run = group.create_task(alone.run(work))
        await work.begun.wait()
        run.cancel()
