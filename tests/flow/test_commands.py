"""The commands that read and write files, as an operator runs them."""

import json
from pathlib import Path

import pytest

from tests.flow.program import finished

ALERTS = """\
area,started_at,finished_at,level,threat
Kharkiv,2026-11-20T23:40:00+02:00,2026-11-21T01:52:00+02:00,yellow,drones
1293,2026-11-21T00:14:00+02:00,2026-11-21T00:50:00+02:00,red,ballistic_missiles
"""
CHATS = """\
chat_id,area,quiet,mode,timezone
1,Kharkiv,23:00-07:00,,
"""
SIRENS = """\
region,started_at,finished_at,naive
Kharkivska oblast,2024-09-01 01:00:00+00:00,2024-09-01 01:40:00+00:00,False
Kharkivska oblast,2024-09-01 01:00:00+00:00,2024-09-01 01:40:00+00:00,False
Atlantis,2024-09-01 01:00:00+00:00,2024-09-01 01:40:00+00:00,False
"""


async def simulated(folder: Path, alerts: str = ALERTS, chats: str = CHATS) -> tuple[int, str]:
    write(folder / "alerts.csv", alerts)
    write(folder / "chats.csv", chats)
    return await finished(
        folder, {}, "simulate", "--alerts", "alerts.csv", "--chats", "chats.csv", "--out", "out.jsonl"
    )


def write(file: Path, text: str) -> None:
    file.write_text(text, encoding="utf-8")


def messages(folder: Path) -> list[list[str]]:
    lines = (folder / "out.jsonl").read_text(encoding="utf-8").splitlines()
    return [[row["kind"], row["sound"], row["at"]] for row in map(json.loads, lines)]


async def test_simulate_tells_what_a_chat_would_have_heard(tmp_path: Path) -> None:
    code, _ = await simulated(tmp_path)

    assert code == 0
    assert messages(tmp_path) == [
        ["start", "silent", "2026-11-20T21:40:00+00:00"],
        ["escalate", "loud", "2026-11-20T22:14:00+00:00"],
        ["end", "silent", "2026-11-20T23:52:00+00:00"],
        ["recap", "silent", "2026-11-21T05:00:00+00:00"],
    ]


@pytest.mark.parametrize(
    ("alerts", "chats", "line"),
    [
        (ALERTS.replace("1293", "Nowhere"), CHATS, "alerts.csv:3"),
        (ALERTS.replace("2026-11-21T01:52", "2026-11-20T01:52"), CHATS, "alerts.csv:2"),
        (ALERTS, CHATS.replace("23:00-07:00,", "23:00-07:00,loudly"), "chats.csv:2"),
        (ALERTS, CHATS.replace("1,", "one,"), "chats.csv:2"),
    ],
    ids=["unknown-area", "ends-before-it-begins", "unknown-mode", "no-number"],
)
async def test_a_bad_row_ends_simulate_with_its_line(tmp_path: Path, alerts: str, chats: str, line: str) -> None:
    code, output = await simulated(tmp_path, alerts, chats)

    assert code == 1
    assert line in output
    assert "Traceback" not in output


async def test_a_history_is_taken_in_once_and_accounted_for(tmp_path: Path) -> None:
    write(tmp_path / "sirens.csv", SIRENS)
    settings = {"DATABASE_URL": f"sqlite+aiosqlite:///{tmp_path}/tysha.db"}
    code, first = await finished(tmp_path, settings, "history", "import", "sirens.csv")
    _, again = await finished(tmp_path, settings, "history", "import", "sirens.csv")

    assert code == 0
    assert "3 rows: 1 alerts are new" in first
    assert "1 duplicates" in first
    assert "unknown: Atlantis" in first
    assert "0 alerts are new, 1 were known" in again


async def test_what_was_not_delivered_is_listed(tmp_path: Path) -> None:
    settings = {"DATABASE_URL": f"sqlite+aiosqlite:///{tmp_path}/tysha.db"}
    assert await finished(tmp_path, settings, "undelivered") == (0, "Owed: 0\nGiven up: 0\nUpdates put aside: 0\n")


async def test_shelters_are_taken_in_counted_and_accounted_for(tmp_path: Path) -> None:
    table = "uid,type,addressThoroughfare,addressLocatorDesignator,lat,lon\n"
    write(tmp_path / "kmu.csv", f"{table}1,сховище,вул. Сумська,1,50.0,36.2\n2,сховище,вул. Сумська,2,0,0\n")
    settings = {"DATABASE_URL": f"sqlite+aiosqlite:///{tmp_path}/tysha.db"}
    code, first = await finished(tmp_path, settings, "shelters", "import", "kmu.csv", "--name", "Харків")
    _, listed = await finished(tmp_path, settings, "shelters", "list")

    assert code == 0
    assert "2 rows: 1 kept, 1 left out" in first
    assert "coordinates outside Ukraine: 1 (line 3)" in first
    assert "1 new, 0 changed" in first
    assert "built in, metro: 30" in listed and "Харків, hermetic: 1" in listed


async def test_flags_are_reviewed_by_their_number(tmp_path: Path) -> None:
    settings = {"DATABASE_URL": f"sqlite+aiosqlite:///{tmp_path}/tysha.db"}

    assert await finished(tmp_path, settings, "shelters", "flags") == (0, "Nobody says anything.\n")
    code, said = await finished(tmp_path, settings, "shelters", "flags", "--reject", "4")
    assert (code, "no flag 4" in said) == (1, True)
    both = await finished(tmp_path, settings, "shelters", "flags", "--reject", "4", "--confirm", "4")
    assert both[0] == 2


async def test_the_cards_are_printed_as_one_page(tmp_path: Path) -> None:
    code, _ = await finished(tmp_path, {}, "cards", "export", "--lang", "en", "--out", "cards.html")

    assert code == 0
    assert (tmp_path / "cards.html").read_text(encoding="utf-8").startswith("<!doctype html>")
    assert (await finished(tmp_path, {}, "cards", "export", "--lang", "de"))[0] == 2
