"""A second look at a message that would be refused: which function, state or card its words point at together.

It never tells of events. What asks for a count, for harm, for who or when, stays refused: a refusal is better.
"""

from bot.domain.advice import card_for, card_of, first_card
from bot.domain.alerts import AreaId, Band
from bot.domain.answers import Answer, FunctionAnswer, SafetyAnswer, SmallTalkAnswer, StatusAnswer
from bot.domain.cards import Topic
from bot.domain.cues import CUES, NAMED, PLAIN, is_explained, is_of_a_clock, roles_in, roles_of
from bot.domain.library import Library
from bot.domain.questions import (
    ARMS,
    PLIGHTS,
    PREDICATES,
    WHEREABOUTS,
    Function,
    Intent,
    Question,
    SmallTalk,
)

#: What nobody asks for while something happens to them.
_OF_CALM_HOURS = frozenset({Function.STATS, Function.CIRCLE, Function.PLACE, Function.MAP, Function.HELP})


def second_look(question: Question, library: Library) -> Answer | None:
    """What the words point at, or None where they tell of events or of nothing that we do."""
    roles = roles_in(question, library)
    if tells_of_events(question, roles):
        return None
    advice = _advice(question, roles, library)
    if advice:
        return advice
    function = _function(question, roles, library)
    if function and (not question.counts or function is Function.STATS or _asks_the_way(question, function)):
        return FunctionAnswer(function, areas_of(question))
    return _bare(question, library) or _live(question, roles, library) or _thanks(question)


def _asks_the_way(question: Question, function: Function) -> bool:
    """How far a shelter is; how many there are, nobody here counted."""
    return function is Function.SHELTER and bool(question.concepts & {"how_far", "how_long"})


def function_for(question: Question, library: Library) -> Answer | None:
    """The function that the words ask for where nothing is asked of events."""
    roles = roles_in(question, library)
    if question.counts or tells_of_events(question, roles):
        return None
    function = _function(question, roles, library)
    return FunctionAnswer(function, areas_of(question)) if function else None


def _function(question: Question, roles: frozenset[str], library: Library) -> Function | None:
    if (
        question.content
        and not question.concepts & {"thanks", "greeting"}
        and all("bot" in roles_of(word, library) for word in question.content)
    ):
        return Function.HELP
    explained = is_explained(question, library)
    # Where a shelter is asked for, the other words are names of the place.
    found = next((one for cue, one in CUES if cue <= roles and (explained or one is Function.SHELTER)), None)
    if found in _OF_CALM_HOURS and question.concepts & (WHEREABOUTS | PLIGHTS):
        return None
    if found is Function.SHELTER and ("why" in question.concepts or _is_of_others(question, roles)):
        return None
    return of_sound(question, library) if found is Function.MUTE else found


def _thanks(question: Question) -> Answer | None:
    """ "Thanks for waking me": whatever for."""
    if question.places or question.counts or not (question.words and "thanks" in question.words[0].concepts):
        return None
    return SmallTalkAnswer(SmallTalk.THANKS)


def asked_of_us(question: Question, library: Library) -> Answer | None:
    """What is said to us, before any claim is looked at: "forget everything" is no quotation."""
    roles = roles_in(question, library)
    if question.counts or tells_of_events(question, roles) or _is_of_others(question, roles):
        return None
    if not question.places and not _asks(question) and "thing" in roles and "lies" in roles:
        return card_of(Topic.ORDNANCE, library)
    bare = _bare(question, library)
    if bare:
        return bare
    if not _asks(question) and {"injury", "body"} <= roles:
        return card_of(Topic.FIRST_AID, library)
    if {"boom", "this_moment"} <= roles and not question.places and "asks_advice" not in roles:
        return StatusAnswer(())
    if "hide" in roles and question.concepts & {"find", "near_me"} and not _asks(question):
        return FunctionAnswer(Function.SHELTER, areas_of(question))
    wishes = (
        "sound" in roles
        and bool(roles & {"less", "back", "only"})
        and not _asks(question)
        and "phone" not in question.concepts
    )
    function = _function(question, roles, library) if wishes or "addressed" in roles else None
    return FunctionAnswer(function, areas_of(question)) if function else None


def _is_of_others(question: Question, roles: frozenset[str]) -> bool:
    """ "Do folks still run to the shelter": it is asked what they do, and nothing of us."""
    return "does" in question.concepts and not (question.concepts & {"self", "own"} or "addressed" in roles)


def _bare(question: Question, library: Library) -> Answer | None:
    """One word that stands for a command: "menu", "status"."""
    said = [roles_of(word, library) for word in question.words]
    if said and all("menu" in roles for roles in said):
        return FunctionAnswer(Function.HELP)
    if said and all("language" in roles for roles in said):
        return FunctionAnswer(Function.LANGUAGE)
    return StatusAnswer(areas_of(question)) if said and all("state" in roles for roles in said) else None


def instead_of(question: Question, library: Library) -> Answer | None:
    """Of a message that seems to ask for advice or the state: a function that its words ask for, where nobody is in
    danger: "how do I use this", "I want alerts for Lviv as well".
    """
    roles = roles_in(question, library)
    if question.intent is Intent.STATUS:
        wishes = {"wish", "message", NAMED} <= roles and not roles & {"present", "peaceful"}
        return FunctionAnswer(Function.PLACE, areas_of(question)) if wishes else None
    concerns = question.concepts & (PLIGHTS | WHEREABOUTS | {"alert", "siren", "urgent", "leave_city"})
    danger = concerns or roles & {"plight", "boom"} or {"utility", "gone"} <= roles
    return None if danger else function_for(question, library)


def of_sound(question: Question, library: Library) -> Function:
    """Which of the functions that silence something is wanted: of the night, of a span, or why it was so."""
    roles = roles_in(question, library)
    hours = [word for word in question.words if is_of_a_clock(word) or "hour_name" in roles_of(word, library)]
    if {"why", "heard"} <= roles and "set_quiet" not in question.concepts:
        return Function.WHY
    return Function.QUIET if roles & {"night", "wake", "only"} or len(hours) > 1 else Function.MUTE


def _asks(question: Question) -> bool:
    return bool(question.concepts & {"who", "who_is", "when", "why", "how_often", "did", "say", "name"})


def tells_of_events(question: Question, roles: frozenset[str]) -> bool:
    """Whether somebody is harmed, counted, quoted or asked for: then roles have no say."""
    asks = question.concepts & {"say", "name", "who", "who_is", "future", "the_report"}
    if {"data", "about_me"} <= roles or {"bot", "origin"} <= roles or {"family", "inquire"} <= roles:
        asks -= {"say", "who", "who_is"}
    if {"why", "message"} <= roles:
        asks -= {"say"}
    if {"why", "heard", "bot"} <= roles and not asks:
        return False
    if "set_digest" in question.concepts and not question.counts:
        # "Kill the digest" hurts nobody.
        return False
    if {"message", "past_span", PLAIN} <= roles and not question.predicates and not asks:
        return False
    others = question.is_of_another_time and not question.counts
    return bool(
        asks or others or question.predicates - {"struck"} or ("struck" in question.predicates and "boom" not in roles)
    )


def _advice(question: Question, roles: frozenset[str], library: Library) -> Answer | None:
    """Somebody is in need, in more words than a card has: the card that fits best, else the most careful one."""
    if not question.counts and ({"thing", "lies"} <= roles or ("lies" in roles and question.concepts & ARMS)):
        return card_of(Topic.ORDNANCE, library)
    if not question.counts and {"injury", "body"} <= roles:
        return card_of(Topic.FIRST_AID, library)
    if "boom" in roles and "this_moment" in roles and not question.places and not question.counts:
        return first_card(library)
    if question.counts or "did" in question.concepts:
        return None
    if "plight" in roles and ("asks_advice" in roles or question.intent is Intent.GUIDANCE):
        return card_for(question, library) or first_card(library)
    in_alert = question.concepts & {"siren", "alert"} and question.concepts & {"onset", "self"}
    if in_alert and not _asks(question) and not is_of_a_child_elsewhere(question, roles):
        return card_for(question, library) or first_card(library)
    if {"utility", "gone"} <= roles and not _asks(question):
        return card_of(Topic.OUTAGE, library)
    return card_for(question, library) if "asks_advice" in roles and question.content else None


def is_of_a_child_elsewhere(question: Question, roles: frozenset[str]) -> bool:
    """A grandchild in another town is no child in the room; who says "we" or "I" is there, unless they wish to see."""
    if not question.places or question.concepts & (WHEREABOUTS | PLIGHTS) != {"child"}:
        return False
    return not question.concepts & {"self", "onset", "urgent"} or bool(roles & {"wish", "follow"})


def _live(question: Question, roles: frozenset[str], library: Library) -> Answer | None:
    """Of this minute: never more than the state of the alerts and how fresh it is."""
    signals = {"alert", "siren", "all_clear", "onset"}
    if (
        question.content
        and all(word.concepts & signals for word in question.content)
        and _asks_since_when(question, roles)
    ):
        return StatusAnswer(areas_of(question))
    if (
        question.counts
        or question.concepts & {"did", "why", "when", "how_often"}
        or any(word.concepts & PREDICATES for word in question.words)
    ):
        return None
    if "flies" in roles and "present" in roles:
        return StatusAnswer(areas_of(question))
    if "peaceful" in roles and "be" in question.concepts and question.intent is Intent.EVENTS:
        return SafetyAnswer(areas_of(question), library.cards.for_alert(Band.NOW))
    return None


def _asks_since_when(question: Question, roles: frozenset[str]) -> bool:
    return "when" in question.concepts or ("how_long" in question.concepts and "ongoing" in roles)


def areas_of(question: Question) -> tuple[AreaId, ...]:
    """Every area that is named, in a fixed order."""
    return tuple(sorted({area for place in question.places for area in place.areas}))
