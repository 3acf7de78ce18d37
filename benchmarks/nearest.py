"""How fast the nearest five of many shelters are found, beside plain SQL and looking at every one, in one run.

Run: `python -m benchmarks.nearest [SHELTERS] [QUERIES]`. Prints milliseconds at the median and the 99th percentile, the
ratio to the grid, and what the index costs to build and to hold; time is processor time of the one thread, so that
neighbours on the machine do not count. The answers are compared with looking at all.
"""

import random
import sqlite3
import statistics
import sys
import time
import tracemalloc
from collections.abc import Callable

import typer

from bot.domain.shelters.nearest import Accepts, Entry, Index
from bot.domain.shelters.shelter import Point, ShelterId, StepFree, metres

FEW, WITHIN = 5, 20_000.0
#: Of so many queries each of the slow ways is asked only a part.
SLOW_QUERIES = 60
#: Degrees of latitude in WITHIN, and of longitude at 52.5 N, where they are the most.
HIGH, WIDE = 0.18, 0.30

Found = tuple[tuple[ShelterId, float], ...]


def scattered(count: int, chance: random.Random) -> list[Entry]:
    """Nine of ten in a hundred towns of different size, as people live; the others anywhere in Ukraine."""
    towns = [(chance.uniform(45, 52), chance.uniform(23, 39), chance.paretovariate(1)) for _ in range(100)]
    weights = [size for _, _, size in towns]
    entries: list[Entry] = []
    for number in range(count):
        latitude, longitude = chance.uniform(44.5, 52.3), chance.uniform(22.2, 40.1)
        if number % 10:
            (middle,) = chance.choices(towns, weights)
            latitude, longitude = chance.gauss(middle[0], 0.05), chance.gauss(middle[1], 0.08)
        known = chance.choices(list(StepFree), (1, 6, 3))[0]
        entries.append((ShelterId(f"s{number}"), latitude, longitude, known))
    return entries


def by_looking_at_all(entries: list[Entry], point: Point, accepts: Accepts) -> Found:
    ways = [
        (metres(point.latitude, point.longitude, latitude, longitude), shelter)
        for shelter, latitude, longitude, step_free in entries
        if accepts(step_free)
    ]
    return tuple((shelter, away) for away, shelter in sorted(way for way in ways if way[0] <= WITHIN)[:FEW])


def by_sql(connection: sqlite3.Connection, point: Point) -> Found:
    """As one would write it first: a box that an index narrows, and the way worked out for each row in it."""
    latitude, longitude = point.latitude, point.longitude
    box = (latitude - HIGH, latitude + HIGH, longitude - WIDE, longitude + WIDE)
    asked = (
        "SELECT id, metres(?, ?, latitude, longitude) AS away FROM shelters WHERE latitude BETWEEN ? AND ?"
        " AND longitude BETWEEN ? AND ? AND step_free <> 'no' AND away <= ? ORDER BY away, id LIMIT ?"
    )
    rows = connection.execute(asked, (latitude, longitude, *box, WITHIN, FEW))
    return tuple((ShelterId(shelter), away) for shelter, away in rows)


def table(entries: list[Entry]) -> sqlite3.Connection:
    connection = sqlite3.connect(":memory:")
    connection.create_function("metres", 4, metres, deterministic=True)
    connection.execute("CREATE TABLE shelters (id TEXT PRIMARY KEY, latitude REAL, longitude REAL, step_free TEXT)")
    connection.executemany("INSERT INTO shelters VALUES (?, ?, ?, ?)", entries)
    connection.execute("CREATE INDEX box ON shelters (latitude, longitude)")
    return connection


def timed(find: Callable[[Point], Found], points: list[Point]) -> tuple[list[float], list[Found]]:
    spent, found = [], []
    for point in points:
        began = time.thread_time()
        found.append(find(point))
        spent.append((time.thread_time() - began) * 1000)
    return spent, found


def said(name: str, spent: list[float], grid: float) -> str:
    worst = statistics.quantiles(spent, n=100)[98]
    middle = statistics.median(spent)
    return f"{name:<22}{middle:>10.3f} ms{worst:>10.3f} ms{middle / grid:>10.1f} x"


def with_steps_left_out(known: StepFree) -> bool:
    return known is not StepFree.NO


def main(count: int, queries: int) -> None:
    chance = random.Random(5)
    entries = scattered(count, chance)
    tracemalloc.start()
    began = time.thread_time()
    index = Index(entries)
    built, (held, _) = time.thread_time() - began, tracemalloc.get_traced_memory()
    tracemalloc.stop()
    connection = table(entries)
    points = [
        Point(near[1] + chance.gauss(0, 0.02), near[2] + chance.gauss(0, 0.02))
        for near in (chance.choice(entries) for _ in range(queries))
    ]
    few = points[:SLOW_QUERIES]
    grid, answers = timed(lambda at: index.nearest(at, FEW, WITHIN, with_steps_left_out), points)
    sql, sql_answers = timed(lambda at: by_sql(connection, at), few)
    every, right = timed(lambda at: by_looking_at_all(entries, at, with_steps_left_out), few)
    middle = statistics.median(grid)
    typer.echo(f"{count} shelters, {queries} queries ({len(few)} for the slow ways), nearest {FEW} with a filter")
    typer.echo(f"{'':<22}{'median':>13}{'99th':>13}{'to grid':>12}")
    for name, spent in (("grid", grid), ("SQL with an index", sql), ("looking at all", every)):
        typer.echo(said(name, spent, middle))
    typer.echo(
        f"index: built in {built * 1000:.0f} ms while its memory is traced, holds {held / 2**20:.1f} MiB beyond the ids"
    )
    typer.echo(f"equal to looking at all: grid {answers[: len(few)] == right}, SQL {sql_answers == right}")


if __name__ == "__main__":
    asked = [int(part) for part in sys.argv[1:3]]
    main(*(*asked, *(100_000, 10_000)[len(asked) :]))
