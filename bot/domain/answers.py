"""Answers questions from claims and cards alone: a claim accounts for every word that was asked, or it is no answer."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TypeAlias

from bot.domain.alerts import AreaId, Band
from bot.domain.cards import Card
from bot.domain.gazetteer import Place
from bot.domain.lexicon import Word
from bot.domain.library import Library, Need, ShelvedCard, ShelvedClaim
from bot.domain.questions import HARM, Forbidden, Function, Intent, Question, SmallTalk
from bot.domain.reports import Claim, Figure, Report, Unit

#: More than this is a report read aloud; the overview is for that.
MOST_CLAIMS = 5
#: How much more a word of mortal danger tells than the place where one is.
_URGENT_WEIGHT = 3
#: A claim that says less than this share of what the best one says stays out.
NEAR_THE_BEST = 0.7


@dataclass(frozen=True, slots=True)
class Evidence:
    """A claim together with the report that it stands in."""

    report: Report
    claim: Claim


@dataclass(frozen=True, slots=True)
class ClaimsAnswer:
    """What reports say to exactly this question, the claims that differ side by side."""

    evidence: tuple[Evidence, ...]


@dataclass(frozen=True, slots=True)
class OverviewAnswer:
    """Everything that reports say of a place, or of all places for None."""

    area: AreaId | None


@dataclass(frozen=True, slots=True)
class CardAnswer:
    """What to do."""

    card: Card


@dataclass(frozen=True, slots=True)
class SafetyAnswer:
    """Asked whether it is safe: the caller adds the live state; the card is what to do if it starts. Never "yes"."""

    areas: tuple[AreaId, ...]
    card: Card | None


@dataclass(frozen=True, slots=True)
class StatusAnswer:
    """Asked for the live state, which the caller has."""

    areas: tuple[AreaId, ...]


@dataclass(frozen=True, slots=True)
class FunctionAnswer:
    """A command does this; `areas` are those that the words name."""

    function: Function
    areas: tuple[AreaId, ...] = ()


@dataclass(frozen=True, slots=True)
class SmallTalkAnswer:
    """A kind word."""

    talk: SmallTalk


@dataclass(frozen=True, slots=True)
class ForbiddenAnswer:
    """Never answered, with the reason."""

    reason: Forbidden


@dataclass(frozen=True, slots=True)
class NoReport:
    """No claim answers this. `place`: asked about, and nothing is reported from there; `have`: what is covered."""

    place: Place | None
    have: tuple[AreaId, ...]


@dataclass(frozen=True, slots=True)
class NoCard:
    """Asked what to do, and no card says it."""


@dataclass(frozen=True, slots=True)
class NotUnderstood:
    """Not one word of it is known."""


Answer: TypeAlias = (
    ClaimsAnswer
    | OverviewAnswer
    | CardAnswer
    | SafetyAnswer
    | StatusAnswer
    | FunctionAnswer
    | SmallTalkAnswer
    | ForbiddenAnswer
    | NoReport
    | NoCard
    | NotUnderstood
)


def answer(question: Question, library: Library) -> Answer:
    """The answer, or the kind of refusal, to a question that was understood."""
    match question.intent:
        case Intent.FORBIDDEN if isinstance(question.subject, Forbidden):
            return ForbiddenAnswer(question.subject)
        case Intent.FUNCTION if isinstance(question.subject, Function):
            return FunctionAnswer(question.subject, _areas(question))
        case Intent.SMALL_TALK if isinstance(question.subject, SmallTalk):
            return SmallTalkAnswer(question.subject)
        case Intent.SAFETY:
            return SafetyAnswer(_areas(question), library.cards.for_alert(Band.NOW))
        case Intent.STATUS:
            return StatusAnswer(_areas(question))
        case Intent.GUIDANCE:
            return _guidance(question, library) or NoCard()
        case Intent.EVENTS:
            return _events(question, library)
        case _:
            return NotUnderstood()


def _areas(question: Question) -> tuple[AreaId, ...]:
    return tuple(sorted({area for place in question.places for area in place.areas}))


# Events


def _events(question: Question, library: Library) -> Answer:
    if _asks_for_everything(question):
        return _overview(question, library)
    found = _matching(question, library)
    if found:
        return ClaimsAnswer(_beside(found, library))
    asks_otherwise = question.counts or question.predicates or question.places or question.times or _shaped(question)
    card = None if asks_otherwise else _guidance(question, library, strict=True)
    return card or _no_report(question, library)


def _asks_for_everything(question: Question) -> bool:
    if "the_report" in question.concepts and not question.content:
        return True
    return not (question.content or question.times or question.counts or _shaped(question))


def _shaped(question: Question) -> bool:
    """Whether the question asks of events in its very form: who, when, did they."""
    return bool(question.concepts & {"say", "name", "who", "who_is", "where", "when", "why", "how_often", "did"})


def _overview(question: Question, library: Library) -> Answer:
    if not question.places:
        return OverviewAnswer(None) if question.concepts & {"what_happened", "the_report"} else NotUnderstood()
    for place in question.places:
        for area in sorted(place.areas):
            if library.tells_of(area):
                return OverviewAnswer(area)
    return _no_report(question, library)


def _matching(question: Question, library: Library) -> tuple[ShelvedClaim, ...]:
    if not (question.content or question.times or question.units):
        return ()
    parts = _parts(question)
    found = dict.fromkeys(claim for part in parts for claim in _for_part(part, library))
    return tuple(found)[:MOST_CLAIMS]


@dataclass(frozen=True, slots=True)
class _Part:
    """One thing that a question asks: what a claim must assert, count and account for."""

    question: Question
    asserts: frozenset[str]
    units: frozenset[Unit] | None
    content: tuple[Word, ...]


def _parts(question: Question) -> tuple[_Part, ...]:
    """The question in parts where it asks about the killed and the injured at once; else the question as one part."""
    if question.counts and not question.units:
        return ()
    asked = question.predicates
    if len(asked) < 2 or not asked <= HARM or "joined" not in question.concepts:
        units = frozenset(unit for units in question.units for unit in units) if question.counts else None
        return (_Part(question, asked | _asks_for_attacks(question), units, question.content),)
    return tuple(
        _Part(question, frozenset({one}), _units_of(one, question), _without(question.content, asked - {one}))
        for one in sorted(asked, reverse=True)
    )


def _asks_for_attacks(question: Question) -> frozenset[str]:
    """Asked about attacks and nothing beside, only claims about an attack answer, not all that mention one."""
    alone = question.content and all(word.concepts & {"attack", "struck"} for word in question.content)
    return frozenset({"attack"}) if alone else frozenset()


def _units_of(predicate: str, question: Question) -> frozenset[Unit] | None:
    if not question.counts:
        return None
    killed = {Unit.PEOPLE_KILLED, Unit.VICTIM_IN_COUNT}
    injured = {Unit.PEOPLE_INJURED, Unit.PEOPLE_IN_HOSPITAL}
    return frozenset({"killed": killed, "casualty": killed | injured}.get(predicate, injured))


def _without(content: tuple[Word, ...], predicates: frozenset[str]) -> tuple[Word, ...]:
    return tuple(word for word in content if not word.concepts & predicates)


def _for_part(part: _Part, library: Library) -> tuple[ShelvedClaim, ...]:
    fitting = _with_the_figure([one for one in library.candidates(_need(part)) if _fits(one, part)], part.question)
    if not part.content or part.units is not None:
        return tuple(fitting)
    scores = {shelved: _score(shelved, part, library) for shelved in fitting}
    best = max(scores.values(), default=0.0)
    kept = [shelved for shelved in fitting if scores[shelved] >= best * NEAR_THE_BEST]
    # Asked "who", a claim that only counts people comes after the one that says who they were.
    counted = "who" in part.question.concepts
    return tuple(sorted(kept, key=lambda shelved: (counted and bool(shelved.units), -scores[shelved])))


def _with_the_figure(fitting: list[ShelvedClaim], question: Question) -> list[ShelvedClaim]:
    """Of claims that fit, those that give the very figure that the question names, if any does."""
    named = {word.typed for word in question.words if word.typed.isdecimal()}
    exact = [one for one in fitting if any(_is_named(figure, named) for figure in one.claim.figures)]
    return exact or fitting


def _is_named(figure: Figure, named: set[str]) -> bool:
    # A fourth victim is a place in a count: who asks for four dead wants all that was counted.
    return figure.unit is not Unit.VICTIM_IN_COUNT and str(figure.value) in named


def _need(part: _Part) -> Need:
    # A figure is of its own place alone; anything else may be asked of a wider area too.
    reach = "inside" if part.units is None else "at"
    return Need(
        words=part.content,
        asserts=part.asserts,
        times=tuple(word.concepts for word in part.question.times),
        areas=tuple(frozenset((reach, area) for area in place.areas) for place in part.question.places),
        units=part.units,
    )


def _fits(shelved: ShelvedClaim, part: _Part) -> bool:
    """Of a claim that holds all that is needed: whether it says that of the right thing."""
    return (
        _counts(shelved, part)
        and all(_accounts_for(shelved, word, part) for word in part.content)
        and _spoken_by(shelved, part)
        and _says_when(shelved, part.question)
    )


def _counts(shelved: ShelvedClaim, part: _Part) -> bool:
    if part.units is None or Unit.AGE_YEARS not in part.units:
        return True
    return any(_names_speaker(shelved, word) for word in part.content)


def _accounts_for(shelved: ShelvedClaim, word: Word, part: _Part) -> bool:
    if shelved.all.hold(word) or word.concepts & shelved.context:
        return True
    return _names_speaker(shelved, word) and _is_about_speaking(part.question)


def _names_speaker(shelved: ShelvedClaim, word: Word) -> bool:
    return shelved.speaker.hold(word)


def _is_about_speaking(question: Question) -> bool:
    """The mayor who reports the dead is not among them: a speaker counts only where it is asked what was said."""
    return "say" in question.concepts or not (question.predicates or "what_happened" in question.concepts)


def _spoken_by(shelved: ShelvedClaim, part: _Part) -> bool:
    """Asked who somebody is, that speaker's own claims answer; asked of a person alone, only what they said does."""
    concepts = part.question.concepts
    named = [word for word in part.content if _names_speaker(shelved, word)]
    if "name" in concepts or ("who_is" in concepts and not part.asserts):
        return bool(named)
    if not named or len(named) < len(part.content) or part.units is not None:
        return True
    return bool(concepts & {"say", "who"}) or ("where" in concepts and shelved.claim.place.locality is not None)


def _says_when(shelved: ShelvedClaim, question: Question) -> bool:
    """Asked when or how often, a claim has to say it."""
    if "how_often" in question.concepts and {"often", "daily", "hour"}.isdisjoint(shelved.all.concepts):
        return False
    return "when" not in question.concepts or bool(shelved.times)


def _score(shelved: ShelvedClaim, part: _Part, library: Library) -> float:
    return sum(library.weight(word) * _closeness(shelved, word) for word in part.content)


def _closeness(shelved: ShelvedClaim, word: Word) -> float:
    """A word of the sentence itself counts full, one of its topics less, one that only its event shares least."""
    if shelved.own.hold(word) or shelved.speaker.hold(word):
        return 1.0
    return 0.7 if shelved.all.hold(word) else 0.3


def _beside(found: Iterable[ShelvedClaim], library: Library) -> tuple[Evidence, ...]:
    """The claims, each followed by those that update or contradict it: figures that differ stand side by side."""
    ordered: dict[ShelvedClaim, None] = {}
    for shelved in found:
        ordered.update(dict.fromkeys((shelved, *library.later_than(shelved))))
    return tuple(Evidence(shelved.report, shelved.claim) for shelved in ordered)


def _no_report(question: Question, library: Library) -> Answer:
    understood = [word for word in question.words if word.known]
    if not understood and not question.places:
        return NotUnderstood()
    elsewhere = next((place for place in question.places if not _covered(place, library)), None)
    return NoReport(elsewhere, tuple(dict.fromkeys(report.place for report in library.reports)))


def _covered(place: Place, library: Library) -> bool:
    if place.parts:
        return False
    return any(library.is_at(area) for area in place.areas)


# Guidance


#: Words that say that there is danger, but not which card is for it; without another, the most careful card is right.
_ALERT_WORDS = frozenset(
    {"alert", "siren", "attack", "struck", "now", "today", "night", "shelter", "house", "building", "high_rise", "run"}
)


def _guidance(question: Question, library: Library, *, strict: bool = False) -> CardAnswer | None:
    """The card with the most telling keywords; `strict`: nobody asked what to do, so it has to hold every word."""
    words = tuple(word for word in question.words if not word.generic)
    asked = tuple(word for word in question.content if not word.concepts & (_ALERT_WORDS | {"open_help"}))
    if not asked and not _telling(words, library):
        first = None if strict else library.cards.for_alert(Band.NOW)
        return CardAnswer(first) if first else None
    fitting = [card for card in library.shelved_cards if _card_accounts_for(card, asked, strict=strict)]
    scores = {card: _card_score(card, words, library) for card in fitting}
    best = max(fitting, key=lambda card: scores[card], default=None)
    return CardAnswer(best.card) if best and scores[best] > 0 else None


def _telling(words: tuple[Word, ...], library: Library) -> bool:
    return any(_card_score(card, words, library) > 0 for card in library.shelved_cards)


def _card_accounts_for(card: ShelvedCard, asked: tuple[Word, ...], *, strict: bool) -> bool:
    """Advice is of a subject: half of the words have to be the card's, and of a word that is none of ours, all."""
    missing = [word for word in asked if not card.all.hold(word)]
    if strict or not asked:
        return not missing
    return 2 * len(missing) <= len(asked)


def _card_score(card: ShelvedCard, words: tuple[Word, ...], library: Library) -> float:
    """Rare keywords count most, and what bleeds or may explode before where one is; one of every card tells nothing."""
    score = 0.0
    for word in words:
        if not word.concepts & _ALERT_WORDS and _keyword(card, word):
            weight = _URGENT_WEIGHT if "urgent" in word.concepts else 1
            score += weight / sum(_keyword(other, word) for other in library.shelved_cards)
    return score


def _keyword(card: ShelvedCard, word: Word) -> bool:
    return card.keywords.hold(word)
