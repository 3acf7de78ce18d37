"""The text files of the notices: both languages alike, nothing missing, nothing left over."""

import ast
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest
from fluent.syntax import ast as fluent
from fluent.syntax import parse
from fluent.syntax.visitor import Visitor

from bot.texts import LANGUAGES
from tests.content.places import ROOT
from tests.services.samples import TEXTS

OWN_FILES = ("notices.ftl", "threats.ftl")
MODULES = [
    ROOT / "bot" / "services" / name
    for name in (
        *("wording.py", "hearing.py", "first_lines.py", "alert_lines.py", "sight_lines.py"),
        *("meanwhile.py", "bulletins.py", "digest_lines.py", "recap_lines.py", "phrasing.py", "inside_lines.py"),
        "operator_lines.py",
    )
]


class Variables(Visitor):
    """Remembers which arguments a message takes."""

    def __init__(self) -> None:
        self.names: set[str] = set()

    def visit_VariableReference(self, node: fluent.VariableReference) -> None:
        self.names.add(node.id.name)


def messages(language: str, files: Sequence[str] = OWN_FILES) -> dict[str, set[str]]:
    found = {}
    for file in files:
        for entry in parse((TEXTS / language / file).read_text(encoding="utf-8")).body:
            assert not isinstance(entry, fluent.Junk), entry.content
            if isinstance(entry, fluent.Message):
                variables = Variables()
                variables.visit(entry)
                found[entry.id.name] = variables.names
    return found


def ids_said(module: Path) -> Iterator[str]:
    for call in ast.walk(ast.parse(module.read_text(encoding="utf-8"))):
        if isinstance(call, ast.Call) and isinstance(call.func, ast.Attribute) and call.func.attr in ("say", "_say"):
            for argument in call.args:
                yield from (
                    node.value
                    for node in ast.walk(argument)
                    if isinstance(node, ast.Constant) and isinstance(node.value, str)
                )


def test_both_languages_have_the_same_messages_with_the_same_arguments() -> None:
    assert messages("en") == messages("uk")


def test_every_message_that_is_said_exists_and_every_other_is_gone() -> None:
    assert {said for module in MODULES for said in ids_said(module)} == set(messages("en"))


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_other_file_takes_an_id_of_these(language: str) -> None:
    others = [file.name for file in sorted((TEXTS / language).glob("*.ftl")) if file.name not in OWN_FILES]

    assert not messages(language).keys() & messages(language, others).keys()
