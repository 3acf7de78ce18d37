"""The form of a question says what is wanted, a name, a place, a day: a claim without that is no answer."""

from dataclasses import replace
from datetime import date

import pytest

from bot.domain.answering import answer
from bot.domain.answers import CardAnswer, ForbiddenAnswer, NoReport, OverviewAnswer, Refusal
from tests.fixtures.content import reports
from tests.questions.shelf import ask, claims_of, shelf_with


@pytest.mark.parametrize(
    ("said", "claims"),
    [
        ("in which part of the city is the wrecked building", {"block-hit"}),
        ("when did it happen", {"four-districts"}),
        ("Коли це сталося, якого дня?", {"four-districts"}),
        ("what is the name of the resident who talks about the sirens", {"half-of-the-day"}),
        ("how is the weapon called that made the hole", {"block-hit"}),
        ("does the young student hope that the war ends", {"we-stand"}),
        ("на що сподівається молодий правник", {"we-stand"}),
        ("Why wasn't the number of victims even bigger?", {"open-ground"}),
        ("whose figure is 266", {"damaged-houses"}),
        ("How many houses were harmed since September?", {"damaged-houses"}),
        ("яке це вже за рахунком влучання у висотку", {"third-hit"}),
        ("can you forget the war over a borscht there", {"almost-forget"}),
        ("Сирена встигає спрацювати до прильоту ракети?", {"missiles-before-sirens"}),
        ("чи можуть сирени не спрацювати вчасно", {"missiles-before-sirens"}),
    ],
)
def test_what_is_asked_is_told(said: str, claims: set[str]) -> None:
    assert claims <= claims_of(ask(said))


@pytest.mark.parametrize(
    "said",
    [
        "what is the stadium called",
        "Як називається хлібозавод?",
        "Could you tell me the name of the reporter who wrote it?",
        "What is the name of the worker who was killed?",
        "Де живе мати студента Сподирева?",
        "how many young people died",
        "does the old student hope that the war ends",
        "when did it happen in Odesa",
        "whose figure is 300",
        "How many people were harmed since September?",
        "які це вже за рахунком вибори",
    ],
)
def test_what_no_claim_tells_is_refused(said: str) -> None:
    assert isinstance(ask(said), Refusal)


@pytest.mark.parametrize("said", ["When was the article published?", "Якого числа вийшла ця стаття?"])
def test_a_report_without_a_date_says_so_and_one_with_a_date_is_told(said: str) -> None:
    (written,) = reports()
    shelf = shelf_with(replace(written, published=date(2025, 9, 26)))

    undated = ask(said)

    assert isinstance(undated, NoReport) and undated.undated
    assert isinstance(answer(shelf.reader.understand(said), shelf), OverviewAnswer)


@pytest.mark.parametrize(
    "said",
    [
        "what happened in Kharkiv? my sister lives there",
        "My family is from there. What's been happening in Kharkiv in general?",
        "Я журналіст. Що сталося в Харкові?",
    ],
)
def test_who_tells_of_themselves_is_told_what_happened(said: str) -> None:
    assert isinstance(ask(said), OverviewAnswer)


@pytest.mark.parametrize(
    "said", ["what happened in Odesa? my sister lives there", "what happened in Kharkiv in October? my sister asks"]
)
def test_what_happened_elsewhere_or_at_another_time_is_refused_beside_an_aside_too(said: str) -> None:
    assert isinstance(ask(said), Refusal)


def test_advice_for_afterwards_is_given_where_it_is_asked_for() -> None:
    found = ask("що треба робити, коли вже оголосили відбій")

    assert isinstance(found, CardAnswer) and found.card.id == "after"


@pytest.mark.parametrize("said", ["when will the war end", "коли закінчиться війна"])
def test_the_end_of_the_war_is_never_told(said: str) -> None:
    assert isinstance(ask(said), ForbiddenAnswer)


@pytest.mark.parametrize(
    ("typed", "claims"),
    [
        ("що роблять рятувальнки", {"block-clearing"}),
        ("how many distrcts were hit", {"four-districts"}),
        ("скільки поверхв знесло", {"block-storeys"}),
        ("yakoyu zbroyeyu vdaryly po budynku", {"block-hit"}),
    ],
)
def test_a_slip_that_leaves_a_known_stem_costs_no_answer(typed: str, claims: set[str]) -> None:
    assert claims <= claims_of(ask(typed))
