"""The daily digest: when it comes."""

from datetime import time

import pytest

from tests.handlers.people import Person


async def times_of(person: Person) -> tuple[time, ...]:
    return tuple(one.wall for one in (await person.chosen()).chat.digest_times)


async def test_a_typed_hour_is_saved_with_the_next_digest_named(person: Person) -> None:
    answer = await person.writes("/digest 08:00")

    assert await times_of(person) == (time(8),)
    assert "Monday, 23 November, 08:00" in answer


async def test_undo_brings_back_the_hours_before(person: Person) -> None:
    await person.writes("/digest 08:00, 20:00")
    await person.writes("/digest 9am")
    await person.presses("Undo")
    assert await times_of(person) == (time(8), time(20))

    await person.writes("/digest off")
    await person.presses("Undo")
    assert await times_of(person) == (time(8), time(20))


async def test_the_menu_sets_and_ends_it(person: Person) -> None:
    await person.writes("/digest")
    await person.presses("07:00")
    assert await times_of(person) == (time(7),)
    await person.writes("/digest")
    await person.presses("Turn it off")

    assert await times_of(person) == ()


async def test_stopping_it_leaves_the_digest_above_alone(person: Person) -> None:
    await person.writes("/digest 8")
    await person.taps("digest:off")

    assert not person.edited


async def test_one_now_changes_no_hours(person: Person) -> None:
    await person.writes("/place Kharkiv")
    await person.writes("/digest 08:00")

    digest = await person.writes("/digest now")

    assert "Kharkiv" in digest
    assert await times_of(person) == (time(8),)


@pytest.mark.parametrize("words", ["8pm tomorrow", "25:00", "soon", "<b>", "08:00-09:00"])
async def test_a_bad_hour_is_said_back_and_changes_nothing(person: Person, words: str) -> None:
    await person.writes("/digest 08:00")

    answer = await person.writes(f"/digest {words}")

    assert "I didn't understand" in answer
    assert await times_of(person) == (time(8),)
