"""What a question asks for, slot by slot, so that a claim either answers exactly that or is left alone."""

import re
from dataclasses import dataclass, field, replace
from enum import StrEnum
from itertools import pairwise

from bot.domain.gazetteer import Gazetteer, Place
from bot.domain.lexicon import Corrector, Lexicon, Word, tokens
from bot.domain.reports import Unit

_MARKUP = re.compile(r"</?[A-Za-z][^<>]*>")


class Intent(StrEnum):
    """What kind of answer a question wants; `functions` are things that a command does."""

    STATUS = "status"
    SAFETY = "safety"
    GUIDANCE = "guidance"
    EVENTS = "events"
    FUNCTION = "function"
    SMALL_TALK = "small_talk"
    FORBIDDEN = "forbidden"
    UNKNOWN = "unknown"


class Forbidden(StrEnum):
    """What is never answered, whatever a report may hold."""

    PREDICTION = "prediction"
    DEFENCE = "defence"
    IMPACT = "impact"


class Function(StrEnum):
    """What a command does better than an answer."""

    SHELTER = "shelter"
    QUIET = "quiet"
    DIGEST = "digest"
    MUTE = "mute"
    LANGUAGE = "language"
    PLACE = "place"
    MAP = "map"
    STATS = "stats"
    WHY = "why"
    PRIVACY = "privacy"
    SETTINGS = "settings"
    HELP = "help"


class SmallTalk(StrEnum):
    """Talk that deserves a kind word and no more."""

    GREETING = "greeting"
    THANKS = "thanks"
    GOODBYE = "goodbye"


@dataclass(frozen=True, slots=True)
class Question:
    """A question, understood. `content` are the words that an answer has to account for, every one of them.

    `subject` says which function, talk or forbidden thing it is. `units` are what is counted; with `counts` and no
    units, the question asks for a number that no claim can have.
    """

    text: str
    intent: Intent
    subject: Forbidden | Function | SmallTalk | None = None
    content: tuple[Word, ...] = ()
    words: tuple[Word, ...] = ()
    concepts: frozenset[str] = frozenset()
    predicates: frozenset[str] = frozenset()
    places: tuple[Place, ...] = ()
    times: tuple[Word, ...] = ()
    counts: bool = False
    units: tuple[frozenset[Unit], ...] = field(default=())


WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday", "weekend")
MONTHS = (
    *("january", "february", "march", "april", "may", "june", "july", "august"),
    *("september", "october", "november", "december"),
)
TIMES = frozenset({*WEEKDAYS, *MONTHS, "now", "today", "this_week", "week", "other_span"})
#: Counted spans: "two weeks", "10 October"; the number beside them matters as it does nowhere else.
_COUNTED = frozenset({*MONTHS, "week", "other_span"})

PREDICATES = frozenset({"killed", "casualty", "injured", "hospitalised", "damaged", "destroyed", "struck"})
#: What happens to people: "killed and wounded" asks two things at once.
HARM = frozenset({"killed", "casualty", "injured", "hospitalised"})

#: Words that shape a question and need no counterpart in a claim.
STRUCTURE = frozenset(
    {
        *("how_many", "how_far", "how_old", "how_long", "how_often", "who", "who_is", "when", "where", "why"),
        *(
            "what_happened",
            "what_to_do",
            "say",
            "call",
            "name",
            "find",
            "did",
            "joined",
            "link",
            "urgent",
            "the_report",
        ),
        *("beginning", "ukraine", "russia", "near_me", "follow"),
    }
)

_KILLED = frozenset({Unit.PEOPLE_KILLED, Unit.VICTIM_IN_COUNT})
_INJURED = frozenset({Unit.PEOPLE_INJURED, Unit.PEOPLE_IN_HOSPITAL})

#: Which words ask for which figures; where several rows fit, the one with most words counts, and all of equal length.
_UNIT_CUES: tuple[tuple[frozenset[str], frozenset[Unit]], ...] = (
    (frozenset({"how_many", "killed"}), _KILLED),
    (frozenset({"how_many", "casualty"}), _KILLED | _INJURED),
    (frozenset({"how_many", "injured"}), _INJURED),
    (frozenset({"how_many", "hospitalised"}), _INJURED),
    (frozenset({"how_many", "house", "damaged"}), frozenset({Unit.HOUSES_DAMAGED})),
    (frozenset({"how_many", "building", "damaged"}), frozenset({Unit.HOUSES_DAMAGED})),
    (frozenset({"how_many", "storey"}), frozenset({Unit.STOREYS_DESTROYED, Unit.STOREYS_TOTAL})),
    (frozenset({"how_many", "district", "struck"}), frozenset({Unit.DISTRICTS_HIT})),
    (frozenset({"how_many", "district", "attack"}), frozenset({Unit.DISTRICTS_HIT})),
    (frozenset({"how_many", "direct_hit"}), frozenset({Unit.DIRECT_HITS_HIGH_RISE})),
    (frozenset({"how_many", "high_rise", "struck"}), frozenset({Unit.DIRECT_HITS_HIGH_RISE})),
    (frozenset({"how_many", "high_rise", "attack"}), frozenset({Unit.DIRECT_HITS_HIGH_RISE})),
    (frozenset({"how_far"}), frozenset({Unit.MILES_TO_BORDER})),
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
_ASKS_FOR_A_NUMBER = frozenset({"how_many", "how_far", "how_old", "how_long"})

_FUNCTIONS = {
    "nearest_shelter": Function.SHELTER,
    "set_quiet": Function.QUIET,
    "set_digest": Function.DIGEST,
    "set_mute": Function.MUTE,
    "set_language": Function.LANGUAGE,
    "set_place": Function.PLACE,
    "open_map": Function.MAP,
    "open_stats": Function.STATS,
    "open_why": Function.WHY,
    "open_privacy": Function.PRIVACY,
    "open_settings": Function.SETTINGS,
    "open_help": Function.HELP,
}
#: What several words ask for together; where nobody asks what to do or what happened.
_FUNCTION_CUES: tuple[tuple[frozenset[str], Function], ...] = (
    (frozenset({"shelter", "near_me"}), Function.SHELTER),
    (frozenset({"shelter", "find"}), Function.SHELTER),
    (frozenset({"why", "ring"}), Function.WHY),
    *(
        (frozenset({asks, signal, span}), Function.STATS)
        for asks in ("how_many", "how_long", "how_often")
        for signal in ("alert", "siren")
        for span in ("today", "week", "this_week", "other_span")
    ),
)
_SMALL_TALK = {"greeting": SmallTalk.GREETING, "thanks": SmallTalk.THANKS, "goodbye": SmallTalk.GOODBYE}
_DANGERS = frozenset({*PREDICATES, "attack", "missile", "ballistic", "drone", "bomb", "war", "alert", "siren", "end"})


class Reader:
    """Understands questions with the lists, the places and the words of the reports at hand."""

    def __init__(
        self, lexicon: Lexicon, gazetteer: Gazetteer, corrector: Corrector, names: frozenset[tuple[str, str]]
    ) -> None:
        """`names` are the stems of neighbouring words of speakers' names, of which one may be a town's too."""
        self._lexicon = lexicon
        self._gazetteer = gazetteer
        self._corrector = corrector
        self._names = names

    def understand(self, text: str) -> Question:
        """The question slot by slot; never fails, whatever the text."""
        read, places = self._read(self._corrected(self._lexicon.spelt_out(tokens(_MARKUP.sub(" ", text)))))
        words = tuple(_only_a_link(word) if at > 1 else word for at, word in enumerate(read))
        concepts = frozenset(concept for word in words for concept in word.concepts)
        content = tuple(word for at, word in enumerate(words) if _claims_something(words, at))
        intent, subject = _intent(concepts, content, places)
        return Question(
            text=text,
            intent=intent,
            subject=subject,
            content=content,
            words=words,
            concepts=concepts,
            predicates=concepts & PREDICATES,
            places=places,
            times=tuple(word for word in words if word.concepts & TIMES),
            counts=bool(concepts & _ASKS_FOR_A_NUMBER),
            units=() if _counts_arms(words) else _units(concepts),
        )

    def _corrected(self, typed: tuple[str, ...]) -> tuple[str, ...]:
        found: list[str] = []
        at = 0
        while at < len(typed):
            place = self._gazetteer.find(typed, at)
            length = place[0] if place else 1
            found += typed[at : at + length] if place else [self._corrected_word(typed[at])]
            at += length
        return tuple(found)

    def _corrected_word(self, word: str) -> str:
        return word if self._corrector.knows(word) else self._corrector.correct(word) or word

    def _read(self, typed: tuple[str, ...]) -> tuple[tuple[Word, ...], tuple[Place, ...]]:
        words: list[Word] = []
        places: list[Place] = []
        begin = at = 0
        while at < len(typed):
            found = None if self._is_first_name(typed, at) else self._gazetteer.find(typed, at)
            if found is None:
                at += 1
                continue
            words += self._lexicon.group(typed[begin:at])
            length, place = found
            places.append(place)
            words += [
                Word(part, frozenset({self._lexicon.stem(part), part_of_a_name(part)})) for part in self._telling(place)
            ]
            at += length
            # "The Saltivka district" is Saltivka: the word after a name counts no districts.
            at += bool(place.parts) and self._lexicon.means(typed[at : at + 1], "district")
            begin = at
        words += self._lexicon.group(typed[begin:])
        known = (replace(word, known=word.known or self._corrector.knows(word.typed)) for word in words)
        return tuple(known), self._narrowest(places)

    def _is_first_name(self, typed: tuple[str, ...], at: int) -> bool:
        """ "Volodymyr Zelenskyy" is no town."""
        return tuple(map(self._lexicon.stem, typed[at : at + 2])) in self._names

    def _telling(self, place: Place) -> tuple[str, ...]:
        """The words that tell one part of an area from another; "district" does not."""
        return tuple(part for part in place.parts if not self._lexicon.means((part,), "district"))

    def _narrowest(self, places: list[Place]) -> tuple[Place, ...]:
        """Without the areas that only say where another named one lies: "Kharkiv, Ukraine" is Kharkiv."""
        return tuple(
            place
            for place in places
            if not any(self._gazetteer.contains(place, other) for other in places if other is not place)
        )


def _only_a_link(word: Word) -> Word:
    """Past its beginning, a question's "when" joins sentences and asks for no time."""
    return replace(word, concepts=frozenset({"link"})) if word.concepts == {"when"} else word


def part_of_a_name(word: str) -> str:
    """What the forms of a local name share: Saltivka, Saltivskyi."""
    return f"{word[:5]}..."


def _claims_something(words: tuple[Word, ...], at: int) -> bool:
    word = words[at]
    if word.generic:
        return False
    if _is_number(word):
        beside = words[max(at - 1, 0) : at + 2]
        return len(word.typed) == 4 or any(other.concepts & _COUNTED for other in beside if other is not word)
    return not word.concepts or not word.concepts <= (STRUCTURE - {"urgent"}) | TIMES


def _is_number(word: Word) -> bool:
    return word.typed.isdecimal() or bool(word.concepts & _CARDINALS)


_ARMS = frozenset({"bomb", "missile", "ballistic", "drone"})
_CARDINALS = frozenset(f"c{number}" for number in range(1, 11))


def _counts_arms(words: tuple[Word, ...]) -> bool:
    """ "How many bombs killed people" counts bombs, and no claim does."""
    return any("how_many" in word.concepts and after.concepts & _ARMS for word, after in pairwise(words))


def _units(concepts: frozenset[str]) -> tuple[frozenset[Unit], ...]:
    """The figures that are asked for, one set for each thing counted; killed and injured can be asked at once."""
    fitting = [(cue, units) for cue, units in _UNIT_CUES if cue <= concepts]
    longest = max((len(cue) for cue, _ in fitting), default=0)
    return tuple(dict.fromkeys(units for cue, units in fitting if len(cue) == longest))


Understood = tuple[Intent, Forbidden | Function | SmallTalk | None]


def _intent(concepts: frozenset[str], content: tuple[Word, ...], places: tuple[Place, ...]) -> Understood:
    forbidden = _forbidden(concepts)
    if forbidden:
        return Intent.FORBIDDEN, forbidden
    if _asks_for_safety(concepts):
        return Intent.SAFETY, None
    function = _function(concepts)
    if function is None and "follow" in concepts and places and not content:
        function = Function.PLACE
    if function:
        return Intent.FUNCTION, function
    if _asks_for_status(concepts, content):
        return (Intent.FUNCTION, Function.STATS) if concepts & {"today", "other_span"} else (Intent.STATUS, None)
    if _asks_what_to_do(concepts):
        return Intent.GUIDANCE, None
    talk = next((kind for concept, kind in _SMALL_TALK.items() if concept in concepts), None)
    if talk and all(word.concepts & _SMALL_TALK.keys() for word in content):
        return Intent.SMALL_TALK, talk
    if not (concepts or places or any(word.known for word in content)):
        return Intent.UNKNOWN, None
    return Intent.EVENTS, None


def _forbidden(concepts: frozenset[str]) -> Forbidden | None:
    if "defence" in concepts:
        return Forbidden.DEFENCE
    if "exact_place" in concepts and (concepts & (_DANGERS | {"where"})) and "shelter" not in concepts:
        return Forbidden.IMPACT
    looks_ahead = "future" in concepts and not concepts & {"say", "hope", "what_to_do"}
    if "end_of_war" in concepts or (looks_ahead and (concepts & _DANGERS or not concepts & _FUNCTIONS.keys())):
        return Forbidden.PREDICTION
    return None


def _asks_for_safety(concepts: frozenset[str]) -> bool:
    if concepts & {"why", "who", "how_many"}:
        return False
    return "go_out" in concepts or ("safe" in concepts and "what_to_do" not in concepts)


def _function(concepts: frozenset[str]) -> Function | None:
    if concepts & {"who", "run", "urgent", "silenced"} or concepts & HARM:
        return None
    together = next((function for cue, function in _FUNCTION_CUES if cue <= concepts), None)
    if together or "why" in concepts:
        return together
    return next((function for concept, function in _FUNCTIONS.items() if concept in concepts), None)


def _asks_for_status(concepts: frozenset[str], content: tuple[Word, ...]) -> bool:
    if (
        concepts & {"why", "who", "when", "link", "what_to_do"}
        or concepts & _ASKS_FOR_A_NUMBER
        or "how_often" in concepts
    ):
        return False
    signals = {"alert", "siren", "all_clear"}
    about_signals = all(word.concepts & signals for word in content)
    return about_signals and (bool(content) or "now" in concepts)


def _asks_what_to_do(concepts: frozenset[str]) -> bool:
    if "emergency_number" in concepts and not concepts & {"how_many", "why", "what_happened"}:
        return True
    if concepts & {"how_many", "who", "why", "say", "what_happened"}:
        return False
    return bool(concepts & {"what_to_do", "go_bag"}) or ("urgent" in concepts and not concepts & {"when", *PREDICATES})
