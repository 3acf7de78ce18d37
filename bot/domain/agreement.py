"""Holds what the lists found against what a message is like: where both agree it is told, where they differ the surer
one counts, and what neither is sure of is asked back.

It finds no claim, and leaves a claim alone: of events nothing is told but what accounts for every word.
"""

from collections.abc import Iterator, Sequence

from bot.domain.answers import (
    Answer,
    AskedBack,
    CardAnswer,
    ClaimsAnswer,
    ForbiddenAnswer,
    FunctionAnswer,
    NoReport,
    OverviewAnswer,
    Refusal,
    SafetyAnswer,
    SmallTalkAnswer,
    StatusAnswer,
    Wish,
)
from bot.domain.asking_back import CARD_OF_MORTAL, MOST_WISHES, is_happening
from bot.domain.cards import Card, Topic
from bot.domain.examples import Kind, Likeness, Target
from bot.domain.library import Library
from bot.domain.questions import HARM, Forbidden, Function, Question
from bot.domain.reported import told
from bot.domain.targets import answer_of, lead_alike

#: From this share of all likeness on a refusal gives way; from the lower one on it is asked back what is meant.
SURE = 0.9
PERHAPS = 0.45
#: From here on a refusal is asked back, or gives way to a kind word, which costs nothing where it is wrong.
LIKELY = 0.6
#: From here on what was one of several buttons is meant.
BOTH_AGREE = 0.7
#: From here on a card that a keyword led to gives way to a likelier one, and a page to a card.
LIKELIER = 0.88
CERTAIN = 0.95
#: From here on a question of sirens is one of those that sound now.
LIKELY_LIVE = 0.8
#: From here on what may kill goes before any page, and before advice that is likelier.
MORTAL, MORTAL_AMONG_CARDS = 0.55, 0.4
#: What we do not do, or must not, is refused from here on instead of asked back.
_NOT_OURS = 0.8
#: A command is beside the question that is less likely than so many of the likeliest.
_UNLIKELY = 0.02
#: Nothing is asked back that is so likely something which happened, or nothing that we do.
_TOLD_OF = 0.2
#: A wish that is this likely has a button beside a likelier one.
_WORTH_A_BUTTON = 0.12

#: By these somebody takes their leave.
_KIND_WORDS = frozenset({"thanks", "goodbye"})
#: What may be asked by "who".
_OF_US = frozenset({Function.HELP, Function.PRIVACY})
_LIVE = frozenset({Kind.STATUS, Kind.SAFETY})
_WISHES = _LIVE | {Kind.FUNCTION, Kind.CARD}
#: No other page goes before these.
_MORTAL = frozenset(CARD_OF_MORTAL.values())
#: Who says what happens to them wants more than the state.
_IN_PERSON = frozenset({"self", "own", "what_to_do", "urgent", "onset"})
#: Who counts something may want advice all the same: "which number does one dial".
_ADVISED = frozenset({"self", "own", "urgent", "onset", "emergency_number"})
#: Who counts these asks of what happened.
_COUNTED_OF_EVENTS = frozenset({"house", "building", "high_rise", "storey", "district", "people_counted"})
#: What we have neither a report nor a card of, however like one of ours it sounds.
_NOT_KEPT = frozenset({"which_hospital", "other_danger"})
#: Who says so is not asked back.
_NEEDY = frozenset({"urgent", "onset"})
#: What is read while it lasts.
_IN_AN_ALERT = frozenset({Topic.ALERT, Topic.WEAPON})


def agreed(question: Question, found: Answer, library: Library) -> Answer:
    """What was found, or what the message is likelier to want."""
    likest = library.examples.likest(question.text)
    if not likest or not (question.places or any(word.known for word in question.words)):
        # Letters alone are like something whatever they are: "ljvfire" is no fire.
        return found
    first = likest[0]
    if first.target.kind is Kind.EVENTS and first.share >= SURE and _is_a_page(question, found, library):
        return told(question, library)
    mortal = _mortal(question, found, likest, library)
    if mortal and not _is_of_events(question, found):
        return answer_of(mortal.target, question, library) or found
    if isinstance(found, Refusal):
        return _instead_of_refusing(question, found, likest, library)
    if isinstance(found, AskedBack):
        return _asked(question, found.wishes, likest, library)
    if first.target.kind is Kind.NONE and first.share >= _NOT_OURS and _may_be_nothing(question, found, library):
        return NoReport(None, library.reported_places)
    target = answer_of(first.target, question, library)
    if target is None or lead_alike(found, target):
        return found
    return target if _gives_way(question, found, first, library) else found


def _mortal(question: Question, found: Answer, likest: Sequence[Likeness], library: Library) -> Likeness | None:
    """What may kill, where it is likely, or where advice is surely wanted and other advice is hardly likelier; it has
    to be sure where the lists led to a page of another kind.
    """
    surely_advice = _together(likest, Kind.CARD) >= SURE and any(word.known for word in question.content)
    enough = MORTAL_AMONG_CARDS if surely_advice else MORTAL
    if not isinstance(found, CardAnswer | AskedBack | Refusal):
        enough = SURE
    return next((one for one in likest if one.share >= enough and _is_mortal(one, library)), None)


def _is_of_events(question: Question, found: Answer) -> bool:
    return isinstance(found, ClaimsAnswer) or question.counts or bool(question.predicates & HARM)


def _may_be_nothing(question: Question, found: Answer, library: Library) -> bool:
    """Whether a page may be left out where nobody wants it: never for somebody to whom something happens."""
    if isinstance(found, CardAnswer):
        return not is_happening(question, library)
    return isinstance(found, FunctionAnswer)


def _is_a_page(question: Question, found: Answer, library: Library) -> bool:
    """Whether a question of events would be led away from reports; statistics are of events too, and a card is for
    whoever is in need.
    """
    if isinstance(found, CardAnswer):
        return not (is_happening(question, library) or question.concepts & _IN_PERSON)
    if isinstance(found, FunctionAnswer):
        return found.function is not Function.STATS
    return isinstance(found, StatusAnswer | AskedBack)


def _gives_way(question: Question, found: Answer, first: Likeness, library: Library) -> bool:
    kind, share = first.target.kind, first.share
    match found:
        case CardAnswer(card):
            return _card_gives_way(card, question, first, library)
        case StatusAnswer() | SafetyAnswer():
            refused = kind is Kind.FORBIDDEN and share >= SURE
            return refused or (share >= CERTAIN and kind in (Kind.CARD, Kind.TALK, Kind.FUNCTION))
        case FunctionAnswer():
            ahead = kind is Kind.FORBIDDEN and share >= LIKELY_LIVE
            other = kind is Kind.FUNCTION and share >= CERTAIN
            return ahead or other or (share >= SURE and (kind is Kind.CARD or kind in _LIVE))
        case OverviewAnswer(None):
            return share >= SURE and kind is Kind.STATUS
        case SmallTalkAnswer():
            # "Hello, what is the situation": nobody wants to be greeted alone.
            return share >= LIKELIER and kind in _WISHES | {Kind.OVERVIEW}
        case ForbiddenAnswer():
            return share >= CERTAIN and kind in _WISHES
        case ClaimsAnswer():
            # "What is in the sky": one word is found in some claim sooner than meant as a question of it.
            of_signals = bool(question.concepts & {"alert", "siren"}) and share >= LIKELY_LIVE
            live = kind in _LIVE and (of_signals or (len(question.content) <= 1 and share >= CERTAIN))
            # "Cheers, must run": who takes their leave asks nothing of others who run.
            kind_word = LIKELY if question.concepts & _KIND_WORDS else CERTAIN
            return live or (kind is Kind.TALK and share >= kind_word)
    return False


def _card_gives_way(card: Card, question: Question, first: Likeness, library: Library) -> bool:
    kind, share = first.target.kind, first.share
    is_afterwards = card.topic is Topic.ALL_CLEAR
    # "What to do when the all clear is given" says of no minute that it is over.
    is_wanted = {"what_to_do", "link"} <= question.concepts
    if kind is Kind.CARD:
        # Advice for afterwards sounds as if it were over.
        return share >= (PERHAPS if is_afterwards and not is_wanted else LIKELIER)
    if card.topic in _MORTAL:
        return False
    if kind in _LIVE:
        afterwards = is_afterwards and share >= (CERTAIN if is_wanted else PERHAPS)
        beside = card.topic not in _IN_AN_ALERT and share >= CERTAIN
        in_need = question.concepts & (_NEEDY if "?" in question.text or share >= CERTAIN else _IN_PERSON)
        asks = kind is Kind.STATUS and share >= LIKELIER and not in_need
        return afterwards or beside or asks or (share >= SURE and not is_happening(question, library))
    if kind is Kind.FORBIDDEN:
        return share >= (LIKELY if "future" in question.concepts else SURE)
    return share >= LIKELIER and kind in (Kind.FUNCTION, Kind.TALK)


def _is_mortal(likeness: Likeness, library: Library) -> bool:
    if likeness.target.kind is not Kind.CARD:
        return False
    card = library.cards.find(likeness.target.name)
    return card is not None and card.topic in _MORTAL


def _instead_of_refusing(question: Question, found: Answer, likest: Sequence[Likeness], library: Library) -> Answer:
    first = likest[0]
    target = answer_of(first.target, question, library)
    if target is None or not _may_be_told(question, first.target):
        return found
    if first.target.kind in (Kind.TALK, Kind.FORBIDDEN):
        return target if first.share >= LIKELY else found
    if first.share >= (LIKELY_LIVE if first.target.kind in _LIVE else SURE):
        return target
    of_cards, told_of = _together(likest, Kind.CARD), _together(likest, Kind.EVENTS, Kind.NONE)
    needy = of_cards >= LIKELY and question.concepts & _NEEDY
    advised = first.share >= LIKELY_LIVE and "what_to_do" in question.concepts
    happens = of_cards >= SURE and first.share >= PERHAPS and is_happening(question, library)
    if first.target.kind is Kind.CARD and (needy or happens or advised):
        # A card beside the need is better than none.
        return target
    if (
        (first.share < LIKELY and _together(likest[:2], *_WISHES) < SURE)
        or told_of > _TOLD_OF
        or question.counts
        or _is_shaped(question, first.target.kind)
    ):
        return found
    wishes = tuple(_wishes(question, likest, library))[:MOST_WISHES]
    return AskedBack(wishes) if wishes else found


def _together(likest: Sequence[Likeness], *kinds: Kind) -> float:
    return sum(one.share for one in likest if one.target.kind in kinds)


def _may_be_told(question: Question, target: Target) -> bool:
    """A refusal of what was asked of events gives way to advice for somebody in need at the most."""
    if target.name == Forbidden.PREDICTION:
        return True
    if question.concepts & _NOT_KEPT:
        return False
    if target.kind in (Kind.FORBIDDEN, Kind.OVERVIEW):
        return not question.counts
    if target.kind is Kind.CARD:
        # "How much water for each of us": a figure of no event, which advice may have.
        of_event = question.units or question.predicates or question.places or question.times
        of_no_event = not (of_event or question.concepts & _COUNTED_OF_EVENTS)
        return not question.counts or of_no_event or bool(question.concepts & _ADVISED)
    if question.predicates or question.counts:
        return False
    if target.kind is Kind.FUNCTION and "who" in question.concepts and target.name not in _OF_US:
        return False
    if target.name == Function.CIRCLE and "own_word" in question.concepts and "?" in question.text:
        # "I am safe" is a word for the others, "am I safe" is not.
        return False
    return not (question.is_of_another_time and target.kind in _LIVE)


def _is_shaped(question: Question, kind: Kind) -> bool:
    """Whether it asks of events in its very form, so that a button would be beside it."""
    asks = question.concepts & {"say", "name", "who", "who_is", "when", *(() if kind in _LIVE else ("did",))}
    # "For a week" is no time of an event.
    of_its_time = kind is not Kind.FUNCTION and question.is_of_another_time
    return bool(asks or question.predicates or of_its_time)


def _asked(question: Question, wishes: tuple[Wish, ...], likest: Sequence[Likeness], library: Library) -> Answer:
    """Told where two readings agree, or where the one leaves no doubt; else the likeliest button comes first."""
    first = likest[0]
    if first.target.kind is Kind.NONE and first.share >= _NOT_OURS:
        return NoReport(None, library.reported_places)
    target = answer_of(first.target, question, library)
    if target is None or first.share < PERHAPS:
        return AskedBack(wishes)
    if isinstance(target, ForbiddenAnswer):
        return target if first.share >= _NOT_OURS else AskedBack(wishes)
    known = next((wish for wish in wishes if lead_alike(wish, target)), None)
    if known and first.share >= BOTH_AGREE:
        return known
    if first.share >= SURE and first.target.kind in _WISHES | {Kind.TALK, Kind.OVERVIEW}:
        return target
    unlikely = first.share * _UNLIKELY
    wishes = tuple(
        wish
        for wish in wishes
        if isinstance(wish, CardAnswer) or _share_of(wish, likest, question, library) >= unlikely
    )
    if not wishes:
        return _instead_of_refusing(question, NoReport(None, library.reported_places), likest, library)
    best = known or _as_a_wish(target)
    if best is None:
        return AskedBack(wishes)
    return AskedBack((best, *(wish for wish in wishes if wish != best))[:MOST_WISHES])


def _wishes(question: Question, likest: Sequence[Likeness], library: Library) -> Iterator[Wish]:
    """What may have a button, the likeliest first."""
    offered: list[Wish] = []
    for one in likest:
        if one.share < _WORTH_A_BUTTON:
            return
        wish = _as_a_wish(answer_of(one.target, question, library))
        if wish and wish not in offered:
            offered.append(wish)
            yield wish


def _as_a_wish(target: Answer | None) -> Wish | None:
    """What a button may offer of it; whether it is safe is asked of the state."""
    if isinstance(target, SafetyAnswer):
        return StatusAnswer(target.areas)
    return target if isinstance(target, Wish) else None


def _share_of(wish: Wish, likest: Sequence[Likeness], question: Question, library: Library) -> float:
    answers = ((one.share, answer_of(one.target, question, library)) for one in likest)
    return next((share for share, answer in answers if answer and lead_alike(wish, answer)), 0.0)
