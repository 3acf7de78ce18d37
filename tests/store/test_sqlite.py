"""What SQLite alone can promise: one file, from which words that were blanked are really gone."""

import asyncio
import sqlite3
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import insert, select, text

from bot.store import inbox as inbox_store
from bot.store.database import Database
from bot.store.inbox import Received
from bot.store.tables import marks
from tests.fixtures.databases import database_at

NOW = datetime(2026, 11, 14, 20, 50, tzinfo=UTC)


async def put(database: Database, name: str, value: str) -> None:
    async with database.writing() as tx:
        await tx.execute(insert(marks).values(name=name, value=value))


def everything_in(folder: Path) -> bytes:
    """Every byte of the database and of what lies beside it."""
    return b"".join(path.read_bytes() for path in folder.iterdir() if path.is_file())


async def test_words_that_were_blanked_are_nowhere_in_the_files_once_the_log_is_emptied(
    database: Database, tmp_path: Path
) -> None:
    words = "незабутні слова"
    received = Received(7, 1, {"update_id": 7, "message": {"text": words}})
    async with database.writing() as tx:
        await inbox_store.keep(tx, [received], NOW)
    assert words.encode() in everything_in(tmp_path)
    async with database.writing() as tx:
        assert await inbox_store.mark_handled(tx, 7)
    assert await database.empty_log()
    assert words.encode() not in everything_in(tmp_path)


async def test_the_log_is_not_emptied_under_a_reader_and_can_be_later(database: Database) -> None:
    await _be_patient(database, 1)
    await put(database, "word", "one")
    async with database.reading() as connection:
        await connection.scalar(select(marks.c.value))
        await put(database, "other", "two")
        assert not await database.empty_log()
    # Nobody waits for a view to end: in its thread it may still be ending.
    await _be_patient(database, 5_000)
    assert await database.empty_log()


async def _be_patient(database: Database, milliseconds: int) -> None:
    async with database.writing() as tx:
        await tx.execute(text(f"PRAGMA busy_timeout={milliseconds}"))


async def test_programs_that_open_a_new_file_at_once_wait_for_each_other(tmp_path: Path) -> None:
    for round_of_starts in range(20):
        programs = [database_at(tmp_path / f"{round_of_starts}.db") for _ in range(4)]
        async with asyncio.TaskGroup() as starting:
            for program in programs:
                starting.create_task(_start(program))


async def _start(program: Database) -> None:
    async with program.writing() as tx:
        await tx.execute(text("create table if not exists started (at)"))
    await program.close()


async def test_the_folder_of_a_new_database_is_made(tmp_path: Path) -> None:
    path = tmp_path / "deep" / "er" / "tysha.db"
    database = database_at(path)
    async with database.reading() as connection:
        assert await connection.scalar(text("select 1")) == 1
    await database.close()
    assert path.parent.is_dir()


async def test_what_is_deleted_is_overwritten(database: Database) -> None:
    async with database.writing() as tx:
        assert await tx.scalar(text("PRAGMA secure_delete")) == 1
        assert await tx.scalar(text("PRAGMA journal_mode")) == "wal"
        assert await tx.scalar(text("PRAGMA foreign_keys")) == 1


def test_the_sqlite_of_this_python_knows_what_the_store_asks_of_it() -> None:
    assert sqlite3.sqlite_version_info >= (3, 35), "UPDATE ... RETURNING"
