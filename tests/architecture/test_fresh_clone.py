"""Shows that a newcomer with Python and make alone gets a bot that starts and answers."""

import os
import shutil
import subprocess
from collections.abc import Mapping
from pathlib import Path

import httpx
import pytest

from tests.architecture.repository import ROOT, files
from tests.flow.page import Page, from_bot
from tests.flow.program import PATIENCE, free_port, running_command

pytestmark = pytest.mark.proof


@pytest.fixture
def clone(tmp_path: Path) -> Path:
    """The tree as git has it, and nothing of this machine's."""
    for path in files():
        copy = tmp_path / "clone" / path.relative_to(ROOT)
        copy.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy2(path, copy)
    return tmp_path / "clone"


@pytest.fixture
def environment(tmp_path: Path) -> Mapping[str, str]:
    # Make's own variables would hand the outer run's choices down.
    outer = {"MAKEFLAGS", "MAKELEVEL", "MFLAGS", "VENV", "PYTHON", "VIRTUAL_ENV", "PYTHONPATH"}
    kept = {name: value for name, value in os.environ.items() if name not in outer}
    return {**kept, "PIP_CACHE_DIR": str(tmp_path / "cache")}


def test_one_word_sets_up_a_fresh_clone_with_an_empty_cache(clone: Path, environment: Mapping[str, str]) -> None:
    def make_setup() -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            ["make", "setup"], cwd=clone, env=dict(environment), capture_output=True, text=True, check=False
        )

    first = make_setup()
    again = make_setup()

    assert first.returncode == 0, first.stderr
    assert len(first.stdout.splitlines()) <= 5
    assert again.stdout.splitlines() == ["Ready. Next: make run"]


async def test_one_word_runs_a_fresh_clone_and_the_page_answers_start(
    clone: Path, environment: Mapping[str, str]
) -> None:
    port = free_port()
    settings = {**environment, "HTTP_ADDR": f"127.0.0.1:{port}"}
    async with running_command(clone, settings, "make", "run") as program:
        await program.wrote("open http://", patience=300)
        async with httpx.AsyncClient(base_url=f"http://127.0.0.1:{port}", timeout=PATIENCE) as client:
            page = Page(client)
            await page.speak("en")
            await page.say("/start")
            await page.wait_for(from_bot("Which place shall I watch?"))
