"""What reading the bodies of all providers has in common: nothing odd is calm, and no new word passes unnoticed."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import TypeVar

import structlog

from bot.domain.alerts import AlertKey, Observation, SourceName
from bot.errors import SourceError

MOST_WORDS_LOGGED = 100
#: Known ids have up to five characters; what is much longer is no id and must not become an area.
LONGEST_ID = 40

log = structlog.get_logger(__name__)
Word = TypeVar("Word")


@dataclass(frozen=True, slots=True)
class Parsed:
    """A readable body: `data_at` is the source's own time, `updated` what it says of single alerts (aware UTC, where it
    does), `unfamiliar` the words that we do not know.
    """

    observations: tuple[Observation, ...]
    data_at: datetime | None
    unfamiliar: tuple[str, ...]
    updated: Mapping[AlertKey, datetime] = field(default_factory=dict)


@dataclass(slots=True)
class Words:
    """Looks up the words of one body and remembers those that we do not know."""

    #: A dict for its order, so that the same body always gives the same words in the same order.
    unfamiliar: dict[str, None] = field(default_factory=dict)

    def wonder(self, where: str, said: object) -> None:
        # Only the type of what is nested: it may be as deep as the reader allows, and deeper than `str` does.
        word = type(said).__name__ if isinstance(said, list | dict) else str(said)[:40]
        self.unfamiliar[f"{where}={word!r}"] = None

    def look_up(self, words: Mapping[str, Word], where: str, said: object, otherwise: Word) -> Word:
        known = words.get(said.strip().casefold()) if isinstance(said, str) else None
        if known is None:
            self.wonder(where, said)
        return otherwise if known is None else known


class UnfamiliarLog:
    """Logs each new word of one source once, and not without end, should it put something new into every row."""

    def __init__(self, source: SourceName) -> None:
        self._source = source
        self._logged: set[str] = set()

    def take(self, words: tuple[str, ...]) -> None:
        for word in words:
            if word not in self._logged and len(self._logged) < MOST_WORDS_LOGGED:
                self._logged.add(word)
                log.warning("unfamiliar word from a source, read as grave", source=self._source, word=word)


def document(source: SourceName, body: bytes) -> object:
    """The body as JSON; raises SourceError odd-shape."""
    try:
        return json.loads(body)
    except (ValueError, RecursionError):
        raise odd(source, "not JSON") from None


def identifier(said: object) -> str | None:
    """An id, which is documented as a string, though a number will do; None where it can name nothing."""
    text = str(said).strip() if isinstance(said, str | int) and not isinstance(said, bool) else ""
    return text if text and text.isprintable() and len(text) <= LONGEST_ID else None


def moment(said: object, *spellings: Callable[[str], datetime]) -> datetime | None:
    """ISO 8601 or one of the other `spellings` as aware UTC, or None; UTC is meant where no offset is given."""
    if not isinstance(said, str):
        return None
    for read in (datetime.fromisoformat, *spellings):
        try:
            found = read(said.strip())
            return (found if found.tzinfo else found.replace(tzinfo=UTC)).astimezone(UTC)
        except (ValueError, OverflowError):
            continue
    return None


def odd(source: SourceName, detail: str) -> SourceError:
    return SourceError(source, "odd-shape", detail)
