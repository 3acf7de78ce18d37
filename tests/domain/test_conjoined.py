"""Who asks for two facts at once is told both or neither, and a count of one thing stands for no count of another."""

import pytest

from bot.domain.answers import NoReport
from tests.questions.shelf import ask, claims_of


@pytest.mark.parametrize(
    ("asked", "claims"),
    [
        ("Хто такий Владислав Сподирев і скільки йому років?", {"half-of-the-day"}),
        ("On which day of the week was the attack, and was it light outside?", {"four-districts"}),
        ("how near is the border, do missiles beat the siren", {"border", "missiles-before-sirens"}),
        ("How old is Spodyrev and whereabouts in the city does he live?", {"half-of-the-day"}),
        ("what do people do with their phones overnight, and for what reason", {"phones-silenced"}),
    ],
)
def test_each_of_two_facts_is_told(asked: str, claims: set[str]) -> None:
    assert claims <= claims_of(ask(asked))


@pytest.mark.parametrize(
    "asked",
    [
        "How many died in Kharkiv and how many in Odesa?",
        "How many people were killed, and how many on Monday?",
        "Скільки загинуло у вівторок і скільки в понеділок?",
        "Who is Spodyrev and how old is the mayor?",
        "Хто такий Терехов і скільки йому років?",
        "Who is the mayor and was he killed?",
        "How many were wounded and how many of them are children?",
        "where did the bomb fall and who dropped it",
        "How tall is the block of flats, and how many died in it?",
        "How many floors are gone and how many people died there?",
        "Скільки поверхів зруйновано і скільки людей там загинуло?",
        "when did it happen and how many planes were there",
    ],
)
def test_where_one_fact_is_unknown_neither_is_told(asked: str) -> None:
    assert isinstance(ask(asked), NoReport)


@pytest.mark.parametrize(
    "asked",
    [
        "How many floors did the building have, and how many people lived in it?",
        "How many houses were damaged, and how many people lost their homes?",
        "скільки людей у будинках постраждало",
        "скільки мешканців будинку постраждало",
        "are there any missing people",
        "чи є зниклі безвісти",
    ],
)
def test_a_count_of_things_is_told_for_no_count_of_people(asked: str) -> None:
    assert isinstance(ask(asked), NoReport)


@pytest.mark.parametrize(
    "asked", ["скільки будинків у місті постраждало з початку вересня", "how many homes were affected"]
)
def test_houses_that_suffered_are_damaged_and_not_hurt(asked: str) -> None:
    assert claims_of(ask(asked)) == {"damaged-houses"}


@pytest.mark.parametrize("asked", ["How many were killed as of Wednesday?", "Скільки загинуло станом на середу?"])
def test_a_toll_as_of_a_day_is_all_that_was_known_by_then(asked: str) -> None:
    assert claims_of(ask(asked)) == {"killed", "fourth-victim"}


@pytest.mark.parametrize("asked", ["How many people had died by Monday?", "Скільки загинуло станом на понеділок?"])
def test_of_a_day_before_it_happened_nothing_is_known(asked: str) -> None:
    assert isinstance(ask(asked), NoReport)


@pytest.mark.parametrize("asked", ["хто ті 266 вбитих", "who were the 36 dead"])
def test_who_so_many_were_is_not_told_of_another_number(asked: str) -> None:
    assert isinstance(ask(asked), NoReport)
