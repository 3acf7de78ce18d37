"""Copies the database while the bot runs, and takes a copy back while it does not; nothing is ever overwritten."""

import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy.engine import URL, make_url

from bot.errors import BackupFault
from bot.settings import REAL_DATABASE, Settings
from bot.store.alone import alone_on
from bot.store.upgrade import HEAD

#: Pages copied at a time, and real seconds between two times: the bot writes meanwhile.
_PAGES, _PAUSE = 1_000, 0.005
_BESIDE = ("-wal", "-shm")


def backup(settings: Settings, to: Path) -> int:
    """Copies the database of the settings to a file that is not there yet, and checks it; how many bytes it has.

    Raises BackupFault.
    """
    source = _file_of(settings, f"pg_dump --format=custom --file={to} {_shown(settings)}")
    if not source.is_file():
        raise BackupFault(f"DATABASE_URL: there is no {source} to copy")
    with _arriving(to) as unfinished:
        _copy(source, unfinished)
        _check(unfinished)
    return to.stat().st_size


def restore(settings: Settings, copy: Path, now: datetime | None = None) -> Path | None:
    """Puts a copy in the place of the database of the settings, with no program running on it; where the old one is
    now, None where there was none. `now`: aware UTC.

    Raises BackupFault, and NotAlone where a program runs.
    """
    target = _file_of(settings, f"pg_restore --clean --if-exists --dbname={_shown(settings)} {copy}")
    if not copy.is_file():
        raise BackupFault(f"there is no {copy}")
    _check(copy)
    target.parent.mkdir(parents=True, exist_ok=True)
    arrives = target.with_name(f"{target.name}.arriving")
    with alone_on(target), _arriving(arrives) as unfinished:
        _copy(copy, unfinished)
        _check(unfinished)
        aside = _keep_aside(target, now or datetime.now(UTC))
        # In one step: there is no moment without a database.
        unfinished.replace(target)
    return aside


def _file_of(settings: Settings, otherwise: str) -> Path:
    """The file of SQLite. A server has tools of its own, which know better."""
    url = make_url(settings.database_url or REAL_DATABASE)
    if url.get_backend_name() != "sqlite":
        raise BackupFault(
            f"DATABASE_URL is PostgreSQL, whose own tool does this. Run (it asks for the password):\n  {otherwise}"
        )
    return Path(url.database or "")


def _shown(settings: Settings) -> str:
    """The address as PostgreSQL's tools read it, without the password."""
    url = make_url(settings.database_url or REAL_DATABASE)
    if url.get_backend_name() == "sqlite":
        return ""
    shown = URL.create("postgresql", username=url.username, host=url.host, port=url.port, database=url.database)
    return shown.render_as_string()


@contextmanager
def _arriving(to: Path) -> Iterator[Path]:
    """A file beside `to` that becomes it at the end of the block, if nobody made that meanwhile, or goes. `to` is left
    alone where the block has moved the file elsewhere.
    """
    if to.exists():
        raise BackupFault(f"{to} is there already, and is not overwritten")
    unfinished = to.with_name(f"{to.name}.unfinished")
    try:
        # Readable by its owner alone from the first byte: it holds what people chose.
        os.close(os.open(unfinished, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
    except OSError as error:
        raise BackupFault(f"{unfinished}: cannot be written: {error.strerror}") from None
    try:
        yield unfinished
        if unfinished.exists():
            # Unlike a rename, a link fails where the name was taken meanwhile.
            to.hardlink_to(unfinished)
    except (OSError, sqlite3.Error) as error:
        raise BackupFault(f"{to}: cannot be written: {error}") from None
    finally:
        unfinished.unlink(missing_ok=True)


def _copy(source: Path, to: Path) -> None:
    """One consistent state, however much is written meanwhile."""
    with (
        closing(sqlite3.connect(f"{source.absolute().as_uri()}?mode=ro", uri=True)) as read,
        closing(sqlite3.connect(to)) as written,
    ):
        read.backup(written, pages=_PAGES, sleep=_PAUSE)
        # A copy is one file: nothing beside it must be kept with it.
        written.execute("PRAGMA journal_mode=DELETE")


def _check(copy: Path) -> None:
    """Raises BackupFault where it is broken, not ours, of a newer version, or a sandbox's."""
    try:
        with closing(sqlite3.connect(f"{copy.absolute().as_uri()}?mode=ro", uri=True)) as opened:
            found = opened.execute("PRAGMA integrity_check").fetchone()[0]
            revision = opened.execute("SELECT version_num FROM alembic_version").fetchone()[0]
            purpose = opened.execute("SELECT value FROM marks WHERE name = 'purpose'").fetchone()[0]
    except (sqlite3.Error, TypeError) as error:
        raise BackupFault(f"{copy} is no database of Tysha ({type(error).__name__})") from None
    if found != "ok":
        raise BackupFault(f"{copy} is broken: {found}")
    if revision > HEAD:
        raise BackupFault(f"{copy} is of a newer version ({revision}), and this one knows only {HEAD}")
    if purpose != "real":
        raise BackupFault(f"{copy} is a {purpose}'s, which begins anew each time; there is nothing to keep of it")


def _keep_aside(target: Path, now: datetime) -> Path | None:
    """Gives the old database another name besides, whole: what still lies in its log goes with it."""
    if not target.is_file():
        return None
    aside = target.with_name(f"{target.name}.before-restore-{now:%Y%m%dT%H%M%SZ}")
    if aside.exists():
        raise BackupFault(f"{aside} is there already, and is not overwritten")
    aside.hardlink_to(target)
    for end in _BESIDE:
        # Unopened: what SQLite cannot read it would clear away, and somebody may still mend it.
        beside = target.with_name(target.name + end)
        if beside.exists():
            beside.replace(aside.with_name(aside.name + end))
    return aside
