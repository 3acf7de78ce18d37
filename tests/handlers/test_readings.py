"""What can be read in several ways is asked, and each button saves exactly what it says."""

from collections.abc import Iterator
from datetime import timedelta

import pytest

from bot.domain.phrases.orders import Mute, MuteUntil, Order, Readings, SetQuiet
from bot.domain.phrases.plain import parse_plain
from bot.domain.phrases.typed import parse_digest, parse_mute, parse_quiet
from bot.domain.quiet import Mode, MuteKind, Window, to_text
from handlers.context import Context
from handlers.readings import data_of, label
from handlers.taps import fits
from tests.domain.phrases import said_in_english, said_in_ukrainian, typed
from tests.handlers.people import EVENING, Person, World, services, texts

TABLES = (
    (said_in_english.SAID, parse_plain),
    (said_in_ukrainian.SAID, parse_plain),
    (typed.QUIET, parse_quiet),
    (typed.MUTE, parse_mute),
    (typed.DIGEST, parse_digest),
)


def orders_of_the_tables() -> Iterator[Order]:
    """Everything that a sentence of the tables sets or offers, each once."""
    found: dict[Order, None] = {}
    for table, parse in TABLES:
        for text in table:
            match parse(text):
                case Readings(orders):
                    found |= dict.fromkeys(orders)
                case order if isinstance(order, Order):
                    found[order] = None
    yield from found


def hours_of(window: Window) -> float:
    return ((window.end.hour - window.start.hour) * 60 + window.end.minute - window.start.minute) % (24 * 60) / 60


def readings_of(found: object) -> tuple[object, ...]:
    return found.orders if isinstance(found, Readings) else (found,)


def is_long(order: SetQuiet) -> bool:
    return any(hours_of(window) > 16 for window in order.windows)


def silences_everything(order: Order) -> bool:
    return isinstance(order, Mute | MuteUntil) and order.kind is MuteKind.ALL


async def quiet_of(person: Person) -> tuple[str, Mode]:
    quiet = (await person.chosen()).chat.quiet
    return to_text(quiet.windows), quiet.mode


async def muted_until(person: Person) -> tuple[MuteKind, str] | None:
    mute = (await person.chosen()).mute
    return (mute.kind, f"{mute.until:%d %H:%M}") if mute else None


@pytest.mark.parametrize("language", ["en", "uk"])
async def test_the_bot_understands_its_own_words_for_everything_that_it_understands(
    world: World, language: str
) -> None:
    person = Person(world, language=language)
    await person.writes("/start")
    chat = (await person.chosen()).chat
    understood = list(orders_of_the_tables())
    assert len(understood) > 80

    async with world.database.writing() as tx:
        context = Context(tx, world.now, chat, services(world.database, ()), texts(), {})
        for order in understood:
            words = label(context, order)
            if silences_everything(order):
                assert parse_plain(words) != order, "plain words never silence grave danger"
            elif isinstance(order, SetQuiet):
                assert order in readings_of(parse_quiet(words)), words
                # What lasts longer than sixteen hours is asked again each time that it is written.
                assert parse_quiet(words) == order or is_long(order), words
            else:
                assert parse_plain(words) == order, words


def test_every_order_of_the_tables_fits_a_button() -> None:
    for order in orders_of_the_tables():
        assert fits(data_of(order, Mode.EVERYTHING)), order


@pytest.mark.parametrize("language", ["en", "uk"])
@pytest.mark.parametrize("words", ["/quiet 11-7", "/quiet з одинадцятої до сьомої", "quiet 11-7", "тихо з 11 до 7"])
async def test_hours_of_either_half_of_the_day_are_asked_and_saved_as_tapped(
    world: World, language: str, words: str
) -> None:
    person = Person(world, language=language)
    for hours in ("23:00-07:00", "11:00-19:00"):
        await person.writes(words)
        before = await quiet_of(person)
        assert len(person.buttons) == 2
        assert await quiet_of(person) == before
        await person.presses(hours)

        assert await quiet_of(person) == (hours, Mode.GRAVE)


async def test_asking_changes_nothing(person: Person) -> None:
    await person.writes("/quiet 22-6 everything")
    before = await person.chosen()

    for words in ("/quiet 10-6", "тихо до ранку", "quiet", "/mute до 8:61", "digest every night at 8", "23:00-07:00"):
        await person.writes(words)
        assert await person.chosen() == before, words


async def test_days_that_are_not_said_are_asked(person: Person) -> None:
    await person.writes("/quiet 23-7, weekends 0-9")
    await person.presses("on weekdays 23:00-07:00; at weekends 00:00-09:00")

    assert (await quiet_of(person))[0] == "mon-fri 23:00-07:00; sat,sun 00:00-09:00"


async def test_a_start_that_is_not_said_is_asked(person: Person) -> None:
    await person.writes("не буди щоночі до сьомої")
    await person.presses("22:00-07:00")

    assert await quiet_of(person) == ("22:00-07:00", Mode.GRAVE)


async def test_until_morning_asks_for_the_hour_and_means_this_night(person: Person) -> None:
    await person.writes("don't wake me until morning")
    await person.presses("08:00")

    assert await muted_until(person) == (MuteKind.GUARDED, "23 06:00")
    assert (await person.chosen()).chat.quiet.is_off


async def test_a_tapped_reading_can_be_undone(person: Person) -> None:
    await person.writes("/quiet 22-6")
    await person.writes("/quiet 11-7")
    await person.presses("23:00-07:00")
    await person.presses("Undo")

    assert (await quiet_of(person))[0] == "22:00-06:00"


async def test_a_reading_of_nothing_is_asked_once_more_in_words(person: Person) -> None:
    await person.writes("/quiet 11-7 nothing")
    answer = await person.presses("23:00-07:00")

    assert "Not even grave danger" in answer
    assert (await person.chosen()).chat.quiet.is_off
    await person.presses("one night")
    assert await quiet_of(person) == ("23:00-07:00", Mode.NOTHING)


async def test_plain_words_offer_no_reading_of_nothing_even_where_nothing_is_the_mode(person: Person) -> None:
    await person.writes("/start")
    await person.confirms("quiet:sure:7/22:00-06:00")
    await person.writes("тихо з 11 до 7")

    assert all(button.data and button.data.endswith("/grave") for button in person.buttons)
    await person.presses("23:00-07:00")
    assert (await quiet_of(person))[1] is Mode.GRAVE


@pytest.mark.parametrize("words", ["quiet", "не буди мене", "quiet 23-7 nothing", "тихо до 25"])
async def test_words_about_quiet_that_say_no_hours_open_its_page(person: Person, words: str) -> None:
    answer = await person.writes(words)

    assert "not what to do" in answer
    assert "23:00-07:00" in [button.text for button in person.buttons]


@pytest.mark.parametrize(("words", "label"), [("mute", "2 h"), ("дайджест у будні", "08:00")])
async def test_words_about_a_mute_or_the_digest_open_their_page(person: Person, words: str, label: str) -> None:
    await person.writes(words)

    assert label in [button.text for button in person.buttons]


# It is 22:10: eight in the morning is within the ten hours of a mute, eight in the evening is not.


@pytest.mark.parametrize("words", ["/mute до 8", "/mute until 8", "/mute until 08:00"])
async def test_a_mute_until_an_hour_is_certain_where_only_one_half_of_the_day_is_near(
    person: Person, words: str
) -> None:
    await person.writes(words)

    assert await muted_until(person) == (MuteKind.GUARDED, "23 06:00")


async def test_a_mute_until_an_hour_is_asked_where_both_halves_are_far_from_certain(world: World) -> None:
    world.now = EVENING - timedelta(hours=14)  # 08:10
    person = Person(world)
    await person.writes("mute until 7")

    assert [button.text for button in person.buttons] == []
    await person.writes("mute until 6")
    assert [button.text for button in person.buttons] == ["Mute until 18:00"]


@pytest.mark.parametrize("words", ["/mute until 09:00", "/mute до 9", "mute until 20:00"])
async def test_a_mute_that_would_last_longer_than_ten_hours_is_refused(person: Person, words: str) -> None:
    assert "ten hours" in await person.writes(words)
    assert await muted_until(person) is None


async def test_plain_words_mute_until_an_hour_by_a_tap(person: Person) -> None:
    assert "silence until 23:30" in await person.writes("вимкни звук до 23:30")
    assert await muted_until(person) is None
    await person.presses("Save")

    assert await muted_until(person) == (MuteKind.GUARDED, "22 21:30")


async def test_a_mute_of_everything_until_an_hour_is_asked_twice(person: Person) -> None:
    assert "not even grave danger" in await person.writes("/mute all until 23:10")
    assert await muted_until(person) is None
    await person.presses("Yes")

    assert await muted_until(person) == (MuteKind.ALL, "22 21:10")


async def test_a_button_tapped_after_its_hour_is_outdated(person: Person, world: World) -> None:
    await person.writes("/mute all until 23:10")
    yes = person.button("Yes").data or ""
    world.now = EVENING + timedelta(hours=1, minutes=1)

    assert "outdated" in await person.taps(yes)
    assert await muted_until(person) is None
