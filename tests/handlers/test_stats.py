"""How long a place was under alert, as people ask for it."""

from datetime import timedelta

import pytest

from bot.domain.alerts import AreaId, Level, SourceName
from bot.domain.history import PastAlert
from bot.services.history import keep_past
from tests.handlers.people import EVENING, KHARKIV, Person, World

HOUR = timedelta(hours=1)
FORBIDDEN = ("safe", "calm", "безпечно", "спокійно")


@pytest.fixture(autouse=True)
async def history(world: World) -> None:
    """An hour of alert in the city on each of the last forty days, from 21:10 to 22:10, the last of them just over."""
    ends = [EVENING - timedelta(days=day) for day in range(40)]
    past = [PastAlert(KHARKIV, end - HOUR, end, Level.RED) for end in reversed(ends)]
    await keep_past(world.database, SourceName("alerts-in-ua"), past)


def caption(person: Person) -> str:
    (picture,) = person.pictures
    assert not any(word in picture.caption.casefold() for word in FORBIDDEN)
    return picture.caption


@pytest.mark.parametrize(
    ("text", "heading", "length"),
    [
        ("/stats Kharkiv", "Kharkiv. Last 7 days, 16 November to 22 November", "7 h"),
        ("/stats Kharkiv today", "Kharkiv. Today, 22 November", "1 h"),
        ("/stats yesterday Kharkiv", "Kharkiv. Yesterday, 21 November", "1 h"),
        ("/stats Kharkiv month", "Kharkiv. Last 30 days, 24 October to 22 November", "30 h"),
        ("/stats Kharkiv all history", "Kharkiv. All history, 14 October to 22 November", "40 h"),
        ("/stats Харків тиждень", "Kharkiv. Last 7 days", "7 h"),
        ("/stats МІСЯЦЬ Харків", "Kharkiv. Last 30 days", "30 h"),
    ],
)
async def test_a_place_and_a_period_are_typed_in_any_order(
    person: Person, text: str, heading: str, length: str
) -> None:
    await person.writes(text)

    assert caption(person).startswith(f"<b>{heading}")
    assert f"Under alert for {length}" in caption(person)


async def test_without_a_place_it_is_the_chats_first(person: Person) -> None:
    assert "You follow no place" in await person.writes("/stats")
    await person.presses("Kharkiv")
    assert caption(person).startswith("<b>Kharkiv. Last 7 days")

    await person.writes("/place Kharkiv")
    await person.writes("/stats month")
    assert caption(person).startswith("<b>Kharkiv. Last 30 days")


async def test_other_periods_and_places_are_a_tap_away(person: Person) -> None:
    await person.writes("/place Kharkiv")
    await person.writes("/place Chuhuiv")
    await person.writes("/stats Kharkiv")
    assert [button.text for button in person.buttons] == [
        *("Today", "Yesterday", "30 days", "All"),
        *("Chuhuiv", "In words", "Table (CSV)"),
    ]

    await person.presses("Yesterday")
    assert caption(person).startswith("<b>Kharkiv. Yesterday, 21 November")


async def test_in_words_every_day_and_hour_is_said(person: Person) -> None:
    await person.writes("/stats Kharkiv")
    answer = await person.presses("In words")

    assert "\nSaturday, 21 November: 1 h\n" in answer
    assert "\n21–22: 83 %\n" in answer
    assert "\n03–04: 0 %\n" in answer


async def test_the_table_is_a_file(person: Person) -> None:
    await person.writes("/stats Kharkiv")
    await person.presses("Table")

    (file,) = person.files
    assert file.name == "tysha-1293-week-2026-11-22.csv"
    assert "Europe/Kyiv" in file.content.decode("utf-8-sig")


@pytest.mark.parametrize(
    ("question", "language", "heading"),
    [
        ("how many hours last week", "en", "Kharkiv. Last 7 days"),
        ("how many hours of alerts this month?", "en", "Kharkiv. Last 30 days"),
        ("скільки тривог було вчора?", "en", "Харків. Вчора, 21 листопада"),
        ("статистика за місяць", "uk", "Харків. Останні 30 днів"),
        ("скільки годин тривоги за тиждень", "uk", "Харків. Останні 7 днів"),
        ("скільки тривог за весь час у Харкові", "uk", "Харків. За весь час"),
        ("statistics for Kharkiv", "uk", "Kharkiv. Last 7 days"),
    ],
)
async def test_plain_words_are_answered_in_their_language(
    person: Person, question: str, language: str, heading: str
) -> None:
    person.language = language
    await person.writes("/place Kharkiv")
    await person.writes(question)

    assert caption(person).startswith(f"<b>{heading}")


async def test_of_a_place_without_history_it_is_said(person: Person) -> None:
    assert "nothing of it is known to me" in await person.writes("/stats Lviv")
    assert person.pictures == ()
    assert "I have no history of it" in await person.writes("/stats Lviv all")


async def test_an_unknown_name_is_told_and_an_ambiguous_one_asked_about(person: Person) -> None:
    assert "I know no place called “Atlantis”" in await person.writes("/stats Atlantis week")

    assert "Which one?" in await person.writes("/stats Oleksandrivska Hromada week")
    assert len(person.buttons) > 1


@pytest.mark.parametrize(
    "data",
    [
        "stats:show:1293:decade",
        "stats:show:atlantis:week",
        "stats:csv",
        "stats:words:1293",
        "stats:drop:1293:week",
        "stats:",
    ],
)
async def test_a_forged_button_changes_nothing(person: Person, data: str) -> None:
    answer = await person.taps(data)

    assert "outdated" in answer or "follow no place" in answer
    assert person.pictures == () and person.files == ()


async def test_a_wide_place_says_that_its_parts_are_not_counted(person: Person, world: World) -> None:
    past = [PastAlert(AreaId("22"), EVENING - 3 * HOUR, EVENING - HOUR, Level.RED)]
    await keep_past(world.database, SourceName("alerts-in-ua"), past)
    await person.writes("/stats Kharkiv Oblast")

    assert "Counted are only alerts for all of it" in caption(person)
