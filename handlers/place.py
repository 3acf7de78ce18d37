"""Places: found by typing a name, followed at once where one area fits, and said back with what happens there now."""

from datetime import date, datetime, time, timedelta

from bot.domain.alerts import AreaId
from bot.domain.areas import Area, AreaLevel
from bot.domain.chats import PLACES_AT_MOST, Place
from bot.domain.local_time import day_of, moment_of
from bot.domain.quiet import Mode, Window
from bot.services.subscriptions import Follow
from bot.telegram.outgoing import Button
from bot.texts import Html
from handlers.context import Context, Incoming, Replies, put, say
from handlers.place_wish import LONGEST_STAY, Wish, read_wish
from handlers.readings import saving
from handlers.state import place_state, seen
from handlers.taps import NOT_OURS, Page, Rows, bare, show, tapped
from handlers.telling import (
    NONE,
    area_name,
    button,
    day,
    lines,
    paragraphs,
    place_name,
    plain_button,
    quoted,
    same_name,
    told_apart,
)

#: Kharkiv, where the reporting that started this comes from, stands first.
FIRST_PLACE = AreaId("1293")
#: Areas that one question offers.
CHOICES = 8
NIGHT = (Window(time(23), time(7)),)


async def place(context: Context, incoming: Incoming) -> Replies:
    """`/place` and every button of it."""
    if incoming.message_id is not None and incoming.argument:
        return await tapped(context, incoming, _TAPS)
    if not incoming.argument:
        text, rows = await _list(context)
        return say(text, *rows)
    wish = read_wish(incoming.argument, context.texts, _today(context))
    text, rows = await (_remove(context, wish.name) if wish.remove else _wished(context, wish))
    return say(text, *rows)


def offer(context: Context, areas: tuple[Area, ...], until: date | None = None) -> Rows:
    """One button for each area, with what it lies in."""
    return tuple(
        (plain_button(told_apart(context, area.id, areas), _data("follow", area.id, until)),)
        for area in areas[:CHOICES]
    )


def first_choices(context: Context) -> Rows:
    """The buttons with which a chat chooses its first place."""
    first = plain_button(area_name(context, FIRST_PLACE), _data("follow", FIRST_PLACE))
    return ((first, button(context, "place-button-another", "place:another")),)


def place_items(context: Context, places: tuple[Place, ...]) -> tuple[Html, ...]:
    """One line for each place that is followed, with its last day where it has one."""
    named = ((place_name(context, one), _until(context, one.until)) for one in places)
    return tuple(context.text("place-item", place=name, until=until) for name, until in named)


async def place_now(context: Context, areas: tuple[Area, ...]) -> Replies:
    """A bare name: the state of places that are followed, an offer to follow the others."""
    status = await context.services.statuses.of_chat(context.tx, context.chat, context.now)
    ids = {area.id for area in areas}
    followed = [one for one in status.places if one.place.area in ids]
    if followed:
        states = lines(*(place_state(context, status, one) for one in followed), seen(context, status))
        return say(states, (button(context, "button-guide", "guide"),))
    return say(context.text("words-place"), *offer(context, areas))


async def _wished(context: Context, wish: Wish) -> Page:
    if wish.unread:
        return context.text("place-day-not-understood", day=quoted(wish.unread)), ()
    found = context.services.tree.find(wish.name)
    if not found:
        return context.text("place-not-found", name=quoted(wish.name)), ()
    if len(found) == 1:
        return await _follow(context, found[0].id, wish.until)
    more = max(0, len(found) - CHOICES)
    return context.text("place-which", name=quoted(wish.name), more=more), offer(context, found, wish.until)


async def _follow(context: Context, area: AreaId, until: date | None) -> Page:
    """Follows an area that has one alert; of a wide one it asks which part is meant."""
    if context.services.tree.is_wide(area):
        return _narrower(context, area, until)
    return await _keep(context, area, until)


async def _keep(context: Context, area: AreaId, until: date | None) -> Page:
    end = _end_of(context, until) if until else None
    first = not await context.services.subscriptions.places(context.tx, context.chat.id)
    came = await context.services.subscriptions.follow(context.tx, context.chat, area, context.now, until=end)
    if came is Follow.TOO_MANY:
        list_button = button(context, "button-places", "place:list")
        return context.text("place-too-many", count=PLACES_AT_MOST), ((list_button,),)
    head = context.text("place-followed", came=came, place=area_name(context, area), until=_until(context, end))
    return await _told(context, area, head, ask_quiet=first and context.chat.quiet.is_off)


async def _told(context: Context, area: AreaId, head: Html, *, ask_quiet: bool) -> Page:
    """What was done, what happens there now, and, with the first place, when to be quiet."""
    status = await context.services.statuses.of_chat(context.tx, context.chat, context.now)
    states = [place_state(context, status, one) for one in status.places if one.place.area == area]
    wide = context.text("place-wide") if context.services.tree.is_wide(area) else ""
    text = paragraphs(lines(head, wide), lines(*states, seen(context, status)))
    if not ask_quiet:
        return text, ((button(context, "button-places", "place:list"),),)
    night = button(context, "start-button-night", saving(NIGHT, Mode.GRAVE))
    other = button(context, "start-button-other-hours", "quiet:menu")
    later = button(context, "start-button-not-now", "quiet:later")
    return paragraphs(text, context.text("start-quiet")), ((night,), (other, later))


def _narrower(context: Context, wide: AreaId, until: date | None) -> Page:
    name, rows = area_name(context, wide), offer(context, _towns(context, wide), until)
    if context.services.tree[wide].level is AreaLevel.COUNTRY:
        return context.text("place-country"), rows
    keep = button(context, "place-button-keep", _data("keep", wide, until), place=name)
    return context.text("place-narrower", place=name), (*rows, (keep,))


def _towns(context: Context, wide: AreaId) -> tuple[Area, ...]:
    """Places inside a wide one: cities with an alert of their own, chief towns of raions, other towns, the rest."""
    tree = context.services.tree
    inside = [tree[area] for area in tree.within(wide) if not tree.is_wide(area)]
    around = [area for area in tree if area.surrounding == wide]
    return tuple([*around, *sorted(inside, key=lambda area: _size(context, area))][:CHOICES])


def _size(context: Context, area: Area) -> tuple[int, str]:
    """Smaller is bigger. The table has no populations: a raion is named after its chief town."""
    tree = context.services.tree
    parent = tree[area.parent] if area.parent else area
    chief = parent.level is AreaLevel.RAION and parent.name["en"][:4] == area.name["en"][:4]
    town = not area.name["en"].endswith("Hromada")
    return (0 if area.level is AreaLevel.CITY else 1 if town and chief else 2 if town else 3, area.name["en"])


async def _remove(context: Context, name: str) -> Page:
    known = await context.services.subscriptions.places(context.tx, context.chat.id)
    meant = {area.id for area in context.services.tree.find(name)}
    found = [one for one in known if one.area in meant or (one.label and same_name(one.label, name))]
    if len(found) == 1:
        return await _removed(context, found[0])
    text, rows = await _list(context)
    return paragraphs(context.text("place-not-followed", name=quoted(name)), text) if name and not found else text, rows


async def _removed(context: Context, one: Place) -> Page:
    await context.services.subscriptions.unfollow(context.tx, context.chat, one.area)
    last_day = day_of(one.until - timedelta(seconds=1), context.chat.quiet.timezone) if one.until else None
    undo = button(context, "button-undo", _data("keep", one.area, last_day))
    text = context.text("place-removed", place=place_name(context, one))
    return text, ((undo, button(context, "button-places", "place:list")),)


async def _list(context: Context) -> Page:
    places = await context.services.subscriptions.places(context.tx, context.chat.id)
    if not places:
        return context.text("place-none"), first_choices(context)
    rows = tuple((_remove_button(context, one),) for one in places)
    items = lines(context.text("place-list"), *place_items(context, places))
    return paragraphs(items, context.text("place-how-to")), rows


def _remove_button(context: Context, one: Place) -> Button:
    return button(context, "place-button-remove", f"place:remove:{one.area}", place=place_name(context, one))


def _data(verb: str, area: AreaId, until: date | None = None) -> str:
    return f"place:{verb}:{area}:{until}" if until else f"place:{verb}:{area}"


def _today(context: Context) -> date:
    return day_of(context.now, context.chat.quiet.timezone)


def _end_of(context: Context, last_day: date) -> datetime:
    """The end of that day, as the chat's clock has it."""
    return moment_of(last_day + timedelta(days=1), time(0), context.chat.quiet.timezone)


def _until(context: Context, end: datetime | None) -> Html:
    return day(context, end - timedelta(seconds=1)) if end else NONE


def _read(context: Context, rest: str) -> tuple[AreaId, date | None] | None:
    """An area that we know, with or without the last day of a stay, exactly as our buttons write it."""
    area, colon, last = rest.partition(":")
    if AreaId(area) not in context.services.tree:
        return None
    if not colon:
        return AreaId(area), None
    try:
        until = date.fromisoformat(last)
    except ValueError:
        return None
    today = _today(context)
    fine = until.isoformat() == last and today < until <= today + LONGEST_STAY
    return (AreaId(area), until) if fine else None


async def _tap_follow(context: Context, rest: str) -> Replies:
    wanted = _read(context, rest)
    if wanted is None:
        return NOT_OURS
    text, rows = await _follow(context, *wanted)
    return put(text, *rows)


async def _tap_towns(context: Context, rest: str) -> Replies:
    """The button under a line about a wide place: the line stays as it is."""
    if not context.services.tree.is_wide(AreaId(rest)):
        return NOT_OURS
    text, rows = _narrower(context, AreaId(rest), None)
    return say(text, *rows)


async def _tap_keep(context: Context, rest: str) -> Replies:
    wanted = _read(context, rest)
    if wanted is None or context.services.tree[wanted[0]].level is AreaLevel.COUNTRY:
        return NOT_OURS
    text, rows = await _keep(context, *wanted)
    return put(text, *rows)


async def _tap_remove(context: Context, rest: str) -> Replies:
    places = await context.services.subscriptions.places(context.tx, context.chat.id)
    one = next((one for one in places if one.area == rest), None)
    if one is None:
        return NOT_OURS
    text, rows = await _removed(context, one)
    return put(text, *rows)


async def _tap_another(context: Context) -> Replies:
    return put(context.text("place-type-name"))


_TAPS = {
    "list": show(_list),
    "follow": _tap_follow,
    "towns": _tap_towns,
    "keep": _tap_keep,
    "remove": _tap_remove,
    "another": bare(_tap_another),
}
