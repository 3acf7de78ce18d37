"""The go-bag's list, ticked by taps and kept per chat: a family's group has one list, too."""

from collections.abc import Collection

from bot.domain.bag import CARD, Item
from bot.telegram.outgoing import Button
from bot.texts import Html
from handlers.context import Context, Incoming, Replies, put, say
from handlers.guide import listed_sources
from handlers.taps import NOT_OURS, Page, bare, show, tapped
from handlers.telling import button, paragraphs


async def gobag(context: Context, incoming: Incoming) -> Replies:
    """`/gobag` and every button of it."""
    if incoming.message_id is not None and incoming.argument:
        return await tapped(context, incoming, _TAPS)
    text, rows = await _list(context)
    return say(text, *rows)


async def _list(context: Context) -> Page:
    packed = await context.services.bags.packed(context.tx, context.chat.id)
    card = context.services.cards.find(CARD)
    head = context.text("gobag", packed=len(packed), count=len(Item))
    sources = listed_sources(context, card) if card else Html()
    empty = (button(context, "gobag-button-empty", "gobag:ask"),) if packed else ()
    return paragraphs(head, sources), (*_items(context, packed), empty)


def _items(context: Context, packed: Collection[Item]) -> tuple[tuple[Button, ...], ...]:
    return tuple((_item(context, one, one in packed),) for one in Item)


def _item(context: Context, item: Item, packed: bool) -> Button:
    return button(context, "gobag-item", f"gobag:turn:{item}", item=item, packed="yes" if packed else "no")


async def _asked(context: Context) -> Page:
    sure = button(context, "gobag-button-empty-sure", "gobag:empty")
    return context.text("gobag-ask"), ((sure,), (button(context, "button-back", "gobag:menu"),))


async def _tap_turn(context: Context, rest: str) -> Replies:
    if rest not in set(Item):
        return NOT_OURS
    await context.services.bags.turn(context.tx, context.chat.id, Item(rest))
    text, rows = await _list(context)
    return put(text, *rows)


async def _tap_empty(context: Context) -> Replies:
    await context.services.bags.empty(context.tx, context.chat.id)
    text, rows = await _list(context)
    return put(text, *rows)


_TAPS = {"menu": show(_list), "turn": _tap_turn, "ask": show(_asked), "empty": bare(_tap_empty)}
