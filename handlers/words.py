"""Plain words: what they set is said back and saved only by a tap, what they ask is answered, a name is a place."""

from collections.abc import Awaitable, Callable, Mapping

from bot.domain.answers import NotUnderstood
from bot.domain.areas import Area, normalise
from bot.domain.phrases.orders import (
    DigestNow,
    DigestOff,
    Mute,
    MuteOff,
    MuteUntil,
    Order,
    QuietTonight,
    Readings,
    SetDigest,
    SetQuiet,
    Subject,
    Unclear,
)
from bot.domain.phrases.plain import parse_plain
from bot.domain.quiet import Mode
from bot.services.answers import QUESTION_AT_MOST
from bot.texts import Html, duration
from handlers.ask import answered
from handlers.context import Context, Incoming, Replies, say
from handlers.digest import at_once
from handlers.digest_menu import menu as digest_menu
from handlers.mute import menu as mute_menu
from handlers.place import place_now
from handlers.place_follow import offer
from handlers.quiet import described, proposed_mode
from handlers.quiet import menu as quiet_menu
from handlers.readings import data_of, end_at, is_near, offered
from handlers.report import drafted, is_editor
from handlers.taps import Page, fits
from handlers.telling import button, digest_hours, moment, paragraphs

#: A name of more words than this is a sentence.
_LONGEST_NAME = 5
#: What is shown where a sentence is certain in nothing but its subject.
_MENUS: Mapping[Subject, Callable[[Context], Awaitable[Page]]] = {
    Subject.QUIET: quiet_menu,
    Subject.MUTE: mute_menu,
    Subject.DIGEST: digest_menu,
}


async def words(context: Context, incoming: Incoming) -> Replies:
    """Free text, or an empty argument for a message without any."""
    text = incoming.argument.strip()
    if not text:
        return say(context.text("words-no-text"))
    if is_editor(context, incoming) and await _is_of_an_article(context, incoming, text):
        return await drafted(context, incoming)
    said = parse_plain(text) or parse_plain(context.services.answers.as_meant(text))
    if said is not None:
        return await _said_back(context, said)
    named = context.services.tree.find(text) if len(text.split()) <= _LONGEST_NAME else ()
    exact = tuple(area for area in named if _is_name(area, text))
    if exact:
        return await place_now(context, exact)
    if named and isinstance(context.services.answers.find(text), NotUnderstood):
        return say(context.text("words-place"), *offer(context, named))
    return await answered(context, incoming)


async def _is_of_an_article(context: Context, incoming: Incoming, text: str) -> bool:
    """An article, or the last lines of one that came in several messages."""
    if len(text) > QUESTION_AT_MOST:
        return True
    return await context.services.editing.goes_on(
        context.tx, incoming.user_id, text, context.now, incoming.forwarded_at
    )


async def _said_back(context: Context, said: Order | Readings | Unclear) -> Replies:
    match said:
        case Readings(orders):
            return await offered(context, orders, proposed_mode(context, None))
        case Unclear(subject):
            text, rows = await _MENUS[subject](context)
            return say(paragraphs(context.text("words-unclear"), text), *rows)
        case DigestNow():
            return await at_once(context)
        case MuteUntil(until) if not is_near(context, until):
            return say(context.text("mute-too-far"))
        case order:
            mode = proposed_mode(context, order.mode if isinstance(order, SetQuiet) else None)
            return _save(context, await _meaning(context, order, mode), data_of(order, mode))


async def _meaning(context: Context, order: Order, mode: Mode) -> Html:
    """What was understood, in full."""
    match order:
        case SetQuiet(windows):
            return context.text("words-quiet", described=await described(context, windows, mode))
        case QuietTonight(until):
            return context.text("words-tonight", until=moment(context, end_at(context, until)))
        case MuteUntil(until):
            return context.text("words-mute-until", until=moment(context, end_at(context, until)))
        case Mute(span):
            return context.text("words-mute", length=duration(context.texts, context.chat.language, span))
        case SetDigest(times):
            return context.text("words-digest", hours=digest_hours(context, times))
        case DigestOff():
            return context.text("words-digest-off")
        case MuteOff():
            return context.text("words-mute-off")
    return context.text("words-quiet-off")


def _save(context: Context, text: Html, data: str) -> Replies:
    """What was understood, with the one button that makes it so."""
    if not fits(data):
        return say(context.text("words-too-long", command="/" + data.partition(":")[0]))
    return say(text, (button(context, "words-save", data),))


def _is_name(area: Area, text: str) -> bool:
    return normalise(text) in map(normalise, (*area.name.values(), *area.aliases))
