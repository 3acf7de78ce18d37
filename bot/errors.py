"""One tree of errors, so that every layer can say what failed without naming a library.

    TyshaError
    ├── SettingsFault      a setting is missing or wrong; `faults` holds one line each
    ├── ContentFault       a file under data/ or seeds/ is not what the program expects
    ├── DraftError         there is no such draft, or its review is not done
    ├── ReportError        no published claim is called so
    ├── SourceError        an alert source gave no usable answer (never read as calm)
    ├── StoreError         the database refused
    │   ├── WrongDatabase  a sandbox database was opened for real work, or the reverse
    │   ├── NotAlone       another program runs on the same file
    │   ├── BackupFault    a copy of the database cannot be made or taken back; nothing was changed
    │   └── NotLeading     another replica leads by now, so that this one must not write as leader
    ├── TelegramError      the Bot API cannot be used at all (a wrong token, a second poller)
    ├── PictureError       a picture could not be drawn
    └── FindFirst          an answer needs what takes long to find; `find` it, then begin anew

Errors carry data, never sentences for people: those come from the text files.
"""

from collections.abc import Awaitable, Callable
from pathlib import Path


class TyshaError(Exception):
    """Root of every error that the program raises itself."""


class SettingsFault(TyshaError):
    """Settings that cannot be used; `faults` has one plain English line for each."""

    def __init__(self, faults: tuple[str, ...]) -> None:
        super().__init__("; ".join(faults))
        self.faults = faults


class ContentFault(TyshaError):
    """A content file that does not validate: where it is wrong and what was expected there."""

    def __init__(self, file: Path, line: int | None, field: str, expected: str) -> None:
        super().__init__(f"{file.name}:{line or '?'}: {field}: {expected}")
        self.file = file
        self.line = line
        self.field = field
        self.expected = expected


class DraftError(TyshaError):
    """There is no draft of this number (None: none at all), or, with `lacking`, its review is not done."""

    def __init__(self, number: int | None, lacking: tuple[str, ...] = ()) -> None:
        which = "there is no draft under review" if number is None else f"draft {number} is not there"
        super().__init__(f"draft {number} still lacks: {', '.join(lacking)}" if lacking else which)
        self.number = number
        self.lacking = lacking


class ReportError(TyshaError):
    """No published claim has this name (`report/claim`)."""

    def __init__(self, name: str) -> None:
        super().__init__(f"no published claim is called {name}: `python -m bot reports list` names them")
        self.name = name


class SourceError(TyshaError):
    """An alert source gave no usable answer; `kind` is a stable word for logs and metrics."""

    def __init__(self, source: str, kind: str, detail: str = "") -> None:
        super().__init__(f"{source}: {kind} {detail}".rstrip())
        self.source = source
        self.kind = kind
        self.detail = detail


class StoreError(TyshaError):
    """The database refused or is not what it should be."""


class WrongDatabase(StoreError):
    """A database marked for one purpose was opened for the other."""

    def __init__(self, found: str, wanted: str) -> None:
        super().__init__(f"the database is marked {found!r}, not {wanted!r}")
        self.found = found
        self.wanted = wanted


class NotAlone(StoreError):
    """A file of SQLite serves one running program, and has one."""


class BackupFault(StoreError):
    """A copy of the database cannot be made or taken back; whatever was there is as it was."""


class NotLeading(StoreError):
    """What only the leader may do was tried by a replica that does not lead, or does no more."""


class TelegramError(TyshaError):
    """The Bot API cannot be used: `kind` is `wrong-token` or `second-poller`."""

    def __init__(self, kind: str) -> None:
        super().__init__(kind)
        self.kind = kind


class PictureError(TyshaError):
    """A picture could not be drawn; its text version says the same."""


class FindFirst(TyshaError):
    """What an answer needs takes longer to find than a transaction may last: `find` is awaited outside of any, and
    then the whole is begun anew.
    """

    def __init__(self, find: Callable[[], Awaitable[object]]) -> None:
        super().__init__("to be found first")
        self.find = find
