"""Quiet hours by tapping or in one typed line, answered with what they mean before anyone sleeps by them."""

from dataclasses import replace
from datetime import datetime, time
from typing import TypeAlias

from bot.domain.answers import ClaimsAnswer
from bot.domain.chats import LONGEST_NOTHING, NOTHING_NIGHTS, ChatKind
from bot.domain.phrases.orders import (
    LATEST_END_OF_NIGHT,
    MuteUntil,
    NotUnderstood,
    QuietOff,
    QuietTonight,
    Readings,
    SetQuiet,
)
from bot.domain.phrases.typed import parse_quiet
from bot.domain.policy import Loudness
from bot.domain.quiet import (
    Mode,
    MuteKind,
    QuietHours,
    Weekday,
    Window,
    from_text,
    never_ends,
    nights_left_open,
    to_text,
)
from bot.telegram.outgoing import Button
from bot.texts import Html
from handlers.context import Context, Incoming, Replies, put, say
from handlers.estimate import basis, estimate_of, estimated, example, of_mode, unestimated, unheard
from handlers.mute import mute_state, muted_until
from handlers.place_data import places
from handlers.readings import end_at, offered, saving
from handlers.taps import NOT_OURS, Page, bare, confirmed, confirming, fits, read_number, read_wall, show, tapped
from handlers.telling import (
    button,
    hours,
    lines,
    listed,
    moment,
    paragraphs,
    place_name,
    quiet_next,
    quiet_state,
    quoted,
    weekdays,
)

#: A text with its rows of buttons, to be said or put.
Said: TypeAlias = tuple[Html, *tuple[tuple[Button, ...], ...]]
#: Hours that one tap chooses, as they are stored.
PRESETS = ("22:00-06:00", "23:00-07:00", "00:00-08:00")
#: Those that are counted where none are chosen.
_EXAMPLE = from_text(PRESETS[1])


async def quiet(context: Context, incoming: Incoming) -> Replies:
    """`/quiet` and every button of it."""
    if incoming.message_id is not None and incoming.argument:
        return await tapped(context, incoming, _TAPS)
    if not incoming.argument:
        text, rows = await menu(context)
        return say(text, *rows)
    match parse_quiet(incoming.argument):
        case NotUnderstood(part):
            return say(_not_understood(context, part))
        case Readings(orders):
            return await offered(context, orders, context.chat.quiet.mode)
        case QuietTonight(until):
            return say(*await _silence_until(context, until))
        case QuietOff():
            return say(*await _keep(context, (), context.chat.quiet.mode))
        case SetQuiet(windows, mode):
            return say(*await _chosen(context, windows, mode or context.chat.quiet.mode))
        case MuteUntil(until):
            return say(*await muted_until(context, until))


def proposed_mode(context: Context, mode: Mode | None) -> Mode:
    """The mode that plain words may save: never *nothing*."""
    wanted = mode or context.chat.quiet.mode
    return Mode.GRAVE if wanted is Mode.NOTHING else wanted


async def described(context: Context, windows: tuple[Window, ...], mode: Mode, until: datetime | None = None) -> Html:
    """What these quiet hours would mean, in words, and what they would have done."""
    quiet = replace(context.chat.quiet, windows=windows, mode=mode)
    nights = _open_nights(context, windows)
    return lines(
        quiet_state(context, quiet, until),
        context.text("quiet-mode-line", mode=mode),
        quiet_next(context, quiet),
        nights,
        await estimated(context, windows, mode),
    )


async def menu(context: Context) -> Page:
    """What is chosen, what can be, and why people silence the night."""
    chat = context.chat
    state = lines(quiet_state(context, chat.quiet, chat.mode_until), quiet_next(context, context.chat.quiet))
    promise = lines(context.text("quiet-promise"), context.text("quiet-how-to"))
    text = paragraphs(state, await _looked_back(context), promise, _reported(context), context.text("second-channel"))
    presets = tuple(Button(one, f"quiet:save:{one}/{proposed_mode(context, None)}") for one in PRESETS)
    tonight = button(context, "quiet-button-tonight", "quiet:tonight:07:00")
    modes = button(context, "quiet-button-modes", "quiet:modes")
    off = button(context, "quiet-button-off", "quiet:off")
    return text, (presets, (tonight,), (modes,), (off,) if not context.chat.quiet.is_off else ())


async def _looked_back(context: Context) -> Html:
    """What the hours would have done, or those that most people choose, where there are none."""
    chosen = context.chat.quiet
    if not chosen.is_off:
        return await estimated(context, chosen.windows, chosen.mode)
    mode = proposed_mode(context, None)
    return lines(example(context, _EXAMPLE, mode), await estimated(context, _EXAMPLE, mode))


def _reported(context: Context) -> Html:
    """What reporting says of nights and phones, with its source; empty where no report says it."""
    found = context.services.answers.find(context.text("quiet-question"))
    if not isinstance(found, ClaimsAnswer):
        return Html()
    claims = context.services.answers.render(found, context.chat.language).html
    return lines(context.text("quiet-reported"), claims)


async def _modes(context: Context) -> Page:
    chosen, offered = context.chat.quiet, _modes_offered(context)
    windows = _EXAMPLE if chosen.is_off else chosen.windows
    estimate = await estimate_of(context, windows)
    explained = [
        lines(
            context.text("quiet-mode-line", mode=mode),
            of_mode(context, estimate, windows, mode) if estimate else "",
        )
        for mode in offered
    ]
    state = quiet_state(context, chosen, context.chat.mode_until)
    known = basis(context, estimate, Mode.GRAVE) if estimate else await unestimated(context)
    counted = context.text("estimate-modes-example", hours=hours(context, windows)) if chosen.is_off else ""
    text = paragraphs(state, *explained, lines(counted, known), context.text("second-channel"))
    rows = tuple((button(context, "quiet-mode", f"quiet:choose:{mode}", mode=mode),) for mode in offered)
    return text, (*rows, (button(context, "button-back", "quiet:menu"),))


async def _keep(
    context: Context, windows: tuple[Window, ...], mode: Mode, nights: int = LONGEST_NOTHING
) -> tuple[Html, tuple[Button, ...]]:
    """Stores the hours and says what they mean, with the way back to those before."""
    before = context.chat.quiet
    chat = await context.services.subscriptions.set_quiet(
        context.tx, context.chat, windows, mode, context.now, nights=nights
    )
    if chat.quiet.is_off:
        text, unmute = await _off(context)
    else:
        unmute = ()
        text = lines(context.text("saved"), await described(context, chat.quiet.windows, mode, chat.mode_until))
    undo = saving(before.windows, before.mode)
    changed = (before.windows, before.mode) != (chat.quiet.windows, chat.quiet.mode)
    back = (button(context, "button-undo", undo),) if changed and fits(undo) else ()
    return text, (*back, *unmute, button(context, "quiet-button-modes", "quiet:modes"))


async def _off(context: Context) -> tuple[Html, tuple[Button, ...]]:
    """That alerts ring again, and what still does not, with the way to end a mute that runs on."""
    running = await context.services.subscriptions.running_mute(context.tx, context.chat.id, context.now)
    silent = [place_name(context, one) for one in await places(context) if one.loudness is Loudness.SILENT]
    saved = context.text("quiet-off-saved", muted="yes" if running else "no")
    still = await mute_state(context) if running else Html()
    but = context.text("quiet-off-but", places=listed(silent)) if silent else Html()
    return lines(saved, still, but), (button(context, "mute-button-off", "mute:off"),) if running else ()


async def _chosen(context: Context, windows: tuple[Window, ...], mode: Mode) -> Said:
    """Stores the hours at once, except that *nothing* is asked for once more in words, with for how long."""
    if mode is not Mode.NOTHING:
        return await _keep(context, windows, mode)
    if context.chat.kind is not ChatKind.PRIVATE:
        return context.text("quiet-nothing-alone"), (button(context, "quiet-button-modes", "quiet:modes"),)
    sure, milder = {nights: _sure(context, windows, nights) for nights in NOTHING_NIGHTS}, saving(windows, Mode.GRAVE)
    if not all(fits(data) for data in (*sure.values(), milder)):
        return context.text("quiet-nothing-long"), (button(context, "quiet-button-modes", "quiet:modes"),)
    wanted = QuietHours(windows, mode, context.chat.quiet.timezone)
    rows = [(button(context, "quiet-button-sure", data, nights=nights),) for nights, data in sure.items()]
    rows.append((button(context, "quiet-button-grave-instead", milder),))
    estimate = await estimate_of(context, windows)
    past = lines(unheard(context, estimate), basis(context, estimate, mode)) if estimate else await unestimated(context)
    asked = (context.text("quiet-nothing-ask"), await _louder(context), past, quiet_state(context, wanted))
    return lines(*asked), *rows


async def _louder(context: Context) -> Html:
    """The places that ring in spite of *nothing*, because they are never silenced; empty where there are none."""
    loud = [place_name(context, one) for one in await places(context) if one.loudness is Loudness.LOUD]
    return context.text("quiet-nothing-but", places=listed(loud)) if loud else Html()


def _sure(context: Context, windows: tuple[Window, ...], nights: int) -> str:
    return confirming(context, f"quiet:sure:{nights}/{to_text(windows)}")


async def _silence_until(context: Context, until: time) -> tuple[Html, tuple[Button, ...]]:
    end = end_at(context, until)
    await context.services.subscriptions.mute(context.tx, context.chat, MuteKind.GUARDED, end, context.now)
    over = button(context, "mute-button-off", "mute:off")
    return context.text("quiet-tonight-saved", until=moment(context, end)), (over,)


def _not_understood(context: Context, part: str) -> Html:
    """Names what could not be read; hours that are read but do not fit together get the reason instead."""
    known_pieces = any(mark in part for mark in ("-", " ", ",", ";"))
    state = quiet_state(context, context.chat.quiet)
    return context.text("quiet-not-fitting" if known_pieces else "quiet-not-understood", part=quoted(part), state=state)


def _open_nights(context: Context, windows: tuple[Window, ...]) -> Html:
    open_nights = nights_left_open(windows)
    if not open_nights:
        return Html()
    if len(open_nights) == len(Weekday):
        return context.text("quiet-by-day")
    return context.text("quiet-open-nights", days=weekdays(context, open_nights))


def _modes_offered(context: Context) -> tuple[Mode, ...]:
    alone = context.chat.kind is ChatKind.PRIVATE
    return (Mode.GRAVE, Mode.EVERYTHING, Mode.NOTHING) if alone else (Mode.GRAVE, Mode.EVERYTHING)


def _read_windows(text: str) -> tuple[Window, ...] | None:
    """Windows exactly as our buttons write them."""
    try:
        windows = from_text(text)
    except ValueError:
        return None
    return None if to_text(windows) != text or never_ends(windows) else windows


def _read_mode(text: str) -> Mode | None:
    return Mode(text) if text in set(Mode) else None


async def _tap_save(context: Context, rest: str) -> Replies:
    written, _, word = rest.rpartition("/")
    windows, mode = _read_windows(written), _read_mode(word)
    if windows is None or mode is None:
        return NOT_OURS
    return put(*await _chosen(context, windows, mode))


async def _tap_choose(context: Context, rest: str) -> Replies:
    mode = _read_mode(rest)
    return put(*await _chosen(context, context.chat.quiet.windows, mode)) if mode else NOT_OURS


async def _tap_mode(context: Context, rest: str) -> Replies:
    """As `choose`, but from under an alert, which must stay as it was."""
    mode = _read_mode(rest)
    return say(*await _chosen(context, context.chat.quiet.windows, mode)) if mode else NOT_OURS


async def _tap_sure(context: Context, rest: str) -> Replies:
    number, slash, written = rest.partition("/")
    nights, windows = read_number(number, LONGEST_NOTHING), _read_windows(written)
    if not slash or windows is None or nights not in NOTHING_NIGHTS or context.chat.kind is not ChatKind.PRIVATE:
        return NOT_OURS
    return put(*await _keep(context, windows, Mode.NOTHING, nights))


async def _tap_tonight(context: Context, rest: str) -> Replies:
    until = read_wall(rest)
    if until is None or until > LATEST_END_OF_NIGHT:
        return NOT_OURS
    return put(*await _silence_until(context, until))


async def _tap_off(context: Context) -> Replies:
    return put(*await _keep(context, (), context.chat.quiet.mode))


async def _tap_later(context: Context) -> Replies:
    return put(context.text("quiet-later"))


_TAPS = {
    "menu": show(menu),
    "modes": show(_modes),
    "save": _tap_save,
    "choose": _tap_choose,
    "mode": _tap_mode,
    "sure": confirmed("quiet:sure", _tap_sure),
    "tonight": _tap_tonight,
    "off": bare(_tap_off),
    "later": bare(_tap_later),
}
