"""The chat's own clock: by it quiet hours and the digest are read."""

from dataclasses import replace

from bot.domain.local_time import DEFAULT_TIMEZONE
from bot.domain.quiet import QuietHours, covers
from bot.services.zones import FoundZones, find_zones, is_offered
from bot.telegram.outgoing import Button
from bot.texts import Html, wall_clock
from handlers.context import Context, Incoming, Replies, put, say
from handlers.digest_menu import digest_state
from handlers.taps import NOT_OURS, Page, Rows, show, tapped
from handlers.telling import button, lines, paragraphs, quiet_next, quiet_state, quoted, zone_name

#: What is offered where nothing better is known: home, and capitals of clocks to which many have gone.
_NEAR = (DEFAULT_TIMEZONE, "Europe/Warsaw", "Europe/Berlin", "Europe/Prague", "Europe/London", "America/New_York")


async def timezone(context: Context, incoming: Incoming) -> Replies:
    """`/timezone` and every button of it."""
    if incoming.message_id is not None and incoming.argument:
        return await tapped(context, incoming, _TAPS)
    if not incoming.argument:
        text, rows = await _menu(context)
        return say(text, *rows)
    found = find_zones(incoming.argument, context.services.tree)
    if found.certain:
        text, rows = await _keep(context, found.zones[0])
        return say(text, *rows)
    return say(*_which(context, incoming.argument, found))


def zone_state(context: Context) -> Html:
    """The chat's zone with what its clock shows, in one line."""
    zone = context.chat.quiet.timezone
    clock = wall_clock(context.now, zone)
    return context.text("timezone-state", city=zone_name(context, zone), zone=zone, clock=clock)


async def _menu(context: Context) -> Page:
    return paragraphs(zone_state(context), context.text("timezone-how-to")), _offer(context, _NEAR)


def _which(context: Context, said: str, found: FoundZones) -> tuple[Html, *Rows]:
    """What was not certain, with the zones that may be meant."""
    if found.is_offset:
        text = context.text("timezone-offset", part=quoted(said))
    elif found.zones:
        text = context.text("timezone-which", part=quoted(said))
    else:
        text = context.text("timezone-not-found", part=quoted(said))
    return lines(text, zone_state(context)), *_offer(context, found.zones or _NEAR)


def _offer(context: Context, zones: tuple[str, ...]) -> Rows:
    """A button for each zone, with what its clock shows now, so that people can compare it with their own."""
    return tuple((_zone_button(context, zone),) for zone in zones)


def _zone_button(context: Context, zone: str) -> Button:
    clock = wall_clock(context.now, zone)
    return button(context, "timezone-button", f"timezone:set:{zone}", city=zone_name(context, zone), clock=clock)


async def _keep(context: Context, zone: str) -> Page:
    """Moves the chat's clock and says what that means for what is chosen, with the way back."""
    before = context.chat.quiet
    if zone == before.timezone:
        return lines(context.text("timezone-same"), zone_state(context)), ()
    chat = await context.services.subscriptions.set_timezone(context.tx, context.chat, zone, context.now)
    moved = context.text(
        "timezone-saved",
        city=zone_name(context, zone),
        zone=zone,
        clock=wall_clock(context.now, zone),
        old=zone_name(context, before.timezone),
        before=wall_clock(context.now, before.timezone),
    )
    undo = button(context, "button-undo", f"timezone:set:{before.timezone}")
    back = (undo,) if is_offered(before.timezone) else ()
    return paragraphs(moved, _meaning(replace(context, chat=chat), before)), (back,)


def _meaning(context: Context, before: QuietHours) -> Html:
    """What the new clock makes of the hours that were chosen on the old one."""
    chat = context.chat
    over = covers(before, context.now) and not covers(chat.quiet, context.now)
    quiet = "" if chat.quiet.is_off else quiet_state(context, chat.quiet, chat.mode_until)
    digest = digest_state(context, chat.digest_times) if chat.digest_times else ""
    ended = context.text("timezone-quiet-over") if over else ""
    return lines(ended, quiet, quiet_next(context, chat.quiet), digest)


async def _tap_set(context: Context, rest: str) -> Replies:
    if not is_offered(rest):
        return NOT_OURS
    text, rows = await _keep(context, rest)
    return put(text, *rows)


_TAPS = {"menu": show(_menu), "set": _tap_set}
