"""Calm: one minute of breathing, five senses, and the lines that exist. At one's own pace, by taps: nothing runs on
without whoever breathes, and a network that fails leaves the words on the screen.
"""

from bot.domain.cards import Card
from bot.telegram.outgoing import Button
from bot.texts import Html
from handlers.context import Context, Incoming, Replies, put, say
from handlers.guide import listed_sources
from handlers.state import to_do
from handlers.taps import NOT_OURS, Page, read_number, show, tapped
from handlers.telling import button, paragraphs

#: Breaths of ten seconds, which make a minute.
BREATHS = 6
#: The card from which the exercises are.
_CARD = "stress"
#: Lines that exist, with what is known of each in its text; a number is there to be copied.
_NUMBERS = ("7333", "0800100102", "2345", "103")


async def calm(context: Context, incoming: Incoming) -> Replies:
    """`/calm` and every button of it."""
    if incoming.message_id is not None and incoming.argument:
        return await tapped(context, incoming, _TAPS)
    text, rows = await _menu(context)
    return say(text, *rows)


async def _menu(context: Context) -> Page:
    breathe = button(context, "calm-button-breathe", "calm:breath:1")
    others = (button(context, "calm-button-senses", "calm:senses"), button(context, "calm-button-lines", "calm:lines"))
    return paragraphs(await _first(context), context.text("calm")), ((breathe,), others)


async def _first(context: Context) -> Html:
    """What to do where something runs just now: that comes before any breathing."""
    status = await context.services.statuses.of_chat(context.tx, context.chat, context.now)
    action = to_do(context, status)
    return context.text("calm-first", action=action) if action else Html()


async def _breath(context: Context, number: int) -> Page:
    text = context.text("calm-breath", number=number, count=BREATHS)
    stop = button(context, "calm-button-stop", "calm:menu")
    if number < BREATHS:
        following = button(context, "calm-button-next", f"calm:breath:{number + 1}", number=number + 1, count=BREATHS)
        return paragraphs(await _first(context), text), ((following,), (stop,))
    again = button(context, "calm-button-again", "calm:breath:1")
    senses = button(context, "calm-button-senses", "calm:senses")
    return paragraphs(await _first(context), text, context.text("calm-minute")), ((again, senses), (stop,))


async def _senses(context: Context) -> Page:
    rows = (
        (button(context, "calm-button-breathe", "calm:breath:1"),),
        (button(context, "calm-button-lines", "calm:lines"), button(context, "button-back", "calm:menu")),
    )
    return paragraphs(await _first(context), context.text("calm-senses"), _sources(context)), rows


async def _lines(context: Context) -> Page:
    copies = tuple(Button(number, copy=number) for number in _NUMBERS)
    back = button(context, "button-back", "calm:menu")
    return paragraphs(context.text("calm-lines"), _sources(context)), (copies[:2], copies[2:], (back,))


def _sources(context: Context) -> Html:
    card: Card | None = context.services.cards.find(_CARD)
    return listed_sources(context, card) if card else Html()


async def _tap_breath(context: Context, rest: str) -> Replies:
    number = read_number(rest, BREATHS)
    if number is None:
        return NOT_OURS
    text, rows = await _breath(context, number)
    return put(text, *rows)


_TAPS = {"menu": show(_menu), "breath": _tap_breath, "senses": show(_senses), "lines": show(_lines)}
