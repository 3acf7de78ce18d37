"""One INSERT that settles conflicts on both databases, which spell it alike but keep it in different modules."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from sqlalchemy import Table
from sqlalchemy.dialects import sqlite
from sqlalchemy.ext.asyncio import AsyncConnection

if TYPE_CHECKING:
    from sqlalchemy.dialects import postgresql


def insert_for(connection: AsyncConnection, table: Table) -> "sqlite.Insert | postgresql.Insert":
    """The dialect's own INSERT, which knows ON CONFLICT."""
    return insert_into(connection.dialect.name, table)


def insert_into(dialect: str, table: Table) -> "sqlite.Insert | postgresql.Insert":
    """The same by the dialect's name."""
    if dialect == "sqlite":
        return sqlite.insert(table)
    # A tenth of a second to load, which a bot on SQLite has no use for.
    from sqlalchemy.dialects import postgresql

    return postgresql.insert(table)


async def upsert(connection: AsyncConnection, table: Table, rows: Sequence[dict[str, Any]]) -> None:
    """Inserts the rows, or replaces the columns given where the primary key is there already."""
    keys = [column.name for column in table.primary_key]
    statement = insert_for(connection, table)
    given = {name: statement.excluded[name] for name in rows[0] if name not in keys}
    await connection.execute(statement.on_conflict_do_update(index_elements=keys, set_=given), rows)
