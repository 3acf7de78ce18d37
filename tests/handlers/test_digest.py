"""The daily digest: when it comes."""

from datetime import time, timedelta

import pytest

from bot.domain.alerts import Level, SourceName
from bot.domain.digests import ALL_PARTS, DigestPart, hours_to_text
from bot.domain.history import PastAlert
from bot.services.history import keep_past
from tests.handlers.people import EVENING, KHARKIV, Person, World


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


async def test_several_hours_and_weekdays_are_said_back(person: Person) -> None:
    answer = await person.writes("/digest 8 20:30")
    assert "every day at 08:00, 20:30" in answer

    answer = await person.writes("/digest weekdays 8, weekends 10")
    assert "on weekdays at 08:00; at weekends at 10:00" in answer
    assert "Monday, 23 November, 08:00" in answer


async def test_an_unsure_reading_is_offered_and_saves_what_it_says(person: Person) -> None:
    answer = await person.writes("/digest 8 and on weekends 10")
    assert "Nothing is changed yet" in answer
    assert await times_of(person) == ()

    await person.presses("on weekdays at 08:00")

    assert hours_to_text((await person.chosen()).chat.digest_times) == "mon-fri 08:00;sat,sun 10:00"


async def test_more_hours_than_a_day_needs_are_refused(person: Person) -> None:
    answer = await person.writes("/digest 1, 2, 3, 4, 5, 6, 7")

    assert "6 hours at most" in answer
    assert await times_of(person) == ()


async def test_hours_are_tapped_in_and_out_and_given_their_days(person: Person) -> None:
    await person.writes("/digest")
    await person.presses("08:00")
    await person.presses("20:00")
    await person.presses("On weekdays")
    assert hours_to_text((await person.chosen()).chat.digest_times) == "mon-fri 08:00,20:00"
    assert person.edited

    await person.presses("✓ 08:00")
    assert hours_to_text((await person.chosen()).chat.digest_times) == "mon-fri 20:00"


async def test_a_part_is_left_out_and_taken_in_again_and_one_stays(person: Person) -> None:
    await person.writes("/digest 8")
    await person.taps("digest:menu")
    await person.presses("What it tells")
    await person.presses("one card")
    assert DigestPart.CARD not in (await person.chosen()).chat.digest_parts
    await person.presses("left out: one card")
    assert (await person.chosen()).chat.digest_parts == ALL_PARTS

    for part in ("alerts", "silenced", "claims"):
        await person.taps(f"digest:part:{part}:off")
    answer = await person.taps("digest:part:card:off")
    assert "has to stay" in answer
    assert DigestPart.CARD in (await person.chosen()).chat.digest_parts


async def test_its_sound_is_chosen(person: Person) -> None:
    await person.writes("/digest 8")
    answer = await person.taps("digest:sound:on")

    assert (await person.chosen()).chat.digest_rings
    assert "with sound" in answer


async def test_quiet_hours_that_cover_its_hour_are_named(person: Person) -> None:
    await person.writes("/quiet 23:00-09:00")

    answer = await person.writes("/digest 8")

    assert "Quiet hours hold it until 09:00" in answer


@pytest.mark.parametrize(
    "data",
    [
        "digest:part:night",
        "digest:part:sky:on",
        "digest:sound:maybe",
        "digest:days:never",
        "digest:add:8",
        "digest:at:x",
    ],
)
async def test_forged_taps_change_nothing(person: Person, data: str) -> None:
    await person.writes("/digest 8")
    before = await person.chosen()

    await person.taps(data)

    assert await person.chosen() == before


@pytest.mark.parametrize(
    ("language", "button", "heading"),
    [("en", "7 days as a picture", "Kharkiv. Last 7 days"), ("uk", "7 днів картинкою", "Харків. Останні 7 днів")],
)
async def test_the_button_under_a_digest_brings_the_picture_and_leaves_the_digest_alone(
    person: Person, world: World, language: str, button: str, heading: str
) -> None:
    past = PastAlert(KHARKIV, EVENING - timedelta(hours=2), EVENING - timedelta(hours=1), Level.RED)
    await keep_past(world.database, SourceName("alerts-in-ua"), (past,))
    await person.writes(f"/language {language}")
    await person.writes("/place Kharkiv")
    await person.writes("/digest now")

    await person.presses(button)

    (picture,) = person.pictures
    assert picture.caption.startswith(f"<b>{heading}")
    assert not person.edited
