"""Whatever is held of somebody is shown to them, and nothing of it is left when they say so, in any table at all."""

import json
from collections.abc import AsyncIterator
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import BigInteger, Column, insert, select, update

from bot.domain.alerts import AreaId
from bot.domain.circle import FORGOTTEN_AFTER, Word
from bot.domain.notices import NoticeKind
from bot.domain.policy import Loudness
from bot.domain.quiet import MuteKind
from bot.errors import FindFirst
from bot.services.announcements import Announcements
from bot.services.circles import Circles, Joined, Opened
from bot.services.estimates import Found
from bot.services.privacy import Privacy
from bot.store import bags as bag_store
from bot.store import inbox as inbox_store
from bot.store.holdings import CURSORS, HOLDINGS, NOBODYS, OF_ALIKE, OF_AREAS, OF_CIRCLES, OF_ONE_CHAT, SHARED
from bot.store.inbox import Received
from bot.store.tables import announcements, channels, chats, corrections, drafts, metadata, notices, outbox, plans
from tests.fixtures.world import LVIV_OBLAST, NIGHT, World, ballistic, drones, kyiv

pytestmark = pytest.mark.both_databases

#: Ids that no count, date or row number has in it.
SOMEBODY, NEIGHBOUR = 7_000_111_222, 7_000_333_444
FRIEND, STRANGER = 7_000_555_666, 7_000_777_888
LABEL, SHELTER, NAME = "бабусина хата", "підвал, ключ у Марії", "Ганнуся-Плюс"


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


async def _announces(world: World, owner: int) -> None:
    """An operator with a draft, and with a word that is owed up to themselves; and a channel, and a bag."""
    spoken = Announcements(world.database, world.tree, 28)
    async with world.database.writing() as tx:
        await tx.execute(insert(channels).values(chat_id=owner, title="щось", added_at=world.now))
        await bag_store.put_in(tx, owner, "water")
        await spoken.write(tx, owner, None, {"uk": "Увага"}, world.now)
        going = await spoken.write(tx, owner, None, {"uk": "Увага"}, world.now)
        assert await spoken.send(tx, going.id, world.now)
        await tx.execute(update(announcements).where(announcements.c.id == going.id).values(reached=owner))


async def _in_circle(world: World, person: int, name: str, friend: int, other: int) -> None:
    """Somebody with a friend in their circle, who opened the invitation of another one before."""
    use = Circles()
    async with world.database.writing() as tx:
        await use.found(tx, other, "Інша", world.now)
        theirs = await use.invite(tx, other, world.now)
        assert theirs and (await use.open(tx, person, theirs, world.now)).came is Opened.OPENED
        await use.found(tx, person, name, world.now)
        await use.invite(tx, person, world.now)
        link = await use.invite(tx, person, world.now)
        assert link and (await use.open(tx, friend, link, world.now)).came is Opened.OPENED
        assert await use.join(tx, friend, "Подруга", world.now) is Joined.JOINED
        await use.say(tx, person, Word.SAFE, world.now)
        await use.ask(tx, person, world.now)
        await use.ask(tx, friend, world.now)
    await world.sends()


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


async def _is_half_planned(world: World) -> None:
    """What goes through all chats has come as far as to somebody."""
    notice = {"key": "planned", "kind": NoticeKind.ALERT, "at": world.now, "body": {}}
    async with world.database.writing() as tx:
        number = await tx.scalar(insert(notices).values(**notice).returning(notices.c.id))
        planned = {"notice_id": number, "batch": 1, "area": "1", "heard_of": "x", "drops": False, "lane": 1}
        where = {"at": world.now, "reached": SOMEBODY, "began": SOMEBODY, "wrapped": False}
        await tx.execute(insert(plans).values(**planned, **where))
        await tx.execute(insert(corrections).values(made_at=world.now, told_up_to=SOMEBODY, body={}))


@pytest.fixture
async def lived(world: World) -> AsyncIterator[World]:
    """Two people who had the same night, and two whom one of them has in a circle, or might have had."""
    await _lives(world, SOMEBODY, LABEL, SHELTER)
    await _lives(world, NEIGHBOUR, "дім", "школа")
    for one in (FRIEND, STRANGER):
        await world.person(one, area=None)
    await _night(world)
    await _in_circle(world, SOMEBODY, NAME, FRIEND, STRANGER)
    for one in (SOMEBODY, NEIGHBOUR):
        await _announces(world, one)
    await _is_half_planned(world)
    yield world


async def test_nothing_is_left_in_any_table_of_who_is_forgotten_and_everything_of_their_neighbour(lived: World) -> None:
    before = await everything(lived)
    held = with_trace(before, SOMEBODY, LABEL, SHELTER, NAME)
    assert {one.table.name for one in HOLDINGS} | {"cohorts", "notices"} | {one.table.name for one in CURSORS} <= set(
        held
    )

    async with lived.database.writing() as tx:
        await Privacy(lived.database).forget(tx, SOMEBODY, lived.now)

    after = await everything(lived)
    assert with_trace(after, SOMEBODY, LABEL, SHELTER) == {}
    (left,) = with_trace(after, NAME)["notices"]
    assert left["body"]["step"] == "left", "who is gone is told to their circle by name, and nothing else of them"
    assert len(after["inbox"]) == len(before["inbox"]), "what was handled must not be handled anew"
    assert with_trace(after, NEIGHBOUR, "дім", "школа") == with_trace(before, NEIGHBOUR, "дім", "школа")


async def test_the_circle_hears_that_who_is_forgotten_has_left_and_after_a_day_nothing_has_their_name(
    lived: World,
) -> None:
    async with lived.database.writing() as tx:
        await Privacy(lived.database).forget(tx, SOMEBODY, lived.now)
        await tx.execute(plans.delete())
    await lived.sends()
    lived.pass_time(FORGOTTEN_AFTER)
    await lived.circle_rounds.step(lived.now)

    assert NAME in lived.sender.to(FRIEND)[-1].text
    assert with_trace(await everything(lived), NAME, SOMEBODY) == {}


async def test_what_was_asked_in_the_name_of_who_is_forgotten_stays_asked_without_it(lived: World) -> None:
    async def asked() -> list[str | None]:
        of_circle = select(notices.c.body).join(outbox).where(outbox.c.chat_id == FRIEND)
        found = await lived.rows(of_circle.where(notices.c.kind == NoticeKind.CIRCLE_ASK))
        return [row.body["asker"] for row in found]

    before = await asked()
    async with lived.database.writing() as tx:
        await Privacy(lived.database).forget(tx, SOMEBODY, lived.now)

    assert (before, await asked()) == ([NAME], [None])


async def test_a_digest_that_others_were_told_too_goes_with_the_last_of_them(world: World) -> None:
    for one in (SOMEBODY, NEIGHBOUR):
        await world.person(one, digest="08:00", label=LABEL)
    await world.lives_until(kyiv("08:30"))

    left = []
    for one in (SOMEBODY, NEIGHBOUR):
        async with world.database.writing() as tx:
            await Privacy(world.database).forget(tx, one, world.now)
        told = select(notices.c.id).where(notices.c.kind == NoticeKind.DIGEST)
        left.append((len(await world.rows(told)), len(await world.rows(select(outbox.c.id)))))

    assert left == [(1, 1), (0, 0)]


async def test_what_an_operator_is_telling_goes_on_though_they_are_forgotten(lived: World) -> None:
    async with lived.database.writing() as tx:
        await Privacy(lived.database).forget(tx, SOMEBODY, lived.now)

    going = select(announcements.c.made_by, announcements.c.reached).order_by(announcements.c.id)
    rows = await lived.rows(going.where(announcements.c.reached.is_not(None)))
    assert [tuple(row) for row in rows] == [(0, SOMEBODY - 1), (NEIGHBOUR, NEIGHBOUR)]


async def test_who_was_forgotten_is_told_nothing_more_and_may_begin_anew(lived: World) -> None:
    async with lived.database.writing() as tx:
        await Privacy(lived.database).forget(tx, SOMEBODY, lived.now)
        await tx.execute(plans.delete())
    told, neighbour_told = len(lived.sender.to(SOMEBODY)), len(lived.sender.to(NEIGHBOUR))
    await lived.shows(ballistic())
    await lived.sends()

    assert len(lived.sender.to(SOMEBODY)) == told
    assert len(lived.sender.to(NEIGHBOUR)) > neighbour_told
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
        await Privacy(lived.database).forget(tx, SOMEBODY, lived.now)
    for row in claimed:
        lived.machine.advance(timedelta(seconds=lived.deliver.hold()))
        await lived.deliver.deliver(row)

    rows = await lived.outbox()
    assert [(state, reason) for chat, _, state, _, reason in rows if chat == NEIGHBOUR][-3:] == [
        ("sent", "grave-wakes"),
        ("owed", "insist"),
        ("owed", "insist"),
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
    assert {"alert", "recap", "digest", "circle_ask"} <= {message["kind"] for message in shown["messages"]}
    for another in (NEIGHBOUR, FRIEND, STRANGER, "школа"):
        assert str(another) not in exported.decode()


def test_every_table_says_whose_its_rows_are() -> None:
    held = {one.table for one in HOLDINGS}
    declared = [held, {one.table for one in CURSORS} - held, SHARED, NOBODYS]

    assert set().union(*declared) == set(metadata.sorted_tables), "a table stands nowhere in bot/store/holdings.py"
    assert sum(map(len, declared)) == len(metadata.sorted_tables)


def test_every_column_with_an_id_of_a_chat_or_a_person_is_declared() -> None:
    declared = {one.owner for one in HOLDINGS} | set(CURSORS)

    assert [column for column in _columns() if _names_somebody(column) and column not in declared] == []


def test_every_kind_of_notice_says_whose_it_is() -> None:
    declared = (OF_ONE_CHAT, OF_ALIKE, OF_CIRCLES, OF_AREAS)

    assert set().union(*declared) == set(NoticeKind)
    assert sum(map(len, declared)) == len(NoticeKind)


def _columns() -> list[Column[Any]]:
    return [column for table in metadata.sorted_tables for column in table.columns]


def _names_somebody(column: Column[Any]) -> bool:
    """A number that may be Telegram's; those of rows and messages are none."""
    refers = {key.column.table for key in column.foreign_keys}
    words = {"chat", "user", "sender", "editor", "owner", "member", "person", "who", "by"} & set(column.name.split("_"))
    return chats in refers or (bool(words) and isinstance(column.type, BigInteger))
