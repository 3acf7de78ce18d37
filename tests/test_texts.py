"""Every sentence is there in both languages with the same arguments, and nothing foreign becomes markup."""

import re
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from fluent.syntax import FluentParser
from hypothesis import given
from hypothesis import strategies as st

from bot.errors import ContentFault
from bot.quick_fluent import QuickParser
from bot.texts import LANGUAGES, Html, Texts, age, duration, language_for, wall_clock
from tests.fixtures import content

FOLDER = Path(__file__).resolve().parent.parent / "data" / "texts"
MESSAGE = re.compile(r"^([a-z][a-z0-9-]*) *=", re.MULTILINE)


def texts_of(folder: Path, **files: str) -> Texts:
    for language in LANGUAGES:
        (folder / language).mkdir(exist_ok=True)
        (folder / language / "own.ftl").write_text(files.get(language, "hello = Hello { $name }!\n"))
    return Texts(folder)


def blocks(language: str) -> dict[str, str]:
    """Every message of a language with its source, comments left out."""
    found: dict[str, str] = {}
    for file in sorted((FOLDER / language).glob("*.ftl")):
        source = "\n".join(line for line in file.read_text().splitlines() if not line.startswith("#"))
        starts = [*MESSAGE.finditer(source)]
        for start, following in zip(starts, [*starts[1:], None], strict=True):
            assert start.group(1) not in found, f"{start.group(1)} is written twice in {language}"
            found[start.group(1)] = source[start.end() : following.start() if following else None]
    return found


def arguments(source: str) -> set[str]:
    return set(re.findall(r"\$([a-z_]+)", source))


def test_both_languages_have_the_same_files_and_messages() -> None:
    files = [{file.name for file in (FOLDER / language).glob("*.ftl")} for language in LANGUAGES]
    assert files[0] == files[1]
    assert blocks("uk").keys() == blocks("en").keys()


def test_a_message_takes_the_same_arguments_in_both_languages() -> None:
    ukrainian, english = blocks("uk"), blocks("en")
    assert ukrainian
    differing = {name for name in ukrainian if arguments(ukrainian[name]) != arguments(english[name])}
    assert differing == set()


def alike(source: str) -> bool:
    """Whether the quick parser reads what the library's does."""
    return bool(FluentParser().parse(source).equals(QuickParser().parse(source)))


def test_every_file_is_read_as_the_library_reads_it() -> None:
    files = [*FOLDER.rglob("*.ftl")]
    assert files
    assert [file.name for file in files if not alike(file.read_text(encoding="utf-8"))] == []


@given(st.text(alphabet='ab-1 \n{}[]*.=#$"~>(),\u0442', max_size=40).map(lambda text: f"one = {text}\ntwo = x\n"))
def test_whatever_is_written_is_read_as_the_library_reads_it(source: str) -> None:
    assert alike(source)


def test_a_plain_argument_is_escaped_and_markup_is_put_in_as_it_is(tmp_path: Path) -> None:
    texts = texts_of(tmp_path)
    assert texts.render("en", "hello", name='<b>Tom & "Jerry"</b>') == 'Hello &lt;b&gt;Tom &amp; "Jerry"&lt;/b&gt;!'
    assert texts.render("uk", "hello", name=Html("<b>Tom</b>")) == "Hello <b>Tom</b>!"


def test_an_argument_cannot_smuggle_in_fluent(tmp_path: Path) -> None:
    assert texts_of(tmp_path).render("en", "hello", name="{ $other }\nhello = x") == "Hello { $other }\nhello = x!"


def test_a_message_that_is_missing_is_a_fault_and_not_an_empty_line(tmp_path: Path) -> None:
    texts = texts_of(tmp_path)
    assert texts.has("en", "hello") and not texts.has("en", "goodbye")
    with pytest.raises(ContentFault, match="goodbye"):
        texts.render("en", "goodbye")


def test_an_argument_that_is_missing_is_a_fault(tmp_path: Path) -> None:
    with pytest.raises(ContentFault, match="hello"):
        texts_of(tmp_path).render("en", "hello")


@pytest.mark.parametrize("broken", ["hello = { $name\n", "good = fine\nhello { $name }\n", "= lost\n"])
def test_a_broken_file_is_a_fault_at_loading_with_its_line(tmp_path: Path, broken: str) -> None:
    with pytest.raises(ContentFault) as fault:
        texts_of(tmp_path, en=broken)
    assert fault.value.file.name == "own.ftl"
    assert fault.value.line == (2 if broken.startswith("good") else 1)


def test_a_language_without_files_is_a_fault(tmp_path: Path) -> None:
    with pytest.raises(ContentFault):
        Texts(tmp_path)


@pytest.mark.parametrize(
    ("code", "language"),
    [
        ("uk", "uk"),
        ("UK", "uk"),
        ("uk-UA", "uk"),
        ("ru", "uk"),
        (None, "uk"),
        ("", "uk"),
        ("en", "en"),
        ("de", "en"),
        ("ukr", "en"),
    ],
)
def test_ukrainian_is_spoken_to_residents_and_english_to_others(code: str | None, language: str) -> None:
    assert language_for(code) == language


def test_a_wall_clock_is_the_readers() -> None:
    moment = datetime(2026, 11, 15, 0, 14, tzinfo=UTC)
    assert wall_clock(moment, "Europe/Kyiv") == "02:14"
    assert wall_clock(moment, "America/New_York") == "19:14"


@pytest.mark.parametrize(
    ("span", "english", "ukrainian"),
    [
        (timedelta(seconds=0), "1 min", "1 хв"),
        (timedelta(seconds=59), "1 min", "1 хв"),
        (timedelta(minutes=59, seconds=40), "1 h", "1 год"),
        (timedelta(hours=2, minutes=12), "2 h 12 min", "2 год 12 хв"),
    ],
)
def test_a_duration_is_told_to_the_minute(span: timedelta, english: str, ukrainian: str) -> None:
    texts = content.texts()
    assert duration(texts, "en", span) == english
    assert duration(texts, "uk", span) == ukrainian


@pytest.mark.parametrize(
    ("span", "english"),
    [
        (timedelta(seconds=-3), "0 s"),
        (timedelta(seconds=119), "119 s"),
        (timedelta(seconds=120), "2 min"),
        (timedelta(seconds=7199), "119 min"),
        (timedelta(hours=2), "2 h"),
    ],
)
def test_an_age_is_told_in_the_one_unit_that_says_it_best(span: timedelta, english: str) -> None:
    assert age(content.texts(), "en", span) == english
