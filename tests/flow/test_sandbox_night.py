"""The invented night through the sandbox over HTTP, as somebody lives it who tries the bot for the first time."""

import re
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path

import httpx
import pytest
from sqlalchemy import select

from bot.store.database import Database
from bot.store.tables import transitions
from tests.flow.page import Page, Row, from_bot, text_of
from tests.flow.program import PATIENCE, finished, free_port, running


@asynccontextmanager
async def sandbox(folder: Path, settings: Mapping[str, str] = {}) -> AsyncIterator[Page]:
    port = free_port()
    async with running(folder, {"HTTP_ADDR": f"127.0.0.1:{port}", **settings}) as program:
        await program.wrote("open http://")
        async with httpx.AsyncClient(base_url=f"http://127.0.0.1:{port}", timeout=PATIENCE) as client:
            yield Page(client)


async def test_a_night_from_start_to_digest_sounds_as_quiet_hours_promise(tmp_path: Path) -> None:
    async with sandbox(tmp_path) as page:
        await page.speak("en")
        assert not (await page.scenario())["may_play"]
        await page.say("/start")
        await page.wait_for(from_bot("Kharkiv"))
        await page.say("/place Kharkiv")
        await page.wait_for(from_bot("Kharkiv"))
        await page.say("/quiet 23:00-07:00")
        saved = text_of(await page.wait_for(from_bot("Saved")))
        await page.say("/digest 08:00")
        await page.wait_for(from_bot("08:00"))

        rows = await play_until(page, "Daily Express")

    assert re.search(r"would have rung \d+ times, on \d+ of 30 nights\. Without quiet hours: \d+ times", saved)
    assert "invented" in saved

    city = [row for row in rows if " around " not in text_of(row).split("\n")[0]]
    recap = next(row for row in city if "Your night" in text_of(row))
    night, morning = city[: city.index(recap)], city[city.index(recap) + 1 :]
    assert sounds_of(night) == [
        ("🟡 Drones, Kharkiv. Sent quietly", "silent"),
        ("✅ All clear, Kharkiv, HH:MM", "silent"),
        ("🟡 Drones, Kharkiv. Sent quietly", "silent"),
        ("🔴 Worse: missiles now too, Kharkiv. Away from glass", "loud"),
        ("🟡 Still on: drones, Kharkiv. Ballistic threat over HH:MM", "silent"),
        ("✅ All clear, Kharkiv, HH:MM", "silent"),
        ("🟡 Drones, Kharkiv. Sent quietly", "silent"),
        ("✅ All clear, Kharkiv, HH:MM", "silent"),
        ("🟡 Drones again, Kharkiv. Sent quietly", "silent"),
        ("✅ All clear, Kharkiv, HH:MM", "silent"),
        ("🔴 Guided bombs, Kharkiv. Take cover now", "loud"),
        ("✅ All clear, Kharkiv, HH:MM", "silent"),
    ]
    assert re.search(r"Rang at 02:1\d; the rest came quietly\.", text_of(recap))
    assert sounds_of(morning) == [
        ("🟡 Drones, Kharkiv. Shelter if it is close", "loud"),
        ("✅ All clear, Kharkiv, HH:MM", "loud"),
        (text_of(rows[-1]).split("\n")[0], "silent"),
    ]
    assert "Daily Express" in text_of(rows[-1])


async def test_a_published_night_can_be_played_too(tmp_path: Path) -> None:
    history = tmp_path / "september.csv"
    history.write_text("area,started_at,finished_at,level,threat\n22,2024-09-01T02:00Z,2024-09-01T02:30Z,red,\n")

    async with sandbox(tmp_path, {"ALERT_SOURCES": f"replay:{history}"}) as page:
        await page.speak("en")
        await page.say("/place Kharkiv")
        followed = await page.wait_for(from_bot("Kharkiv"))
        shown = await page.scenario()
        await page.steer("next")
        rows = await play_until(page, "All clear")

    before_the_first = datetime(2024, 9, 1, 1, 50, tzinfo=UTC).timestamp()
    assert (shown["chosen"], shown["now"]) == ("september.csv", pytest.approx(before_the_first, abs=1))
    told = rows[rows.index(followed) + 1 :]
    assert [text_of(row).split(",")[0] for row in told] == ["🔴 Unknown threat", "✅ All clear"]
    assert all("september.csv" in text_of(row) for row in told)


@pytest.mark.parametrize(
    ("language", "followed", "answers"),
    [
        (
            "en",
            "I watch Kharkiv now",
            {
                "/now": "no alert in the data",
                "/situation": "Daily Express",
                "/guide": "Choose a topic",
                "/ask How many people were killed in Kharkiv?": "at least three",
                "How many people were killed in Odesa?": "no report",
                "/why": "nothing to explain",
                "/settings": "Europe/Kyiv",
                "/help": "/quiet",
                "is it safe?": "I can't tell you that it is safe",
                "don't wake me until 7": "until 07:00",
                "/quiet 25:00-99:00": "I didn't understand",
                "/digest 8pm tomorrow": "I didn't understand",
                "/place Atlantis": "Atlantis",
            },
        ),
        (
            "uk",
            "Тепер стежу",
            {
                "/now": "у даних тривоги немає",
                "/situation": "Daily Express",
                "/guide": "Виберіть тему",
                "Скільки людей загинуло в Харкові?": "щонайменше",
                "/why": "пояснювати",
                "/settings": "Europe/Kyiv",
                "/help": "/quiet",
                "чи безпечно зараз?": "не можу",
                "не буди до сьомої": "до 07:00",
            },
        ),
    ],
)
async def test_every_command_answers_in_both_languages(
    tmp_path: Path, language: str, followed: str, answers: dict[str, str]
) -> None:
    async with sandbox(tmp_path) as page:
        await page.speak(language)
        await page.say("/place Харків")
        last = await page.wait_for(from_bot(followed))
        for question, words in answers.items():
            await page.say(question)
            last = await page.wait_for(from_bot("", after=last["message"]["message_id"] + 1))
            assert words in text_of(last)


async def test_the_night_has_a_month_before_it_that_is_called_invented(tmp_path: Path) -> None:
    async with sandbox(tmp_path):
        database = Database(f"sqlite+aiosqlite:///{tmp_path}/var/sandbox.db")
        async with database.reading() as connection:
            ends = select(transitions.c.area, transitions.c.sources).where(transitions.c.kind == "ended")
            rows = (await connection.execute(ends)).all()
        await database.close()

    assert {row.area for row in rows} == {"1293", "124", "22"}
    assert 240 <= len([row for row in rows if row.area == "1293"]) <= 300
    assert {tuple(row.sources) for row in rows} == {("history:scenario:kharkiv-night",)}


async def test_a_sandbox_next_to_a_real_token_setting_is_a_fault(tmp_path: Path) -> None:
    code, output = await finished(tmp_path, {"ALERTS_IN_UA_TOKEN": "t"})

    assert code == 1
    assert "TELEGRAM_BOT_TOKEN" in output


async def play_until(page: Page, words: str) -> list[Row]:
    """Plays by jumps until the bot says this, and gives every message of the bot."""
    await page.steer("speed", speed=120)
    await page.steer("play")
    while from_bot(words)(await page.rows()) is None:
        await page.steer("next")
    return [row for row in await page.rows() if not row["mine"]]


def sounds_of(rows: list[Row]) -> list[tuple[str, str]]:
    """The first line of each alert's message, with its sound; answers to the person's own messages are left out.

    The minutes are left out too: on a fast clock and a busy machine they are the machine's.
    """
    firsts = ((text_of(row).split("\n")[0], row["sound"]) for row in rows if text_of(row)[0] in "🔴🟡✅🗓⚪")
    return [(re.sub(r"\d\d:\d\d", "HH:MM", line), sound) for line, sound in firsts]
