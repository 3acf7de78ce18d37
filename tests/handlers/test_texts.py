"""The texts of the conversations: the same messages, the same variables, every one of them used, in both languages."""

import ast
from collections import Counter
from collections.abc import Iterator

import pytest
from fluent.syntax import FluentParser
from fluent.syntax import ast as ftl
from fluent.syntax.visitor import Visitor

from bot.texts import LANGUAGES
from handlers.introduction import introductions
from handlers.routes import ROUTES
from tests.handlers.people import ROOT, texts

SUBJECTS = (
    *(
        "calm",
        "chat",
        "circle",
        "digest",
        "flags",
        "gobag",
        "guide",
        "help",
        "house",
        "language",
        "admin",
        "channel",
        "map",
        "mute",
        "now",
        "place",
        "privacy",
        "quiet",
        "settings",
        "shelter",
        "start",
        "stats",
    ),
    *("timezone", "why", "words"),
)
#: Made of a name at run time.
NAMED_AT_RUN_TIME = {f"command-{command}" for route in ROUTES for command in route.commands if not route.operators}


class Variables(Visitor):
    """Remembers the variables of a message."""

    def __init__(self) -> None:
        self.found: set[str] = set()

    def visit_VariableReference(self, node: ftl.VariableReference) -> None:
        self.found.add(node.id.name)


def messages(language: str, subject: str) -> dict[str, set[str]]:
    """Each message of a file with its variables."""
    path = ROOT / "data" / "texts" / language / f"{subject}.ftl"
    found = {}
    for entry in FluentParser().parse(path.read_text(encoding="utf-8")).body:
        assert not isinstance(entry, ftl.Junk), (path.name, entry.content)
        if isinstance(entry, ftl.Message):
            variables = Variables()
            variables.visit(entry)
            found[entry.id.name] = variables.found
    return found


def literals() -> Iterator[str]:
    for path in sorted((ROOT / "handlers").glob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                yield node.value


@pytest.mark.parametrize("subject", SUBJECTS)
def test_both_languages_say_the_same_with_the_same_variables(subject: str) -> None:
    english, *others = (messages(language, subject) for language in ("en", *(one for one in LANGUAGES if one != "en")))

    assert all(other == english for other in others)
    assert all(list(other) == list(english) for other in others)


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_message_hides_another(language: str) -> None:
    subjects = [path.stem for path in (ROOT / "data" / "texts" / language).glob("*.ftl")]
    counted = Counter(name for subject in subjects for name in messages(language, subject))

    assert not [name for name, count in counted.items() if count > 1]


def test_every_message_is_used() -> None:
    known = {name for subject in SUBJECTS for name in messages("en", subject)}

    assert known - NAMED_AT_RUN_TIME <= set(literals())


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_command_is_described_and_stands_in_help(language: str) -> None:
    shown = texts().render(language, "help")
    for route in (one for one in ROUTES if not one.operators):
        for command in route.commands:
            assert f"/{command}" in shown
            assert 1 <= len(texts().render(language, f"command-{command}")) <= 256


def test_what_telegram_shows_before_anyone_writes_fits() -> None:
    for introduction in introductions(texts()).values():
        assert len(introduction.description) <= 512
        assert len(introduction.short_description) <= 120
        assert len(introduction.commands) > 10
