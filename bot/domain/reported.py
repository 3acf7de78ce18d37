"""What reports tell of a question, or that none does."""

from bot.domain.answers import Answer, ClaimsAnswer, NoReport, NotUnderstood
from bot.domain.gazetteer import Place
from bot.domain.library import Library
from bot.domain.questions import Question
from bot.domain.retrieval import evidence_for


def told(question: Question, library: Library) -> Answer:
    """What reports tell of it, or that none does."""
    found = evidence_for(question, library)
    return ClaimsAnswer(found) if found else no_report(question, library)


def no_report(question: Question, library: Library) -> Answer:
    understood = [word for word in question.words if word.known]
    if not understood and not question.places:
        return NotUnderstood()
    elsewhere = next((place for place in question.places if not _covered(place, library)), None)
    undated = asks_when_published(question) and not any(report.published for report in library.reports)
    return NoReport(elsewhere, library.reported_places, undated=undated and bool(library.reports))


def asks_when_published(question: Question) -> bool:
    """Whether the day of a report is wanted, and not that of an event."""
    return {"the_report", "when"} <= question.concepts and not question.content


def _covered(place: Place, library: Library) -> bool:
    if place.parts:
        return False
    return any(library.is_at(area) for area in place.areas)
