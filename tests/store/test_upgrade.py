"""A database comes up to date by itself, can go back, and is never opened by a program that is older than it."""

import asyncio
from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, MetaData, inspect, text
from sqlalchemy.schema import CreateIndex, CreateTable

from bot.errors import StoreError
from bot.store.database import Database
from bot.store.tables import metadata
from bot.store.upgrade import HEAD, SCRIPTS, upgrade

pytestmark = pytest.mark.both_databases


def differences(connection: Connection) -> Sequence[Any]:
    context = MigrationContext.configure(connection, opts={"compare_type": True, "compare_server_default": True})
    found: Sequence[Any] = compare_metadata(context, metadata)
    return found


def build(connection: Connection) -> dict[str, Any]:
    """Each table by what it is made of, in whatever order its columns came."""
    found = inspect(connection)
    return {
        table: {
            "columns": sorted(
                (one["name"], str(one["type"]), one["nullable"], one["default"]) for one in found.get_columns(table)
            ),
            "key": found.get_pk_constraint(table),
            "references": sorted(map(str, found.get_foreign_keys(table))),
            "unique": sorted(map(str, found.get_unique_constraints(table))),
            "indexes": sorted(map(str, found.get_indexes(table))),
            "checks": sorted(map(str, found.get_check_constraints(table))),
        }
        for table in found.get_table_names()
    }


def tables(connection: Connection) -> set[str]:
    return set(inspect(connection).get_table_names())


def schema(connection: Connection) -> list[Any]:
    if connection.dialect.name == "sqlite":
        known = connection.execute(text("select type, name, sql from sqlite_master where name != 'alembic_version'"))
        return sorted(known)
    found = MetaData()
    found.reflect(connection)
    tables_of = (table for table in found.sorted_tables if table.name != "alembic_version")
    return [
        (str(CreateTable(table)), sorted(str(CreateIndex(index)) for index in table.indexes)) for table in tables_of
    ]


def scripts() -> ScriptDirectory:
    config = Config()
    config.set_main_option("script_location", str(SCRIPTS))
    return ScriptDirectory.from_config(config)


def revisions() -> list[str]:
    """From the oldest to the newest."""
    return [script.revision for script in reversed(list(scripts().walk_revisions()))]


def test_head_names_the_newest_script() -> None:
    assert scripts().get_heads() == [HEAD]


def test_every_script_lies_in_the_folder_under_its_revision() -> None:
    files = {path.name[:4] for path in (SCRIPTS / "versions").glob("[0-9]*.py")}
    assert files == set(revisions())


async def climb(empty: Database) -> None:
    """To the newest, migration after migration, as a database that was there before."""
    for step in (revisions()[0], HEAD):
        async with empty.writing() as tx:
            await upgrade(tx, step)


async def test_the_migrated_tables_are_the_tables_of_the_code(empty: Database) -> None:
    await climb(empty)
    async with empty.writing() as tx:
        assert await tx.run_sync(differences) == []


async def test_a_new_database_is_made_as_the_migrations_would_have_made_it(empty: Database, database: Database) -> None:
    await climb(empty)
    async with empty.reading() as climbed, database.reading() as made:
        assert await made.run_sync(build) == await climbed.run_sync(build)


async def test_each_migration_climbs_descends_and_climbs_again(empty: Database) -> None:
    steps = ["base", *revisions()]
    for below, above in pairwise(steps):
        async with empty.writing() as tx:
            await upgrade(tx, above)
            climbed = await tx.run_sync(schema)
            await upgrade(tx, below)
            await upgrade(tx, above)
            assert await tx.run_sync(schema) == climbed


async def test_descending_to_the_base_leaves_no_table_behind(empty: Database) -> None:
    async with empty.writing() as tx:
        await upgrade(tx)
        await upgrade(tx, "base")
        assert await tx.run_sync(tables) == {"alembic_version"}


async def test_an_upgrade_says_whether_there_was_anything_to_do(empty: Database) -> None:
    async with empty.writing() as tx:
        assert await upgrade(tx)
    async with empty.writing() as tx:
        assert not await upgrade(tx)


async def test_of_two_processes_that_upgrade_at_once_one_waits_and_finds_it_done(empty: Database) -> None:
    other = Database(empty.address)

    async def bring_up(database: Database) -> bool:
        async with database.writing() as tx:
            return await upgrade(tx)

    async with asyncio.timeout(60):
        done = await asyncio.gather(bring_up(empty), bring_up(other))
    await other.close()
    assert sorted(done) == [False, True]


async def test_an_upgrade_that_fails_half_way_leaves_nothing_behind(empty: Database) -> None:
    with pytest.raises(RuntimeError):
        async with empty.writing() as tx:
            await upgrade(tx)
            raise RuntimeError("the machine stopped")
    async with empty.reading() as connection:
        assert await connection.run_sync(tables) == set()


async def test_a_database_of_a_newer_program_is_refused_and_left_alone(database: Database) -> None:
    async with database.writing() as tx:
        await tx.execute(text("update alembic_version set version_num = '9999'"))
    with pytest.raises(StoreError, match="9999"):
        async with database.writing() as tx:
            await upgrade(tx)
    async with database.reading() as connection:
        assert (await connection.execute(text("select version_num from alembic_version"))).scalar() == "9999"
        assert "outbox" in await connection.run_sync(tables)


def test_no_migration_is_left_to_the_working_directory() -> None:
    assert Path(SCRIPTS).is_absolute()
