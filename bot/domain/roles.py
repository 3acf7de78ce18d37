"""What words do in a message: they ask for sound, for less, for a place; read where nothing else understood it."""

from collections import defaultdict
from collections.abc import Iterable, Mapping

from bot.domain.lexicon import Lemma

_HEAD = 2
#: The longest listed phrase has this many words.
_MOST_WORDS = 3


class Roles:
    """The role lists of every language at once. Immutable once built."""

    def __init__(self, listed: Iterable[Mapping[str, tuple[str, ...]]], lemma: Lemma) -> None:
        self._lemma = lemma
        self._exact: defaultdict[str, set[str]] = defaultdict(set)
        self._beginnings: defaultdict[str, list[tuple[str, str]]] = defaultdict(list)
        for role, patterns in ((role, patterns) for roles in listed for role, patterns in roles.items()):
            for pattern in patterns:
                if pattern.endswith("*"):
                    self._beginnings[pattern[:_HEAD]].append((pattern[:-1], role))
                else:
                    self._exact[pattern].add(role)

    def of(self, typed: tuple[str, ...]) -> frozenset[str]:
        """Every role that some word or phrase has, in the form it stands in or in its base form."""
        phrases = (
            " ".join(typed[at : at + length])
            for length in range(2, _MOST_WORDS + 1)
            for at in range(len(typed) - length + 1)
        )
        found = {role for phrase in phrases for role in self._exact.get(phrase, ())}
        return frozenset(found.union(*map(self._of_word, typed)))

    def _of_word(self, word: str) -> set[str]:
        base = self._lemma(word)
        return self._listed(word) | (self._listed(base) if base else set())

    def _listed(self, word: str) -> set[str]:
        begun = {role for beginning, role in self._beginnings.get(word[:_HEAD], ()) if word.startswith(beginning)}
        return begun | self._exact.get(word, set())
