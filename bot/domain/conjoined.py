"""Answers a message that asks for several facts at once: "who is he and how old", "how many floors, and how many are
gone". Each has to be answered, or none is.
"""

from collections.abc import Iterator

from bot.domain.answers import Evidence
from bot.domain.asides import is_of_events, points_somewhere
from bot.domain.library import Library
from bot.domain.questions import ASKS_FOR_A_NUMBER, PREDICATES, Question
from bot.domain.retrieval import evidence_for

#: By these a further fact is asked for.
_ASKS = frozenset(
    {"who", "who_is", "name", "where", "when", "why", "how_often", "did", "does", "be", *ASKS_FOR_A_NUMBER}
)


def evidence_for_each(question: Question, library: Library) -> tuple[Evidence, ...]:
    """What claims tell to the two facts that a message asks for; none where either is left unanswered."""
    for first, second in _in_two(question.text, library):
        asked = library.reader.understand(first)
        told = _told(asked, library)
        also = _told_of_the_same(asked, second, library) if told else ()
        if also:
            return tuple({(one.report.id, one.claim.id): one for one in (*told, *also)}.values())
    return ()


def _in_two(text: str, library: Library) -> Iterator[tuple[str, str]]:
    """The message before and after each place where a further question may begin."""
    words = text.split()
    for at in range(1, len(words) - 1):
        joins = library.lexicon.means((words[at].lower(),), "joined")
        if joins or words[at - 1].endswith(","):
            yield " ".join(words[:at]).rstrip(","), " ".join(words[at + joins :])


def _told_of_the_same(first: Question, second: str, library: Library) -> tuple[Evidence, ...]:
    """The second fact of what the first was asked of, "and how many are gone", or as it stands."""
    alone = library.reader.understand(second)
    if not alone.concepts & _ASKS:
        return ()
    of_the_same = " ".join((*(word.typed for word in first.content), second))
    found = _told(library.reader.understand(of_the_same), library)
    return found or (() if _points_back(alone) else _told(alone, library))


def _points_back(second: Question) -> bool:
    """Whether it is of whom or where the first was asked, and of nothing else that a claim knows: "and was he killed",
    "and how many died there", "... in it".
    """
    names = second.counts or any(not word.concepts & PREDICATES for word in second.content)
    return not names or points_somewhere(second)


def _told(asked: Question, library: Library) -> tuple[Evidence, ...]:
    return evidence_for(asked, library) if is_of_events(asked) else ()
