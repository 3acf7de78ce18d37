"""The cards as shipped: whole in both languages, sourced, dated, and true to the time that there is."""

import re
from datetime import timedelta

import pytest

from bot.domain.alerts import Band
from bot.domain.cards import Card, Cards, Topic, Whereabouts
from tests.content.places import cards, report

LANGUAGES = ("uk", "en")
#: What a person would have to leave cover for. On a card for *now* each may stand only in a sentence that says not to.
OUTWARD = re.compile(
    r"\b(outside|outdoors|run|running|leave|go out|street|shelter"
    r"|надвір|назовні|вулиц\w*|біжіть|бігти|бігом|вибіга\w*|виход\w*|вийд\w*|укритт\w*)\b",
    re.IGNORECASE,
)
NEGATION = re.compile(r"\b(not|no|never|не|немає|ні)\b", re.IGNORECASE)
#: Words that would promise what nobody can.
PROMISES = re.compile(r"\bsafe(ly|ty)?\b|безпечн|у безпеці|don't worry|не хвилюй", re.IGNORECASE)


def texts(card: Card, language: str) -> list[str]:
    return [card.title[language], *card.lines[language], *([card.action[language]] if card.action else [])]


def every(kind: str = "") -> list[pytest.ParameterSet]:
    return [pytest.param(card, id=card.id) for card in cards() if not kind or card.topic == kind]


def sends_outside(line: str) -> bool:
    return any(OUTWARD.search(part) and not NEGATION.search(part) for part in re.split(r"[.;:]", line))


def test_the_ten_that_matter_first_are_there_in_order() -> None:
    assert [card.id for card in cards()] == [
        *("home-now", "home-minutes", "home-more", "street", "car"),
        *("after", "rubble", "ordnance", "bleeding", "numbers"),
    ]


@pytest.mark.parametrize("card", every())
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_card_fits_one_message_and_a_short_breath(card: Card, language: str) -> None:
    assert sum(len(line) + 3 for line in texts(card, language)) < 900
    assert all(0 < len(line) <= 130 for line in card.lines[language])
    assert len(card.keywords[language]) >= 8


@pytest.mark.parametrize("card", every())
def test_a_card_says_the_same_number_of_things_in_both_languages(card: Card) -> None:
    assert len(card.lines["uk"]) == len(card.lines["en"])


@pytest.mark.parametrize("card", every())
def test_a_card_names_its_sources_and_is_read_again_within_a_quarter(card: Card) -> None:
    assert card.sources
    assert all(source.name["uk"] and source.name["en"] and source.publisher for source in card.sources)
    assert timedelta(0) < card.review - card.checked <= timedelta(days=92)
    assert all(source.published is None or source.published <= card.checked for source in card.sources)


@pytest.mark.parametrize("card", every())
@pytest.mark.parametrize("language", LANGUAGES)
def test_no_card_promises_safety_or_shouts(card: Card, language: str) -> None:
    assert not [line for line in texts(card, language) if PROMISES.search(line) or "!" in line]


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_card_for_now_sends_nobody_outside(language: str) -> None:
    urgent = [card for card in cards() if card.band is Band.NOW]

    assert urgent
    assert not [line for card in urgent for line in texts(card, language) if sends_outside(line)]


@pytest.mark.parametrize(
    "line",
    ["Run to the shelter.", "Go outside now", "Do not film. Leave the flat.", "Біжіть до підвалу.", "Вийдіть надвір."],
)
def test_the_word_list_sees_a_line_that_sends_outside(line: str) -> None:
    assert sends_outside(line)


def test_a_basement_now_is_only_for_those_at_its_door() -> None:
    (now,) = (card for card in cards() if card.band is Band.NOW)

    assert all("steps away" in line for line in texts(now, "en") if "basement" in line.lower())
    assert all("за кілька кроків" in line for line in texts(now, "uk") if "підвал" in line.lower())


@pytest.mark.parametrize(
    ("band", "english", "ukrainian"),
    [(Band.MINUTES, "two minutes", "двох хвилин"), (Band.TENS_OF_MINUTES, "ten minutes", "десяти хвилин")],
)
def test_the_second_line_of_an_alert_bounds_the_walk(band: Band, english: str, ukrainian: str) -> None:
    card = Cards(cards()).for_alert(band)

    assert card is not None
    assert card.action is not None
    assert english in card.action["en"]
    assert ukrainian in card.action["uk"]


def test_a_card_is_found_by_time_and_place() -> None:
    all_cards = Cards(cards())

    for band, card_id in ((Band.NOW, "home-now"), (Band.MINUTES, "home-minutes"), (Band.TENS_OF_MINUTES, "home-more")):
        assert all_cards.for_alert(band) == all_cards.find(card_id)
        assert all_cards.for_alert(band, Whereabouts.CAR) == all_cards.find("car")
    assert all_cards.for_alert(Band.NOW, Whereabouts.SCHOOL) is None
    assert all_cards.find("no-such-card") is None


def test_the_reporting_that_bears_on_a_card_exists() -> None:
    noted = {card.id: note for card in cards() for note in card.report_notes}

    assert all(report().id == note.report and report().claim(note.claim) for note in noted.values())
    assert noted["home-now"].claim == "missiles-before-sirens"


def test_there_is_a_card_for_every_topic() -> None:
    assert {card.topic for card in cards()} == set(Topic)
