"""Silence for a while, which ends by itself; silence for grave danger is asked for twice."""

from datetime import datetime, time, timedelta

from bot.domain.phrases.orders import LONGEST_MUTE, Mute, MuteOff, MuteOrder, MuteUntil, NotUnderstood, Order, Readings
from bot.domain.phrases.typed import parse_mute
from bot.domain.quiet import MuteKind
from bot.telegram.outgoing import Button
from bot.texts import Html, duration
from handlers.context import Context, Incoming, Replies, put, say
from handlers.readings import end_at, is_near, muting, offered
from handlers.taps import NOT_OURS, Page, bare, confirmed, confirming, read_number, read_wall, show, tapped
from handlers.telling import button, moment, paragraphs, quoted

#: Lengths that one tap chooses, in minutes.
LENGTHS = (60, 120, 240)
_MINUTE = timedelta(minutes=1)


async def mute(context: Context, incoming: Incoming) -> Replies:
    """`/mute` and every button of it."""
    if incoming.message_id is not None and incoming.argument:
        return await tapped(context, incoming, _TAPS)
    if not incoming.argument:
        text, rows = await menu(context)
        return say(text, *rows)
    match parse_mute(incoming.argument):
        case NotUnderstood(part):
            return say(context.text("mute-not-understood", part=quoted(part), state=await mute_state(context)))
        case Readings(orders):
            return await _one_of(context, orders)
        case order:
            return await _obey(context, order)


async def muted_until(context: Context, until: time) -> tuple[Html, tuple[Button, ...]]:
    """Silences what is guarded until the chat's clock shows this, or says that it is too far away."""
    if not is_near(context, until):
        return context.text("mute-too-far"), ()
    return await _mute(context, MuteKind.GUARDED, end_at(context, until)), (_off_button(context),)


async def mute_state(context: Context) -> Html:
    """What is muted and until when, in one line."""
    running = await context.services.subscriptions.running_mute(context.tx, context.chat.id, context.now)
    if running is None:
        return context.text("mute-state-off")
    return context.text("mute-state", kind=running.kind, until=moment(context, running.until))


async def menu(context: Context) -> Page:
    """What is muted, and what can be."""
    text = paragraphs(await mute_state(context), context.text("mute-how-to"))
    spans = [timedelta(minutes=minutes) for minutes in LENGTHS]
    lengths = tuple(Button(_length(context, span), muting(span)) for span in spans)
    every = button(context, "mute-button-all", "mute:ask:120", length=_length(context, spans[1]))
    return text, (lengths, (every,), (_off_button(context),))


async def _one_of(context: Context, orders: tuple[Order, ...]) -> Replies:
    """An end that could be in either half of the day is certain where only one of the two is within ten hours."""
    near = [order for order in orders if isinstance(order, MuteUntil) and is_near(context, order.until)]
    if len(near) == 1 and len(orders) > 1:
        return await _obey(context, near[0])
    return await offered(context, orders, context.chat.quiet.mode)


async def _obey(context: Context, order: MuteOrder) -> Replies:
    match order:
        case Mute(span, MuteKind.ALL):
            return say(*_ask(context, span))
        case Mute(span):
            return say(await _mute(context, MuteKind.GUARDED, context.now + span), (_off_button(context),))
        case MuteUntil(until, MuteKind.ALL) if is_near(context, until):
            return say(*_ask_until(context, until))
        case MuteUntil(until):
            return say(*await muted_until(context, until))
        case MuteOff():
            return say(await _unmute(context))


async def _mute(context: Context, kind: MuteKind, until: datetime) -> Html:
    await context.services.subscriptions.mute(context.tx, context.chat, kind, until, context.now)
    return context.text("mute-saved", kind=kind, until=moment(context, until))


async def _unmute(context: Context) -> Html:
    ended = await context.services.subscriptions.unmute(context.tx, context.chat, context.now)
    return context.text("mute-ended" if ended else "mute-none")


def _ask(context: Context, span: timedelta) -> tuple[Html, tuple[Button, ...]]:
    return _asked(context, span, sure=f"mute:sure:{span // _MINUTE}", milder=muting(span))


def _ask_until(context: Context, until: time) -> tuple[Html, tuple[Button, ...]]:
    span = end_at(context, until) - context.now
    return _asked(context, span, sure=f"mute:sure-until:{until:%H:%M}", milder=f"mute:until:{until:%H:%M}")


def _asked(context: Context, span: timedelta, *, sure: str, milder: str) -> tuple[Html, tuple[Button, ...]]:
    yes = button(context, "mute-button-sure", confirming(context, sure), length=_length(context, span))
    no = button(context, "mute-button-guarded-instead", milder)
    return context.text("mute-ask-all", length=_length(context, span)), (yes, no)


def _length(context: Context, span: timedelta) -> Html:
    return duration(context.texts, context.chat.language, span)


def _off_button(context: Context) -> Button:
    return button(context, "mute-button-off", "mute:off")


def _read_span(text: str) -> timedelta | None:
    minutes = read_number(text, LONGEST_MUTE // _MINUTE)
    return timedelta(minutes=minutes) if minutes else None


def _read_until(context: Context, text: str) -> time | None:
    """An end that is still within ten hours: a button tapped too late is outdated."""
    until = read_wall(text)
    return until if until is not None and is_near(context, until) else None


async def _muted(context: Context, kind: MuteKind, until: datetime) -> Replies:
    return put(await _mute(context, kind, until), (_off_button(context),))


async def _tap_for(context: Context, rest: str) -> Replies:
    span = _read_span(rest)
    return await _muted(context, MuteKind.GUARDED, context.now + span) if span else NOT_OURS


async def _tap_until(context: Context, rest: str) -> Replies:
    until = _read_until(context, rest)
    return await _muted(context, MuteKind.GUARDED, end_at(context, until)) if until else NOT_OURS


async def _tap_ask(context: Context, rest: str) -> Replies:
    span = _read_span(rest)
    return put(*_ask(context, span)) if span else NOT_OURS


async def _tap_sure(context: Context, rest: str) -> Replies:
    span = _read_span(rest)
    return await _muted(context, MuteKind.ALL, context.now + span) if span else NOT_OURS


async def _tap_ask_until(context: Context, rest: str) -> Replies:
    until = _read_until(context, rest)
    return put(*_ask_until(context, until)) if until else NOT_OURS


async def _tap_sure_until(context: Context, rest: str) -> Replies:
    until = _read_until(context, rest)
    return await _muted(context, MuteKind.ALL, end_at(context, until)) if until else NOT_OURS


async def _tap_off(context: Context) -> Replies:
    return put(await _unmute(context))


_TAPS = {
    "menu": show(menu),
    "for": _tap_for,
    "until": _tap_until,
    "ask": _tap_ask,
    "ask-until": _tap_ask_until,
    "sure": confirmed("mute:sure", _tap_sure),
    "sure-until": confirmed("mute:sure-until", _tap_sure_until),
    "off": bare(_tap_off),
}
