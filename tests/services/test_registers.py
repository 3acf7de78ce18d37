"""A register is taken in whole or not at all, again without change, and what it no longer lists goes."""

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import func, select

from bot.domain.alerts import Band
from bot.domain.shelters.shelter import Point
from bot.domain.shelters.walking import Pace
from bot.errors import ContentFault
from bot.services.registers import Summary, import_register
from bot.services.shelters import Shelters
from bot.store.database import Database
from bot.store.tables import shelters, shelters_staged
from tests.fixtures.world import World

NOW = datetime(2026, 11, 22, 20, 0, tzinfo=UTC)
HERE = Point(49.0, 35.0)


def row(number: int, **changes: Any) -> dict[str, Any]:
    plain = {"id": number, "shyrota": 49.0 + number / 1000, "dovhota": 35.0, "adresa": f"Село, вул. Довга, {number}"}
    return {**plain, **changes}


async def take_in(database: Database, folder: Path, rows: list[dict[str, Any]], name: str = "ДСНС") -> Summary:
    path = folder / "register.json"
    path.write_text(json.dumps(rows), encoding="utf-8")
    return await import_register(path, database, name, NOW, lambda _done, _total: None)


async def kept(database: Database) -> int:
    async with database.reading() as connection:
        assert await connection.scalar(select(func.count()).select_from(shelters_staged)) == 0
        return await connection.scalar(select(func.count()).select_from(shelters)) or 0


async def test_importing_again_changes_nothing_and_a_new_edition_only_what_is_new(world: World, tmp_path: Path) -> None:
    first = await take_in(world.database, tmp_path, [row(1), row(2), row(3)])
    again = await take_in(world.database, tmp_path, [row(1), row(2), row(3)])
    newer = await take_in(world.database, tmp_path, [row(1), row(2, adresa="Село, вул. Нова, 2"), row(4)])

    assert (first.added, first.changed, first.same, first.gone) == (3, 0, 0, 0)
    assert (again.added, again.changed, again.same, again.gone) == (0, 0, 3, 0)
    assert (newer.added, newer.changed, newer.same, newer.gone) == (1, 1, 1, 1)
    assert await kept(world.database) == 3


async def test_a_register_leaves_the_others_alone(world: World, tmp_path: Path) -> None:
    await take_in(world.database, tmp_path, [row(1), row(2)], "ДСНС")
    await take_in(world.database, tmp_path, [row(1)], "Чугуїв")

    assert await kept(world.database) == 3


@pytest.mark.parametrize("rows", [[], [{"other": 1}], [row(1, shyrota="x")]])
async def test_a_file_of_nothing_does_not_empty_a_register(
    world: World, tmp_path: Path, rows: list[dict[str, Any]]
) -> None:
    await take_in(world.database, tmp_path, [row(1)])
    with pytest.raises(ContentFault):
        await take_in(world.database, tmp_path, rows)

    assert await kept(world.database) == 1


async def test_a_file_that_breaks_off_changes_nothing(world: World, tmp_path: Path) -> None:
    await take_in(world.database, tmp_path, [row(1)])
    path = tmp_path / "broken.json"
    path.write_text(json.dumps([row(number) for number in range(50)])[:-30], encoding="utf-8")
    with pytest.raises(ContentFault):
        await import_register(path, world.database, "ДСНС", NOW, lambda _done, _total: None)

    assert await kept(world.database) == 1


async def test_a_running_bot_finds_what_was_imported_at_its_next_look(world: World, tmp_path: Path) -> None:
    service = Shelters((), ())
    await service.refresh(world.database)
    assert len(service) == 0
    await take_in(world.database, tmp_path, [row(number) for number in range(1, 9)])
    await service.refresh(world.database)

    async with world.database.writing() as tx:
        near = await service.near(tx, HERE, Pace.USUAL, Band.TENS_OF_MINUTES, NOW, step_free=False)
        named = await service.named(tx, "вул. Довга 7")
        gone = await service.near(tx, Point(45.0, 30.0), Pace.USUAL, None, NOW + timedelta(1), step_free=False)

    assert [one.shelter.address for one in near] == [f"Село, вул. Довга, {number}" for number in range(1, 6)]
    assert [one.minutes for one in near] == sorted(one.minutes for one in near)
    assert named.landmark is not None
    assert gone == ()
