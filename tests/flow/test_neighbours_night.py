"""One night, and everybody hears of it as they chose: message by message, over HTTP, with the sound of each."""

import logging
import re
from datetime import datetime
from pathlib import Path

import pytest

from sandbox.people import Message
from tests.fixtures.world import ROOT
from tests.flow.neighbours import Neighbours, neighbours, text_of

#: A missile for all of the oblast besides, so that two places are hit at once.
OBLAST_TOO = '  - {area: "22", from: "06:20", to: "06:35", level: red, threats: [ballistic_missiles]}\n'
QUIET = "/quiet 23:00-07:00"

#: What happens in the city, as far as it is a message: the beginning of its first line.
CITY = (
    "🟡 Drones",
    "✅ All clear",
    "🟡 Drones",
    "🔴 Worse: missiles now too",
    "🟡 Still on: drones",
    "✅ All clear",
    "🟡 Drones",
    "✅ All clear",
    "🟡 Drones again",
    "✅ All clear",
    "🔴 Guided bombs",
    "✅ All clear",
    "🔴 Ballistic threat",
    "✅ All clear",
)
MORNING = ("🟡 Drones", "✅ All clear")
#: Where each of them has its sound: L rings, s arrives without sound; the last two come after the night.
EVERYTHING = "L s L L s s L s s s L s L s" + " s LL"
NOTHING = "s s s s s s s s s s s s s s" + " s LL"
GRAVE = "s s s L s s s s s s L s L s" + " s LL"
LOUD_PLACE = "L L L L s L L L s s L L L L" + " s LL"


@pytest.fixture
def scenario(tmp_path: Path) -> Path:
    text = (ROOT / "data" / "scenarios" / "kharkiv-night.yaml").read_text(encoding="utf-8")
    path = tmp_path / "longer-night.yaml"
    path.write_text(text.rstrip("\n") + "\n" + OBLAST_TOO, encoding="utf-8")
    return path


def at(wall: str) -> datetime:
    return datetime.fromisoformat(f"2026-11-{15 if wall < '12' else 14}T{wall}+02:00")


@pytest.mark.proof
async def test_everybody_hears_the_night_as_they_chose(
    tmp_path: Path, scenario: Path, caplog: pytest.LogCaptureFixture
) -> None:
    # As in the program's own logs: a look that takes longer than the pause to the next one is no fault.
    caplog.set_level(logging.ERROR, "apscheduler.scheduler")
    async with neighbours(tmp_path, scenario, people=7) as street:
        await everybody_chooses(street)
        street.clock.play()
        await street.plays_past(at("01:30"))
        street.clock.pause()
        assert street.clock.now() < at("01:40")
        await street.says(104, "/mute 2h")
        await street.says(105, "/mute 2h")
        street.clock.play()
        await street.plays_past(at("08:20"))
        told = {person: street.from_bot(person) for person in range(101, 108)}

    whole = [*CITY, "Your night", *MORNING]
    assert heard(told[101]) == sounding(whole, EVERYTHING)
    assert heard(told[102]) == sounding(whole, NOTHING)
    assert heard(told[103]) == sounding(whole, LOUD_PLACE)
    assert heard(told[104]) == sounding(whole, GRAVE)
    assert heard(told[105]) == muted_without_hours()
    assert [one for one in heard(told[106]) if "Ballistic" in one[0]] == [("🔴 Ballistic threat", "loud")]
    assert [text_of(one).split("\n")[0] for one in told[106] if "🔴 Ballistic" in text_of(one)] == [
        "🔴 Ballistic threat, Kharkiv, Chuhuiv. Away from glass, now"
    ]
    assert [
        text_of(one).split("\n")[0] for one in told[106] if one.silent and "All clear, Kharkiv, Chuhuiv" in text_of(one)
    ]
    assert [sound for head, sound in heard(told[107]) if head.startswith("🔴")] == ["loud"] * 9
    assert numbers(told[107]) == ["2 of 3", "3 of 3"] * 3


async def everybody_chooses(street: Neighbours) -> None:
    for person in range(101, 108):
        await street.says(person, "/place Kharkiv")
    await street.says(101, f"{QUIET} everything")
    await street.says(102, f"{QUIET} nothing")
    await street.taps(102, "week")
    for person in (103, 104, 106, 107):
        await street.says(person, QUIET)
    await street.makes_loud(103)
    await street.says(106, "/place Chuhuiv")
    await street.says(107, "/insist on")


def muted_without_hours() -> list[tuple[str, str]]:
    """By night as by day, but for the two hours from 01:30; their account comes while the drones are still there."""
    before, after = sounding(CITY[:5], "L L s L s"), sounding([*CITY[5:], *MORNING], "L L L s s L L L L LL")
    return [*before, ("⚠️ Alert still on since HH:MM", "loud"), *after]


def heard(messages: list[Message]) -> list[tuple[str, str]]:
    """How each message about the city begins, with its sound; answers and the raion around are left out."""
    firsts = [(text_of(one).split("\n")[0], "silent" if one.silent else "loud") for one in messages]
    alerts = [(first, sound) for first, sound in firsts if first[:1] in "🔴🟡✅⚠" or first.startswith("Your night")]
    city = [(first, sound) for first, sound in alerts if " around " not in first]
    return [(re.sub(r"\d\d:\d\d", "HH:MM", re.split(r", |: K", first)[0]), sound) for first, sound in city]


def sounding(heads: tuple[str, ...] | list[str], sounds: str) -> list[tuple[str, str]]:
    letters = sounds.replace(" ", "")
    return [(head, "loud" if letter == "L" else "silent") for head, letter in zip(heads, letters, strict=True)]


def numbers(messages: list[Message]) -> list[str]:
    return [found[0] for one in messages if (found := re.search(r"\d of 3", text_of(one)))]
