"""The first meeting: three taps from nothing to a place and quiet hours."""

import pytest

from bot.domain.quiet import Mode, to_text
from tests.handlers.people import CHUHUIV, KHARKIV, Person, World


async def test_three_taps_lead_from_start_to_a_place_and_quiet_hours(person: Person) -> None:
    await person.writes("/start")
    await person.presses("Українська")
    assert person.edited
    await person.presses("Харків")
    assert person.edited
    await person.presses("23:00-07:00")

    chosen = await person.chosen()
    assert chosen.chat.language == "uk"
    assert [place.area for place in chosen.places] == [KHARKIV]
    assert to_text(chosen.chat.quiet.windows) == "23:00-07:00"
    assert chosen.chat.quiet.mode is Mode.GRAVE


async def test_start_says_that_it_is_not_a_siren_and_names_its_sources(person: Person) -> None:
    hello = await person.writes("/start")

    for words in ("not a siren", "Air Alert", "Cell Broadcast", "Do Not Disturb", "alerts.in.ua"):
        assert words in hello


async def test_the_language_is_that_of_the_chat(world: World) -> None:
    assert "не сирена" in await Person(world, language="uk").writes("/start")


@pytest.mark.parametrize(
    "payload", ["sub_1293", "x" * 65, "../../etc", "<b>", "\u202e\u0301" * 30, "place:follow:1293"]
)
async def test_any_payload_is_the_default_start(person: Person, payload: str) -> None:
    plain = await person.writes("/start")

    assert await person.writes(f"/start {payload}") == plain
    assert not (await person.chosen()).places


async def test_who_comes_back_gets_their_places(person: Person) -> None:
    await person.writes("/place Chuhuiv")

    assert "Chuhuiv" in await person.writes("/start")
    assert [place.area for place in (await person.chosen()).places] == [CHUHUIV]


async def test_another_place_is_typed_by_name(person: Person) -> None:
    await person.writes("/start")
    assert "Type the name" in await person.presses("Another")
    await person.writes("Чугуїв")
    assert "When do you sleep?" in await person.presses("Chuhuiv")


async def test_quiet_hours_can_wait(person: Person) -> None:
    await person.taps(f"place:follow:{KHARKIV}")

    assert "/quiet" in await person.presses("Not now")
    assert (await person.chosen()).chat.quiet.is_off


async def test_without_a_source_start_says_that_it_sees_nothing(world: World) -> None:
    world.sources = ()

    assert "not an all clear" in await Person(world).writes("/start")
