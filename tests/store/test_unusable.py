"""A database that cannot be used is told in one sentence with the next step, and is left as it was."""

import asyncio
import socket
from pathlib import Path

import pytest
from sqlalchemy.exc import OperationalError
from typer.testing import CliRunner

from bot.__main__ import app
from bot.store.unusable import unusable
from tests.fixtures.databases import PostgresTemplate, url_of
from tests.fixtures.postgres import GUARDED, PASSWORD

COMMANDS = ("run", "check", "migrate", "undelivered")
DAMAGED = "DATABASE_URL: the file is damaged or is no database; nothing in it was changed. Put a backup"
PAGE = 4096


def told(monkeypatch: pytest.MonkeyPatch, url: str, command: str) -> str:
    """The one line that a command ends with, as a fault."""
    monkeypatch.setenv("TELEGRAM_BOT_TOKEN", "1:x")
    monkeypatch.setenv("TELEGRAM_API_URL", "http://127.0.0.1:9")
    monkeypatch.setenv("DATABASE_URL", url)
    result = CliRunner().invoke(app, [command])
    assert result.exit_code == 1
    (line,) = result.output.splitlines()
    return line


@pytest.mark.parametrize("command", COMMANDS)
def test_a_file_that_is_no_database_is_said_to_be_none_and_stays_as_it_is(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, command: str
) -> None:
    file = tmp_path / "tysha.db"
    file.write_text("this is no database, but long enough to be taken for one " * 500)
    before = file.read_bytes()
    assert told(monkeypatch, url_of(file), command).startswith(DAMAGED)
    assert file.read_bytes() == before


@pytest.mark.parametrize("command", COMMANDS)
def test_a_database_with_a_hole_in_it_is_not_written_to(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, template: Path, command: str
) -> None:
    file = tmp_path / "tysha.db"
    whole = template.read_bytes()
    hole = slice(6 * PAGE, 9 * PAGE)
    broken = whole[: hole.start] + b"\x5a" * (hole.stop - hole.start) + whole[hole.stop :]
    file.write_bytes(broken)
    assert told(monkeypatch, url_of(file), command).startswith(DAMAGED)
    assert file.read_bytes() == broken


@pytest.mark.parametrize("command", COMMANDS)
def test_a_server_that_is_not_there_is_said_to_be_not_there(monkeypatch: pytest.MonkeyPatch, command: str) -> None:
    line = told(monkeypatch, "postgresql+asyncpg://somebody:secret-word@127.0.0.1:1/tysha", command)
    assert line.startswith("DATABASE_URL: no server answers at the address. ")
    assert "secret-word" not in line


@pytest.mark.parametrize(
    ("who", "database", "words"),
    [
        ("postgres", "nowhere", "the server has no such database. Make it first"),
        (f"{GUARDED}:wrong", "theirs", "the server does not take this user or this password. "),
        (f"{GUARDED}:{PASSWORD}", "theirs", "this user may not make tables in the database. "),
        ("nobody", "theirs", "the server does not let this user in. "),
    ],
)
def test_a_server_that_refuses_is_said_to_refuse_and_why(
    monkeypatch: pytest.MonkeyPatch, theirs: PostgresTemplate, who: str, database: str, words: str
) -> None:
    for command in ("run", "check", "migrate"):
        line = told(monkeypatch, f"postgresql+asyncpg://{who}@/{database}?host={theirs.server.folder}", command)
        assert line.startswith(f"DATABASE_URL: {words}")
        assert who.partition(":")[2] not in line or ":" not in who


@pytest.fixture(scope="module")
def theirs(on_server: PostgresTemplate) -> PostgresTemplate:
    """A server with somebody else's database on it."""
    asyncio.run(on_server.server.tell(f"CREATE ROLE {GUARDED} LOGIN PASSWORD '{PASSWORD}'"))
    asyncio.run(on_server.server.tell("CREATE DATABASE theirs"))
    return on_server


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (socket.gaierror(-2, "Name or service not known"), "no server is known by the host in the address"),
        (TimeoutError(), "the server does not answer"),
        (ConnectionResetError(), "what answers at the address is no PostgreSQL server"),
        (FileNotFoundError("/no/such/socket"), "no server answers at the address"),
        (RuntimeError("postgresql://u:secret@h/x"), "the database cannot be used (RuntimeError)."),
    ],
)
def test_what_the_network_says_is_said_without_the_address(error: Exception, words: str) -> None:
    line = str(unusable(OperationalError("connect", None, error)))
    assert line.startswith(f"DATABASE_URL: {words}")
    assert "secret" not in line
