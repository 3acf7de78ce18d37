"""Holds the locks to their promise: what is installed is what was reviewed, on any machine."""

import re
import tomllib
from typing import Any

import pytest

from tests.architecture.repository import CODE, ROOT, modules

LOCKS = ("requirements.lock", "requirements-dev.lock")
HASH = re.compile(r"--hash=sha256:[0-9a-f]{64}")
PINNED = re.compile(r"^([a-z0-9-]+)(?:\[[a-z0-9,-]+\])?==\S+")


def project() -> dict[str, Any]:
    return tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))


def entries(lock: str) -> list[str]:
    """The lock's logical lines, without comments."""
    text = (ROOT / lock).read_text(encoding="utf-8")
    bare = "\n".join(line for line in text.splitlines() if not line.lstrip().startswith("#"))
    return [entry for entry in bare.replace("\\\n", " ").splitlines() if entry.strip()]


def pins(lock: str) -> dict[str, str]:
    """Name and pinned version of each entry."""
    found = (PINNED.match(entry) for entry in entries(lock))
    return {match[1]: match[0].split("==")[1] for match in found if match}


def names(requirements: list[str]) -> set[str]:
    bare = (re.split(r"[\[<>=~!; ]", requirement, maxsplit=1)[0] for requirement in requirements)
    return {re.sub(r"[-_.]+", "-", name).lower() for name in bare}


@pytest.mark.parametrize("lock", LOCKS)
def test_every_entry_is_one_version_with_hashes(lock: str) -> None:
    assert entries(lock)
    assert not [entry for entry in entries(lock) if not PINNED.match(entry) or not HASH.search(entry)]


@pytest.mark.parametrize("lock", LOCKS)
def test_a_lock_names_no_index_and_no_place(lock: str) -> None:
    text = (ROOT / lock).read_text(encoding="utf-8")

    # An address and a path alike need a slash; an option stands at the start of a line.
    assert "/" not in text
    assert not re.findall(r"(?m)^\s*-.*", text.replace("    --hash", ""))


def test_every_dependency_is_locked() -> None:
    assert names(project()["project"]["dependencies"]) <= pins("requirements.lock").keys()


def test_every_tool_and_the_build_backend_are_locked() -> None:
    wanted = names(project()["dependency-groups"]["dev"]) | names(project()["build-system"]["requires"])

    assert wanted <= pins("requirements-dev.lock").keys()


def test_tests_run_on_the_versions_that_people_run() -> None:
    assert pins("requirements.lock").items() <= pins("requirements-dev.lock").items()


def test_packages_are_listed_as_they_are() -> None:
    folders = {path.parent.as_posix().replace("/", ".") for path in modules(*CODE)}

    assert sorted(project()["tool"]["setuptools"]["packages"]) == sorted(folders)
