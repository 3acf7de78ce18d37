"""What each target of the examples is answered with, and which answers lead to the same page."""

from bot.domain.alerts import Band
from bot.domain.answers import (
    Answer,
    CardAnswer,
    ForbiddenAnswer,
    FunctionAnswer,
    OverviewAnswer,
    SafetyAnswer,
    SmallTalkAnswer,
    StatusAnswer,
)
from bot.domain.cards import Topic
from bot.domain.examples import Kind, Target
from bot.domain.library import Library
from bot.domain.questions import Forbidden, Function, Question, SmallTalk
from bot.domain.second_look import areas_of

#: Which command does what a card tells.
_DONE_BY = {Function.BAG: Topic.BAG, Function.CALM: Topic.STRESS}


def answer_of(target: Target, question: Question, library: Library) -> Answer | None:
    """What a target is answered with; None for what reports tell, or nobody."""
    match target.kind:
        case Kind.FUNCTION:
            return FunctionAnswer(Function(target.name), areas_of(question))
        case Kind.CARD:
            card = library.cards.find(target.name)
            return CardAnswer(card) if card else None
        case Kind.TALK:
            return SmallTalkAnswer(SmallTalk(target.name))
        case Kind.FORBIDDEN:
            return ForbiddenAnswer(Forbidden(target.name))
        case Kind.OVERVIEW:
            return _overview(question, library)
        case Kind.STATUS:
            return StatusAnswer(areas_of(question))
        case Kind.SAFETY:
            return SafetyAnswer(areas_of(question), library.cards.for_alert(Band.NOW))
    return None


def lead_alike(one: Answer, other: Answer) -> bool:
    """Whether both lead to the same page; the state is a part of what is said of safety."""
    live = (StatusAnswer, SafetyAnswer)
    if isinstance(one, live) and isinstance(other, live):
        return True
    if isinstance(one, FunctionAnswer) and isinstance(other, FunctionAnswer):
        return one.function is other.function
    if isinstance(one, FunctionAnswer) and isinstance(other, CardAnswer):
        return other.card.topic is _DONE_BY.get(one.function)
    return one == other


def _overview(question: Question, library: Library) -> Answer | None:
    """Of one place that reports tell of, or of all; none where a time or harm is named."""
    if question.predicates - {"struck"} or any("now" not in time.concepts for time in question.times):
        return None
    if not question.places:
        return OverviewAnswer(None)
    areas = (area for place in question.places for area in sorted(place.areas) if library.tells_of(area))
    return next(map(OverviewAnswer, areas), None)
