"""An estimate says what `simulate` says of the same alerts, and how far the history goes that it is counted from."""

import asyncio
import tempfile
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import insert

from bot.domain.advance import SourceSight, State
from bot.domain.alerts import Account, Alert, AlertKind, AreaId, Level, SourceName, Transition, TransitionKind
from bot.domain.chats import Chat, ChatKind, Place
from bot.domain.estimates import Estimate, Steps, Tally
from bot.domain.history import PastAlert
from bot.domain.quiet import Interval, Mode, QuietHours, Window, from_text, next_interval
from bot.domain.sight import Outage
from bot.errors import FindFirst
from bot.services.estimates import Estimates, Found
from bot.services.history import keep_past
from bot.services.turns import in_turns
from bot.sources.made_month import made_month
from bot.store import alerts as alert_store
from bot.store import chats as chat_store
from bot.store import sight as sight_store
from bot.store.database import Database
from bot.store.tables import metadata, months
from tests.fixtures.databases import database_at
from tests.handlers.people import transacted
from tests.services.reckoning import Person, Row, Said
from tests.services.simulated import run, said, shipped_tree, write_world

NOW = datetime(2026, 11, 22, 20, 10, tzinfo=UTC)
MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
KHARKIV, LVIV = AreaId("1293"), AreaId("27")
NIGHT = from_text("23:00-07:00")
SOURCE = SourceName("alerts-in-ua")


@pytest.fixture
async def database(tmp_path: Path) -> AsyncIterator[Database]:
    opened = await open_database(tmp_path)
    yield opened
    await opened.close()


async def open_database(folder: Path) -> Database:
    database = database_at(folder / "tysha.db")
    async with database.writing() as tx:
        await tx.run_sync(metadata.create_all)
    return database


async def estimate(database: Database, *areas: AreaId, hours: str = "23:00-07:00") -> Estimate | None:
    chat = Chat(1, ChatKind.PRIVATE, "en", QuietHours())
    async with database.writing() as tx:
        if await chat_store.load(tx, chat.id) is None:
            await chat_store.add(tx, chat, NOW)
        for area in areas or (KHARKIV,):
            await chat_store.put_place(tx, chat, Place(area))
    return await asked(Estimates(shipped_tree(), database), database, chat, from_text(hours))


async def asked(
    service: Estimates, database: Database, chat: Chat, windows: tuple[Window, ...], now: datetime = NOW
) -> Estimate | None:
    """As a conversation asks: what must be found first is found between two transactions."""
    found: Found = {}
    return await transacted(database, lambda tx: service.of_chat(tx, chat, windows, now, found))


async def known(database: Database, *areas: AreaId) -> Estimate:
    found = await estimate(database, *areas)
    assert found is not None
    return found


async def saw(database: Database, kind: TransitionKind, at: datetime, level: Level = Level.YELLOW) -> None:
    """Our own watch wrote down what happened to one alert of the city."""
    alert = Alert(KHARKIV, AlertKind.AIR_RAID, at, at, {SOURCE: Account(level, ())})
    async with database.writing() as tx:
        await alert_store.record(tx, [Transition(kind, at, alert)])


async def watches(database: Database) -> None:
    async with database.writing() as tx:
        await alert_store.save_state(tx, State(), State(sources={SOURCE: SourceSight(NOW)}))


async def fetched(database: Database, region: str, up_to: datetime) -> None:
    async with database.writing() as tx:
        await tx.execute(insert(months).values(region=region, due_at=None, failures=0, settled_at=up_to))


async def was_blind(database: Database, since: datetime, until: datetime) -> None:
    async with database.writing() as tx:
        await sight_store.add_over(tx, Outage(since, ended_at=until))


# What simulate says of the same month


def counted(messages: list[Said], stretches: list[Interval]) -> Tally:
    """Counted from the lines that `simulate` writes, one by one."""
    inside = [
        (one, number)
        for one in messages
        for number, stretch in enumerate(stretches)
        if one.kind != "recap" and stretch.start <= one.at < stretch.end
    ]
    shared = {(one.at, one.kind == "end") for one, _ in inside}
    rang = {(one.at, one.kind == "end") for one, _ in inside if one.sound == "loud"}
    nights = {number for one, number in inside if one.sound == "loud"}
    recaps = [one for one in messages if one.kind == "recap" and NOW - 30 * DAY <= one.at < NOW]
    return Tally(len(shared), len(rang), len(nights), len(recaps))


def stretches_of(quiet: QuietHours) -> list[Interval]:
    found, moment = [], NOW - 30 * DAY
    while (stretch := next_interval(quiet, moment)) and stretch.start < NOW:
        found.append(Interval(max(stretch.start, NOW - 30 * DAY), min(stretch.end, NOW)))
        moment = stretch.end
    return found


@settings(max_examples=12, deadline=None)
@given(
    minutes=st.tuples(st.integers(0, 47), st.integers(0, 47)).filter(lambda pair: pair[0] != pair[1]),
    anchor=st.integers(0, 72),
    areas=st.lists(st.sampled_from(("1293", "124", "1321", "22")), min_size=1, max_size=3, unique=True),
)
async def test_it_counts_what_simulate_says_of_the_same_month(
    minutes: tuple[int, int], anchor: int, areas: list[str]
) -> None:
    start, end = (30 * half for half in minutes)
    hours = f"{start // 60:02}:{start % 60:02}-{end // 60:02}:{end % 60:02}"
    month = made_month(NOW - anchor * HOUR)
    rows = [Row(one.area, one.started_at, one.finished_at, one.level.value, "") for one in month]
    windows = {mode.value: ((start, end),) for mode in Mode} | {"": ()}
    people = [
        Person(number, tuple((area, area) for area in areas), hours_, mode or "grave", "Europe/Kyiv")
        for number, (mode, hours_) in enumerate(windows.items())
    ]
    with tempfile.TemporaryDirectory(prefix="estimate_") as name:
        folder = Path(name)
        write_world(folder, rows, people)
        run(folder)
        messages = said(folder / "out.jsonl")
        database = await open_database(folder)
        await fetched(database, "22", NOW)
        await keep_past(database, SOURCE, month)
        found = await estimate(database, *map(AreaId, areas), hours=hours)
        await database.close()

    stretches = stretches_of(QuietHours(from_text(hours)))
    reckoned = [counted([one for one in messages if one.chat_id == person.id], stretches) for person in people]
    assert found is not None
    assert [*found.tallies.by_mode.values(), found.tallies.without] == reckoned


# What our own watch saw


async def test_a_rise_that_we_saw_in_the_night_would_have_rung(database: Database) -> None:
    began = NOW - DAY + 4 * HOUR
    for kind, minutes, level in (
        (TransitionKind.STARTED, 0, Level.YELLOW),
        (TransitionKind.ESCALATED, 20, Level.RED),
        (TransitionKind.ENDED, 50, Level.RED),
    ):
        await saw(database, kind, began + minutes * MINUTE, level)
    await fetched(database, "22", NOW)

    found = await known(database)

    assert found.tallies.by_mode[Mode.GRAVE] == Tally(3, 1, 1, 1)
    assert found.tallies.without == Tally(3, 3, 1)
    assert found.sources == (SOURCE,)


async def test_what_was_on_when_the_month_began_ends_in_it_and_does_not_begin(database: Database) -> None:
    first = NOW - 30 * DAY
    await saw(database, TransitionKind.STARTED, first - HOUR, Level.RED)
    await saw(database, TransitionKind.ENDED, first + HOUR, Level.RED)
    await fetched(database, "22", NOW)

    found = await estimate(database, hours="22:00-07:00")

    assert found is not None
    assert (found.tallies.by_mode[Mode.GRAVE], found.tallies.without) == (Tally(1, 0, 0, 1), Tally(1, 1, 1))


# How far the history goes


async def test_without_any_history_there_is_no_estimate(database: Database) -> None:
    assert await estimate(database) is None
    await watches(database)
    assert await estimate(database) is None, "one evening is no history"


async def test_a_month_that_was_fetched_is_a_whole_month_even_if_nothing_happened(database: Database) -> None:
    await fetched(database, "22", NOW)

    found = await known(database)

    assert (found.days, found.tallies.nights, found.tallies.without) == (30, 30, Tally())


async def test_what_only_our_own_watch_knows_begins_with_it(database: Database) -> None:
    await saw(database, TransitionKind.STARTED, NOW - 9 * DAY)
    await saw(database, TransitionKind.ENDED, NOW - 9 * DAY + HOUR)
    await watches(database)

    found = await known(database)

    assert (found.days, found.tallies.nights) == (9, 9)


async def test_a_place_without_history_is_named_and_does_not_hide_the_others(database: Database) -> None:
    await fetched(database, "22", NOW)
    await watches(database)

    found = await known(database, KHARKIV, LVIV)

    assert (found.days, found.unknown) == (30, (LVIV,))


async def test_an_outage_counts_as_unseen_unless_the_source_told_of_it_afterwards(database: Database) -> None:
    await was_blind(database, NOW - 9 * DAY, NOW - 7 * DAY)
    await was_blind(database, NOW - 5 * DAY, NOW - 4 * DAY)
    await fetched(database, "22", NOW - 6 * DAY)

    assert (await known(database)).unseen == DAY


async def test_nothing_is_known_between_the_last_imported_alert_and_our_own_watch(database: Database) -> None:
    old = [PastAlert(KHARKIV, day, day + HOUR, Level.UNKNOWN) for day in (NOW - 20 * DAY, NOW - 15 * DAY)]
    await keep_past(database, SourceName("sirens.csv"), old[:1])
    await watches(database)
    assert await estimate(database) is None, "an hour is no history either"
    await keep_past(database, SourceName("sirens.csv"), old[1:])

    found = await known(database)

    assert (found.days, found.unseen) == (20, 15 * DAY - HOUR)


async def test_neighbours_get_the_same_numbers_until_something_happens(database: Database) -> None:
    await fetched(database, "22", NOW)
    service, chat = Estimates(shipped_tree(), database), Chat(1, ChatKind.PRIVATE, "en", QuietHours())
    async with database.writing() as tx:
        await chat_store.add(tx, chat, NOW)
        await chat_store.put_place(tx, chat, Place(KHARKIV))
    first = await asked(service, database, chat, NIGHT)
    assert await asked(service, database, chat, NIGHT, NOW + MINUTE) is first
    assert await asked(service, database, chat, from_text("22:00-06:00")) is not first
    await saw(database, TransitionKind.STARTED, NOW - HOUR)
    second = await asked(service, database, chat, NIGHT, NOW + MINUTE)
    third = await asked(service, database, chat, NIGHT, NOW + HOUR)

    assert first is not None and second is not None and third is not None
    assert (second is first, third.until) == (False, NOW + HOUR)


# What others wait for meanwhile


async def test_what_must_be_counted_is_counted_outside_of_any_transaction(database: Database) -> None:
    await keep_past(database, SOURCE, made_month(NOW))
    await fetched(database, "22", NOW)
    chat, found = Chat(1, ChatKind.PRIVATE, "en", QuietHours()), Found()
    service = Estimates(shipped_tree(), database)
    with pytest.raises(FindFirst) as missing:
        async with database.writing() as tx:
            await chat_store.add(tx, chat, NOW)
            await chat_store.put_place(tx, chat, Place(KHARKIV))
            await service.of_chat(tx, chat, NIGHT, NOW, found)
    async with database.writing() as tx:
        assert await chat_store.load(tx, chat.id) is None, "what a first try changed is changed by the second alone"
        await chat_store.add(tx, chat, NOW)
        await chat_store.put_place(tx, chat, Place(KHARKIV))

        await asyncio.wait_for(missing.value.find(), 30)

    await saw(database, TransitionKind.STARTED, NOW - HOUR)
    async with database.writing() as tx:
        estimate = await service.of_chat(tx, chat, NIGHT, NOW, found)
    assert estimate is not None and estimate.tallies.without.rang, "the second try is told what was found for it"


async def test_long_work_lets_others_have_their_turn() -> None:
    happened = asyncio.Event()

    def steps() -> Steps[int]:
        for number in range(10_000_000):
            if happened.is_set():
                return number
            yield
        return -1

    async with asyncio.TaskGroup() as group:
        group.create_task(in_turns(steps())).add_done_callback(lambda done: found.append(done.result()))
        found: list[int] = []
        await asyncio.sleep(0)
        happened.set()

    assert found[0] >= 0
