"""An update is handled once, whole or not at all, in its person's order, and leaves no word and no place behind."""

import asyncio
import json
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import insert, select
from sqlalchemy.exc import OperationalError
from sqlalchemy.ext.asyncio import AsyncConnection
from structlog.testing import capture_logs

from bot.domain.patience import AT_ONCE
from bot.errors import StoreError
from bot.services.incoming import LEFT_BY_OTHERS, After, Changes, Incoming, Unhandled
from bot.store.database import Database
from bot.store.tables import inbox, marks
from bot.tasks import Bell, Supervisor
from bot.telegram.updates import RawUpdate
from tests.fixtures.databases import url_of
from tests.fixtures.world import World

WORDS = "слова, яких ніхто не має бачити"
LATITUDE = "50.0049173"


def said(update_id: int, text: str = "hello", sender: int = 1) -> RawUpdate:
    return {"update_id": update_id, "message": {"from": {"id": sender}, "chat": {"id": sender}, "text": text}}


def located(update_id: int, sender: int = 1) -> RawUpdate:
    place = {"latitude": float(LATITUDE), "longitude": 36.2310001}
    return {"update_id": update_id, "message": {"from": {"id": sender}, "chat": {"id": sender}, "location": place}}


@dataclass
class Conversation:
    """Reads updates; `replied` remembers which were answered, `during` may hinder at each step."""

    replied: list[int] = field(default_factory=list)
    reading: Callable[[RawUpdate], Awaitable[None]] | None = None
    changing: Callable[[RawUpdate], None] = lambda _: None
    answering: Callable[[RawUpdate], None] = lambda _: None

    async def read(self, update: RawUpdate) -> Changes:
        if self.reading:
            await self.reading(update)

        async def changes(tx: AsyncConnection) -> After:
            await tx.execute(insert(marks).values(name=f"change {update['update_id']}", value="made"))
            self.changing(update)
            return reply

        async def reply() -> None:
            self.answering(update)
            self.replied.append(update["update_id"])

        return changes


class EmptiedDatabase(Database):
    """Says when its log was emptied."""

    def __init__(self, url: str) -> None:
        super().__init__(url)
        self.emptied = asyncio.Event()

    async def empty_log(self) -> bool:
        done = await super().empty_log()
        self.emptied.set()
        return done


def incoming(world: World, conversation: Conversation) -> Incoming:
    return Incoming(world.database, world.clock.now, conversation.read, Bell())


async def handle_all(inbox_of: Incoming) -> None:
    for updates in (await inbox_of.waiting()).values():
        for update in updates:
            await inbox_of.handle(update)


async def changes_made(world: World) -> list[str]:
    found = await world.rows(select(marks.c.name).where(marks.c.name.like("change %")).order_by(marks.c.name))
    return [row.name for row in found]


async def stored(world: World) -> dict[int, tuple[str, Any, str | None]]:
    rows = await world.rows(select(inbox))
    return {row.update_id: (row.state, json.loads(row.body) if row.body else None, row.why) for row in rows}


def everything_in(folder: Path) -> bytes:
    return b"".join(path.read_bytes() for path in folder.iterdir() if path.is_file())


@pytest.mark.both_databases
async def test_an_update_that_comes_twice_is_handled_once(world: World) -> None:
    conversation = Conversation()
    box = incoming(world, conversation)
    await box.keep([said(1)])
    await box.keep([said(1), said(1)])
    await handle_all(box)
    await box.keep([said(1)])
    await handle_all(box)
    assert conversation.replied == [1]
    assert await changes_made(world) == ["change 1"]


@pytest.mark.both_databases
async def test_a_sender_beyond_all_numbers_is_nobody_and_holds_up_nobody(world: World) -> None:
    conversation = Conversation()
    box = incoming(world, conversation)
    await box.keep([said(1, sender=2**63), said(2, sender=-(2**63) - 1), said(3)])

    assert {sender: len(waits) for sender, waits in (await box.waiting()).items()} == {0: 2, 1: 1}
    await handle_all(box)
    assert sorted(conversation.replied) == [1, 2, 3]


@pytest.mark.both_databases
async def test_the_same_update_in_two_hands_changes_things_once(world: World) -> None:
    conversation = Conversation()
    box = incoming(world, conversation)
    await box.keep([said(1)])
    ((received,),) = (await box.waiting()).values()
    await asyncio.gather(box.handle(received), box.handle(received))
    assert conversation.replied == [1]
    assert await changes_made(world) == ["change 1"]


@pytest.mark.both_databases
async def test_what_is_too_much_is_let_go_unread_and_leaves_no_word(world: World) -> None:
    conversation, turned_away = Conversation(), Conversation()
    box = Incoming(world.database, world.clock.now, conversation.read, Bell(), turn_away=turned_away.read)
    await box.keep([said(number, WORDS) for number in range(1, AT_ONCE + 10)])
    ((waiting),) = (await box.waiting()).values()
    for received in await box.let_in(waiting):
        await box.handle(received)
    assert (conversation.replied, turned_away.replied) == (list(range(1, AT_ONCE + 1)), [AT_ONCE + 1])
    assert set((await stored(world)).values()) == {("handled", None, None)}


@pytest.mark.both_databases
async def test_who_is_answered_already_is_not_read_again_for_another_ones_word(world: World) -> None:
    inbox_of = incoming(world, Conversation())
    await inbox_of.keep([said(1, sender=1), said(2, sender=2), said(3, sender=1)])

    assert {sender: len(waits) for sender, waits in (await inbox_of.waiting({1})).items()} == {2: 1}
    assert {sender: len(waits) for sender, waits in (await inbox_of.waiting()).items()} == {1: 2, 2: 1}


async def test_what_was_stored_before_a_crash_is_handled_after_it(world: World) -> None:
    await incoming(world, Conversation()).keep([said(1), said(2)])
    restarted = await world.restarted()
    conversation = Conversation()
    await handle_all(incoming(restarted, conversation))
    assert conversation.replied == [1, 2]
    await restarted.database.close()


@pytest.mark.allow_warnings
@pytest.mark.both_databases
async def test_an_update_whose_handler_raises_changes_nothing_and_is_put_aside_with_keys_alone(world: World) -> None:
    def fail(update: RawUpdate) -> None:
        if update["update_id"] == 1:
            raise ValueError(f"cannot understand {update['message']['text']}")

    conversation = Conversation(changing=fail)
    box = incoming(world, conversation)
    await box.keep([said(1, WORDS), said(2)])
    with capture_logs() as logs:
        await handle_all(box)

    assert await changes_made(world) == ["change 2"]
    assert conversation.replied == [2]
    state, body, why = (await stored(world))[1]
    assert (state, why) == ("quarantined", "ValueError")
    assert body == {"update_id": "int", "message": {"from": {"id": "int"}, "chat": {"id": "int"}, "text": "str"}}
    assert [log["event"] for log in logs] == ["update_quarantined"]
    assert WORDS not in str(logs) and "fail" in str(logs)
    assert await box.waiting() == {}


@pytest.mark.allow_warnings
@pytest.mark.both_databases
async def test_an_update_that_cannot_be_read_is_put_aside_with_its_reason_and_the_rest_goes_on(world: World) -> None:
    async def refuse(update: RawUpdate) -> None:
        if update["update_id"] == 1:
            raise Unhandled("KeyError in de_json")

    conversation = Conversation(reading=refuse)
    box = incoming(world, conversation)
    await box.keep([said(1, WORDS), said(2)])
    await handle_all(box)
    state, _, why = (await stored(world))[1]
    assert (state, why) == ("quarantined", "KeyError in de_json")
    assert conversation.replied == [2]


@pytest.mark.allow_warnings
@pytest.mark.both_databases
async def test_a_reply_that_fails_undoes_nothing_and_the_update_stays_handled(world: World) -> None:
    def fail(_: RawUpdate) -> None:
        raise OSError("no network")

    box = incoming(world, Conversation(answering=fail))
    await box.keep([said(1, WORDS)])
    await handle_all(box)
    assert await changes_made(world) == ["change 1"]
    assert (await stored(world))[1] == ("handled", None, None)


async def test_the_words_of_an_update_are_blanked_with_the_change_that_it_made(world: World, tmp_path: Path) -> None:
    box = incoming(world, Conversation())
    await box.keep([said(1, WORDS)])
    assert WORDS.encode() in everything_in(tmp_path)
    await handle_all(box)
    assert (await stored(world))[1] == ("handled", None, None)
    await world.database.empty_log()
    assert WORDS.encode() not in everything_in(tmp_path)


@pytest.mark.allow_warnings
async def test_the_words_of_an_update_put_aside_are_nowhere_either(world: World, tmp_path: Path) -> None:
    def fail(_: RawUpdate) -> None:
        raise ValueError(WORDS)

    box = incoming(world, Conversation(changing=fail))
    await box.keep([said(1, WORDS)])
    await handle_all(box)
    await world.database.empty_log()
    assert WORDS.encode() not in everything_in(tmp_path)


async def test_an_update_with_a_location_is_answered_and_never_written(world: World, tmp_path: Path) -> None:
    conversation = Conversation()
    box = incoming(world, conversation)
    await box.keep([said(1), located(2), said(3)])
    assert conversation.replied == [2]
    assert set(await stored(world)) == {1, 3}
    assert LATITUDE.encode() not in everything_in(tmp_path)
    await handle_all(box)
    assert await changes_made(world) == ["change 1", "change 2", "change 3"]


@pytest.mark.allow_warnings
async def test_an_update_with_a_location_that_fails_leaves_no_digit_in_files_or_logs(
    world: World, tmp_path: Path
) -> None:
    def fail(update: RawUpdate) -> None:
        raise ValueError(str(update))

    box = incoming(world, Conversation(changing=fail))
    with capture_logs() as logs:
        await box.keep([located(2)])
    assert await stored(world) == {}
    assert await changes_made(world) == []
    assert LATITUDE.encode() not in everything_in(tmp_path)
    assert "update_with_location_failed" in str(logs) and LATITUDE not in str(logs)


async def test_a_batch_that_cannot_be_stored_is_said_to_be_so_and_nothing_of_it_is_answered(
    world: World, tmp_path: Path
) -> None:
    without_tables = Database(url_of(tmp_path / "empty.db"))
    conversation = Conversation()
    box = Incoming(without_tables, world.clock.now, conversation.read, Bell())
    with pytest.raises(StoreError):
        await box.keep([said(1), located(2)])
    await without_tables.close()
    assert conversation.replied == []


def shared(world: World, conversation: Conversation) -> Incoming:
    """The inbox as one of several replicas has it, each with its own."""
    return Incoming(world.database, world.clock.now, conversation.read, Bell(), shared=True)


@pytest.mark.both_databases
async def test_each_replica_handles_what_it_took_and_after_a_while_what_another_left(world: World) -> None:
    conversation = Conversation()
    one, other = shared(world, conversation), shared(world, conversation)
    await one.keep([said(1, sender=1)])
    await other.keep([said(2, sender=2)])
    assert set(await one.waiting()) == {1}
    assert set(await other.waiting()) == {2}
    await handle_all(other)
    world.pass_time(LEFT_BY_OTHERS)
    await handle_all(other)
    await handle_all(one)
    assert conversation.replied == [2, 1]


@pytest.mark.both_databases
async def test_an_update_waits_for_an_older_one_of_its_sender_in_the_hands_of_another_replica(world: World) -> None:
    conversation = Conversation()
    one, other = shared(world, conversation), shared(world, conversation)
    await one.keep([said(1), said(3, sender=2)])
    await other.keep([said(2)])
    ((second,),) = (await other.waiting()).values()
    assert not await other.handle(second)
    assert await changes_made(world) == []
    await handle_all(one)
    assert await other.handle(second)
    assert await other.handle(second)
    assert conversation.replied == [1, 3, 2]
    assert await changes_made(world) == ["change 1", "change 2", "change 3"]


@pytest.mark.both_databases
@pytest.mark.allow_warnings
async def test_an_update_that_the_database_refused_for_a_moment_waits_and_is_handled_then(world: World) -> None:
    refusals = [OperationalError("insert", None, OSError("the disk is full"))]

    def refuse(_: RawUpdate) -> None:
        if refusals:
            raise refusals.pop()

    conversation = Conversation(changing=refuse)
    box = incoming(world, conversation)
    await box.keep([said(1, WORDS)])
    await handle_all(box)
    assert (await stored(world))[1][0] == "waiting"
    await handle_all(box)
    assert conversation.replied == [1]


@pytest.mark.both_databases
async def test_updates_wait_by_person_each_in_order(world: World) -> None:
    box = incoming(world, Conversation())
    tapped: RawUpdate = {
        "update_id": 4,
        "callback_query": {"id": "1", "from": {"id": 2}, "message": {"chat": {"id": 9}}},
    }
    posted: RawUpdate = {"update_id": 5, "channel_post": {"chat": {"id": -7}, "text": "x"}}
    polled: RawUpdate = {"update_id": 6, "poll": {"id": "3"}}
    await box.keep([said(3, sender=1), polled, said(1, sender=1), said(2, sender=2), tapped, posted])
    waiting = await box.waiting()
    assert {sender: [one.update_id for one in updates] for sender, updates in waiting.items()} == {
        1: [1, 3],
        2: [2, 4],
        -7: [5],
        0: [6],
    }


@pytest.mark.both_databases
async def test_one_persons_updates_are_handled_in_order_and_delay_nobody_else(world: World) -> None:
    slow, quick, done = asyncio.Event(), asyncio.Event(), asyncio.Event()

    async def hinder(update: RawUpdate) -> None:
        if update["update_id"] == 1:
            await slow.wait()

    def count(update: RawUpdate) -> None:
        if update["update_id"] == 3:
            quick.set()
        if update["update_id"] == 2:
            done.set()

    conversation = Conversation(reading=hinder, answering=count)
    loops = world.loops()
    box = loops.incoming(conversation.read)
    async with asyncio.timeout(20), Supervisor() as supervisor:
        supervisor.start("answer", lambda: loops.answer(box))
        await box.keep([said(1, sender=1), said(2, sender=1), said(3, sender=2)])
        await quick.wait()
        assert conversation.replied in ([], [3])
        slow.set()
        await done.wait()
    assert conversation.replied[:2] == [3, 1]
    assert await changes_made(world) == ["change 1", "change 2", "change 3"]


async def test_the_wait_for_an_answer_is_measured_from_the_arrival_to_the_reply(world: World) -> None:
    conversation = Conversation(answering=lambda _: world.machine.advance(timedelta(seconds=2)))
    inbox_of = Incoming(world.database, world.clock.now, conversation.read, Bell(), monotonic=world.machine.monotonic)
    await inbox_of.keep([said(1), said(2, sender=2)])
    await handle_all(inbox_of)
    await inbox_of.keep([located(3)])

    (waited,) = inbox_of.seconds.collect()
    told = {sample.name.removeprefix("tysha_chat_seconds_"): sample.value for sample in waited.samples}
    # The second waits for the first; what is answered from memory is measured too.
    assert (told["count"], told["sum"]) == (3, 2 + 4 + 2)


async def test_once_nothing_waits_the_words_leave_the_files(world: World, tmp_path: Path) -> None:
    database = EmptiedDatabase(url_of(world.path))
    loops = world.loops(database)
    box = loops.incoming(Conversation().read)
    async with asyncio.timeout(20), Supervisor() as supervisor:
        supervisor.start("answer", lambda: loops.answer(box))
        await box.keep([said(1, WORDS)])
        await database.emptied.wait()
    await database.close()
    assert WORDS.encode() not in everything_in(tmp_path)
    assert await changes_made(world) == ["change 1"]
