"""Finds the few claims that a question can be about among many, by what each holds, so that none other is looked at."""

from array import array
from collections.abc import Hashable, Iterable

from bot.domain.lexicon import Word


class Postings:
    """For each key (a word's meaning or stem, an area, a unit, a time) the numbers of the claims that hold it.

    Claims are added in the order of their numbers.
    """

    def __init__(self) -> None:
        # Four bytes a number: sets would take fifteen times as much.
        self._numbers: dict[Hashable, array[int]] = {}

    def add(self, number: int, keys: Iterable[Hashable]) -> None:
        for key in keys:
            held = self._numbers.setdefault(key, array("I"))
            if not held or held[-1] != number:
                held.append(number)

    def with_any(self, keys: Iterable[Hashable]) -> set[int]:
        """The claims that hold at least one of the keys."""
        return set().union(*(self._numbers.get(key, ()) for key in keys))

    def count(self, key: Hashable) -> int:
        """How many claims hold it."""
        return len(self._numbers.get(key, ()))


def common(sets: Iterable[set[int]], everything: int) -> list[int]:
    """The numbers that all sets hold, in order; without any set, all numbers below `everything`."""
    smallest_first = sorted(sets, key=len)
    if not smallest_first:
        return list(range(everything))
    first, *others = smallest_first
    return sorted(first.intersection(*others))


def keys_of(word: Word) -> Iterable[Hashable]:
    """By what a word of a question is looked up."""
    return (*word.concepts, *word.stems)
