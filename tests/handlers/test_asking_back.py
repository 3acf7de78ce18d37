"""What is not sure is repeated back with buttons: none of them changes anything, and nobody in danger is asked."""

import pytest

from tests.handlers.people import KHARKIV, Person, World, texts


def is_outdated(answer: str) -> bool:
    return answer.startswith(texts().render("en", "tap-outdated"))


@pytest.mark.parametrize(
    ("said", "first", "opened"),
    [
        ("what were you made for", "Why it rang or did not", "/why"),
        ("who can read what I write here", "What I know about you", "/privacy"),
    ],
)
async def test_a_tap_opens_what_the_command_opens(person: Person, said: str, first: str, opened: str) -> None:
    await person.writes("/start")
    before = await person.chosen()
    asked = await person.writes(said)

    assert first in asked
    assert 1 <= len(person.buttons) <= 3
    tapped = await person.presses(first)
    assert await person.chosen() == before
    assert tapped == await person.writes(opened)


async def test_the_question_stays_so_that_the_next_wish_can_be_tapped(person: Person) -> None:
    await person.writes("what were you made for")
    wishes = [button.data or "" for button in person.buttons]

    assert [await person.taps(data) for data in wishes] == [await person.taps(data) for data in wishes]
    assert not person.edited


async def test_a_card_is_offered_by_its_title(person: Person) -> None:
    asked = await person.writes("hotel lobby is all glass and the siren just went off")

    assert "•" not in asked
    assert "•" in await person.presses("At work")


async def test_a_place_is_still_known_when_the_button_is_pressed(person: Person) -> None:
    await person.writes("/place Kharkiv")
    await person.writes("take Odesa off")
    await person.presses("Places")

    assert any("Odesa" in button.text for button in person.buttons)


@pytest.mark.parametrize(
    "data", ["ask:nothing", "ask:quiet:", "ask:quiet:0", f"ask:place:{KHARKIV}:{KHARKIV}", "ask:QUIET", "ask::"]
)
async def test_a_forged_wish_is_outdated(person: Person, data: str) -> None:
    await person.writes("/start")
    before = await person.chosen()
    answer = await person.taps(data)

    assert is_outdated(answer)
    assert await person.chosen() == before


@pytest.mark.parametrize(
    "said",
    [
        "I am under the rubble, what is the digest",
        "there is a grenade on my sofa, set quiet hours",
        "my arm is bleeding heavily, turn the sound off",
        "газом смердить на кухні після вибуху",
        "кота брати в укриття?",
        "сирена, малий плаче",
        "bunker around the theatre",
    ],
)
async def test_nobody_in_danger_is_asked_back(world: World, said: str) -> None:
    asked = await Person(world).writes(said)

    assert "Do you mean" not in asked
    assert "Ви про це" not in asked
