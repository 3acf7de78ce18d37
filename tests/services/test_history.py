"""What an import leaves in the database: all of a file or nothing of it, and once."""

from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from bot.domain.areas import AreaTree
from bot.errors import ContentFault
from bot.services.history import PIECE, Summary, import_history
from bot.store.tables import transitions
from tests.content.places import areas
from tests.fixtures.world import World

VOLUNTEER = "region,started_at,finished_at,naive"
OFFICIAL = "oblast,raion,hromada,level,started_at,finished_at,source"
ROWS = (
    "Kharkivska oblast,2024-09-01 02:00:00+00:00,2024-09-01 02:30:00+00:00,True",
    "Kharkivska oblast,2024-09-01 03:00:00+00:00,2024-09-01 03:20:00+00:00,False",
    "Lvivska oblast,2024-09-01 02:10:00+00:00,2024-09-01 02:20:00+00:00,False",
)


async def bring_in(world: World, folder: Path, *lines: str, header: str = VOLUNTEER, name: str = "a.csv") -> Summary:
    (folder / name).write_text("\n".join((header, *lines)), encoding="utf-8")
    return await import_history(folder / name, world.database, AreaTree(areas()), lambda done, of: None)


async def stored(world: World) -> list[Any]:
    async with world.database.reading() as connection:
        return list(await connection.execute(select(transitions).order_by(transitions.c.at, transitions.c.kind)))


async def test_each_alert_is_a_start_and_an_end(world: World, tmp_path: Path) -> None:
    summary = await bring_in(world, tmp_path, ROWS[0])
    start, end = await stored(world)

    assert (summary.rows, summary.added, summary.imputed) == (1, 1, 1)
    assert (start.kind, end.kind, start.area, end.area) == ("started", "ended", "22", "22")
    assert (start.at, end.at) == (start.started_at, end.at)
    assert end.started_at == start.at < end.at
    assert start.sources == end.sources == ["history:a.csv"]


async def test_a_level_that_nobody_wrote_down_stays_unknown(world: World, tmp_path: Path) -> None:
    await bring_in(world, tmp_path, ROWS[0])

    assert {(row.alert_kind, row.level, row.gravity) for row in await stored(world)} == {
        ("air_raid", "unknown", "grave"),
    }


async def test_a_file_that_comes_again_changes_nothing(world: World, tmp_path: Path) -> None:
    await bring_in(world, tmp_path, *ROWS)
    before = await stored(world)
    summary = await bring_in(world, tmp_path, *reversed(ROWS))

    assert await stored(world) == before
    assert (summary.rows, summary.added, summary.known) == (3, 0, 3)


async def test_the_same_alerts_under_another_name_are_known(world: World, tmp_path: Path) -> None:
    await bring_in(world, tmp_path, *ROWS)
    summary = await bring_in(
        world, tmp_path, *ROWS, "Lvivska oblast,2024-09-02 02:00,2024-09-02 02:20,False", name="b.csv"
    )

    assert (summary.added, summary.known) == (1, 3)
    assert len(await stored(world)) == 8


async def test_what_is_wrong_with_rows_is_counted_and_left_out(world: World, tmp_path: Path) -> None:
    summary = await bring_in(
        world,
        tmp_path,
        *(ROWS[0], ROWS[0], ROWS[0]),
        "Atlantis,2024-09-01 02:00,2024-09-01 02:30,False",
        "Atlantis,2024-09-02 02:00,2024-09-02 02:30,False",
        "Lemuria,2024-09-01 02:00,2024-09-01 02:30,False",
        "Kharkivska oblast,2024-09-01 05:00,,False",
        "Kharkivska oblast,2024-09-01 05:00,2024-09-01 04:00,False",
        "Kharkivska oblast,2024-09-01 05:00,2024-09-01 05:00,False",
    )

    assert (summary.rows, summary.added, summary.duplicates) == (9, 1, 2)
    assert (summary.without_end, summary.backwards, summary.unknown) == (1, 2, 3)
    assert summary.examples == (("Atlantis", 2), ("Lemuria", 1))
    assert len(await stored(world)) == 2


async def test_the_official_form_names_hromadas_too(world: World, tmp_path: Path) -> None:
    hromada = "m. Chuhuiv ta Chuhuivska terytorialna hromada"
    line = f"Kharkivska oblast,Chuhuivskyi raion,{hromada},hromada,2024-01-01 02:00,2024-01-01 03:00,official"
    summary = await bring_in(world, tmp_path, line, header=OFFICIAL)

    assert summary.imputed == 1
    assert {row.area for row in await stored(world)} == {"1321"}


async def test_a_fault_in_the_last_line_leaves_the_database_as_it_was(world: World, tmp_path: Path) -> None:
    with pytest.raises(ContentFault) as fault:
        await bring_in(world, tmp_path, *ROWS, "Kharkivska oblast,2024-09-01 02:00,soon,False")

    assert (fault.value.line, fault.value.field) == (5, "finished_at")
    assert await stored(world) == []


async def test_a_crash_half_way_leaves_the_database_as_it_was(world: World, tmp_path: Path) -> None:
    lines = [f"Kharkivska oblast,{2000 + year}-01-01 02:00,{2000 + year}-01-01 02:30,False" for year in range(20)]
    days = [
        line.replace("-01-01", f"-{month:02}-{day:02}") for line in lines for month in range(1, 13) for day in (1, 9)
    ]
    many = [line.replace(" 02:", f" {hour:02}:") for line in days for hour in range(0, 10)]
    (tmp_path / "a.csv").write_text("\n".join((VOLUNTEER, *many)), encoding="utf-8")

    def crash(done: int, of: int) -> None:
        assert of == len(many) > PIECE
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        await import_history(tmp_path / "a.csv", world.database, AreaTree(areas()), crash)

    assert await stored(world) == []


async def test_progress_reaches_the_end(world: World, tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("\n".join((VOLUNTEER, *ROWS)), encoding="utf-8")
    heard: list[tuple[int, int]] = []
    await import_history(tmp_path / "a.csv", world.database, AreaTree(areas()), lambda *said: heard.append(said))

    assert heard[-1] == (3, 3)
