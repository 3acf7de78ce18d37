"""Offers what words could mean as buttons, each of which saves exactly that reading: nothing is guessed for anybody."""

from collections.abc import Iterable, Sequence
from datetime import datetime, time, timedelta

from bot.domain.digests import DigestHour, hours_to_text
from bot.domain.local_time import next_showing
from bot.domain.phrases.orders import (
    LONGEST_MUTE,
    DigestNow,
    DigestOff,
    Mute,
    MuteOff,
    MuteUntil,
    Order,
    QuietOff,
    QuietTonight,
    SetDigest,
    SetQuiet,
)
from bot.domain.quiet import Mode, MuteKind, Window, to_text
from bot.texts import Html, duration
from handlers.context import Context, Replies, say
from handlers.estimate import basis, estimate_of, of_reading, unestimated
from handlers.taps import fits
from handlers.telling import digest_hours, hours, lines, listed, plain_button

_MINUTE = timedelta(minutes=1)


async def offered(context: Context, orders: Sequence[Order], mode: Mode) -> Replies:
    """Asks which of the readings is meant; quiet hours that name no mode get `mode`."""
    within = [order for order in orders if not isinstance(order, MuteUntil) or is_near(context, order.until)]
    buttons = [(label(context, order), data_of(order, mode)) for order in within]
    rows = [(plain_button(name, data),) for name, data in buttons if fits(data)]
    if not within:
        return say(context.text("mute-too-far"))
    if len(rows) < len(within):
        return say(context.text("words-too-long", command="/" + buttons[0][1].partition(":")[0]))
    question = context.text("readings-which", count=len(rows))
    return say(lines(question, await _looked_back(context, within, mode)), *rows)


async def _looked_back(context: Context, orders: Iterable[Order], mode: Mode) -> Html:
    """What each of the quiet hours would have done: a line each, and what they are counted from."""
    told: list[Html] = []
    counted_from = Html()
    for order in orders:
        if isinstance(order, SetQuiet):
            estimate = await estimate_of(context, order.windows)
            if estimate is None:
                return await unestimated(context)
            told.append(of_reading(context, estimate, order.windows, order.mode or mode))
            counted_from = basis(context, estimate, order.mode or mode)
    return lines(*told, counted_from)


def label(context: Context, order: Order) -> Html:
    """An order in the bot's own words, which the bot itself would understand."""
    match order:
        case SetQuiet(windows, mode):
            return _quiet_label(context, windows, mode)
        case QuietOff():
            return context.text("reading-quiet-off")
        case QuietTonight(until):
            return context.text("reading-tonight", until=_wall(until))
        case Mute(span, kind):
            length = duration(context.texts, context.chat.language, span)
            return context.text("reading-mute", kind=kind, length=length)
        case MuteUntil(until, kind):
            return context.text("reading-mute-until", kind=kind, until=_wall(until))
        case MuteOff():
            return context.text("reading-mute-off")
        case SetDigest(times):
            return context.text("reading-digest", hours=digest_hours(context, times))
        case DigestNow():
            return context.text("reading-digest-now")
        case DigestOff():
            return context.text("reading-digest-off")


def data_of(order: Order, mode: Mode) -> str:
    """The data of a button that makes an order so, except that what silences grave danger is asked once more."""
    match order:
        case SetQuiet(windows, named):
            return saving(windows, named or mode)
        case QuietOff():
            return "quiet:off"
        case QuietTonight(until):
            return f"quiet:tonight:{_wall(until)}"
        case Mute(span, kind):
            return muting(span) if kind is MuteKind.GUARDED else f"mute:ask:{span // _MINUTE}"
        case MuteUntil(until, kind):
            return f"mute:{'until' if kind is MuteKind.GUARDED else 'ask-until'}:{_wall(until)}"
        case MuteOff():
            return "mute:off"
        case SetDigest(times):
            return setting(times)
        case DigestNow():
            return "digest:now"
        case DigestOff():
            return "digest:off"


def saving(windows: tuple[Window, ...], mode: Mode) -> str:
    """The data of a button that saves these quiet hours; too long for Telegram where the hours are many."""
    return f"quiet:save:{to_text(windows)}/{mode}"


def muting(span: timedelta) -> str:
    """The data of a button that mutes for a span."""
    return f"mute:for:{span // _MINUTE}"


def setting(chosen: Iterable[DigestHour]) -> str:
    """The data of a button that sets these hours of the digest; too long for Telegram where they are many."""
    return f"digest:at:{hours_to_text(chosen)}"


def end_at(context: Context, until: time) -> datetime:
    """The next moment (aware UTC) at which the chat's clock shows this."""
    return next_showing(context.now, until, context.chat.quiet.timezone)


def is_near(context: Context, until: time) -> bool:
    """Whether a mute may last until then."""
    return end_at(context, until) - context.now <= LONGEST_MUTE


def _quiet_label(context: Context, windows: tuple[Window, ...], mode: Mode | None) -> Html:
    named = context.text("quiet-mode", mode=mode) if mode else ""
    return listed(part for part in (hours(context, windows), named) if part)


def _wall(at: time) -> str:
    return f"{at:%H:%M}"
