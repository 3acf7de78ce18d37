"""The program told of the past over real HTTP: a month when somebody first follows, one line after it was down."""

import signal
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select

from bot.store.database import Database
from bot.store.tables import transitions
from sandbox.recorder import BotCall
from tests.flow.alerts_server import past_alert
from tests.flow.conftest import Surroundings
from tests.flow.program import running
from tests.flow.test_contract import asked, told

KHARKIV, OBLAST = "1293", "22"
HOUR, MINUTE = timedelta(hours=1), timedelta(minutes=1)
FETCHED = "month_fetched"
MISSED = "While I could not see"


def running_at(around: Surroundings, moment: datetime) -> Any:
    """The program, to whose clock so much has passed since."""
    return running(around.folder, {**around.settings, "CLOCK_START": moment.isoformat()})


async def stored(around: Surroundings) -> list[tuple[str, str, list[str]]]:
    database = Database(around.settings["DATABASE_URL"])
    query = select(transitions.c.area, transitions.c.kind, transitions.c.sources).order_by(transitions.c.at)
    async with database.reading() as connection:
        rows = [(row.area, row.kind, row.sources) for row in await connection.execute(query)]
    await database.close()
    return rows


def missed(around: Surroundings) -> list[BotCall]:
    return [call for call in around.world.sent if MISSED in (call.text or "")]


@pytest.mark.proof
async def test_a_month_at_the_first_follow_and_one_silent_line_for_what_came_while_it_was_down(
    surroundings: Surroundings,
) -> None:
    around, now = surroundings, datetime.now(UTC).replace(microsecond=0)
    of_last_week = past_alert(KHARKIV, "yellow", now - timedelta(days=7), now - timedelta(days=7) + HOUR)
    around.alerts.months[OBLAST] = [of_last_week]
    async with running(around.folder, around.settings) as program:
        await asked(around, "/place Kharkiv")
        await program.wrote(FETCHED)
        await around.alerts.answers(1)
        await program.stop(signal.SIGKILL)
    assert await stored(around) == [
        (KHARKIV, "started", ["history:alerts-in-ua"]),
        (KHARKIV, "ended", ["history:alerts-in-ua"]),
    ]

    around.alerts.months[OBLAST] = [of_last_week, past_alert(KHARKIV, "red", now + 10 * MINUTE, now + 30 * MINUTE)]
    after = len(around.world.sent)
    async with running_at(around, now + HOUR) as program:
        line = await told(around, MISSED, after)
        assert await program.stop() == 0
    assert not line.loud
    assert "1 alert, Kharkiv" in (line.text or "")

    async with running_at(around, now + 3 * HOUR) as program:
        await program.wrote(FETCHED)
        await around.alerts.answers(2)
        await asked(around, "/now")
        why = await asked(around, "/why")
    # Once for each start, and once more where a program ended before it had written down that it had asked.
    assert set(around.alerts.asked_months) == {OBLAST} and len(around.alerts.asked_months) in (3, 4)
    assert len(missed(around)) == 1
    assert "it was over already when I learnt of it" in (why.text or "")
    assert len(await stored(around)) == 4


async def test_without_such_a_source_no_past_is_asked_for(surroundings: Surroundings) -> None:
    around = surroundings
    settings = {**around.settings, "ALERT_SOURCES": "scenario:kharkiv-night"}
    async with running(around.folder, settings):
        await asked(around, "/place Kharkiv")
        await asked(around, "/now")
    assert around.alerts.asked_months == []
    assert not [row for row in await stored(around) if row[2] == ["history:alerts-in-ua"]]
