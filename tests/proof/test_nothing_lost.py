"""A red alert for twenty thousand chats, a Telegram that fails one call in twenty, and replicas that are killed fifty
times: everybody hears, and twice only who was being written to.
"""

import asyncio
import random
from collections import Counter
from collections.abc import AsyncIterator, Callable
from contextlib import suppress
from pathlib import Path

import pytest

from tests.fixtures.databases import PostgresTemplate
from tests.flow.alerts_server import alert
from tests.flow.program import PATIENCE
from tests.proof.killed_replicas import (
    ANSWER_LOST,
    FAULTS,
    FAULTS_SHARE,
    WRITERS,
    Broadcast,
    open_broadcast,
    should_hear,
)

pytestmark = pytest.mark.proof

SEED, KILLS = 20261123, 50
KHARKIV = "1293"
#: The next kill comes after so many messages or so many seconds, whichever is first.
MESSAGES, SECONDS = (20, 500), (1.0, 8.0)


@pytest.fixture
async def broadcast(on_server: PostgresTemplate, tmp_path: Path) -> AsyncIterator[Broadcast]:
    async with open_broadcast(on_server.server, tmp_path) as opened:
        yield opened


@pytest.mark.allow_warnings
async def test_fifty_kills_of_any_replica_in_a_broadcast_leave_out_nobody_and_repeat_only_what_was_in_flight(
    broadcast: Broadcast, tell: Callable[[str], None]
) -> None:
    world, chance = broadcast.world, random.Random(SEED)
    for replica in broadcast.replicas:
        await replica.start()
    async with asyncio.timeout(PATIENCE):
        await broadcast.alerts.answers(2)
    world.faults.by_chance("sendMessage", FAULTS_SHARE, FAULTS, random.Random(SEED))
    broadcast.alerts.alerts = (alert(KHARKIV, "red", "ballistic_missiles"),)
    for writer, _ in zip(WRITERS, range(KILLS), strict=True):
        wanted, seconds = broadcast.catch_up() + chance.randint(*MESSAGES), chance.uniform(*SECONDS)
        with suppress(TimeoutError):
            await world.wait_until(lambda: broadcast.catch_up() >= wanted, timeout=seconds)  # noqa: B023
        assert not broadcast.has_all(), "the broadcast was over before the kills were"
        world.say(writer, "/help")
        await broadcast.kill_one(chance)
    async with asyncio.timeout(5 * PATIENCE):
        while await broadcast.owed() or await broadcast.updates_waiting():
            await broadcast.alerts.answers(1)
    broadcast.catch_up()

    heard, met = broadcast.heard, Counter(kind for kind, _ in world.faults.met)
    lost_answers = Counter(chat for kind, chat in world.faults.met if kind in ANSWER_LOST)
    repeated = heard - Counter(should_hear())
    answered = {call.chat_id for call in world.sent if call.chat_id in WRITERS}
    tell(
        f"{len(should_hear())} should hear, {len(heard)} did; {KILLS} kills, {broadcast.leaders_killed} of the leader, "
        f"{await broadcast.terms()} terms; in flight at a kill {broadcast.in_flight.total()}, answers lost "
        f"{lost_answers.total()}, heard twice {repeated.total()}; {len(answered)} of {len(WRITERS)} answered"
    )
    tell(", ".join(f"{count} x {kind}" for kind, count in sorted(met.items())))
    assert set(heard) == should_hear()
    assert repeated <= broadcast.in_flight + lost_answers
    # A reply between its commit and the wire dies with the program: at most one with each that answered.
    assert len(set(WRITERS) - answered) <= broadcast.leaders_killed
