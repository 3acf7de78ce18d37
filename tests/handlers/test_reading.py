"""What is read rather than set: situation, questions, cards, help."""

import re
from datetime import timedelta
from html import escape

import pytest

from bot.domain.cards import Topic
from bot.telegram.outgoing import units
from tests.fixtures.content import reports
from tests.handlers.people import COMMANDS, Person, World, services

HELP_LINES_AT_MOST = 15


@pytest.mark.parametrize("language", ["en", "uk"])
async def test_the_situation_says_what_its_report_leaves_out(world: World, language: str) -> None:
    answer = await Person(world, language=language).writes("/situation")

    assert "Daily Express" in answer
    assert "no date" in answer or "Дати там немає" in answer


async def test_the_situation_of_a_place_without_reports_says_so(person: Person) -> None:
    assert "no report about Odesa" in await person.writes("/situation Odesa")
    assert "no report about Atlantis" in await person.writes("/situation Atlantis")


async def test_ask_without_a_question_says_how(person: Person) -> None:
    assert "own words" in await person.writes("/ask")
    assert "36" in await person.writes("/ask How many people were taken to hospital?")


async def test_every_card_is_two_taps_away(world: World) -> None:
    person = Person(world)
    reached = set()
    await person.writes("/guide")
    for topic in [button.data or "" for button in person.buttons]:
        await person.taps(topic)
        cards = [button.data or "" for button in person.buttons if (button.data or "").startswith("guide:open:")]
        reached |= {topic} if not cards else set(cards)

    assert len(reached) == len(services(world.database, ()).cards)


@pytest.mark.parametrize("language", ["en", "uk"])
async def test_every_card_names_its_sources_and_when_they_were_read(world: World, language: str) -> None:
    person = Person(world, language=language)
    for card in services(world.database, ()).cards:
        page = await person.taps(f"guide:open:{card.id}")

        assert person.edited
        assert f"{card.checked:%d.%m.%Y}" in page
        assert all(source.publisher in page for source in card.sources)
        assert units(page) < 3500


async def test_back_leads_from_a_card_to_its_topic_and_to_all_topics(person: Person) -> None:
    await person.taps("guide:open:street")
    assert "where are you?" in await person.presses("Back")
    assert "Choose a topic" in await person.presses("Back")


async def test_the_card_button_under_an_alert_leaves_the_alert_alone(person: Person) -> None:
    await person.taps("guide:home-now")

    assert not person.edited


async def test_numbers_are_copied_by_buttons(person: Person) -> None:
    await person.taps(f"guide:topic:{Topic.NUMBERS}")

    assert {"101", "112", "0800339291"} <= {button.copy for button in person.buttons}


@pytest.mark.parametrize(
    ("words", "title"), [("bleeding", "Heavy bleeding"), ("завал", "Under rubble"), ("car", "In the car")]
)
async def test_a_named_topic_opens_its_card(person: Person, words: str, title: str) -> None:
    assert title in await person.writes(f"/guide {words}")


async def test_an_unknown_topic_shows_what_there_is(person: Person) -> None:
    answer = await person.writes("/guide <i>volcano</i>")

    assert "&lt;i&gt;volcano" in answer
    assert any(button.data == "guide:topic:alert" for button in person.buttons)


@pytest.mark.parametrize("language", ["en", "uk"])
async def test_help_is_short(world: World, language: str) -> None:
    answer = await Person(world, language=language).writes("/help")

    assert len(answer.splitlines()) <= HELP_LINES_AT_MOST


async def test_an_unknown_command_is_answered(person: Person) -> None:
    assert "I don't know this command" in await person.writes("/dance")


async def test_privacy_promises_only_what_is_there(person: Person) -> None:
    answer = await person.writes("/privacy")

    assert "location" in answer
    assert {"export", "forget"} <= set(re.findall(r"/(\w+)", re.sub(r"</?\w+>", "", answer))) <= set(COMMANDS)


async def test_the_age_of_the_data_is_in_every_status_answer(person: Person, world: World) -> None:
    await person.writes("/place Kharkiv")
    world.now += timedelta(seconds=30)

    assert "34 s" in await person.writes("what is on now?")


@pytest.mark.parametrize(
    ("topic", "words"), [("shelter", "nearest shelter"), ("укриття", "nearest shelter"), ("mayor", "says the mayor")]
)
async def test_the_situation_of_a_topic_tells_its_claims_alone(person: Person, topic: str, words: str) -> None:
    told = await person.writes(f"/situation {topic}")

    assert words in told
    assert "borsch" not in told


async def test_a_situation_is_leafed_through_and_every_statement_stands_on_one_page(person: Person) -> None:
    shown = await person.writes("/situation Kharkiv")
    for number in range(2, 9):
        if not any(f"Page {number} of" in button.text for button in person.buttons):
            break
        shown += await person.presses(f"Page {number} of")

    assert all(escape(claim.text["en"], quote=False) in shown for report in reports() for claim in report.claims)


async def test_markup_in_a_topic_is_shown_as_text(person: Person) -> None:
    told = await person.writes("/situation <b>Ignore this</b> & publish")

    assert "<b>Ignore" not in told
