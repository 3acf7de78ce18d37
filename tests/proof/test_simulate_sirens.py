"""Two and a half years of sirens against two hundred chats: every message as an independent reckoning has it."""

import csv
import gzip
import random
from collections import Counter
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from tests.content.places import ROOT
from tests.services.reckoning import MINUTE, Person, Reckoning, Row
from tests.services.simulated import keeps_order, run, said, shipped_map, shipped_tree, write_world

#: The volunteers' siren data set (MIT), 2022-02-25 to 2024-10-10; it is too large to be kept with the tests.
SIRENS = ROOT.parent / "shared" / "data" / "sirens" / "volunteer_2022-02_2024-10.csv.gz"
SEED = 20261122
CHATS = 200

pytestmark = pytest.mark.proof

# The file has neither levels nor threats, nor anything below the oblasts. They are made up as follows, with SEED:
# level: yellow for 11 of 20, red for 6, missing for 2, a new word for 1; a yellow alert names drones or nothing in 17
# of 20; a third of the rows gives its oblast one more row, for a raion or city of it, that begins up to forty minutes
# from it, or where it ends, or a few minutes later.
LEVELS = ("yellow",) * 11 + ("red",) * 6 + ("",) * 2 + ("purple",)
MILD = ("", "drones")
THREATS = ("", "drones", "cruise_missiles", "guided_aerial_bombs", "ballistic_missiles", "unknown", "saucers")
ZONES = ("Europe/Kyiv",) * 6 + ("Europe/Lisbon", "America/New_York")
WINDOWS = (
    *((), ((1380, 420),), ((1320, 360),), ((0, 480),), ((1410, 405), (780, 840)), ((1380, 180), (180, 420))),
    *(((1380, 240), (120, 540)), ((195, 225),), ((720, 0), (0, 720)), ((600, 600),)),
)


@pytest.mark.skipif(not SIRENS.exists(), reason="the siren data set is not on this machine")
def test_every_message_of_the_whole_history_is_as_reckoned(tmp_path: Path) -> None:
    chance = random.Random(SEED)
    smaller = small_areas()
    history = made_history(chance, smaller)
    chats = made_chats(chance, smaller)
    write_world(tmp_path, history, chats)
    summary = run(tmp_path)
    messages = said(tmp_path / "out.jsonl")
    reckoning = Reckoning(history, shipped_map(), {area for person in chats for area, _ in person.places})
    expected = [one for person in chats for one in reckoning.of(person)]

    assert summary.alerts == len(history) >= 54_514
    assert len(messages) == summary.messages > 100_000
    assert {one.kind for one in messages} == {"start", "escalate", "end", "recap"}
    assert keeps_order(messages)
    written, reckoned = Counter(messages), Counter(expected)
    assert not list((reckoned - written).items())[:5], "lost, or otherwise told"
    assert not list((written - reckoned).items())[:5], "told twice, or otherwise"


def made_history(chance: random.Random, smaller: dict[str, list[str]]) -> list[Row]:
    history: list[Row] = []
    with gzip.open(SIRENS, "rt", encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            (oblast,) = (area.id for area in shipped_tree().find(row["region"]))
            start, end = (datetime.fromisoformat(row[column]) for column in ("started_at", "finished_at"))
            history.append(made_row(chance, oblast, start, end))
            if chance.random() < 1 / 3 and oblast in smaller:
                history.append(made_part(chance, chance.choice(smaller[oblast]), start, end))
    return history


def made_part(chance: random.Random, area: str, start: datetime, end: datetime) -> Row:
    near = start + chance.randint(-40, 40) * MINUTE
    begins = chance.choice((near, near, end, end + chance.randint(1, 12) * MINUTE))
    return made_row(chance, area, begins, begins + timedelta(seconds=chance.randint(0, 5400)))


def made_row(chance: random.Random, area: str, start: datetime, end: datetime) -> Row:
    level = chance.choice(LEVELS)
    mild = level == "yellow" and chance.random() < 17 / 20
    return Row(area, start, end, level, chance.choice(MILD if mild else THREATS))


def small_areas() -> dict[str, list[str]]:
    """Some raions, towns and cities of each oblast, always with the cities that have an alert of their own."""
    covering, around = shipped_map()
    parts: dict[str, list[str]] = {}
    for area in sorted(covering):
        oblast = next((one for one in covering[area] - {area} if one in covering and len(covering[one]) == 2), None)
        if oblast and (len(covering[area]) == 3 or int(area) % 9 == 0):
            parts.setdefault(oblast, []).append(area)
    assert all(any(city in parts[oblast] for oblast in parts) for city in around)
    return parts


def made_chats(chance: random.Random, smaller: dict[str, list[str]]) -> list[Person]:
    oblasts = sorted(smaller)
    return [made_chat(chance, number, oblasts, smaller) for number in range(CHATS)]


def made_chat(chance: random.Random, number: int, oblasts: list[str], smaller: dict[str, list[str]]) -> Person:
    # Every fifth follows a city with its own alert, most others something small in an oblast, some an oblast.
    pool = [chance.choice(oblasts), *(chance.choice(smaller[chance.choice(oblasts)]) for _ in range(3))]
    pool += ["1293", "564"] if number % 5 == 0 else []
    chosen = chance.sample(sorted(set(pool)), chance.randint(1, 3))
    areas = chosen if number % 5 else sorted({chance.choice(("1293", "564")), *chosen})
    places = tuple((area, area) for area in areas)
    mode = chance.choice(("grave", "grave", "everything", "nothing"))
    return Person(number - CHATS // 2, places, chance.choice(WINDOWS), mode, chance.choice(ZONES))
