"""Answers questions from claims and cards alone: a claim accounts for every word that was asked, or it is no answer."""

from bot.domain.advice import card_for
from bot.domain.alerts import AreaId, Band
from bot.domain.answers import (
    Answer,
    ClaimsAnswer,
    ForbiddenAnswer,
    FunctionAnswer,
    NoCard,
    NoReport,
    NotUnderstood,
    OverviewAnswer,
    SafetyAnswer,
    SmallTalkAnswer,
    StatusAnswer,
)
from bot.domain.gazetteer import Place
from bot.domain.library import Library
from bot.domain.questions import ARMS, PLIGHTS, WHEREABOUTS, Forbidden, Function, Intent, Question, SmallTalk
from bot.domain.retrieval import evidence_for


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
            return card_for(question, library) or NoCard()
        case Intent.EVENTS:
            return _events(question, library)
        case _:
            return NotUnderstood()


def _areas(question: Question) -> tuple[AreaId, ...]:
    return tuple(sorted({area for place in question.places for area in place.areas}))


def _events(question: Question, library: Library) -> Answer:
    if _asks_for_everything(question):
        return _overview(question, library)
    coming = card_for(question, library) if _is_coming(question) else None
    if coming:
        return coming
    found = evidence_for(question, library)
    if found:
        return ClaimsAnswer(found)
    plight = card_for(question, library) if _tells_a_plight(question) else None
    if plight:
        return plight
    asks_otherwise = question.counts or question.predicates or question.places or question.times or _shaped(question)
    card = None if asks_otherwise else card_for(question, library, strict=True)
    return card or _no_report(question, library)


def _asks_for_everything(question: Question) -> bool:
    if "the_report" in question.concepts and not question.content:
        return True
    return not (question.content or question.times or question.counts or _shaped(question))


def _is_coming(question: Question) -> bool:
    """ "A bomb is flying": nobody asks about the last one."""
    concepts = question.concepts
    asks = concepts & {"say", "name", "who", "when", "where", "why", "how_often", "did"} or question.times
    return bool("onset" in concepts and concepts & ARMS and not (asks or question.counts or question.predicates))


def _tells_a_plight(question: Question) -> bool:
    """Nobody asks of events: somebody says what happens to them or theirs, and needs to know what to do."""
    concepts = question.concepts
    if not question.content or question.counts or not _is_in_need(question):
        return False
    if any(not time.concepts & {"now", "today"} for time in question.times):
        return False
    asks = concepts & {"say", "name", "who", "who_is", "when", "why", "how_often"}
    return not asks and not (_asks_yes_or_no(question) and (question.predicates or "did" in question.words[0].concepts))


def _asks_yes_or_no(question: Question) -> bool:
    return bool(question.words and question.words[0].concepts & {"did", "be"})


def _is_in_need(question: Question) -> bool:
    concepts = question.concepts
    if concepts & {"self", "onset", "urgent"} or (concepts & {"alert", "shelter"} and concepts & WHEREABOUTS):
        return True
    return bool(concepts & PLIGHTS) and not question.places


def _overview(question: Question, library: Library) -> Answer:
    if not question.places:
        wants_all = question.concepts & {"what_happened", "the_report", "summary"}
        return OverviewAnswer(None) if wants_all else NotUnderstood()
    for place in question.places:
        for area in sorted(place.areas):
            if library.tells_of(area):
                return OverviewAnswer(area)
    return _no_report(question, library)


def _shaped(question: Question) -> bool:
    """Whether the question asks of events in its very form: who, when, did they."""
    return bool(question.concepts & {"say", "name", "who", "who_is", "where", "when", "why", "how_often", "did"})


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
