"""Everything that may be answered with, indexed once: each claim and card by the words that it accounts for."""

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import pairwise
from sys import intern

from bot.domain.alerts import AreaId
from bot.domain.areas import AreaTree
from bot.domain.cards import Card, Cards
from bot.domain.examples import Examples
from bot.domain.gazetteer import Gazetteer, Place
from bot.domain.lexicon import REMEMBERED_TEXTS, Lemma, Lexicon, Vocabulary, Word, tokens
from bot.domain.postings import Postings, common, keys_of
from bot.domain.questions import AROUND, HARM, PREDICATES, STRUCTURE, TIMES
from bot.domain.reader import Reader, part_of_a_name
from bot.domain.reports import Basis, Claim, ClaimKind, Figure, Report, Unit
from bot.domain.roles import Roles
from bot.domain.spelling import Corrector, slips_between

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
    "guided_bomb": "bomb",
    "hour": "daily",
    "scars": "wall",
    "siren": "alert",
}
#: What an event was done with, by day or by night: any of its claims may say so for all.
_OF_THE_EVENT = frozenset({"bomb", "guided_bomb", "missile", "ballistic", "drone", "weapon", "daylight", "night"})
#: What an event hit and what that did, which those of its claims may go without that count nobody: "the rescuers at the
#: wrecked building".
HIT = frozenset({"building", "high_rise", "house", "struck", "damaged", "destroyed"})
#: By these a claim says itself where something is.
_POINTS_OF_THE_COMPASS = frozenset({"north", "northeast", "south", "east", "west", "centre"})
#: Harm to people is asserted by a claim's kind and figures alone: "there would have been more victims" is no count.
_ASSERTED_BY_WORDS = PREDICATES - {"killed", "casualty", "injured", "hospitalised"}

#: What a question may ask a claim to assert.
_ASKED_OF = PREDICATES | {"attack"}

#: What a claim says that has no day of its own, and so holds now.
LASTING = "(lasting)"
#: Up to this age a speaker may be called young.
OLDEST_YOUNG = 30
#: From this length on, a word of a topic that is nearly a speaker's name is that name.
_LONG_NAME = 6


@dataclass(frozen=True, slots=True)
class Terms:
    """The meanings and stems of a text; tuples, because sets of ten thousand claims would fill the memory."""

    concepts: tuple[str, ...]
    stems: tuple[str, ...]

    def hold(self, word: Word) -> bool:
        """Whether the text has this word, in this or another form or as a synonym."""
        return not word.concepts.isdisjoint(self.concepts) or not word.stems.isdisjoint(self.stems)

    def without(self, others: "Terms") -> "Terms":
        return _packed(set(self.concepts).difference(others.concepts), set(self.stems).difference(others.stems))


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

    @property
    def says_where(self) -> bool:
        """Whether it names a locality, or in which part of its place something is."""
        return self.claim.place.locality is not None or not _POINTS_OF_THE_COMPASS.isdisjoint(self.own.concepts)


@dataclass(frozen=True, slots=True, eq=False)
class ShelvedCard:
    """A card with how many of its keywords hold a meaning or stem and, more widely, all its words."""

    card: Card
    keywords: Mapping[str, int]
    all: Terms

    def keywords_of(self, word: Word) -> int:
        """How many keywords say this: the card that names a thing in most ways is about it."""
        return max((self.keywords.get(key, 0) for key in (*word.concepts, *word.stems)), default=0)


@dataclass(frozen=True, slots=True)
class Need:
    """What a claim must hold to be looked at: every word, every predicate, one of each group of times and of areas, one
    of the units where something is counted. Areas are `("at", area)` or `("inside", area)`.
    """

    words: tuple[Word, ...] = ()
    asserts: frozenset[str] = frozenset()
    times: tuple[frozenset[str], ...] = ()
    areas: tuple[frozenset[tuple[str, AreaId]], ...] = ()
    units: frozenset[Unit] | None = None


class Library:
    """The published reports and the cards, ready to be asked. Immutable once built; a change makes a new one."""

    def __init__(
        self,
        reports: Iterable[Report],
        cards: Cards,
        vocabularies: Iterable[Vocabulary],
        tree: AreaTree,
        lemma: Lemma,
        examples: Examples,
    ) -> None:
        vocabularies = tuple(vocabularies)
        examples.learn()
        self.examples = examples
        self.tree = tree
        self.cards = cards
        self.reports = tuple(reports)
        self.lexicon = Lexicon(vocabularies, lemma)
        self.roles = Roles((one.roles for one in vocabularies), lemma)
        self.gazetteer = Gazetteer(tree, vocabularies, self.lexicon)
        self._tokens = lru_cache(REMEMBERED_TEXTS)(tokens)
        self.claims = tuple(shelved for report in self.reports for shelved in self._shelve_report(report))
        self._words, self._facts, self._later = Postings(), Postings(), defaultdict[str, list[ShelvedClaim]](list)
        self._by_event = defaultdict[tuple[str, str], list[ShelvedClaim]](list)
        self._by_link = {_link_to(shelved): shelved for shelved in self.claims}
        for number, shelved in enumerate(self.claims):
            self._post(number, shelved)
        self.shelved_cards = tuple(map(self._shelve_card, cards))
        areas = {area for report in self.reports for area in (report.place, *(c.place.area for c in report.claims))}
        self.corrector = Corrector(self.lexicon, self._every_word() | self.gazetteer.names(areas))
        self.reader = Reader(self.lexicon, self.gazetteer, self.corrector, self._name_pairs(), self.roles)

    @property
    def reported_places(self) -> tuple[AreaId, ...]:
        """Where the reports are from."""
        return tuple(dict.fromkeys(report.place for report in self.reports))

    def candidates(self, need: Need) -> list[ShelvedClaim]:
        """The claims that hold everything that is needed, in their order; each still has to be looked at."""
        sets = [self._words.with_any(keys_of(word)) for word in need.words]
        sets += [self._facts.with_any(times) for times in need.times]
        sets += [self._facts.with_any({predicate}) for predicate in need.asserts]
        sets += [self._facts.with_any(areas) for areas in need.areas]
        sets += [self._facts.with_any(need.units)] if need.units is not None else []
        return [self.claims[number] for number in common(sets, len(self.claims))]

    def about(self, topic: str) -> list[ShelvedClaim]:
        """The claims that hold every word of a topic that means something; none where no word does."""
        asked = self.reader.understand(topic)
        telling = tuple(word for word in asked.words if not _only_shapes(word) and (word.concepts or word.known))
        return self.candidates(Need(words=telling)) if telling else []

    def places_in(self, text: str) -> tuple[Place, ...]:
        """The places that a text names."""
        return self.reader.understand(text).places

    def tells_of(self, area: AreaId) -> bool:
        """Whether any claim is about the area or something inside it."""
        return self._facts.count(("inside", area)) > 0

    def is_at(self, area: AreaId) -> bool:
        """Whether any claim is about exactly this area."""
        return self._facts.count(("at", area)) > 0

    def later_than(self, shelved: ShelvedClaim) -> Sequence[ShelvedClaim]:
        """The claims that update or contradict one."""
        return self._later.get(_link_to(shelved), ())

    def earlier_than(self, shelved: ShelvedClaim) -> Sequence[ShelvedClaim]:
        """The claims that this one updates or contradicts."""
        return [earlier for link in _links(shelved) if (earlier := self._by_link.get(link))]

    def that_say_where(self, shelved: ShelvedClaim) -> Sequence[ShelvedClaim]:
        """Of a claim that says nothing of where it is, those of its event that do; else the claim itself."""
        if shelved.says_where:
            return (shelved,)
        return [one for one in self._by_event.get(_event_of(shelved), ()) if one.says_where] or (shelved,)

    def weight(self, word: Word) -> float:
        """How much a word tells claims apart: a word of every claim tells nothing, a word of one tells most."""
        claims = len(self.claims)
        rarest = min((count for key in keys_of(word) if (count := self._words.count(key))), default=0)
        return math.log(1 + (claims - rarest + 0.5) / (rarest + 0.5)) if claims else 0.0

    def _post(self, number: int, shelved: ShelvedClaim) -> None:
        terms = (shelved.all, shelved.speaker)
        self._words.add(number, {key for each in terms for key in (*each.concepts, *each.stems)} | shelved.context)
        self._facts.add(number, shelved.times | shelved.units | (shelved.context & _ASKED_OF))
        self._facts.add(number, () if shelved.times else {LASTING})
        area = shelved.claim.place.area
        self._facts.add(number, [("at", area), *(("inside", one) for one in self.tree.covering(area))])
        for link in _links(shelved):
            self._later[link].append(shelved)
        self._by_event[_event_of(shelved)].append(shelved)

    def _shelve_report(self, report: Report) -> list[ShelvedClaim]:
        young = {_name_of(claim) for claim in report.claims if any(map(_is_of_the_young, claim.figures))} - {None}
        read = [
            self._shelve_claim(report, claim, is_young=_name_of(claim) in young)
            for claim in report.claims
            if claim.stands
        ]
        return [
            self._with_event(one, [other for other in read if other.claim.event == one.claim.event]) for one in read
        ]

    def _shelve_claim(self, report: Report, claim: Claim, *, is_young: bool) -> ShelvedClaim:
        names = [claim.speaker.role, *([claim.speaker.name] if claim.speaker.name else [])]
        topics = [topic for topics in claim.topics.values() for topic in topics]
        # "A student-lawyer" is asked for as a student too.
        called = [spelling for name in names for text in name.values() for spelling in (text, text.replace("-", " "))]
        speaker = self._terms([*called, *self._other_spellings(called, topics)])
        own = self._terms(claim.text.values()).without(speaker)
        of_attacks = claim.kind is ClaimKind.SAID and "attack" in own.concepts
        seen = {"witness"} if claim.basis is Basis.SEEN else set()
        # Under fire, who hopes that it ends hopes for the end of the war.
        hoped = {"war", "end_of_war"} if {"hope", "end"} <= set(own.concepts) else set()
        locality = claim.place.locality.values() if claim.place.locality else ()
        said = claim.when.said.values() if claim.when.said else ()
        wide = self._terms([*claim.text.values(), *topics, *locality, *said, claim.speaker.channel or ""])
        times = TIMES.intersection(self._terms([*said, *claim.text.values()]).concepts)
        units = frozenset(figure.unit for figure in claim.figures)
        asserts = frozenset(
            {
                *_ASSERTED_BY_KIND.get(claim.kind, ()),
                *(_ASSERTED_BY_UNIT[unit] for unit in units & _ASSERTED_BY_UNIT.keys()),
                *_ASSERTED_BY_WORDS.intersection(own.concepts),
            }
        )
        return ShelvedClaim(
            report=report,
            claim=claim,
            own=own,
            all=_with_name_parts(wide.without(speaker), locality),
            speaker=_packed((*speaker.concepts, "young"), speaker.stems) if is_young else speaker,
            # Whoever speaks of the attacks speaks of what was attacked.
            context=asserts | seen | hoped | ({"struck"} if of_attacks else set()),
            times=times,
            asserts=asserts,
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
        arms = {concept for other in event for concept in _OF_THE_EVENT.intersection(other.own.concepts)}
        hit = {concept for other in event for concept in HIT.intersection((*other.own.concepts, *other.asserts))}
        context = shelved.context | {"attack"} | arms | (set() if shelved.asserts & HARM else hit)
        return replace(shelved, context=context, times=times)

    def _shelve_card(self, card: Card) -> ShelvedCard:
        keywords = [word for words in card.keywords.values() for word in words]
        lines = [line for lines in card.lines.values() for line in lines]
        held = (self._terms([keyword]) for keyword in keywords)
        counts = Counter(key for terms in held for key in {*terms.concepts, *terms.stems})
        return ShelvedCard(card, counts, self._terms([*keywords, *lines, *card.title.values()]))

    def _terms(self, texts: Iterable[str]) -> Terms:
        words = [word for text in texts for word in self.lexicon.read(text) if not _only_shapes(word)]
        concepts = {concept for word in words for concept in word.concepts - STRUCTURE - {AROUND}}
        concepts |= {_BROADER[concept] for concept in concepts & _BROADER.keys()}
        return _packed(concepts, (stem for word in words for stem in word.stems))

    def _other_spellings(self, names: Iterable[str], topics: Iterable[str]) -> list[str]:
        """Topics that are a name spelt or inflected otherwise: Zelensky for Zelenskyy."""
        long = [word for name in names for word in self._tokens(name) if len(word) >= _LONG_NAME]
        return [
            topic
            for topic in topics
            for word in self._tokens(topic)
            if any(word[:1] == name[:1] and slips_between(word, name, 2) <= 2 for name in long)
        ]

    def _name_pairs(self) -> frozenset[tuple[str, str]]:
        names = {name for shelved in self.claims for name in (shelved.claim.speaker.name or {}).values()}
        stems = (tuple(map(self.lexicon.stem, self._tokens(name))) for name in names)
        return frozenset(pair for words in stems for pair in pairwise(words))

    def _every_word(self) -> frozenset[str]:
        claims = [shelved.claim for shelved in self.claims]
        texts = [text for claim in claims for text in (*claim.text.values(), *_flat(claim.topics.values()))]
        texts += [text for claim in claims if claim.speaker.name for text in claim.speaker.name.values()]
        texts += [text for card in self.cards for text in (*card.title.values(), *_flat(card.keywords.values()))]
        return frozenset(word for text in set(texts) for word in self._tokens(text))


def _link_to(shelved: ShelvedClaim) -> str:
    return f"{shelved.report.id}/{shelved.claim.id}"


def _name_of(claim: Claim) -> str | None:
    """The speaker's name, the same in each claim of theirs; None where none is given."""
    return next(iter(claim.speaker.name.values()), None) if claim.speaker.name else None


def _is_of_the_young(figure: Figure) -> bool:
    return figure.unit is Unit.AGE_YEARS and figure.value <= OLDEST_YOUNG


def _event_of(shelved: ShelvedClaim) -> tuple[str, str]:
    return shelved.report.id, shelved.claim.event


def _links(shelved: ShelvedClaim) -> list[str]:
    """Which claims it updates or contradicts; one of its own report is named without that."""
    named = (shelved.claim.updates, shelved.claim.contradicts)
    return [link if "/" in link else f"{shelved.report.id}/{link}" for link in named if link]


def _only_shapes(word: Word) -> bool:
    return word.generic or bool(word.concepts and word.concepts <= STRUCTURE - {"urgent"})


def _flat(groups: Iterable[tuple[str, ...]]) -> list[str]:
    return [text for group in groups for text in group]


def _with_name_parts(terms: Terms, locality: Iterable[str]) -> Terms:
    parts = (part_of_a_name(word) for name in locality for word in tokens(name))
    return _packed(terms.concepts, (*terms.stems, *parts))


def _packed(concepts: Iterable[str], stems: Iterable[str]) -> Terms:
    return Terms(tuple(dict.fromkeys(map(intern, concepts))), tuple(dict.fromkeys(map(intern, stems))))
