"""Names as the authorities write them, made into what people say, because a new area has no name of ours yet."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from bot.domain.areas import APOSTROPHES


@dataclass(frozen=True, slots=True)
class Transliteration:
    """The official way into Latin letters, as data/areas/official.yaml gives it."""

    letters: Mapping[str, str]
    first: Mapping[str, str]
    together: Mapping[str, str]
    silent: tuple[str, ...]

    def latin(self, text: str) -> str:
        """Letters that the table lacks stay as they are."""
        return "".join(self._word(word) for word in re.split(r"([\s-]+)", text.translate(APOSTROPHES)))

    def _word(self, word: str) -> str:
        made, at = "", 0
        while at < len(word):
            pair, letter = word[at : at + 2], word[at]
            if pair.casefold() in self.together:
                made, at = made + _as_large(self.together[pair.casefold()], letter), at + 2
                continue
            if letter.casefold() not in self.silent:
                table = {**self.letters, **self.first} if at == 0 else self.letters
                made += _as_large(table.get(letter.casefold(), letter), letter)
            at += 1
        return made


@dataclass(frozen=True, slots=True)
class NameForm:
    """One way of writing names, with its parts in braces, and what the bot and people make of it."""

    written: str
    uk: str
    en: str
    also: tuple[str, ...]
    also_en: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ReadName:
    """What a written name comes to, in both languages, with further spellings that people type."""

    uk: str
    en: str
    aliases: tuple[str, ...]


class OfficialNames:
    """Reads what the authorities write."""

    def __init__(self, transliteration: Transliteration, forms: tuple[NameForm, ...]) -> None:
        self._transliteration = transliteration
        self._forms = tuple((_pattern(form.written), form) for form in forms)

    def read(self, written: str) -> ReadName:
        """The name in our manner; one of no known form is taken as it is."""
        name = " ".join(written.translate(APOSTROPHES).split())
        for pattern, form in self._forms:
            found = pattern.fullmatch(name)
            if found:
                parts = found.groupdict()
                latin = {part: self._transliteration.latin(text) for part, text in parts.items()}
                also = (name, *(one.format(**parts) for one in form.also))
                also_en = (one.format(**latin) for one in form.also_en)
                return ReadName(form.uk.format(**parts), form.en.format(**latin), (*also, *also_en))
        return ReadName(name, self._transliteration.latin(name), ())


def _pattern(written: str) -> re.Pattern[str]:
    """The names of the parts become groups; everything else is meant as it stands."""
    pieces = re.split(r"{(\w+)}", written)
    made = [f"(?P<{piece}>.+?)" if at % 2 else re.escape(piece) for at, piece in enumerate(pieces)]
    return re.compile("".join(made), re.IGNORECASE)


def _as_large(latin: str, letter: str) -> str:
    return latin.capitalize() if letter.isupper() else latin
