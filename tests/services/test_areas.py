"""A list of areas is kept, the tree that everybody shares follows it, and no alert is touched by that."""

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from bot.domain.alerts import AreaId, SourceName
from bot.domain.areas import Area, AreaLevel, AreaTree
from bot.domain.listings import Change, ChangeKind, ListedArea, Listing
from bot.errors import SourceError
from bot.lemmas import Lemmas
from bot.official_names import load_official_names
from bot.services.answers import Answers
from bot.services.areas import Areas, Learnt
from bot.vocabulary import load_vocabularies
from tests.content.places import OFFICIAL_NAMES, ROOT, areas
from tests.fixtures import content
from tests.fixtures.world import KHARKIV_OBLAST, KHARKIV_RAION, World, alert, drones, open_world

OFFICIAL = load_official_names(OFFICIAL_NAMES)
CHUHUIV, CHUHUIV_RAION = AreaId("1321"), AreaId("122")
NEW = AreaId("4000")
DAY, HOUR, MINUTE = timedelta(days=1), timedelta(hours=1), timedelta(minutes=1)


def listing(*different: ListedArea) -> Listing:
    """The built-in table as a source lists it, but for some areas."""
    others = {one.id: one for one in different}
    known = [others.pop(area.id, listed(area)) for area in areas() if area.level is not AreaLevel.COUNTRY]
    return Listing(SourceName("ukraine-alarm"), (*known, *others.values()))


def listed(area: Area) -> ListedArea:
    return ListedArea(area.id, area.name["uk"], area.level, area.parent)


def known(area: AreaId) -> ListedArea:
    return next(listed(one) for one in areas() if one.id == area)


MOVED = listing(replace(known(CHUHUIV), parent=KHARKIV_RAION))
RENAMED = listing(replace(known(CHUHUIV), name="Тестова територіальна громада"))
ADDED = listing(ListedArea(NEW, "м. Ясногірськ та Ясногірська територіальна громада", AreaLevel.HROMADA, KHARKIV_RAION))


@pytest.fixture
async def world(template: Path, tmp_path: Path) -> AsyncIterator[World]:
    """With a tree of its own, which may be renewed."""
    async with open_world(template, tmp_path, tree=AreaTree(areas())) as opened:
        yield opened


@pytest.fixture
def kept(world: World) -> Areas:
    return Areas(world.database, world.tree, OFFICIAL)


async def learns(world: World, kept: Areas, given: Listing) -> Learnt:
    """A list comes in, and the look after it."""
    learnt = await kept.learn(given, world.now)
    await kept.look(world.now)
    return learnt


async def test_a_list_changes_the_tree_for_everybody_who_holds_it_without_a_restart(world: World, kept: Areas) -> None:
    vocabularies = load_vocabularies(ROOT / "data" / "lexicon")
    answers = Answers(
        content.texts(), world.tree, content.cards(), content.reports(), vocabularies, Lemmas(), content.examples()
    )
    question = "Що зараз у Ясногірську?"
    before = answers.find(question)

    learnt = await learns(world, kept, ADDED)

    assert learnt.of(ChangeKind.ADDED) == (Change(ChangeKind.ADDED, NEW, "Ясногірськ"),)
    assert world.tree.find("Yasnohirsk") == (world.tree[NEW],)
    assert NEW in repr(answers.find(question))
    assert NEW not in repr(before)
    await world.person(1, area=NEW)
    await world.shows(alert(KHARKIV_RAION))
    assert await world.owed(1) == [("started", "loud")]


async def test_what_is_kept_outlives_a_restart(world: World, kept: Areas) -> None:
    await learns(world, kept, RENAMED)
    tree = AreaTree(areas())

    await Areas(world.database, tree, OFFICIAL).refresh()

    assert tuple(tree) == tuple(world.tree)
    assert tree[CHUHUIV].name == {"uk": "Тестова громада", "en": "Chuhuiv"}
    assert tree.find("Чугуїв") == (tree[CHUHUIV],)


async def test_loading_beside_a_running_bot_takes_no_move_over(world: World, kept: Areas) -> None:
    await kept.learn(MOVED, world.now)
    tree = AreaTree(areas())

    await Areas(world.database, tree, OFFICIAL).load()

    assert tree[CHUHUIV].parent == CHUHUIV_RAION
    await kept.refresh()
    assert world.tree[CHUHUIV].parent == KHARKIV_RAION


async def test_the_same_list_again_renews_nothing(world: World, kept: Areas) -> None:
    await learns(world, kept, ADDED)
    edition = world.tree.edition
    world.pass_time(DAY)

    learnt = await learns(world, kept, ADDED)

    assert (learnt.changes, world.tree.edition) == ((), edition)


async def test_a_list_that_cannot_be_believed_leaves_everything_as_it_was(world: World, kept: Areas) -> None:
    await learns(world, kept, ADDED)
    before, due = tuple(world.tree), await kept.is_due(world.now)

    with pytest.raises(SourceError, match="odd-list"):
        await kept.learn(replace(ADDED, areas=ADDED.areas[:1500]), world.now + HOUR)

    await kept.look(world.now + HOUR)
    assert (tuple(world.tree), await kept.is_due(world.now)) == (before, due)


async def test_an_area_moves_between_two_alerts_and_hears_those_of_its_new_raion(world: World, kept: Areas) -> None:
    await world.person(1, area=CHUHUIV)

    learnt = await learns(world, kept, MOVED)

    assert [change.area for change in learnt.of(ChangeKind.MOVED)] == [CHUHUIV]
    await world.shows(alert(CHUHUIV_RAION))
    assert await world.owed(1) == []
    await world.shows(alert(CHUHUIV_RAION), alert(KHARKIV_RAION))
    assert await world.owed(1) == [("started", "loud")]


@pytest.mark.parametrize("running", [CHUHUIV, CHUHUIV_RAION, KHARKIV_OBLAST])
async def test_a_move_under_alert_waits_so_that_nothing_is_told_as_over_that_is_not(
    world: World, kept: Areas, running: AreaId
) -> None:
    await world.person(1, area=CHUHUIV)
    await world.shows(alert(running))
    assert await world.owed(1) == [("started", "loud")]

    learnt = await learns(world, kept, MOVED)
    # What else begins in either raion has the place looked at again; an end would be a false all clear.
    await world.shows(alert(running), alert(KHARKIV_RAION, since=world.now))
    await world.shows(alert(running), alert(KHARKIV_RAION), alert(CHUHUIV_RAION))

    assert [area.id for area in learnt.waiting] == [CHUHUIV]
    assert learnt.of(ChangeKind.MOVED) == ()
    assert [key for key, _ in await world.owed(1)] == ["started"]


async def test_a_move_under_an_alert_of_the_new_raion_waits_so_that_no_alert_begins_unseen(
    world: World, kept: Areas
) -> None:
    await world.person(1, area=CHUHUIV)
    await world.shows(drones(KHARKIV_RAION))

    await learns(world, kept, MOVED)

    assert world.tree[CHUHUIV].parent == CHUHUIV_RAION
    await world.ends()
    assert await world.owed(1) == []


async def test_a_move_that_waited_is_taken_over_within_a_minute_of_calm(world: World, kept: Areas) -> None:
    await world.shows(alert(CHUHUIV_RAION))
    await learns(world, kept, MOVED)
    await world.ends()
    world.pass_time(MINUTE)

    await kept.look(world.now)

    assert world.tree[CHUHUIV].parent == KHARKIV_RAION
    edition = world.tree.edition
    world.pass_time(HOUR)
    await kept.look(world.now)
    assert world.tree.edition == edition


async def test_a_move_that_waits_is_still_waiting_after_a_restart(world: World, kept: Areas) -> None:
    await world.person(1, area=CHUHUIV)
    await world.shows(alert(CHUHUIV_RAION))
    await learns(world, kept, MOVED)
    tree = AreaTree(areas())

    await Areas(world.database, tree, OFFICIAL).refresh()

    assert tree[CHUHUIV].parent == CHUHUIV_RAION


async def test_what_the_command_line_learns_reaches_the_running_bot(world: World, kept: Areas) -> None:
    await kept.refresh()
    await Areas(world.database, AreaTree(areas()), OFFICIAL).learn(ADDED, world.now)
    assert NEW not in world.tree

    await kept.look(world.now)

    assert NEW in world.tree


async def test_a_tree_that_could_not_be_kept_is_not_used_either(world: World, kept: Areas) -> None:
    await kept.learn(MOVED, world.now)
    async with world.database.writing() as tx:
        # Whatever is written of areas is refused when it is committed, and not before.
        await tx.execute(text("create table orphan (area references areas (id) deferrable initially deferred)"))
        await tx.execute(text("create trigger no after update on areas begin insert into orphan values ('no'); end"))

    with pytest.raises(IntegrityError):
        await kept.look(world.now)

    assert world.tree[CHUHUIV].parent == CHUHUIV_RAION


async def test_a_list_is_due_at_first_then_once_a_day_and_an_hour_after_a_try(world: World, kept: Areas) -> None:
    start = world.now
    assert await kept.is_due(start)

    await kept.ask(start)
    assert [await kept.is_due(start + span) for span in (MINUTE, HOUR - MINUTE, HOUR)] == [False, False, True]

    await kept.learn(ADDED, start)
    restarted = Areas(world.database, AreaTree(areas()), OFFICIAL)
    assert [await restarted.is_due(start + span) for span in (HOUR, DAY - MINUTE, DAY)] == [False, False, True]


async def test_a_clock_that_was_set_back_does_not_put_the_list_off_for_long(world: World, kept: Areas) -> None:
    await kept.learn(ADDED, world.now)

    assert await kept.is_due(world.now - MINUTE)
