"""Gives each test of the store a database of its own, in a file, as the program uses it."""

import shutil
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.store.database import Database
from tests.fixtures.world import url_of


@pytest.fixture
async def database(template: Path, tmp_path: Path) -> AsyncIterator[Database]:
    path = tmp_path / "tysha.db"
    shutil.copy(template, path)
    opened = Database(url_of(path))
    yield opened
    await opened.close()


@pytest.fixture
async def empty(tmp_path: Path) -> AsyncIterator[Database]:
    """A database in which nothing is yet, not even tables."""
    opened = Database(url_of(tmp_path / "new.db"))
    yield opened
    await opened.close()
