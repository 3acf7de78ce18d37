"""Turns back what hurried hands typed: in the other keyboard layout, in Latin letters, with letters that look alike.

Only of a text of which the lists know next to nothing, and only where they then know all of it: anything else was meant
as it stands.
"""

import re
from collections.abc import Callable, Iterable, Iterator
from itertools import combinations, islice, product
from typing import TypeAlias

#: Whether the lists, the places or a dictionary have a word.
Known: TypeAlias = Callable[[str], bool]

_LATIN_KEYS = "qwertyuiop[]asdfghjkl;'zxcvbnm,.`"
_CYRILLIC_KEYS = "йцукенгшщзхїфівапролджєячсмитьбю'"
_TO_CYRILLIC = str.maketrans(_LATIN_KEYS, _CYRILLIC_KEYS)
_TO_LATIN = str.maketrans(_CYRILLIC_KEYS + "ыэъё", _LATIN_KEYS + "s']`")

#: Latin letters and digits that stand for Cyrillic ones within a word of those: "cховище", "ч0му".
_ALIKE = str.maketrans("aceiopxy03", "асеіорхуоз")
_MIXED = re.compile(r"(?=\w*[а-яіїєґ])(?=\w*[aceiopxy03])[а-яіїєґaceiopxy03]{3,}")

#: How Ukrainian is written in Latin letters, the likeliest reading first.
_LETTERS: dict[str, tuple[str, ...]] = {
    **{"shch": ("щ",), "sch": ("щ",), "zgh": ("зг",), "zh": ("ж",), "kh": ("х",), "ts": ("ц",), "ch": ("ч",)},
    **{"tsia": ("ться", "ця"), "tsya": ("ться", "ця"), "ii": ("ій", "ії", "іі")},
    **{"ai": ("ай", "аі", "аї"), "ei": ("ей", "еі"), "oi": ("ой", "ої", "оі"), "ui": ("уй", "уі")},
    **{"ay": ("ай",), "ey": ("ей",), "oy": ("ой",), "uy": ("уй",), "yy": ("ий",)},
    **{"sh": ("ш",), "yu": ("ю",), "iu": ("ю",), "ju": ("ю",), "ya": ("я",), "ia": ("я", "іа"), "ja": ("я",)},
    **{"ye": ("є", "йе"), "ie": ("є", "іє"), "je": ("є", "е"), "yi": ("ї", "ий"), "ji": ("ї",), "yo": ("йо", "ьо")},
    **{"a": ("а",), "b": ("б",), "c": ("ц", "с"), "d": ("д",), "e": ("е", "є"), "f": ("ф",), "g": ("г", "ґ")},
    **{"h": ("г", "х"), "i": ("і", "и", "й"), "j": ("й",), "k": ("к",), "l": ("л", "ль"), "m": ("м",)},
    **{"n": ("н", "нь"), "o": ("о",), "p": ("п",), "q": ("к",), "r": ("р",), "s": ("с", "сь"), "t": ("т", "ть")},
    **{"u": ("у", "ю"), "v": ("в",), "w": ("в", "ш"), "x": ("х", "кс"), "y": ("и", "й"), "z": ("з",), "'": ("ь", "'")},
}
#: Before a vowel these are two: "yakoyu" is "якою", and "tryvozhnoi" has its "oi".
_PARTED = "[aeou][iy]"
_SYLLABLE = re.compile(
    "|".join(
        f"{part}(?![aeiou])" if re.fullmatch(_PARTED, part) else part
        for part in sorted(_LETTERS, key=len, reverse=True)
    )
)
_LATIN_WORD = re.compile(r"[a-z']+")
_WORD = re.compile(r"[^\W\d_][\w']*")
#: So many ways of reading a word in Latin letters are tried.
_MOST_READINGS = 48
#: From this length on, a word that is one without what may be a comma ends with a comma.
_CERTAIN = 4
#: A longer text has enough words to be understood by.
_MOST_WORDS = 16


def as_meant(text: str, known: Known) -> str:
    """The text as it was meant, without capitals where anything was changed."""
    folded = text.casefold().replace("’", "'")
    straight = _MIXED.sub(lambda found: _alike(found[0], known), folded)
    words = _WORD.findall(straight)
    if 0 < len(words) <= _MOST_WORDS and _is_strange(words, known):
        for turned in _readings(straight, known):
            if turned and all(known(word) for word in _WORD.findall(turned)):
                return turned
        # One word may have a slip besides.
        turned = _transliterated(straight, known, unknown=1)
        if turned:
            return turned
    return text if straight == folded else straight


def _alike(word: str, known: Known) -> str:
    turned = word.translate(_ALIKE)
    return turned if known(turned) and not known(word) else word


def _is_strange(words: Iterable[str], known: Known) -> bool:
    """At least half of the words are unknown; of one or two letters, a word says nothing either way."""
    telling = [known(word) for word in words if len(word) > 2]
    return bool(telling) and 2 * telling.count(True) <= len(telling)


def _readings(text: str, known: Known) -> Iterator[str | None]:
    if any("а" <= letter <= "я" or letter in "іїєґ" for letter in text):
        if not any("a" <= letter <= "z" for letter in text):
            yield text.translate(_TO_LATIN)
        return
    # A full stop or comma is a letter on those keys, and at the end of a word mostly itself.
    yield " ".join(_turned_word(word, known) for word in text.split())
    yield _transliterated(text, known)


def _turned_word(word: str, known: Known) -> str:
    bare = word.rstrip(".,!?")
    if not bare:
        return word
    ended, whole = bare.translate(_TO_CYRILLIC), word.rstrip("!?").translate(_TO_CYRILLIC)
    if len(bare) >= _CERTAIN and known(ended):
        return ended + word[len(bare) :]
    return next((one for one in (whole, ended) if known(one)), word)


def _transliterated(text: str, known: Known, unknown: int = 0) -> str | None:
    turned = {word: _in_cyrillic(word, known) for word in _LATIN_WORD.findall(text)}
    lost = [word for word, cyrillic in turned.items() if cyrillic is None]
    if len(lost) > unknown or len(turned) - len(lost) <= len(lost):
        return None
    turned |= {word: next(_spellings(_letters_of(word))) for word in lost}
    return _LATIN_WORD.sub(lambda found: turned[found[0]] or "", text)


def _in_cyrillic(word: str, known: Known) -> str | None:
    return next(filter(known, islice(_spellings(_letters_of(word)), _MOST_READINGS)), None)


def _letters_of(word: str) -> list[tuple[str, ...]]:
    return [_LETTERS[part] for part in _SYLLABLE.findall(word)]


def _spellings(letters: list[tuple[str, ...]]) -> Iterator[str]:
    """The ways to read a word: first the likeliest, then those that depart from it in one letter, in two, in three."""
    doubtful = [at for at, readings in enumerate(letters) if len(readings) > 1]
    for departures in range(4):
        for places in combinations(doubtful, departures):
            ways = [readings[1:] if at in places else readings[:1] for at, readings in enumerate(letters)]
            yield from map("".join, product(*ways))
