"""One place: its label, how it sounds, until when it stays. Silence for grave danger is asked for twice."""

import html
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import replace
from datetime import date, timedelta

from bot.domain.chats import ChatKind, Place
from bot.domain.labels import LABEL_AT_MOST
from bot.domain.policy import Loudness
from bot.domain.quiet import Weekday
from bot.domain.reach import Reach
from bot.services.phrasing import joined
from bot.services.subscriptions import Adjustment
from bot.telegram.outgoing import Button
from bot.texts import Html
from handlers.context import Context, Replies, put, say
from handlers.place_data import data, end_of, followed, last_day, named, read_last_day, today
from handlers.taps import NOT_OURS, Page, Rows, Tap, confirmed, confirming, fits
from handlers.telling import (
    NONE,
    area_name,
    button,
    lines,
    paragraphs,
    place_name,
    plain_button,
    quoted,
    told_apart,
    until,
)

_WEEK = timedelta(days=7)


def page(context: Context, place: Place) -> Page:
    """What is chosen for the place, what the choices mean, and the buttons that change it."""
    state = lines(
        context.text("place-page-name", place=area_name(context, place.area)),
        context.text("place-page-label", label=place.label or NONE),
        context.text("place-page-loudness", loudness=place.loudness),
        context.text("place-page-until", until=until(context, place)),
    )
    offered = _offered(context)
    meanings = lines(*(context.text("place-loudness-line", loudness=one) for one in offered))
    wide = context.text("place-wide") if context.services.tree.is_wide(place.area) else ""
    sounds = tuple((_sound_button(context, place, one),) for one in offered)
    label = button(context, "place-button-label", data("label", place.area))
    remove = button(context, "place-button-remove", data("remove", place.area))
    ends_rows = _end_rows(context, place)
    return paragraphs(state, meanings, wide), (*sounds, *ends_rows, (label, remove), (_list_button(context),))


def page_button(context: Context, place: Place) -> Button:
    return plain_button(place_name(context, place), data("open", place.area))


def page_buttons(context: Context, known: tuple[Place, ...]) -> Rows:
    """One button for each of several places that a name fits, told apart by what they lie in."""
    areas = tuple(context.services.tree[one.area] for one in known)
    return tuple((plain_button(told_apart(context, one.id, areas), data("open", one.id)),) for one in areas)


async def set_loudness(context: Context, place: Place, loudness: Loudness) -> Page:
    """Saved at once, except that silence for grave danger is asked for once more, and of one person only."""
    if loudness is Loudness.SILENT:
        return _ask_silence(context, place)
    return await _sounds(context, place, loudness)


async def label_as(context: Context, place: Place, label: str) -> Page:
    """Gives the place a label; an empty one is none."""
    wanted = Place(place.area, label, place.loudness)
    came = await context.services.subscriptions.adjust(context.tx, context.chat, wanted)
    now = await followed(context, place.area) or place
    return labelled(context, now, label, came), ((page_button(context, now), _list_button(context)),)


def labelled(context: Context, place: Place, label: str, came: Adjustment) -> Html:
    """What came of a wish for a label."""
    if came is not Adjustment.DONE:
        return context.text("place-label-refused", came=came, label=quoted(label), most=LABEL_AT_MOST)
    return context.text("place-label-saved", place=area_name(context, place.area), label=place.label or NONE)


async def how_to_label(context: Context, place: Place) -> Page:
    """The line to type: nothing remembers what was asked last, so the next message has to say it all."""
    name = context.services.tree.name(place.area, context.chat.language)
    typed = name if await named(context, name) == (place,) else place.area
    start = context.text("place-label-typed", place=typed)
    text = context.text("place-label-how", place=area_name(context, place.area), start=start, most=LABEL_AT_MOST)
    copy = Button(context.text("place-button-copy"), copy=f"{html.unescape(start)} ")
    return text, ((copy,), (page_button(context, place),))


async def removed(context: Context, place: Place) -> Page:
    """Ends a place; the way back brings all of it but its silence, which is only chosen by the
    question, and its way to a shelter.
    """
    await context.services.subscriptions.unfollow(context.tx, context.chat, place.area)
    undo, loses = _way_back(context, place)
    said = context.text("place-removed", place=place_name(context, place), loses=loses)
    chose = place.shelter or place.reach is not Reach.UNSAID
    text = joined(" ", (said, context.text("place-removed-house") if chose else ""))
    return text, ((button(context, "button-undo", undo), _list_button(context)),)


def _offered(context: Context) -> tuple[Loudness, ...]:
    """Silence for grave danger is one person's choice: a group would make it for those who sleep."""
    alone = context.chat.kind is ChatKind.PRIVATE
    return (Loudness.AS_CHAT, Loudness.SILENT, Loudness.LOUD) if alone else (Loudness.AS_CHAT, Loudness.LOUD)


def _ask_silence(context: Context, place: Place) -> Page:
    back = button(context, "place-button-not-silent", data("open", place.area))
    if Loudness.SILENT not in _offered(context):
        return context.text("place-silent-alone"), ((page_button(context, place),),)
    sure = confirming(context, data("sure", place.area))
    text = context.text("place-silent-ask", place=place_name(context, place))
    return text, ((button(context, "place-button-silent-sure", sure),), (back,))


async def _sounds(context: Context, place: Place, loudness: Loudness) -> Page:
    wanted = Place(place.area, place.label, loudness)
    await context.services.subscriptions.adjust(context.tx, context.chat, wanted)
    saved = context.text("place-loudness-saved", place=place_name(context, place), loudness=loudness)
    undo = button(context, "button-undo", _sounding(place, place.loudness))
    rows: Rows = ((undo,) if place.loudness is not loudness else (), (page_button(context, place),))
    return lines(saved, context.text("place-loudness-line", loudness=loudness)), rows


def _sounding(place: Place, loudness: Loudness) -> str:
    """The button's data; the one for silence only asks."""
    if loudness is Loudness.SILENT:
        return data("silent", place.area)
    return f"{data('sound', place.area)}:{loudness}"


def _sound_button(context: Context, place: Place, loudness: Loudness) -> Button:
    chosen = "yes" if place.loudness is loudness else "no"
    name = context.text("place-loudness-choice", loudness=loudness, chosen=chosen)
    return plain_button(name, _sounding(place, loudness))


def _end_rows(context: Context, place: Place) -> Rows:
    now = today(context)
    sunday = now + timedelta(days=(Weekday.SUNDAY - now.weekday()) % 7)
    days = {"tonight": now, "sunday": sunday, "week": now + _WEEK}
    if sunday == now:
        del days["sunday"]
    stays = tuple(_end_button(context, place, kind, last) for kind, last in days.items())
    good = (_end_button(context, place, "good", None),) if place.until else ()
    return (stays[:2], (*stays[2:], *good))


def _end_button(context: Context, place: Place, kind: str, last: date | None) -> Button:
    name = context.text("place-button-until", kind=kind, day=f"{last:%d.%m}" if last else NONE)
    return plain_button(name, data("until", place.area, last))


def _list_button(context: Context) -> Button:
    return button(context, "button-places", "place:list")


def _way_back(context: Context, place: Place) -> tuple[str, str]:
    """The data that bring a place back, and what they cannot hold."""
    loudness = Loudness.AS_CHAT if place.loudness is Loudness.SILENT else place.loudness
    short = f"{data('back', place.area)}:{last_day(context, place) or ''}:{loudness}:"
    whole = f"{short}{place.label}"
    lost = [
        what
        for what, is_lost in (("silence", place.loudness is Loudness.SILENT), ("label", not fits(whole)))
        if is_lost
    ]
    loses = "both" if len(lost) > 1 else next(iter(lost), NONE)
    return (whole if fits(whole) else short), loses


async def _tap_open(context: Context, place: Place) -> Replies:
    text, rows = page(context, place)
    return put(text, *rows)


async def _tap_label(context: Context, place: Place) -> Replies:
    text, rows = await how_to_label(context, place)
    return say(text, *rows)


async def _tap_silent(context: Context, place: Place) -> Replies:
    if Loudness.SILENT not in _offered(context):
        return NOT_OURS
    text, rows = _ask_silence(context, place)
    return put(text, *rows)


async def _tap_remove(context: Context, place: Place) -> Replies:
    text, rows = await removed(context, place)
    return put(text, *rows)


async def _tap_sure(context: Context, place: Place) -> Replies:
    if Loudness.SILENT not in _offered(context):
        return NOT_OURS
    text, rows = await _sounds(context, place, Loudness.SILENT)
    return put(text, *rows)


async def _tap_sound(context: Context, rest: str) -> Replies:
    area, _, word = rest.partition(":")
    place = await followed(context, area)
    if place is None or word not in (Loudness.AS_CHAT, Loudness.LOUD):
        return NOT_OURS
    text, rows = await _sounds(context, place, Loudness(word))
    return put(text, *rows)


async def _tap_until(context: Context, rest: str) -> Replies:
    area, colon, word = rest.partition(":")
    place, last = await followed(context, area), read_last_day(context, word)
    if place is None or (colon and last is None):
        return NOT_OURS
    end = end_of(context, last) if last else None
    await context.services.subscriptions.follow(context.tx, context.chat, place.area, context.now, until=end)
    text, rows = page(context, replace(place, until=end))
    return put(paragraphs(context.text("saved"), text), *rows)


def _of_place(action: Callable[[Context, Place], Awaitable[Replies]]) -> Tap:
    """A button for one of the chat's own places."""

    async def tap(context: Context, rest: str) -> Replies:
        place = await followed(context, rest)
        return NOT_OURS if place is None else await action(context, place)

    return tap


PLACE_TAPS: Mapping[str, Tap] = {
    "open": _of_place(_tap_open),
    "label": _of_place(_tap_label),
    "silent": _of_place(_tap_silent),
    "remove": _of_place(_tap_remove),
    "sure": confirmed("place:sure", _of_place(_tap_sure)),
    "sound": _tap_sound,
    "until": _tap_until,
}
