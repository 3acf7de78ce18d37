"""One place: its label, its sound and its end, typed and tapped, in both languages."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from bot.domain.alerts import AreaId
from bot.domain.chats import PLACES_AT_MOST, ChatKind, Place
from bot.domain.policy import Loudness
from bot.texts import LANGUAGES
from handlers.place_wish import Verb, Wish, read_wish
from tests.handlers.people import CHUHUIV, EVENING, KHARKIV, Person, World, texts, tree

LVIV = AreaId("845")
TODAY = EVENING.date()
SUNDAY_NIGHT = datetime(2026, 11, 29, 22, tzinfo=UTC)


async def placed(person: Person) -> tuple[Place, ...]:
    return (await person.chosen()).places


@pytest.fixture
async def follower(person: Person) -> Person:
    """Somebody who follows Chuhuiv as "mother"."""
    await person.writes("/place Chuhuiv as mother")
    return person


@pytest.mark.parametrize(
    ("typed", "wish"),
    [
        ("Kharkiv", Wish("Kharkiv")),
        ("Чугуїв як мама", Wish("Чугуїв", label="мама")),
        ("Chuhuiv AS mother", Wish("Chuhuiv", label="mother")),
        ("Chuhuiv as", Wish("Chuhuiv", label="")),
        ("Lviv until Sunday as hotel", Wish("Lviv", until=SUNDAY_NIGHT.date(), label="hotel")),
        ("Lviv as hotel until Sunday", Wish("Lviv", until=SUNDAY_NIGHT.date(), label="hotel")),
        ("Львів як дорога до мами", Wish("Львів", label="дорога до мами")),
        ("Lviv until someday as hotel", Wish("Lviv", unread="someday", label="hotel")),
        ("label Chuhuiv: mother", Wish("Chuhuiv", Verb.LABEL, label="mother")),
        ("підпис  Чугуїв : а: б", Wish("Чугуїв", Verb.LABEL, label="а: б")),
        ("label Chuhuiv:", Wish("Chuhuiv", Verb.LABEL, label="")),
        ("label Chuhuiv", Wish("Chuhuiv", Verb.LABEL)),
        ("silent Chuhuiv", Wish("Chuhuiv", Verb.SILENT)),
        ("ТИХО мама", Wish("мама", Verb.SILENT)),
        ("гучно мама", Wish("мама", Verb.LOUD)),
        ("loud mother", Wish("mother", Verb.LOUD)),
        ("normal\nmother", Wish("mother", Verb.AS_CHAT)),
        ("звичайно мама", Wish("мама", Verb.AS_CHAT)),
        ("прибрати мама", Wish("мама", Verb.REMOVE)),
    ],
)
def test_what_follows_the_command_is_read_in_both_languages(typed: str, wish: Wish) -> None:
    assert read_wish(typed, texts(), TODAY) == wish


def test_no_name_of_an_area_is_taken_for_a_verb_or_a_label() -> None:
    names = {name for area in tree() for name in (*area.name.values(), *area.aliases)}

    assert [name for name in names if read_wish(name, texts(), TODAY) != Wish(name)] == []


@pytest.mark.parametrize(
    ("language", "typed", "name"),
    [("en", "/place Chuhuiv as mother", "Chuhuiv (mother)"), ("uk", "/place Чугуїв як мама", "Чугуїв (мама)")],
)
async def test_a_place_is_followed_with_its_label_in_one_line(
    world: World, language: str, typed: str, name: str
) -> None:
    person = Person(world, language=language)
    answer = await person.writes(typed)

    assert f"<b>{name}</b>" in answer
    assert name in await person.writes("/place")
    assert name in await person.writes("/now")
    assert name in await person.writes("/settings")


async def test_a_label_given_again_changes_it_and_keeps_the_last_day(person: Person) -> None:
    await person.writes("/place Lviv until Sunday as hotel")
    await person.writes("/place Lviv as aunt")

    assert await placed(person) == (Place(LVIV, "aunt", until=SUNDAY_NIGHT),)


@pytest.mark.parametrize(
    ("typed", "label"),
    [
        ("/place label mother: granny", "granny"),
        ("/place label Chuhuiv: <b>x</b>", "<b>x</b>"),
        ("/place підпис Чугуїв: бабуся 👵", "бабуся 👵"),
        ("/place label 1321: ma\u202ema\n✅", "mama ✅"),
        ("/place label chuhuiv:", ""),
        ("/place Chuhuiv as", ""),
    ],
)
async def test_a_label_is_typed(follower: Person, typed: str, label: str) -> None:
    answer = await follower.writes(typed)

    assert await placed(follower) == (Place(CHUHUIV, label),)
    assert "<b>x</b>" not in answer


@pytest.mark.parametrize(
    ("label", "words"),
    [("HOME", "another of your places"), ("харків", "another of your places"), ("x" * 200, "more than 24 characters")],
)
async def test_a_label_that_cannot_be_is_refused_in_words(follower: Person, label: str, words: str) -> None:
    await follower.writes("/place Kharkiv as home")
    before = await placed(follower)

    assert words in await follower.writes(f"/place label mother: {label}")
    assert await placed(follower) == before


async def test_a_place_is_followed_even_where_its_label_is_refused(follower: Person) -> None:
    answer = await follower.writes("/place Kharkiv as Mother")

    assert "I watch <b>Kharkiv</b> now" in answer
    assert "another of your places" in answer
    assert await placed(follower) == (Place(CHUHUIV, "mother"), Place(KHARKIV))


async def test_a_label_for_one_of_several_areas_is_given_afterwards(person: Person) -> None:
    assert "afterwards" in await person.writes("/place Шевченківський район as work")
    assert not await placed(person)


async def test_an_eleventh_place_is_refused_with_its_label(follower: Person) -> None:
    for name in "Kharkiv Lviv Odesa Poltava Sumy Dnipro Kyiv Rivne Lutsk".split():
        await follower.writes(f"/place {name}")

    assert "10 places at most" in await follower.writes("/place Ternopil as work")
    assert len(await placed(follower)) == PLACES_AT_MOST


@pytest.mark.parametrize(("language", "line"), [("en", "/place label Chuhuiv: "), ("uk", "/place підпис Чугуїв: ")])
async def test_the_button_for_a_label_gives_the_line_to_type(world: World, language: str, line: str) -> None:
    person = Person(world, language=language)
    await person.writes("/place Чугуїв")
    await person.taps("place:label:1321")
    (copied,) = (button.copy for button in person.buttons if button.copy)
    assert not person.edited
    assert copied == line

    await person.writes(f"{copied}мама")
    assert await placed(person) == (Place(CHUHUIV, "мама"),)


async def test_the_line_to_type_means_one_place_where_two_share_a_name(person: Person) -> None:
    first, second, *_ = tree().find("Horodotska Hromada")
    for area in (first, second):
        await person.taps(f"place:keep:{area.id}")
    await person.taps(f"place:label:{second.id}")
    (copied,) = (button.copy for button in person.buttons if button.copy)
    await person.writes(f"{copied}work")

    assert [place.label for place in await placed(person)] == ["", "work"]


async def test_a_name_that_fits_two_places_is_asked(person: Person) -> None:
    for area in tree().find("Horodotska Hromada")[:2]:
        await person.taps(f"place:keep:{area.id}")

    assert "Which one" in await person.writes("/place loud Horodotska Hromada")
    assert {place.loudness for place in await placed(person)} == {Loudness.AS_CHAT}
    assert len({button.text for button in person.buttons}) == 2


async def test_a_label_outlives_the_place_whose_name_it_is(person: Person) -> None:
    """Who labels one place with a name and follows the place of that name later is asked which of them is meant."""
    await person.writes("/place Chuhuiv as Lviv")
    await person.writes("/place Lviv")

    assert "Which one" in await person.writes("/place remove Lviv")
    assert len(await placed(person)) == 2


async def test_the_list_opens_the_page_of_each_place_with_the_chosen_sound_marked(follower: Person) -> None:
    await follower.writes("/place")
    page = await follower.presses("Chuhuiv (mother)")

    assert follower.edited
    assert "Label: mother" in page and "Sound: as the chat" in page and "stays until you remove it" in page
    assert "quiet hours don't hold here" in page
    assert "not even ballistic missiles" in page
    assert [button.text for button in follower.buttons if "✓" in button.text] == ["✓ As the chat"]
    assert all(len((button.data or "").encode()) <= 64 for button in follower.buttons)


@pytest.mark.parametrize("words", ["/place loud Chuhuiv", "/place гучно mother", "tap"])
async def test_never_silenced_is_saved_at_once_said_in_full_and_taken_back(follower: Person, words: str) -> None:
    answer = await (follower.taps("place:sound:1321:loud") if words == "tap" else follower.writes(words))

    assert await placed(follower) == (Place(CHUHUIV, "mother", Loudness.LOUD),)
    assert "drones as well, and the all clear if its start rang" in answer
    await follower.presses("Undo")
    assert await placed(follower) == (Place(CHUHUIV, "mother"),)


@pytest.mark.parametrize("words", ["/place silent mother", "/place тихо Chuhuiv", "tap"])
async def test_always_silent_is_asked_in_words_and_only_then_saved(follower: Person, words: str) -> None:
    before = await placed(follower)
    question = await (follower.taps("place:silent:1321") if words == "tap" else follower.writes(words))

    assert "not even grave danger will ring" in question
    assert await placed(follower) == before
    await follower.presses("No, leave it")
    assert await placed(follower) == before

    await follower.taps("place:silent:1321")
    await follower.presses("Yes, always silent")
    assert await placed(follower) == (Place(CHUHUIV, "mother", Loudness.SILENT),)


async def test_the_question_speaks_ukrainian_as_plainly(world: World) -> None:
    person = Person(world, language="uk")
    await person.writes("/place Чугуїв як мама")

    assert "<b>Чугуїв (мама): не дзвонитиме навіть серйозна небезпека" in await person.writes("/place тихо мама")
    await person.presses("Так, завжди тихо")
    assert "завжди тихо, навіть за серйозної небезпеки" in await person.writes("/now")
    assert "Завжди гучно" in await person.writes("/place гучно мама")
    assert "завжди гучно, і в тихі години" in await person.writes("/settings")


async def test_an_old_question_is_outdated_once_anything_else_was_chosen(follower: Person) -> None:
    await follower.writes("/place silent mother")
    sure = follower.button("Yes").data or ""
    await follower.writes("/place loud mother")

    assert "outdated" in await follower.taps(sure)
    assert await placed(follower) == (Place(CHUHUIV, "mother", Loudness.LOUD),)


async def test_no_undo_leads_back_to_silence_without_the_question(follower: Person) -> None:
    await follower.writes("/place silent mother")
    await follower.presses("Yes")
    await follower.writes("/place normal mother")

    assert "not even grave danger will ring" in await follower.presses("Undo")
    assert await placed(follower) == (Place(CHUHUIV, "mother"),)


async def test_whoever_chooses_nothing_is_told_of_the_places_that_ring_all_the_same(follower: Person) -> None:
    assert "all the same" not in await follower.writes("/quiet 23-7 nothing")
    await follower.writes("/place loud mother")

    question = await follower.writes("/quiet 23-7 nothing")
    assert "Only these places ring all the same" in question
    assert "Chuhuiv (mother)" in question


@pytest.mark.parametrize("kind", [ChatKind.GROUP, ChatKind.SUPERGROUP, ChatKind.CHANNEL])
async def test_a_group_cannot_silence_a_place_for_grave_danger(world: World, kind: ChatKind) -> None:
    group = Person(world, id=-100, kind=kind)
    await group.writes("/place Chuhuiv as mother")
    page = await group.taps("place:open:1321")

    assert "silent" not in page
    assert not [button for button in group.buttons if "silent" in button.text]
    assert "one person's choice" in await group.writes("/place silent mother")
    assert "outdated" in await group.taps("place:silent:1321")
    assert "outdated" in await group.confirms("place:sure:1321")
    assert await placed(group) == (Place(CHUHUIV, "mother"),)


@pytest.mark.parametrize("language", LANGUAGES)
async def test_a_place_of_its_own_sound_and_end_shows_both_in_now_settings_and_the_list(
    world: World, language: str
) -> None:
    person = Person(world, language=language)
    await person.writes("/place Lviv until Sunday")
    await person.writes("/place loud Lviv")
    sound, last = {
        "en": ("never silenced by quiet hours", "until Sunday, 29 November"),
        "uk": ("завжди гучно, і в тихі години", "останній день: неділя, 29 листопада"),
    }[language]

    for page in ("/now", "/settings", "/place", "/start"):
        assert f" · {sound} · {last}" in await person.writes(page)


@pytest.mark.parametrize(
    ("label", "until"),
    [("Until tonight, 24:00", datetime(2026, 11, 22, 22, tzinfo=UTC)), ("A week, until 29.11", SUNDAY_NIGHT)],
)
async def test_an_end_is_tapped_and_taken_away_and_leaves_the_rest(
    follower: Person, label: str, until: datetime
) -> None:
    await follower.writes("/place loud mother")
    (before,) = await placed(follower)
    await follower.presses("Chuhuiv")

    assert "ends by itself after" in await follower.presses(label)
    assert await placed(follower) == (replace(before, until=until),)
    await follower.presses("For good")
    assert await placed(follower) == (before,)
    assert not [button for button in follower.buttons if button.text == "For good"]


async def test_sunday_is_offered_on_every_other_day(follower: Person, world: World) -> None:
    await follower.taps("place:open:1321")
    assert not [button for button in follower.buttons if "Sunday" in button.text]
    world.now = datetime(2026, 11, 26, 12, tzinfo=UTC)
    await follower.taps("place:open:1321")
    await follower.presses("Until Sunday, 29.11")

    assert [place.until for place in await placed(follower)] == [SUNDAY_NIGHT]


async def test_a_day_that_has_passed_makes_its_button_outdated(follower: Person, world: World) -> None:
    await follower.taps("place:open:1321")
    tonight = follower.button("Until tonight").data or ""
    world.now = datetime(2026, 11, 23, 12, tzinfo=UTC)

    assert "outdated" in await follower.taps(tonight)
    assert await placed(follower) == (Place(CHUHUIV, "mother"),)


async def test_a_removed_place_comes_back_with_label_sound_and_end(follower: Person) -> None:
    await follower.writes("/place loud mother")
    await follower.taps("place:until:1321:2026-11-29")
    before = await placed(follower)
    await follower.writes("/place remove MOTHER")
    undo = follower.button("Undo").data or ""
    assert not await placed(follower)
    await follower.taps(undo)

    assert await placed(follower) == before
    assert "outdated" in await follower.taps(undo)


@pytest.mark.parametrize(
    ("label", "words"),
    [("дім", "sounding as the chat"), ("бабусина хата за річкою", "without its label, sounding as the chat")],
)
async def test_what_undo_cannot_bring_back_is_said(person: Person, label: str, words: str) -> None:
    await person.writes(f"/place Chuhuiv as {label}")
    await person.writes("/place silent Chuhuiv")
    await person.presses("Yes")
    answer = await person.writes("/place remove Chuhuiv")
    assert words in answer
    await person.presses("Undo")

    assert await placed(person) == (Place(CHUHUIV, "" if "label" in words else label),)


async def test_a_word_for_a_place_that_is_not_followed_changes_nothing(follower: Person) -> None:
    for verb in ("silent", "loud", "normal", "remove"):
        assert "nothing was changed" in await follower.writes(f"/place {verb} Atlantis")
    assert "nothing was changed" in await follower.writes("/place label Atlantis: home")
    assert "Places I watch" in await follower.writes("/place silent")

    assert await placed(follower) == (Place(CHUHUIV, "mother"),)


async def test_the_page_of_a_wide_place_says_that_its_parts_never_ring(person: Person) -> None:
    await person.taps("place:keep:22")

    assert "they never ring" in await person.taps("place:open:22")
