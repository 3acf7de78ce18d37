"""What a message most likely wants is learnt from examples, and nothing of the question sets is among them."""

from hypothesis import given
from hypothesis import strategies as st

from bot.domain.examples import Examples, Kind, Likeness, Target
from tests.questions.shelf import examples, questions

QUIET, MUTE = Target(Kind.FUNCTION, "quiet"), Target(Kind.FUNCTION, "mute")
FEW = Examples(
    {
        QUIET: ("let me sleep at night", "no noise at night", "тихо вночі", "вночі не буди"),
        MUTE: ("sound off for an hour", "be silent for an hour", "вимкни звук на годину", "година без звуку"),
    }
)


def first(text: str, learnt: Examples | None = None) -> Target | None:
    likest = (learnt or examples()).likest(text)
    return likest[0].target if likest else None


def test_a_message_is_like_the_examples_that_share_its_words() -> None:
    assert first("no sound at night please", FEW) == QUIET
    assert first("звук вимкни", FEW) == MUTE


def test_a_slip_of_the_finger_leaves_most_groups_of_letters() -> None:
    assert first("let me slepe at nihgt", FEW) == QUIET


def test_what_shares_nothing_is_like_nothing() -> None:
    assert FEW.likest("zzz") == FEW.likest("") == ()


def test_a_question_mark_makes_a_difference() -> None:
    asked, told = Target(Kind.SAFETY), Target(Kind.FUNCTION, "circle")
    learnt = Examples({asked: ("are we safe?", "is it safe?"), told: ("we are safe", "it is safe")})

    assert first("safe?", learnt) == asked
    assert first("safe", learnt) == told


def test_of_examples_left_out_more_than_half_are_recognised() -> None:
    """Every fortieth example is asked of what the others taught; one in fifty would be luck."""
    by_target = examples().by_target
    held = [(target, one) for target, ones in by_target.items() for one in ones[::40]]
    rest = {target: [one for at, one in enumerate(ones) if at % 40] for target, ones in by_target.items()}
    learnt = Examples(rest)

    assert sum(first(one, learnt) == target for target, one in held) > len(held) / 2


def test_no_question_of_a_set_is_an_example() -> None:
    asked = {one.ask.casefold() for _, one in questions()}

    assert not [one for ones in examples().by_target.values() for one in ones if one.casefold() in asked]


def test_no_example_stands_twice() -> None:
    every = [one.casefold() for ones in examples().by_target.values() for one in ones]

    assert len(every) == len(set(every))


@given(st.text(max_size=80))
def test_shares_are_those_of_a_whole_whatever_is_typed(text: str) -> None:
    likest = examples().likest(text)
    shares = [one.share for one in likest]

    assert all(isinstance(one, Likeness) for one in likest)
    assert shares == sorted(shares, reverse=True)
    assert not shares or abs(sum(shares) - 1) < 1e-4
