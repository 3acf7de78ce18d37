"""`/admin`: what an operator looks at first, and the way to everything that they may do."""

from bot.services.cockpit import State
from bot.texts import Html, age
from handlers.admin_announce import ANNOUNCE_TAPS, written
from handlers.admin_false import FALSE_TAPS
from handlers.admin_flags import FLAG_TAPS
from handlers.context import Context, Incoming, Replies, put, say
from handlers.operators import for_operators
from handlers.state import seen
from handlers.taps import Page, Rows, Tap, bare, confirmed, confirming, show, tapped
from handlers.telling import NONE, area_name, button, lines, moment, moment_or_none, paragraphs

#: Drafts that are offered to go on with.
_RESUMED = 3


async def _admin(context: Context, incoming: Incoming) -> Replies:
    if incoming.message_id is not None and incoming.argument:
        return await tapped(context, incoming, _TAPS)
    verb, *rest = incoming.argument.split(maxsplit=1) or [""]
    announces = verb.casefold() == "announce"
    text, rows = await (written(context, incoming.user_id, "".join(rest)) if announces else _page(context))
    return say(text, *rows)


#: `/admin`, `/admin announce ...`, and its buttons.
admin = for_operators(_admin)


async def _page(context: Context) -> Page:
    state = context.services.cockpit.state(context.now, context.seen)
    since = state.paused_since
    paused = context.text("admin-paused", since=moment(context, since)) if since else Html()
    told = lines(*_told(context, state))
    return paragraphs(paused, seen(context, state.sources), lines(*_sending(context, state)), told), _rows(
        context, state
    )


def _sending(context: Context, state: State) -> tuple[Html, ...]:
    count, since = state.waits
    language = context.chat.language
    return (
        context.text("admin-owed", count=count, since=moment_or_none(context, since)),
        context.text("admin-last-reader", takes=age(context.texts, language, state.last_in)) if count else Html(),
        context.text("admin-given-up", count=state.given_up, aside=state.put_aside),
        context.text("admin-leader", leader=state.leader or NONE),
        context.text("admin-channels", count=state.channels, gone=state.channels_gone),
    )


def _told(context: Context, state: State) -> tuple[Html, ...]:
    """The last dangers, with how long the last reader waited."""
    language = context.chat.language
    return tuple(
        context.text(
            "admin-told",
            place=area_name(context, one.area),
            kind=one.kind,
            time=moment(context, one.owed_at),
            count=one.sent,
            waiting=one.waiting,
            took=age(context.texts, language, one.last_at - one.owed_at) if one.last_at else NONE,
        )
        for one in state.told
    )


def _rows(context: Context, state: State) -> Rows:
    stop = ("admin-button-pause", "admin:pause") if state.paused_since is None else ("admin-button-resume", "admin:go")
    drafts = tuple(
        (button(context, "reports-button-draft", f"report:next:{one.id}", number=one.id),)
        for one in state.drafts[:_RESUMED]
    )
    flags = ((button(context, "admin-button-flags", "admin:flags", count=state.flags),),) if state.flags else ()
    return (
        (button(context, "button-again", "admin:page"), button(context, *stop)),
        (button(context, "admin-button-announce", "admin:announce"),),
        (button(context, "admin-button-false", "admin:alerts"),),
        (button(context, "admin-button-channels", "channel:list"),),
        *flags,
        *drafts,
    )


async def _tap_pause(context: Context) -> Replies:
    sure = button(context, "admin-button-pause-sure", confirming(context, "admin:stop:all"))
    back = button(context, "admin-button-back", "admin:page")
    return put(context.text("admin-pause-ask"), (sure,), (back,))


async def _tap_stop(context: Context, rest: str) -> Replies:
    paused = await context.services.pauses.pause(context.tx, context.now)
    go_on = button(context, "admin-button-resume", "admin:go")
    return put(context.text("admin-pause-done", count=paused.owed), (go_on,))


async def _tap_go(context: Context) -> Replies:
    paused = await context.services.pauses.resume(context.tx)
    back = button(context, "admin-button-back", "admin:page")
    changed = "yes" if paused.changed else "no"
    return put(context.text("admin-resume-done", count=paused.owed, changed=changed), (back,))


_TAPS: dict[str, Tap] = {
    "page": show(_page),
    "pause": bare(_tap_pause),
    "stop": confirmed("admin:stop", _tap_stop),
    "go": bare(_tap_go),
    **ANNOUNCE_TAPS,
    **FALSE_TAPS,
    **FLAG_TAPS,
}
