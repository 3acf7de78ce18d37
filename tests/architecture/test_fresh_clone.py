"""Shows that a newcomer with Python and make alone gets a bot that starts."""

import os
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.architecture.repository import ROOT, files

pytestmark = pytest.mark.proof


def test_one_word_sets_up_a_fresh_clone_with_an_empty_cache(tmp_path: Path) -> None:
    for path in files():
        copy = tmp_path / path.relative_to(ROOT)
        copy.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy2(path, copy)
    # Make's own variables would hand the outer run's choices down.
    outer = {"MAKEFLAGS", "MAKELEVEL", "MFLAGS", "VENV", "PYTHON", "VIRTUAL_ENV"}
    environment = {name: value for name, value in os.environ.items() if name not in outer}
    environment["PIP_CACHE_DIR"] = str(tmp_path / "cache")

    setup = subprocess.run(
        ["make", "setup"], cwd=tmp_path, env=environment, capture_output=True, text=True, check=False
    )
    again = subprocess.run(
        ["make", "setup"], cwd=tmp_path, env=environment, capture_output=True, text=True, check=False
    )
    bot = subprocess.run(
        [".venv/bin/python", "-m", "bot", "--help"], cwd=tmp_path, capture_output=True, text=True, check=False
    )

    assert setup.returncode == 0, setup.stderr
    assert len(setup.stdout.splitlines()) <= 5
    assert again.stdout.splitlines() == ["Ready. Next: make run"]
    assert bot.returncode == 0, bot.stderr
    assert "run" in bot.stdout
