"""One world and one person for every conversation."""

import shutil
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.fixtures.databases import database_at
from tests.handlers.people import Person, World


@pytest.fixture
async def world(template: Path, tmp_path: Path) -> AsyncIterator[World]:
    path = tmp_path / "tysha.db"
    shutil.copy(template, path)
    database = database_at(path)
    world = World(database)
    await world.see()
    yield world
    await database.close()


@pytest.fixture
def person(world: World) -> Person:
    """Somebody who reads English, in a private chat."""
    return Person(world)
