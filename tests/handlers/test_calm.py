"""A quiet minute and a packed bag: at one's own pace, with sources, and never before what cannot wait."""

import pytest

from bot.domain.alerts import Level, ThreatKind
from bot.domain.bag import Item
from bot.domain.chats import ChatKind
from tests.handlers.people import KHARKIV, Person, World


async def test_a_minute_is_six_breaths_in_one_message(person: Person) -> None:
    await person.writes("/calm")
    answer = await person.presses("Breathe for a minute")
    for number in range(2, 7):
        assert person.edited and "about a minute" not in answer
        answer = await person.presses(f"Next breath ({number} of 6)")

    assert "Breath 6 of 6" in answer and "about a minute" in answer
    assert "Breath 1 of 6" in await person.presses("Once more")
    assert "A quiet minute" in await person.presses("Stop")


@pytest.mark.parametrize("page", ["menu", "breath:1", "breath:6", "senses"])
async def test_what_cannot_wait_comes_before_any_breathing(person: Person, world: World, page: str) -> None:
    await person.writes("/place Kharkiv")
    await world.alert(KHARKIV, Level.RED, ThreatKind.BALLISTIC_MISSILES)

    assert (await person.taps(f"calm:{page}")).startswith("<b>First:</b>")


async def test_the_lines_have_their_hours_and_days_and_are_copied_by_a_tap(person: Person) -> None:
    answer = await person.taps("calm:lines")

    assert "7333" in answer and "as of 2023" in answer and "January 2026" in answer
    assert [button.copy for button in person.buttons if button.copy] == ["7333", "0800100102", "2345", "103"]
    assert "Whose advice" in answer


@pytest.mark.parametrize("data", ["breath:0", "breath:7", "breath:x", "menu:1", "x"])
async def test_a_forged_breath_is_none(person: Person, data: str) -> None:
    assert "outdated" in await person.taps(f"calm:{data}")


async def test_the_bag_is_ticked_and_kept(person: Person) -> None:
    assert f"0 of {len(Item)} packed" in await person.writes("/gobag")
    assert "1 of" in await person.presses("Torch")
    assert person.edited
    await person.presses("Water")
    assert "2 of" in await person.writes("/gobag")
    assert "✓ Torch" in [button.text for button in person.buttons]

    assert "1 of" in await person.presses("✓ Torch")


async def test_the_bag_names_whose_list_it_is(person: Person) -> None:
    assert "State Emergency Service" in await person.writes("/gobag")


async def test_beginning_anew_is_asked(person: Person) -> None:
    await person.taps("gobag:turn:water")
    await person.writes("/gobag")
    assert "every tick" in await person.presses("Begin anew")
    assert "1 of" in await person.writes("/gobag")
    await person.presses("Begin anew")

    assert "0 of" in await person.presses("Yes, every tick")


async def test_every_chat_has_a_list_of_its_own(world: World) -> None:
    person, family = Person(world), Person(world, id=-5, kind=ChatKind.GROUP)
    await person.taps("gobag:turn:water")

    assert "0 of" in await family.writes("/gobag")
    assert "1 of" in await family.taps("gobag:turn:torch")


@pytest.mark.parametrize("data", ["turn:rifle", "turn:", "empty:1", "x"])
async def test_a_forged_item_is_none(person: Person, data: str) -> None:
    await person.taps("gobag:turn:water")
    assert "outdated" in await person.taps(f"gobag:{data}")

    assert "1 of" in await person.writes("/gobag")


@pytest.mark.parametrize(
    ("said", "command"),
    [
        ("I'm safe", "/circle"),
        ("I am safe", "/circle"),
        ("я в безпеці", "/circle"),
        ("Я в безпеці!", "/circle"),
        ("breathing", "/calm"),
        ("дихання", "/calm"),
        ("дихальна вправа", "/calm"),
        ("go-bag", "/gobag"),
        ("тривожна валізка", "/gobag"),
        ("тривожна валіза", "/gobag"),
    ],
)
async def test_plain_words_lead_there(person: Person, said: str, command: str) -> None:
    typed = await person.writes(command)

    assert await person.writes(said) == typed


@pytest.mark.parametrize("asked", ["Am I safe?", "am i safe", "Я в безпеці?", "чи я в безпеці?", "I'm safe?"])
async def test_a_question_of_safety_stays_one(person: Person, asked: str) -> None:
    assert "circle" not in await person.writes(asked) and "коло" not in await person.writes(asked)
