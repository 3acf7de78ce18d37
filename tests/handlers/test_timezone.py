"""The chat's own clock: found by a city, shown before and after, taken back by a tap."""

from datetime import timedelta

import pytest

from bot.domain.chats import ChatKind
from tests.handlers.people import Person, World


async def zone(person: Person) -> str:
    return (await person.chosen()).chat.quiet.timezone


@pytest.mark.parametrize(
    ("command", "words"),
    [
        ("/timezone", "Europe/Warsaw"),
        ("/timezone", "europe/warsaw"),
        ("/zone", "Warsaw"),
        ("/timezone", "Варшава"),
        ("/zone", "Польща"),
    ],
)
async def test_a_city_is_saved_at_once_with_the_time_before_and_after(person: Person, command: str, words: str) -> None:
    answer = await person.writes(f"{command} {words}")

    assert await zone(person) == "Europe/Warsaw"
    assert "Warsaw (Europe/Warsaw), it is 21:10 there now. Before: Kyiv, 22:10." in answer
    assert "it is 22:10 there now" in await person.presses("Undo")
    assert await zone(person) == "Europe/Kyiv"


async def test_it_is_named_in_ukrainian_too(world: World) -> None:
    person = Person(world, language="uk")

    assert "Варшава (Europe/Warsaw), там зараз 21:10. Було: Київ, 22:10." in await person.writes("/timezone Варшава")


@pytest.mark.parametrize("words", ["UTC+2", "+2", "GMT-5:30", "utc", "2"])
async def test_a_number_is_not_enough_because_clocks_change(person: Person, words: str) -> None:
    answer = await person.writes(f"/timezone {words}")

    assert "most clocks change twice a year" in answer
    assert await zone(person) == "Europe/Kyiv"
    await person.presses("Berlin")
    assert await zone(person) == "Europe/Berlin"


@pytest.mark.parametrize(
    ("words", "offered"), [("варшаві", "Warsaw"), ("Tokio", "Tokyo"), ("United States", "New York"), ("Вар", "Warsaw")]
)
async def test_what_is_not_certain_is_asked_with_the_clock_of_each(person: Person, words: str, offered: str) -> None:
    answer = await person.writes(f"/timezone {words}")

    assert "not sure of it" in answer
    assert await zone(person) == "Europe/Kyiv"
    assert " now" in person.button(offered).text
    await person.presses(offered)
    assert person.edited
    assert await zone(person) != "Europe/Kyiv"


@pytest.mark.parametrize("words", ["<b>Atlantis</b>", "EST", "x" * 4000, "🕐", "Europe/Atlantis"])
async def test_what_nobody_knows_changes_nothing(person: Person, words: str) -> None:
    answer = await person.writes(f"/timezone {words}")

    assert "Nothing was changed" in answer
    assert "<b>Atlantis" not in answer
    assert person.buttons
    assert await zone(person) == "Europe/Kyiv"


async def test_the_same_zone_again_changes_nothing(person: Person) -> None:
    before = await person.chosen() if await person.writes("/timezone") else None

    assert "already" in await person.writes("/timezone Kharkiv")
    assert await person.chosen() == before


async def test_hours_are_shown_with_their_clock_where_that_is_not_kyivs(person: Person) -> None:
    await person.writes("/quiet 23-7")
    await person.writes("/digest 08:00")
    assert "time)" not in await person.writes("/settings")

    answer = await person.writes("/timezone Warsaw")

    for said in (answer, await person.writes("/settings")):
        assert "every day 23:00-07:00 (Warsaw time)" in said
        assert "08:00 (Warsaw time)" in said
    assert "(Warsaw time)" in await person.writes("/quiet")


async def test_quiet_hours_that_end_with_the_change_are_said_to_be_over(person: Person, world: World) -> None:
    await person.writes("/quiet 22:00-06:00")

    assert "your quiet hours are over" in await person.writes("/timezone London")
    world.now += timedelta(minutes=1)
    assert "your quiet hours are over" not in await person.writes("/timezone Lisbon")


async def test_settings_lead_to_it(person: Person) -> None:
    assert "Time zone: Kyiv (Europe/Kyiv), it is 22:10 there now." in await person.writes("/settings")
    assert "go by this clock" in await person.presses("Time zone")
    assert person.edited


@pytest.mark.parametrize("data", ["timezone:set:Mars/Base", "timezone:set:", "timezone:set:UTC", "timezone:set:../etc"])
async def test_a_forged_zone_changes_nothing(world: World, data: str) -> None:
    person = Person(world, kind=ChatKind.GROUP)

    assert (await person.taps(data)).startswith("This button is outdated")
    assert await zone(person) == "Europe/Kyiv"
