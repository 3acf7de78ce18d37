"""Plain words: what they set is said back and saved only by a tap, what they ask is answered, a name is a place."""

from datetime import time, timedelta

from bot.domain.answers import NotUnderstood
from bot.domain.areas import Area, normalise
from bot.domain.phrases import (
    DigestNow,
    DigestOff,
    Mute,
    MuteOff,
    Order,
    QuietOff,
    QuietTonight,
    SetDigest,
    SetQuiet,
    parse_plain,
)
from bot.domain.quiet import Mode, Window
from bot.texts import Html, duration
from handlers.ask import answered
from handlers.context import Context, Incoming, Replies, say
from handlers.digest import at_once, setting
from handlers.mute import muting
from handlers.place import offer, place_now
from handlers.quiet import described, proposed_mode, saving
from handlers.taps import fits
from handlers.telling import button

#: A name of more words than this is a sentence.
_LONGEST_NAME = 5


async def words(context: Context, incoming: Incoming) -> Replies:
    """Free text, or an empty argument for a message without any."""
    text = incoming.argument.strip()
    if not text:
        return say(context.text("words-no-text"))
    order = parse_plain(text)
    if order is not None:
        return await _said_back(context, order)
    named = context.services.tree.find(text) if len(text.split()) <= _LONGEST_NAME else ()
    exact = tuple(area for area in named if _is_name(area, text))
    if exact:
        return await place_now(context, exact)
    if named and isinstance(context.services.answers.find(text), NotUnderstood):
        return say(context.text("words-place"), *offer(context, named))
    return await answered(context, incoming)


async def _said_back(context: Context, order: Order) -> Replies:
    match order:
        case SetQuiet(windows, mode):
            return _quiet(context, windows, proposed_mode(context, mode))
        case QuietOff():
            return _save(context, context.text("words-quiet-off"), "quiet:off")
        case QuietTonight(until):
            return _save(context, context.text("words-tonight", until=f"{until:%H:%M}"), f"quiet:tonight:{until:%H:%M}")
        case SetDigest(times):
            return _digest(context, times)
        case DigestNow():
            return await at_once(context)
        case DigestOff():
            return _save(context, context.text("words-digest-off"), "digest:off")
        case Mute(span):
            return _mute(context, span)
        case MuteOff():
            return _save(context, context.text("words-mute-off"), "mute:off")


def _quiet(context: Context, windows: tuple[Window, ...], mode: Mode) -> Replies:
    return _save(
        context, context.text("words-quiet", described=described(context, windows, mode)), saving(windows, mode)
    )


def _digest(context: Context, times: tuple[time, ...]) -> Replies:
    text = context.text("words-digest", times=", ".join(f"{wall:%H:%M}" for wall in times))
    return _save(context, text, setting(times))


def _mute(context: Context, span: timedelta) -> Replies:
    length = duration(context.texts, context.chat.language, span)
    return _save(context, context.text("words-mute", length=length), muting(span))


def _save(context: Context, text: Html, data: str) -> Replies:
    """What was understood, with the one button that makes it so."""
    if not fits(data):
        return say(context.text("words-too-long", command="/" + data.partition(":")[0]))
    return say(text, (button(context, "words-save", data),))


def _is_name(area: Area, text: str) -> bool:
    return normalise(text) in map(normalise, (*area.name.values(), *area.aliases))
