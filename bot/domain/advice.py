"""Finds the card that says what to do, by its keywords; where danger alone is named, the most careful card."""

from bot.domain.alerts import Band
from bot.domain.answers import CardAnswer
from bot.domain.cards import Card, Topic
from bot.domain.lexicon import Word
from bot.domain.library import Library, ShelvedCard
from bot.domain.questions import CARDINALS, PLIGHTS, WHEREABOUTS, Question

#: How much more a word of mortal danger tells than the place where one is.
_URGENT_WEIGHT = 3
#: How much more fear tells, and how much more who is afraid, or where, than a window or a lift.
_FEAR_WEIGHT = 1.5
_WHO_OR_WHERE_WEIGHT = 2
#: How little a card about a weapon tells somebody who asks what to do now.
_WHILE_IT_FLIES = 0.3
#: Words that say that there is danger, but not which card is for it; without another, the most careful card is right.
_ALERT_WORDS = frozenset(
    {"alert", "siren", "attack", "struck", "now", "today", "night", "shelter", "house", "building"}
    | {"high_rise", "run", "storey"}
)


def card_for(question: Question, library: Library, *, strict: bool = False) -> CardAnswer | None:
    """The card with the most telling keywords; `strict`: nobody asked what to do, so it has to hold every word."""
    words = tuple(word for word in question.words if not word.generic)
    asked = tuple(word for word in question.content if not _says_where_or_when(word))
    if not asked and not _telling(words, library):
        return None if strict else first_card(library)
    fitting = [card for card in library.shelved_cards if _card_accounts_for(card, asked, strict=strict)]
    scores = {card: _card_score(card, words, library) * _urgency(card, question) for card in fitting}
    best = max(fitting, key=lambda card: scores[card], default=None)
    return CardAnswer(best.card) if best and scores[best] > 0 else None


def says_all(card: Card, question: Question, library: Library) -> bool:
    """Whether a card has every word that is claimed, but for those that say where one is or when."""
    asked = tuple(word for word in question.content if not _says_where_or_when(word))
    shelved = next(one for one in library.shelved_cards if one.card == card)
    return all(shelved.all.hold(word) for word in asked)


def card_of(topic: Topic, library: Library) -> CardAnswer | None:
    """The first card about this."""
    found = next((card for card in library.cards if card.topic is topic), None)
    return CardAnswer(found) if found else None


def first_card(library: Library) -> CardAnswer | None:
    """The most careful card, for danger of which nothing more is known."""
    first = library.cards.for_alert(Band.NOW)
    return CardAnswer(first) if first else None


def _urgency(card: ShelvedCard, question: Question) -> float:
    """What a weapon is like can wait while one flies; of afterwards nothing is said while the siren sounds."""
    if card.card.topic is Topic.ALL_CLEAR and _sounds(question):
        return 0
    about_weapons = card.card.topic is Topic.WEAPON
    return _WHILE_IT_FLIES if about_weapons and question.concepts & {"what_to_do", "onset"} else 1


def _sounds(question: Question) -> bool:
    return bool(question.concepts & {"siren", "alert"}) and not question.concepts & {"all_clear", "end"}


def _says_where_or_when(word: Word) -> bool:
    return bool(word.concepts & (_ALERT_WORDS | CARDINALS | {"open_help", "ring", "own"})) or word.typed.isdecimal()


def _telling(words: tuple[Word, ...], library: Library) -> bool:
    return any(_card_score(card, words, library) > 0 for card in library.shelved_cards)


def _card_accounts_for(card: ShelvedCard, asked: tuple[Word, ...], *, strict: bool) -> bool:
    """Advice is of a subject: a third of the words have to be the card's; `strict`: all of them."""
    missing = [word for word in asked if not card.all.hold(word)]
    if strict or not asked:
        return not missing
    if any(word.concepts & PLIGHTS and card.keywords_of(word) for word in asked):
        # In need, people tell more than a card says.
        return True
    return 3 * len(missing) <= 2 * len(asked)


def _weight(word: Word) -> float:
    if word.concepts & (PLIGHTS | {"urgent", "emergency_number"}) - {"fear"}:
        return _URGENT_WEIGHT
    if "fear" in word.concepts:
        return _FEAR_WEIGHT
    return _WHO_OR_WHERE_WEIGHT if word.concepts & WHEREABOUTS else 1


def _card_score(card: ShelvedCard, words: tuple[Word, ...], library: Library) -> float:
    """Each word counts as its share of a card's keywords among all cards'; what may explode before where one is."""
    score = 0.0
    for word in words:
        own = 0 if word.concepts & _ALERT_WORDS else card.keywords_of(word)
        if own:
            score += _weight(word) * own / sum(other.keywords_of(word) for other in library.shelved_cards)
    return score
