"""Prometheus is told what is so, at little cost, and never old numbers as if they were new."""

import asyncio
from collections import deque
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from math import isnan
from pathlib import Path

import httpx
import pytest
from prometheus_client.parser import text_string_to_metric_families
from sqlalchemy import event, insert, update
from starlette.applications import Starlette

from bot import measures
from bot.domain.alerts import Answer, SourceName
from bot.errors import SourceError
from bot.metrics import LANES, READ_EVERY, CountedSender, Metrics, Watched
from bot.services.checkup import Checked, Part
from bot.services.pauses import Pauses
from bot.store.tables import chats, inbox, outbox
from bot.telegram.outgoing import Outgoing
from bot.telegram.refusals import Gone, Later, Ours, Outcome, Sent, Unknown, Unreachable, Why
from tests.fixtures.world import SOURCE, World, ballistic

OTHER = SourceName("ukraine-alarm")
LEADING = Watched(lambda: True, lambda: timedelta(seconds=7), lambda: None)


def metrics(world: World, watched: Watched = LEADING) -> Metrics:
    counted = (measures.polls(), measures.sends(), measures.answers())
    return Metrics(world.database, world.clock.now, (SOURCE, OTHER), watched, counted, world.machine.monotonic)


async def read(told: Metrics) -> Mapping[tuple[str, ...], float]:
    """Every sample by its name and the values of its labels."""
    families = text_string_to_metric_families((await told.told()).decode())
    return {
        (sample.name, *(str(value) for value in sample.labels.values())): sample.value
        for family in families
        for sample in family.samples
    }


@pytest.mark.both_databases
async def test_the_outbox_is_told_lane_by_lane_with_the_age_of_its_oldest(world: World) -> None:
    for chat_id in (1, 2, 3):
        await world.person(chat_id)
    await world.shows(ballistic())
    async with world.database.writing() as tx:
        held = world.now + timedelta(hours=3)
        await tx.execute(update(outbox).where(outbox.c.chat_id == 3).values(not_before=held))
    world.pass_time(timedelta(seconds=40))

    shown = await read(metrics(world))

    assert shown["tysha_outbox_rows", "grave-now"] == 2
    assert shown["tysha_outbox_oldest_seconds", "grave-now"] == 40
    assert {shown["tysha_outbox_rows", lane] for lane in LANES.values()} == {0, 2}


@pytest.mark.both_databases
async def test_sources_updates_digests_and_who_leads_are_told(world: World) -> None:
    await world.person(1, digest="08:00")
    await world.shows(ballistic())
    async with world.database.writing() as tx:
        await tx.execute(update(chats).values(digest_due_at=world.now))
        rows = [
            {"update_id": number, "received_at": world.now, "sender": 1, "state": state}
            for number, state in enumerate(("waiting", "quarantined", "quarantined", "handled"))
        ]
        await tx.execute(insert(inbox), rows)
    world.pass_time(timedelta(seconds=30))

    shown = await read(metrics(world))

    told = {name: shown[name] for name in shown if name[0].startswith("tysha_") and len(name) == 1}
    assert (told[("tysha_alerts",)], told[("tysha_digests_due",)], told[("tysha_database_up",)]) == (1, 1, 1)
    assert (told[("tysha_updates_waiting",)], told[("tysha_updates_quarantined",)]) == (1, 2)
    assert (told[("tysha_leader",)], told[("tysha_last_reader_seconds",)]) == (1, 7)
    assert shown["tysha_source_age_seconds", SOURCE] == 30
    assert shown["tysha_source_age_seconds", OTHER] == float("inf")


@pytest.mark.both_databases
async def test_whether_sending_is_paused_is_told(world: World) -> None:
    told, shown = metrics(world), []
    for change in (Pauses().resume, lambda tx: Pauses().pause(tx, world.now), Pauses().resume):
        async with world.database.writing() as tx:
            await change(tx)
        shown.append((await read(told))[("tysha_paused",)])
        world.machine.advance(timedelta(seconds=READ_EVERY))

    assert shown == [0, 1, 0]


async def test_the_last_look_at_the_whole_is_told_part_by_part(world: World) -> None:
    checked = Checked(world.now - timedelta(minutes=2), {Part.TELEGRAM: "getMe was not answered"})
    shown = await read(metrics(world, Watched(lambda: False, lambda: timedelta(0), lambda: checked)))

    assert {part: shown["tysha_check_good", part] for part in Part} == {
        part: float(part is not Part.TELEGRAM) for part in Part
    }
    assert (shown[("tysha_check_age_seconds",)], shown[("tysha_leader",)]) == (120, 0)


async def test_where_nobody_ever_looked_the_time_since_the_start_is_told(world: World) -> None:
    told = metrics(world)
    world.pass_time(timedelta(minutes=20))

    assert (await read(told))[("tysha_check_age_seconds",)] == 1200


async def test_however_often_it_is_asked_the_database_is_not(world: World) -> None:
    told, statements = metrics(world), []
    async with world.database.reading() as connection:
        engine = connection.engine.sync_engine
    event.listen(engine, "before_cursor_execute", lambda *about: statements.append(about[2]))

    await told.told()
    once = len(statements)
    for _ in range(20):
        await told.told()
    again = len(statements)
    world.machine.advance(timedelta(seconds=READ_EVERY))
    await told.told()

    assert (once > 0, again, len(statements)) == (True, once, 2 * once)
    assert once <= 10


async def test_a_database_that_is_gone_leaves_no_old_numbers(world: World, tmp_path: Path) -> None:
    await world.shows(ballistic())
    told = metrics(world)
    before = await read(told)
    await world.database.close()
    (tmp_path / "tysha.db").write_bytes(b"no database at all " * 1000)
    world.machine.advance(timedelta(seconds=READ_EVERY))
    after = await read(told)

    assert ("tysha_source_age_seconds", SOURCE) in before
    assert after[("tysha_database_up",)] == 0
    assert (before[("tysha_paused",)], isnan(after[("tysha_paused",)])) == (0, True)
    assert not [name for name in after if name[0] in ("tysha_source_age_seconds", "tysha_outbox_rows")]


class Answering:
    """A Sender with outcomes laid ready."""

    def __init__(self, *outcomes: Outcome) -> None:
        self._outcomes = list(outcomes)

    async def send(self, chat_id: int, outgoing: Outgoing, *, silent: bool, topic: int | None = None) -> Outcome:
        return self._outcomes.pop(0)


async def test_every_outcome_of_a_notice_is_counted_by_its_name() -> None:
    minute = timedelta(minutes=1)
    outcomes = (Sent(1), Sent(2), Gone(Why.BLOCKED), Later(minute, everyone=True), Ours("no"), Unknown(), Unreachable())
    sends = measures.sends()
    sender = CountedSender(Answering(*outcomes), sends)
    for one in outcomes:
        assert await sender.send(1, Outgoing("text"), silent=True) is one

    (family,) = sends.collect()
    counted = {sample.labels["outcome"]: sample.value for sample in family.samples if sample.name.endswith("_total")}
    assert counted == {"sent": 2, "gone": 1, "later": 1, "ours": 1, "unknown": 1, "unreachable": 1}


async def test_it_is_served_as_prometheus_reads_it(world: World) -> None:
    app = Starlette(routes=[metrics(world).route()])
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://bot") as client:
        answer = await client.get("/metrics")

    assert answer.status_code == 200
    assert answer.headers["content-type"].startswith("text/plain; version=")
    assert "tysha_build{version=" in answer.text


async def test_no_person_stands_in_it(world: World) -> None:
    await world.person(7_000_111_222, label="granny")
    await world.shows(ballistic())
    shown = (await metrics(world).told()).decode()

    assert "7000111222" not in shown and "granny" not in shown


@dataclass
class Asked:
    """A source that gives what was laid ready, and then hangs."""

    ready: deque[Answer | SourceError]
    done: asyncio.Event
    name: SourceName = SOURCE
    interval: timedelta = timedelta(0)

    async def poll(self, now: datetime) -> Answer:
        if not self.ready:
            self.done.set()
            await asyncio.Event().wait()
        answer = self.ready.popleft()
        if isinstance(answer, SourceError):
            raise answer
        return answer

    def forget(self) -> None:
        """Nothing is remembered."""


@pytest.mark.allow_warnings
async def test_every_answer_of_a_source_is_counted_by_its_kind(world: World) -> None:
    whole, part = Answer(SOURCE, world.now, (), world.now), Answer(SOURCE, world.now, (), whole=False)
    timeout = SourceError(SOURCE, "timeout")
    asked = Asked(deque([whole, timeout, timeout, SourceError(SOURCE, "odd-shape"), part, whole]), asyncio.Event())
    loops = world.loops()
    async with asyncio.TaskGroup() as group:
        watching = group.create_task(loops.watch(asked))
        await asked.done.wait()
        watching.cancel()

    (family,) = loops.polls.collect()
    counted = {
        (sample.labels["source"], sample.labels["result"]): sample.value
        for sample in family.samples
        if sample.name.endswith("_total")
    }
    assert counted == {
        (SOURCE, "whole"): 2,
        (SOURCE, "part"): 1,
        (SOURCE, "timeout"): 2,
        (SOURCE, "odd-shape"): 1,
    }
