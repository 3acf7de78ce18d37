"""A copy is whole and checked, nothing is ever overwritten, and what cannot be taken back changes nothing."""

import shutil
import sqlite3
import threading
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.backups import backup, restore
from bot.errors import BackupFault, NotAlone
from bot.settings import Settings
from bot.store.alone import alone_on

NOW = datetime(2026, 11, 23, 1, 2, 3, tzinfo=UTC)


def settings_of(path: Path | str) -> Settings:
    where = f"sqlite+aiosqlite:///{path}" if isinstance(path, Path) else path
    return Settings(_env_file=None, database_url=where)


@pytest.fixture
def database(template: Path, tmp_path: Path) -> Path:
    """A real bot's database, as it lies while the bot runs: what is new is in its log."""
    path = tmp_path / "tysha.db"
    shutil.copy(template, path)
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA journal_mode=WAL")
        mark(connection, "purpose", "real")
    return path


def mark(connection: sqlite3.Connection, name: str, value: str) -> None:
    connection.execute("INSERT OR REPLACE INTO marks (name, value) VALUES (?, ?)", (name, value))
    connection.commit()


def marked(path: Path, name: str = "year") -> str | None:
    with closing(sqlite3.connect(path)) as connection:
        found = connection.execute("SELECT value FROM marks WHERE name = ?", (name,)).fetchone()
    return found[0] if found else None


def names_in(folder: Path) -> list[str]:
    """Without a lock, which says nothing once nobody holds it, and without what SQLite makes and clears by itself."""
    return sorted(file.name for file in folder.iterdir() if not file.name.endswith((".lock", ".db-wal", ".db-shm")))


def write(path: Path, value: str) -> None:
    with closing(sqlite3.connect(path)) as connection:
        mark(connection, "year", value)


def test_what_was_copied_comes_back_and_the_old_database_is_kept(database: Path, tmp_path: Path) -> None:
    write(database, "before")
    size = backup(settings_of(database), tmp_path / "copy.db")
    write(database, "after")
    aside = restore(settings_of(database), tmp_path / "copy.db", NOW)

    assert (size, marked(database)) == ((tmp_path / "copy.db").stat().st_size, "before")
    assert aside == tmp_path / "tysha.db.before-restore-20261123T010203Z"
    assert marked(aside) == "after"


def test_a_copy_can_be_made_while_a_program_runs_and_writes(database: Path, tmp_path: Path) -> None:
    with alone_on(database), closing(sqlite3.connect(database)) as running:
        mark(running, "year", "in the log alone")
        over = threading.Event()

        def write_on() -> None:
            with closing(sqlite3.connect(database, timeout=10)) as busy:
                while not over.is_set():
                    mark(busy, "other", "x" * 5_000)

        writer = threading.Thread(target=write_on)
        writer.start()
        try:
            backup(settings_of(database), tmp_path / "copy.db")
        finally:
            over.set()
            writer.join()

    assert marked(tmp_path / "copy.db") == "in the log alone"


def test_a_copy_is_one_file_that_only_its_owner_reads(database: Path, tmp_path: Path) -> None:
    folder = tmp_path / "safe"
    folder.mkdir()
    backup(settings_of(database), folder / "copy.db")

    assert [file.name for file in folder.iterdir()] == ["copy.db"]
    assert (folder / "copy.db").stat().st_mode & 0o777 == 0o600


def test_no_file_is_overwritten(database: Path, tmp_path: Path) -> None:
    (tmp_path / "copy.db").write_text("dear to somebody")
    with pytest.raises(BackupFault, match="not overwritten"):
        backup(settings_of(database), tmp_path / "copy.db")

    assert (tmp_path / "copy.db").read_text() == "dear to somebody"


def test_nothing_is_taken_back_while_a_program_runs(database: Path, tmp_path: Path) -> None:
    write(database, "now")
    backup(settings_of(database), tmp_path / "copy.db")
    with alone_on(database), pytest.raises(NotAlone):
        restore(settings_of(database), tmp_path / "copy.db")

    assert marked(database) == "now"


def cut(path: Path) -> None:
    with path.open("r+b") as file:
        file.truncate(path.stat().st_size // 2)


def overwrite(path: Path) -> None:
    path.write_text("not a database at all, but a letter")


def newer(path: Path) -> None:
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
        connection.commit()


def of_a_sandbox(path: Path) -> None:
    with closing(sqlite3.connect(path)) as connection:
        mark(connection, "purpose", "sandbox")


def somebody_elses(path: Path) -> None:
    path.unlink()
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("CREATE TABLE recipes (name TEXT)")


@pytest.mark.parametrize("spoil", [cut, overwrite, newer, of_a_sandbox, somebody_elses, Path.unlink])
def test_what_is_no_good_copy_changes_nothing(database: Path, tmp_path: Path, spoil: Callable[[Path], None]) -> None:
    write(database, "now")
    backup(settings_of(database), tmp_path / "copy.db")
    spoil(tmp_path / "copy.db")
    before = names_in(tmp_path)
    with pytest.raises(BackupFault):
        restore(settings_of(database), tmp_path / "copy.db")

    assert marked(database) == "now"
    assert names_in(tmp_path) == before


def test_a_broken_database_can_be_replaced_and_is_kept_with_its_log(database: Path, tmp_path: Path) -> None:
    write(database, "good")
    backup(settings_of(database), tmp_path / "copy.db")
    overwrite(database)
    (tmp_path / "tysha.db-wal").write_bytes(b"what nobody can read")
    aside = restore(settings_of(database), tmp_path / "copy.db", NOW)

    assert marked(database) == "good"
    assert aside is not None and aside.read_text().startswith("not a database")
    assert aside.with_name(f"{aside.name}-wal").read_bytes() == b"what nobody can read"


def test_a_copy_comes_back_where_there_is_no_database_yet(database: Path, tmp_path: Path) -> None:
    write(database, "good")
    backup(settings_of(database), tmp_path / "copy.db")
    anew = tmp_path / "new" / "tysha.db"

    assert restore(settings_of(anew), tmp_path / "copy.db") is None
    assert marked(anew) == "good"


@pytest.mark.parametrize(("step", "tool"), [(backup, "pg_dump --format=custom"), (restore, "pg_restore --clean")])
def test_on_a_server_the_line_of_its_own_tool_is_named_without_the_password(
    step: Callable[[Settings, Path], object], tool: str, tmp_path: Path
) -> None:
    with pytest.raises(BackupFault) as told:
        step(settings_of("postgresql+asyncpg://tysha:hunter2@db.example/tysha"), tmp_path / "copy")

    assert tool in str(told.value) and "postgresql://tysha@db.example/tysha" in str(told.value)
    assert "hunter2" not in str(told.value)
