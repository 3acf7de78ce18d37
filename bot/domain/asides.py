"""Finds the question in a message that tells of its sender too: who they are, who asks them, why they want to know.

What stands beside it may be left out only where it names nothing that an event has: no place, no time, no number, no
harm, no arms. A question that has one word too many is still refused.
"""

import re
from collections.abc import Iterator
from itertools import combinations

from bot.domain.library import Library
from bot.domain.questions import AROUND, WHEREABOUTS, Intent, Question
from bot.domain.retrieval import evidence_for

#: A message of more parts is a story.
MOST_PARTS = 6
_BREAKS = re.compile(r"(?<=[.!?…])\s+|\n+|[;:]\s+|,\s*|\s+[-–—]+\s+")
#: By these somebody says that it is about them.
_OWN = frozenset({"self", "own", AROUND})
#: What an aside may name; whatever asks something is none.
_BYSTANDING = frozenset(
    {
        *("be", "call", "did", "either", "filler", "future", "goodbye", "greeting", "hearsay", "joined", "link"),
        *("near_me", "now", "of_what", "reason", "say", "since", "thanks", "what_happened"),
        *WHEREABOUTS,
        *_OWN,
    }
)
#: By these a part asks of what happened, whatever stands beside it.
_ASKS = frozenset({"name", "who", "who_is", "how_often", "did", "hope"})


def without_asides(question: Question, library: Library) -> Question | None:
    """The longest run of parts that claims answer and beside which there are only asides; None where there is none."""
    parts = _parts(question.text, library)
    if not 1 < len(parts) <= MOST_PARTS:
        return None
    runs = sorted(combinations(range(len(parts) + 1), 2), key=lambda run: run[0] - run[1])
    for begin, end in runs[1:]:
        asked = library.reader.understand(" ".join(parts[begin:end]))
        if not _is_of_events(asked) or not evidence_for(asked, library):
            continue
        beside = parts[:begin] + parts[end:]
        if all(_is_aside(library.reader.understand(part), library) for part in beside):
            return asked
    return None


def _is_of_events(part: Question) -> bool:
    """Whether its very form asks of events: "how can she shelter" does not, and "where did it hit" wants this minute."""
    if part.intent is not Intent.EVENTS or ("where" in part.concepts and not (part.places or part.times)):
        return False
    says = "say" in part.concepts and ("?" in part.text or len(part.content) > 1)
    return bool(says or part.counts or part.predicates or part.places or part.times or part.concepts & _ASKS)


def _parts(text: str, library: Library) -> tuple[str, ...]:
    return tuple(part for piece in _BREAKS.split(library.reader.as_meant(text)) for part in _joined(piece, library))


def _joined(piece: str, library: Library) -> Iterator[str]:
    """The parts between words that join a reason to what it is for."""
    part: list[str] = []
    for word in piece.split():
        if part and library.lexicon.means((word.lower(),), "reason"):
            yield " ".join(part)
            part = []
        part.append(word)
    if part:
        yield " ".join(part)


def _is_aside(part: Question, library: Library) -> bool:
    # "A toddler who coughs" asks for nobody.
    concepts = part.concepts - ({"who"} if part.words and "who" not in part.words[0].concepts else set())
    elsewhere = any(place.parts or place.areas.isdisjoint(library.reported_places) for place in part.places)
    if elsewhere or part.counts or part.predicates or not concepts <= _BYSTANDING:
        return False
    return not part.content or bool(part.concepts & _OWN | part.concepts & {"reason"})
