"""Following a place: at once where one area fits, else by a choice, and said back with what happens there now."""

from dataclasses import replace
from datetime import date, time

from bot.domain.alerts import AreaId
from bot.domain.areas import Area, AreaLevel
from bot.domain.chats import PLACES_AT_MOST, ChatKind, Place
from bot.domain.labels import LABEL_AT_MOST, cleaned
from bot.domain.policy import Loudness
from bot.domain.quiet import Mode, Window
from bot.services.subscriptions import Adjustment, Follow
from bot.telegram.outgoing import Button
from bot.texts import Html
from handlers.context import Context, Replies, put, say
from handlers.place_data import data, end_of, followed, named, read
from handlers.place_page import labelled, page_button
from handlers.place_wish import Wish
from handlers.readings import saving
from handlers.state import place_state, seen
from handlers.taps import NOT_OURS, Page, Rows
from handlers.telling import area_name, button, lines, paragraphs, place_name, plain_button, quoted, told_apart, until

#: Kharkiv, where the reporting that started this comes from, stands first.
FIRST_PLACE = AreaId("1293")
#: Areas that one question offers.
CHOICES = 8
NIGHT = (Window(time(23), time(7)),)


def offer(context: Context, areas: tuple[Area, ...], last: date | None = None) -> Rows:
    """One button for each area, with what it lies in."""
    return tuple(
        (plain_button(told_apart(context, area.id, areas), data("follow", area.id, last)),) for area in areas[:CHOICES]
    )


def first_choices(context: Context) -> Rows:
    """The buttons with which a chat chooses its first place."""
    first = plain_button(area_name(context, FIRST_PLACE), data("follow", FIRST_PLACE))
    return ((first, button(context, "place-button-another", "place:another")), here_row(context))


def here_row(context: Context) -> tuple[Button, ...]:
    """The way to choose by a location, where borders are known; a group's location is nobody's own."""
    if context.chat.kind is not ChatKind.PRIVATE or not context.services.whereabouts.is_known:
        return ()
    return (button(context, "place-button-here", "place:here"),)


async def wished(context: Context, wish: Wish) -> Page:
    """Follows what was typed, or asks which area is meant; one that is followed already gets the new end and label."""
    if wish.unread:
        return context.text("place-day-not-understood", day=quoted(wish.unread)), ()
    own = await named(context, wish.name) if wish.label is not None else ()
    if len(own) == 1:
        return await _keep(context, own[0].area, wish.until, wish.label)
    found = context.services.tree.find(wish.name)
    if not found:
        return context.text("place-not-found", name=quoted(wish.name)), ()
    if len(found) == 1 and not context.services.tree.is_wide(found[0].id):
        return await _keep(context, found[0].id, wish.until, wish.label)
    text, rows = _which(context, wish, found)
    return paragraphs(text, context.text("place-label-later") if wish.label else ""), rows


def _which(context: Context, wish: Wish, found: tuple[Area, ...]) -> Page:
    """Asks which of several areas, or which part of a wide one, is meant."""
    if len(found) == 1:
        return narrower(context, found[0].id, wish.until)
    more = max(0, len(found) - CHOICES)
    return context.text("place-which", name=quoted(wish.name), more=more), offer(context, found, wish.until)


async def _keep(
    context: Context, area: AreaId, last: date | None, label: str | None = None, loudness: Loudness | None = None
) -> Page:
    known = await context.services.subscriptions.places(context.tx, context.chat.id)
    same = next((one for one in known if one.area == area), None)
    # Who only names a place that is followed already does not speak of its end.
    end = same.until if same and label is not None and last is None else end_of(context, last) if last else None
    came = await context.services.subscriptions.follow(context.tx, context.chat, area, context.now, until=end)
    if came is Follow.TOO_MANY:
        list_button = button(context, "button-places", "place:list")
        return context.text("place-too-many", count=PLACES_AT_MOST), ((list_button,),)
    said = await _adjusted(context, same or Place(area), label, loudness)
    place = await followed(context, area) or Place(area)
    head = context.text("place-followed", came=came, place=place_name(context, place), until=until(context, place))
    return await _told(context, place, lines(head, said), ask_quiet=not known and context.chat.quiet.is_off)


async def _adjusted(context: Context, place: Place, label: str | None, loudness: Loudness | None) -> Html:
    """Gives a place that was just followed its label and loudness; says why where its label was refused."""
    kept = place.label if label is None else label
    wanted = replace(place, label=kept, loudness=loudness or place.loudness)
    came = await context.services.subscriptions.adjust(context.tx, context.chat, wanted)
    return Html() if came is Adjustment.DONE else labelled(context, place, kept, came)


async def _told(context: Context, place: Place, head: Html, *, ask_quiet: bool) -> Page:
    """What was done, what happens there now, and, with the first place, when to be quiet."""
    status = await context.services.statuses.of_chat(context.tx, context.chat, context.now)
    states = [place_state(context, status, one) for one in status.places if one.place.area == place.area]
    wide = context.text("place-wide") if context.services.tree.is_wide(place.area) else ""
    text = paragraphs(lines(head, wide), lines(*states, seen(context, status)))
    if not ask_quiet:
        return text, ((page_button(context, place), button(context, "button-places", "place:list")),)
    night = button(context, "start-button-night", saving(NIGHT, Mode.GRAVE))
    other = button(context, "start-button-other-hours", "quiet:menu")
    later = button(context, "start-button-not-now", "quiet:later")
    return paragraphs(text, context.text("start-quiet")), ((night,), (other, later))


def narrower(context: Context, wide: AreaId, last: date | None = None) -> Page:
    """Asks which part of a wide area is meant."""
    name, rows = area_name(context, wide), offer(context, _towns(context, wide), last)
    if context.services.tree[wide].level is AreaLevel.COUNTRY:
        return context.text("place-country"), rows
    keep = button(context, "place-button-keep", data("keep", wide, last), place=name)
    return context.text("place-narrower", place=name), (*rows, (keep,))


def _towns(context: Context, wide: AreaId) -> tuple[Area, ...]:
    """Places inside a wide one: cities with an alert of their own, chief towns of raions, other towns, the rest."""
    tree = context.services.tree
    inside = [tree[area] for area in tree.within(wide) if not tree.is_wide(area)]
    encircled = [tree[area] for area in tree.encircled(wide)]
    return tuple([*encircled, *sorted(inside, key=lambda area: _size(context, area))][:CHOICES])


def _size(context: Context, area: Area) -> tuple[int, str]:
    """Smaller is bigger. The table has no populations: a raion is named after its chief town."""
    tree = context.services.tree
    parent = tree[area.parent] if area.parent else area
    chief = parent.level is AreaLevel.RAION and parent.name["en"][:4] == area.name["en"][:4]
    town = not area.name["en"].endswith("Hromada")
    return (0 if area.level is AreaLevel.CITY else 1 if town and chief else 2 if town else 3, area.name["en"])


async def tap_follow(context: Context, rest: str) -> Replies:
    wanted = read(context, rest)
    if wanted is None:
        return NOT_OURS
    area, last = wanted
    is_wide = context.services.tree.is_wide(area)
    text, rows = narrower(context, area, last) if is_wide else await _keep(context, area, last)
    return put(text, *rows)


async def tap_towns(context: Context, rest: str) -> Replies:
    """The button under a line about a wide place: the line stays as it is."""
    if not context.services.tree.is_wide(AreaId(rest)):
        return NOT_OURS
    text, rows = narrower(context, AreaId(rest))
    return say(text, *rows)


async def tap_keep(context: Context, rest: str) -> Replies:
    wanted = read(context, rest)
    if wanted is None or context.services.tree[wanted[0]].level is AreaLevel.COUNTRY:
        return NOT_OURS
    text, rows = await _keep(context, *wanted)
    return put(text, *rows)


async def tap_back(context: Context, rest: str) -> Replies:
    """Undoes a removal, with everything that the button holds; never over a place that is there again."""
    if rest.count(":") < 3:
        return NOT_OURS
    area, last, sound, label = rest.split(":", 3)
    wanted = read(context, f"{area}:{last}" if last else area)
    fine = sound in (Loudness.AS_CHAT, Loudness.LOUD) and cleaned(label) == label and len(label) <= LABEL_AT_MOST
    if wanted is None or not fine or await followed(context, area):
        return NOT_OURS
    text, rows = await _keep(context, *wanted, label or None, Loudness(sound))
    return put(text, *rows)
