"""Answers a message that asks for several facts at once: "who is he and how old", "how many floors, and how many are
gone". Each has to be answered, or none is.
"""

from collections.abc import Iterator

from bot.domain.answers import Evidence
from bot.domain.asides import MOST_PARTS, each_once, points_somewhere, told
from bot.domain.library import Library
from bot.domain.questions import ASKS_FOR_A_NUMBER, PREDICATES, Question

#: By these a further fact is asked for.
_ASKS = frozenset(
    {"who", "who_is", "name", "where", "when", "why", "how_often", "did", "does", "be", *ASKS_FOR_A_NUMBER}
)


def evidence_for_each(question: Question, library: Library) -> tuple[Evidence, ...]:
    """What claims tell to the two facts that a message asks for; none where either is left unanswered."""
    for first, second in _in_two(question.text, library):
        asked = library.reader.understand(first)
        found = told(asked, library)
        also = _told_of_the_same(asked, second, library) if found else ()
        if also:
            return each_once((*found, *also))
    return ()


def _in_two(text: str, library: Library) -> Iterator[tuple[str, str]]:
    """The message before and after each place where a further question may begin; a story has too many of them."""
    words = text.split()
    cuts: list[tuple[str, str]] = []
    for at in range(1, len(words) - 1):
        joins = library.lexicon.means((words[at].lower(),), "joined")
        if joins or words[at - 1].endswith(","):
            cuts.append((" ".join(words[:at]).rstrip(","), " ".join(words[at + joins :])))
    yield from cuts if len(cuts) <= MOST_PARTS else ()


def _told_of_the_same(first: Question, second: str, library: Library) -> tuple[Evidence, ...]:
    """The second fact of what the first was asked of, "and how many are gone", or as it stands."""
    alone = library.reader.understand(second)
    if not alone.concepts & _ASKS:
        return ()
    of_the_same = " ".join((*(word.typed for word in first.content), second))
    found = told(library.reader.understand(of_the_same), library)
    return found or (() if _points_back(alone) else told(alone, library))


def _points_back(second: Question) -> bool:
    """Whether it is of whom or where the first was asked, and of nothing else that a claim knows: "and was he killed",
    "and how many died there", "... in it".
    """
    names = second.counts or any(not word.concepts & PREDICATES for word in second.content)
    return not names or points_somewhere(second)
