"""Promises about messages that only their words' roles explain: a function, the state or a card, never an event."""

import pytest

from bot.domain.answers import AskedBack, CardAnswer, ClaimsAnswer, FunctionAnswer, NoReport, StatusAnswer
from bot.domain.questions import Function
from tests.questions.shelf import ask


@pytest.mark.parametrize(
    ("said", "function"),
    [
        ("nothing that beeps between 1 and 5", Function.QUIET),
        ("не гуди з першої до шостої", Function.QUIET),
        ("без звуку хвилин двадцять", Function.MUTE),
        ("let it buzz again", Function.MUTE),
        ("чого воно пищало опівночі", Function.WHY),
        ("зводку кожен вечір", Function.DIGEST),
        ("we relocated to Poltava, track it", Function.PLACE),
        ("bunker around the theatre", Function.SHELTER),
    ],
)
def test_what_is_wanted_is_told_by_roles_and_not_by_sentences(said: str, function: Function) -> None:
    found = ask(said)

    wishes = found.wishes if isinstance(found, AskedBack) else (found,)
    assert isinstance(wishes[0], FunctionAnswer)
    assert wishes[0].function is function


@pytest.mark.parametrize("words", ["quiet at night", "no sound on phones", "map", "chart", "location", "digest"])
@pytest.mark.parametrize("harm", ["how many people were killed", "who was wounded", "скільки загинуло"])
def test_no_word_of_ours_makes_a_figure_of_harm(words: str, harm: str) -> None:
    found = ask(f"{harm} {words} in Odesa")

    assert not isinstance(found, ClaimsAnswer)


@pytest.mark.parametrize("said", ["чи вже все, можна вилазити з підвалу", "give me the all clear", "tell me it's over"])
def test_nothing_that_is_asked_for_sounds_as_if_it_were_over(said: str) -> None:
    found = ask(said)

    assert not isinstance(found, (ClaimsAnswer, CardAnswer))


def test_a_bang_right_now_is_asked_of_the_state_and_not_of_reports() -> None:
    assert isinstance(ask("що це зараз бахнуло"), StatusAnswer)


def test_a_frame_holds_whoever_is_asked_for() -> None:
    assert ask("what should my old neighbour do when the siren sounds") == ask("what to do when the siren sounds")


@pytest.mark.parametrize("asked", ["on 1 September", "since 2 September", "since 1 October"])
def test_only_since_the_first_is_since_the_beginning(asked: str) -> None:
    assert isinstance(ask("how many houses were damaged since 1 September"), ClaimsAnswer)
    assert isinstance(ask(f"how many houses were damaged {asked}"), NoReport)
