"""Which figures a question asks for: a count of one thing is never told for a count of another."""

from itertools import dropwhile, pairwise

from bot.domain.lexicon import Word
from bot.domain.questions import ARMS
from bot.domain.reports import Unit

_KILLED = frozenset({Unit.PEOPLE_KILLED, Unit.VICTIM_IN_COUNT})
_INJURED = frozenset({Unit.PEOPLE_INJURED, Unit.PEOPLE_IN_HOSPITAL})
#: Figures of people.
OF_PEOPLE = _KILLED | _INJURED

#: Which words ask for which figures; where several rows fit, the one with most words counts, and all of equal length.
_UNIT_CUES: tuple[tuple[frozenset[str], frozenset[Unit]], ...] = (
    (frozenset({"how_many", "killed"}), _KILLED),
    (frozenset({"how_many", "casualty"}), _KILLED | _INJURED),
    (frozenset({"how_many", "injured"}), _INJURED),
    (frozenset({"how_many", "hospitalised"}), _INJURED),
    (frozenset({"how_many", "house", "damaged"}), frozenset({Unit.HOUSES_DAMAGED})),
    (frozenset({"how_many", "building", "damaged"}), frozenset({Unit.HOUSES_DAMAGED})),
    *((frozenset({"how_many", "house", said}), frozenset({Unit.HOUSES_DAMAGED})) for said in ("since", "mayor")),
    (frozenset({"how_many", "storey"}), frozenset({Unit.STOREYS_DESTROYED, Unit.STOREYS_TOTAL})),
    (frozenset({"how_many", "district", "struck"}), frozenset({Unit.DISTRICTS_HIT})),
    (frozenset({"how_many", "district", "attack"}), frozenset({Unit.DISTRICTS_HIT})),
    (frozenset({"how_many", "direct_hit"}), frozenset({Unit.DIRECT_HITS_HIGH_RISE})),
    (frozenset({"how_many", "high_rise", "struck"}), frozenset({Unit.DIRECT_HITS_HIGH_RISE})),
    (frozenset({"how_many", "high_rise", "attack"}), frozenset({Unit.DIRECT_HITS_HIGH_RISE})),
    (frozenset({"how_far"}), frozenset({Unit.MILES_TO_BORDER})),
    (frozenset({"how_many", "border"}), frozenset({Unit.MILES_TO_BORDER})),
    (frozenset({"how_old"}), frozenset({Unit.AGE_YEARS})),
    (frozenset({"how_long", "siren"}), frozenset({Unit.HOURS_IN_DAY, Unit.SHARE_OF_DAY})),
    *(
        (frozenset(cue), frozenset({Unit.HOURS_IN_DAY, Unit.SHARE_OF_DAY}))
        for signal in ("siren", "alert")
        for cue in (
            ("how_many", signal, "hour"),
            ("how_long", signal, "hour"),
            ("how_long", signal, "daily"),
            ("hour", signal),
        )
    ),
)


def counts_arms(words: tuple[Word, ...]) -> bool:
    """ "How many bombs killed people" counts bombs, and no claim does."""
    return any("how_many" in word.concepts and after.concepts & ARMS for word, after in pairwise(words))


def units_of(words: tuple[Word, ...]) -> tuple[frozenset[Unit], ...]:
    """The figures that are asked for, one set for each thing counted; killed and injured can be asked at once."""
    concepts = frozenset(concept for word in words for concept in word.concepts)
    fitting = [(cue, units) for cue, units in _UNIT_CUES if cue <= concepts]
    counted = _counted(words)
    # "How many storeys did the block have" counts storeys, whatever else is named.
    fitting = [(cue, units) for cue, units in fitting if cue & counted] or fitting
    longest = max((len(cue) for cue, _ in fitting), default=0)
    return tuple(dict.fromkeys(units for cue, units in fitting if len(cue) == longest))


def _counted(words: tuple[Word, ...]) -> frozenset[str]:
    """What the first word after "how many" means, past words that claim nothing."""
    after = dropwhile(lambda word: "how_many" not in word.concepts, words)
    first = next((word for word in after if not word.generic and "how_many" not in word.concepts), None)
    return first.concepts - {"daily", "hour"} if first else frozenset()
