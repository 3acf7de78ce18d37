"""The nearest shelter: measured against the time there is, honest about what is not known, and forgetful of places."""

from datetime import timedelta

import pytest

from bot.domain.alerts import Level, ThreatKind
from bot.domain.chats import ChatKind
from bot.domain.shelters.walking import Pace
from tests.handlers.people import CHUHUIV, KHARKIV, Person, World

FREEDOM_SQUARE = (50.0044, 36.2333)
BY_A_STATION = (50.0045, 36.2335)


async def test_a_location_is_answered_with_the_nearest_five(person: Person) -> None:
    answer = await person.is_at(*FREEDOM_SQUARE)

    assert answer.index("Metro Universytet") < answer.index("Metro Derzhprom")
    assert "5. " in answer and "6. " not in answer
    assert "open round the clock" in answer and "steps: not known" in answer
    assert "metro.kharkiv.ua, 22.11.2026" in answer
    assert "is forgotten" in answer
    assert [button.text for button in person.buttons][:5] == ["1", "2", "3", "4", "5"]


@pytest.mark.parametrize("language", ["uk", "en"])
async def test_no_answer_says_that_it_is_safe(world: World, language: str) -> None:
    answer = await Person(world, language=language).is_at(*FREEDOM_SQUARE)

    assert "safe" not in answer.lower() and "безпечн" not in answer.lower()


async def test_without_an_alert_it_says_how_little_that_means(person: Person) -> None:
    assert "I see no alert there in the data. That is no promise" in await person.is_at(*FREEDOM_SQUARE)


@pytest.mark.parametrize(
    ("kind", "first", "near", "far"),
    [
        (ThreatKind.BALLISTIC_MISSILES, "<b>Stay.</b>", "Too far now", "Too far now"),
        (ThreatKind.GUIDED_BOMBS, "<b>Nearest to you", "Go", "Too far now"),
        (ThreatKind.DRONES, "<b>Nearest to you", "Go", "Too far now"),
    ],
)
async def test_each_walk_is_set_against_the_time_there_is(
    person: Person, world: World, kind: ThreatKind, first: str, near: str, far: str
) -> None:
    await world.alert(KHARKIV, Level.RED, kind)
    answer = await person.is_at(*BY_A_STATION)
    heads = [line for line in answer.splitlines() if " min (" in line]

    assert answer.startswith(first)
    assert heads[0].endswith(near)
    assert heads[-1].endswith(far)


async def test_an_alert_elsewhere_does_not_hold_back_who_is_in_the_city(person: Person, world: World) -> None:
    await person.writes("/place Chuhuiv")
    await world.alert(CHUHUIV, Level.RED, ThreatKind.BALLISTIC_MISSILES)

    assert "Stay" not in await person.is_at(*BY_A_STATION)


async def test_when_blind_it_says_so(person: Person, world: World) -> None:
    await world.see()
    world.now += timedelta(minutes=10)

    assert "I can't see" in await person.is_at(*BY_A_STATION)


@pytest.mark.parametrize(
    "place",
    [
        (52.52, 13.4),
        (48.46, 35.04),
        (-33.9, 151.2),
        (90.0, 180.0),
        (50.6, 36.6),
        (0.0, 0.0),
        (91.0, 36.23),
        (49.99, 36.23 + 360),
        (-1e9, 1e9),
    ],
)
async def test_far_away_it_says_what_it_does_not_know(person: Person, place: tuple[float, float]) -> None:
    answer = await person.is_at(*place)

    assert "no shelter within 20 km" in answer
    assert not any(button.text.isdecimal() for button in person.buttons)


@pytest.mark.parametrize(
    ("typed", "station"),
    [
        ("Freedom Square", "Metro Universytet"),
        ("майдан Свободи", "Metro Universytet"),
        ("вокзал", "Metro Vokzalna"),
        ("метро Держпром", "Metro Derzhprom"),
        ("Heroiv Pratsi", "Metro Saltivska"),
    ],
)
async def test_a_station_or_a_well_known_place_is_typed(person: Person, typed: str, station: str) -> None:
    answer = await person.writes(f"/shelter {typed}")

    assert f"1. <b>{station}</b>" in answer
    assert "forgotten" not in answer


async def test_a_landmark_is_tapped_and_the_question_stays(person: Person) -> None:
    await person.writes("/shelter")
    answer = await person.presses("Kharkiv railway station")

    assert "1. <b>Metro Vokzalna</b>" in answer
    assert not person.edited


async def test_a_whole_city_is_too_wide_and_nonsense_is_not_known(person: Person) -> None:
    assert "too wide" in await person.writes("/shelter Kharkiv")
    assert "I know no station" in await person.writes("/shelter <b>volcano</b>")
    assert "&lt;b&gt;volcano" in person.saw[0].text


@pytest.mark.parametrize(
    ("typed", "landmarks"),
    [("Kharkiv", True), ("Харківська область", True), ("Lviv", False), ("Чугуїв", False)],
)
async def test_a_wide_name_asks_for_the_location_and_offers_landmarks_that_are_there(
    person: Person, typed: str, landmarks: bool
) -> None:
    answer = await person.writes(f"/shelter {typed}")

    assert "too wide" in answer and person.saw[0].ask_location
    assert any("railway station" in button.text for button in person.buttons) is landmarks


async def test_who_follows_another_town_is_offered_no_landmarks_of_kharkiv(person: Person) -> None:
    await person.writes("/place Lviv")
    await person.writes("/shelter")
    assert not person.buttons
    await person.writes("/place Kharkiv")
    await person.writes("/shelter")

    assert any("railway station" in button.text for button in person.buttons)


async def test_the_location_is_asked_for_only_in_a_private_chat(world: World) -> None:
    person, group = Person(world), Person(world, id=-5, kind=ChatKind.GROUP)
    await person.writes("/shelter")
    await group.writes("/shelter")

    assert person.saw[0].ask_location and not any(message.ask_location for message in group.saw)


@pytest.mark.parametrize("words", ["where is the nearest shelter?", "де найближче укриття"])
async def test_plain_words_ask_for_the_way_too(person: Person, words: str) -> None:
    await person.writes("/shelter")
    typed = person.saw
    await person.writes(words)

    assert person.saw == typed
    assert typed[0].ask_location


async def test_one_shelter_comes_with_a_pin_and_a_route(person: Person) -> None:
    await person.is_at(*FREEDOM_SQUARE)
    await person.presses("1")

    (pin,) = person.pins
    assert (pin.latitude, pin.longitude, pin.title) == (50.0045, 36.2338, "Metro Universytet")
    assert any("destination=50.00450,36.23380" in (button.url or "") for button in person.buttons)
    assert not any("50.0044" in (button.url or "") for button in person.buttons)


async def test_a_door_said_to_be_closed_shows_at_once_as_not_checked(world: World) -> None:
    one, other = Person(world), Person(world, id=8)
    await one.is_at(*FREEDOM_SQUARE)
    await one.presses("1")
    assert "not checked" in await one.presses("It is closed")

    await world.alert(KHARKIV, Level.YELLOW, ThreatKind.DRONES)
    answer = await other.is_at(*FREEDOM_SQUARE)
    assert "⚠ Reported closed at 22:10, not checked" in answer
    assert answer.splitlines()[1].endswith("In time, if it is open")


async def test_the_same_word_again_counts_and_many_are_refused(person: Person) -> None:
    said = [await person.taps(f"shelter:flag:full:metro-1-{number:02}") for number in (1, 1, 2, 3, 4, 5)]

    assert all("Thank you" in one for one in said[:5])
    assert "Too many" in said[5]
    assert "Reported full at 22:10, 2 times" in await person.taps("shelter:show:metro-1-01")


async def test_how_one_walks_is_chosen_and_counted(person: Person) -> None:
    await person.writes("/settings")
    await person.presses("How I walk")
    await person.presses("Wheelchair")
    assert (await person.chosen()).chat.pace is Pace.WHEELCHAIR
    slow = await person.is_at(*FREEDOM_SQUARE)
    await person.writes("/shelter walk usual")

    assert "in a wheelchair" in slow
    assert slow.splitlines()[1] != (await person.is_at(*FREEDOM_SQUARE)).splitlines()[1]


async def test_without_steps_it_says_how_little_is_known(person: Person) -> None:
    await person.writes("/shelter хода без сходів")
    assert (await person.chosen()).chat.step_free

    assert "Step-free for certain: 0 of 5" in await person.is_at(*FREEDOM_SQUARE)
    await person.writes("/shelter walk steps")
    assert not (await person.chosen()).chat.step_free


async def test_a_group_keeps_no_pace(world: World) -> None:
    group = Person(world, id=-5, kind=ChatKind.GROUP)

    assert "everybody walks differently" in await group.writes("/shelter walk child")
    assert "outdated" in await group.taps("shelter:pace:child")


@pytest.mark.parametrize(
    "data",
    [
        "show:nowhere",
        "show:",
        "at:nowhere",
        "pace:running",
        "steps:maybe",
        "flag:burning:metro-1-01",
        "flag:full:x",
        "x",
    ],
)
async def test_a_forged_button_changes_nothing(person: Person, data: str) -> None:
    before = await person.writes("/shelter walk")

    assert "outdated" in await person.taps(f"shelter:{data}")
    assert await person.writes("/shelter walk") == before
