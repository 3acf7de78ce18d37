"""The pages keep up with the program: a setting, a command or a word that is not written down fails here."""

import re
from pathlib import Path

from bot.settings import Settings
from handlers.routes import ROUTES

CHECKOUT = Path(__file__).resolve().parents[1]


def test_every_setting_stands_on_its_page_and_no_other_does() -> None:
    page = (CHECKOUT / "docs" / "settings.md").read_text(encoding="utf-8")
    rows = "".join(line.split("|")[1] for line in page.splitlines() if line.startswith("| `"))

    assert set(re.findall(r"`([A-Z_]+)`", rows)) == {name.upper() for name in Settings.model_fields}


def test_every_command_that_the_readme_names_exists() -> None:
    readme = (CHECKOUT / "README.md").read_text(encoding="utf-8")
    commands = {command for route in ROUTES for command in route.commands}

    assert set(re.findall(r"`/([a-z]+)", readme)) <= commands


def test_every_chore_that_the_readme_names_is_in_the_makefile() -> None:
    readme = (CHECKOUT / "README.md").read_text(encoding="utf-8")
    makefile = (CHECKOUT / "Makefile").read_text(encoding="utf-8")

    assert all(re.search(rf"^{chore}:", makefile, re.MULTILINE) for chore in re.findall(r"make ([a-z]+)", readme))


def test_every_link_of_the_pages_leads_to_a_file() -> None:
    pages = [CHECKOUT / "README.md", *(CHECKOUT / "docs").rglob("*.md")]
    links = [(page, link) for page in pages for link in re.findall(r"\]\(([^)#]+)\)", page.read_text(encoding="utf-8"))]
    dead = [(page.name, link) for page, link in links if "://" not in link and not (page.parent / link).exists()]

    assert not dead


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
