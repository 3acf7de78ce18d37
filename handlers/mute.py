"""Silence for a while, which ends by itself; silence for grave danger is asked for twice."""

from datetime import timedelta

from bot.domain.phrases import Mute, MuteOff, parse_mute
from bot.domain.phrases_reading import LONGEST_MUTE, NotUnderstood
from bot.domain.quiet import MuteKind
from bot.telegram.outgoing import Button
from bot.texts import Html, duration
from handlers.context import Context, Incoming, Replies, put, say
from handlers.taps import NOT_OURS, Page, bare, read_number, show, tapped
from handlers.telling import button, moment, paragraphs, quoted

#: Lengths that one tap chooses, in minutes.
LENGTHS = (60, 120, 240)
_MINUTE = timedelta(minutes=1)


async def mute(context: Context, incoming: Incoming) -> Replies:
    """`/mute` and every button of it."""
    if incoming.message_id is not None and incoming.argument:
        return await tapped(context, incoming, _TAPS)
    if not incoming.argument:
        text, rows = await _menu(context)
        return say(text, *rows)
    match parse_mute(incoming.argument):
        case NotUnderstood(part):
            return say(context.text("mute-not-understood", part=quoted(part), state=await mute_state(context)))
        case MuteOff():
            return say(await _unmute(context))
        case Mute(span, MuteKind.ALL):
            return say(*_ask(context, span))
        case Mute(span):
            return say(await _mute(context, MuteKind.GUARDED, span), (_off_button(context),))


async def mute_state(context: Context) -> Html:
    """What is muted and until when, in one line."""
    running = await context.services.subscriptions.running_mute(context.tx, context.chat.id, context.now)
    if running is None:
        return context.text("mute-state-off")
    return context.text("mute-state", kind=running.kind, until=moment(context, running.until))


def muting(span: timedelta) -> str:
    """The data of a button that mutes for a span."""
    return f"mute:for:{span // _MINUTE}"


async def _menu(context: Context) -> Page:
    text = paragraphs(await mute_state(context), context.text("mute-how-to"))
    spans = [timedelta(minutes=minutes) for minutes in LENGTHS]
    lengths = tuple(Button(_length(context, span), muting(span)) for span in spans)
    every = button(context, "mute-button-all", "mute:ask:120", length=_length(context, spans[1]))
    return text, (lengths, (every,), (_off_button(context),))


async def _mute(context: Context, kind: MuteKind, span: timedelta) -> Html:
    until = context.now + span
    await context.services.subscriptions.mute(context.tx, context.chat, kind, until, context.now)
    return context.text("mute-saved", kind=kind, until=moment(context, until))


async def _unmute(context: Context) -> Html:
    ended = await context.services.subscriptions.unmute(context.tx, context.chat, context.now)
    return context.text("mute-ended" if ended else "mute-none")


def _ask(context: Context, span: timedelta) -> tuple[Html, tuple[Button, ...]]:
    minutes = span // _MINUTE
    yes = button(context, "mute-button-sure", f"mute:sure:{minutes}", length=_length(context, span))
    no = button(context, "mute-button-guarded-instead", muting(span))
    return context.text("mute-ask-all", length=_length(context, span)), (yes, no)


def _length(context: Context, span: timedelta) -> Html:
    return duration(context.texts, context.chat.language, span)


def _off_button(context: Context) -> Button:
    return button(context, "mute-button-off", "mute:off")


def _read_span(text: str) -> timedelta | None:
    minutes = read_number(text, LONGEST_MUTE // _MINUTE)
    return timedelta(minutes=minutes) if minutes else None


async def _tap_for(context: Context, rest: str) -> Replies:
    span = _read_span(rest)
    return put(await _mute(context, MuteKind.GUARDED, span), (_off_button(context),)) if span else NOT_OURS


async def _tap_ask(context: Context, rest: str) -> Replies:
    span = _read_span(rest)
    return put(*_ask(context, span)) if span else NOT_OURS


async def _tap_sure(context: Context, rest: str) -> Replies:
    span = _read_span(rest)
    return put(await _mute(context, MuteKind.ALL, span), (_off_button(context),)) if span else NOT_OURS


async def _tap_off(context: Context) -> Replies:
    return put(await _unmute(context))


_TAPS = {"menu": show(_menu), "for": _tap_for, "ask": _tap_ask, "sure": _tap_sure, "off": bare(_tap_off)}
