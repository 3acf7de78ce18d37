"""Whatever is held of somebody is shown to them, and nothing of it is left when they say so, in any table at all."""

import json
from collections.abc import AsyncIterator
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import BigInteger, Column, insert, select

from bot.domain.alerts import AreaId
from bot.domain.notices import NoticeKind
from bot.domain.policy import Loudness
from bot.domain.quiet import MuteKind
from bot.errors import FindFirst
from bot.services.estimates import Found
from bot.services.privacy import Privacy
from bot.store import inbox as inbox_store
from bot.store.holdings import CURSORS, HOLDINGS, NOBODYS, OF_AREAS, OF_ONE_CHAT, SHARED
from bot.store.inbox import Received
from bot.store.tables import chats, corrections, drafts, metadata, notices, plans
from tests.fixtures.world import LVIV_OBLAST, NIGHT, World, ballistic, drones, kyiv

pytestmark = pytest.mark.both_databases

#: Ids that no count, date or row number has in it.
SOMEBODY, NEIGHBOUR = 7_000_111_222, 7_000_333_444
LABEL, SHELTER = "бабусина хата", "підвал, ключ у Марії"


async def everything(world: World) -> dict[str, list[dict[str, Any]]]:
    """Every row of every table."""
    found = {}
    async with world.database.reading() as connection:
        for table in metadata.sorted_tables:
            rows = await connection.execute(select(table))
            found[table.name] = [dict(row) for row in rows.mappings()]
    return found


def with_trace(rows: dict[str, list[dict[str, Any]]], *traces: object) -> dict[str, list[dict[str, Any]]]:
    """The rows in which one of the traces stands, in whatever column."""
    marked = {
        table: [
            row
            for row in many
            if any(str(trace) in json.dumps(row, default=str, ensure_ascii=False) for trace in traces)
        ]
        for table, many in rows.items()
    }
    return {table: many for table, many in marked.items() if many}


async def _lives(world: World, owner: int, label: str, shelter: str) -> None:
    """Somebody who used everything that leaves a row."""
    chat = await world.person(owner, quiet=NIGHT, digest="08:00", label=label, language="uk")
    await world.person(owner, area=LVIV_OBLAST, quiet=NIGHT, digest="08:00", loudness=Loudness.SILENT)
    async with world.database.writing() as tx:
        await world.subscriptions.name_shelter(tx, chat, AreaId("1293"), shelter)
        number = owner % 1_000
        update = {"update_id": number, "message": {"text": "де безпечно?", "from": {"id": owner}}}
        odd = {"update_id": number + 1, "poll": {"id": "5"}}
        await inbox_store.keep(tx, [Received(number, owner, update), Received(number + 1, owner, odd)], world.now)
        await inbox_store.mark_handled(tx, number)
        await inbox_store.quarantine(tx, number + 1, "unreadable", {"poll": {}})
        draft = {"editor": owner, "made_at": world.now, "expires_at": world.now + timedelta(days=1), "body": {}}
        await tx.execute(insert(drafts).values(**draft))


async def _night(world: World) -> None:
    world.to(kyiv("23:30"))
    await world.shows(drones())
    await world.sends()
    await world.shows(ballistic())
    await world.sends()
    await world.ends()
    await world.sends()
    await world.lives_until(kyiv("08:30"))
    await world.mute(timedelta(hours=2), MuteKind.GUARDED, SOMEBODY)
    notice = {"key": "planned", "kind": NoticeKind.ALERT, "at": world.now, "body": {}}
    async with world.database.writing() as tx:
        number = await tx.scalar(insert(notices).values(**notice).returning(notices.c.id))
        planned = {"notice_id": number, "batch": 1, "area": "1", "heard_of": "x", "drops": False, "lane": 1}
        where = {"at": world.now, "reached": SOMEBODY, "began": SOMEBODY, "wrapped": False}
        await tx.execute(insert(plans).values(**planned, **where))
        await tx.execute(insert(corrections).values(made_at=world.now, told_up_to=SOMEBODY, body={}))


@pytest.fixture
async def lived(world: World) -> AsyncIterator[World]:
    """Two people who had the same night."""
    await _lives(world, SOMEBODY, LABEL, SHELTER)
    await _lives(world, NEIGHBOUR, "дім", "школа")
    await _night(world)
    yield world


async def test_nothing_is_left_in_any_table_of_who_is_forgotten_and_everything_of_their_neighbour(lived: World) -> None:
    before = await everything(lived)
    held = with_trace(before, SOMEBODY, LABEL, SHELTER)
    assert {one.table.name for one in HOLDINGS} | {"cohorts", "notices"} | {one.table.name for one in CURSORS} <= set(
        held
    )

    async with lived.database.writing() as tx:
        await Privacy(lived.database).forget(tx, SOMEBODY)

    after = await everything(lived)
    assert with_trace(after, SOMEBODY, LABEL, SHELTER) == {}
    assert len(after["inbox"]) == len(before["inbox"]), "what was handled must not be handled anew"
    assert with_trace(after, NEIGHBOUR, "дім", "школа") == with_trace(before, NEIGHBOUR, "дім", "школа")


async def test_who_was_forgotten_is_told_nothing_more_and_may_begin_anew(lived: World) -> None:
    async with lived.database.writing() as tx:
        await Privacy(lived.database).forget(tx, SOMEBODY)
        await tx.execute(plans.delete())
    told = len(lived.sender.to(SOMEBODY))
    await lived.shows(ballistic())
    await lived.sends()

    assert len(lived.sender.to(SOMEBODY)) == told
    assert len(lived.sender.to(NEIGHBOUR)) > told
    await lived.starts(SOMEBODY)
    assert (await lived.chat(SOMEBODY)).quiet.is_off


async def test_a_message_on_its_way_to_who_is_forgotten_disturbs_nobody_elses(lived: World) -> None:
    """The row goes between the sending and the settling, together with what would be owed after it."""
    async with lived.database.writing() as tx:
        await tx.execute(plans.delete())
        await tx.execute(chats.update().values(insist=True))
    lived.to(kyiv("23:30") + timedelta(days=1))
    await lived.shows(ballistic())
    claimed = await lived.deliver.claim()
    async with lived.database.writing() as tx:
        await Privacy(lived.database).forget(tx, SOMEBODY)
    for row in claimed:
        lived.machine.advance(timedelta(seconds=lived.deliver.hold()))
        await lived.deliver.deliver(row)

    rows = await lived.outbox()
    assert [(chat, state, reason) for chat, _, state, _, reason in rows][-3:] == [
        (NEIGHBOUR, "sent", "grave-wakes"),
        (NEIGHBOUR, "owed", "insist"),
        (NEIGHBOUR, "owed", "insist"),
    ]
    assert not [row for row in rows if row[0] == SOMEBODY]


async def test_the_export_holds_every_row_and_nobody_elses(lived: World) -> None:
    found: Found = {}
    with pytest.raises(FindFirst) as missing:
        Privacy(lived.database).export(SOMEBODY, lived.now, found)
    await missing.value.find()
    exported = Privacy(lived.database).export(SOMEBODY, lived.now, found)

    shown = json.loads(exported)
    assert [name for name, rows in shown.items() if isinstance(rows, list) and not rows] == []
    assert set(shown) == {"made_at", "chat_id", *(one.name for one in HOLDINGS)}
    assert (shown["chat"][0]["language"], shown["chat"][0]["windows"]) == ("uk", NIGHT)
    assert {place["label"] for place in shown["places"]} == {LABEL, ""}
    assert {SHELTER} <= {place["shelter"] for place in shown["places"]}
    assert {"alert", "recap", "digest"} <= {message["kind"] for message in shown["messages"]}
    assert str(NEIGHBOUR) not in exported.decode() and "школа" not in exported.decode()


def test_every_table_says_whose_its_rows_are() -> None:
    declared = [{one.table for one in HOLDINGS}, {one.table for one in CURSORS}, SHARED, NOBODYS]

    assert set().union(*declared) == set(metadata.sorted_tables), "a table stands nowhere in bot/store/holdings.py"
    assert sum(map(len, declared)) == len(metadata.sorted_tables)


def test_every_column_with_an_id_of_a_chat_or_a_person_is_declared() -> None:
    declared = {one.owner for one in HOLDINGS} | set(CURSORS)

    assert [column for column in _columns() if _names_somebody(column) and column not in declared] == []


def test_every_kind_of_notice_is_of_one_chat_or_of_areas() -> None:
    assert not OF_ONE_CHAT & OF_AREAS
    assert set(NoticeKind) == OF_ONE_CHAT | OF_AREAS


def _columns() -> list[Column[Any]]:
    return [column for table in metadata.sorted_tables for column in table.columns]


def _names_somebody(column: Column[Any]) -> bool:
    """A number that may be Telegram's; those of rows and messages are none."""
    refers = {key.column.table for key in column.foreign_keys}
    words = {"chat", "user", "sender", "editor", "owner", "member", "person", "who", "by"} & set(column.name.split("_"))
    return chats in refers or (bool(words) and isinstance(column.type, BigInteger))
