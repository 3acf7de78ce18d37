"""The daily digest: when it comes, what it tells, and one at once."""

from bot.domain.alerts import AreaId
from bot.domain.digests import HOURS_AT_MOST, DigestHour, DigestPart, hours_from_text, hours_to_text, tidied
from bot.domain.notices import Notice, NoticeKind
from bot.domain.phrases.orders import DigestNow, DigestOff, NotUnderstood, Readings, SetDigest
from bot.domain.phrases.typed import parse_digest
from bot.domain.policy import Cohort, Reason, Sound
from bot.telegram.outgoing import Button
from bot.texts import Html
from handlers.context import Context, Incoming, Replies, Reply, put, say
from handlers.digest_menu import DAY_SETS, digest_state, menu, next_line, parts_page
from handlers.readings import offered, setting
from handlers.taps import NOT_OURS, bare, fits, read_wall, show, tapped
from handlers.telling import button, lines, quoted

#: What is told by itself: of these one stays at least.
_WHOLE = frozenset({DigestPart.ALERTS, DigestPart.SILENCED, DigestPart.CLAIMS, DigestPart.CARD})


async def digest(context: Context, incoming: Incoming) -> Replies:
    """`/digest` and every button of it."""
    if incoming.message_id is not None and incoming.argument:
        return await tapped(context, incoming, _TAPS)
    if not incoming.argument:
        return await _menu_anew(context)
    match parse_digest(incoming.argument):
        case NotUnderstood(part):
            state = digest_state(context, context.chat.digest_times)
            return say(context.text("digests-not-understood", part=quoted(part), state=state))
        case DigestNow():
            return await at_once(context)
        case DigestOff():
            return say(*await _keep(context, ()))
        case SetDigest(hours):
            return say(*await _keep(context, hours))
        case Readings(orders):
            return await offered(context, orders, context.chat.quiet.mode)


async def at_once(context: Context) -> Replies:
    """The digest of the last 24 hours, now; the chosen hours stay."""
    chat, now = context.chat, context.now
    body = await context.services.digests.compose(context.tx, chat, now)
    notice = Notice(f"digest/{chat.id}/now", NoticeKind.DIGEST, now, body)
    # A digest is of all places of the chat, so the cohort names none.
    cohort = Cohort(chat.language, chat.quiet, AreaId(""), "")
    return (Reply(context.services.wording.outgoing(notice, cohort, Sound.SILENT, Reason.NEVER_LOUD, now)),)


async def _menu_anew(context: Context) -> Replies:
    text, rows = await menu(context)
    return say(text, *rows)


async def _keep(context: Context, hours: tuple[DigestHour, ...]) -> tuple[Html, tuple[Button, ...]]:
    """Saves the hours, says what they mean, and offers the way back."""
    before = context.chat.digest_times
    if len(tidied(hours)) > HOURS_AT_MOST:
        state = digest_state(context, before)
        return context.text("digests-too-many", most=HOURS_AT_MOST, state=state), ()
    chat = await context.services.subscriptions.set_digest(context.tx, context.chat, hours, context.now)
    undo = setting(before) if before else "digest:off"
    changed = before != chat.digest_times and fits(undo)
    back = (button(context, "button-undo", undo),) if changed else ()
    change = (button(context, "button-digest-change", "digest:menu"),) if chat.digest_times else ()
    state = digest_state(context, chat.digest_times)
    return lines(context.text("saved"), state, await next_line(context)), (*back, *change)


async def _tap_at(context: Context, rest: str) -> Replies:
    hours = _read_hours(rest)
    return put(*await _keep(context, hours)) if hours else NOT_OURS


async def _tap_add(context: Context, rest: str) -> Replies:
    wall = read_wall(rest)
    if wall is None:
        return NOT_OURS
    # On the days of the hours that there are, where all have the same.
    days = {one.days for one in context.chat.digest_times}
    new = DigestHour(wall, days.pop()) if len(days) == 1 else DigestHour(wall)
    return await _changed(context, (*context.chat.digest_times, new))


async def _tap_drop(context: Context, rest: str) -> Replies:
    wall = read_wall(rest)
    if wall is None:
        return NOT_OURS
    return await _changed(context, tuple(one for one in context.chat.digest_times if one.wall != wall))


async def _tap_days(context: Context, rest: str) -> Replies:
    days = DAY_SETS.get(rest)
    hours = context.chat.digest_times
    if days is None or not hours:
        return NOT_OURS
    return await _changed(context, tuple(DigestHour(one.wall, days) for one in hours))


async def _tap_sound(context: Context, rest: str) -> Replies:
    if rest not in ("on", "off"):
        return NOT_OURS
    chat = await context.services.subscriptions.set_digest_sound(context.tx, context.chat, rings=rest == "on")
    return put_page(*await menu(context, chat))


async def _tap_part(context: Context, rest: str) -> Replies:
    """A part in or out, as the button says: tapped twice it stays as it was said."""
    name, _, wanted = rest.partition(":")
    if name not in set(DigestPart) or wanted not in ("on", "off"):
        return NOT_OURS
    part, chosen = DigestPart(name), context.chat.digest_parts
    parts = chosen | {part} if wanted == "on" else chosen - {part}
    if not parts & _WHOLE:
        text, rows = await parts_page(context)
        return put_page(lines(context.text("digests-part-last"), text), rows)
    chat = await context.services.subscriptions.set_digest_parts(context.tx, context.chat, parts)
    return put_page(*await parts_page(context, chat))


async def _changed(context: Context, hours: tuple[DigestHour, ...]) -> Replies:
    """The menu again, with other hours."""
    if len(tidied(hours)) > HOURS_AT_MOST:
        state = digest_state(context, context.chat.digest_times)
        return say(context.text("digests-too-many", most=HOURS_AT_MOST, state=state))
    chat = await context.services.subscriptions.set_digest(context.tx, context.chat, hours, context.now)
    return put_page(*await menu(context, chat))


def put_page(text: Html, rows: tuple[tuple[Button, ...], ...]) -> Replies:
    return put(text, *rows)


def _read_hours(text: str) -> tuple[DigestHour, ...] | None:
    """Hours exactly as our buttons write them: at least one, in order, each once."""
    try:
        hours = hours_from_text(text)
    except ValueError:
        return None
    return hours if hours and hours_to_text(hours) == text else None


async def _tap_off(context: Context) -> Replies:
    """Said anew: the button stands under a digest too, which must stay."""
    return say(*await _keep(context, ()))


_TAPS = {
    "menu": show(menu),
    "new": bare(_menu_anew),
    "parts": show(parts_page),
    "part": _tap_part,
    "add": _tap_add,
    "drop": _tap_drop,
    "days": _tap_days,
    "sound": _tap_sound,
    "at": _tap_at,
    "now": bare(at_once),
    "off": bare(_tap_off),
}
