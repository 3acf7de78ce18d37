"""Turns what people type into words with a meaning, because a question must be understood whole or refused.

The lists are data (data/lexicon): which words ask and claim nothing, which mean the same, which are not ours. A word
that no list, report, card or place knows stays unknown, and an unknown word is never skipped.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from bot.domain.areas import normalise

#: A correction needs this many letters: in shorter words one letter changes the meaning.
SHORTEST_CORRECTED = 5
#: From this length on, two slips are forgiven instead of one.
LONG_WORD = 9
_HEAD = 3

# Names of our own for lists that carry no meaning.
_GENERIC = "(generic)"
_OTHER = "(other)"
_PART = "(part of a phrase)"


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The reviewed lists of one language, as data/lexicon/README.md describes them."""

    language: str
    generic: tuple[str, ...]
    concepts: Mapping[str, tuple[str, ...]]
    others: tuple[str, ...]
    endings: tuple[str, ...]
    place_endings: tuple[str, ...]
    alike: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Word:
    """One word or phrase of a text: its stems, what it means, and whether it claims anything.

    `typed` is the spelling before correction, without case or punctuation.
    """

    typed: str
    stems: frozenset[str]
    concepts: frozenset[str] = frozenset()
    generic: bool = False
    known: bool = True


class Endings:
    """A set of endings; the longest that fits falls away, if enough of the word stays."""

    def __init__(self, endings: Iterable[str], *, shortest_stem: int) -> None:
        self._endings = frozenset(endings)
        self._lengths = sorted({len(ending) for ending in self._endings}, reverse=True)
        self._shortest_stem = shortest_stem

    def without(self, word: str) -> str:
        """The word without its longest known ending."""
        for length in self._lengths:
            if len(word) - length >= self._shortest_stem and word[-length:] in self._endings:
                return word[:-length]
        return word


class Lexicon:
    """Every list of every language at once: people mix languages within a sentence. Immutable once built."""

    def __init__(self, vocabularies: Iterable[Vocabulary]) -> None:
        self._exact: defaultdict[str, set[str]] = defaultdict(set)
        self._beginnings: defaultdict[str, list[tuple[str, str]]] = defaultdict(list)
        self._phrases: defaultdict[str, list[tuple[tuple[str, ...], str]]] = defaultdict(list)
        endings: set[str] = set()
        for vocabulary in vocabularies:
            endings.update(vocabulary.endings)
            self._learn(_GENERIC, vocabulary.generic)
            self._learn(_OTHER, vocabulary.others)
            for concept, patterns in vocabulary.concepts.items():
                self._learn(concept, patterns)
        self._endings = Endings(endings, shortest_stem=3)

    def _learn(self, concept: str, patterns: Iterable[str]) -> None:
        for pattern in patterns:
            parts = tuple(pattern.split())
            if len(parts) > 1:
                self._learn(_PART, parts)
                self._phrases[parts[0][:_HEAD].rstrip("*")].append((parts, concept))
            elif pattern.endswith("*"):
                self._beginnings[pattern[:_HEAD]].append((pattern[:-1], concept))
            else:
                self._exact[pattern].add(concept)

    def knows(self, word: str) -> bool:
        """Whether a single word stands in any list."""
        return bool(self._meanings(word))

    def means(self, typed: tuple[str, ...], concept: str) -> bool:
        """Whether these words are of that concept."""
        return any(concept in word.concepts for word in self.group(typed))

    def stem(self, word: str) -> str:
        """The word without its ending; at least three letters stay. Rough on purpose: it is only ever compared."""
        return self._endings.without(word)

    def read(self, text: str) -> tuple[Word, ...]:
        """The words and phrases of a text, the longest phrase first, in their order."""
        return self.group(tokens(text))

    def group(self, typed: tuple[str, ...]) -> tuple[Word, ...]:
        """Words that were already taken apart, grouped into phrases."""
        found: list[Word] = []
        at = 0
        while at < len(typed):
            length, concepts = self._longest_phrase(typed, at)
            part = typed[at : at + length]
            found.append(self._word(part, concepts if length > 1 else self._meanings(part[0])))
            at += length
        return tuple(found)

    def _word(self, part: tuple[str, ...], meanings: frozenset[str]) -> Word:
        concepts = meanings - {_GENERIC, _OTHER}
        # The words of a phrase mean nothing one by one: a "second city" is not a city centre.
        stems = frozenset({" ".join(map(self.stem, part))})
        # A word that both asks and means something (its own lists say so) means something.
        return Word(" ".join(part), stems, concepts, _GENERIC in meanings and not concepts, bool(meanings))

    def spells(self, word: str) -> bool:
        """Whether a single word stands in any list, alone or in a phrase."""
        return bool(self._found(word))

    def _meanings(self, word: str) -> frozenset[str]:
        return self._found(word) - {_PART}

    def _found(self, word: str) -> frozenset[str]:
        begun = {concept for beginning, concept in self._beginnings.get(word[:_HEAD], ()) if word.startswith(beginning)}
        return frozenset(begun | self._exact.get(word, set()))

    def _longest_phrase(self, typed: tuple[str, ...], at: int) -> tuple[int, frozenset[str]]:
        longest, concepts = 1, set[str]()
        first = typed[at]
        for head in {first[:length] for length in range(1, _HEAD + 1)}:
            for parts, concept in self._phrases.get(head, ()):
                if len(parts) < longest or not _fits(parts, typed[at : at + len(parts)]):
                    continue
                if len(parts) > longest:
                    longest, concepts = len(parts), set()
                concepts.add(concept)
        return longest, frozenset(concepts)

    def spellings(self) -> Iterator[tuple[str, bool]]:
        """Every single word that may be meant by a slip, and whether any ending may follow it."""
        yield from ((word, False) for word in self._exact)
        for begun in self._beginnings.values():
            yield from ((beginning, True) for beginning, _ in begun)


def tokens(text: str) -> tuple[str, ...]:
    """The words of a text without case, punctuation or an English possessive."""
    words = (word.strip("-'") for word in normalise(text).split())
    return tuple(word.removesuffix("'s") for word in words if word)


def _fits(parts: tuple[str, ...], typed: tuple[str, ...]) -> bool:
    if len(parts) != len(typed):
        return False
    return all(
        word.startswith(part[:-1]) if part.endswith("*") else word == part
        for part, word in zip(parts, typed, strict=True)
    )


class Corrector:
    """Finds the one word that a misspelt one was meant to be; where two are as near, it finds none."""

    def __init__(self, lexicon: Lexicon, more_words: Iterable[str] = ()) -> None:
        self._lexicon = lexicon
        self._more_words = frozenset(more_words)
        self._more_stems = frozenset(map(lexicon.stem, self._more_words))
        self._by_letter: defaultdict[str, list[tuple[str, bool]]] = defaultdict(list)
        for spelling, open_ended in {*lexicon.spellings(), *((word, False) for word in self._more_words)}:
            if len(spelling) >= SHORTEST_CORRECTED:
                self._by_letter[spelling[0]].append((spelling, open_ended))

    def knows(self, word: str) -> bool:
        """Whether the word needs no correction."""
        return self._lexicon.spells(word) or self._lexicon.stem(word) in self._more_stems

    def correct(self, word: str) -> str | None:
        """The word that was meant, or None."""
        if len(word) < SHORTEST_CORRECTED:
            return None
        allowed = 2 if len(word) >= LONG_WORD else 1
        nearest, found = allowed + 1, set[str]()
        for spelling, open_ended in self._by_letter[word[0]]:
            slips = _slips(word, spelling, open_ended=open_ended, most=min(nearest, allowed))
            if slips < nearest:
                nearest, found = slips, {spelling}
            elif slips == nearest <= allowed:
                found.add(spelling)
        return self._one_meaning(found)

    def _one_meaning(self, found: set[str]) -> str | None:
        meanings = {self._meaning(spelling) for spelling in found}
        return min(found, key=lambda spelling: (len(spelling), spelling)) if len(meanings) == 1 else None

    def _meaning(self, spelling: str) -> tuple[frozenset[str], bool, str]:
        (word,) = self._lexicon.group((spelling,))
        return word.concepts, word.generic, "" if word.concepts or word.generic else min(word.stems)


def _slips(word: str, spelling: str, *, open_ended: bool, most: int) -> int:
    if open_ended and len(word) > len(spelling):
        return min(
            slips_between(word[:length], spelling, most) for length in range(len(spelling) - 1, len(spelling) + 2)
        )
    return slips_between(word, spelling, most)


def slips_between(left: str, right: str, most: int) -> int:
    """Letters that were dropped, added, changed or swapped with their neighbour; above `most`, only that it is more."""
    if abs(len(left) - len(right)) > most:
        return most + 1
    before: list[int] = []
    row = list(range(len(right) + 1))
    for i, letter in enumerate(left, 1):
        earlier, before, row = before, row, [i]
        for j, other in enumerate(right, 1):
            cost = min(before[j] + 1, row[j - 1] + 1, before[j - 1] + (letter != other))
            if earlier and j > 1 and letter == right[j - 2] and left[i - 2] == other:
                cost = min(cost, earlier[j - 2] + 1)
            row.append(cost)
        if min(row) > most:
            return most + 1
    return row[-1]
