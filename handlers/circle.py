"""A circle: people who agreed to check on each other say how they are in one tap. In private chats alone, and nobody
outside of it reads, joins or is read.
"""

from collections.abc import Awaitable, Callable, Mapping
from functools import partial
from urllib.parse import quote

from bot.domain.chats import ChatKind
from bot.domain.circle import MEMBERS_AT_MOST, NAME_AT_MOST, NameFault, Word
from bot.services.circles import Joined, Opened
from bot.telegram.outgoing import Button
from bot.texts import LANGUAGES
from handlers.circle_page import circle_page, name_row
from handlers.circle_settings import SETTINGS_TAPS, leave_page
from handlers.context import Context, Incoming, Replies, put, say
from handlers.taps import NOT_OURS, Page, Tap, bare, read_row, tapped
from handlers.telling import NONE, button, paragraphs, quoted

#: What follows /start in an invitation's link.
INVITED = "circle_"


async def circle(context: Context, incoming: Incoming) -> Replies:
    """`/circle`, what is typed after it, and every button of it."""
    if context.chat.kind is not ChatKind.PRIVATE:
        return say(context.text("circle-private-only"))
    if incoming.message_id is not None and incoming.argument:
        return await tapped(context, incoming, {**_TAPS, **_named_taps(incoming)})
    text, rows = await _typed(context, incoming)
    return say(text, *rows)


async def invited(context: Context, incoming: Incoming) -> Replies:
    """Somebody opened the link of an invitation."""
    if context.chat.kind is not ChatKind.PRIVATE:
        return say(context.text("circle-private-only"))
    token = incoming.argument.removeprefix(INVITED)
    opened = await context.services.circles.open(context.tx, context.chat.id, token, context.now)
    if opened.came is not Opened.OPENED:
        return say(context.text("circle-not-opened", came=opened.came, most=MEMBERS_AT_MOST), _circle_row(context))
    text = context.text("circle-invited", inviter=opened.inviter, count=opened.members, most=NAME_AT_MOST)
    return say(text, name_row(context, "circle-button-join", f"circle:join:{opened.circle_id}", incoming.name))


# What is typed


async def _typed(context: Context, incoming: Incoming) -> Page:
    first, _, rest = incoming.argument.strip().partition(" ")
    for words, order in _ORDERS.items():
        if first.casefold() in _words(context, words):
            return await order(context, rest.strip())
    return await circle_page(context, incoming.name)


def _words(context: Context, message_id: str) -> tuple[str, ...]:
    """The words of a text in all languages, because people mix them."""
    return tuple(word for one in LANGUAGES for word in context.texts.render(one, message_id).split(", "))


async def _found(context: Context, name: str) -> Page:
    fault = await context.services.circles.found(context.tx, context.chat.id, name, context.now)
    return _refused(context, fault, name) if fault else await circle_page(context)


async def _join(context: Context, name: str, circle_id: int | None = None) -> Page:
    came = await context.services.circles.join(context.tx, context.chat.id, name, context.now, circle_id)
    if isinstance(came, NameFault):
        return _refused(context, came, name)
    text, rows = await circle_page(context)
    if came is Joined.JOINED:
        return paragraphs(context.text("circle-joined"), text), rows
    return context.text("circle-not-joined", came=came, most=MEMBERS_AT_MOST), (_circle_row(context),)


async def _rename(context: Context, name: str) -> Page:
    if await context.services.circles.of(context.tx, context.chat.id) is None:
        return await circle_page(context)
    fault = await context.services.circles.rename(context.tx, context.chat.id, name)
    if fault:
        return _refused(context, fault, name)
    text, rows = await circle_page(context)
    return paragraphs(context.text("saved"), text), rows


async def _say(context: Context, word: Word) -> Page:
    came = await context.services.circles.say(context.tx, context.chat.id, word, context.now)
    text = context.text("circle-said", word=word, came=came)
    other = Word.HELP if word is Word.SAFE else Word.SAFE
    name = "circle-button-help" if other is Word.HELP else "circle-button-safe-after-all"
    return text, ((button(context, name, f"circle:say:{other}"),), _circle_row(context))


async def _ask(context: Context) -> Page:
    asked = await context.services.circles.ask(context.tx, context.chat.id, context.now)
    if asked is None:
        return await circle_page(context)
    text = context.text("circle-asked", asked=asked.asked, soon=asked.too_soon)
    return text, (_circle_row(context),)


async def _invite(context: Context) -> Page:
    # Before anything is written: where the name must be found first, all of this is begun anew.
    name = context.services.own_name.get()
    if name is None:
        return context.text("circle-no-link"), (_circle_row(context),)
    token = await context.services.circles.invite(context.tx, context.chat.id, context.now)
    if token is None:
        known = await context.services.circles.of(context.tx, context.chat.id)
        return (context.text("circle-full", most=MEMBERS_AT_MOST), ()) if known else await circle_page(context)
    link = f"https://t.me/{name}?start={INVITED}{token}"
    share = Button(context.text("circle-button-share"), url=f"https://t.me/share/url?url={quote(link, safe='')}")
    return context.text("circle-invitation", link=link), ((share,), _circle_row(context))


def _refused(context: Context, fault: NameFault, name: str) -> Page:
    text = context.text("circle-name-refused", fault=fault, name=quoted(name) or NONE, most=NAME_AT_MOST)
    return text, (_circle_row(context),)


def _circle_row(context: Context) -> tuple[Button, ...]:
    return (button(context, "button-circle", "circle:open"),)


async def _without_words(action: Callable[[Context], Awaitable[Page]], context: Context, rest: str) -> Page:
    return await action(context)


async def _word(word: Word, context: Context, rest: str) -> Page:
    return await _say(context, word)


#: Texts that list the words of each order; a bare "help" is a wish to read, never a call to twelve people.
_ORDERS: Mapping[str, Callable[[Context, str], Awaitable[Page]]] = {
    "circle-words-new": _found,
    "circle-words-join": _join,
    "circle-words-name": _rename,
    "circle-words-safe": partial(_word, Word.SAFE),
    "circle-words-sos": partial(_word, Word.HELP),
    "circle-words-ask": partial(_without_words, _ask),
    "circle-words-invite": partial(_without_words, _invite),
    "circle-words-leave": partial(_without_words, leave_page),
}


# Buttons


def _named_taps(incoming: Incoming) -> Mapping[str, Tap]:
    """The buttons that take the name which somebody has at Telegram."""

    async def new(context: Context, rest: str) -> Replies:
        if rest or not incoming.name:
            return NOT_OURS
        text, rows = await _found(context, incoming.name)
        return put(text, *rows)

    async def join(context: Context, rest: str) -> Replies:
        circle_id = read_row(rest)
        if circle_id is None or not incoming.name:
            return NOT_OURS
        text, rows = await _join(context, incoming.name, circle_id)
        return put(text, *rows)

    async def menu(context: Context, rest: str) -> Replies:
        text, rows = await circle_page(context, incoming.name)
        return NOT_OURS if rest else put(text, *rows)

    return {"new": new, "join": join, "menu": menu}


def _anew(page: Callable[[Context], Awaitable[Page]]) -> Tap:
    """A page as a new message: the one with the button is a word of the circle, and stays."""

    async def said(context: Context) -> Replies:
        text, rows = await page(context)
        return say(text, *rows)

    return bare(said)


async def _tap_say(context: Context, rest: str) -> Replies:
    if rest not in set(Word):
        return NOT_OURS
    text, rows = await _say(context, Word(rest))
    return say(text, *rows)


_TAPS: Mapping[str, Tap] = {
    "open": _anew(circle_page),
    "say": _tap_say,
    "ask": _anew(_ask),
    "invite": _anew(_invite),
    **SETTINGS_TAPS,
}
