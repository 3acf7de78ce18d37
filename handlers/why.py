"""Why the last messages rang or came quietly, each with the rule that decided, by what was chosen then."""

from collections.abc import Mapping, Sequence

from bot.domain.alerts import AreaId
from bot.domain.episodes import Episode, Nearness
from bot.domain.notices import (
    AlertNotice,
    CircleAskNotice,
    CircleWordNotice,
    CorrectionNotice,
    DigestNotice,
    InsideNotice,
    InsistNotice,
    MeanwhileNotice,
    ModeEndedNotice,
    PassedNotice,
    RecapNotice,
    SightNotice,
)
from bot.domain.operators import AnnouncementNotice, FalseAlarmNotice
from bot.domain.policy import Reason
from bot.services.why import SHOWN, Explained
from bot.texts import Html
from handlers.context import Context, Incoming, Replies, put, say
from handlers.taps import NOT_OURS, Page, Rows, bare, read_row, tapped
from handlers.telling import NONE, button, lines, listed, paragraphs, phrasing, plain_button, zone_name
from handlers.why_changes import FIXED, change_of, chosen_now

#: What is still read at three in the morning, in characters, markup included.
LONGEST = 1500


async def why(context: Context, incoming: Incoming) -> Replies:
    """`/why`, the button under an alert, and the pages."""
    if incoming.message_id is not None and incoming.argument:
        return await tapped(context, incoming, _TAPS)
    told = incoming.message_id
    about = await context.services.reasons.of_message(context.tx, context.chat.id, told) if told is not None else ()
    text, rows = await (_about(context, about) if about else _page(context))
    return say(text, *rows)


async def _about(context: Context, told: Sequence[Explained]) -> Page:
    """The one message whose button was tapped, with the way to all others."""
    shown = _fitting(context, told[:SHOWN])
    text = lines(context.text("why-about", count=len(shown)), *shown)
    return text, (*await _changes(context, told[: len(shown)]), (button(context, "why-button-all", "why:last"),))


async def _page(context: Context, before: int | None = None) -> Page:
    told = await context.services.reasons.of_chat(context.tx, context.chat.id, context.now, before)
    newest = () if before is None else (button(context, "why-button-newest", "why:last"),)
    if not told:
        return context.text("why-nothing" if before is None else "why-no-more"), (newest,)
    shown = _fitting(context, told[:SHOWN])
    more = len(shown) < len(told)
    older = (button(context, "why-button-older", f"why:before:{told[len(shown) - 1].id}"),) if more else ()
    text = paragraphs(context.text("why-heading" if before is None else "why-heading-older"), lines(*shown))
    return text, (*await _changes(context, told[: len(shown)]), (*newest, *older))


def _fitting(context: Context, told: Sequence[Explained]) -> tuple[Html, ...]:
    """As many lines from the first as fit one message; at least one."""
    said: tuple[Html, ...] = ()
    for number, one in enumerate(told, start=1):
        line = _line(context, one, number if len(told) > 1 else 0)
        if said and len(lines(*said, line)) > LONGEST - len(context.text("why-heading")) - 2:
            break
        said = (*said, line)
    return said


async def _changes(context: Context, told: Sequence[Explained]) -> Rows:
    """One button for each rule that can be changed, with the numbers of its lines where there are several."""
    chosen = await chosen_now(context)
    changes = [change_of(one, chosen) for one in told]
    rows = []
    for wanted in dict.fromkeys(one for one in changes if one):
        numbers = listed(str(number) for number, one in enumerate(changes, start=1) if one == wanted)
        name = context.text("why-change", change=wanted.name)
        numbered = context.text("why-change-of", numbers=numbers, change=name) if len(told) > 1 else name
        rows.append((plain_button(numbered, wanted.data),))
    return tuple(rows)


def _line(context: Context, one: Explained, number: int) -> Html:
    return context.text(
        "why-line",
        number=number,
        time=_time(context, one),
        what=_what(context, one),
        sound=one.sound,
        because=_because(context, one),
        fixed="yes" if one.reason in FIXED else "no",
        rule=one.reason,
    )


def _time(context: Context, one: Explained) -> Html:
    """On the clock of then, which is named where the chat has another by now."""
    zone = _zone(context, one)
    clock = phrasing(context).moment(context.chat.language, one.at, context.now, zone)
    if zone == context.chat.quiet.timezone:
        return clock
    return context.text("why-time-elsewhere", time=clock, zone=zone_name(context, zone))


def _zone(context: Context, one: Explained) -> str:
    return one.quiet.timezone if one.quiet else context.chat.quiet.timezone


def _because(context: Context, one: Explained) -> Html:
    known = one.reason if one.reason in set(Reason) else "other"
    spans = listed(f"{window.start:%H:%M}-{window.end:%H:%M}" for window in one.windows)
    zone = _zone(context, one)
    off = "yes" if one.quiet and not spans else "no"
    mode = context.text("quiet-mode", mode=one.quiet.mode) if one.quiet else NONE
    hours = context.text("why-hours", hours=spans or NONE)
    muted = phrasing(context).moment(context.chat.language, one.muted_until, one.at, zone) if one.muted_until else NONE
    return context.text("why-because", reason=known, hours=hours, off=off, mode=mode, muted=muted)


#: What a message of a kind that is about no place is called.
_BULLETINS: Mapping[type, str] = {
    RecapNotice: "why-recap",
    DigestNotice: "why-digest",
    ModeEndedNotice: "why-mode-ended",
    CorrectionNotice: "why-correction",
    CircleAskNotice: "why-circle-ask",
    CircleWordNotice: "why-circle-word",
}


def _what(context: Context, one: Explained) -> Html:
    match one.body:
        case AlertNotice(transition):
            return _alert(context, one, transition.episode, transition.kind)
        case InsistNotice(transition):
            return _alert(context, one, transition.episode, "again")
        case PassedNotice(episode):
            return context.text("why-passed", place=_place(context, one, episode))
        case SightNotice(area=area, step=step):
            return context.text("why-sight", step=step, place=_named(context, one, area))
        case InsideNotice(step=step, spell=spell):
            return context.text("why-inside", step=step, place=_named(context, one, spell.area))
        case MeanwhileNotice(area=area):
            return context.text("why-meanwhile", place=_named(context, one, area))
        case FalseAlarmNotice(episode=episode):
            return context.text("why-false-alarm", place=_place(context, one, episode))
        case AnnouncementNotice():
            return context.text("why-announcement")
        case bulletin:
            return context.text(_BULLETINS[type(bulletin)])


def _alert(context: Context, one: Explained, episode: Episode, kind: str) -> Html:
    threats = phrasing(context).threats(context.chat.language, episode.threats)
    place = _place(context, one, episode)
    return context.text("why-alert", kind=kind, gravity=episode.gravity, threats=threats, place=place)


def _place(context: Context, one: Explained, episode: Episode) -> Html:
    place = _named(context, one, episode.area)
    return context.text("why-around", place=place) if episode.nearness is Nearness.AROUND else place


def _named(context: Context, one: Explained, area: AreaId) -> Html:
    return phrasing(context).place(context.chat.language, area, one.label)


async def _tap_last(context: Context) -> Replies:
    text, rows = await _page(context)
    return put(text, *rows)


async def _tap_before(context: Context, rest: str) -> Replies:
    before = read_row(rest)
    if before is None:
        return NOT_OURS
    text, rows = await _page(context, before)
    return put(text, *rows)


_TAPS = {"last": bare(_tap_last), "before": _tap_before}
