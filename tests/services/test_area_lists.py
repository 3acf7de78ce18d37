"""The list of areas is asked for once a day, in a turn of its source, and costs no alert."""

from collections.abc import AsyncIterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from bot.domain.alerts import Answer, AreaId, SourceName
from bot.domain.areas import AreaLevel, AreaTree
from bot.domain.listings import ListedArea, Listing
from bot.errors import SourceError
from bot.official_names import load_official_names
from bot.services.area_lists import AreaLists
from bot.services.areas import Areas
from tests.content.places import OFFICIAL_NAMES, areas
from tests.fixtures.world import SOURCE, World, drones, open_world

DAY, HOUR, SECOND = timedelta(days=1), timedelta(hours=1), timedelta(seconds=1)
LISTING = Listing(SOURCE, tuple(ListedArea(area.id, area.name["uk"], area.level, area.parent) for area in areas()[1:]))
NEW = ListedArea(AreaId("4000"), "Нова територіальна громада", AreaLevel.HROMADA, AreaId("124"))


class Enough(Exception):
    """The test has seen what it wanted."""


class FakeLister:
    """Answers polls and lists, and remembers what it was asked; `turns` polls end the test."""

    name: SourceName = SOURCE
    interval = timedelta(0)
    is_hurried = False

    def __init__(self, *, room: bool = True, turns: int = 3) -> None:
        self.listing: Listing | SourceError = LISTING
        self.asked: list[str] = []
        self._room = room
        self._turns = turns

    async def poll(self, now: datetime) -> Answer:
        self._remember("poll")
        return Answer(self.name, now, (drones(),), now)

    async def areas(self, now: datetime) -> Listing:
        self._remember("areas")
        if isinstance(self.listing, SourceError):
            raise self.listing
        return self.listing

    def can_spare(self, now: datetime) -> bool:
        return self._room

    def forget(self) -> None:
        """There is nothing to forget."""

    def _remember(self, what: str) -> None:
        if len(self.asked) == self._turns:
            raise Enough
        self.asked.append(what)


@pytest.fixture
async def world(template: Path, tmp_path: Path) -> AsyncIterator[World]:
    """With a tree of its own, which may be renewed."""
    async with open_world(template, tmp_path, tree=AreaTree(areas())) as opened:
        yield opened


def lists_of(world: World, lister: FakeLister | None) -> AreaLists:
    return AreaLists(Areas(world.database, world.tree, load_official_names(OFFICIAL_NAMES)), lister, world.clock.now)


@pytest.mark.parametrize(
    ("room", "asked"), [(True, ["poll", "areas", "poll", "poll"]), (False, ["areas", "poll", "poll", "poll"])]
)
async def test_a_list_takes_the_place_of_one_poll_only_where_there_is_no_room_for_both(
    world: World, room: bool, asked: list[str]
) -> None:
    lister = FakeLister(room=room, turns=4)
    lists = lists_of(world, lister)
    lists.share_turns_with(lister.name)
    await lists.look()

    with pytest.raises(Enough):
        await world.loops().watch(lister, lists=lists)

    assert lister.asked == asked


async def test_a_source_that_announced_news_is_polled_and_the_list_waits(world: World) -> None:
    lister = FakeLister(room=False)
    lists = lists_of(world, lister)
    lists.share_turns_with(lister.name)
    await lists.look()

    lister.is_hurried = True
    assert not lists.wants_turn_of(lister.name)
    lister.is_hurried = False
    assert lists.wants_turn_of(lister.name)


async def test_a_source_that_is_not_watched_is_asked_by_the_look_itself_once_a_day(world: World) -> None:
    lister = FakeLister(turns=99)
    lists = lists_of(world, lister)

    for span in (SECOND, HOUR, DAY - HOUR - 2 * SECOND, SECOND, HOUR):
        await lists.look()
        world.pass_time(span)
    await lists.look()

    assert lister.asked == ["areas", "areas"]


async def test_what_was_listed_is_in_the_tree_with_the_next_look(world: World) -> None:
    lister = FakeLister()
    lister.listing = Listing(SOURCE, (*LISTING.areas, NEW))
    lists = lists_of(world, lister)

    await lists.look()
    await lists.look()

    assert NEW.id in world.tree


@pytest.mark.allow_warnings
@pytest.mark.parametrize(
    "trouble", [SourceError(SOURCE, "timeout"), Listing(SOURCE, LISTING.areas[:9])], ids=["timeout", "odd"]
)
async def test_a_failure_is_tried_again_an_hour_later_and_touches_no_alert(
    world: World, trouble: SourceError | Listing
) -> None:
    await world.person(1)
    await world.shows(drones())
    lister = FakeLister(turns=99)
    lister.listing = trouble
    lists = lists_of(world, lister)
    before = tuple(world.tree), await world.owed(1)

    for _ in range(4):
        await lists.look()
        world.pass_time(timedelta(minutes=20))

    assert lister.asked == ["areas", "areas"]
    assert (tuple(world.tree), await world.owed(1)) == before


async def test_without_a_source_that_lists_areas_nothing_is_asked(world: World) -> None:
    lists = lists_of(world, None)

    await lists.look()

    assert not lists.wants_turn_of(SOURCE)
