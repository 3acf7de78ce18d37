"""All languages as one vocabulary, because people mix them within a sentence."""

from collections import defaultdict
from collections.abc import Iterator, Mapping

from bot.domain.phrases.english import ENGLISH
from bot.domain.phrases.surzhyk import SURZHYK
from bot.domain.phrases.ukrainian import UKRAINIAN
from bot.domain.phrases.words import Kind, Meaning, expanded, meanings_of, spelling
from bot.domain.quiet import Weekday

#: A correction needs this many letters: in shorter words one letter changes the meaning.
_SHORTEST_CORRECTED = 5


_LEXICONS = (ENGLISH, UKRAINIAN, SURZHYK)


def _meanings() -> dict[tuple[str, ...], Meaning]:
    found: dict[tuple[str, ...], Meaning] = {}
    for lexicon in _LEXICONS:
        for pattern, meaning in meanings_of(lexicon):
            for words in expanded(pattern):
                found[words] = found[words].joined(meaning) if words in found else meaning
    return found


#: Every phrase that means something, as the words that it is made of.
MEANINGS: Mapping[tuple[str, ...], Meaning] = _meanings()
LONGEST_PHRASE = max(map(len, MEANINGS))
UNTIL_WORDS = tuple(sorted(words[0] for words, one in MEANINGS.items() if len(words) == 1 and Kind.UNTIL in one.kinds))
_WORDS = frozenset(word for words in MEANINGS for word in words)
_LOOKALIKES = frozenset(word for lexicon in _LEXICONS for word in lexicon.lookalikes)


def weekday_named(word: str) -> Weekday | None:
    """The one day of the week that a word names, in any of our languages."""
    meaning = MEANINGS.get((spelling(word.strip().casefold()),))
    return Weekday(min(meaning.days)) if meaning is not None and len(meaning.days) == 1 else None


def corrected(word: str) -> str | None:
    """The one word of ours from which a long word differs by a single slip; None where there is none or several."""
    if len(word) < _SHORTEST_CORRECTED or word in _WORDS or word in _LOOKALIKES:
        return None
    near = {one for form in _with_a_letter_left_out(word) for one in _LEFT_OUT.get(form, ()) if _one_slip(word, one)}
    return min(near) if len(near) == 1 else None


def _with_a_letter_left_out(word: str) -> Iterator[str]:
    yield word
    for at in range(len(word)):
        yield word[:at] + word[at + 1 :]


def _left_out() -> Mapping[str, frozenset[str]]:
    found: defaultdict[str, set[str]] = defaultdict(set)
    for word in _WORDS:
        if len(word) >= _SHORTEST_CORRECTED:
            for form in _with_a_letter_left_out(word):
                found[form].add(word)
    return {form: frozenset(words) for form, words in found.items()}


#: The long words, found by what remains of them when one letter is left out.
_LEFT_OUT = _left_out()


def _one_slip(typed: str, meant: str) -> bool:
    """One letter too many, too few, wrong, or two neighbours swapped; the first letter is rarely the one that slips."""
    first = next((at for at, (one, other) in enumerate(zip(typed, meant, strict=False)) if one != other), None)
    if first == 0:
        return False
    if first is None:
        return abs(len(typed) - len(meant)) <= 1
    rest, meant_rest = typed[first:], meant[first:]
    swapped = rest[1::-1] + rest[2:] == meant_rest
    return swapped or rest[1:] == meant_rest[1:] or rest[1:] == meant_rest or rest == meant_rest[1:]
