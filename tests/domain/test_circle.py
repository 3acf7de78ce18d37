"""Who may do what in a circle, and when somebody is asked: tables, each row a rule."""

from datetime import time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.circle import (
    ASKED_AGAIN_AFTER,
    FORGOTTEN_AFTER,
    NAME_AT_MOST,
    SAID_AGAIN_AFTER,
    Act,
    Ask,
    Circle,
    Member,
    NameFault,
    Role,
    Word,
    decide_ask,
    decide_word,
    heir,
    is_news,
    may_be_asked,
    name_fault,
)
from bot.domain.notices import CircleAskNotice, CircleStep, CircleWordNotice
from bot.domain.policy import Reason, Sound
from bot.domain.quiet import Mode, MuteKind, QuietHours, Window
from tests.domain.moments import utc

NOON, NIGHT = utc("2026-11-14 10:00"), utc("2026-11-14 00:00")
SLEEP = QuietHours((Window(time(23), time(7)),), Mode.GRAVE, "Europe/Kyiv")
FOUNDER = Member(1, "Olena", True, NOON)
MEMBER = Member(2, "Petro", False, NOON + timedelta(minutes=1))
CIRCLE = Circle(1, (FOUNDER, MEMBER))
STRANGER = 3


@pytest.mark.parametrize(
    ("act", "founder", "member"),
    [(act, True, act is not Act.REMOVE_OTHERS) for act in Act],
)
def test_a_stranger_may_nothing_and_only_a_founder_takes_others_out(act: Act, founder: bool, member: bool) -> None:
    assert [CIRCLE.lets(person, act) for person in (1, 2, STRANGER)] == [founder, member, False]


def test_roles() -> None:
    assert [CIRCLE.role_of(person) for person in (1, 2, 3)] == [Role.FOUNDER, Role.MEMBER, Role.STRANGER]


@pytest.mark.parametrize(
    ("name", "fault"),
    [
        ("Ira", None),
        ("Олена", None),
        ("Petro", None),
        ("OLENA", NameFault.TAKEN),
        (" olena ", NameFault.TAKEN),
        ("", NameFault.EMPTY),
        ("\u200b\u202e", NameFault.EMPTY),
        ("x" * NAME_AT_MOST, None),
        ("x" * (NAME_AT_MOST + 1), NameFault.TOO_LONG),
    ],
)
def test_two_of_one_name_would_be_taken_for_each_other(name: str, fault: NameFault | None) -> None:
    assert name_fault(name, CIRCLE, MEMBER.person) is fault


@pytest.mark.parametrize(
    ("asker", "in_quiet", "now", "mute", "sound", "reason"),
    [
        ("Ira", False, NOON, None, Sound.LOUD, Reason.CIRCLE_ASKED),
        ("Ira", False, NOON, MuteKind.GUARDED, Sound.SILENT, Reason.CIRCLE_ASKED),
        (None, False, NOON, None, Sound.SILENT, Reason.CIRCLE_ASKED),
        ("Ira", False, NIGHT, None, Sound.HELD, Reason.CIRCLE_HELD),
        (None, False, NIGHT, None, Sound.HELD, Reason.CIRCLE_HELD),
        ("Ira", True, NIGHT, None, Sound.SILENT, Reason.CIRCLE_ASKED),
        (None, True, NIGHT, None, Sound.SILENT, Reason.CIRCLE_ASKED),
    ],
)
def test_a_question_waits_for_the_end_of_the_night_unless_it_is_wanted(
    asker: str | None, in_quiet: bool, now: object, mute: MuteKind | None, sound: Sound, reason: Reason
) -> None:
    assert now in (NOON, NIGHT)
    at = NOON if now == NOON else NIGHT
    decision = decide_ask(CircleAskNotice(asker, in_quiet, at + FORGOTTEN_AFTER), SLEEP, mute, at)

    assert (decision.sound, decision.reason) == (sound, reason)
    assert decision.until is not None and decision.until > at


@pytest.mark.parametrize(
    ("step", "now", "mode", "mute", "sound"),
    [
        (CircleStep.SAFE, NOON, Mode.GRAVE, None, Sound.SILENT),
        (CircleStep.NO_ANSWER, NOON, Mode.GRAVE, None, Sound.SILENT),
        (CircleStep.JOINED, NOON, Mode.EVERYTHING, None, Sound.SILENT),
        (CircleStep.HELP, NOON, Mode.GRAVE, None, Sound.LOUD),
        (CircleStep.HELP, NIGHT, Mode.GRAVE, None, Sound.LOUD),
        (CircleStep.HELP, NIGHT, Mode.EVERYTHING, MuteKind.GUARDED, Sound.LOUD),
        (CircleStep.HELP, NIGHT, Mode.NOTHING, None, Sound.SILENT),
        (CircleStep.HELP, NOON, Mode.NOTHING, None, Sound.LOUD),
        (CircleStep.HELP, NOON, Mode.GRAVE, MuteKind.ALL, Sound.SILENT),
    ],
)
def test_only_a_call_for_help_rings(
    step: CircleStep, now: object, mode: Mode, mute: MuteKind | None, sound: Sound
) -> None:
    at = NOON if now == NOON else NIGHT
    quiet = QuietHours(SLEEP.windows, mode, SLEEP.timezone)
    word = CircleWordNotice(step, "Ira", at, at + FORGOTTEN_AFTER)

    assert decide_word(word, quiet, mute, at).sound is sound


@given(st.sampled_from(CircleStep), st.integers(0, 48 * 60))
def test_nothing_is_said_after_a_day(step: CircleStep, minutes: int) -> None:
    until = NOON + FORGOTTEN_AFTER
    now = NOON + timedelta(minutes=minutes)
    word = decide_word(CircleWordNotice(step, "Ira", NOON, until), SLEEP, None, now)
    ask = decide_ask(CircleAskNotice("Ira", False, until), SLEEP, None, now)

    assert (word.sound is Sound.NONE) is (ask.sound is Sound.NONE) is (now >= until)
    assert all(one.until is None or one.until <= until for one in (word, ask))


@pytest.mark.parametrize(
    ("reached", "answered", "told", "after", "due"),
    [
        (0, None, None, 29, False),
        (0, None, None, 30, True),
        (None, None, None, 300, False),
        (0, 10, None, 30, False),
        (0, None, 30, 31, False),
        (25, None, None, 30, False),
        (25, None, None, 55, True),
        (0, None, None, 24 * 60, False),
    ],
)
def test_no_answer_is_told_once_after_the_chosen_time_of_what_arrived(
    reached: int | None, answered: int | None, told: int | None, after: int, due: bool
) -> None:
    def at(minutes: int | None) -> object:
        return None if minutes is None else NOON + timedelta(minutes=minutes)

    ask = Ask(2, NOON, *(at(one) for one in (reached, answered, told)))  # type: ignore[arg-type]

    assert ask.is_unanswered(30, NOON + timedelta(minutes=after)) is due


def test_nobody_is_asked_again_at_once() -> None:
    last = Ask(2, NOON)

    assert may_be_asked(None, NOON)
    assert not may_be_asked(last, NOON + ASKED_AGAIN_AFTER - timedelta(seconds=1))
    assert may_be_asked(last, NOON + ASKED_AGAIN_AFTER)


def test_the_same_word_is_news_only_after_a_while_and_another_at_once() -> None:
    said = Member(2, "Petro", False, NOON, word=Word.SAFE, word_at=NOON)
    soon = NOON + SAID_AGAIN_AFTER - timedelta(seconds=1)

    assert [is_news(said, word, soon) for word in (Word.SAFE, Word.HELP)] == [False, True]
    assert is_news(said, Word.SAFE, NOON + SAID_AGAIN_AFTER)
    assert is_news(MEMBER, Word.SAFE, NOON)


def test_a_word_is_forgotten_after_a_day() -> None:
    said = Member(2, "Petro", False, NOON, word=Word.HELP, word_at=NOON)

    assert said.said(NOON + FORGOTTEN_AFTER - timedelta(seconds=1)) is Word.HELP
    assert said.said(NOON + FORGOTTEN_AFTER) is None


def test_a_circle_goes_to_whoever_is_in_it_longest() -> None:
    assert heir((MEMBER, Member(3, "Ira", False, NOON))) == Member(3, "Ira", False, NOON)
    assert heir(()) is None
