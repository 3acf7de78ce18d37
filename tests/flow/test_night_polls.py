"""How soon red wakes a sleeper, and how seldom a source that flaps does, counted in polls."""

from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest

from bot.domain.alerts import SourceName
from tests.fixtures.world import NIGHT, OTHER_SOURCE, POLL, SOURCE, kyiv
from tests.flow.watching import Watching, watching

SECOND = timedelta(seconds=1)
REPORTERS = (SOURCE, OTHER_SOURCE)


@pytest.fixture
async def every_second(template: Path, tmp_path: Path) -> AsyncIterator[Watching]:
    """Both sources are asked each second, the shortest that there is; one person, no quiet hours."""
    async with watching(template, tmp_path, intervals=dict.fromkeys(REPORTERS, SECOND)) as opened:
        await opened.world.person(1)
        yield opened


def first_lines(night: Watching) -> list[tuple[str, bool]]:
    return [(message.text.split("\n")[0], message.silent) for message in night.told]


@pytest.mark.parametrize("reporter", REPORTERS)
async def test_red_at_two_in_the_morning_rings_within_one_poll(
    template: Path, tmp_path: Path, reporter: SourceName
) -> None:
    async with watching(template, tmp_path, kyiv("02:00") - 2 * POLL) as night:
        await night.world.person(1, quiet=NIGHT)
        yellow = night.drones()
        night.show(reporter, yellow)
        await night.lives(2 * POLL)
        assert first_lines(night) == [("🟡 Drones, Kharkiv. Sent quietly", True)]

        night.show(reporter, night.red())
        before = night.good_answers(reporter)
        await night.lives(POLL)
        assert night.good_answers(reporter) - before == 1
        assert first_lines(night)[1:] == [("🔴 Worse: ballistic missiles, Kharkiv. Away from glass", False)] or (
            first_lines(night)[1:] == [("🔴 Worse: missiles, Kharkiv. Away from glass", False)]
        )


@pytest.mark.parametrize("reporter", REPORTERS)
async def test_ten_flaps_of_one_second_are_one_alert(every_second: Watching, reporter: SourceName) -> None:
    night = every_second
    yellow = night.drones()
    for _ in range(10):
        night.show(reporter, yellow)
        await night.lives(SECOND)
        night.show(reporter)
        await night.lives(SECOND)
    assert first_lines(night) == [("🟡 Drones, Kharkiv. Shelter if it is close", False)]
    await night.lives(3 * SECOND)
    assert len(night.ends) == 1


@pytest.mark.parametrize("reporter", REPORTERS)
async def test_ten_guarded_alerts_that_truly_end_and_begin_again_ring_once(
    every_second: Watching, reporter: SourceName
) -> None:
    night = every_second
    await flaps(night, reporter, "yellow")
    starts = [(line, silent) for line, silent in first_lines(night) if line.startswith("🟡")]
    assert starts[0] == ("🟡 Drones, Kharkiv. Shelter if it is close", False)
    assert starts[1:] == [("🟡 Drones again, Kharkiv. Sent quietly", True)] * 9


@pytest.mark.parametrize("reporter", REPORTERS)
async def test_a_grave_start_after_a_told_end_always_rings(every_second: Watching, reporter: SourceName) -> None:
    night = every_second
    await flaps(night, reporter, "red")
    assert [silent for line, silent in first_lines(night) if line.startswith("🔴")] == [False] * 10
    assert len(night.ends) == 10


async def flaps(night: Watching, reporter: SourceName, level: str) -> None:
    """Ten alerts, each shown until it is told and gone until its end is; never two messages to one person at once."""
    for number in range(1, 11):
        night.show(reporter, night.red() if level == "red" else night.drones())
        await night.lives(3 * SECOND)
        night.show(reporter)
        while len(night.ends) < number:
            await night.lives(SECOND)
