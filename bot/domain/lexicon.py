"""Turns what people type into words with a meaning, because a question must be understood whole or refused.

The lists are data (data/lexicon): which words ask and claim nothing, which mean the same, which are not ours. A word
that no list, report, card or place knows stays unknown, and an unknown word is never skipped.
"""

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import TypeAlias

from bot.domain.areas import normalise
from bot.domain.drafts.cues import Drafting
from bot.domain.frames import Frame, frame

#: A name has at least this many letters before its forms are looked for.
SHORTEST_NAME = 6
_HEAD = 3
#: Words and short texts whose meaning is remembered.
REMEMBERED = 20_000
REMEMBERED_TEXTS = 2_000

#: The base form of a word, or None where no dictionary has it.
Lemma: TypeAlias = Callable[[str], str | None]

# Names of our own for lists that carry no meaning.
_GENERIC = "(generic)"
_FILLER = "filler"
_OTHER = "(other)"
_PART = "(part of a phrase)"
#: "4-го", "200-х": a number and how it ends.
_ENDED_NUMBER = re.compile(r"^(\d+)-(\w{1,3})$")


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The reviewed lists of one language, as data/lexicon/README.md describes them."""

    language: str
    generic: tuple[str, ...]
    concepts: Mapping[str, tuple[str, ...]]
    others: tuple[str, ...]
    breathers: tuple[str, ...]
    frames: Mapping[str, str]
    roles: Mapping[str, tuple[str, ...]]
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

    def every_stem(self, word: str) -> frozenset[str]:
        """The word without each ending that fits, and the word itself."""
        fitting = (length for length in self._lengths if len(word) - length >= self._shortest_stem)
        return frozenset({word, *(word[:-length] for length in fitting if word[-length:] in self._endings)})

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
        self._breathers: set[str] = set()
        self._frames: list[Frame] = []
        endings: set[str] = set()
        for vocabulary in vocabularies:
            self._variants |= {spelling: tuple(meant.split()) for spelling, meant in vocabulary.variants.items()}
            self._variant_endings |= vocabulary.variant_endings
            endings.update(vocabulary.endings)
            self._breathers.update(vocabulary.breathers)
            self._frames += (frame(shape, meant) for shape, meant in vocabulary.frames.items())
            self._learn(_GENERIC, vocabulary.generic)
            self._learn(_OTHER, vocabulary.others)
            for concept, patterns in vocabulary.concepts.items():
                self._learn(concept, patterns)
        self._endings = Endings(endings, shortest_stem=3)
        self._name_endings = Endings(endings, shortest_stem=SHORTEST_NAME - 1)

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

    def closed(self, typed: tuple[str, ...]) -> tuple[str, ...]:
        """The words with what stands inside a frame put behind it: "what to do, my sister"."""
        for at in range(len(typed)):
            for one in self._frames:
                length = one.length(typed[at:])
                if length:
                    inside = typed[at + len(one.before) : at + length - len(one.after)]
                    return (*typed[:at], *one.meant, *inside, *typed[at + length :])
        return typed

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
        # Who is called "my girl" while being asked something is no child in the room.
        concepts = frozenset({_FILLER}) if _FILLER in meanings else meanings - {_GENERIC, _OTHER}
        # The words of a phrase mean nothing one by one: a "second city" is not a city centre.
        stems = frozenset({" ".join(map(self.stem, part))})
        if len(part) == 1 and len(part[0]) >= SHORTEST_NAME and not meanings and not self.is_a_word(part[0]):
            # Of a name one cannot tell which ending is its own: Vladyslav, Vladyslavu.
            stems |= self._name_endings.every_stem(part[0])
        # A word that both asks and means something (its own lists say so) means something.
        return Word(" ".join(part), stems, concepts, _GENERIC in meanings and not concepts, bool(meanings))

    def spells(self, word: str) -> bool:
        """Whether a single word stands in any list, alone or in a phrase."""
        return bool(self._found(word))

    def _meanings(self, word: str) -> frozenset[str]:
        return self._found(word) - {_PART}

    def _look_up(self, word: str) -> frozenset[str]:
        listed = self._listed(word)
        # Standing in a phrase somewhere takes nothing from what a word means alone.
        base = None if listed - {_PART} else self._lemma(word)
        return listed | (self._listed(base) - {_PART}) if base else listed

    def _listed(self, word: str) -> frozenset[str]:
        begun = {concept for beginning, concept in self._beginnings.get(word[:_HEAD], ()) if word.startswith(beginning)}
        return frozenset(begun | self._exact.get(word, set()))

    def _longest_phrase(self, typed: tuple[str, ...], at: int) -> tuple[int, frozenset[str]]:
        longest, length, concepts = 1, 1, set[str]()
        for parts, concept in self._begun_by(typed[at]):
            taken = self._length_of(parts, typed[at:]) if len(parts) >= longest else 0
            if not taken:
                continue
            if len(parts) > longest:
                longest, length, concepts = len(parts), taken, set()
            concepts.add(concept)
        return length, frozenset(concepts)

    def _length_of(self, parts: tuple[str, ...], typed: tuple[str, ...]) -> int:
        """How many words a phrase takes where the text begins with it; a particle inside changes nothing of it."""
        if _fits(parts, typed[: len(parts)]):
            return len(parts)
        at = 0
        for number, part in enumerate(parts):
            while (
                number and at < len(typed) and typed[at] in self._breathers and not _fits((part,), typed[at : at + 1])
            ):
                at += 1
            if not _fits((part,), typed[at : at + 1]):
                return 0
            at += 1
        return at

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
    """The words of a text without case, punctuation or an English possessive; "4-го" is one."""
    words = (_ENDED_NUMBER.sub(r"\1\2", word.strip("-'")) for word in normalise(text).split())
    return tuple(word.removesuffix("'s") for word in words if word)


def _fits(parts: tuple[str, ...], typed: tuple[str, ...]) -> bool:
    if len(parts) != len(typed):
        return False
    return all(
        word.startswith(part[:-1]) if part.endswith("*") else word == part
        for part, word in zip(parts, typed, strict=True)
    )
