"""The daily digest: when it comes, and one at once."""

from collections.abc import Iterable
from datetime import time

from bot.domain.alerts import AreaId
from bot.domain.digests import next_due
from bot.domain.notices import Notice, NoticeKind
from bot.domain.phrases.orders import DigestNow, DigestOff, NotUnderstood, Readings, SetDigest
from bot.domain.phrases.typed import parse_digest
from bot.domain.policy import Cohort, Reason, Sound
from bot.telegram.outgoing import Button
from bot.texts import Html
from handlers.context import Context, Incoming, Replies, Reply, put, say
from handlers.readings import offered, setting
from handlers.taps import NOT_OURS, Page, bare, fits, read_wall, show, tapped
from handlers.telling import button, by_clock_of, day, lines, paragraphs, quoted

#: Hours that one tap chooses.
PRESETS = ("07:00", "08:00", "09:00", "20:00")


async def digest(context: Context, incoming: Incoming) -> Replies:
    """`/digest` and every button of it."""
    if incoming.message_id is not None and incoming.argument:
        return await tapped(context, incoming, _TAPS)
    if not incoming.argument:
        text, rows = await menu(context)
        return say(text, *rows)
    match parse_digest(incoming.argument):
        case NotUnderstood(part):
            state = digest_state(context, context.chat.digest_times)
            return say(context.text("digests-not-understood", part=quoted(part), state=state))
        case DigestNow():
            return await at_once(context)
        case DigestOff():
            return say(*await _keep(context, ()))
        case SetDigest(times):
            return say(*await _keep(context, times))
        case Readings(orders):
            return await offered(context, orders, context.chat.quiet.mode)


def digest_state(context: Context, times: Iterable[time]) -> Html:
    """When the digest comes, in one line."""
    walls = Html(", ".join(f"{wall:%H:%M}" for wall in times))
    said = by_clock_of(context, walls, context.chat.quiet.timezone)
    return context.text("digests-state", times=said) if walls else context.text("digests-state-off")


async def at_once(context: Context) -> Replies:
    """The digest of the last 24 hours, now; the chosen hours stay."""
    chat, now = context.chat, context.now
    body = await context.services.digests.compose(context.tx, chat, now)
    notice = Notice(f"digest/{chat.id}/now", NoticeKind.DIGEST, now, body)
    # A digest is of all places of the chat, so the cohort names none.
    cohort = Cohort(chat.language, chat.quiet, AreaId(""), "")
    return (Reply(context.services.wording.outgoing(notice, cohort, Sound.SILENT, Reason.NEVER_LOUD, now)),)


async def menu(context: Context) -> Page:
    """When the digest comes, and when it could."""
    text = paragraphs(digest_state(context, context.chat.digest_times), context.text("digests-how-to"))
    presets = tuple(Button(wall, f"digest:at:{wall}") for wall in PRESETS)
    now = button(context, "digests-button-now", "digest:now")
    off = (button(context, "digests-button-off", "digest:off"),) if context.chat.digest_times else ()
    return text, (presets, (now, *off))


async def _keep(context: Context, times: tuple[time, ...]) -> tuple[Html, tuple[Button, ...]]:
    before = context.chat.digest_times
    chat = await context.services.subscriptions.set_digest(context.tx, context.chat, times, context.now)
    due = next_due(chat.digest_times, chat.quiet.timezone, context.now)
    first = context.text("digests-first", day=day(context, due.at), clock=f"{due.wall:%H:%M}") if due else Html()
    undo = setting(before) if before else "digest:off"
    changed = before != chat.digest_times and fits(undo)
    back = (button(context, "button-undo", undo),) if changed else ()
    return lines(context.text("saved"), digest_state(context, chat.digest_times), first), back


def _read_times(text: str) -> tuple[time, ...] | None:
    """Hours exactly as our buttons write them: at least one, in order, each once."""
    walls = [read_wall(part) for part in text.split(",")]
    times = tuple(wall for wall in walls if wall is not None)
    return times if len(times) == len(walls) and times == tuple(sorted(set(times))) else None


async def _tap_at(context: Context, rest: str) -> Replies:
    times = _read_times(rest)
    return put(*await _keep(context, times)) if times else NOT_OURS


async def _tap_off(context: Context) -> Replies:
    """Said anew: the button stands under a digest too, which must stay."""
    return say(*await _keep(context, ()))


_TAPS = {"menu": show(menu), "at": _tap_at, "now": bare(at_once), "off": bare(_tap_off)}
