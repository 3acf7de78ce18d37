"""Brings a database up to date, or back down, so that `run` never meets tables of another day."""

from pathlib import Path

from sqlalchemy import Connection, inspect, text
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.errors import StoreError
from bot.store.tables import metadata

#: The newest migration; a test holds it against the folder, so that a start that needs nothing need not load Alembic.
HEAD = "0023"
SCRIPTS = Path(__file__).parent / "migrations"
#: As Alembic makes it.
_VERSION = """
    CREATE TABLE alembic_version (
        version_num VARCHAR(32) NOT NULL, CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num)
    )
"""


async def upgrade(connection: AsyncConnection, target: str = HEAD) -> bool:
    """Migrates inside the caller's transaction; False where the database was there already.

    Raises StoreError for a database that a newer version of the program has migrated.
    """
    found = await connection.run_sync(_revision)
    if found == target:
        return False
    if (found or "") > HEAD:
        raise StoreError(f"the database is at {found}, and this version of the program knows only {HEAD}")
    if target == HEAD and await connection.run_sync(_is_empty):
        await connection.run_sync(_create)
    else:
        await connection.run_sync(_migrate, target)
    return True


def _revision(connection: Connection) -> str | None:
    if not inspect(connection).has_table("alembic_version"):
        return None
    revision: str | None = connection.execute(text("SELECT version_num FROM alembic_version")).scalar()
    return revision


def _is_empty(connection: Connection) -> bool:
    return not inspect(connection).get_table_names()


def _create(connection: Connection) -> None:
    """The tables as they are today, at once: a test holds that all migrations end in the same."""
    metadata.create_all(connection)
    connection.execute(text(_VERSION))
    connection.execute(text("INSERT INTO alembic_version (version_num) VALUES (:head)"), {"head": HEAD})


def _migrate(connection: Connection, target: str) -> None:
    # Alembic takes a fifth of a second to load, and most starts have nothing to migrate.
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(SCRIPTS))
    config.attributes["connection"] = connection
    if target == "base" or (_revision(connection) or "") > target:
        command.downgrade(config, target)
    else:
        command.upgrade(config, target)
