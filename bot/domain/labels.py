"""A person's own word for a place, because "mother" says more at night than a name; it must not pass for another place,
nor forge a line of ours.
"""

import unicodedata
from collections.abc import Iterable

from bot.domain.areas import AreaTree, normalise
from bot.domain.chats import Place

#: Longer ones would push the danger off the lock screen.
LABEL_AT_MOST = 24
#: Letters that draw nothing (Hangul and Braille fillers).
_FILLERS = frozenset("\u115f\u1160\u3164\uffa0\u2800")


def cleaned(text: str) -> str:
    """The label on one line, without control and direction marks; empty where nothing of it would be seen."""
    kept = (letter if letter.isprintable() else " " if letter.isspace() else "" for letter in text)
    label = " ".join("".join(letter for letter in kept if letter not in _FILLERS).split())
    seen = any(not unicodedata.category(letter).startswith("M") for letter in label)
    return unicodedata.normalize("NFC", label) if seen else ""


def alike(one: str, other: str) -> bool:
    """Whether two labels or names would be taken for each other; emoji count, although they are no letters."""
    spelt = normalise(one)
    return _folded(one) == _folded(other) or (bool(spelt) and spelt == normalise(other))


def means(word: str, place: Place, tree: AreaTree) -> bool:
    """Whether the word is the place's label or a name of its area."""
    known = [place.label] if place.label else []
    if place.area in tree:
        known += [*tree[place.area].name.values(), *tree[place.area].aliases]
    return any(alike(word, one) for one in known)


def is_taken(label: str, place: Place, places: Iterable[Place], tree: AreaTree) -> bool:
    """Whether another of these places has the label, or is called so."""
    return any(means(label, other, tree) for other in places if other.area != place.area)


def _folded(text: str) -> str:
    return unicodedata.normalize("NFC", cleaned(text).casefold())
