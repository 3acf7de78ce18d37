"""Shows that the image builds, is small, and holds a bot that runs as nobody on a root that cannot be written to."""

import os
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest
import yaml

from bot.settings import Settings
from tests.architecture.repository import ROOT

TOOLS = ("buildah", "debootstrap")


@pytest.mark.proof
def test_the_image_builds_and_its_bot_runs_once() -> None:
    missing = [tool for tool in TOOLS if shutil.which(tool) is None]
    if not os.environ.get("CI") and (missing or os.geteuid() != 0):
        pytest.skip("needs root, buildah and debootstrap (Debian packages)")

    done = subprocess.run(["make", "image-check"], cwd=ROOT, capture_output=True, text=True, check=False)

    assert done.returncode == 0, done.stdout + done.stderr
    assert "the image is good" in done.stdout


def test_the_replicas_of_the_compose_file_are_alike_and_know_only_settings_that_exist() -> None:
    services = _composed()["services"]

    alike = [{**services[name], "ports": None} for name in ("leader", "standby")]

    assert alike[0] == alike[1]
    assert {name.lower() for name in services["leader"]["environment"]} <= set(Settings.model_fields)
    assert services["leader"]["ports"] != services["standby"]["ports"]


def test_the_compose_file_gives_a_replica_longer_to_end_than_the_program_takes() -> None:
    assert int(_composed()["services"]["leader"]["stop_grace_period"].removesuffix("s")) > 10


def _composed() -> dict[str, Any]:
    composed: dict[str, Any] = yaml.safe_load(Path(ROOT / "compose.yaml").read_text(encoding="utf-8"))
    return composed
