"""What is not sure is asked back: the likely wishes behind a message, best first, instead of a page beside it.

Where a second counts nothing is asked back: somebody in danger gets the card at once.
"""

from collections.abc import Iterator

from bot.domain.advice import card_for, card_of
from bot.domain.answers import Answer, AskedBack, CardAnswer, FunctionAnswer, StatusAnswer, Wish
from bot.domain.cards import Topic
from bot.domain.cues import CUES, is_explained, roles_in, roles_of
from bot.domain.library import Library
from bot.domain.questions import ARMS, PLIGHTS, Function, Question
from bot.domain.second_look import areas_of, of_sound, tells_of_events

#: So many buttons are read at a glance.
MOST_WISHES = 3
#: Cards that can wait for a tap; of all others, or while anything is happening, the card is told at once.
_CAN_WAIT = frozenset({Topic.BAG, Topic.NIGHT, Topic.CHILDREN, Topic.DISABILITY, Topic.PETS, Topic.WEAPON})
#: What people look for in a hurry or in fear.
_CANNOT_WAIT = frozenset({Function.SHELTER, Function.CALM})
#: Words of what is happening to somebody now.
_HAPPENING = PLIGHTS | ARMS | {"alert", "siren", "attack", "shelter", "urgent", "onset", "run"}
_SOUNDS_LIKE_HAPPENING = frozenset({"plight", "boom", "injury", "lies"})
#: Of these, each may cost a life while it waits behind another wish.
CARD_OF_MORTAL = {
    "unexploded": Topic.ORDNANCE,
    "under_rubble": Topic.RUBBLE,
    "bleeding": Topic.FIRST_AID,
    "fire_here": Topic.FIRE,
    "gas_smell": Topic.FIRE,
}
_SETTINGS = frozenset({"set_quiet", "set_mute", "set_digest", "set_place", "summary"})
#: What one role alone points at, where roles together say no more; the most telling first.
_POINTERS: tuple[tuple[str, Function], ...] = (
    ("map", Function.MAP),
    ("stats", Function.STATS),
    ("summary", Function.DIGEST),
    ("quiet", Function.MUTE),
    ("back", Function.MUTE),
    ("wake", Function.QUIET),
    ("sound", Function.QUIET),
    ("settings", Function.SETTINGS),
    ("language", Function.LANGUAGE),
    ("erase", Function.PRIVACY),
    ("data", Function.PRIVACY),
    ("follow", Function.PLACE),
    ("bag", Function.BAG),
)


def mortal_danger(question: Question, library: Library) -> CardAnswer | None:
    """The card for somebody who wants something else in the same breath: "I am under the rubble, the digest"."""
    wants_something = isinstance(question.subject, Function) or question.concepts & _SETTINGS
    asks_of_others = question.counts or question.predicates or question.concepts & {"who", "did", "when", "say"}
    if not wants_something or asks_of_others:
        return None
    topic = next((topic for concept, topic in CARD_OF_MORTAL.items() if concept in question.concepts), None)
    if topic is None and {"thing", "lies"} <= roles_in(question, library):
        topic = Topic.ORDNANCE
    return card_of(topic, library) if topic else None


def sure_or_asked(question: Question, found: Answer, library: Library) -> Answer:
    """What was found where it has to be told at once, else the question whether that or something near is meant."""
    match found:
        case FunctionAnswer() | CardAnswer() | StatusAnswer() if not _at_once(question, found, library):
            return AskedBack(_wishes(question, found, library))
    return found


def pointed_at(question: Question, library: Library) -> AskedBack | None:
    """What single words of a message point at that nothing understood; nothing where it tells of events."""
    roles = roles_in(question, library)
    if question.counts or question.places or tells_of_events(question, roles):
        return None
    if question.times and "stats" not in roles:
        return None
    if question.concepts & {"why", "did", "where", "when", "how_often"} or _is_happening(question, roles):
        return None
    wishes = _wishes(question, None, library)
    return AskedBack(wishes) if wishes else None


def is_borne_out(question: Question, function: Function, library: Library) -> bool:
    """Whether roles lead where the phrase led, or nowhere."""
    roles = roles_in(question, library)
    first = next((one for cue, one in CUES if cue <= roles), function)
    return first is function or {first, function} == {Function.MUTE, Function.QUIET}


def _at_once(question: Question, found: Wish, library: Library) -> bool:
    roles = roles_in(question, library)
    match found:
        case CardAnswer(card):
            return card.topic not in _CAN_WAIT or _is_happening(question, roles)
        case StatusAnswer():
            return not (roles & {"only", "less", "back"} and roles & {"sound", "message", "quiet"})
        case FunctionAnswer(function):
            return function in _CANNOT_WAIT or _is_a_bare_word(question, library)


def _is_a_bare_word(question: Question, library: Library) -> bool:
    return len(question.words) == 1 and bool(roles_of(question.words[0], library))


def is_happening(question: Question, library: Library) -> bool:
    """Whether it tells of what happens to somebody now."""
    return _is_happening(question, roles_in(question, library))


def _is_happening(question: Question, roles: frozenset[str]) -> bool:
    return bool(question.concepts & _HAPPENING or roles & _SOUNDS_LIKE_HAPPENING)


def _wishes(question: Question, found: Wish | None, library: Library) -> tuple[Wish, ...]:
    wishes: list[Wish] = [found] if found else []
    for near in _near(question, library):
        if near not in wishes:
            wishes.append(near)
    return tuple(wishes[:MOST_WISHES])


def _near(question: Question, library: Library) -> Iterator[Wish]:
    roles, areas = roles_in(question, library), areas_of(question)
    together = (function for cue, function in CUES if cue <= roles and is_explained(question, library))
    alone = (function for role, function in _POINTERS if role in roles)
    for function in (*together, *alone):
        if function is Function.MUTE:
            yield FunctionAnswer(of_sound(question, library), areas)
        yield FunctionAnswer(function, areas)
    card = card_for(question, library, strict=True) if question.content else None
    if card and card.card.topic in _CAN_WAIT:
        yield card
    if question.concepts & {"alert", "siren"} or roles & {"flies", "state"}:
        yield StatusAnswer(areas)
