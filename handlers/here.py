"""A location on the map: the nearest shelters, and the place that it is in; used for the answer and forgotten."""

from bot.domain.areas import Area
from bot.domain.shelters.shelter import Point
from bot.texts import Html
from handlers.context import Context, Incoming, Replies, say
from handlers.place_data import places
from handlers.place_follow import first_choices, narrower, offer
from handlers.shelter_page import found_page
from handlers.taps import Page, stale
from handlers.telling import area_name, button, lines, paragraphs, told_apart


async def located(context: Context, incoming: Incoming) -> Replies:
    """Shelters first, because they are what cannot wait."""
    if incoming.location is None:
        return await stale(context, incoming)
    text, rows = await found_page(context, incoming.location, None)
    hint, choices = await _hint(context, incoming.location)
    return (*say(paragraphs(text, hint), *rows, *choices), *await _here(context, incoming.location))


async def _hint(context: Context, point: Point) -> Page:
    """For whoever has no place yet and cannot be offered one: why, and what to do. The others asked for shelters."""
    services = context.services
    if services.whereabouts.areas_at(point) or await places(context):
        return Html(), ()
    why = "place-here-outside" if services.whereabouts.is_known else "place-here-unknown"
    return context.text(why), first_choices(context)


async def _here(context: Context, point: Point) -> Replies:
    """Offers to follow the area that the point is in; what is followed already is not offered again."""
    known = {place.area for place in await places(context)}
    services = context.services
    inside = services.whereabouts.areas_at(point)
    if not inside:
        return ()
    level = services.tree[inside[0]].level
    local = tuple(services.tree[area] for area in inside if services.tree[area].level is level)
    return () if known & {area.id for area in local} else _offered(context, local)


def _offered(context: Context, local: tuple[Area, ...]) -> Replies:
    first = local[0]
    if len(local) > 1:
        return say(context.text("place-here-border"), *offer(context, local))
    if context.services.tree.is_wide(first.id):
        text, rows = narrower(context, first.id)
        return say(lines(context.text("place-here-wide", place=area_name(context, first.id)), text), *rows)
    place = told_apart(context, first.id, local)
    other = (button(context, "place-button-another", "place:another"),)
    return say(context.text("place-here", place=place), *offer(context, local), other)
