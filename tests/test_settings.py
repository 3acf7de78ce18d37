"""Wrong settings are told in one clear line each, without a traceback and without a secret."""

import os
from pathlib import Path

import pytest
from typer.testing import CliRunner

from bot.__main__ import app
from bot.errors import SettingsFault
from bot.settings import SANDBOX_DATABASE, Settings, read_settings

TOKEN = "123456789:AA-the-token-that-nobody-may-see-42"
SECRET = "s3cret-that-nobody-may-see"


@pytest.fixture(autouse=True)
def nothing_set(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """No setting of this machine and no `.env` of this checkout reaches a test."""
    for name in {name.upper() for name in Settings.model_fields} & os.environ.keys():
        monkeypatch.delenv(name)
    monkeypatch.chdir(tmp_path)


def faults(monkeypatch: pytest.MonkeyPatch, settings: dict[str, str]) -> tuple[str, ...]:
    for name, value in settings.items():
        monkeypatch.setenv(name, value)
    with pytest.raises(SettingsFault) as fault:
        read_settings()
    return fault.value.faults


def test_with_nothing_set_it_is_the_sandbox_with_its_own_database_and_scenario() -> None:
    settings = read_settings()
    assert settings.is_sandbox
    assert settings.database == SANDBOX_DATABASE
    assert settings.sources == ("scenario:kharkiv-night",)
    assert (settings.http_host, settings.http_port) == ("127.0.0.1", 8080)
    assert not settings.is_real_telegram


def test_with_both_tokens_it_is_the_real_thing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TELEGRAM_BOT_TOKEN", TOKEN)
    monkeypatch.setenv("ALERTS_IN_UA_TOKEN", SECRET)
    settings = read_settings()
    assert settings.is_real_telegram
    assert settings.sources == ("alerts-in-ua",)
    assert settings.database.endswith("var/tysha.db")


def test_a_bot_without_an_alert_token_runs_and_has_no_source(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TELEGRAM_BOT_TOKEN", TOKEN)
    assert read_settings().sources == ()


def test_the_sandbox_never_opens_another_database(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", "sqlite+aiosqlite:///real.db")
    assert read_settings().database == SANDBOX_DATABASE


def test_an_env_file_is_read_and_the_environment_goes_before_it(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / ".env").write_text("HTTP_ADDR=127.0.0.1:1\nSEND_RATE=5\nSOMEBODY_ELSES=1\n")
    monkeypatch.setenv("HTTP_ADDR", "127.0.0.1:2")
    settings = read_settings()
    assert (settings.http_port, settings.send_rate) == (2, 5)


def test_operators_are_named_by_numbers_with_commas_between(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ADMIN_IDS", "501, 502,501")
    assert read_settings().admin_ids == (501, 502)


def test_an_empty_value_is_no_value(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("TELEGRAM_BOT_TOKEN", "ALERT_SOURCES", "CLOCK_SPEED"):
        monkeypatch.setenv(name, "")
    assert read_settings().is_sandbox


@pytest.mark.parametrize("said", [",", " , ,"])
def test_a_list_of_nothing_is_no_list(monkeypatch: pytest.MonkeyPatch, said: str) -> None:
    monkeypatch.setenv("ALERT_SOURCES", said)
    assert read_settings().sources == ("scenario:kharkiv-night",)


@pytest.mark.parametrize(
    ("said", "kept", "hosts"),
    [
        ("", None, set()),
        ("https://tysha.example/", "https://tysha.example", {"tysha.example"}),
        ("http://127.0.0.1:8443/bot/", "http://127.0.0.1:8443/bot", {"127.0.0.1"}),
    ],
)
def test_the_address_that_others_reach_us_by_is_plain(
    monkeypatch: pytest.MonkeyPatch, said: str, kept: str | None, hosts: set[str]
) -> None:
    monkeypatch.setenv("PUBLIC_URL", said)
    settings = read_settings()
    assert (settings.public_url, set(settings.public_hosts)) == (kept, hosts)


def test_sources_are_separated_by_commas_and_named_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TELEGRAM_BOT_TOKEN", "1:x")
    monkeypatch.setenv("TELEGRAM_API_URL", "http://127.0.0.1:1")
    monkeypatch.setenv("ALERT_SOURCES", " scenario:one, scenario:two ,scenario:one")
    assert read_settings().sources == ("scenario:one", "scenario:two")


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("TELEGRAM_API_URL", "api.telegram.org"),
        ("TELEGRAM_API_URL", "ftp://api.telegram.org"),
        ("TELEGRAM_API_URL", "https://"),
        ("ALERTS_IN_UA_URL", "nowhere"),
        ("DATABASE_URL", "mysql://localhost/tysha"),
        ("DATABASE_URL", "sqlite:///tysha.db"),
        ("DATABASE_URL", "sqlite+aiosqlite:///"),
        ("DATABASE_URL", "sqlite+aiosqlite:///:memory:"),
        ("ALERT_POLL_SECONDS", "often"),
        ("ALERT_POLL_SECONDS", "0"),
        ("ALERT_POLL_SECONDS", "nan"),
        ("ALERT_POLL_SECONDS", "61"),
        ("SEND_RATE", "0"),
        ("SEND_RATE", "-1"),
        ("SEND_RATE", "inf"),
        ("ADMIN_IDS", "@olha"),
        ("ADMIN_IDS", "501;502"),
        ("PUBLIC_URL", "tysha.example"),
        ("PUBLIC_URL", "ftp://tysha.example"),
        ("PUBLIC_URL", "https://"),
        ("PUBLIC_URL", "https://tysha.example:http"),
        ("PUBLIC_URL", "https://tysha.example:0"),
        ("PUBLIC_URL", "https://[tysha.example"),
        ("PUBLIC_URL", "https://tysha.example/?a=1"),
        ("PUBLIC_URL", "https://tysha.example/#a"),
        ("PUBLIC_URL", "https://user:secret@tysha.example"),
        ("HTTP_ADDR", "8080"),
        ("HTTP_ADDR", "127.0.0.1:"),
        ("HTTP_ADDR", ":8080"),
        ("HTTP_ADDR", "127.0.0.1:65536"),
        ("HTTP_ADDR", "127.0.0.1:http"),
        ("CLOCK_START", "yesterday"),
        ("CLOCK_START", "2026-11-14T22:50:00"),
        ("CLOCK_SPEED", "fast"),
        ("CLOCK_SPEED", "0"),
        ("LOG_LEVEL", "loud"),
        ("LOG_FORMAT", "xml"),
        ("TYSHA_ENV", "staging"),
    ],
)
def test_each_wrong_value_is_one_line_that_begins_with_its_name(
    monkeypatch: pytest.MonkeyPatch, name: str, value: str
) -> None:
    (line,) = faults(monkeypatch, {name: value})
    assert line.startswith(f"{name}: ")
    assert "\n" not in line
    assert len(line) < 200
    assert "pydantic" not in line and "Traceback" not in line


@pytest.mark.parametrize(
    ("settings", "names"),
    [
        ({"ALERTS_IN_UA_TOKEN": SECRET}, ["ALERTS_IN_UA_TOKEN"]),
        ({"TYSHA_ENV": "production"}, ["TYSHA_ENV"]),
        ({"TELEGRAM_WEBHOOK_URL": "https://example.org/hook"}, ["TELEGRAM_WEBHOOK_URL"]),
        ({"ALERT_SOURCES": "alerts-in-ua"}, ["ALERTS_IN_UA_TOKEN"]),
        ({"ALERT_SOURCES": "the-radio"}, ["ALERT_SOURCES"]),
        ({"ALERT_SOURCES": "scenario:"}, ["ALERT_SOURCES"]),
        ({"ALERT_SOURCES": "scenario:one,scenario:two"}, ["ALERT_SOURCES"]),
        ({"TELEGRAM_BOT_TOKEN": TOKEN, "TELEGRAM_WEBHOOK_URL": "http://example.org/hook"}, ["TELEGRAM_WEBHOOK_URL"]),
        (
            {"TELEGRAM_BOT_TOKEN": TOKEN, "TELEGRAM_WEBHOOK_URL": "https://example.org/healthz"},
            ["TELEGRAM_WEBHOOK_URL"],
        ),
        ({"TELEGRAM_BOT_TOKEN": TOKEN, "TELEGRAM_WEBHOOK_URL": "https://example.org/?a=1"}, ["TELEGRAM_WEBHOOK_URL"]),
        ({"TELEGRAM_BOT_TOKEN": TOKEN, "TELEGRAM_WEBHOOK_SECRET": "two words"}, ["TELEGRAM_WEBHOOK_SECRET"]),
        ({"TELEGRAM_BOT_TOKEN": "no token"}, ["TELEGRAM_BOT_TOKEN"]),
        ({"TELEGRAM_BOT_TOKEN": "abc:def"}, ["TELEGRAM_BOT_TOKEN"]),
        ({"TELEGRAM_BOT_TOKEN": "123:"}, ["TELEGRAM_BOT_TOKEN"]),
        ({"TELEGRAM_BOT_TOKEN": TOKEN, "ALERT_SOURCES": "scenario:kharkiv-night"}, ["ALERT_SOURCES"]),
        ({"TELEGRAM_BOT_TOKEN": TOKEN, "CLOCK_SPEED": "60"}, ["CLOCK_START, CLOCK_SPEED"]),
        ({"TELEGRAM_BOT_TOKEN": TOKEN, "CLOCK_START": "2026-11-14T22:50:00Z"}, ["CLOCK_START, CLOCK_SPEED"]),
        (
            {"ALERTS_IN_UA_TOKEN": SECRET, "TYSHA_ENV": "production", "ALERT_SOURCES": "the-radio"},
            ["ALERTS_IN_UA_TOKEN", "TYSHA_ENV", "ALERT_SOURCES"],
        ),
        ({"HTTP_ADDR": "x", "SEND_RATE": "x", "CLOCK_SPEED": "x"}, ["SEND_RATE", "HTTP_ADDR", "CLOCK_SPEED"]),
    ],
)
def test_settings_that_disagree_are_told_one_line_each(
    monkeypatch: pytest.MonkeyPatch, settings: dict[str, str], names: list[str]
) -> None:
    assert [line.partition(": ")[0] for line in faults(monkeypatch, settings)] == names


@pytest.mark.parametrize(
    "settings",
    [
        {"TELEGRAM_BOT_TOKEN": SECRET},
        {"TELEGRAM_BOT_TOKEN": TOKEN, "ALERT_SOURCES": "scenario:x", "LOG_LEVEL": "info"},
        {"ALERTS_IN_UA_TOKEN": SECRET},
        {"TELEGRAM_BOT_TOKEN": TOKEN, "DATABASE_URL": f"mysql://tysha:{SECRET}@localhost/tysha"},
        {"TELEGRAM_BOT_TOKEN": TOKEN, "ALERTS_IN_UA_URL": f"tysha:{SECRET}@example.org"},
        {"TELEGRAM_WEBHOOK_SECRET": SECRET, "TELEGRAM_WEBHOOK_URL": f"example.org/{SECRET}"},
    ],
)
def test_no_fault_shows_a_secret(monkeypatch: pytest.MonkeyPatch, settings: dict[str, str]) -> None:
    told = " ".join(faults(monkeypatch, settings))
    assert SECRET not in told and TOKEN not in told


def test_a_webhook_needs_nothing_but_its_address(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TELEGRAM_BOT_TOKEN", TOKEN)
    monkeypatch.setenv("TELEGRAM_WEBHOOK_URL", "https://example.org/hook")
    assert read_settings().telegram_webhook_url == "https://example.org/hook"


def test_a_moved_clock_and_a_scenario_are_allowed_where_telegram_is_not_the_real_one(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("TELEGRAM_BOT_TOKEN", TOKEN)
    monkeypatch.setenv("TELEGRAM_API_URL", "http://127.0.0.1:9/")
    monkeypatch.setenv("CLOCK_SPEED", "60")
    monkeypatch.setenv("ALERT_SOURCES", "scenario:kharkiv-night")
    settings = read_settings()
    assert settings.telegram_api_url == "http://127.0.0.1:9"
    assert settings.has_moved_clock and not settings.is_real_telegram


@pytest.mark.parametrize(
    "address", ["https://api.telegram.org/", "https://API.telegram.org", "https://api.telegram.org:443"]
)
def test_the_real_telegram_is_known_however_it_is_spelt(monkeypatch: pytest.MonkeyPatch, address: str) -> None:
    settings = {"TELEGRAM_BOT_TOKEN": TOKEN, "TELEGRAM_API_URL": address, "CLOCK_SPEED": "60"}
    assert faults(monkeypatch, settings)


def test_the_command_line_tells_faults_in_lines_without_a_traceback(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HTTP_ADDR", "x")
    monkeypatch.setenv("TELEGRAM_BOT_TOKEN", TOKEN)
    for command in ("check", "run", "migrate"):
        result = CliRunner().invoke(app, [command])
        assert result.exit_code == 1
        assert result.output.splitlines() == ["HTTP_ADDR: must be HOST:PORT, such as 127.0.0.1:8080 (it is 'x')"]


@pytest.mark.parametrize("url", ["sqlite+aiosqlite:////dev/null/tysha.db", "postgresql+asyncpg://localhost:1/tysha"])
def test_a_database_that_cannot_be_used_is_one_line_too(monkeypatch: pytest.MonkeyPatch, url: str) -> None:
    monkeypatch.setenv("DATABASE_URL", url)
    monkeypatch.setenv("TELEGRAM_BOT_TOKEN", TOKEN)
    result = CliRunner().invoke(app, ["migrate"])
    assert result.exit_code == 1
    (line,) = result.output.splitlines()
    assert line.startswith("DATABASE_URL: ")


def test_a_file_that_is_no_database_is_one_line_too(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "tysha.db").write_text("this is no database, but long enough to be taken for one " * 50)
    monkeypatch.setenv("DATABASE_URL", f"sqlite+aiosqlite:///{tmp_path}/tysha.db")
    monkeypatch.setenv("TELEGRAM_BOT_TOKEN", TOKEN)
    result = CliRunner().invoke(app, ["migrate"])
    assert result.exit_code == 1
    (line,) = result.output.splitlines()
    assert line.startswith("DATABASE_URL: ")
