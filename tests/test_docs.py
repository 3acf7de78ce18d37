"""The pages keep up with the program: a setting, a command or a word that is not written down fails here."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
import typer.main
from typer.core import TyperGroup

from bot.__main__ import app
from bot.settings import Settings
from handlers.routes import ROUTES

CHECKOUT = Path(__file__).resolve().parents[1]
LARGEST_PICTURE = 60_000


def test_every_setting_stands_on_its_page_and_no_other_does() -> None:
    page = (CHECKOUT / "docs" / "settings.md").read_text(encoding="utf-8")
    rows = "".join(line.split("|")[1] for line in page.splitlines() if line.startswith("| `"))

    assert set(re.findall(r"`([A-Z_]+)`", rows)) == {name.upper() for name in Settings.model_fields}


def test_every_chat_command_stands_on_the_commands_page_and_no_other_does() -> None:
    assert table_of_commands("In chat", r"`/([a-z]+)`") == {name for route in ROUTES for name in route.commands}


def test_the_commands_page_marks_what_only_admins_may_do_in_a_group() -> None:
    page = (CHECKOUT / "docs" / "commands.md").read_text(encoding="utf-8")
    marked = {
        name for row in re.findall(r"^\| (.+) \* \|", page, re.MULTILINE) for name in re.findall(r"/([a-z]+)", row)
    }

    assert marked == {name for route in ROUTES for name in route.commands if route.setting}


def test_every_terminal_command_stands_on_the_commands_page_and_no_other_does() -> None:
    commands = typer.main.get_command(app)
    assert isinstance(commands, TyperGroup)

    assert table_of_commands("In a terminal", r"`([a-z -]+)`") == set(names_of(commands))


def names_of(group: TyperGroup, before: str = "") -> Iterator[str]:
    """Every command as it is typed: `run`, `areas sync`."""
    for name, command in group.commands.items():
        yield from names_of(command, f"{name} ") if isinstance(command, TyperGroup) else [before + name]


def table_of_commands(heading: str, name: str) -> set[str]:
    """What the first column under a heading of docs/commands.md names."""
    part = (CHECKOUT / "docs" / "commands.md").read_text(encoding="utf-8").partition(f"## {heading}\n")[2]
    rows = [line for line in part.partition("\n## ")[0].splitlines() if line.startswith("| `")]
    return {found for row in rows for found in re.findall(name, row.split("|")[1])}


def test_every_command_that_the_readme_names_exists() -> None:
    readme = (CHECKOUT / "README.md").read_text(encoding="utf-8")
    commands = {command for route in ROUTES for command in route.commands}

    assert set(re.findall(r"`/([a-z]+)", readme)) <= commands


def test_every_chore_that_the_readme_names_is_in_the_makefile() -> None:
    readme = (CHECKOUT / "README.md").read_text(encoding="utf-8")
    makefile = (CHECKOUT / "Makefile").read_text(encoding="utf-8")

    assert all(re.search(rf"^{chore}:", makefile, re.MULTILINE) for chore in re.findall(r"make ([a-z]+)", readme))


def test_every_link_of_the_pages_leads_to_a_file() -> None:
    pages = [*CHECKOUT.glob("*.md"), *(CHECKOUT / "docs").rglob("*.md")]
    links = [(page, link) for page in pages for link in re.findall(r"\]\(([^)#]+)\)", page.read_text(encoding="utf-8"))]
    dead = [(page.name, link) for page, link in links if "://" not in link and not (page.parent / link).exists()]

    assert not dead


def test_every_picture_is_shown_somewhere_and_small() -> None:
    pages = [CHECKOUT / "README.md", *(CHECKOUT / "docs").rglob("*.md")]
    shown = {name for page in pages for name in re.findall(r"pictures/([\w-]+\.png)", page.read_text(encoding="utf-8"))}
    kept = {picture.name: picture.stat().st_size for picture in (CHECKOUT / "docs" / "pictures").iterdir()}

    assert set(kept) == shown
    assert max(kept.values()) < LARGEST_PICTURE


@pytest.mark.parametrize(("name", "language"), [("tour.md", "en"), ("tour.uk.md", "uk")])
def test_the_tour_shows_each_of_its_pictures_and_says_in_words_what_is_on_it(name: str, language: str) -> None:
    page = (CHECKOUT / "docs" / name).read_text(encoding="utf-8")
    described = dict(re.findall(r'<img src="pictures/([\w-]+\.png)" width="\d+" alt="([^"]{20,})">', page))

    assert set(described) == {
        picture.name for picture in (CHECKOUT / "docs" / "pictures").glob(f"tour-*-{language}.png")
    }


def test_the_glossary_has_each_word_once() -> None:
    glossary = (CHECKOUT / "docs" / "glossary.md").read_text(encoding="utf-8")
    words = re.findall(r"^\| \*\*([^*]+)\*\*", glossary, re.MULTILINE)

    assert sorted(words) == sorted(set(words))


def test_every_module_that_the_glossary_names_exists() -> None:
    glossary = (CHECKOUT / "docs" / "glossary.md").read_text(encoding="utf-8")
    named = re.findall(r"`([a-z]+/[a-z_]*(?:\.py)?)`", glossary)

    assert not [name for name in named if not any((root / name).exists() for root in (CHECKOUT, CHECKOUT / "bot"))]


def test_every_fault_has_a_test_that_exists_or_says_which_part_will_hold_it() -> None:
    page = (CHECKOUT / "docs" / "faults.md").read_text(encoding="utf-8")
    rows = [line.split("|")[1:-1] for line in page.splitlines() if re.match(r"\| \d", line)]
    named = [found for row in rows for found in re.findall(r"`(tests/[^`]+\.py)::(test_\w+)`", row[-1])]

    assert [int(row[0]) for row in rows] == list(range(1, 46))
    assert all("::test_" in row[-1] or "*not yet*: " in row[-1] for row in rows)
    assert not [f"{file}::{name}" for file, name in named if not _defines(CHECKOUT / file, name)]


def _defines(file: Path, name: str) -> bool:
    return file.exists() and re.search(rf"def {name}\(", file.read_text(encoding="utf-8")) is not None
