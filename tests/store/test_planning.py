"""Who is owed what is written by one statement for all chats, each with its own sound and reason."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import event, func, select

from bot.domain.chats import Place
from bot.domain.notices import Notice, NoticeKind
from bot.domain.policy import Decision, Loudness, Reason, Sound
from bot.domain.quiet import Mode, MuteKind
from bot.store import chats as chat_store
from bot.store import planning
from bot.store.tables import cohorts, notices, outbox, plans
from bot.store.tables import decisions as kept
from tests.fixtures.world import EVENING, KHARKIV, KHARKIV_OBLAST, LVIV_OBLAST, NIGHT, World, ballistic, drones, kyiv

pytestmark = pytest.mark.both_databases

HOUR = timedelta(hours=1)


@contextmanager
def statements(world: World) -> Iterator[list[str]]:
    """Everything that is asked of the database while the block lasts."""
    asked: list[str] = []

    def remember(_connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        asked.append(statement)

    engine = world.database.writer.sync_engine
    event.listen(engine, "before_cursor_execute", remember)
    yield asked
    event.remove(engine, "before_cursor_execute", remember)


async def decisions(world: World) -> dict[int, tuple[str, str]]:
    return {chat: (sound, reason) for chat, _, _, sound, reason in await world.outbox()}


async def test_one_red_alert_gives_each_cohort_its_own_sound_and_reason(world: World) -> None:
    world.to(kyiv("23:30"))
    await world.person(1)
    await world.person(2, quiet=NIGHT)
    await world.person(3, quiet=NIGHT, mode=Mode.NOTHING)
    await world.person(4, quiet=NIGHT, mode=Mode.EVERYTHING)
    await world.person(5, quiet=NIGHT, loudness=Loudness.SILENT)
    await world.person(6, quiet=NIGHT, mode=Mode.NOTHING, loudness=Loudness.LOUD)
    await world.person(7)
    await world.mute(HOUR, MuteKind.ALL, 7)
    await world.person(8, quiet=NIGHT)
    await world.mute(HOUR, MuteKind.GUARDED, 8)

    absorbed = await world.shows(ballistic())

    assert absorbed.owed == 8
    assert await decisions(world) == {
        1: ("loud", "outside-quiet"),
        2: ("loud", "grave-wakes"),
        3: ("silent", "nothing-wakes"),
        4: ("loud", "grave-wakes"),
        5: ("silent", "place-silent"),
        6: ("loud", "place-loud"),
        7: ("silent", "muted-all"),
        8: ("loud", "grave-wakes"),
    }


async def test_one_yellow_alert_gives_each_cohort_its_own_sound_and_reason(world: World) -> None:
    world.to(kyiv("23:30"))
    await world.person(1)
    await world.person(2, quiet=NIGHT)
    await world.person(3, quiet=NIGHT, mode=Mode.NOTHING)
    await world.person(4, quiet=NIGHT, mode=Mode.EVERYTHING)
    await world.person(5, loudness=Loudness.SILENT)
    await world.person(6, quiet=NIGHT, loudness=Loudness.LOUD)
    await world.person(7)
    await world.mute(HOUR, MuteKind.GUARDED, 7)

    await world.shows(drones())

    assert await decisions(world) == {
        1: ("loud", "outside-quiet"),
        2: ("silent", "guarded-in-quiet"),
        3: ("silent", "nothing-wakes"),
        4: ("loud", "everything-wakes"),
        5: ("silent", "place-silent"),
        6: ("loud", "place-loud"),
        7: ("silent", "muted"),
    }


async def test_a_hundred_chats_cost_as_many_statements_as_two_and_one_insert(world: World) -> None:
    for chat_id in (1, 2):
        await world.person(chat_id, quiet=NIGHT if chat_id % 2 else "")
    with statements(world) as for_two:
        await world.shows(ballistic())
    for chat_id in range(3, 101):
        await world.person(chat_id, quiet=NIGHT if chat_id % 2 else "")
    await world.ends()
    with statements(world) as for_hundred:
        absorbed = await world.shows(ballistic(since=world.now))

    assert absorbed.owed == 100
    assert len(for_hundred) == len(for_two)
    assert sum(statement.startswith("INSERT INTO outbox") for statement in for_hundred) == 1
    assert not [statement for statement in for_hundred if statement.startswith("SELECT chats")]


async def test_a_mute_is_joined_and_makes_no_cohort(world: World) -> None:
    await world.person(1)
    await world.person(2)
    await world.mute(HOUR, MuteKind.ALL, 2)

    await world.shows(ballistic())

    ((count,),) = await world.rows(select(func.count()).select_from(cohorts))
    assert count == 1
    assert await decisions(world) == {1: ("loud", "outside-quiet"), 2: ("silent", "muted-all")}


async def test_a_mute_that_is_over_silences_nothing_even_before_it_is_cleared_away(world: World) -> None:
    await world.person(1)
    await world.mute(timedelta(minutes=5), MuteKind.ALL)
    world.pass_time(timedelta(minutes=5))

    await world.shows(ballistic())

    assert await decisions(world) == {1: ("loud", "outside-quiet")}


@pytest.mark.parametrize(
    ("mute", "edge"),
    [(None, kyiv("23:00")), (timedelta(minutes=5), kyiv("22:55")), (timedelta(hours=2), kyiv("23:00"))],
)
async def test_a_decision_holds_until_the_next_edge_of_a_window_or_of_the_mute(
    world: World, mute: timedelta | None, edge: Any
) -> None:
    await world.person(1, quiet=NIGHT)
    if mute:
        await world.mute(mute)

    await world.shows(ballistic())

    assert [row.holds_until for row in await world.rows(select(outbox.c.holds_until))] == [edge]


async def test_a_decision_without_windows_holds_until_the_mute_ends_or_for_ever(world: World) -> None:
    await world.person(1)
    await world.person(2)
    await world.mute(HOUR, chat_id=2)
    until = world.now + HOUR

    await world.shows(ballistic())

    holds = await world.rows(select(outbox.c.chat_id, outbox.c.holds_until).order_by(outbox.c.chat_id))
    assert [tuple(row) for row in holds] == [(1, None), (2, until)]


async def test_gone_chats_and_ended_places_are_owed_nothing(world: World) -> None:
    await world.person(1)
    await world.person(2)
    await world.person(3, area=None)
    await world.person(4, area=None)
    async with world.database.writing() as tx:
        await chat_store.mark_gone(tx, 2, "blocked", EVENING)
        chats = {chat_id: await chat_store.load(tx, chat_id) for chat_id in (3, 4)}
        for chat_id, minutes in ((3, 0), (4, 10)):
            chat = chats[chat_id]
            assert chat is not None
            until = world.now + timedelta(seconds=8) + timedelta(minutes=minutes)
            await chat_store.put_place(tx, chat, Place(KHARKIV, until=until))

    await world.shows(ballistic())

    assert set(await decisions(world)) == {1, 4}


async def test_an_alert_reaches_a_place_from_above_and_never_from_beside(world: World) -> None:
    await world.person(1, area=KHARKIV)
    await world.person(2, area=LVIV_OBLAST)

    await world.shows(ballistic(KHARKIV_OBLAST))

    assert set(await decisions(world)) == {1}


async def test_owing_the_same_notice_twice_writes_it_once(world: World) -> None:
    await world.person(1)
    await world.shows(ballistic())
    ((notice_id,),) = await world.rows(select(notices.c.id))

    again = await world.shows(ballistic())

    assert again.owed == 0
    assert [row.id for row in await world.rows(select(notices.c.id))] == [notice_id]
    assert len(await world.outbox()) == 1


async def test_the_plan_is_empty_between_transactions(world: World) -> None:
    await world.person(1)
    await world.person(2, quiet=NIGHT)
    await world.shows(ballistic())
    assert await world.rows(select(plans)) == []
    assert await world.rows(select(kept)) == []


async def test_a_bulletin_owed_twice_is_written_once_and_a_gone_chat_is_owed_none(world: World) -> None:
    await world.person(1)
    await world.person(2)
    async with world.database.writing() as tx:
        await chat_store.mark_gone(tx, 2, "blocked", EVENING)
        body = await world.digests.compose(tx, await world.chat(1), world.now)
        notice = Notice("digest/one", NoticeKind.DIGEST, world.now, body)
        decision = Decision(Sound.SILENT, Reason.NEVER_LOUD)
        assert await planning.owe_chat(tx, notice, 1, decision, world.now)
        assert not await planning.owe_chat(tx, notice, 1, decision, world.now)
        assert not await planning.owe_chat(tx, notice, 2, decision, world.now)
    assert set(await decisions(world)) == {1}
