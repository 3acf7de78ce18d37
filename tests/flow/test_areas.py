"""The list of areas from a server that speaks ukrainealarm to what a person can follow, and by the command line."""

import asyncio
import json
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from starlette.responses import PlainTextResponse

from bot.serving import serve
from sandbox.recorder import BotCall
from tests.fixtures.squares import feature, square, written
from tests.flow.alerts_server import alert
from tests.flow.conftest import PERSON, TOKEN, Surroundings
from tests.flow.program import PATIENCE, finished, running
from tests.flow.regions_server import RegionsServer, region_rows

NEW = ("4000", "м. Ясногірськ та Ясногірська територіальна громада", "Community", "124")
HEADER = "id,level,name_uk,name_en,parent,surrounding,other_ids,permanent,aliases,source,checked\n"
SIRENS = """\
region,started_at,finished_at,naive
Ясногірськ,2024-09-01 01:00:00+00:00,2024-09-01 01:40:00+00:00,False
"""


@pytest.fixture
def regions() -> RegionsServer:
    return RegionsServer([*region_rows(), NEW])


@pytest.fixture
async def settings(regions: RegionsServer, tmp_path: Path) -> AsyncIterator[dict[str, str]]:
    async with serve(regions.app()) as address:
        yield {
            "TELEGRAM_BOT_TOKEN": TOKEN,
            "UKRAINE_ALARM_TOKEN": "t",
            "UKRAINE_ALARM_URL": address,
            "DATABASE_URL": f"sqlite+aiosqlite:///{tmp_path}/tysha.db",
        }


async def said(around: Surroundings, words: str, after: int) -> BotCall:
    return await around.world.wait_for(
        lambda call: call.method == "sendMessage" and words in (call.text or ""), timeout=PATIENCE, after=after
    )


async def followed(around: Surroundings, name: str) -> None:
    """Asks for a place until the bot knows it: the list comes in a turn of its own."""
    async with asyncio.timeout(PATIENCE):
        while True:
            after = len(around.world.sent)
            around.world.say(PERSON, f"/place {name}")
            if "know no place" not in ((await said(around, name, after)).text or ""):
                return


@pytest.mark.proof
async def test_a_new_area_can_be_followed_and_alerted_and_is_known_after_a_restart(
    surroundings: Surroundings, settings: dict[str, str], regions: RegionsServer
) -> None:
    around = surroundings
    here = {**around.settings, **settings, "ALERT_SOURCES": "ukraine-alarm"}
    async with running(around.folder, here):
        around.world.say(PERSON, "/start")
        await followed(around, "Yasnohirsk")
        after = len(around.world.sent)
        regions.alerts = [alert("124", "red", "ballistic_missiles")]
        assert "Yasnohirsk" in ((await said(around, "issile", after)).text or "")

    async with running(around.folder, here):
        after = len(around.world.sent)
        around.world.say(PERSON, "/now")
        await said(around, "Yasnohirsk", after)
    assert regions.asked == 1


async def test_sync_tells_what_changed_and_a_second_one_that_nothing_did(
    tmp_path: Path, settings: dict[str, str], regions: RegionsServer
) -> None:
    regions.regions = [
        ("1321", "Тестова територіальна громада", "Community", "124") if row[0] == "1321" else row
        for row in regions.regions
        if row[0] != "1284"
    ]

    code, first = await finished(tmp_path, settings, "areas", "sync")
    _, again = await finished(tmp_path, settings, "areas", "sync")

    assert code == 0, first
    assert first.splitlines() == [
        "added: 1 (Ясногірськ)",
        "renamed: 1 (Тестова громада (was Чугуїв))",
        "moved: 1 (Тестова громада)",
        "gone: 1 (Липецька громада)",
        "waiting for the end of an alert: 0",
    ]
    assert "added: 0\nrenamed: 0\nmoved: 0\ngone: 0\n" in again


@pytest.mark.parametrize(
    ("changed", "answer", "words"),
    [
        ({"UKRAINE_ALARM_TOKEN": ""}, None, "UKRAINE_ALARM_TOKEN: "),
        ({}, PlainTextResponse("oops", 500), "ukraine-alarm: server-error 500"),
        ({}, PlainTextResponse("<html>"), "ukraine-alarm: odd-shape"),
        ({}, PlainTextResponse('{"states": [{"regionId": "1", "regionName": "А", "regionType": "State"}]}'), "lacks"),
    ],
    ids=["no-token", "out-of-order", "a-page", "too-little"],
)
async def test_a_sync_that_fails_ends_with_one_line(
    tmp_path: Path,
    settings: dict[str, str],
    regions: RegionsServer,
    changed: dict[str, str],
    answer: PlainTextResponse | None,
    words: str,
) -> None:
    regions.broken = answer

    code, output = await finished(tmp_path, {**settings, **changed}, "areas", "sync")

    assert (code, len(output.splitlines())) == (1, 1), output
    assert words in output


async def test_a_file_is_taken_in_and_the_history_knows_its_areas(
    tmp_path: Path, settings: dict[str, str], regions: RegionsServer
) -> None:
    (tmp_path / "regions.json").write_text(json.dumps(regions.body()), encoding="utf-8")
    (tmp_path / "sirens.csv").write_text(SIRENS, encoding="utf-8")

    code, output = await finished(tmp_path, settings, "areas", "import", "regions.json")
    assert (code, output.splitlines()[0]) == (0, "added: 1 (Ясногірськ)")

    _, output = await finished(tmp_path, settings, "history", "import", "sirens.csv")
    assert "1 rows: 1 alerts are new" in output


async def test_a_bad_row_of_a_file_ends_with_its_line(tmp_path: Path, settings: dict[str, str]) -> None:
    (tmp_path / "areas.csv").write_text(f"{HEADER}22,planet,А,A,,,,no,,x,2026\n", encoding="utf-8")

    code, output = await finished(tmp_path, settings, "areas", "import", "areas.csv")

    assert (code, output) == (1, "areas.csv:2: level: one of country, oblast, raion, hromada, city\n")


async def test_a_map_of_borders_is_taken_in_and_forgotten(tmp_path: Path, settings: dict[str, str]) -> None:
    swapped = feature([[[50, 36], [50, 37], [51, 37], [51, 36], [50, 36]]], uid="22")
    written(tmp_path, feature(square(50, 36), uid="1293"), swapped)

    code, output = await finished(tmp_path, settings, "areas", "import", "map.geojson")
    kept = ["2 features: 1 kept, 1 left out", "  left out, latitude before longitude: 1 (feature 2)"]
    assert (code, [line for line in output.splitlines() if line]) == (0, kept)

    assert await finished(tmp_path, settings, "areas", "forget-borders") == (0, "1 borders forgotten\n")
