"""What need not be kept goes by itself, in its time and not before it, and never what somebody is still owed."""

import re
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import func, insert, select

from bot.domain.shelters.flags import FlagKind
from bot.domain.shelters.shelter import ShelterId
from bot.services.announcements import Announcements
from bot.services.circles import Circles
from bot.services.digest_facts import NEWS_FOR
from bot.services.privacy import DAYS
from bot.services.retention import EVERY, Retention
from bot.store import chats as chat_store
from bot.store import inbox as inbox_store
from bot.store import shelters as shelter_store
from bot.store.inbox import Received
from bot.store.retention import GONE_FOR, KEPT, PIECE
from bot.store.tables import announcements, chats, circle_members, cohorts, inbox, notices, outbox, shelter_flags
from tests.fixtures.world import EVENING, LVIV_OBLAST, NIGHT, World, ballistic, drones

PAGE = Path(__file__).resolve().parents[2] / "docs" / "privacy.md"
MOMENT = timedelta(seconds=1)
SPANS = {kept.name: kept.span for kept in KEPT}


async def rest(_seconds: float) -> None:
    """Nobody waits in a test."""


async def at(world: World, moment: datetime) -> None:
    """A day of retention, at some moment."""
    await Retention(world.database, lambda: moment, rest).look()


async def count(world: World, table: object = outbox) -> int:
    return int((await world.rows(select(func.count()).select_from(table)))[0][0])  # type: ignore[arg-type]


@pytest.mark.both_databases
async def test_an_update_that_was_handled_goes_after_its_time_and_one_that_waits_never(world: World) -> None:
    async with world.database.writing() as tx:
        updates = [Received(number, 5, {"update_id": number}) for number in (1, 2, 3)]
        await inbox_store.keep(tx, updates, EVENING)
        await inbox_store.mark_handled(tx, 1)
        await inbox_store.quarantine(tx, 2, "odd", {})

    left = []
    for moment in (SPANS["updates"], SPANS["updates"] + MOMENT, SPANS["quarantine"] + MOMENT):
        await at(world, EVENING + moment)
        left.append([row.update_id for row in await world.rows(select(inbox.c.update_id).order_by(inbox.c.update_id))])

    assert left == [[1, 2, 3], [2, 3], [3]]


@pytest.mark.both_databases
async def test_what_was_sent_goes_after_its_time_with_what_it_said_and_digests_stay_longer(world: World) -> None:
    await world.person(1, digest="08:00")
    await world.shows(drones())
    await world.sends()
    await world.ends()
    await world.sends()
    await world.lives_until(EVENING + timedelta(hours=14))
    kinds = [key for _, key, *_ in await world.outbox()]

    await at(world, world.now + SPANS["messages"])
    kept = [key for _, key, *_ in await world.outbox()]
    await at(world, world.now + SPANS["digests"] + MOMENT)

    assert kinds == ["started", "ended", "digest"]
    assert kept == ["digest"]
    assert (await count(world), await count(world, notices)) == (0, 0)


async def test_what_is_owed_or_tells_of_what_still_runs_never_goes(world: World) -> None:
    """Who heard a start must hear its end with the same sound, a year later too."""
    await world.person(1)
    await world.person(2, area=LVIV_OBLAST)
    await world.shows(ballistic())
    await world.sends()
    await world.shows(ballistic(), drones(LVIV_OBLAST))

    await at(world, world.now + timedelta(days=400))

    assert [(chat, key, state) for chat, key, state, _, _ in await world.outbox()] == [
        (1, "started", "sent"),
        (2, "started", "owed"),
    ]


async def test_more_than_one_piece_goes_and_what_lies_between_stays(world: World) -> None:
    rows = [
        {"update_id": number, "received_at": EVENING, "sender": 5, "state": "waiting" if number % 7 == 0 else "handled"}
        for number in range(2 * PIECE + 10)
    ]
    async with world.database.writing() as tx:
        await tx.execute(insert(inbox), rows)

    await at(world, EVENING + SPANS["updates"] + MOMENT)

    assert {row.update_id % 7 for row in await world.rows(select(inbox.c.update_id))} == {0}


@pytest.mark.both_databases
async def test_who_left_is_forgotten_after_their_time_and_who_came_back_is_not(world: World) -> None:
    for chat_id in (1, 2, 3):
        await world.person(chat_id, quiet=NIGHT)
    async with world.database.writing() as tx:
        for chat_id in (1, 2):
            await chat_store.mark_gone(tx, chat_id, "blocked", EVENING)
        await chat_store.mark_gone(tx, 1, "blocked", EVENING + timedelta(days=80))
        await chat_store.come_back(tx, 2)

    left = []
    for moment in (GONE_FOR, GONE_FOR + MOMENT):
        await at(world, EVENING + moment)
        left.append([row.id for row in await world.rows(select(chats.c.id).order_by(chats.c.id))])

    assert left == [[1, 2, 3], [2, 3]]


@pytest.mark.both_databases
async def test_an_announcement_goes_with_what_it_said_once_everybody_was_told(world: World) -> None:
    await world.person(1)
    spoken = Announcements(world.database, world.tree, 28)
    async with world.database.writing() as tx:
        for _ in range(2):
            await spoken.write(tx, 99, None, {"en": "An update."}, world.now)
        (number, draft) = await tx.scalars(select(announcements.c.id).order_by(announcements.c.id))
        assert await spoken.send(tx, number, world.now)
    await at(world, world.now + SPANS["announcements"] + MOMENT)
    under_way = [row.id for row in await world.rows(select(announcements.c.id))]
    while await spoken.step(world.now):
        pass
    await world.sends()

    left = []
    for moment in (timedelta(), MOMENT):
        await at(world, world.now + SPANS["announcements"] + moment)
        left.append((await count(world, announcements), await count(world, notices)))

    assert (under_way, draft > number) == ([number], True)
    assert left == [(1, 1), (0, 0)]


async def test_the_circle_of_who_left_for_good_hears_of_it(world: World) -> None:
    for chat_id in (1, 2):
        await world.person(chat_id)
    use = Circles()
    async with world.database.writing() as tx:
        await use.found(tx, 1, "Olena", world.now)
        token = await use.invite(tx, 1, world.now)
        assert token
        await use.open(tx, 2, token, world.now)
        await use.join(tx, 2, "Petro", world.now)
        await chat_store.mark_gone(tx, 1, "blocked", EVENING)
    await world.sends()

    world.to(EVENING + GONE_FOR + MOMENT)
    await at(world, world.now)
    await world.sends()

    assert "Olena" in world.sender.to(2)[-1].text
    assert [tuple(row) for row in await world.rows(select(circle_members.c.person, circle_members.c.founder))] == [
        (2, True)
    ]


def test_a_digest_is_kept_for_longer_than_what_it_carried_is_news() -> None:
    assert SPANS["digests"] > NEWS_FOR


@pytest.mark.both_databases
async def test_words_that_nobody_has_chosen_any_more_go(world: World) -> None:
    await world.person(1, label="granny, third floor")
    await world.person(1, label="granny")

    await at(world, EVENING + timedelta(days=1))

    assert {row.label for row in await world.rows(select(cohorts.c.label))} == {"granny"}


async def test_what_is_not_said_of_a_shelter_any_more_goes(world: World) -> None:
    async with world.database.writing() as tx:
        await shelter_store.say(tx, ShelterId("metro"), FlagKind.FULL, EVENING)
        await shelter_store.say(tx, ShelterId("metro"), FlagKind.NO_RAMP, EVENING)

    await at(world, EVENING + timedelta(days=2))

    assert [row.kind for row in await world.rows(select(shelter_flags.c.kind))] == [FlagKind.NO_RAMP]


async def test_it_is_looked_for_once_a_day(world: World) -> None:
    moments = [EVENING]
    retention = Retention(world.database, lambda: moments[-1], rest)
    left = []
    for after in (timedelta(0), EVERY - MOMENT, EVERY):
        moments.append(EVENING + SPANS["updates"] + MOMENT + after)
        await retention.look()
        left.append(await count(world, inbox))
        async with world.database.writing() as tx:
            await inbox_store.keep(tx, [Received(len(left), 5, {})], EVENING)
            await inbox_store.mark_handled(tx, len(left))

    assert left == [0, 1, 0]


def test_the_page_names_every_kind_with_its_time() -> None:
    rows = dict(re.findall(r"^\| \*(\w+)\*.*\| (\d+) days \|", PAGE.read_text(encoding="utf-8"), re.MULTILINE))

    assert rows == {name: str(days) for name, days in DAYS.items()}
