"""Operators judge what people say of doors, one at a time; nobody else reads or changes any of it."""

from datetime import timedelta

import pytest

from bot.domain.chats import ChatKind
from bot.domain.shelters.flags import HIDDEN_FOR
from tests.handlers.people import EDITOR, Person, World

FREEDOM_SQUARE = (50.0044, 36.2333)
#: The two stations that are nearest to the square.
NEAREST, NEXT = "Metro Universytet", "Metro Derzhprom"


@pytest.fixture
async def operator(world: World) -> Person:
    """Two doors were flagged, the second one a minute later."""
    person = Person(world)
    for number, what in (("1", "It is closed"), ("2", "It is full")):
        await person.is_at(*FREEDOM_SQUARE)
        await person.presses(number)
        await person.presses(what)
        world.now += timedelta(minutes=1)
    return Person(world, id=EDITOR)


async def test_one_flag_at_a_time_the_newest_first(operator: Person) -> None:
    first = await operator.writes("/flags")
    second = await operator.presses("Next")

    assert "Not checked: 2" in first and NEXT in first and "full, once" in first and NEAREST not in first
    assert NEAREST in second and NEXT not in second
    assert await operator.presses("Next") == first


async def test_what_is_kept_is_shown_as_checked_and_what_is_dropped_is_not_shown(operator: Person) -> None:
    await operator.writes("/flags")
    assert "Kept" in await operator.presses("Keep")
    assert "Nothing waits" in await operator.presses("Drop")
    shown = await operator.is_at(*FREEDOM_SQUARE)

    assert "Reported full" in shown and "checked by the operators" in shown
    assert "Reported closed" not in shown


async def test_a_hidden_shelter_leaves_the_answers_and_comes_back_by_itself(operator: Person, world: World) -> None:
    await operator.writes("/flags")
    assert f"Hidden: {NEXT}" in await operator.presses("Hide")
    hidden = await operator.is_at(*FREEDOM_SQUARE)
    world.now += HIDDEN_FOR
    await world.see()

    assert NEXT not in hidden and "5. " in hidden
    assert NEXT in await operator.is_at(*FREEDOM_SQUARE)


async def test_a_hidden_shelter_is_shown_again_by_a_tap(operator: Person) -> None:
    await operator.writes("/flags")
    await operator.presses("Hide")
    await operator.presses("Hidden shelters")
    assert "No shelter is hidden" in await operator.presses(f"Show again: {NEXT}")

    assert NEXT in await operator.is_at(*FREEDOM_SQUARE)


async def test_what_nobody_judges_passes(operator: Person, world: World) -> None:
    world.now += timedelta(days=3)

    assert "Not checked: 0" in await operator.writes("/flags")


@pytest.mark.parametrize("data", ["menu", "keep:1", "drop:1", "hide:1", "next:1", "hidden", "show:metro-1-01"])
async def test_nobody_else_may(operator: Person, world: World, data: str) -> None:
    before = await operator.writes("/flags")
    stranger = Person(world)

    assert "checked by those who run this bot" in await stranger.taps(f"flags:{data}")
    assert "checked by those who run this bot" in await stranger.writes("/flags")
    assert await operator.writes("/flags") == before


async def test_an_operator_judges_in_private_alone(world: World) -> None:
    group = Person(world, id=EDITOR, kind=ChatKind.GROUP)

    assert "checked by those who run this bot" in await group.writes("/flags")


@pytest.mark.parametrize("data", ["keep:99", "drop:x", "hide:", "next:0", "show:nowhere", "hidden:1", "burn"])
async def test_a_forged_button_changes_nothing(operator: Person, data: str) -> None:
    before = await operator.writes("/flags")

    assert "outdated" in await operator.taps(f"flags:{data}")
    assert await operator.writes("/flags") == before
