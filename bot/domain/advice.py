"""Finds the card that says what to do, by its keywords; where danger alone is named, the most careful card."""

from bot.domain.alerts import Band
from bot.domain.answers import CardAnswer
from bot.domain.lexicon import Word
from bot.domain.library import Library, ShelvedCard
from bot.domain.questions import Question

#: How much more a word of mortal danger tells than the place where one is.
_URGENT_WEIGHT = 3
#: Words that say that there is danger, but not which card is for it; without another, the most careful card is right.
_ALERT_WORDS = frozenset(
    {"alert", "siren", "attack", "struck", "now", "today", "night", "shelter", "house", "building", "high_rise", "run"}
)


def card_for(question: Question, library: Library, *, strict: bool = False) -> CardAnswer | None:
    """The card with the most telling keywords; `strict`: nobody asked what to do, so it has to hold every word."""
    words = tuple(word for word in question.words if not word.generic)
    asked = tuple(word for word in question.content if not word.concepts & (_ALERT_WORDS | {"open_help"}))
    if not asked and not _telling(words, library):
        first = None if strict else library.cards.for_alert(Band.NOW)
        return CardAnswer(first) if first else None
    fitting = [card for card in library.shelved_cards if _card_accounts_for(card, asked, strict=strict)]
    scores = {card: _card_score(card, words, library) for card in fitting}
    best = max(fitting, key=lambda card: scores[card], default=None)
    return CardAnswer(best.card) if best and scores[best] > 0 else None


def _telling(words: tuple[Word, ...], library: Library) -> bool:
    return any(_card_score(card, words, library) > 0 for card in library.shelved_cards)


def _card_accounts_for(card: ShelvedCard, asked: tuple[Word, ...], *, strict: bool) -> bool:
    """Advice is of a subject: half of the words have to be the card's, and of a word that is none of ours, all."""
    missing = [word for word in asked if not card.all.hold(word)]
    if strict or not asked:
        return not missing
    return 2 * len(missing) <= len(asked)


def _card_score(card: ShelvedCard, words: tuple[Word, ...], library: Library) -> float:
    """Rare keywords count most, and what bleeds or may explode before where one is; one of every card tells nothing."""
    score = 0.0
    for word in words:
        if not word.concepts & _ALERT_WORDS and _keyword(card, word):
            weight = _URGENT_WEIGHT if "urgent" in word.concepts else 1
            score += weight / sum(_keyword(other, word) for other in library.shelved_cards)
    return score


def _keyword(card: ShelvedCard, word: Word) -> bool:
    return card.keywords.hold(word)
