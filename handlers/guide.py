"""What to do, in two taps: a topic, then a card with its sources and the day they were read."""

import re

from bot.domain.areas import normalise
from bot.domain.cards import Card, Topic
from bot.telegram.outgoing import Button
from bot.texts import Html
from handlers.context import Context, Incoming, Replies, put, say
from handlers.taps import NOT_OURS, Page, show, tapped
from handlers.telling import button, lines, paragraphs, quoted

#: A number with which a line begins, to be called.
_NUMBER = re.compile(r"([0-9][0-9 ]*[0-9])(?=,| —)", re.ASCII)
#: Copy buttons side by side.
_NUMBERS_IN_ROW = 3
_TOPICS_IN_ROW = 2


async def guide(context: Context, incoming: Incoming) -> Replies:
    """`/guide`, its topics, and the card button under an alert."""
    if incoming.message_id is not None and incoming.argument:
        return await _tapped(context, incoming)
    text, rows = await _topics(context)
    if not incoming.argument:
        return say(text, *rows)
    card = _best(context, incoming.argument)
    if card is None:
        return say(context.text("guide-not-found", words=quoted(incoming.argument)), *rows)
    text, rows = card_page(context, card)
    return say(text, *rows)


def card_page(context: Context, card: Card) -> Page:
    """A card: its lines, whose advice it is, and when that was last read."""
    language = context.chat.language
    body = lines(*(context.text("guide-line", line=line) for line in card.lines[language]))
    notes = lines(*context.services.guide.notes(card, language))
    title = context.text("guide-title", title=card.title[language])
    text = paragraphs(title, body, notes, listed_sources(context, card))
    back = button(context, "button-back", f"guide:topic:{card.topic}" if _has_siblings(context, card) else "guide:menu")
    return text, (*_copies(card, language), (back,))


def listed_sources(context: Context, card: Card) -> Html:
    """Whose advice a card is, each with where it was read, and when."""
    return context.text("guide-sources", sources=lines(*context.services.guide.sources(card, context.chat.language)))


async def _tapped(context: Context, incoming: Incoming) -> Replies:
    """A card named at once stands under an alert, which must stay: it is said anew."""
    card = context.services.cards.find(incoming.argument)
    if card is None:
        return await tapped(context, incoming, _TAPS)
    text, rows = card_page(context, card)
    return say(text, *rows)


async def _topics(context: Context) -> Page:
    known = dict.fromkeys(card.topic for card in context.services.cards)
    topics = [button(context, "guide-topic", f"guide:topic:{topic}", topic=topic) for topic in Topic if topic in known]
    rows = tuple(tuple(topics[at : at + _TOPICS_IN_ROW]) for at in range(0, len(topics), _TOPICS_IN_ROW))
    return context.text("guide-choose"), rows


def _of_topic(context: Context, topic: Topic) -> tuple[Card, ...]:
    return tuple(card for card in context.services.cards if card.topic is topic)


def _has_siblings(context: Context, card: Card) -> bool:
    return len(_of_topic(context, card.topic)) > 1


def _best(context: Context, words: str) -> Card | None:
    """The card whose title and keywords share most words with what was asked; None where none does."""
    asked = normalise(words)
    scored = [(_score(asked, card), card) for card in context.services.cards]
    score, card = max(scored, key=lambda pair: pair[0], default=(0, None))
    return card if score else None


def _score(asked: str, card: Card) -> int:
    words = set(asked.split())
    known = [normalise(text) for language in card.keywords for text in (*card.keywords[language], card.title[language])]
    return sum(2 if one == asked else 1 for one in known if set(one.split()) <= words or one == asked)


def _copies(card: Card, language: str) -> tuple[tuple[Button, ...], ...]:
    """A button for each number with which a line begins, which copies it."""
    found = (_NUMBER.match(line) for line in card.lines[language])
    buttons = [Button(one[0], copy=one[0].replace(" ", "")) for one in found if one]
    return tuple(tuple(buttons[at : at + _NUMBERS_IN_ROW]) for at in range(0, len(buttons), _NUMBERS_IN_ROW))


async def _tap_topic(context: Context, rest: str) -> Replies:
    cards = _of_topic(context, Topic(rest)) if rest in set(Topic) else ()
    if not cards:
        return NOT_OURS
    if len(cards) == 1:
        text, rows = card_page(context, cards[0])
        return put(text, *rows)
    titles = tuple((Button(card.title[context.chat.language], f"guide:open:{card.id}"),) for card in cards)
    back = button(context, "button-back", "guide:menu")
    return put(context.text("guide-topic", topic=rest), *titles, (back,))


async def _tap_open(context: Context, rest: str) -> Replies:
    card = context.services.cards.find(rest)
    if card is None:
        return NOT_OURS
    text, rows = card_page(context, card)
    return put(text, *rows)


_TAPS = {"menu": show(_topics), "topic": _tap_topic, "open": _tap_open}
