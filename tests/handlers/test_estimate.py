"""Quiet hours are chosen with open eyes: what they would have done, by whose history, or that there is none."""

from datetime import timedelta

import pytest

from bot.domain.alerts import Account, Alert, AlertKind, Level, SourceName, Transition, TransitionKind
from bot.domain.history import PastAlert
from bot.services.history import keep_past
from bot.sources.made_month import made_month
from bot.store import alerts as alert_store
from tests.handlers.people import EVENING, KHARKIV, SOURCE, Person, World

DAY, HOUR = timedelta(days=1), timedelta(hours=1)
INVENTED = SourceName("scenario:kharkiv-night")
#: What nobody may be told.
FORBIDDEN = ("safe", "безпечно", "will ring", "дзвонитиме")


async def with_a_month(world: World, language: str = "en") -> Person:
    await keep_past(world.database, INVENTED, made_month(EVENING))
    person = Person(world, language=language)
    await person.writes("/place Kharkiv")
    return person


async def with_nights(world: World, *levels: Level, language: str = "en", days: int = 10) -> Person:
    """One alert of an hour, at three in the morning of each night before; the bot's own watch began `days` ago."""
    first = EVENING - days * DAY
    seen = Alert(KHARKIV, AlertKind.AIR_RAID, first, first, {SOURCE: Account(Level.RED, ())})
    async with world.database.writing() as tx:
        moments = ((TransitionKind.STARTED, first), (TransitionKind.ENDED, first + HOUR / 4))
        await alert_store.record(tx, [Transition(kind, at, seen) for kind, at in moments])
    alerts = []
    for number, level in enumerate(levels, 1):
        began = EVENING - number * DAY + 5 * HOUR
        alerts.append(PastAlert(KHARKIV, began, began + HOUR, level))
    await keep_past(world.database, SourceName("alerts-in-ua"), alerts)
    person = Person(world, language=language)
    await person.writes("/place Kharkiv")
    return person


@pytest.mark.parametrize(
    ("language", "line", "data"),
    [
        (
            "en",
            "In the last 30 days: 370 messages in these hours; it would have rung 96 times, on 27 of 30 nights. "
            "Without quiet hours: 282 times.",
            "Data: invented: a scenario",
        ),
        (
            "uk",
            "За останні 30 днів: 370 повідомлень у ці години; дзвонило б 96 разів, 27 ночей із 30. "
            "Без тихих годин: 282 рази.",
            "Дані: вигадане: сценарій",
        ),
    ],
)
async def test_saved_hours_are_answered_with_what_they_would_have_done(
    world: World, language: str, line: str, data: str
) -> None:
    person = await with_a_month(world, language)

    for answer in (await person.writes("/quiet 23-7"), await person.writes("/quiet")):
        assert line in answer
        assert data in answer
        assert not any(word in answer for word in FORBIDDEN)


@pytest.mark.parametrize("language", ["en", "uk"])
async def test_the_answer_stays_readable_on_a_phone(world: World, language: str) -> None:
    person = await with_a_month(world, language)

    assert len(await person.writes("/quiet 23-7")) < 600
    for data in ("quiet:menu", "quiet:modes"):
        assert len(await person.taps(data)) < 1000


@pytest.mark.parametrize(
    ("language", "rang"),
    [
        ("en", ("it would have rung 2 times, on 2 of 10 nights", "3 times, on 3 of 10", "would not have rung once")),
        ("uk", ("дзвонило б 2 рази, 2 ночі із 10", "дзвонило б 3 рази, 3 ночі із 10", "не задзвонило б жодного разу")),
    ],
)
async def test_each_mode_says_what_it_would_have_done(world: World, language: str, rang: tuple[str, ...]) -> None:
    person = await with_nights(world, Level.RED, Level.YELLOW, Level.RED, language=language)
    await person.writes("/quiet 23-7")

    answer = await person.taps("quiet:modes")

    assert [line in answer for line in rang] == [True] * 3


@pytest.mark.parametrize(
    ("language", "levels", "line"),
    [
        ("en", (Level.RED, Level.RED), "In the 10 days that I have data for: 4 messages in these hours"),
        ("en", (Level.RED,), "it would have rung once, on 1 of 10 nights. Without quiet hours: 2 times"),
        ("en", (), "I know of no alert in these hours"),
        ("uk", (Level.RED,), "За 10 днів, про які маю дані: 2 повідомлення у ці години; дзвонило б 1 раз, 1 ніч із 10"),
        ("uk", (Level.RED,) * 5, "дзвонило б 5 разів, 5 ночей із 10. Без тихих годин: 10 разів"),
        ("uk", (), "про тривоги в ці години нічого не знаю"),
        ("en", (Level.UNKNOWN,), "One alert has no level there and counts as grave"),
        ("en", (Level.UNKNOWN,) * 2, "2 alerts have no level there and count as grave"),
        ("uk", (Level.UNKNOWN,) * 2, "2 тривоги там без рівня: рахую їх серйозними"),
    ],
)
async def test_numbers_are_said_as_people_say_them(
    world: World, language: str, levels: tuple[Level, ...], line: str
) -> None:
    person = await with_nights(world, *levels, language=language)

    assert line in await person.writes("/quiet 23-7")


async def test_hours_by_day_are_counted_in_days(world: World) -> None:
    person = await with_a_month(world)

    assert "on 9 of 30 days" in await person.writes("/quiet 13:00-15:00")


@pytest.mark.parametrize(
    ("before", "language", "line"),
    [
        (12 * HOUR, "en", "Without data for 1"),
        (5 * DAY, "en", "Without data for 5 days of that time."),
        (5 * DAY, "uk", "З цього часу 5 днів без даних."),
        (3 * DAY, "uk", "З цього часу 3 дні без даних."),
    ],
)
async def test_a_long_time_without_data_is_said(world: World, before: timedelta, language: str, line: str) -> None:
    """Between the last that was told of the past and our own first look."""
    await keep_past(world.database, INVENTED, made_month(EVENING - before))
    person = Person(world, language=language)
    await person.writes("/place Kharkiv")

    assert line in await person.writes("/quiet 23-7")


@pytest.mark.parametrize(
    ("language", "line"),
    [
        ("en", "In the 10 days that I have data for, in these hours, this would have silenced grave danger 2 times."),
        ("uk", "у ці години це заглушило б серйозну небезпеку 2 рази."),
    ],
)
async def test_nothing_is_asked_with_what_it_would_have_silenced(world: World, language: str, line: str) -> None:
    person = await with_nights(world, Level.RED, Level.YELLOW, Level.RED, language=language)

    assert line in await person.writes("/quiet 23-7 nothing")


@pytest.mark.parametrize(
    ("words", "line"),
    [
        ("don't wake me from 23 to 7", "it would have rung 96 times, on 27 of 30 nights"),
        (
            "/quiet 8-11",
            "every day 08:00-11:00, grave danger wakes me. In the last 30 days it would have rung 25 times",
        ),
    ],
)
async def test_what_was_understood_is_estimated_before_it_is_saved(world: World, words: str, line: str) -> None:
    person = await with_a_month(world)

    answer = await person.writes(words)

    assert line in answer
    assert "invented" in answer
    assert (await person.chosen()).chat.quiet.is_off


async def test_before_any_choice_the_menu_counts_an_example(world: World) -> None:
    person = await with_a_month(world)

    assert "For example every day 23:00-07:00, grave danger wakes me:\nIn the last 30" in await person.writes("/quiet")
    assert "Counted for every day 23:00-07:00, for example." in await person.taps("quiet:modes")


@pytest.mark.parametrize(
    ("language", "no_place", "no_history"),
    [
        ("en", "can't say yet: you follow no place", "can't say yet: I have no history of your places"),
        ("uk", "поки не скажу: ви ще не вибрали місця", "поки не скажу: минулого ваших місць не знаю"),
    ],
)
async def test_without_history_that_is_what_is_said(
    world: World, language: str, no_place: str, no_history: str
) -> None:
    person = Person(world, language=language)
    everywhere = ("/quiet", "/quiet 23-7", "/quiet 23-7 nothing", "/quiet 8-11", "не турбуй з 23 до 7")

    for words in everywhere:
        assert no_place in await person.writes(words)
    await person.writes("/place Kharkiv")
    for words in everywhere:
        assert no_history in await person.writes(words)
    assert no_history in await person.taps("quiet:modes")


async def test_a_place_of_which_nothing_is_known_is_named(world: World) -> None:
    person = await with_a_month(world)
    await person.writes("/place Lviv")

    assert "No history of: Lviv" in await person.writes("/quiet 23-7")
