"""Finds what a misspelt word was meant to be, so that a slip of the finger does not cost an answer."""

from collections import defaultdict
from collections.abc import Iterable

from bot.domain.lexicon import Lexicon

#: A correction needs this many letters: in shorter words one letter changes the meaning. In a word of one letter less
#: two that changed places are put back, or the one that was left out.
SHORTEST_CORRECTED = 5
#: From this length on, two slips are forgiven instead of one.
LONG_WORD = 9


class Corrector:
    """Finds the one word that a misspelt one was meant to be; where two are as near, it finds none."""

    def __init__(self, lexicon: Lexicon, more_words: Iterable[str] = ()) -> None:
        self._lexicon = lexicon
        self._more_words = frozenset(more_words)
        self._more_stems = frozenset(map(lexicon.stem, self._more_words))
        self._by_letter: defaultdict[str, list[tuple[str, bool, int]]] = defaultdict(list)
        #: Words that are too short for other slips, by their letters in order.
        self._by_letters: defaultdict[str, set[str]] = defaultdict(set)
        for spelling, open_ended in {*lexicon.spellings(), *((word, False) for word in self._more_words)}:
            if len(spelling) >= SHORTEST_CORRECTED:
                self._by_letter[spelling[0]].append((spelling, open_ended, _letters(spelling)))
            elif len(spelling) == SHORTEST_CORRECTED - 1 and not open_ended:
                self._by_letters["".join(sorted(spelling))].add(spelling)

    def knows(self, word: str) -> bool:
        """Whether the word, or another form of it, stands in a list, a report or a card."""
        return self._lexicon.spells(word) or self._lexicon.stem(word) in self._more_stems

    def is_spelt_right(self, word: str) -> bool:
        """Whether the word needs no correction: a slip may leave a stem that is known."""
        if self._lexicon.knows(word) or word in self._more_words:
            return True
        return self.knows(word) and self._lexicon.is_a_word(word)

    def correct(self, word: str) -> str | None:
        """The word that was meant, or None; a word that exists was meant as it stands."""
        if len(word) < SHORTEST_CORRECTED - 1 or self._lexicon.is_a_word(word):
            return None
        if len(word) < SHORTEST_CORRECTED:
            swapped, longer = self._with_letters_swapped(word), self._with_a_letter_more(word)
            return self._one_meaning(swapped) or self._one_meaning(longer)
        allowed = 2 if len(word) >= LONG_WORD else 1
        nearest, found = allowed + 1, set[str]()
        letters = _letters(word)
        for spelling, open_ended, own in self._by_letter.get(word[0], ()):
            # Each slip brings at most one letter that the spelling has and the word has not.
            if (own & ~letters).bit_count() > allowed or (not open_ended and abs(len(word) - len(spelling)) > allowed):
                continue
            # Of a long word, what the list holds of it has to be long too: two slips make any short one of another.
            forgiven = allowed if len(spelling) >= LONG_WORD - 1 else 1
            slips = _slips(word, spelling, open_ended=open_ended, most=min(nearest, forgiven))
            # What only begins like a word of some phrase may be any word.
            if slips > forgiven or (open_ended and not slips and not self._lexicon.knows(spelling)):
                continue
            if slips < nearest:
                nearest, found = slips, {spelling}
            elif slips == nearest <= allowed:
                found.add(spelling)
        # A letter too many, too few or in its neighbour's place is a likelier slip than another letter.
        likelier = {one for one in found if len(one) != len(word) or sorted(one) == sorted(word)}
        return self._one_meaning(found) or self._one_meaning(likelier) or self._one_meaning(found & self._more_words)

    def _with_letters_swapped(self, word: str) -> set[str]:
        alike = self._by_letters.get("".join(sorted(word)), set())
        return {one for one in alike if one[0] == word[0] and slips_between(word, one, 1) == 1}

    def _with_a_letter_more(self, word: str) -> set[str]:
        longer = (one for one, open_ended, _ in self._by_letter.get(word[0], ()) if not open_ended)
        return {one for one in longer if len(one) == SHORTEST_CORRECTED and slips_between(word, one, 1) == 1}

    def _one_meaning(self, found: set[str]) -> str | None:
        # A slip is a slip of a word with a meaning, before one that only stands within some phrase.
        found = {spelling for spelling in found if self._lexicon.knows(spelling)} or found
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
