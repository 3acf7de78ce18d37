"""Says of a database that cannot be used what is wrong and what to do, because its own words may quote the address."""

from collections.abc import Iterator

from sqlalchemy.exc import DBAPIError, OperationalError

from bot.errors import StoreError

_DAMAGED = (
    "the file is damaged or is no database; nothing in it was changed. Put a backup in its place, or move it away to "
    "begin anew"
)
#: By the name that the database, its driver or the system has for the fault; the first that is found in the error.
_KNOWN: tuple[tuple[str, str], ...] = (
    ("SQLITE_NOTADB", _DAMAGED),
    ("SQLITE_CORRUPT", _DAMAGED),
    ("SQLITE_BUSY", "another program holds the file. Stop it, or wait until it is done"),
    ("SQLITE_FULL", "the disk is full. Make room and start again"),
    ("SQLITE_READONLY", "the file may not be written to. Give this user the right to, or choose another file"),
    (
        "SQLITE_CANTOPEN",
        "the file cannot be opened. Its folder must be there, and this user must be able to write there",
    ),
    ("InvalidCatalogNameError", "the server has no such database. Make it first (createdb), owned by this user"),
    ("InvalidPasswordError", "the server does not take this user or this password. Set them right in the address"),
    (
        "InvalidAuthorizationSpecificationError",
        "the server does not let this user in. Set the user right in the address",
    ),
    ("InsufficientPrivilegeError", "this user may not make tables in the database. Make the user its owner"),
    ("CannotConnectNowError", "the server is starting or stopping. Try again in a moment"),
    ("TooManyConnectionsError", "the server takes no more connections. Allow it more, or stop what uses them"),
    ("gaierror", "no server is known by the host in the address. Set it right"),
    ("ConnectionRefusedError", "no server answers at the address. Start it, or set host and port right"),
    ("FileNotFoundError", "no server answers at the address. Start it, or set host and port right"),
    ("TimeoutError", "the server does not answer. Is it running, and is the way to it open?"),
    ("ConnectionError", "what answers at the address is no PostgreSQL server, or ended the connection. Set it right"),
)


def unusable(error: BaseException) -> StoreError:
    """The fault as one sentence with the next step."""
    names = tuple(_names(error))
    known = next((words for name, words in _KNOWN if any(one.startswith(name) for one in names)), None)
    return _fault(known or f"the database cannot be used ({names[-1]})")


def damaged() -> StoreError:
    """Of a file in which something does not fit together, although it can be opened."""
    return _fault(_DAMAGED)


def passes(error: BaseException) -> bool:
    """Whether the database refused for a reason that passes: a lock, a lost connection, a full disk."""
    lost = isinstance(error, DBAPIError) and error.connection_invalidated
    return lost or isinstance(error, OperationalError)


def _fault(words: str) -> StoreError:
    return StoreError(f"DATABASE_URL: {words}.".replace("?.", "?"))


def _names(error: BaseException) -> Iterator[str]:
    """Of the error and of those that it stands for, with what they derive from, the outermost first."""
    left: BaseException | None = error
    while left is not None:
        if name := getattr(left, "sqlite_errorname", None):
            yield str(name)
        yield from (kind.__name__ for kind in type(left).__mro__ if issubclass(kind, OSError) or kind is type(left))
        left = getattr(left, "orig", None) or left.__cause__
