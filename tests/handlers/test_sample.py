"""/test: what a loud and a silent message do on this phone."""

import pytest

from bot.domain.chats import ChatKind
from tests.handlers.people import Person


async def test_one_silent_and_one_loud_message_come_marked_as_no_alert(person: Person) -> None:
    await person.writes("/test")

    assert person.rang == (False, True)
    assert all("Test, no alert" in message.text.split("\n")[0] for message in person.saw)
    assert not any(mark in message.text for message in person.saw for mark in "🔴🟡✅")


async def test_a_phone_that_stayed_silent_gets_steps_for_android_and_iphone(person: Person) -> None:
    await person.writes("/test")
    steps = await person.presses("It did not ring")

    assert person.edited
    assert "Android" in steps and "iPhone" in steps and "Do Not Disturb" in steps
    await person.presses("Test again")
    assert person.rang == (False, True)


async def test_who_heard_it_is_asked_to_try_it_as_at_night(person: Person) -> None:
    await person.writes("/test")
    assert "Do Not Disturb on" in await person.presses("It rang")
    assert "Android" in await person.presses("Do Not Disturb")


@pytest.mark.parametrize("data", ["test:loud", "test:phone:1", "test:again:1"])
async def test_forged_buttons_ring_nobody(person: Person, data: str) -> None:
    assert "outdated" in await person.taps(data)
    assert person.rang == (False,)


async def test_nothing_else_that_is_answered_ever_rings(person: Person) -> None:
    for words in ("/start", "/now", "/quiet", "/place Kharkiv", "/mute 1h", "/help", "hello"):
        await person.writes(words)
        assert True not in person.rang


async def test_a_group_is_spoken_to_in_ukrainian_too(person: Person) -> None:
    group = Person(person.world, id=-5, kind=ChatKind.GROUP, language="uk")

    assert "не тривога" in await group.writes("/test")


@pytest.mark.parametrize("said", ["send me a test alert", "хочу почути, як звучить тривога"])
async def test_asked_for_in_words_it_rings_only_after_a_tap(person: Person, said: str) -> None:
    await person.writes("/start")

    await person.writes(said)

    assert True not in person.rang
    assert [button.data for button in person.buttons] == ["test:again"]
    await person.taps("test:again")
    assert person.rang == (False, True)
