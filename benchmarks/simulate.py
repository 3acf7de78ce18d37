"""How many messages a second a simulation makes, beside the mere writing of as many lines of JSON.

A made history of a year is played against two hundred chats.
"""

import json
import random
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

from benchmarks.table import Figure, Size
from bot.content import load_areas
from bot.domain.areas import AreaTree
from bot.services.simulate import run_simulation

AREAS = Path(__file__).parents[1] / "data" / "areas" / "areas.csv"
SEED, CHATS = 7, 200
ALERTS = {Size.SMALL: 600, Size.FULL: 6_000}
#: Two oblasts with the cities in them that have an alert of their own, the raions around those, and one town.
FOLLOWED = ("22", "1293", "124", "12", "564", "149", "1321")
YEAR = datetime(2025, 1, 1, tzinfo=UTC)


def write_tables(folder: Path, number: int) -> None:
    chance = random.Random(SEED)
    alerts = ["area,started_at,finished_at,level,threat", *(alert(chance) for _ in range(number))]
    chats = ["chat_id,area,quiet,mode,timezone", *(chat(chance, number) for number in range(CHATS))]
    (folder / "alerts.csv").write_text("\n".join(alerts), encoding="utf-8")
    (folder / "chats.csv").write_text("\n".join(chats), encoding="utf-8")


def alert(chance: random.Random) -> str:
    start = YEAR + timedelta(minutes=chance.randrange(365 * 24 * 60))
    end = start + timedelta(minutes=chance.randint(5, 120))
    level, threat = chance.choice((("yellow", "drones"), ("yellow", ""), ("red", "ballistic_missiles")))
    return f"{chance.choice(FOLLOWED)},{start.isoformat()},{end.isoformat()},{level},{threat}"


def chat(chance: random.Random, number: int) -> str:
    """Each with hours of its own, so that nobody's decisions can be shared."""
    start, end = 21 * 60 + number // 2, 5 * 60 + number
    quiet = f"{start // 60:02}:{start % 60:02}-{end // 60:02}:{end % 60:02}"
    return f"{number},{chance.choice(FOLLOWED)},{quiet},{chance.choice(('grave', 'everything', 'nothing'))},"


def simulate(folder: Path, tree: AreaTree) -> tuple[int, float]:
    """How many messages there were, and how many a second."""
    paths = (folder / "alerts.csv", folder / "chats.csv", folder / "out.jsonl")
    began = time.perf_counter()
    summary = run_simulation(*paths, tree, lambda done, of: None)
    return summary.messages, summary.messages / (time.perf_counter() - began)


def write_lines(folder: Path) -> float:
    """Lines a second, for the lines that the simulation wrote."""
    messages = [json.loads(line) for line in (folder / "out.jsonl").read_text(encoding="utf-8").splitlines()]
    began = time.perf_counter()
    with (folder / "copy.jsonl").open("w", encoding="utf-8") as file:
        for message in messages:
            file.write(json.dumps(message, ensure_ascii=False) + "\n")
    return len(messages) / (time.perf_counter() - began)


async def measure(folder: Path, size: Size) -> list[Figure]:
    """One simulation, and the mere writing of its lines."""
    tree = AreaTree(load_areas(AREAS))
    write_tables(folder, ALERTS[size])
    _, rate = simulate(folder, tree)
    return [Figure("simulate", "messages/s", rate, write_lines(folder), "writing as many JSON lines")]
