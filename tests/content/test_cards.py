"""The cards as shipped: whole in both languages, sourced, dated, and true to the time that there is."""

import re
from datetime import timedelta

import pytest

from bot.domain.alerts import Band, ThreatKind, band_of_threat
from bot.domain.cards import Card, Cards, Person, SourceKind, Topic, Whereabouts
from bot.domain.reach import Reach
from tests.content.places import cards, report

LANGUAGES = ("uk", "en")
#: On average; Ukrainian words carry their cases and are longer.
LETTERS_A_WORD = {"uk": 6.2, "en": 5.2}
#: What a person would have to leave cover for. On a card for *now* each may stand only in a sentence that says not to.
OUTWARD = re.compile(
    r"\b(outside|outdoors|run|running|leave|go out|street|shelter"
    r"|надвір|назовні|вулиц\w*|біжіть|бігти|бігом|вибіга\w*|виход\w*|вийд\w*|укритт\w*)\b",
    re.IGNORECASE,
)
NEGATION = re.compile(r"\b(not|no|never|не|немає|ні)\b", re.IGNORECASE)
#: Words that would promise what nobody can.
PROMISES = re.compile(r"\bsafe(ly|ty)?\b|(?<!не)безпечн|у безпеці|don't worry|не хвилюй", re.IGNORECASE)


def texts(card: Card, language: str) -> list[str]:
    actions = [one for one in (card.action, *(chosen.text for chosen in card.actions)) if one]
    return [card.title[language], *card.lines[language], *(one[language] for one in actions)]


def every(kind: str = "") -> list[pytest.ParameterSet]:
    return [pytest.param(card, id=card.id) for card in cards() if not kind or card.topic == kind]


def sentences_of(lines: list[str]) -> list[list[str]]:
    """Each sentence as its words; figures and dates are read at a glance and are none."""
    parts = [part for line in lines for part in re.split(r"[.?;:](?:\s|$)| — ", line)]
    return [words for part in parts if (words := re.findall(r"[^\W\d_][^\W\d_'’-]*", part))]


def syllables(word: str) -> int:
    """Of an English word, roughly: groups of vowels, without a silent final e (as Flesch and Kincaid are counted)."""
    groups = len(re.findall(r"[aeiouy]+", word.lower()))
    silent = word.lower().endswith("e") and not word.lower().endswith("le") and groups > 1
    return max(1, groups - silent)


def sends_outside(line: str) -> bool:
    return any(OUTWARD.search(part) and not NEGATION.search(part) for part in re.split(r"[.;:]", line))


def test_every_card_is_there_in_the_order_of_the_guide() -> None:
    assert [card.id for card in cards()] == [
        *("home-now", "home-minutes", "home-more", "street", "car", "transport", "work", "school"),
        *("guided-bombs", "drones", "artillery"),
        *("after", "bleeding", "rubble", "fire", "ordnance", "numbers"),
        *("bag", "night", "outage", "evacuation"),
        *("children", "disability", "pets", "stress"),
    ]


@pytest.mark.parametrize("card", every())
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_card_fits_one_message_and_a_short_breath(card: Card, language: str) -> None:
    shown = (card.title[language], *card.lines[language])
    assert sum(len(line) + 3 for line in shown) < 900
    assert all(len(action) <= 150 for action in texts(card, language)[len(shown) :])
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
    for now in (card for card in cards() if card.band is Band.NOW):
        basements = [line for line in texts(now, "en") if "basement" in line.lower()]
        assert all("steps away" in line or NEGATION.search(line) for line in basements)
        basements = [line for line in texts(now, "uk") if "підвал" in line.lower()]
        assert all("за кілька кроків" in line or NEGATION.search(line) for line in basements)


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
    assert all(all_cards.for_alert(band, where) for band in Band for where in Whereabouts)
    assert all_cards.find("no-such-card") is None


def test_the_reporting_that_bears_on_a_card_exists() -> None:
    noted = {card.id: note for card in cards() for note in card.report_notes}

    assert all(report().id == note.report and report().claim(note.claim) for note in noted.values())
    assert noted["home-now"].claim == "missiles-before-sirens"


def test_there_is_a_card_for_every_topic() -> None:
    assert {card.topic for card in cards()} == set(Topic)


@pytest.mark.parametrize("reach", Reach)
@pytest.mark.parametrize(("language", "going"), [("en", r"\b(to|for) your shelter"), ("uk", r"до свого укриття")])
def test_who_cannot_go_is_never_sent_and_who_can_is_only_while_there_is_time(
    reach: Reach, language: str, going: str
) -> None:
    all_cards = Cards(cards())
    goers = {Band.NOW: (), Band.MINUTES: (Reach.NEAR,), Band.TENS_OF_MINUTES: (Reach.NEAR, Reach.WALK)}

    for band, may_go in goers.items():
        card = all_cards.for_alert(band)
        action = card.action_for(reach) if card else None
        assert action is not None
        sentences = re.split(r"[.:;]", action[language].lower())
        sent = any(re.search(going, one) and not NEGATION.search(one) for one in sentences)
        assert sent is (reach in may_go)


def test_every_weapon_card_keeps_to_the_time_that_its_threats_leave() -> None:
    weapons = [card for card in cards() if card.topic is Topic.WEAPON]

    assert {threat for card in weapons for threat in card.threats} >= {
        *(ThreatKind.GUIDED_BOMBS, ThreatKind.DRONES, ThreatKind.ARTILLERY, ThreatKind.MLRS)
    }
    assert all(card.band is band_of_threat(threat) for card in weapons for threat in card.threats)


def test_children_and_people_with_disabilities_have_cards_of_their_own() -> None:
    assert {card.person for card in cards()} == {None, *Person}


def test_an_expert_or_a_relay_is_never_all_that_an_alert_card_rests_on_unsaid() -> None:
    kinds = {card.id: {source.kind for source in card.sources} for card in cards() if card.topic is Topic.ALERT}

    assert all(of & {SourceKind.AUTHORITY, SourceKind.RELAY} for of in kinds.values())


@pytest.mark.parametrize("card", every())
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_card_is_read_at_a_glance(card: Card, language: str) -> None:
    said = [one for one in sentences_of([*card.lines[language], *texts(card, language)]) if one]
    words = [word for one in said for word in one]

    assert max(map(len, said)) <= 20
    assert len(words) / len(said) <= 9
    assert sum(map(len, words)) / len(words) <= LETTERS_A_WORD[language]


@pytest.mark.parametrize("card", every())
def test_a_child_of_thirteen_can_read_the_english(card: Card) -> None:
    said = sentences_of(list(card.lines["en"]))
    words = [word for one in said for word in one]

    assert 0.39 * len(words) / len(said) + 11.8 * sum(map(syllables, words)) / len(words) - 15.59 <= 8
