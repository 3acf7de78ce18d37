"""A location finds its area by borders that somebody imported, and by nothing else."""

from datetime import timedelta
from pathlib import Path

import pytest

from bot.domain.shelters.shelter import Point
from bot.errors import ContentFault
from bot.services.whereabouts import Whereabouts, forget_outlines, import_outlines
from bot.store.database import Database
from tests.fixtures.content import tree
from tests.fixtures.squares import around, feature, square, written
from tests.fixtures.world import EVENING, World

pytestmark = pytest.mark.both_databases

OBLAST, RAION, CITY, CHUHUIV = "22", "124", "1293", "1321"


async def taken_in(database: Database, path: Path, edition: int = 0) -> list[tuple[int, int]]:
    shown: list[tuple[int, int]] = []
    await import_outlines(
        path, database, tree(), EVENING + timedelta(hours=edition), lambda done, total: shown.append((done, total))
    )
    return shown


@pytest.fixture
def database(world: World) -> Database:
    return world.database


@pytest.fixture
async def whereabouts(database: Database, tmp_path: Path) -> Whereabouts:
    """An oblast with a hole, its raion, the city in that, and another city beside."""
    features = (
        feature([around(49.5, 36.5, 1.5), around(48.5, 36.0, 0.1)], uid=OBLAST),
        feature(square(50.0, 36.2, 0.4), uid=RAION),
        feature(square(50.0, 36.2, 0.1), uid=CITY),
        feature(square(50.0, 36.4, 0.1), uid=CHUHUIV),
    )
    shown = await taken_in(database, written(tmp_path, *features))
    assert shown == [(1, 0), (2, 0), (3, 0), (4, 0), (4, 4)]
    found = Whereabouts(tree())
    await found.refresh(database)
    return found


@pytest.mark.parametrize(
    ("latitude", "longitude", "areas"),
    [
        (50.0, 36.2, (CITY, RAION, OBLAST)),
        (50.3, 36.2, (RAION, OBLAST)),
        (49.0, 37.0, (OBLAST,)),
        (48.5, 36.0, ()),
        (48.61, 36.0, (OBLAST,)),
        (52.5, 13.4, ()),
        (36.2, 50.0, ()),
        # On the border of both cities.
        (50.0, 36.3, (CITY, CHUHUIV, RAION, OBLAST)),
    ],
)
async def test_a_point_lies_in_its_areas_the_most_local_first(
    whereabouts: Whereabouts, latitude: float, longitude: float, areas: tuple[str, ...]
) -> None:
    assert set(whereabouts.areas_at(Point(latitude, longitude))) == set(areas)
    assert whereabouts.areas_at(Point(latitude, longitude))[-1:] == areas[-1:]


async def test_without_borders_nothing_is_guessed(database: Database) -> None:
    found = Whereabouts(tree())
    await found.refresh(database)

    assert not found.is_known
    assert found.areas_at(Point(50.0, 36.2)) == ()


async def test_another_import_moves_what_it_has_and_leaves_the_rest(
    whereabouts: Whereabouts, database: Database, tmp_path: Path
) -> None:
    await taken_in(database, written(tmp_path, feature(square(49.0, 36.2, 0.1), uid=CITY)), 1)
    await whereabouts.refresh(database)

    assert whereabouts.areas_at(Point(49.0, 36.2))[0] == CITY
    assert whereabouts.areas_at(Point(50.0, 36.2)) == (RAION, OBLAST)


async def test_a_file_that_breaks_off_changes_nothing(
    whereabouts: Whereabouts, database: Database, tmp_path: Path
) -> None:
    path = written(tmp_path, feature(square(49.0, 36.2), uid=CITY), feature(square(49.0, 36.2), uid=RAION))
    path.write_bytes(path.read_bytes()[:-40])
    with pytest.raises(ContentFault):
        await taken_in(database, path, 1)
    await whereabouts.refresh(database)

    assert whereabouts.areas_at(Point(50.0, 36.2))[0] == CITY


async def test_borders_are_forgotten_at_once(whereabouts: Whereabouts, database: Database) -> None:
    assert await forget_outlines(database, EVENING + timedelta(hours=1)) == 4
    await whereabouts.refresh(database)

    assert not whereabouts.is_known
