"""The reviewed words by which an article is taken apart (data/lexicon, `drafting`), of all languages at once."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from bot.domain.languages import Text


@dataclass(frozen=True, slots=True)
class Drafting:
    """What one language's list says.

    `verbs` are said by who says something, those of `goes_on` by who spoke before; `according` stands before a speaker;
    `pronouns` point to the last of them; `roles` and `times` name a meaning of the lexicon in this
    language ("the mayor", "on Tuesday").
    """

    verbs: tuple[str, ...]
    goes_on: tuple[str, ...]
    according: tuple[str, ...]
    pronouns: tuple[str, ...]
    at_least: tuple[str, ...]
    about: tuple[str, ...]
    half: tuple[str, ...]
    miles: tuple[str, ...]
    span_edges: tuple[str, ...]
    of_places: tuple[str, ...]
    channels: tuple[str, ...]
    promos: tuple[str, ...]
    abbreviations: tuple[str, ...]
    before_a_name: tuple[str, ...]
    roles: Mapping[str, str]
    times: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Cues:
    """The lists of all languages, joined: an article may quote in another language than its own."""

    verbs: frozenset[str]
    goes_on: frozenset[str]
    according: tuple[str, ...]
    pronouns: frozenset[str]
    at_least: tuple[str, ...]
    about: tuple[str, ...]
    half: frozenset[str]
    miles: frozenset[str]
    span_edges: frozenset[str]
    of_places: tuple[str, ...]
    channels: tuple[str, ...]
    promos: tuple[str, ...]
    abbreviations: frozenset[str]
    before_a_name: frozenset[str]
    roles: Mapping[str, Text]
    times: Mapping[str, Text]


def joined_cues(lists: Mapping[str, Drafting]) -> Cues:
    """All lists as one, keyed by language."""
    each = lists.values()
    return Cues(
        verbs=frozenset(word for one in each for word in one.verbs),
        goes_on=frozenset(word for one in each for word in one.goes_on),
        according=_all(one.according for one in each),
        pronouns=frozenset(word for one in each for word in one.pronouns),
        at_least=_all(one.at_least for one in each),
        about=_all(one.about for one in each),
        half=frozenset(word for one in each for word in one.half),
        miles=frozenset(word for one in each for word in one.miles),
        span_edges=frozenset(word for one in each for word in one.span_edges),
        of_places=_all(one.of_places for one in each),
        channels=_all(one.channels for one in each),
        promos=_all(one.promos for one in each),
        abbreviations=frozenset(word for one in each for word in one.abbreviations),
        before_a_name=frozenset(word for one in each for word in one.before_a_name),
        roles=_by_meaning({language: one.roles for language, one in lists.items()}),
        times=_by_meaning({language: one.times for language, one in lists.items()}),
    )


def _all(lists: Iterable[tuple[str, ...]]) -> tuple[str, ...]:
    return tuple(word for words in lists for word in words)


def _by_meaning(named: Mapping[str, Mapping[str, str]]) -> dict[str, Text]:
    meanings = dict.fromkeys(meaning for names in named.values() for meaning in names)
    return {
        meaning: {language: names[meaning] for language, names in named.items() if meaning in names}
        for meaning in meanings
    }
