"""Gives each test of a use case a world of its own."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.fixtures.world import World, make_template, open_world


@pytest.fixture(scope="session")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_template(tmp_path_factory.mktemp("template") / "empty.db")


@pytest.fixture
async def world(template: Path, tmp_path: Path) -> AsyncIterator[World]:
    async with open_world(template, tmp_path) as opened:
        yield opened
