"""The whole pipeline is looked at every five minutes: what fails is told once, what is well is told outside alone."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import insert, update
from structlog.testing import capture_logs

from bot.domain.alerts import SourceName
from bot.domain.areas import AreaTree
from bot.domain.notices import NoticeKind
from bot.services.checkup import EVERY, HEARTBEAT_EVERY, PLANNED_WITHIN, SENT_WITHIN, Checkup, Listeners, Looked, Part
from bot.services.operators import Operators
from bot.services.pauses import Pauses
from bot.services.rehearsal import Rehearsal
from bot.services.wording import Wording
from bot.store.tables import notices, outbox, plans
from tests.fixtures import content as shipped
from tests.fixtures.world import SOURCE, World, ballistic

pytestmark = pytest.mark.allow_warnings

OPERATOR, CANARY = 900, 901


@dataclass
class Telegram:
    there: bool = True

    async def answers(self) -> bool:
        return self.there


@dataclass
class Trouble:
    """A rehearsal that goes as it is told."""

    found: str | None = None

    def fault(self, _now: datetime) -> str | None:
        return self.found


@dataclass
class Office:
    """An operator, a canary chat and a switch outside, over a world."""

    world: World
    telegram: Telegram = field(default_factory=Telegram)
    trouble: Trouble = field(default_factory=Trouble)
    beats: int = 0
    sources: tuple[SourceName, ...] = (SOURCE,)
    speed: float = 1.0

    def __post_init__(self) -> None:
        self.begin()

    def begin(self) -> None:
        """As after a restart."""
        texts, database = shipped.texts(), self.world.database
        operators, canary = (Operators((who,), self.world.sender, texts, database) for who in (OPERATOR, CANARY))
        self.checkup = Checkup(
            database,
            Looked(self.sources, self.telegram, self.trouble),
            Listeners(operators, canary, self.beat),
            self.world.clock.now,
            speed=self.speed,
        )

    async def beat(self) -> None:
        self.beats += 1

    async def looks(self, seen: bool = True) -> frozenset[Part]:
        """Five minutes later; the source answered just before, or did not."""
        await self.checkup.look()
        self.world.pass_time(EVERY)
        if seen:
            await self.world.shows()
        await self.checkup.look()
        assert self.checkup.last is not None
        return frozenset(self.checkup.last.faults)

    def told(self, who: int = OPERATOR) -> list[str]:
        return [message.text for message in self.world.sender.to(who)]


@pytest.fixture
async def office(world: World) -> Office:
    await world.shows()
    await world.starts(OPERATOR)
    await world.starts(CANARY)
    return Office(world)


@pytest.mark.both_databases
async def test_where_all_is_well_the_switch_hears_of_it_every_time_and_the_operator_nothing(office: Office) -> None:
    assert [await office.looks() for _ in range(3)] == [frozenset()] * 3
    assert (office.beats, office.told()) == (3, [])


async def test_nothing_is_judged_before_anybody_could_have_answered(office: Office) -> None:
    office.begin()
    await office.checkup.look()
    office.world.pass_time(EVERY - timedelta(seconds=1))
    await office.checkup.look()

    assert office.checkup.last is None


async def lose_sight(office: Office) -> None:
    """Nobody answers any more."""


async def lose_telegram(office: Office) -> None:
    office.telegram.there = False


async def lose_words(office: Office) -> None:
    office.trouble.found = "red would be silent"


async def lose_planner(office: Office) -> None:
    async with office.world.database.writing() as tx:
        at = office.world.now + EVERY - PLANNED_WITHIN
        notice = {"key": "stuck", "kind": NoticeKind.ALERT, "at": at, "body": {}}
        number = await tx.scalar(insert(notices).values(**notice).returning(notices.c.id))
        row: dict[str, Any] = {"notice_id": number, "batch": 1, "area": "1", "heard_of": "x", "drops": False, "lane": 1}
        await tx.execute(insert(plans).values(**row, at=at, reached=0, began=0, wrapped=False))


async def lose_sender(office: Office) -> None:
    await office.world.person(1)
    await office.world.shows(ballistic())
    async with office.world.database.writing() as tx:
        await tx.execute(update(outbox).values(not_before=office.world.now + EVERY - SENT_WITHIN))


@pytest.mark.both_databases
@pytest.mark.parametrize(
    ("lose", "part"),
    [
        (lose_sight, Part.SOURCES),
        (lose_telegram, Part.TELEGRAM),
        (lose_words, Part.DECIDING),
        (lose_planner, Part.PLANNING),
        (lose_sender, Part.OUTBOX),
    ],
)
async def test_each_part_that_fails_is_found_and_the_switch_hears_nothing(
    office: Office, lose: Callable[[Office], Any], part: Part
) -> None:
    await lose(office)

    assert await office.looks(seen=part is not Part.SOURCES) == {part}
    assert office.beats == 0


async def test_a_database_that_takes_nothing_is_found(office: Office, tmp_path: Path) -> None:
    await office.world.database.close()
    (tmp_path / "tysha.db").write_bytes(b"no database at all " * 1000)
    await office.checkup.look()
    office.world.pass_time(EVERY)
    await office.checkup.look()

    assert office.checkup.last is not None
    assert set(office.checkup.last.faults) == {Part.DATABASE}
    assert office.beats == 0
    assert "database" in office.told()[0]


async def test_the_operator_is_told_once_of_each_fault_and_once_when_all_is_well(office: Office) -> None:
    office.telegram.there = False
    for _ in range(3):
        await office.looks()
    office.trouble.found = "red would be silent"
    for _ in range(2):
        await office.looks()
    office.telegram.there = True
    await office.looks()
    office.trouble.found = None
    with capture_logs() as logs:
        for _ in range(2):
            await office.looks()

    first, second, well = office.told()
    assert "telegram" in first and "deciding" not in first
    assert "deciding" in second
    assert well.startswith("All is well again: deciding, telegram")
    assert [log["event"] for log in logs] == ["check_well"]


async def test_no_source_at_all_is_a_choice_and_no_fault(world: World) -> None:
    assert await Office(world, sources=()).looks(seen=False) == frozenset()


async def test_work_takes_its_time_by_the_machines_clock_however_fast_ours_runs(office: Office) -> None:
    await lose_planner(office)
    office.speed = 60
    office.begin()

    assert await office.looks() == frozenset()


async def test_the_canary_hears_once_an_hour_without_sound_whatever_restarts(office: Office) -> None:
    for _ in range(HEARTBEAT_EVERY // EVERY):
        office.begin()
        await office.looks()
    assert len(office.told(CANARY)) == 1
    office.telegram.there = False
    await office.looks()
    await office.looks()

    first, second = office.told(CANARY)
    assert "Everything works" in first and "Nothing waits" in first
    assert "telegram: getMe was not answered" in second
    assert all(message.silent for message in office.world.sender.to(CANARY))


@pytest.mark.both_databases
async def test_what_waits_on_purpose_is_no_fault_of_the_outbox_until_it_could_have_left(office: Office) -> None:
    world = office.world
    await lose_sender(office)
    async with world.database.writing() as tx:
        await Pauses().pause(tx, world.now)
    found = [Part.OUTBOX in await office.looks(seen=False) for _ in range(3)]
    async with world.database.writing() as tx:
        await Pauses().resume(tx)
    found += [Part.OUTBOX in await office.looks(seen=False) for _ in range(3)]

    assert found == [False] * 5 + [True]


async def test_the_heartbeat_says_that_sending_is_paused_and_the_switch_outside_hears_that_all_works(
    office: Office,
) -> None:
    async with office.world.database.writing() as tx:
        await Pauses().pause(tx, office.world.now)
    await office.looks()

    (told,) = office.told(CANARY)
    assert "Sending is paused, since" in told and "Everything works" not in told
    assert (office.beats, office.told()) == (1, [])


async def test_another_fault_is_told_during_a_pause_with_the_pause_beside_it(office: Office) -> None:
    async with office.world.database.writing() as tx:
        await Pauses().pause(tx, office.world.now)
    await lose_telegram(office)

    assert await office.looks() == {Part.TELEGRAM}
    assert "sending is paused since" in office.told()[0]


def rehearsal(tree: AreaTree | None = None) -> Rehearsal:
    tree = tree or shipped.tree()
    return Rehearsal(tree, Wording(shipped.texts(), tree, shipped.cards(), shipped.reports()))


@pytest.mark.parametrize("hour", range(0, 24, 5))
def test_what_is_shipped_rings_for_red_and_not_for_drones_at_any_hour(hour: int, world: World) -> None:
    assert rehearsal().fault(world.now.replace(hour=hour)) is None
