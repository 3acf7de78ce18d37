"""One world and one person for every conversation."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.store.database import Database
from bot.store.tables import metadata
from tests.handlers.people import Person, World


@pytest.fixture
async def world(tmp_path: Path) -> AsyncIterator[World]:
    database = Database(f"sqlite+aiosqlite:///{tmp_path / 'tysha.db'}")
    async with database.writing() as tx:
        await tx.run_sync(metadata.create_all)
    world = World(database)
    await world.see()
    yield world
    await database.close()


@pytest.fixture
def person(world: World) -> Person:
    """Somebody who reads English, in a private chat."""
    return Person(world)
