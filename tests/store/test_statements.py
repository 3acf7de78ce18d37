"""Holds how PostgreSQL goes about a piece of a broadcast, whatever it believes of its tables."""

import json
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import event, text
from sqlalchemy.ext.asyncio import AsyncConnection

from benchmarks.crowd import Alarm, fill, forget
from bot.domain.plans import decide_first
from bot.store.database import Database
from bot.store.pieces import Piece, write_piece
from bot.store.planning import Sizes
from tests.fixtures.databases import PostgresTemplate, without_tables

PEOPLE, COHORTS = 600, 40


@pytest.fixture
async def misled(on_server: PostgresTemplate, tmp_path: Path) -> AsyncIterator[Database]:
    """A database whose server last looked at the tables of a broadcast when the one before was over and forgotten."""
    async with without_tables(on_server, tmp_path) as url:
        database = Database(str(url))
        await fill(database, PEOPLE, COHORTS)
        alarm = Alarm(database)
        await alarm.sounds()
        while await alarm.planner.step():
            pass
        await forget(database)
        async with database.writing() as tx:
            await tx.execute(text("ANALYZE"))
        yield database
        await database.close()


async def test_a_piece_reads_everybody_and_every_decision_once(misled: Database) -> None:
    asked: list[tuple[str, Any]] = []

    def remember(_connection: object, _cursor: object, spelt: str, given: object, *_rest: object) -> None:
        if "JOIN decisions" in spelt:
            asked.append((spelt, given))

    await Alarm(misled, Sizes(at_once=0, first=1)).sounds()
    event.listen(misled.writer.sync_engine, "before_cursor_execute", remember)
    async with misled.writing() as tx:
        await write_piece(tx, Piece(), decide_first)
        event.remove(misled.writer.sync_engine, "before_cursor_execute", remember)
        read = [await _read(tx, spelt, given) for spelt, given in asked]

    assert read == [{("places", 1), ("decisions", 1)}] * 2


async def _read(tx: AsyncConnection, spelt: str, given: Any) -> set[tuple[str, int]]:
    """How often the server goes through the listeners and through the decisions."""
    found = (await tx.exec_driver_sql(f"EXPLAIN (ANALYZE, FORMAT JSON) {spelt}", given)).scalar_one()
    (told,) = json.loads(found) if isinstance(found, str) else found
    nodes = [node for node in _nodes(told["Plan"]) if node.get("Relation Name") in ("places", "decisions")]
    return {(node["Relation Name"], node["Actual Loops"]) for node in nodes}


def _nodes(plan: dict[str, Any]) -> Iterator[dict[str, Any]]:
    yield plan
    for child in plan.get("Plans", ()):
        yield from _nodes(child)
