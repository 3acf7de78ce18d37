"""Everything that may be answered with, indexed once: each claim and card by the words that it accounts for."""

import math
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace

from bot.domain.areas import AreaTree
from bot.domain.cards import Card, Cards
from bot.domain.gazetteer import Gazetteer
from bot.domain.lexicon import Corrector, Lexicon, Vocabulary, Word, slips_between, tokens
from bot.domain.questions import PREDICATES, STRUCTURE, TIMES, Reader, part_of_a_name
from bot.domain.reports import Claim, ClaimKind, Report, Unit

#: What a figure says happened, beside what the claim's kind says.
_ASSERTED_BY_UNIT = {
    Unit.PEOPLE_KILLED: "killed",
    Unit.VICTIM_IN_COUNT: "killed",
    Unit.PEOPLE_INJURED: "injured",
    Unit.HOUSES_DAMAGED: "damaged",
    Unit.STOREYS_DESTROYED: "destroyed",
    Unit.DISTRICTS_HIT: "struck",
    Unit.DIRECT_HITS_HIGH_RISE: "struck",
}
_ASSERTED_BY_KIND = {
    ClaimKind.KILLED: ("killed", "casualty"),
    ClaimKind.INJURED: ("injured", "hospitalised", "casualty"),
    ClaimKind.DAMAGED: ("damaged",),
    ClaimKind.STRUCK: ("struck", "attack"),
}
#: What a word of a claim stands for as well: a block of flats is a building, though not every building is one.
_BROADER = {
    "high_rise": "building",
    "house": "building",
    "struck": "attack",
    "direct_hit": "attack",
    "ballistic": "missile",
    "hour": "daily",
}
#: Harm to people is asserted by a claim's kind and figures alone: "there would have been more victims" is no count.
_ASSERTED_BY_WORDS = PREDICATES - {"killed", "casualty", "injured", "hospitalised"}

#: From this length on, a word of a topic that is nearly a speaker's name is that name.
_LONG_NAME = 6


@dataclass(frozen=True, slots=True)
class Terms:
    """The meanings and stems of a text."""

    concepts: frozenset[str]
    stems: frozenset[str]

    def hold(self, word: Word) -> bool:
        """Whether the text has this word, in this or another form or as a synonym."""
        return bool(self.concepts & word.concepts or self.stems & word.stems)


@dataclass(frozen=True, slots=True, eq=False)
class ShelvedClaim:
    """A claim with what it accounts for.

    `own` are its sentences alone, `all` its topics and locality too, `context` what its event says beside it.
    """

    report: Report
    claim: Claim
    own: Terms
    all: Terms
    speaker: Terms
    context: frozenset[str]
    times: frozenset[str]
    asserts: frozenset[str]
    units: frozenset[Unit]


@dataclass(frozen=True, slots=True, eq=False)
class ShelvedCard:
    """A card with its keywords and, more widely, all its words."""

    card: Card
    keywords: Terms
    all: Terms


class Library:
    """The published reports and the cards, ready to be asked. Immutable once built; a change makes a new one."""

    def __init__(
        self, reports: Iterable[Report], cards: Cards, vocabularies: Iterable[Vocabulary], tree: AreaTree
    ) -> None:
        vocabularies = tuple(vocabularies)
        self.tree = tree
        self.cards = cards
        self.reports = tuple(reports)
        self.lexicon = Lexicon(vocabularies)
        self.gazetteer = Gazetteer(tree, vocabularies, self.lexicon)
        self.claims = tuple(shelved for report in self.reports for shelved in self._shelve_report(report))
        self.shelved_cards = tuple(map(self._shelve_card, cards))
        areas = {area for report in self.reports for area in (report.place, *(c.place.area for c in report.claims))}
        self.corrector = Corrector(self.lexicon, self._every_word() | self.gazetteer.names(areas))
        self.reader = Reader(self.lexicon, self.gazetteer, self.corrector)
        self._commonness = Counter(term for shelved in self.claims for term in shelved.all.concepts | shelved.all.stems)

    def weight(self, word: Word) -> float:
        """How much a word tells claims apart: a word of every claim tells nothing, a word of one tells most."""
        claims = len(self.claims)
        rarest = min(
            (self._commonness[term] for term in word.concepts | word.stems if term in self._commonness), default=0
        )
        return math.log(1 + (claims - rarest + 0.5) / (rarest + 0.5)) if claims else 0.0

    def _shelve_report(self, report: Report) -> list[ShelvedClaim]:
        read = [self._shelve_claim(report, claim) for claim in report.claims]
        return [
            self._with_event(one, [other for other in read if other.claim.event == one.claim.event]) for one in read
        ]

    def _shelve_claim(self, report: Report, claim: Claim) -> ShelvedClaim:
        names = [claim.speaker.role, *([claim.speaker.name] if claim.speaker.name else [])]
        topics = [topic for topics in claim.topics.values() for topic in topics]
        # "A student-lawyer" is asked for as a student too.
        called = [spelling for name in names for text in name.values() for spelling in (text, text.replace("-", " "))]
        speaker = self._terms([*called, *_other_spellings(called, topics)])
        own = _without(self._terms(claim.text.values()), speaker)
        locality = claim.place.locality.values() if claim.place.locality else ()
        said = claim.when.said.values() if claim.when.said else ()
        wide = self._terms([*claim.text.values(), *topics, *locality, *said, claim.speaker.channel or ""])
        times = self._terms([*said, *claim.text.values()]).concepts & TIMES
        units = frozenset(figure.unit for figure in claim.figures)
        asserts = {
            *_ASSERTED_BY_KIND.get(claim.kind, ()),
            *(_ASSERTED_BY_UNIT[unit] for unit in units & _ASSERTED_BY_UNIT.keys()),
            *(own.concepts & _ASSERTED_BY_WORDS),
        }
        return ShelvedClaim(
            report=report,
            claim=claim,
            own=own,
            all=_with_name_parts(_without(wide, speaker), locality),
            speaker=speaker,
            context=frozenset(asserts),
            times=times,
            asserts=frozenset(asserts),
            units=units,
        )

    def _with_event(self, shelved: ShelvedClaim, event: list[ShelvedClaim]) -> ShelvedClaim:
        """A claim shares its event's attack and, where it gives no time itself, the event's time."""
        struck = [other for other in event if other.claim.kind is ClaimKind.STRUCK]
        if not struck:
            return shelved
        times = shelved.times
        if shelved.claim.when.said is None:
            times |= next((other.times for other in struck if other.times), frozenset())
        return replace(shelved, context=shelved.context | {"attack"}, times=times)

    def _shelve_card(self, card: Card) -> ShelvedCard:
        keywords = [word for words in card.keywords.values() for word in words]
        lines = [line for lines in card.lines.values() for line in lines]
        return ShelvedCard(card, self._terms(keywords), self._terms([*keywords, *lines, *card.title.values()]))

    def _terms(self, texts: Iterable[str]) -> Terms:
        words = [word for text in texts for word in self.lexicon.read(text) if not _only_shapes(word)]
        concepts = {concept for word in words for concept in word.concepts - STRUCTURE}
        concepts |= {_BROADER[concept] for concept in concepts & _BROADER.keys()}
        return Terms(frozenset(concepts), frozenset(stem for word in words for stem in word.stems))

    def _every_word(self) -> frozenset[str]:
        claims = [shelved.claim for shelved in self.claims]
        texts = [text for claim in claims for text in (*claim.text.values(), *_flat(claim.topics.values()))]
        texts += [text for claim in claims if claim.speaker.name for text in claim.speaker.name.values()]
        texts += [text for card in self.cards for text in (*card.title.values(), *_flat(card.keywords.values()))]
        return frozenset(word for text in texts for word in tokens(text))


def _only_shapes(word: Word) -> bool:
    return word.generic or bool(word.concepts and word.concepts <= STRUCTURE - {"urgent"})


def _flat(groups: Iterable[tuple[str, ...]]) -> list[str]:
    return [text for group in groups for text in group]


def _other_spellings(names: Iterable[str], topics: Iterable[str]) -> list[str]:
    """Topics that are a name spelt or inflected otherwise: Zelensky for Zelenskyy."""
    long = [word for name in names for word in tokens(name) if len(word) >= _LONG_NAME]
    return [
        topic
        for topic in topics
        for word in tokens(topic)
        if any(word[:1] == name[:1] and slips_between(word, name, 2) <= 2 for name in long)
    ]


def _with_name_parts(terms: Terms, locality: Iterable[str]) -> Terms:
    return Terms(terms.concepts, terms.stems | {part_of_a_name(word) for name in locality for word in tokens(name)})


def _without(terms: Terms, speaker: Terms) -> Terms:
    return Terms(terms.concepts - speaker.concepts, terms.stems - speaker.stems)
