"""What kind of answer a question wants, by what its words mean; what is never answered is looked for first."""

from bot.domain.gazetteer import Place
from bot.domain.lexicon import Word
from bot.domain.questions import (
    ASKS_FOR_A_NUMBER,
    HARM,
    HELPERS,
    PLIGHTS,
    PREDICATES,
    WHEREABOUTS,
    Forbidden,
    Function,
    Intent,
    SmallTalk,
)

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
    (frozenset({"shelter", "where"}), Function.SHELTER),
    (frozenset({"summary", "daily"}), Function.DIGEST),
    (frozenset({"follow", "self"}), Function.PLACE),
    *(
        (frozenset({asks, signal, span}), Function.STATS)
        for asks in ("how_many", "how_long", "how_often")
        for signal in ("alert", "siren")
        for span in ("today", "week", "this_week", "other_span")
    ),
)
#: What a whole message asks for that is nothing but these words, and no question: "am I safe?" is one.
_ALONE = {"own_word": Function.CIRCLE, "breathe": Function.CALM, "go_bag": Function.BAG}
#: Words that may stand beside them.
_BESIDE = frozenset({"self", "own", "be", "filler"})
#: "Shelter, please": more words than these say something of shelters.
_MOST_BESIDE_SHELTER = 3
_SMALL_TALK = {"greeting": SmallTalk.GREETING, "thanks": SmallTalk.THANKS, "goodbye": SmallTalk.GOODBYE}
#: Words of a greeting that nobody has to know: "good morning, dear Tysha".
MOST_NAMES = 2
_DANGERS = frozenset(
    {*PREDICATES, "attack", "missile", "ballistic", "drone", "bomb", "guided_bomb", "war", "alert", "siren", "end"}
)
#: Of what was hit, nobody is told the street and number.
_HIT_PLACES = frozenset({"where", "high_rise", "hole", "destroyed", "damaged"})
#: Whoever speaks of the end of the war may be asked what they said, and when.
_QUOTED = HELPERS | {"plea", "un", "hope", "did"}

Understood = tuple[Intent, Forbidden | Function | SmallTalk | None]


def asked_alone(words: tuple[Word, ...], *, asks: bool) -> Function | None:
    """What a message wants that says nothing else; of a question, only where a shelter is."""
    said = [word for word in words if not word.generic and not word.concepts & _BESIDE]
    if len(words) <= _MOST_BESIDE_SHELTER and len(said) == 1 and "shelter" in said[0].concepts:
        return Function.SHELTER
    fitting = (
        one for concept, one in ({} if asks else _ALONE).items() if all(concept in word.concepts for word in said)
    )
    return next(fitting, None) if said else None


def intent_of(concepts: frozenset[str], content: tuple[Word, ...], places: tuple[Place, ...]) -> Understood:
    forbidden = _forbidden(concepts)
    if forbidden:
        return Intent.FORBIDDEN, forbidden
    if _asks_for_safety(concepts):
        return Intent.SAFETY, None
    function = _function(concepts)
    asks = concepts & {"who", "when", "why"}
    if function is None and "follow" in concepts and places and not asks and not any(word.concepts for word in content):
        function = Function.PLACE
    if function is None and _asks_for_hours(concepts, content):
        function = Function.STATS
    if function:
        return Intent.FUNCTION, function
    if _asks_for_status(concepts, content):
        return (Intent.FUNCTION, Function.STATS) if concepts & {"today", "other_span"} else (Intent.STATUS, None)
    if _asks_what_to_do(concepts):
        return Intent.GUIDANCE, None
    talk = next((kind for concept, kind in _SMALL_TALK.items() if concept in concepts), None)
    if talk and _only_talks(content):
        return Intent.SMALL_TALK, talk
    if not (concepts or places or any(word.known for word in content)):
        return Intent.UNKNOWN, None
    return Intent.EVENTS, None


def _forbidden(concepts: frozenset[str]) -> Forbidden | None:
    if "defence" in concepts:
        return Forbidden.DEFENCE
    if "exact_place" in concepts and (concepts & (_DANGERS | _HIT_PLACES)) and "shelter" not in concepts:
        return Forbidden.IMPACT
    # A cat that will not come to the shelter predicts nothing.
    looks_ahead = "future" in concepts and not concepts & {
        "say",
        "hope",
        "what_to_do",
        *(WHEREABOUTS - {"school_place"}),
    }
    is_when_it_ends = {"when", "war", "end"} <= concepts and not concepts & _QUOTED
    if (
        is_when_it_ends
        or ("end_of_war" in concepts and "hope" not in concepts)
        or (looks_ahead and (concepts & (_DANGERS | {"did"}) or not concepts & _FUNCTIONS.keys()))
    ):
        return Forbidden.PREDICTION
    return None


def _only_talks(content: tuple[Word, ...]) -> bool:
    """A greeting may call us by whatever name; a word that means something makes it a question."""
    beside = [word for word in content if not word.concepts & _SMALL_TALK.keys()]
    return len(beside) <= MOST_NAMES and not any(word.concepts or word.known for word in beside)


def _asks_for_safety(concepts: frozenset[str]) -> bool:
    if concepts & {"why", "who", "how_many", "often"}:
        return False
    if "what_to_do" in concepts and concepts & WHEREABOUTS:
        return False
    return "go_out" in concepts or ("safe" in concepts and "what_to_do" not in concepts)


def _function(concepts: frozenset[str]) -> Function | None:
    if concepts & HARM and "set_digest" not in concepts:
        return None
    if {"why", "ring"} <= concepts:
        return Function.WHY
    if concepts & {"who", "run", "urgent"} or ("silenced" in concepts and not _wants_silence(concepts)):
        return None
    together = next((function for cue, function in _FUNCTION_CUES if cue <= concepts), None)
    if together is Function.PLACE and concepts & {"set_quiet", "set_mute", "set_digest"}:
        together = None
    if together or "why" in concepts:
        return together
    if {"set_mute", "night"} <= concepts:
        # "Do people mute their phones at night" is for us to tell.
        return Function.QUIET if "self" in concepts or "phone" not in concepts else None
    # Who says what happens to them, or to whom a president turned, asks for no list of commands by "help".
    offered = concepts - ({"open_help"} if concepts & (PLIGHTS | HELPERS) else set())
    return next((function for concept, function in _FUNCTIONS.items() if concept in offered), None)


def _wants_silence(concepts: frozenset[str]) -> bool:
    """ "Turn the sound off" is for us to do; "they turn their phones off" is told."""
    return "set_mute" in concepts and not concepts & {"phone", "did"}


def _asks_for_hours(concepts: frozenset[str], content: tuple[Word, ...]) -> bool:
    """ "How many hours last week": of what goes without saying; with any other word it is another question."""
    spans = {"today", "week", "this_week", "other_span"}
    counts = {"how_many", "hour"} <= concepts and bool(concepts & spans)
    return counts and all(word.concepts and word.concepts <= spans | {"hour", "how_many"} for word in content)


def _asks_for_status(concepts: frozenset[str], content: tuple[Word, ...]) -> bool:
    waits = "when" in concepts and not concepts & {"all_clear", "end"}
    if (
        waits
        or concepts & {"why", "who", "link", "what_to_do"}
        or concepts & ASKS_FOR_A_NUMBER
        or "how_often" in concepts
    ):
        return False
    signals = {"alert", "siren", "all_clear"}
    if "war" not in concepts and not concepts & {"say", "hope"}:
        signals |= {"end"}
    if concepts & {"be", "now"} and "did" not in concepts:
        # "Is the city under attack" asks of this minute, and no report knows it.
        signals |= {"attack", "struck"}
    about_signals = all(word.concepts & signals for word in content)
    return about_signals and (bool(content) or "now" in concepts)


def _asks_what_to_do(concepts: frozenset[str]) -> bool:
    if "emergency_number" in concepts and not concepts & {"how_many", "why", "what_happened"}:
        return True
    if concepts & {"how_many", "who", "why", "say", "what_happened"}:
        return False
    return bool(concepts & {"what_to_do", "go_bag"}) or ("urgent" in concepts and not concepts & {"when", *PREDICATES})
