"""Answers questions from claims and cards alone: a claim accounts for every word that was asked, or it is no answer."""

from bot.domain.advice import card_for, says_all
from bot.domain.agreement import agreed
from bot.domain.alerts import Band
from bot.domain.answers import (
    Answer,
    ClaimsAnswer,
    ForbiddenAnswer,
    FunctionAnswer,
    NoCard,
    NotUnderstood,
    OverviewAnswer,
    Refusal,
    SafetyAnswer,
    SmallTalkAnswer,
    StatusAnswer,
)
from bot.domain.asides import asks_for_all_beside, evidence_beside
from bot.domain.asking_back import is_borne_out, mortal_danger, pointed_at, sure_or_asked
from bot.domain.cards import Topic
from bot.domain.conjoined import evidence_for_each
from bot.domain.cues import roles_in
from bot.domain.library import Library
from bot.domain.questions import ARMS, PLIGHTS, WHEREABOUTS, Forbidden, Function, Intent, Question, SmallTalk
from bot.domain.reported import asks_when_published, no_report
from bot.domain.retrieval import evidence_for
from bot.domain.second_look import (
    areas_of,
    asked_of_us,
    function_for,
    instead_of,
    is_of_a_child_elsewhere,
    of_sound,
    second_look,
)

_ASKS_OF_EVENTS = frozenset({"say", "name", "who", "when", "why", "how_often"})
#: A claim that accounts for so many words is meant.
_NO_CHANCE = 3


def answer(question: Question, library: Library) -> Answer:
    """The answer, what is asked back, or the kind of refusal, to a question that was understood."""
    rescue = mortal_danger(question, library)
    if rescue:
        return rescue
    return agreed(question, _looked_at_twice(question, library), library)


def _looked_at_twice(question: Question, library: Library) -> Answer:
    found = _first_look(question, library)
    # What is forbidden stays so.
    if not isinstance(found, Refusal):
        return found
    second = second_look(question, library)
    return sure_or_asked(question, second, library) if second else pointed_at(question, library) or found


def _first_look(question: Question, library: Library) -> Answer:
    match question.intent:
        case Intent.FORBIDDEN if isinstance(question.subject, Forbidden):
            return ForbiddenAnswer(question.subject)
        case Intent.FUNCTION if isinstance(question.subject, Function):
            silences = question.subject is Function.MUTE
            function = of_sound(question, library) if silences else question.subject
            named = FunctionAnswer(function, areas_of(question))
            return named if is_borne_out(question, function, library) else sure_or_asked(question, named, library)
        case Intent.SMALL_TALK if isinstance(question.subject, SmallTalk):
            return SmallTalkAnswer(question.subject)
        case Intent.SAFETY:
            return SafetyAnswer(areas_of(question), library.cards.for_alert(Band.NOW))
        case Intent.STATUS:
            return _wished_instead(question, library) or StatusAnswer(areas_of(question))
        case Intent.GUIDANCE:
            return _wished_instead(question, library) or _advised(question, library)
        case Intent.EVENTS:
            return _events(question, library)
        case _:
            return NotUnderstood()


def _wished_instead(question: Question, library: Library) -> Answer | None:
    wished = instead_of(question, library)
    return sure_or_asked(question, wished, library) if wished else None


def _advised(question: Question, library: Library) -> Answer:
    card = card_for(question, library)
    if card is None:
        # "Can one forget the war" asks for no advice.
        found = evidence_for(question, library)
        return ClaimsAnswer(found) if found else NoCard()
    return card if says_all(card.card, question, library) else sure_or_asked(question, card, library)


def _events(question: Question, library: Library) -> Answer:
    if _asks_for_everything(question, library):
        return _overview(question, library)
    coming = card_for(question, library) if _is_coming(question) else None
    if coming:
        return coming
    if _is_of_this_minute(question):
        return StatusAnswer(areas_of(question))
    found = evidence_for(question, library)
    ours = asked_of_us(question, library)
    if ours and not (found and _says_enough(question)):
        return sure_or_asked(question, ours, library)
    found = found or evidence_beside(question, library) or evidence_for_each(question, library)
    if found:
        return ClaimsAnswer(found)
    for_all = asks_for_all_beside(question, library)
    return _overview(for_all, library) if for_all else _untold(question, library)


def _untold(question: Question, library: Library) -> Answer:
    """Of what no claim tells: what somebody needs or wishes, if they do; else that no report tells of it."""
    plight = card_for(question, library) if _tells_a_plight(question, library) else None
    if plight and plight.card.topic is Topic.ALL_CLEAR and "all_clear" in question.concepts:
        return StatusAnswer(areas_of(question))
    if plight:
        return plight if says_all(plight.card, question, library) else sure_or_asked(question, plight, library)
    asks_otherwise = question.counts or question.predicates or question.places or question.times or _shaped(question)
    function = None if asks_otherwise else function_for(question, library)
    if function:
        return sure_or_asked(question, function, library)
    card = None if asks_otherwise else card_for(question, library, strict=True)
    if card and card.card.topic is Topic.ALL_CLEAR and "all_clear" in question.concepts:
        # Advice for afterwards would sound as if it were over.
        return StatusAnswer(areas_of(question))
    return card or no_report(question, library)


def _says_enough(question: Question) -> bool:
    """Whether so much is asked, and not by somebody of their own, that a claim with all of it is no chance; or what
    others do, or the war, which is none of our work.
    """
    enough = len(question.content) >= _NO_CHANCE or bool(question.concepts & {"does", "war"})
    return enough and "self" not in question.concepts


def _asks_for_everything(question: Question, library: Library) -> bool:
    if "the_report" in question.concepts and not question.content:
        return not asks_when_published(question) or any(report.published for report in library.reports)
    return not (question.content or question.times or question.counts or _shaped(question))


def _is_of_this_minute(question: Question) -> bool:
    """Of now and of nothing else: no report knows it."""
    now = (
        "now" in question.concepts
        and "summary" not in question.concepts
        and not (question.content or question.counts or _shaped(question))
    )
    return now and "what_happened" not in question.concepts


def _is_coming(question: Question) -> bool:
    """ "A bomb is flying": nobody asks about the last one."""
    concepts = question.concepts
    asks = concepts & (_ASKS_OF_EVENTS | {"where", "did", "does", "before"}) or question.times
    happens = "onset" in concepts and not question.predicates
    beside_me = "near_me" in concepts and question.predicates <= {"struck"}
    return bool((happens or beside_me) and concepts & ARMS and not (asks or question.counts or question.places))


def _tells_a_plight(question: Question, library: Library) -> bool:
    """Nobody asks of events: somebody says what happens to them or theirs, and needs to know what to do."""
    concepts = question.concepts
    if not question.content or question.counts or not _is_in_need(question, library):
        return False
    if question.is_of_another_time:
        return False
    asks = concepts & (_ASKS_OF_EVENTS | {"who_is", "which_hospital", "what_happened"})
    return not asks and not (_asks_yes_or_no(question) and (question.predicates or "did" in question.words[0].concepts))


def _asks_yes_or_no(question: Question) -> bool:
    return bool(question.words and question.words[0].concepts & {"did", "be"})


def _is_in_need(question: Question, library: Library) -> bool:
    concepts = question.concepts
    if is_of_a_child_elsewhere(question, roles_in(question, library)):
        return False
    if concepts & {"self", "onset", "urgent"} or (concepts & {"alert", "siren", "shelter"} and concepts & WHEREABOUTS):
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
    return no_report(question, library)


def _shaped(question: Question) -> bool:
    """Whether the question asks of events in its very form: who, when, did they."""
    return bool(question.concepts & {"say", "name", "who", "who_is", "where", "when", "why", "how_often", "did"})
