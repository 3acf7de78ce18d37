"""Gives each test of the store a database of its own, as the program uses it."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.store.database import Database
from tests.fixtures.databases import Template, database_at, fresh, without_tables


@pytest.fixture
async def database(template: Template, tmp_path: Path) -> AsyncIterator[Database]:
    async with fresh(template, tmp_path) as where:
        opened = database_at(where)
        yield opened
        await opened.close()


@pytest.fixture
async def empty(template: Template, tmp_path: Path) -> AsyncIterator[Database]:
    """A database in which nothing is yet, not even tables."""
    async with without_tables(template, tmp_path) as where:
        opened = database_at(where)
        yield opened
        await opened.close()
