"""Sentences of real people, each with the one outcome that is right: an order, a question back, or nothing."""

from collections.abc import Iterator

import pytest

from bot.domain.phrases.plain import parse_plain
from bot.domain.phrases.typed import parse_digest, parse_mute, parse_quiet
from tests.domain.phrases import said_in_english, said_in_ukrainian, typed
from tests.domain.phrases.outcomes import outcome


@pytest.mark.parametrize(("text", "expected"), said_in_english.SAID.items())
def test_what_is_said_in_english_means_exactly_this(text: str, expected: str) -> None:
    assert outcome(parse_plain(text)) == expected


@pytest.mark.parametrize(("text", "expected"), said_in_ukrainian.SAID.items())
def test_what_is_said_in_kharkiv_means_exactly_this(text: str, expected: str) -> None:
    assert outcome(parse_plain(text)) == expected


@pytest.mark.parametrize(("text", "expected"), typed.QUIET.items())
def test_what_is_typed_after_quiet_means_exactly_this(text: str, expected: str) -> None:
    assert outcome(parse_quiet(text)) == expected


@pytest.mark.parametrize(("text", "expected"), typed.MUTE.items())
def test_what_is_typed_after_mute_means_exactly_this(text: str, expected: str) -> None:
    assert outcome(parse_mute(text)) == expected


@pytest.mark.parametrize(("text", "expected"), typed.DIGEST.items())
def test_what_is_typed_after_digest_means_exactly_this(text: str, expected: str) -> None:
    assert outcome(parse_digest(text)) == expected


@pytest.mark.parametrize("said", [said_in_english.SAID, said_in_ukrainian.SAID])
def test_each_language_is_covered_broadly(said: dict[str, str]) -> None:
    assert len(said) >= 120
    assert sum(outcome.startswith("?") for outcome in said.values()) >= 30
    assert sum(not outcome for outcome in said.values()) >= 30


def variants(text: str) -> Iterator[str]:
    """The same words as they come from another keyboard, in another mood."""
    yield text.upper()
    yield f"  {text}  "
    yield text.replace(" ", "  ")
    yield text.replace("'", "’")
    yield text.replace("'", "ʼ")
    yield text.replace("'", "")
    yield f"{text}."
    yield f"{text}!!!"
    yield f"{text} 🙏"
    yield f"please, {text}"
    yield f"{text}, будь ласка"


@pytest.mark.parametrize("said", [said_in_english.SAID, said_in_ukrainian.SAID])
def test_case_spaces_apostrophes_and_courtesies_change_nothing(said: dict[str, str]) -> None:
    orders = {text: expected for text, expected in said.items() if expected and not text.endswith("?")}

    for text, expected in orders.items():
        for variant in variants(text):
            assert outcome(parse_plain(variant)) == expected, variant


@pytest.mark.parametrize("said", [said_in_english.SAID, said_in_ukrainian.SAID])
@pytest.mark.parametrize(
    "story",
    [
        "{} she said",
        "she said {}",
        "мама каже {}",
        "{} каже мама",
        "if it is calm {}",
        "якщо буде тихо, {}",
        "not {}",
        "не {}",
        "never {}",
        "«{}»",
        '"{}"',
        "{} або ні",
        "why {}",
        "чому {}",
        "yesterday {}",
        "вчора {}",
        "{} / 5",
        "{} <b>",
    ],
)
def test_a_story_a_negation_or_a_quotation_of_an_order_is_no_order(said: dict[str, str], story: str) -> None:
    for text in (text for text, expected in said.items() if expected):
        # Without its hour, "don't send me the digest at 8" would be one: it gets the page of the digest.
        assert outcome(parse_plain(story.format(text))) in ("", "?? digest"), story.format(text)


@pytest.mark.parametrize("said", [said_in_english.SAID, said_in_ukrainian.SAID])
def test_a_question_that_asks_for_nothing_is_no_order(said: dict[str, str]) -> None:
    asking = ("can you", "could you", "можеш", "можна")
    for text in (text for text, expected in said.items() if expected and "?" not in text):
        if not any(word in text for word in asking):
            assert parse_plain(text + "?") is None, text
