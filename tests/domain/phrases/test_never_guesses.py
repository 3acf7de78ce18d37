"""Whatever is typed, nothing fails, nothing takes long, and no hour is saved that nobody wrote."""

import random
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import time
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.domain.phrases.english import ENGLISH
from bot.domain.phrases.orders import (
    Mute,
    MuteUntil,
    NotUnderstood,
    Order,
    QuietOff,
    QuietTonight,
    Readings,
    SetDigest,
    SetQuiet,
)
from bot.domain.phrases.plain import parse_plain
from bot.domain.phrases.surzhyk import SURZHYK
from bot.domain.phrases.tokens import LONGEST_ORDER
from bot.domain.phrases.typed import parse_digest, parse_mute, parse_quiet
from bot.domain.phrases.ukrainian import UKRAINIAN
from bot.domain.phrases.vocabulary import MEANINGS, corrected
from bot.domain.phrases.words import Kind, expanded, meanings_of
from bot.domain.quiet import Mode, MuteKind, Window, from_text, never_ends, to_text
from tests.domain.phrases import said_in_english, said_in_ukrainian, typed
from tests.domain.phrases.outcomes import outcome

#: Stems that stand for an hour in any of our languages, kept apart from the words that the parser knows.
HOUR_STEMS = """
    one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen
    nineteen twenty zero midnight noon midday нульов перш перв друг трет четверт пят шост сьом восьм вісім девят
    десят один одн дв три трьох чотир чотирьох шіст шест сім сем одинадц одиннадц дванадц двенадц тринадц чотирнадц
    пятнадц шістнадц сімнадц вісімнадц девятнадц двадц опівн півн півд опівд полуд полуноч полноч
    полден втор седьм восем четыр трех трёх час пів пол
""".split()
VOCABULARY = sorted(" ".join(words) for words in MEANINGS)
NOISE = (
    *"0123456789:-.,;?!/'\"", "7", "8", "11", "12", "23", "24", "00", "25", "99", "23:00", "07:30", "7:00", "2300",
    "9999", "2h", "30m", "1.5h", "7am", "11pm", "<b>", "\n", "\u200b", "🔴", "’", "İ", "ß", "foo", "мама", "if", "або",
    "٣", "e\u0301",
)  # fmt: skip
BEGINNINGS = ("", "", "weekdays ", "пн-пт ", "у вихідні ", "quiet ", "тихо ", "from ", "з ", "sat,", "every night ")
JOINTS = ("-", " - ", " to ", " до ", "-", "", ",", " ", " until ", "–")
ENDINGS = ("", "", "", " nothing", " усе", " у будні", ", 13-15", "; 1-2", " am", " ранку", "!", " x", ", weekends 0-9")
PARSERS = (parse_plain, parse_quiet, parse_mute, parse_digest)


def times_in(text: str) -> int:
    """How many mentions of an hour a text could hold at most, counted without the parser."""
    plain = re.sub("['’ʼʹ`´‘]", "", text.casefold())
    words = re.findall(r"[0-9]+(?:[:.][0-9]{2})?|[^\W\d_]+", plain)
    return sum(word[0].isdigit() or word.startswith(tuple(HOUR_STEMS)) for word in words)


def hours_in(text: str) -> set[int]:
    """Every hour that digits of the text could mean, in either half of the day."""
    numbers = {int(number) for number in re.findall(r"[0-9]{1,2}", text)} | {
        int(number[:2]) for number in re.findall(r"[0-9]{4}", text)
    }
    return {hour % 24 for number in numbers for hour in (number - 1, number, number + 11, number + 12)}


def orders_in(found: object) -> tuple[Order, ...]:
    """What would be saved, at once or by a tap on Save."""
    return () if found is None or not isinstance(found, Order) else (found,)


def assert_no_guess(text: str) -> int:
    """Whatever a parser takes from the text was written there; the number of windows taken."""
    taken = 0
    for parse in PARSERS:
        for order in orders_in(parse(text)):
            match order:
                case SetQuiet(windows, mode):
                    taken += len(windows)
                    assert windows and not never_ends(windows), text
                    assert times_in(text) >= 2, text
                    assert mode is not Mode.NOTHING or parse is parse_quiet, text
                    assert_hours_written(text, (edge for window in windows for edge in (window.start, window.end)))
                case QuietTonight(until) if until != time(7):
                    assert times_in(text) >= 1, text
                case MuteUntil(_, kind) | Mute(_, kind):
                    assert kind is MuteKind.GUARDED or parse is parse_mute, text
                case SetDigest(times):
                    assert times_in(text) >= 1, text
                    assert_hours_written(text, (one.wall for one in times))
    return taken


def assert_hours_written(text: str, edges: Iterable[time]) -> None:
    """Where hours are in digits alone, each edge is one of them."""
    if times_in(text) == len(re.findall(r"[0-9]+(?:[:.][0-9]{2})?", text)):
        assert {edge.hour for edge in edges} <= hours_in(text), text


def random_texts(count: int) -> Iterator[str]:
    """A third noise, a third our own words in any order, a third built like windows, so that many are nearly right."""
    generator = random.Random(20261122)
    for number in range(count):
        if number % 3 == 0:
            yield "".join(generator.choices((*NOISE, *VOCABULARY, " ", " "), k=generator.randint(0, 12)))
        elif number % 3 == 1:
            pieces = generator.choices((*VOCABULARY, *NOISE), k=generator.randint(1, 9))
            yield " ".join(pieces)
        else:
            yield _nearly_window(generator)


def _nearly_window(generator: random.Random) -> str:
    hours = [f"{generator.randint(0, 26)}{generator.choice(('', '', ':00', ':30', ':61', 'pm', '.15'))}" for _ in "ab"]
    joint = generator.choice(JOINTS)
    return generator.choice(BEGINNINGS) + hours[0] + joint + hours[1] + generator.choice(ENDINGS)


@pytest.mark.parametrize("number", [2_000, pytest.param(10_000, marks=pytest.mark.proof)])
def test_thousands_of_random_texts_neither_fail_nor_yield_hours_that_nobody_wrote(number: int) -> None:
    taken = sum(assert_no_guess(text) for text in random_texts(number))

    assert taken > number / 20


def test_every_sentence_of_the_tables_saves_only_hours_that_it_names() -> None:
    for text in (*said_in_english.SAID, *said_in_ukrainian.SAID, *typed.QUIET, *typed.MUTE, *typed.DIGEST):
        assert_no_guess(text)


def test_our_own_words_in_any_order_without_an_hour_never_make_a_window() -> None:
    hourless = [
        " ".join(words) for words, meaning in MEANINGS.items() if not meaning.kinds & {Kind.HOUR, Kind.FIXED_HOUR}
    ]
    generator = random.Random(7)
    for _ in range(5_000):
        text = " ".join(generator.choices(hourless, k=generator.randint(1, 8)))
        for parse in PARSERS:
            assert not isinstance(parse(text), SetQuiet | SetDigest | MuteUntil), text


@settings(max_examples=500)
@given(st.lists(st.sampled_from([*VOCABULARY, *NOISE]), max_size=14), st.sampled_from(["", " ", ", "]))
def test_no_mixture_of_our_own_words_makes_a_parser_fail_or_guess(pieces: list[str], joint: str) -> None:
    assert_no_guess(joint.join(pieces))


@settings(max_examples=500)
@given(st.text(max_size=300))
def test_no_text_at_all_makes_a_parser_fail(text: str) -> None:
    for parse in PARSERS:
        found = parse(text)
        assert not isinstance(found, NotUnderstood) or len(found.part) <= 41
        assert not isinstance(found, Readings) or 1 <= len(found.orders) <= 4


@pytest.mark.parametrize(
    "piece", ["mon,", "23-7,", "1-7, ", "7 30-", "half ", "quiet ", "7 to ", "1h ", "пів на ", "x"]
)
def test_a_text_that_is_too_long_is_no_order(piece: str) -> None:
    text = piece * LONGEST_ORDER

    assert parse_plain(text) is None
    assert all(isinstance(parse(text), NotUnderstood) for parse in (parse_quiet, parse_mute, parse_digest))
    assert_no_guess(text[:LONGEST_ORDER])


def test_no_phrase_has_two_values_of_one_sort() -> None:
    values: dict[tuple[tuple[str, ...], str], set[object]] = defaultdict(set)
    for lexicon in (ENGLISH, UKRAINIAN, SURZHYK):
        for pattern, meaning in meanings_of(lexicon):
            for words in expanded(pattern):
                for sort in ("hour", "number", "minutes", "part", "mode"):
                    values[words, sort].add(getattr(meaning, sort))
                values[words, "days"].add(meaning.days)

    assert not {key: found for key, found in values.items() if len(found - {None, 0, frozenset()}) > 1}


def test_a_word_with_a_slip_is_asked_and_never_saved_at_once() -> None:
    slips = {"wekdays 23-7": parse_quiet, "2 huors": parse_mute, "at egiht": parse_digest, "quite 23-7": parse_plain}

    for text, parse in slips.items():
        assert isinstance(parse(text), Readings), text


def test_a_correction_never_lands_on_a_word_that_could_as_well_be_another() -> None:
    """One letter between two hours is the difference between a night and a day."""
    assert corrected("сьомйої") == "сьомої"
    assert corrected("деятої") is None
    assert corrected("seven") is None
    assert corrected("seveb") == "seven"
    assert corrected("eigh") is None
    assert corrected("fourteens") == "fourteen"
    assert corrected("sixteen") is None


EDGES = st.builds(time, st.integers(0, 23), st.sampled_from([0, 5, 15, 30, 45, 59]))


def hours_of(window: Window) -> float:
    return ((window.end.hour - window.start.hour) * 60 + window.end.minute - window.start.minute) % (24 * 60) / 60


WINDOWS = st.lists(
    st.builds(Window, EDGES, EDGES, st.frozensets(st.integers(0, 6), min_size=1)),
    min_size=1,
    max_size=3,
    unique_by=lambda window: (window.start, window.end),
).map(tuple)


@given(WINDOWS)
def test_what_is_stored_can_be_typed_back(windows: tuple[Window, ...]) -> None:
    stored = to_text(windows)
    kept = tuple(window for window in from_text(stored) if not window.is_off)
    if never_ends(windows) or any(hours_of(window) > 16 for window in windows):
        return

    assert parse_quiet(stored) == (SetQuiet(kept) if kept else QuietOff())


@given(EDGES, EDGES)
def test_a_window_longer_than_sixteen_hours_is_still_offered(start: time, end: time) -> None:
    window = Window(start, end)
    if hours_of(window) > 16:
        found = parse_quiet(to_text([window]))

        assert SetQuiet((window,)) in (found.orders if isinstance(found, Readings) else (found,))


def meant(start: int, end: int) -> str:
    """What two hours in bare digits mean, from the rule in words: a clock of 24 hours settles it, else it is asked."""
    if start == 24 or (start, end) == (0, 24):
        return "refused"
    if 1 <= start <= 12 and 1 <= end <= 12:
        return "asked"
    length = (end - start) % 24
    another = min(length % 12, 12) > 0 and (1 <= start <= 12 or 1 <= end <= 12)
    return "asked" if length > 16 and another else "off" if length == 0 else "saved"


def test_every_pair_of_hours_in_digits_is_saved_as_written_asked_or_refused() -> None:
    for start, end in product(range(25), range(25)):
        found = parse_quiet(f"{start}-{end}")
        literal = (f"{start % 24:02}:00", f"{end % 24:02}:00")
        match found:
            case SetQuiet(windows):
                said = "saved"
                assert [(f"{one.start:%H:%M}", f"{one.end:%H:%M}") for one in windows] == [literal]
            case QuietOff():
                said = "off"
            case Readings(orders):
                said = "asked"
                assert len(orders) >= 2
            case _:
                said = "refused"
        assert said == meant(start, end), (start, end, found)


def test_an_hour_with_a_leading_zero_is_meant_by_a_clock_of_24_hours() -> None:
    for start, end in product(range(24), range(1, 10)):
        found = parse_quiet(f"{start:02}-{end:02}")
        if start != end and (end - start) % 24 <= 16:
            assert outcome(found) == f"{start:02}:00-{end:02}:00"
