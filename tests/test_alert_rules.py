"""The example rules for Prometheus are sound, alarm when they should, and ask only for what the bot tells."""

import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest
from prometheus_client.parser import text_string_to_metric_families

from tests.fixtures.world import World
from tests.test_metrics import metrics

CHECKOUT = Path(__file__).resolve().parents[1]
RULES = CHECKOUT / "docs" / "alerts.rules.yml"
HOURS = CHECKOUT / "tests" / "alerting" / "rules_test.yml"


@pytest.fixture
def promtool() -> str:
    """Debian's package `prometheus` has it; CI must."""
    found = shutil.which("promtool")
    if found is None and os.environ.get("CI") != "true":
        pytest.skip("promtool is not here: apt-get install prometheus")
    assert found is not None, "promtool is missing: .ci/run installs Debian's package prometheus"
    return found


def told(*command: str) -> str:
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def test_promtool_finds_no_fault_in_the_rules(promtool: str) -> None:
    assert "SUCCESS" in told(promtool, "check", "rules", str(RULES))


def test_they_alarm_when_they_should_and_only_then(promtool: str, tmp_path: Path) -> None:
    hours = tmp_path / "rules_test.yml"
    hours.write_text(HOURS.read_text(encoding="utf-8").replace("RULES", str(RULES)), encoding="utf-8")

    assert "SUCCESS" in told(promtool, "test", "rules", str(hours))


async def test_every_series_that_a_rule_asks_for_is_told(world: World) -> None:
    shown = (await metrics(world).told()).decode()
    series = {sample.name for family in text_string_to_metric_families(shown) for sample in family.samples}
    names = {family.name for family in text_string_to_metric_families(shown)} | series
    # Counts that nothing was counted in yet have a name and no sample.
    asked = {re.sub(r"_total$", "", name) for name in re.findall(r"\btysha_\w+", RULES.read_text(encoding="utf-8"))}

    assert asked
    assert not [name for name in asked if name not in names and name.removesuffix("_bucket") not in names]


def test_every_event_that_a_rule_points_to_is_explained() -> None:
    page = (CHECKOUT / "docs" / "operate.md").read_text(encoding="utf-8")
    pointed = re.findall(r"[Ss]ee (?:tysha_sends by outcome, and )?([a-z]+_[a-z_]+)", RULES.read_text(encoding="utf-8"))

    assert pointed
    assert not [event for event in pointed if f"`{event}`" not in page]
