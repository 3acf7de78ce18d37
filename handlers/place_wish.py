"""Reads what follows `/place`: a name, a name until a day or with a label, or a verb with the name of a place."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum

from bot.domain.phrases.vocabulary import UNTIL_WORDS, weekday_named
from bot.texts import LANGUAGES, Texts

#: A temporary place ends within this; a later day is more likely a slip.
LONGEST_STAY = timedelta(days=366)
_ISO = re.compile(r"(\d{4})-(\d{2})-(\d{2})", re.ASCII)
_DOTTED = re.compile(r"(\d{1,2})\.(\d{1,2})(?:\.(\d{4}))?", re.ASCII)
_UNTIL = re.compile(rf"\s(?:{'|'.join(UNTIL_WORDS)})\s", re.IGNORECASE)


class Verb(StrEnum):
    """What is wanted of a place."""

    FOLLOW = "follow"
    REMOVE = "remove"
    LABEL = "label"
    SILENT = "silent"
    LOUD = "loud"
    AS_CHAT = "as_chat"


#: The texts that list the words of each verb.
_WORDS: Mapping[Verb, str] = {
    Verb.REMOVE: "place-words-remove",
    Verb.LABEL: "place-words-label",
    Verb.SILENT: "place-words-silent",
    Verb.LOUD: "place-words-loud",
    Verb.AS_CHAT: "place-words-as-chat",
}


@dataclass(frozen=True, slots=True)
class Wish:
    """What a person wants of a place; `until` is the last day of a stay, `unread` the day that could not be read;
    `label` is None where none is spoken of, and empty where it is to go.
    """

    name: str
    verb: Verb = Verb.FOLLOW
    until: date | None = None
    unread: str = ""
    label: str | None = None


def read_wish(text: str, texts: Texts, today: date) -> Wish:
    """`Kharkiv`, `Lviv until Sunday`, `Lviv until 29.11 as hotel`, `remove Kharkiv`, `silent Chuhuiv`,
    `label Chuhuiv: mother`; `today` is the chat's local day.
    """
    first, *others = text.split(maxsplit=1)
    rest = others[0] if others else ""
    verb = _verbs(texts).get(first.casefold())
    if verb is Verb.LABEL:
        name, colon, label = rest.partition(":")
        return Wish(name.strip(), verb, label=label.strip() if colon else None)
    return Wish(rest.strip(), verb) if verb else _stay(text.strip(), texts, today)


def read_day(text: str, today: date) -> date | None:
    """A day after today and within a year: a weekday's name, `29.11`, `29.11.2026` or `2026-11-29`."""
    words = text.strip(" .!?,;")
    weekday = weekday_named(words)
    if weekday is not None:
        return today + timedelta(days=(weekday - today.weekday() - 1) % 7 + 1)
    found = _dated(words, today)
    return found if found and today < found <= today + LONGEST_STAY else None


def _stay(text: str, texts: Texts, today: date) -> Wish:
    """A name with its last day and its label, in either order."""
    marked = re.search(
        rf"\s(?:{'|'.join(map(re.escape, _listed(texts, 'place-words-as')))})(?:\s|$)", text, re.IGNORECASE
    )
    if marked is None:
        return _until(text, today)
    before, label = _until(text[: marked.start()], today), text[marked.end() :]
    after = _until(f" {label}", today)
    # A word such as "до" may be a part of the label: only a day that can be read is taken out of it.
    if after.until and before.until is None and not before.unread:
        return replace(before, until=after.until, label=after.name)
    return replace(before, label=label.strip())


def _until(text: str, today: date) -> Wish:
    cut = _UNTIL.search(text)
    if cut is None:
        return Wish(text.strip())
    until = read_day(text[cut.end() :], today)
    name = text[: cut.start()].strip()
    return Wish(name, until=until) if until else Wish(name, unread=text[cut.end() :].strip())


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


def _verbs(texts: Texts) -> Mapping[str, Verb]:
    return {word: verb for verb, message_id in _WORDS.items() for word in _listed(texts, message_id)}


def _listed(texts: Texts, message_id: str) -> tuple[str, ...]:
    """The words of a text in all languages, because people mix them."""
    return tuple(word for language in LANGUAGES for word in texts.render(language, message_id).split())
