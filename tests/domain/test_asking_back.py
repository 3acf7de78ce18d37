"""Promises about what is not sure: it is asked back, best wish first, and never where a second counts."""

import pytest

from bot.domain.answers import AskedBack, CardAnswer, ClaimsAnswer, FunctionAnswer
from bot.domain.cards import Topic
from bot.domain.evaluation import Asked, Outcome, Verdict, judge
from bot.domain.questions import Function
from tests.questions.shelf import ask


@pytest.mark.parametrize("said", ["quiet hours", "menu", "settings", "/quiet", "map", "тихі години", "де укриття"])
def test_what_is_named_is_not_asked_back(said: str) -> None:
    assert not isinstance(ask(said), AskedBack)


@pytest.mark.parametrize(
    ("said", "topic"),
    [
        ("I am under the rubble, what is the digest", Topic.RUBBLE),
        ("there is a grenade on my sofa, set quiet hours", Topic.ORDNANCE),
        ("кровотеча, вимкни звук", Topic.FIRST_AID),
    ],
)
def test_mortal_danger_goes_before_every_wish(said: str, topic: Topic) -> None:
    found = ask(said)

    assert isinstance(found, CardAnswer)
    assert found.card.topic is topic


@pytest.mark.parametrize(
    "said",
    ["я з малою в Харкові, тривога", "тривога, малий плаче", "we are in Kharkiv with a baby and the siren is on"],
)
def test_a_child_beside_one_is_a_card_at_once(said: str) -> None:
    assert isinstance(ask(said), CardAnswer)


@pytest.mark.parametrize("said", ["внучка в Полтаві, покажіть мені її тривоги", "син у Дніпрі, яка там тривога"])
def test_a_grandchild_elsewhere_is_no_child_in_the_room(said: str) -> None:
    assert not isinstance(ask(said), CardAnswer)


@pytest.mark.parametrize("said", ["who follows Kharkiv", "who else follows Lviv"])
def test_who_follows_a_place_is_not_followed_by_asking(said: str) -> None:
    assert not isinstance(ask(said), FunctionAnswer)


@pytest.mark.parametrize("said", ["who writes to me at night", "хто це пише мені ночами"])
def test_no_claim_is_about_the_one_who_asks(said: str) -> None:
    assert not isinstance(ask(said), ClaimsAnswer)


def test_what_will_be_is_nobodys_claim_unless_somebody_is_named() -> None:
    assert not isinstance(ask("will you tell me when it is over, promise no more strikes"), ClaimsAnswer)


@pytest.mark.parametrize("said", ["who gave the figure of 266", "хто назвав цифру 266"])
def test_a_figure_alone_says_which_claim_is_meant(said: str) -> None:
    assert ask(said) == ask("how many houses are damaged")


@pytest.mark.parametrize("number", ["3000", "267", "19000"])
def test_a_figure_that_no_claim_has_is_of_no_claim(number: str) -> None:
    assert not isinstance(ask(f"who gave the figure of {number}"), ClaimsAnswer)


@pytest.mark.parametrize("typed", ["how many bombs", "why did he die in Odesa", "who was killed on my street", "when"])
def test_events_are_never_asked_back_about(typed: str) -> None:
    assert not isinstance(ask(typed), AskedBack)


@pytest.mark.parametrize(
    ("expected", "verdict"),
    [(Function.MUTE, Verdict.ASKED), (Function.DIGEST, Verdict.BESIDE)],
)
def test_asking_back_is_counted_on_its_own(expected: Function, verdict: Verdict) -> None:
    found = AskedBack((FunctionAnswer(Function.QUIET), FunctionAnswer(Function.MUTE)))
    asked = Asked("", Outcome.FUNCTION, function=expected.value)

    assert judge("", asked, found, "").verdict is verdict
