"""Everything that an operator can see in the log, or that ends the program, stands on their page with what to do."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from bot import errors
from bot.services.checkup import Part
from bot.sources.http import KIND_OF_STATUS

CHECKOUT = Path(__file__).resolve().parents[1]
PAGE = (CHECKOUT / "docs" / "operate.md").read_text(encoding="utf-8")
SEEN = frozenset({"info", "warning", "error", "exception", "critical"})
#: Calls of our own that log what they are given.
PASSING_ON = frozenset({"_fail"})


def first_words(module: ast.Module) -> Iterator[str]:
    """The events that a module logs, as they stand in the code."""
    for node in ast.walk(module):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.args:
            logs = isinstance(node.func.value, ast.Name) and node.func.value.id == "_log" and node.func.attr in SEEN
            first = node.args[0]
            if (logs or node.func.attr in PASSING_ON) and isinstance(first, ast.Constant):
                yield str(first.value)


def events() -> set[str]:
    modules = [path for root in ("bot", "handlers", "sandbox") for path in (CHECKOUT / root).rglob("*.py")]
    return {word for path in modules for word in first_words(ast.parse(path.read_text(encoding="utf-8")))}


def rows(heading: str) -> list[str]:
    """The first cells of the table under a heading."""
    part = PAGE.partition(f"{heading}\n")[2].partition("\n#")[0]
    return [line.split("|")[1] for line in part.splitlines() if line.startswith("| `") or line.startswith("| other")]


def named(heading: str) -> set[str]:
    return {name for row in rows(heading) for name in re.findall(r"`([\w-]+)`", row)}


def test_every_event_is_one_word_that_can_be_searched_for() -> None:
    assert not [event for event in events() if not re.fullmatch(r"[a-z]+(_[a-z]+)*", event)]


def test_every_event_of_the_log_stands_on_the_page_and_no_other_does() -> None:
    assert named("## What the log says") == events()


def test_every_row_says_what_to_do() -> None:
    part = PAGE.partition("## What the log says\n")[2].partition("\n#")[0]
    cells = [line.split("|")[1:-1] for line in part.splitlines() if line.startswith("| `")]

    assert all(len(row) == 3 and all(cell.strip() for cell in row) for row in cells)


def test_every_error_that_ends_the_program_stands_on_the_page() -> None:
    classes = {
        name for name, one in vars(errors).items() if isinstance(one, type) and issubclass(one, errors.TyshaError)
    }

    assert classes - {"TyshaError"} <= named("### What ends the program")


def test_every_kind_of_trouble_with_a_source_stands_on_the_page() -> None:
    code = "".join(path.read_text(encoding="utf-8") for path in (CHECKOUT / "bot" / "sources").rglob("*.py"))
    kinds = set(re.findall(r'SourceError\([\w.]+, "([a-z0-9-]+)"', code)) | set(KIND_OF_STATUS.values())

    assert kinds
    assert kinds <= named("### Kinds of trouble with a source")


def test_every_part_of_the_look_at_the_whole_is_explained() -> None:
    assert not [part for part in Part if f"*{part}*" not in PAGE]
