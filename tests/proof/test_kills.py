"""Kills the program without warning, again and again through a night, and reads what a person was told."""

import random
import signal
from contextlib import suppress

import pytest

from sandbox.recorder import BotCall
from tests.flow.alerts_server import alert
from tests.flow.conftest import PERSON, Surroundings, surroundings
from tests.flow.program import PATIENCE, running

pytestmark = pytest.mark.proof

__all__ = ["surroundings"]

KHARKIV = "1293"
KILLS = 50
#: Real seconds that a run of the program is given before it is killed, wherever it is by then.
SHORTEST, LONGEST = 0.4, 4.0
REPEAT = "You may have had this message already"


async def test_fifty_kills_lose_nothing_and_repeat_only_what_was_in_flight(surroundings: Surroundings) -> None:
    around, dice = surroundings, random.Random(20261122)
    async with running(around.folder, around.settings):
        around.world.say(PERSON, "/place Kharkiv")
        await around.world.wait_for(is_message, timeout=PATIENCE)

    kills, phase = 0, 0
    heard: list[list[str]] = []
    while kills < KILLS:
        begins = phase % 2 == 0
        around.alerts.alerts = [alert(KHARKIV, "red", "ballistic_missiles")] if begins else []
        words, after = ("allistic threat" if begins else "All clear"), len(around.world.sent)
        while not told(around, words, after):
            kills += await run_and_kill(around, words, after, dice.uniform(SHORTEST, LONGEST))
        heard.append([call.text or "" for call in around.world.sent[after:] if is_message(call)])
        phase += 1

    # What was being sent when the kill came is sent once more, and says so; nothing else comes twice.
    firsts = [[text.split("\n")[0] for text in texts if REPEAT not in text] for texts in heard]
    assert phase >= 4
    assert [lines for lines in firsts if len(lines) != len(set(lines))] == []


async def run_and_kill(around: Surroundings, words: str, after: int, seconds: float) -> int:
    async with running(around.folder, around.settings) as program:
        with suppress(TimeoutError):
            await around.world.wait_for(
                lambda call: is_message(call) and words in (call.text or ""), timeout=seconds, after=after
            )
        await program.stop(signal.SIGKILL)
    return 1


def told(around: Surroundings, words: str, after: int) -> bool:
    return any(is_message(call) and words in (call.text or "") for call in around.world.sent[after:])


def is_message(call: BotCall) -> bool:
    return call.method == "sendMessage" and call.chat_id == PERSON
