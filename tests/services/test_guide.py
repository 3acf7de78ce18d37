"""Cards carry the reporting that bears on them, and print as one page that needs nothing else."""

from dataclasses import replace
from functools import cache
from html.parser import HTMLParser

import pytest

from bot.domain.areas import AreaTree
from bot.domain.cards import Cards, ReportNote
from bot.services.guide import Guide
from bot.texts import LANGUAGES, Texts
from tests.content.places import ROOT, areas, cards, report


@cache
def guide() -> Guide:
    return Guide(Texts(ROOT / "data" / "texts"), AreaTree(areas()), Cards(cards()), (report(),))


class Page(HTMLParser):
    """Remembers the words and the addresses of a page."""

    def __init__(self) -> None:
        super().__init__()
        self.words: list[str] = []
        self.addresses: list[str | None] = []

    def handle_data(self, data: str) -> None:
        self.words.append(" ".join(data.split()))

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.addresses += [value for name, value in attrs if name in ("src", "href")]


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_printed_page_holds_every_line_of_every_card_and_loads_nothing(language: str) -> None:
    page = Page()
    page.feed(guide().printable(language))

    said = "\n".join(page.words)
    assert not [line for card in cards() for line in card.lines[language] if line not in said]
    assert not [source.publisher for card in cards() for source in card.sources if source.publisher not in said]
    assert page.addresses == []
    assert said.count("22.11.2026") >= len(cards())


@pytest.mark.parametrize(("language", "words"), [("uk", "ще не підписали"), ("en", "has signed these cards off yet")])
def test_the_printed_page_says_that_no_rescuer_and_no_medic_has_signed(language: str, words: str) -> None:
    assert words in guide().printable(language)


@pytest.mark.parametrize("card_id", ["home-now", "home-minutes", "home-more", "guided-bombs", "night", "stress"])
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_card_on_which_the_reporting_bears_says_so_with_its_outlet(card_id: str, language: str) -> None:
    notes = guide().notes(Cards(cards()).find(card_id) or cards()[0], language)

    assert notes
    assert all("Daily Express" in note for note in notes)


def test_a_claim_that_is_not_there_any_more_says_nothing() -> None:
    card = replace(cards()[0], report_notes=(ReportNote("kharkiv-report", "retracted"), ReportNote("gone", "x")))

    assert guide().notes(card, "en") == ()
