"""Reads what follows `/place`: a name, a name to remove, a name until a day."""

import re
from dataclasses import dataclass
from datetime import date, timedelta

from bot.domain.phrases.vocabulary import UNTIL_WORDS, weekday_named
from bot.texts import LANGUAGES, Texts

#: A temporary place ends within this; a later day is more likely a slip.
LONGEST_STAY = timedelta(days=366)
_ISO = re.compile(r"(\d{4})-(\d{2})-(\d{2})", re.ASCII)
_DOTTED = re.compile(r"(\d{1,2})\.(\d{1,2})(?:\.(\d{4}))?", re.ASCII)
_UNTIL = re.compile(rf"\s(?:{'|'.join(UNTIL_WORDS)})\s", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Wish:
    """What a person wants of a place; `until` is the last day of a stay, `unread` the day that could not be read."""

    name: str
    remove: bool = False
    until: date | None = None
    unread: str = ""


def read_wish(text: str, texts: Texts, today: date) -> Wish:
    """`Kharkiv`, `remove Kharkiv`, `Lviv until Sunday`, `Lviv until 29.11`; `today` is the chat's local day."""
    first, _, rest = text.strip().partition(" ")
    if first.casefold() in _removing(texts):
        return Wish(rest.strip(), remove=True)
    cut = _UNTIL.search(text)
    if cut is None:
        return Wish(text.strip())
    until = read_day(text[cut.end() :], today)
    name = text[: cut.start()].strip()
    return Wish(name, until=until) if until else Wish(name, unread=text[cut.end() :].strip())


def read_day(text: str, today: date) -> date | None:
    """A day after today and within a year: a weekday's name, `29.11`, `29.11.2026` or `2026-11-29`."""
    words = text.strip(" .!?,;")
    weekday = weekday_named(words)
    if weekday is not None:
        return today + timedelta(days=(weekday - today.weekday() - 1) % 7 + 1)
    found = _dated(words, today)
    return found if found and today < found <= today + LONGEST_STAY else None


def _dated(words: str, today: date) -> date | None:
    iso, dotted = _ISO.fullmatch(words), _DOTTED.fullmatch(words)
    try:
        if iso:
            return date(int(iso[1]), int(iso[2]), int(iso[3]))
        if dotted:
            found = date(int(dotted[3] or today.year), int(dotted[2]), int(dotted[1]))
            return found.replace(year=today.year + 1) if not dotted[3] and found <= today else found
    except ValueError:
        pass
    return None


def _removing(texts: Texts) -> frozenset[str]:
    return frozenset(word for language in LANGUAGES for word in texts.render(language, "place-words-remove").split())
