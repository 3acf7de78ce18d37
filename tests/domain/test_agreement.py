"""What the lists found is held against what a message is like: the surer one counts, and claims stay untouched."""

from collections.abc import Mapping, Sequence

import pytest

from bot.domain.answering import answer
from bot.domain.answers import (
    Answer,
    AskedBack,
    CardAnswer,
    ClaimsAnswer,
    ForbiddenAnswer,
    FunctionAnswer,
    NoCard,
    NoReport,
    SafetyAnswer,
    SmallTalkAnswer,
    StatusAnswer,
)
from bot.domain.examples import Examples, Kind, Target
from bot.domain.library import Library
from bot.domain.questions import Function
from tests.questions.shelf import LEMMAS, cards, examples, kharkiv, reports, tree, vocabularies


def ask(text: str, library: Library | None = None) -> Answer:
    shelf = library or kharkiv()
    return answer(shelf.reader.understand(text), shelf)


def library_with(by_target: Mapping[Target, Sequence[str]]) -> Library:
    return Library(reports(), cards(), vocabularies(), tree(), LEMMAS, Examples(by_target))


def untaught() -> Library:
    return library_with({Target(Kind.NONE): ("qqq qqq", "qqq qqq")})


@pytest.mark.parametrize(
    ("said", "kind"),
    [
        ("добрий вечір, бот", SmallTalkAnswer),
        ("шо по обстановці", StatusAnswer | SafetyAnswer),
        ("see you later", SmallTalkAnswer),
    ],
)
def test_what_no_list_understood_is_told_where_examples_are_sure(said: str, kind: type[Answer]) -> None:
    assert not isinstance(ask(said, untaught()), kind)
    assert isinstance(ask(said), kind)


@pytest.mark.parametrize(
    "said",
    [
        "скільки загиблих",
        "How many houses were damaged since September?",
        "хто загинув у Харкові",
        "was a bread factory worker killed",
    ],
)
def test_a_claim_is_told_whatever_a_message_is_like(said: str) -> None:
    alike = {Target(Kind.FUNCTION, "quiet"): (said, said), Target(Kind.EVENTS): ("qqq qqq", "qqq qqq")}

    assert isinstance(ask(said, library_with(alike)), ClaimsAnswer)


@pytest.mark.parametrize("said", ["how many teachers died in the school", "скільки вчителів загинуло у школі"])
def test_no_likeness_answers_what_no_report_tells(said: str) -> None:
    alike = {Target(Kind.FUNCTION, "stats"): (said, said), Target(Kind.EVENTS): ("qqq qqq", "qqq qqq")}

    assert isinstance(ask(said, library_with(alike)), NoReport)


@pytest.mark.parametrize(
    "said", ["кровотеча не спиняється", "my leg is bleeding heavily", "there is a grenade on the floor"]
)
def test_what_may_kill_gives_way_to_no_page(said: str) -> None:
    alike = {Target(Kind.FUNCTION, "digest"): (said, said), Target(Kind.EVENTS): ("qqq qqq", "qqq qqq")}

    assert isinstance(ask(said, library_with(alike)), CardAnswer)


@pytest.mark.parametrize(
    "said",
    ["generator: how many metres from the window must it stand?", "Which number does one dial for an ambulance?"],
)
def test_a_figure_of_no_event_is_for_the_card_that_may_have_it(said: str) -> None:
    assert isinstance(ask(said), CardAnswer)


@pytest.mark.parametrize("said", ["How many homes have no electricity?", "скільки людей отруїлися чадним газом"])
def test_a_figure_of_an_event_is_for_no_card(said: str) -> None:
    assert isinstance(ask(said), NoReport)


@pytest.mark.parametrize("said", ["Що робити при радіаційній загрозі?", "there was a chemical attack, what do we do"])
def test_a_danger_without_a_card_gets_no_other(said: str) -> None:
    assert isinstance(ask(said), NoCard | NoReport)


def test_advice_for_afterwards_gives_way_to_the_state() -> None:
    said = "is it quiet over the city, can i lie down"
    alike = {Target(Kind.SAFETY): (said, said), Target(Kind.EVENTS): ("qqq qqq", "qqq qqq")}

    assert isinstance(ask(said, library_with(alike)), SafetyAnswer | StatusAnswer)


def test_i_am_safe_is_a_word_for_others_and_am_i_safe_is_not() -> None:
    assert ask("I'm safe") == FunctionAnswer(Function.CIRCLE)
    assert ask("I'm safe?") != FunctionAnswer(Function.CIRCLE)


@pytest.mark.parametrize("said", ["чи чекати ракет на вихідних", "Should we expect drones tonight?"])
def test_what_will_be_is_never_told(said: str) -> None:
    assert isinstance(ask(said), ForbiddenAnswer)


def test_what_is_half_likely_is_asked_back_with_the_likeliest_first() -> None:
    half = {
        Target(Kind.FUNCTION, "map"): ("blorp mimsy", "blorp mimsy"),
        Target(Kind.FUNCTION, "stats"): ("blorp tove", "blorp tove"),
    }
    found = ask("blorp please", library_with(half))

    assert isinstance(found, AskedBack)
    assert {wish.function for wish in found.wishes if isinstance(wish, FunctionAnswer)} == {
        Function.MAP,
        Function.STATS,
    }


def test_every_target_can_be_answered() -> None:
    names = {target.name for target in examples().by_target if target.kind is Kind.FUNCTION}

    assert names == {function.value for function in Function}
    assert {target.name for target in examples().by_target if target.kind is Kind.CARD} == {card.id for card in cards()}
