"""Silence for a while, and the question before grave danger is silenced."""

from datetime import timedelta

import pytest

from bot.domain.quiet import MuteKind
from tests.handlers.people import EVENING, Person


async def mute_of(person: Person) -> tuple[MuteKind, timedelta] | None:
    mute = (await person.chosen()).mute
    return (mute.kind, mute.until - EVENING) if mute else None


@pytest.mark.parametrize(
    ("words", "span"),
    [("2h", timedelta(hours=2)), ("30 min", timedelta(minutes=30)), ("на годину", timedelta(hours=1))],
)
async def test_a_mute_is_typed_and_grave_danger_still_rings(person: Person, words: str, span: timedelta) -> None:
    answer = await person.writes(f"/mute {words}")

    assert "Grave danger still rings" in answer
    assert await mute_of(person) == (MuteKind.GUARDED, span)


async def test_silencing_grave_danger_is_asked_twice(person: Person) -> None:
    assert "not even grave danger" in await person.writes("/mute all 2h")
    assert await mute_of(person) is None
    await person.presses("Yes")

    assert await mute_of(person) == (MuteKind.ALL, timedelta(hours=2))
    assert "grave danger too" in await person.writes("/settings")


async def test_the_question_offers_the_milder_way(person: Person) -> None:
    await person.writes("/mute all 1h")
    await person.presses("No")

    assert await mute_of(person) == (MuteKind.GUARDED, timedelta(hours=1))


async def test_the_menu_shows_the_state_and_every_button_works(person: Person) -> None:
    assert "Nothing is muted" in await person.writes("/mute")
    await person.presses("4 h")
    assert "until 02:10" in await person.writes("/mute")
    await person.presses("Unmute")

    assert await mute_of(person) is None
    assert "Nothing was muted" in await person.writes("/mute off")


@pytest.mark.parametrize("words", ["11h", "0h", "2", "forever", "-1h", "2h 2h", "<i>"])
async def test_a_bad_length_is_said_back_and_changes_nothing(person: Person, words: str) -> None:
    await person.writes("/mute 1h")

    assert "I didn't understand" in await person.writes(f"/mute {words}")
    assert await mute_of(person) == (MuteKind.GUARDED, timedelta(hours=1))
