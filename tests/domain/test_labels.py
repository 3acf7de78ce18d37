"""A label is a person's own word on one line, and never one that another place goes by."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.alerts import AreaId
from bot.domain.areas import AreaTree
from bot.domain.chats import Place
from bot.domain.labels import alike, cleaned, is_taken, means
from tests.content.places import areas

KHARKIV, CHUHUIV = AreaId("1293"), AreaId("1321")
TREE = AreaTree(areas())


@pytest.mark.parametrize(
    ("typed", "label"),
    [
        ("  mother ", "mother"),
        ("mother\n✅ All clear", "mother ✅ All clear"),
        ("ma\u202ether\u202c", "mather"),
        ("\u200fмама\u200e", "мама"),
        ("a\u0000\u0007b\u200bc", "abc"),
        ("a \u200b b", "a b"),
        ("и\u0306", "й"),
        ("👵", "👵"),
        ("<b>&", "<b>&"),
        ("", ""),
        ("\u3164\u2800 \u200d", ""),
        ("\ufe0f\u0301", ""),
    ],
)
def test_a_label_is_one_line_of_what_can_be_seen(typed: str, label: str) -> None:
    assert cleaned(typed) == label


@given(st.text())
def test_cleaning_twice_changes_nothing_more_and_leaves_no_hidden_mark(typed: str) -> None:
    label = cleaned(typed)

    assert cleaned(label) == label
    assert label.isprintable()
    assert label == label.strip()


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("мама", "МАМА", True),
        ("Straße", "STRASSE", True),
        ("mother!", "mother", True),
        ("mum’s", "mum's", True),
        ("👵", "👵", True),
        ("👵", "👴", False),
        ("👵", "", False),
        ("mother", "brother", False),
    ],
)
def test_what_would_be_taken_for_each_other_is_alike(one: str, other: str, same: bool) -> None:
    assert alike(one, other) is same
    assert alike(other, one) is same


@pytest.mark.parametrize(
    ("label", "taken"),
    [("HOME", True), ("kharkiv", True), ("Харків", True), ("Чугуїв", False), ("mother", False), ("Lviv", False)],
)
def test_a_label_may_be_neither_the_label_nor_a_name_of_another_place(label: str, taken: bool) -> None:
    home, mother = Place(KHARKIV, "home"), Place(CHUHUIV, "mother")

    assert is_taken(label, mother, (home, mother), TREE) is taken


def test_a_place_without_a_label_is_not_meant_by_nothing() -> None:
    assert not means("", Place(KHARKIV), TREE)
    assert not means("👵", Place(KHARKIV), TREE)
    assert means("home", Place(AreaId("gone"), "Home"), TREE)
