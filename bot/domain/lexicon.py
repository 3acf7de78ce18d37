"""Turns what people type into words with a meaning, because a question must be understood whole or refused.

The lists are data (data/lexicon): which words ask and claim nothing, which mean the same, which are not ours. A word
that no list, report, card or place knows stays unknown, and an unknown word is never skipped.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import TypeAlias

from bot.domain.areas import normalise
from bot.domain.drafts.cues import Drafting

#: A correction needs this many letters: in shorter words one letter changes the meaning.
SHORTEST_CORRECTED = 5
#: From this length on, two slips are forgiven instead of one.
LONG_WORD = 9
_HEAD = 3
#: Words and short texts whose meaning is remembered.
REMEMBERED = 20_000
REMEMBERED_TEXTS = 2_000

#: The base form of a word, or None where no dictionary has it.
Lemma: TypeAlias = Callable[[str], str | None]

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
    variants: Mapping[str, str]
    variant_endings: Mapping[str, str]
    drafting: Drafting


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
    """Every list of every language at once: people mix languages within a sentence. Immutable once built.

    What was looked up is remembered, up to a bound: the same words return in thousands of claims.
    """

    def __init__(self, vocabularies: Iterable[Vocabulary], lemma: Lemma) -> None:
        self._lemma = lemma
        self.read = lru_cache(REMEMBERED_TEXTS)(self._read)
        self._word = lru_cache(REMEMBERED)(self._make_word)
        self.stem = lru_cache(REMEMBERED)(self._stem)
        self._found = lru_cache(REMEMBERED)(self._look_up)
        self._begun_by = lru_cache(REMEMBERED)(self._phrases_begun_by)
        self._exact: defaultdict[str, set[str]] = defaultdict(set)
        self._beginnings: defaultdict[str, list[tuple[str, str]]] = defaultdict(list)
        self._phrases: defaultdict[str, list[tuple[tuple[str, ...], str]]] = defaultdict(list)
        self._variants: dict[str, tuple[str, ...]] = {}
        self._variant_endings: dict[str, str] = {}
        endings: set[str] = set()
        for vocabulary in vocabularies:
            self._variants |= {spelling: tuple(meant.split()) for spelling, meant in vocabulary.variants.items()}
            self._variant_endings |= vocabulary.variant_endings
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

    def spelt_out(self, typed: tuple[str, ...]) -> tuple[str, ...]:
        """The words with the spellings of everyday typing written as in a book."""
        return tuple(word for one in typed for word in self._variants.get(one) or (self._with_usual_ending(one),))

    def _with_usual_ending(self, word: str) -> str:
        if self.spells(word):
            return word
        usual = (
            word.removesuffix(ending) + other
            for ending, other in self._variant_endings.items()
            if word.endswith(ending)
        )
        return next((one for one in usual if self.spells(one) or self.is_a_word(one)), word)

    def knows(self, word: str) -> bool:
        """Whether a single word stands in any list."""
        return bool(self._meanings(word))

    def means(self, typed: tuple[str, ...], concept: str) -> bool:
        """Whether these words are of that concept."""
        return any(concept in word.concepts for word in self.group(typed))

    def _stem(self, word: str) -> str:
        """The base form; of a word that no dictionary has (a name, slang), the word without its ending."""
        return self._lemma(word) or self._endings.without(word)

    def is_a_word(self, word: str) -> bool:
        """Whether a dictionary has it, in whatever form."""
        return self._lemma(word) is not None

    def _read(self, text: str) -> tuple[Word, ...]:
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

    def _make_word(self, part: tuple[str, ...], meanings: frozenset[str]) -> Word:
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

    def _look_up(self, word: str) -> frozenset[str]:
        listed = self._listed(word)
        base = None if listed else self._lemma(word)
        return self._listed(base) - {_PART} if base else listed

    def _listed(self, word: str) -> frozenset[str]:
        begun = {concept for beginning, concept in self._beginnings.get(word[:_HEAD], ()) if word.startswith(beginning)}
        return frozenset(begun | self._exact.get(word, set()))

    def _longest_phrase(self, typed: tuple[str, ...], at: int) -> tuple[int, frozenset[str]]:
        longest, concepts = 1, set[str]()
        for parts, concept in self._begun_by(typed[at]):
            if len(parts) < longest or not _fits(parts, typed[at : at + len(parts)]):
                continue
            if len(parts) > longest:
                longest, concepts = len(parts), set()
            concepts.add(concept)
        return longest, frozenset(concepts)

    def _phrases_begun_by(self, word: str) -> tuple[tuple[tuple[str, ...], str], ...]:
        heads = {word[:length] for length in range(1, _HEAD + 1)}
        return tuple(
            phrase for head in heads for phrase in self._phrases.get(head, ()) if _fits(phrase[0][:1], (word,))
        )

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
        self._by_letter: defaultdict[str, list[tuple[str, bool, int]]] = defaultdict(list)
        for spelling, open_ended in {*lexicon.spellings(), *((word, False) for word in self._more_words)}:
            if len(spelling) >= SHORTEST_CORRECTED:
                self._by_letter[spelling[0]].append((spelling, open_ended, _letters(spelling)))

    def knows(self, word: str) -> bool:
        """Whether the word needs no correction."""
        return self._lexicon.spells(word) or self._lexicon.stem(word) in self._more_stems

    def correct(self, word: str) -> str | None:
        """The word that was meant, or None; a word that exists was meant as it stands."""
        if len(word) < SHORTEST_CORRECTED or self._lexicon.is_a_word(word):
            return None
        allowed = 2 if len(word) >= LONG_WORD else 1
        nearest, found = allowed + 1, set[str]()
        letters = _letters(word)
        for spelling, open_ended, own in self._by_letter.get(word[0], ()):
            # Each slip brings at most one letter that the spelling has and the word has not.
            if (own & ~letters).bit_count() > allowed or (not open_ended and abs(len(word) - len(spelling)) > allowed):
                continue
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


def _letters(word: str) -> int:
    """A bit for each letter of the word; two letters may share one."""
    found = 0
    for letter in word:
        found |= 1 << (ord(letter) % 64)
    return found


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
