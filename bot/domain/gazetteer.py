"""Finds the places that a question names, in any grammatical case, so that Odesa is never answered with Kharkiv."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from bot.domain.alerts import AreaId
from bot.domain.areas import Area, AreaTree
from bot.domain.lexicon import Endings, Lexicon, Vocabulary, tokens

#: The longest place names have this many words.
MOST_WORDS = 5


@dataclass(frozen=True, slots=True)
class Place:
    """A place as a question names it: the areas it can be, and the words that name only a part of such an area."""

    named: str
    areas: frozenset[AreaId]
    parts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Spelling:
    area: AreaId
    #: Whether the spelling names only a part of the area.
    part: bool


class _Stems(dict[str, str]):
    """Stems already found: the same few words (hromada, raion) end thousands of names."""

    def __init__(self, gazetteer: "Gazetteer") -> None:
        super().__init__()
        self._gazetteer = gazetteer

    def __missing__(self, word: str) -> str:
        self[word] = self._gazetteer.stem(word)
        return self[word]


class Gazetteer:
    """Every spelling of every area, by the stems of its words; made anew when the tree has been renewed."""

    def __init__(self, tree: AreaTree, vocabularies: Iterable[Vocabulary], lexicon: Lexicon) -> None:
        vocabularies = tuple(vocabularies)
        self._lexicon = lexicon
        self._tree = tree
        endings = {ending for vocabulary in vocabularies for ending in vocabulary.place_endings}
        self._endings = Endings(endings, shortest_stem=2)
        self._alike: Mapping[int, str] = str.maketrans(
            {letter: other for vocabulary in vocabularies for letter, other in vocabulary.alike.items()}
        )
        self._stems = _Stems(self)
        self._fill()

    def _fill(self) -> None:
        self._edition = self._tree.edition
        self._spellings: defaultdict[tuple[str, ...], set[_Spelling]] = defaultdict(set)
        for area in self._tree:
            self._add(area, self._stems)

    def _add(self, area: Area, stem: Mapping[str, str]) -> None:
        own = {stem[word][:3] for name in area.name.values() for word in tokens(name)}
        for name in (*area.name.values(), *area.aliases):
            stems = tuple(stem[word] for word in tokens(name))
            # An alias that shares no beginning with the area's names is a part of it: Saltivka, the Kyiv district.
            whole = name in area.name.values() or any(stem[:3] in own for stem in stems)
            self._spellings[stems].add(_Spelling(area.id, not whole))

    def names(self, areas: Iterable[AreaId]) -> frozenset[str]:
        """The single words by which these areas are called, for spelling correction."""
        known = [self._tree[area] for area in areas if area in self._tree]
        return frozenset(word for area in known for name in area.name.values() for word in tokens(name))

    def contains(self, wide: Place, narrow: Place) -> bool:
        """Whether a place is only the surroundings of another."""
        return any(wide.areas & set(self._tree.above(area)) for area in narrow.areas)

    def stem(self, word: str) -> str:
        """A word of a name without its case ending and with letters that change places made alike."""
        return self._endings.without(word).translate(self._alike)

    def find(self, typed: tuple[str, ...], at: int) -> tuple[int, Place] | None:
        """The longest place name that begins at a word, and how many words it has."""
        if self._edition != self._tree.edition:
            self._fill()
        for length in range(min(MOST_WORDS, len(typed) - at), 0, -1):
            words = typed[at : at + length]
            if all(map(self._lexicon.knows, words)):
                continue
            found = self._spellings.get(tuple(map(self.stem, words)))
            if found:
                return length, self._place(words, found)
        return None

    def _place(self, words: tuple[str, ...], found: set[_Spelling]) -> Place:
        whole = frozenset(one.area for one in found if not one.part)
        if whole:
            return Place(" ".join(words), whole)
        return Place(" ".join(words), frozenset(one.area for one in found), words)
