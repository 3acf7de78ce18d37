"""What a question asks for, slot by slot, so that a claim either answers exactly that or is left alone."""

from dataclasses import dataclass, field
from enum import StrEnum

from bot.domain.gazetteer import Place
from bot.domain.lexicon import Word
from bot.domain.reports import Unit


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
    CIRCLE = "circle"
    CALM = "calm"
    BAG = "bag"
    TEST = "test"
    INSIST = "insist"


class SmallTalk(StrEnum):
    """Talk that deserves a kind word and no more."""

    GREETING = "greeting"
    THANKS = "thanks"
    GOODBYE = "goodbye"


@dataclass(frozen=True, slots=True)
class Question:
    """A question, understood. `content` are the words that an answer has to account for, every one of them.

    `subject` says which function, talk or forbidden thing it is. `units` are what is counted; with `counts` and no
    units, the question asks for a number that no claim can have. Of the words in `either` one of each group is enough.
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
    either: tuple[tuple[Word, ...], ...] = ()

    @property
    def is_of_another_time(self) -> bool:
        """Whether it names a time that is neither now nor today."""
        return any(not time.concepts & {"now", "today"} for time in self.times)


WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday", "weekend")
MONTHS = (
    *("january", "february", "march", "april", "may", "june", "july", "august"),
    *("september", "october", "november", "december"),
)
TIMES = frozenset({*WEEKDAYS, *MONTHS, "now", "today", "this_week", "week", "other_span"})
#: Counted spans: "two weeks", "10 October"; the number beside them matters as it does nowhere else.
COUNTED = frozenset({*MONTHS, "week", "other_span"})

PREDICATES = frozenset({"killed", "casualty", "injured", "hospitalised", "damaged", "destroyed", "struck"})
#: What happens to people: "killed and wounded" asks two things at once.
HARM = frozenset({"killed", "casualty", "injured", "hospitalised"})
#: What flies.
ARMS = frozenset({"bomb", "guided_bomb", "missile", "ballistic", "drone"})
#: Who is named where people are hurt, as those who help or tell of it.
HELPERS = frozenset({"rescuer", "recovery", "mayor", "president", "authorities", "reporter"})
#: Whom a claim may tell of without a word of theirs in it.
SILENT = HELPERS | {"passerby", "worker"}
#: What somebody would only say of where they are now, even without "I".
PLIGHTS = frozenset(
    {"fear", "fire_here", "power_cut", "immobile", "gas_smell", "bleeding", "under_rubble", "sleepless"}
)
#: Where somebody is, or with whom, when an alert finds them.
WHEREABOUTS = frozenset({"school_place", "public_transport", "vehicle", "workplace", "child", "pet", "immobile"})

#: Words that shape a question and need no counterpart in a claim.
STRUCTURE = frozenset(
    {
        *("how_many", "how_far", "how_old", "how_long", "how_often", "who", "who_is", "when", "where", "why"),
        *("what_happened", "what_to_do", "summary", "the_report", "say", "call", "name", "find", "did"),
        *("greeting", "thanks", "goodbye"),
        *("joined", "either", "hearsay", "link", "reason", "that", "filler", "urgent", "self", "own", "be", "onset"),
        *("as_of", "people_counted", "does", "i_mean", "more", "of_me", "scope", "there", "would_have"),
        *("beginning", "ukraine", "russia", "near_me", "follow", "since", "of_what"),
    }
)
#: Those around whoever asks: who told them, whom they ask for. One is no synonym of another in a report.
AROUND = "acquaintance"
#: What asks for a number of its own.
ASKS_FOR_A_NUMBER = frozenset({"how_many", "how_far", "how_old", "how_long"})
#: "At the third hour" and "at three" alike.
ORDINALS = frozenset(f"n{number}" for number in range(1, 7))
#: "Five" and "5" alike.
CARDINALS = frozenset(f"c{number}" for number in range(1, 11))
