"""Small made-up worlds, simulated and reckoned a second time: every message must be the same."""

import tempfile
from datetime import UTC, datetime, timedelta
from pathlib import Path

from hypothesis import event, given, settings
from hypothesis import strategies as st

from tests.services.reckoning import Person, Reckoning, Row
from tests.services.simulated import in_order, keeps_order, run, said, shipped_map, write_world

#: Country, oblasts, the raions around the two cities, the cities, a far raion, its hromada and a neighbour.
AREAS = ("ukraine", "22", "12", "124", "149", "1293", "564", "122", "1321", "1283")
#: All of them, or a few that have to do with each other: the city and the raion around it, one line of the tree.
FAMILIES = (AREAS, ("1293", "124"), ("1293", "124", "22"), ("564", "149"), ("1321", "122", "22"), ("1321",))
THREATS = ("", "", "drones", "drones", "cruise_missiles", "ballistic_missiles", "something new")
#: Both changes of the clocks in Kyiv, and the nights around them.
NIGHTS = (datetime(2026, 3, 28, 12, tzinfo=UTC), datetime(2026, 10, 24, 12, tzinfo=UTC))
ZONES = ("Europe/Kyiv", "Europe/Lisbon", "UTC", "Africa/Cairo")

# Coarse on purpose: what begins, ends and touches at one moment is where the mistakes are.
spans = st.one_of(
    st.integers(0, 6).map(lambda fives: timedelta(minutes=5 * fives)),
    st.integers(1, 6).map(lambda hours: timedelta(hours=hours)),
)


@st.composite
def rows(draw: st.DrawFn, night: datetime, areas: tuple[str, ...]) -> Row:
    steps = draw(
        st.one_of(st.integers(0, 48).map(lambda halves: 30 * halves), st.integers(100, 140).map(lambda n: 5 * n))
    )
    start = night + timedelta(minutes=steps)
    end = None if draw(st.integers(0, 15)) == 0 else start + draw(spans)
    level = draw(st.sampled_from(("yellow", "yellow", "yellow", "red", "", "purple")))
    return Row(draw(st.sampled_from(areas)), start, end, level, draw(st.sampled_from(THREATS)))


@st.composite
def people(draw: st.DrawFn, chat_id: int, areas: tuple[str, ...]) -> Person:
    minutes = st.integers(0, 47).map(lambda halves: 30 * halves)
    windows = draw(
        st.one_of(
            st.just(((23 * 60, 7 * 60),)),
            st.lists(st.tuples(minutes, minutes), max_size=3).map(tuple),
        )
    )
    followed = draw(st.lists(st.sampled_from(areas), min_size=1, max_size=3, unique=True))
    mode = draw(st.sampled_from(("grave", "everything", "nothing")))
    return Person(chat_id, tuple((area, area) for area in followed), windows, mode, draw(st.sampled_from(ZONES)))


@st.composite
def worlds(draw: st.DrawFn) -> tuple[list[Row], list[Person]]:
    night, areas = draw(st.sampled_from(NIGHTS)), draw(st.sampled_from(FAMILIES))
    chats = range(draw(st.integers(1, 3)))
    return draw(st.lists(rows(night, areas), max_size=12)), [draw(people(number, areas)) for number in chats]


@settings(max_examples=100)
@given(worlds())
def test_every_message_of_a_small_world_is_as_reckoned(world: tuple[list[Row], list[Person]]) -> None:
    history, chats = world
    with tempfile.TemporaryDirectory(prefix="sim_") as folder:
        write_world(Path(folder), history, chats)
        run(Path(folder))
        messages = said(Path(folder) / "out.jsonl")
    followed = {area for person in chats for area, _ in person.places}
    reckoning = Reckoning(history, shipped_map(), followed)

    for message in messages:
        event(f"{message.kind} {message.reason}")
    assert keeps_order(messages)
    assert in_order(messages) == in_order([one for person in chats for one in reckoning.of(person)])
