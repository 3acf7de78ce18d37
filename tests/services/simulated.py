"""Runs simulations as the command line does, from tables to lines, for the tests that compare what comes out."""

import csv
import json
from collections.abc import Iterable, Sequence
from datetime import datetime
from functools import cache
from pathlib import Path

from bot.domain.areas import AreaTree
from bot.services.simulate import Summary, run_simulation
from tests.content.places import AREAS, areas
from tests.services.reckoning import KINDS, Map, Person, Row, Said

ALERT_HEADER = "area,started_at,finished_at,level,threat"
CHAT_HEADER = "chat_id,area,quiet,mode,timezone"


@cache
def shipped_tree() -> AreaTree:
    return AreaTree(areas())


@cache
def shipped_map() -> Map:
    """The areas' table, read by the tests' own code."""
    with AREAS.open(encoding="utf-8", newline="") as file:
        table = {row["id"]: row for row in csv.DictReader(file)}
    covering = {}
    for area in table:
        line = [area]
        while parent := table[line[-1]]["parent"]:
            line.append(parent)
        covering[area] = frozenset(line)
    return Map(covering, {area: row["surrounding"] for area, row in table.items() if row["surrounding"]})


def simulate(folder: Path, alerts: str, chats: str) -> list[Said]:
    """What comes of two tables, given as text with their headers."""
    (folder / "alerts.csv").write_text(alerts, encoding="utf-8")
    (folder / "chats.csv").write_text(chats, encoding="utf-8")
    run(folder)
    return said(folder / "out.jsonl")


def run(folder: Path) -> Summary:
    return run_simulation(
        folder / "alerts.csv", folder / "chats.csv", folder / "out.jsonl", shipped_tree(), lambda done, of: None
    )


def said(out: Path) -> list[Said]:
    with out.open(encoding="utf-8") as file:
        objects = [json.loads(line) for line in file]
    return [Said(datetime.fromisoformat(one.pop("at")), **one) for one in objects]


def write_world(folder: Path, rows: Iterable[Row], people: Iterable[Person]) -> None:
    alerts = ((row.area, row.start.isoformat(), row.end.isoformat() if row.end else "", *row[3:]) for row in rows)
    chats = (
        (person.id, written, ";".join(map(_window, person.windows)), person.mode, person.timezone)
        for person in people
        for _, written in person.places
    )
    _write(folder / "alerts.csv", ALERT_HEADER, alerts)
    _write(folder / "chats.csv", CHAT_HEADER, chats)


def in_order(messages: Sequence[Said]) -> list[Said]:
    """The order of the design, and by area where it leaves the order open."""
    return sorted(messages, key=lambda one: (one.at, one.chat_id, KINDS.index(one.kind), one.area, one.reason))


def keeps_order(messages: Sequence[Said]) -> bool:
    keys = [(one.at, one.chat_id, KINDS.index(one.kind)) for one in messages]
    return keys == sorted(keys)


def _window(window: tuple[int, int]) -> str:
    return "-".join(f"{minutes // 60:02}:{minutes % 60:02}" for minutes in window)


def _write(path: Path, header: str, rows: Iterable[tuple[object, ...]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        table = csv.writer(file)
        table.writerow(header.split(","))
        table.writerows(rows)
