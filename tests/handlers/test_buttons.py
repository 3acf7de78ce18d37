"""Buttons that were never offered: anybody can send any data, and must get an answer and change nothing."""

import asyncio
import re
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.store.tables import metadata
from tests.fixtures.databases import database_at
from tests.handlers.people import BUTTONS, SEALS, Person, World

#: Every form of data with which a button of ours changes a setting, but those that answer a question: they are sealed.
_HOURS = r"(?:[a-z,-]+ )?\d\d:\d\d-\d\d:\d\d(?:; (?:[a-z,-]+ )?\d\d:\d\d-\d\d:\d\d)*"
OFFERED = re.compile(
    rf"""
    language:(?:en|uk)(?::start)?
    | place:(?:follow|keep):\d+(?::\d{{4}}-\d\d-\d\d)? | place:remove:\d+
    | place:sound:\d+:(?:as_chat|loud) | place:until:\d+(?::\d{{4}}-\d\d-\d\d)?
    | place:back:\d+:(?:\d{{4}}-\d\d-\d\d)?:(?:as_chat|loud):.*
    | quiet:save:(?:{_HOURS})?/(?:grave|everything) | quiet:(?:choose|mode):(?:grave|everything)
    | quiet:tonight:\d\d:\d\d | quiet:off
    | mute:for:[1-9]\d{{0,2}} | mute:until:\d\d:\d\d | mute:off
    | digest:at:\d\d:\d\d(?:,\d\d:\d\d)* | digest:off
    """,
    re.VERBOSE,
)
SOUND = (
    *("place:follow:1293", "place:keep:22", "place:remove:1321", "place:follow:845:2026-11-29"),
    *("place:sound:1321:loud", "place:silent:1321", "place:sure:1321:6", "place:until:1321:2026-11-22"),
    *("place:back:1293:2026-11-29:loud:mother", "place:open:1321", "place:label:1321"),
    *("quiet:save:23:00-07:00/grave", "quiet:sure:7/23:00-07:00", "quiet:choose:everything", "quiet:tonight:07:00"),
    *(
        "mute:for:60",
        "mute:sure:120",
        "mute:until:23:30",
        "mute:sure-until:07:00",
        "mute:off",
        "digest:at:08:00",
        "digest:off",
        "language:uk:start",
    ),
    *("guide:open:street", "guide:topic:alert", "now:again", "settings:menu"),
)
STALE = "This button is outdated"


@contextmanager
def somebody() -> Iterator[tuple[asyncio.Runner, Person]]:
    """A person with something of everything set, and the loop on which they live."""
    with tempfile.TemporaryDirectory() as folder, asyncio.Runner() as runner:
        database = database_at(Path(folder) / "tysha.db")
        person = Person(World(database))
        runner.run(_settle(person))
        yield runner, person
        runner.run(database.close())


async def _settle(person: Person) -> None:
    async with person.world.database.writing() as tx:
        await tx.run_sync(metadata.create_all)
    await person.world.see()
    for order in ("/place Chuhuiv", "/quiet 22:00-06:00", "/mute 3h", "/digest 09:00"):
        await person.writes(order)


def _mutated(data: str) -> st.SearchStrategy[str]:
    letters = st.text(max_size=3)
    return st.tuples(st.integers(0, len(data)), st.integers(0, 3), letters).map(
        lambda cut: data[: cut[0]] + cut[2] + data[cut[0] + cut[1] :]
    )


_FORGED = st.one_of(st.sampled_from(SOUND).flatmap(_mutated), st.text(max_size=110))


@pytest.fixture(scope="module")
def settled() -> Iterator[tuple[asyncio.Runner, Person]]:
    """One person for all data that change nothing."""
    with somebody() as opened:
        yield opened


def test_only_what_we_offer_changes_a_setting() -> None:
    with somebody() as (runner, person):

        @settings(max_examples=200)
        @given(data=_FORGED)
        def try_it(data: str) -> None:
            before = runner.run(person.chosen())
            assert runner.run(person.taps(data))
            if runner.run(person.chosen()) != before:
                assert OFFERED.fullmatch(data), data

        try_it()


def test_any_text_after_any_prefix_is_answered_and_changes_nothing() -> None:
    with somebody() as (runner, person):
        before = runner.run(person.chosen())

        @settings(max_examples=200)
        @given(prefix=st.sampled_from(sorted(BUTTONS)), rest=st.text(max_size=100))
        def try_it(prefix: str, rest: str) -> None:
            assert runner.run(person.taps(f"{prefix}:{rest}"))
            assert runner.run(person.chosen()) == before

        try_it()


@pytest.mark.parametrize(
    "data",
    [
        *("nothing", "", ":", "nothing:at:all", "x" * 107, "'; DROP TABLE chats; --", "<b>"),
        *(
            "place:follow:",
            "place:follow:999999",
            "place:follow:1293:2020-01-01",
            "place:follow:1293:",
            "place:keep:ukraine",
        ),
        *("place:follow:1293:2026-11-29 ", "place:remove:1293", "place:remove", "place:"),
        *("place:open:1293", "place:label:1293", "place:silent:1293", "place:silent:1321:yes", "place:sure:1321"),
        *("place:sure:1321:0", "place:sure:1321:٦", "place:sure:1293:6", "place:sound:1321:silent", "place:sound:1321"),
        *("place:sound:1293:loud", "place:until:1293", "place:until:1321:", "place:until:1321:2026-11-21"),
        *("place:until:1321:2028-01-01", "place:until:1293:2026-11-29", "place:until:1321:2026-11-29:"),
        *("place:back:1321::loud:mother", "place:back:1293", "place:back:1293:::", "place:back:1293::silent:mother"),
        *("place:back:1293::loud", "place:back:1293:2020-01-01:loud:", "place:back:1293::loud: mother"),
        *("place:back:1293::loud:a\nb", "place:back:1293::loud:" + "x" * 25, "place:back:999999::loud:"),
        *("quiet:save:", "quiet:save:23:00-07:00", "quiet:save:23:00-07:00/loud", "quiet:save:25:00-07:00/grave"),
        *("quiet:save:00:00-12:00; 12:00-00:00/grave", "quiet:save:23:00-07:00;/grave", "quiet:save: /grave"),
        *(
            "quiet:sure:1",
            "quiet:sure:2/23:00-07:00",
            "quiet:sure:23:00-07:00",
            "quiet:choose:",
            "quiet:tonight:13:00",
            "quiet:tonight:7:00",
            "quiet:off:now",
            "quiet:tonight:",
        ),
        *("mute:until:", "mute:until:7:00", "mute:until:22:00", "mute:until:24:00", "mute:sure-until:09:00:00"),
        *("mute:ask-until:21:00", "mute:sure-until:", "quiet:tonight:12:01", "mute:until:٠٧:٠٠"),
        *("mute:for:0", "mute:for:601", "mute:for:060", "mute:for:-5", "mute:for:٣", "mute:sure:1e3", "mute:for:"),
        *(
            "digest:at:",
            "digest:at:8",
            "digest:at:25:00",
            "digest:at:09:00,08:00",
            "digest:at:08:00,08:00",
            "digest:off:x",
        ),
        *("language:de", "language:uk:stop", "guide:open:", "guide:topic:weather", "why:now", "ask:me", "help:x"),
        *("situation:1293", "settings:all", "now:", "now:now", "start:uk", "privacy:x"),
    ],
)
def test_forged_data_are_outdated_and_change_nothing(settled: tuple[asyncio.Runner, Person], data: str) -> None:
    runner, person = settled
    before = runner.run(person.chosen())

    answer = runner.run(person.taps(data))

    empty = data.endswith(":") and data.count(":") == 1
    assert empty or answer.startswith(STALE)
    assert runner.run(person.chosen()) == before


# Questions that are asked twice

ASKED = ("place:sure:1321", "quiet:sure:7/22:00-06:00", "mute:sure:120", "mute:sure-until:07:00")


@pytest.mark.parametrize("data", ASKED)
async def test_only_whoever_was_asked_can_answer_yes(world: World, data: str) -> None:
    person, other = Person(world), Person(world, id=8)
    for one in (person, other):
        await one.writes("/place Chuhuiv")
    before, version = await person.chosen(), (await person.chosen()).chat.settings_version
    elsewhere = SEALS.sealed((await other.chosen()).chat, data)
    of_another_question = SEALS.sealed(before.chat, "mute:sure:1").rpartition("~")[2]

    for forged in (
        data,
        f"{data}:{version}",
        f"{data}~",
        elsewhere,
        f"{data}~{of_another_question}",
        f"{data}~AAAAAAAA",
    ):
        assert STALE in await person.taps(forged), forged
    assert await person.chosen() == before
    assert STALE not in await person.confirms(data)
    assert await person.chosen() != before


@pytest.mark.parametrize("data", ASKED)
async def test_a_yes_is_outdated_once_anything_else_was_chosen(world: World, data: str) -> None:
    person = Person(world)
    await person.writes("/place Chuhuiv")
    asked = SEALS.sealed((await person.chosen()).chat, data)
    await person.writes("/quiet 23-7")
    before = await person.chosen()

    assert STALE in await person.taps(asked)
    assert await person.chosen() == before
