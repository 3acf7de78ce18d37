"""Raid after raid for ten minutes of real time: neither memory nor open files grow."""

import asyncio
import os
import random
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from statistics import median

import pytest

from tests.flow.alerts_server import alert
from tests.proof.killed_night import PEOPLE, Night, open_night
from tests.proof.test_kills import everybody_arrives

pytestmark = pytest.mark.proof

#: Of real time; each is an hour of raids.
MINUTES = float(os.environ.get("TYSHA_SOAK_MINUTES", "10"))
SPEED, SEED, KHARKIV = 60.0, 20261123, "1293"
#: Answers of the alert service between two samples: about two seconds.
BETWEEN_SAMPLES = 15
#: What a cache or the shape of the heap may add from the second quarter to the last: a twentieth, and 2 MB.
GROWTH, SLACK = 1.05, 2.0
#: Connections come and go.
FILES_SLACK = 3
WORDS = ("/now", "/why", "/stats", "/situation", "/map", "/shelter", "what happened in Saltivka?", "/quiet", "/guide")


@dataclass(frozen=True, slots=True)
class Sample:
    """Of one process: resident memory in megabytes, and open files."""

    memory: float
    files: int


def sample(pid: int) -> Sample:
    pages = int(Path(f"/proc/{pid}/statm").read_text().split()[1])
    return Sample(pages * os.sysconf("SC_PAGE_SIZE") / 1e6, len(list(Path(f"/proc/{pid}/fd").iterdir())))


@pytest.fixture
async def night(tmp_path: Path) -> AsyncIterator[Night]:
    async with open_night(tmp_path, SPEED) as opened:
        yield opened


@pytest.mark.allow_warnings
async def test_memory_and_open_files_stay_flat_through_ten_hours_of_raids(
    night: Night, tell: Callable[[str], None]
) -> None:
    await everybody_arrives(night)
    samples = []
    async with night.program() as (program, _), asyncio.TaskGroup() as group:
        raids = group.create_task(raids_and_talk(night, random.Random(SEED)))
        until = asyncio.get_running_loop().time() + 60 * MINUTES
        while asyncio.get_running_loop().time() < until:
            await night.alerts.answers(BETWEEN_SAMPLES)
            samples.append(sample(program.process.pid))
        raids.cancel()
        told = len(night.world.sent)
        assert await program.stop() == 0

    tenth = len(samples) // 10
    by_tenth = (samples[at : at + tenth] for at in range(0, 10 * tenth, tenth))
    tell("MB by tenth: " + " ".join(f"{median(one.memory for one in part):.1f}" for part in by_tenth))
    quarter = len(samples) // 4
    early, late = samples[quarter : 2 * quarter], samples[-quarter:]
    memory = [median(one.memory for one in part) for part in (early, late)]
    files = [median(one.files for one in part) for part in (early, late)]
    tell(
        f"{MINUTES:g} minutes, {len(samples)} samples, {len(night.starts)} raids, {told} messages; resident memory "
        f"{memory[0]:.1f} MB in the second quarter, {memory[1]:.1f} MB in the last; open files {files[0]:g} and "
        f"{files[1]:g}"
    )
    assert memory[1] <= GROWTH * memory[0] + SLACK
    assert files[1] <= files[0] + FILES_SLACK


async def raids_and_talk(night: Night, chance: random.Random) -> None:
    """Some minutes of raid, some of calm, and in each of them people who ask."""
    while True:
        level, threat = chance.choice((("yellow", "drones"), ("red", "ballistic_missiles"), ("red", "cruise_missiles")))
        shown = alert(KHARKIV, level, threat, started_at=night.clock.now())
        night.starts.append(shown.started_at)
        for alerts in ((shown,), ()):
            night.alerts.alerts = alerts
            for person in chance.sample(PEOPLE, 3):
                night.world.say(person, chance.choice(WORDS))
            await night.clock.sleep(timedelta(minutes=chance.uniform(2, 6)))
