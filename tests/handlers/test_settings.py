"""Everything chosen, each with its button, and the language."""

import pytest

from tests.handlers.people import Person, World


async def test_settings_show_everything_that_was_chosen(person: Person) -> None:
    await person.writes("/place Kharkiv")
    await person.writes("/quiet 23-7 everything")
    await person.writes("/mute 2h")
    await person.writes("/digest 08:00")

    answer = await person.writes("/settings")

    for words in ("Kharkiv", "23:00-07:00", "everything wakes me", "until 00:10", "08:00", "English", "Europe/Kyiv"):
        assert words in answer


@pytest.mark.parametrize("button", ["My places", "Quiet hours", "Mute", "Digest", "Language"])
async def test_each_setting_opens_in_place(person: Person, button: str) -> None:
    await person.writes("/settings")
    await person.presses(button)

    assert person.edited
    assert person.buttons


@pytest.mark.parametrize("words", ["uk", "UK", "Українська", "українською", "ukrainian"])
async def test_the_language_is_typed(person: Person, words: str) -> None:
    assert await person.writes(f"/language {words}") == "Тепер говорю українською."
    assert (await person.chosen()).chat.language == "uk"


async def test_the_language_is_tapped(world: World) -> None:
    person = Person(world, language="uk")
    await person.writes("/language")

    assert await person.presses("English") == "I speak English now."


async def test_a_language_that_we_lack_changes_nothing(person: Person) -> None:
    answer = await person.writes("/language <b>Klingon</b>")

    assert "&lt;b&gt;Klingon" in answer
    assert (await person.chosen()).chat.language == "en"
