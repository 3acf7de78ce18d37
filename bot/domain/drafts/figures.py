"""Finds the figures of a sentence, with what each counts and how exactly it is given.

A number that counts nothing known stays without a unit, and is never published as a figure.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal

from bot.domain.drafts.cues import Cues
from bot.domain.lexicon import Lexicon, Word
from bot.domain.reports import Bound, Unit

#: So many words before or after a number say what it counts.
_REACH = 7
#: So far before a number stands what it counts, as in "killing at least five".
_BEFORE = 4
#: Meanings that join or qualify, and count nothing themselves.
_FILLERS = frozenset({"did", "be", "self", "own", "filler", "joined", "say", "how_far", "authorities"})
#: So many words before a number say how exact it is.
_BOUND_REACH = 3
_CARDINALS = {f"c{number}": number for number in range(1, 11)}
_ORDINALS = {f"n{number}": number for number in range(1, 7)}


@dataclass(frozen=True, slots=True)
class FoundFigure:
    """A number as it stands in a sentence; `unit` None where nobody can tell what it counts."""

    value: Decimal
    unit: Unit | None
    bound: Bound = Bound.EXACTLY


def find_figures(text: str, lexicon: Lexicon, cues: Cues) -> tuple[FoundFigure, ...]:
    """All figures of a sentence, in its order."""
    soft = frozenset(word for bound in (*cues.at_least, *cues.about) for word in bound.split())
    words = tuple(replace(word, generic=True) if word.typed in soft else word for word in lexicon.read(text))
    concepts = frozenset(concept for word in words for concept in word.concepts)
    return tuple(_figures(words, concepts, cues))


def _figures(words: tuple[Word, ...], concepts: frozenset[str], cues: Cues) -> Iterator[FoundFigure]:
    for at, word in enumerate(words):
        after = words[at + 1 : at + 1 + _REACH]
        # "Half of the day" may be one meaning.
        if word.typed.split()[0] in cues.half and concepts & {"hour", "daily", "siren", "alert"}:
            yield FoundFigure(Decimal("0.5"), Unit.SHARE_OF_DAY, Bound.ABOUT)
        elif (rank := _number(word, _ORDINALS)) is not None:
            unit = _ordinal_unit(word, after[:4])
            if unit:
                yield FoundFigure(Decimal(rank), unit)
        elif (number := _cardinal(word)) is not None:
            unit = _unit(words, at, concepts, cues)
            if unit or word.typed.isdecimal():
                yield FoundFigure(Decimal(number), unit, _bound(words, at, cues))
        elif "second_city" in word.concepts:
            yield FoundFigure(Decimal(2), Unit.CITY_RANK)


def _number(word: Word, names: dict[str, int]) -> int | None:
    return next((names[concept] for concept in word.concepts if concept in names), None)


def _cardinal(word: Word) -> int | None:
    return int(word.typed) if word.typed.isdecimal() else _number(word, _CARDINALS)


def _ordinal_unit(word: Word, after: tuple[Word, ...]) -> Unit | None:
    near = frozenset(concept for one in after for concept in one.concepts)
    if "direct_hit" in near:
        return Unit.DIRECT_HITS_HIGH_RISE
    return Unit.VICTIM_IN_COUNT if "killed" in near else None


#: By the nearest of these words a number is told what it counts; the whole sentence has to speak of the second set.
_BY_NEAREST: tuple[tuple[str, frozenset[str], Unit], ...] = (
    ("killed", frozenset(), Unit.PEOPLE_KILLED),
    ("hospitalised", frozenset(), Unit.PEOPLE_IN_HOSPITAL),
    ("injured", frozenset(), Unit.PEOPLE_INJURED),
    ("storey", frozenset(), Unit.STOREYS_TOTAL),
    ("district", frozenset({"attack", "struck"}), Unit.DISTRICTS_HIT),
    ("house", frozenset({"damaged"}), Unit.HOUSES_DAMAGED),
    ("high_rise", frozenset({"damaged"}), Unit.HOUSES_DAMAGED),
    ("building", frozenset({"damaged"}), Unit.HOUSES_DAMAGED),
    ("how_far", frozenset({"border"}), Unit.MILES_TO_BORDER),
    ("week", frozenset(), Unit.WEEKS),
    ("hour", frozenset(), Unit.HOURS_IN_DAY),
)


def _unit(words: tuple[Word, ...], at: int, concepts: frozenset[str], cues: Cues) -> Unit | None:
    near = [
        (distance, unit)
        for cue, needed, unit in _BY_NEAREST
        if (not needed or concepts & needed)
        for distance in [_distance(words, at, cue, needed)]
        if distance is not None
    ]
    unit = min(near, default=(0, None), key=lambda one: one[0])[1]
    if unit is Unit.STOREYS_TOTAL and "destroyed" in concepts and _is_part_of_another(words, at):
        return Unit.STOREYS_DESTROYED
    if unit is Unit.MILES_TO_BORDER and not any(word.typed in cues.miles for word in words[at + 1 : at + 2]):
        return None
    return unit


def _distance(words: tuple[Word, ...], at: int, cue: str, needed: frozenset[str]) -> int | None:
    """How far the nearest word of that meaning is; one behind the number is nearer than one before it.

    Only words that claim nothing may stand between: of "two bombs killed five", the two are no people.
    """
    after = _steps(words[at + 1 : at + 1 + _REACH], cue, needed)
    if after is not None:
        return after
    before = _steps(tuple(reversed(words[max(at - _BEFORE, 0) : at])), cue, needed)
    # "Killing five people" counts people; "killed, two bombs" does not.
    if before is None or not _counts_people_or_nothing(words[at + 1 : at + 2]):
        return None
    return before + _REACH


def _steps(words: tuple[Word, ...], cue: str, needed: frozenset[str]) -> int | None:
    for step, word in enumerate(words, 1):
        if cue in word.concepts:
            return step
        if not (word.generic or _is_filler(word, cue, needed)):
            return None
    return None


def _is_filler(word: Word, cue: str, needed: frozenset[str]) -> bool:
    part_of_another = cue == "storey" and bool(word.concepts & {"building", "high_rise", *_CARDINALS})
    # The words of harm that a list joins: "wounded and taken to hospital".
    return part_of_another or bool(word.concepts & (needed | _FILLERS))


def _counts_people_or_nothing(after: tuple[Word, ...]) -> bool:
    return not after or after[0].generic or not after[0].known or bool(after[0].concepts & _FILLERS)


def _is_part_of_another(words: tuple[Word, ...], at: int) -> bool:
    return any(_cardinal(word) is not None for word in words[at + 1 : at + 1 + _REACH])


def _bound(words: tuple[Word, ...], at: int, cues: Cues) -> Bound:
    before = " ".join(word.typed for word in words[max(at - _BOUND_REACH, 0) : at])
    if before.endswith(cues.at_least) or any(f"{one} " in f"{before} " for one in cues.at_least):
        return Bound.AT_LEAST
    return Bound.ABOUT if any(f" {one} " in f" {before} " for one in cues.about) else Bound.EXACTLY
