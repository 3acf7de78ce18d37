"""A connection that goes to its thread once for each statement gives what aiosqlite's own gives."""

import asyncio
import sqlite3
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.store import one_trip
from bot.store.one_trip import AHEAD, OneTripConnection


class CountedConnection(OneTripConnection):
    """Remembers how often it went to its thread."""

    trips = 0

    async def _execute(self, *asked, **named):  # type: ignore[no-untyped-def]
        self.trips += 1
        return await super()._execute(*asked, **named)  # type: ignore[no-untyped-call]


@pytest.fixture
async def connection(tmp_path: Path) -> AsyncIterator[CountedConnection]:
    path = tmp_path / "any.db"
    opened = CountedConnection(lambda: sqlite3.connect(path, isolation_level=None), writes=True)
    await opened
    await (await _execute(opened, "CREATE TABLE numbers (number INTEGER)")).close()
    opened.trips = 0
    yield opened
    await opened.close()


async def _execute(connection: OneTripConnection, statement: str, parameters: tuple[object, ...] = ()):  # type: ignore[no-untyped-def]
    cursor = connection.cursor()
    await cursor.execute(statement, parameters)
    return cursor


async def _fill(connection: OneTripConnection, rows: int) -> None:
    cursor = connection.cursor()
    await cursor.executemany("INSERT INTO numbers VALUES (?)", [(number,) for number in range(rows)])
    assert cursor.rowcount == rows
    await cursor.close()


async def test_a_statement_with_all_its_rows_is_one_trip(connection: CountedConnection) -> None:
    await _fill(connection, 3)
    cursor = await _execute(connection, "SELECT number FROM numbers ORDER BY number")

    assert [column[0] for column in cursor.description] == ["number"]
    assert list(await cursor.fetchall()) == [(0,), (1,), (2,)]
    await cursor.close()
    assert connection.trips == 2


@pytest.mark.parametrize("rows", [0, 1, AHEAD - 1, AHEAD, AHEAD + 1, 3 * AHEAD])
async def test_every_row_comes_once_and_in_order_however_they_are_fetched(
    connection: CountedConnection, rows: int
) -> None:
    await _fill(connection, rows)
    expected = [(number,) for number in range(rows)]
    whole, in_pieces, one_by_one = [await _execute(connection, "SELECT number FROM numbers") for _ in range(3)]

    assert list(await whole.fetchall()) == expected
    pieces: list[object] = []
    while piece := await in_pieces.fetchmany(7):
        pieces += piece
    assert pieces == expected
    singles: list[object] = []
    while (row := await one_by_one.fetchone()) is not None:
        singles.append(row)
    assert singles == expected


async def test_what_is_returned_by_a_change_is_counted_once_it_is_read(connection: CountedConnection) -> None:
    await _fill(connection, AHEAD + 10)
    cursor = await _execute(connection, "UPDATE numbers SET number = number + 1 RETURNING number")

    assert len(await cursor.fetchall()) == AHEAD + 10
    assert cursor.rowcount == AHEAD + 10


async def test_a_transaction_begins_with_its_first_statement(connection: CountedConnection) -> None:
    await _execute(connection, "BEGIN")
    assert connection.trips == 0

    await _execute(connection, "INSERT INTO numbers VALUES (1)")
    assert connection.in_transaction
    await connection.rollback()
    assert list(await (await _execute(connection, "SELECT number FROM numbers")).fetchall()) == []


async def test_nothing_is_undone_where_nothing_was_begun(connection: CountedConnection) -> None:
    await _execute(connection, "BEGIN")
    await connection.rollback()
    await _execute(connection, "INSERT INTO numbers VALUES (1)")

    assert connection.trips == 1
    assert not connection.in_transaction


async def test_a_view_ends_before_whatever_comes_next(tmp_path: Path) -> None:
    path = tmp_path / "any.db"
    writer = one_trip.connect(str(path), writes=True, isolation_level=None)
    await writer
    await _execute(writer, "PRAGMA journal_mode=WAL")
    await _execute(writer, "CREATE TABLE numbers (number INTEGER)")
    reader = one_trip.connect(str(path), writes=False, isolation_level=None)
    await reader
    try:
        for number in range(3):
            await _execute(reader, "BEGIN")
            assert len(await (await _execute(reader, "SELECT * FROM numbers")).fetchall()) == number
            await _execute(writer, "INSERT INTO numbers VALUES (1)")
            assert len(await (await _execute(reader, "SELECT * FROM numbers")).fetchall()) == number
            await reader.rollback()
    finally:
        await reader.close()
        await writer.close()


async def test_who_is_cancelled_on_the_way_leaves_no_transaction(connection: CountedConnection) -> None:
    await _execute(connection, "BEGIN")
    slow = "WITH RECURSIVE up(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM up WHERE n < 2000000) SELECT max(n) FROM up"
    with pytest.raises(TimeoutError):
        async with asyncio.timeout(0):
            await _execute(connection, slow)
    assert connection.trips == 1

    await connection.rollback()
    assert not connection.in_transaction


async def test_who_is_cancelled_before_the_lock_is_taken_does_not_hold_it_afterwards(tmp_path: Path) -> None:
    path = tmp_path / "any.db"
    holder = sqlite3.connect(path, isolation_level=None)
    holder.execute("BEGIN IMMEDIATE")
    waiting = CountedConnection(lambda: sqlite3.connect(path, isolation_level=None, timeout=30), writes=True)
    await waiting
    try:
        with pytest.raises(TimeoutError):
            async with asyncio.timeout(0.2):
                await _execute(waiting, "BEGIN IMMEDIATE")
        holder.execute("COMMIT")

        await waiting.rollback()
        # Behind whatever its thread still does.
        await _execute(waiting, "SELECT 1")
        assert not waiting.in_transaction
    finally:
        holder.close()
        await waiting.close()


async def test_a_fault_is_raised_to_whoever_asked(connection: CountedConnection) -> None:
    with pytest.raises(sqlite3.OperationalError):
        await _execute(connection, "SELECT * FROM nowhere")
