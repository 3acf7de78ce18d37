"""Finds the question in a message that tells of its sender too: who they are, who asks them, why they want to know.

What stands beside it may be left out only where it names nothing that an event has: no place, no time, no count, no
harm, no arms. A question that has one word too many is still refused; so is one that begins by saying where.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import combinations, pairwise

from bot.domain.answers import Evidence
from bot.domain.gazetteer import Place
from bot.domain.library import Library
from bot.domain.questions import AROUND, CARDINALS, SILENT, WHEREABOUTS, Intent, Question
from bot.domain.retrieval import evidence_for

#: A message of more parts is a story.
MOST_PARTS = 6
_BREAKS = re.compile(r"(?<=[.!?…])\s+|\n+|[;:]\s+|,\s*|\s+[-–—]+\s+")
#: By these somebody says that it is about them.
_OWN = frozenset({"self", "own", "of_me", AROUND})
#: What an aside may name; whatever asks something is none.
_BYSTANDING = frozenset(
    {
        *(
            "as_of",
            "be",
            "call",
            "did",
            "either",
            "filler",
            "future",
            "goodbye",
            "greeting",
            "hearsay",
            "joined",
            "link",
        ),
        *("more", "near_me", "now", "of_what", "reason", "say", "scope", "since", "thanks", "there", "what_happened"),
        *WHEREABOUTS,
        *_OWN,
    }
)
#: What somebody may say beside it of themselves: "in ten minutes", "on air today".
_OF_ONESELF = _BYSTANDING | CARDINALS | {"hour", "today"}
#: By these a part asks whether something is so.
_OPENING = frozenset({"be", "does"})
#: By these a part asks of what happened, whatever stands beside it.
_ASKS = frozenset({"name", "who", "who_is", "how_often", "did", "hope"})


def evidence_beside(question: Question, library: Library) -> tuple[Evidence, ...]:
    """What claims tell to the longest run of parts beside which there are only asides, or to parts of which each is a
    question of its own; none where anything is left over.
    """
    parts = _parts(question.text, library)
    if not 1 < len(parts) <= MOST_PARTS:
        return ()
    read = [library.reader.understand(part) for part in parts]
    runs = sorted(combinations(range(len(parts) + 1), 2), key=lambda run: run[0] - run[1])
    for begin, end in runs[1:]:
        beside = read[:begin] + read[end:]
        if not _are_asides(beside, library):
            continue
        asked = library.reader.understand(" ".join(parts[begin:end]))
        found = told(asked, library)
        if found and not _say_where(beside, [asked]):
            return found
    return _each_for_itself(read, library)


def asks_for_all_beside(question: Question, library: Library) -> Question | None:
    """The one part that asks what happened and nothing else, if there are only asides beside it."""
    parts = _parts(question.text, library)
    if not 1 < len(parts) <= MOST_PARTS:
        return None
    read = [library.reader.understand(part) for part in parts]
    asking = [part for part in read if _asks_for_all(part)]
    beside = [part for part in read if part not in asking]
    return asking[0] if len(asking) == 1 and _are_asides(beside, library) and not _say_where(beside, asking) else None


def _asks_for_all(part: Question) -> bool:
    asks_more = part.content or part.times or part.counts or part.predicates or part.concepts & {"when", "where", "why"}
    return part.intent is Intent.EVENTS and "what_happened" in part.concepts and not asks_more


def _each_for_itself(parts: Sequence[Question], library: Library) -> tuple[Evidence, ...]:
    """Of parts that all ask of one place and time: else one might be meant for another."""
    asking = [part for part in parts if part.counts or part.predicates or part.concepts & _ASKS]
    found = [told(part, library) for part in asking]
    beside = [part for part in parts if part not in asking]
    scopes = {(part.places, part.times) for part in asking}
    if (
        any(map(points_somewhere, asking[1:]))
        or not all(found)
        or len(scopes) != 1
        or not _are_asides(beside, library)
        or _say_where(beside, asking)
    ):
        return ()
    return each_once(one for evidence in found for one in evidence)


def each_once(evidence: Iterable[Evidence]) -> tuple[Evidence, ...]:
    """Each claim where it stands first."""
    return tuple({(one.report.id, one.claim.id): one for one in evidence}.values())


def points_somewhere(part: Question) -> bool:
    """Whether it is of a place that was named before: "how many died there", "how many died in it"."""
    in_it = any("scope" in word.concepts and after.generic for word, after in pairwise(part.words))
    return in_it or "there" in part.concepts


def told(part: Question, library: Library) -> tuple[Evidence, ...]:
    """What claims tell to a part that asks of events by itself."""
    return evidence_for(part, library) if _is_of_events(part) else ()


def _is_of_events(part: Question) -> bool:
    """Whether its very form asks of events: "how can she shelter" does not, "where did it hit" wants this minute."""
    of_this_minute = "where" in part.concepts and len(part.content) < 2 and not (part.places or part.times)
    if part.intent is not Intent.EVENTS or of_this_minute:
        return False
    opens = bool(part.words and part.words[0].concepts & _OPENING)
    asks = len(part.content) > 1 and ("?" in part.text or opens or bool(part.concepts & {"say", "why"}))
    return bool(asks or part.counts or part.predicates or part.places or part.times or part.concepts & _ASKS)


def _parts(text: str, library: Library) -> tuple[str, ...]:
    pieces: list[str] = []
    for piece in _BREAKS.split(text):
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


def _are_asides(beside: Sequence[Question], library: Library) -> bool:
    return all(_is_aside(part, library) for part in beside)


def _is_aside(part: Question, library: Library) -> bool:
    if part.counts or part.predicates or any(_is_elsewhere(place, library) for place in part.places):
        return False
    # "A toddler who coughs" asks for nobody.
    concepts = part.concepts - ({"who"} if part.words and "who" not in part.words[0].concepts else set())
    return concepts <= _may_name(part)


def _may_name(part: Question) -> frozenset[str]:
    """What this aside may name: who says who they are may be one whom reports name too."""
    if not (part.concepts & _OWN and part.content):
        return _BYSTANDING
    return _OF_ONESELF | SILENT if part.words[0].concepts == {"self"} else _OF_ONESELF


def _is_elsewhere(place: Place, library: Library) -> bool:
    return bool(place.parts) or place.areas.isdisjoint(library.reported_places)


def _say_where(beside: Sequence[Question], asked: Sequence[Question]) -> bool:
    """Whether they may say of what it is asked: "at the market, how many died", "school five. How many died", "I was at
    the market, how many died there".
    """
    strange = [part for part in beside if part.content and not part.concepts & (_OWN | {"reason"})]
    if strange and not any(part.concepts & _OWN for part in beside):
        return True
    points = any("there" in part.concepts for part in asked)
    if points and any("scope" in part.concepts and not part.places for part in beside):
        return True
    # "У мене", "with us" says whose it is; "in our school" says where.
    begun = [part for part in beside if part.content and "scope" in part.words[0].concepts and len(part.words) > 1]
    return any(part.words[1].concepts & {"self", "own"} != {"self"} for part in begun)
