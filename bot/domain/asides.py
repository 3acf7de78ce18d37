"""Finds the question in a message that tells of its sender too: who they are, who asks them, why they want to know.

What stands beside it may be left out only where it names nothing that an event has: no place, no time, no count, no
harm, no arms. A question that has one word too many is still refused; so is one that begins by saying where.
"""

import re
from collections.abc import Iterator, Sequence
from itertools import combinations

from bot.domain.answers import Evidence
from bot.domain.library import Library
from bot.domain.questions import AROUND, CARDINALS, WHEREABOUTS, Intent, Question
from bot.domain.retrieval import evidence_for

#: A message of more parts is a story.
MOST_PARTS = 6
_BREAKS = re.compile(r"(?<=[.!?…])\s+|\n+|[;:]\s+|,\s*|\s+[-–—]+\s+")
#: By these somebody says that it is about them.
_OWN = frozenset({"self", "own", "of_me", AROUND})
#: What an aside may name; whatever asks something is none.
_BYSTANDING = frozenset(
    {
        *("be", "call", "did", "either", "filler", "future", "goodbye", "greeting", "hearsay", "joined", "link"),
        *("more", "near_me", "now", "of_what", "reason", "say", "scope", "since", "thanks", "there", "what_happened"),
        *WHEREABOUTS,
        *_OWN,
    }
)
#: What somebody may say beside it of themselves: "in ten minutes", "on air today".
_OF_ONESELF = _BYSTANDING | CARDINALS | {"hour", "today"}
#: By these a part asks of what happened, whatever stands beside it.
_ASKS = frozenset({"name", "who", "who_is", "how_often", "did", "hope"})


def evidence_beside(question: Question, library: Library) -> tuple[Evidence, ...]:
    """What claims tell to the longest run of parts beside which there are only asides, or to several parts of which each
    is a question of its own; none where anything is left over.
    """
    parts = _parts(question.text, library)
    if not 1 < len(parts) <= MOST_PARTS:
        return ()
    runs = sorted(combinations(range(len(parts) + 1), 2), key=lambda run: run[0] - run[1])
    for begin, end in runs[1:]:
        asked = library.reader.understand(" ".join(parts[begin:end]))
        found = _told(asked, library)
        if not found:
            continue
        beside = [library.reader.understand(part) for part in (*parts[:begin], *parts[end:])]
        if all(_is_aside(part, library) for part in beside) and not _say_where(beside, asked):
            return found
    return _each_for_itself([library.reader.understand(part) for part in parts], library)


def _each_for_itself(parts: Sequence[Question], library: Library) -> tuple[Evidence, ...]:
    told = [_told(part, library) for part in parts]
    beside = [part for part, found in zip(parts, told, strict=True) if not found]
    if not all(_is_aside(part, library) for part in beside) or _say_where(beside, *parts):
        return ()
    return tuple({(one.report.id, one.claim.id): one for found in told for one in found}.values())


def _told(part: Question, library: Library) -> tuple[Evidence, ...]:
    return evidence_for(part, library) if _is_of_events(part) else ()


def _is_of_events(part: Question) -> bool:
    """Whether its very form asks of events: "how can she shelter" does not, and "where did it hit" wants this minute."""
    if part.intent is not Intent.EVENTS or (
        "where" in part.concepts and len(part.content) < 2 and not (part.places or part.times)
    ):
        return False
    asks = len(part.content) > 1 and ("?" in part.text or "say" in part.concepts)
    return bool(asks or part.counts or part.predicates or part.places or part.times or part.concepts & _ASKS)


def _parts(text: str, library: Library) -> tuple[str, ...]:
    pieces: list[str] = []
    for piece in _BREAKS.split(library.reader.as_meant(text)):
        if pieces and _is_what_is_said(pieces[-1], piece, library):
            pieces[-1] += f" {piece}"
        else:
            pieces.append(piece)
    return tuple(part for piece in pieces for part in _joined(piece, library))


def _is_what_is_said(before: str, piece: str, library: Library) -> bool:
    """ "Did the mayor say, that five are gone" is one question."""
    says = library.reader.understand(before).concepts & {"say", "hearsay"}
    return bool(says) and library.lexicon.means(tuple(piece.lower().split()[:1]), "that")


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
    return not (elsewhere or part.counts or part.predicates) and concepts <= _OF_ONESELF


def _say_where(beside: Sequence[Question], *asked: Question) -> bool:
    """Whether they might say of what it is asked: "at the market, how many died", "school five. How many", "I was at the
    market, how many died there".
    """
    strange = [part for part in beside if part.content and not part.concepts & (_OWN | {"reason"})]
    if strange and not any(part.concepts & _OWN for part in beside):
        return True
    if any("there" in one.concepts for one in asked) and any("scope" in part.concepts and not part.places for part in beside):
        return True
    begun = [part for part in beside if part.content and "scope" in part.words[0].concepts]
    # "У мене", "with us" says whose it is; "in our school" says where.
    return any(part.words[1].concepts & {"self", "own"} != {"self"} for part in begun if len(part.words) > 1)
