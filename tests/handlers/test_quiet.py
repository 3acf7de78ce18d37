"""Quiet hours, chosen with open eyes."""

import pytest

from bot.domain.chats import ChatKind
from bot.domain.quiet import Mode, MuteKind, to_text
from tests.handlers.people import Person, World


async def quiet_of(person: Person) -> tuple[str, Mode]:
    quiet = (await person.chosen()).chat.quiet
    return to_text(quiet.windows), quiet.mode


async def test_typed_hours_are_saved_at_once_with_undo_and_mode(person: Person) -> None:
    answer = await person.writes("/quiet 23:00-07:00")

    assert await quiet_of(person) == ("23:00-07:00", Mode.GRAVE)
    assert "every day 23:00-07:00" in answer
    assert "Sunday, 22 November, 23:00-07:00" in answer
    assert {button.text for button in person.buttons} == {"Undo", "What wakes me"}


async def test_undo_brings_back_hours_and_mode(person: Person) -> None:
    await person.writes("/quiet weekdays 22-6, weekends 00:00-09:00 everything")
    before = await quiet_of(person)
    await person.writes("/quiet 23-7 grave")
    await person.presses("Undo")

    assert await quiet_of(person) == before


async def test_undo_of_the_first_hours_turns_them_off(person: Person) -> None:
    await person.writes("/quiet 23-7")
    await person.presses("Undo")

    assert (await person.chosen()).chat.quiet.is_off


async def test_a_mode_that_is_not_named_stays(person: Person) -> None:
    await person.writes("/quiet 23-7 everything")
    await person.writes("/quiet 22-6")

    assert await quiet_of(person) == ("22:00-06:00", Mode.EVERYTHING)


@pytest.mark.parametrize("words", ["/quiet 22-6 nothing", "/quiet 22-6 нічого"])
async def test_nothing_is_asked_once_more_in_words(person: Person, words: str) -> None:
    await person.writes("/quiet 23-7")

    answer = await person.writes(words)

    assert "Not even grave danger" in answer
    assert await quiet_of(person) == ("23:00-07:00", Mode.GRAVE)
    await person.presses("one night")
    assert await quiet_of(person) == ("22:00-06:00", Mode.NOTHING)


@pytest.mark.parametrize(
    ("button", "end"), [("one night", "07:00"), ("a week", "29 November, 07:00"), ("30 days", "22 December, 07:00")]
)
async def test_nothing_ends_by_itself_and_says_when(person: Person, button: str, end: str) -> None:
    await person.writes("/quiet 23-7 nothing")
    saved = await person.presses(button)

    for answer in (saved, await person.writes("/settings"), await person.writes("/quiet")):
        assert f"nothing wakes me until {end}" in answer


async def test_no_button_leads_to_nothing_without_the_question(person: Person) -> None:
    await person.writes("/quiet 23-7")
    for data in ("quiet:choose:nothing", "quiet:mode:nothing", "quiet:save:23:00-07:00/nothing"):
        assert "Not even grave danger" in await person.taps(data)
        assert await quiet_of(person) == ("23:00-07:00", Mode.GRAVE)


async def test_new_hours_under_nothing_ask_again(person: Person) -> None:
    await person.writes("/start")
    await person.confirms("quiet:sure:7/23:00-07:00")
    assert await quiet_of(person) == ("23:00-07:00", Mode.NOTHING)

    assert "Not even grave danger" in await person.writes("/quiet 22-6")
    await person.presses("No: grave")
    assert await quiet_of(person) == ("22:00-06:00", Mode.GRAVE)


async def test_nothing_is_not_there_for_groups(world: World) -> None:
    group = Person(world, id=-100, kind=ChatKind.SUPERGROUP)
    await group.taps("quiet:modes")
    assert not any("nothing" in button.text for button in group.buttons)
    await group.writes("/quiet 23-7 nothing")
    await group.confirms("quiet:sure:7/23:00-07:00")

    assert (await group.chosen()).chat.quiet.mode is Mode.GRAVE


async def test_the_button_under_an_alert_leaves_the_alert_alone(person: Person) -> None:
    await person.writes("/quiet 23-7")
    await person.taps("quiet:mode:everything")

    assert not person.edited
    assert await quiet_of(person) == ("23:00-07:00", Mode.EVERYTHING)


async def test_a_night_that_stays_open_is_pointed_out(person: Person) -> None:
    answer = await person.writes("/quiet weekdays 23-7")

    assert "Nights without quiet hours, after: Sat, Sun" in answer


async def test_hours_by_day_are_said_to_leave_the_nights_loud(person: Person) -> None:
    assert "stay loud" in await person.writes("/quiet 13:00-15:00")


@pytest.mark.parametrize("hours", ["00:00-12:00, 12:00-24:00", "00:00-23:00; 22:00-01:00"])
async def test_quiet_without_a_gap_is_refused_with_the_reason(person: Person, hours: str) -> None:
    assert "gap" in await person.writes(f"/quiet {hours}")
    assert (await person.chosen()).chat.quiet.is_off


@pytest.mark.parametrize(
    ("typed", "part"),
    [("25:00-07:00", "25:00"), ("foo", "foo"), ("<b>x", "&lt;"), ("23-7 quietly", "quietly"), ("13-", "13-")],
)
async def test_bad_hours_are_said_back_and_change_nothing(person: Person, typed: str, part: str) -> None:
    await person.writes("/quiet 23:00-07:00")

    answer = await person.writes(f"/quiet {typed}")

    assert f'"{part}"' in answer
    assert "23:00-07:00, grave danger wakes me" in answer
    assert await quiet_of(person) == ("23:00-07:00", Mode.GRAVE)


async def test_tonight_is_once_and_lets_grave_danger_ring(person: Person) -> None:
    assert "07:00" in await person.writes("/quiet tonight")

    mute = (await person.chosen()).mute
    assert mute is not None
    assert (mute.kind, f"{mute.until:%d %H:%M}") == (MuteKind.GUARDED, "23 05:00")
    await person.presses("Unmute")
    assert (await person.chosen()).mute is None


async def test_off_can_be_undone(person: Person) -> None:
    await person.writes("/quiet 23-7 everything")
    await person.writes("/quiet off")
    assert (await person.chosen()).chat.quiet.is_off
    await person.presses("Undo")

    assert await quiet_of(person) == ("23:00-07:00", Mode.EVERYTHING)


@pytest.mark.parametrize(("language", "words"), [("en", "silenced at night"), ("uk", "на ніч телефони")])
async def test_quiet_says_why_people_silence_the_night_and_who_says_so(world: World, language: str, words: str) -> None:
    answer = await Person(world, language=language).writes("/quiet")

    assert words in answer
    assert "Daily Express" in answer


async def test_too_many_hours_for_a_button_get_no_undo(person: Person) -> None:
    many = "mon 22:01-06:01, tue 22:02-06:02, wed 22:03-06:03, thu 22:04-06:04"
    await person.writes(f"/quiet {many}")
    await person.writes("/quiet 23-7")

    assert await quiet_of(person) == ("23:00-07:00", Mode.GRAVE)
    assert [button.text for button in person.buttons] == ["What wakes me"]


@pytest.mark.parametrize("days", ["mon", "mon,tue", "mon,wed", "mon,wed,fri", "mon,wed,fri,sun"])
async def test_nothing_is_asked_or_refused_for_hours_of_any_length(person: Person, days: str) -> None:
    await person.writes(f"/quiet {days} 22:01-06:01, {days} 13:30-14:30 nothing")

    assert (await person.chosen()).chat.quiet.mode is Mode.GRAVE
    assert person.buttons


@pytest.mark.parametrize(
    ("language", "muted", "silent"),
    [
        ("en", "a mute goes on.\nMuted until 07:00: grave danger still rings.", "Silent all the same: Chuhuiv."),
        (
            "uk",
            "але звук іще не повернувся.\nБез звуку до 07:00: серйозна небезпека дзвонить.",
            "Усе одно без звуку: Чугуїв.",
        ),
    ],
)
async def test_without_quiet_hours_what_is_silent_all_the_same_is_named(
    world: World, language: str, muted: str, silent: str
) -> None:
    person = Person(world, language=language)
    await person.writes("/place Chuhuiv")
    await person.writes("/quiet tonight")
    await person.confirms("place:sure:1321")

    answer = await person.writes("/quiet off")

    assert muted in answer and silent in answer
    await person.presses("Unmute" if language == "en" else "Увімкнути звук")
    assert muted not in await person.writes("/quiet off")
