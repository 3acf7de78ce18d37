"""The base forms of words in Ukrainian and English, so that a question finds a claim in whatever form it asks.

simplemma reads its word lists on the first question (half a second, 12 MiB); nothing is loaded before.
"""

from functools import cached_property, lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from simplemma.strategies import DictionaryLookupStrategy

_CYRILLIC = range(0x0400, 0x0530)
#: Words whose base forms are remembered: a look costs about thirty microseconds.
REMEMBERED = 20_000


class Lemmas:
    """Both languages' word lists, loaded when the first word is asked for."""

    def __init__(self) -> None:
        self._remembered = lru_cache(REMEMBERED)(self._look_up)

    def __call__(self, word: str) -> str | None:
        """The base form of a word without capitals; None where its language's list does not have it."""
        return self._remembered(word)

    def _look_up(self, word: str) -> str | None:
        found = self._lists.get_lemma(word, "uk" if ord(word[0]) in _CYRILLIC else "en")
        return found.lower() if found else None

    @cached_property
    def _lists(self) -> "DictionaryLookupStrategy":
        from simplemma.strategies import DictionaryLookupStrategy
        from simplemma.strategies.dictionaries.stream_dictionary_factory import StreamDictionaryFactory

        # The streamed lists take a tenth of the memory of the plain ones.
        return DictionaryLookupStrategy(StreamDictionaryFactory())
