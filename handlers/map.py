"""The whole country as text, region by region: a picture would be silent for whoever cannot see it."""

from collections.abc import Iterable, Iterator

from bot.domain.alerts import AreaId, Sight
from bot.domain.country import AlertMap, Region, Shade
from bot.services.status import CountryStatus
from bot.texts import Html
from handlers.context import Context, Incoming, Replies, say
from handlers.state import seen
from handlers.taps import Page, show, tapped
from handlers.telling import area_name, button, lines, listed, moment, paragraphs, phrasing


async def map_(context: Context, incoming: Incoming) -> Replies:
    """`/map`, and its refreshing."""
    if incoming.message_id is not None and incoming.argument:
        return await tapped(context, incoming, _TAPS)
    text, rows = await _page(context)
    return say(text, *rows)


async def _page(context: Context) -> Page:
    status = await context.services.statuses.of_country(context.tx, context.now)
    rows = ((button(context, "button-again", "map:again"), button(context, "map-button-now", "now")),)
    return _text(context, status), rows


def _text(context: Context, status: CountryStatus) -> Html:
    """How well it is seen comes first where that is badly, and nothing is shown where nothing was ever seen."""
    newest, drawn = status.newest, status.drawn
    head = context.text("map-head", time=moment(context, context.now))
    if newest is None or newest.contact_at is None:
        return paragraphs(seen(context, status), head)
    alerts = lines(*_alerts(context, drawn))
    if status.sight is Sight.BLIND:
        last = context.text("map-last", since=moment(context, newest.contact_at))
        return paragraphs(seen(context, status), lines(last, alerts), _all_the_time(context, drawn))
    shown = paragraphs(lines(head, alerts), _all_the_time(context, drawn), _rest(context, status))
    return paragraphs(seen(context, status), shown) if status.partly_since else paragraphs(shown, seen(context, status))


def _alerts(context: Context, drawn: AlertMap) -> Iterator[Html]:
    """What runs, the worst first: whole regions, then those of which only parts are under alert."""
    for shade in Shade:
        whole = [region for region in drawn.regions if region.whole is shade]
        if whole:
            yield context.text("map-whole", shade=shade, regions=listed(sorted(_whole(context, one) for one in whole)))
    for shade in Shade:
        parts = [region.area for region in drawn.regions if region.whole is None and region.parts is shade]
        if parts:
            yield context.text("map-parts", shade=shade, regions=_named(context, parts))
    for city in drawn.cities:
        if city.whole:
            yield context.text("map-city", city=area_name(context, city.area), shade=city.whole)
    if drawn.unplaced:
        yield context.text("map-unplaced", count=drawn.unplaced)


def _whole(context: Context, region: Region) -> Html:
    """A region under alert, with what is worse in its parts."""
    name, order = area_name(context, region.area), list(Shade)
    worse = region.whole and region.parts and order.index(region.parts) < order.index(region.whole)
    return context.text("map-worse-in-parts", region=name, shade=region.parts) if worse and region.parts else name


def _all_the_time(context: Context, drawn: AlertMap) -> Html:
    speak, language, zone = phrasing(context), context.chat.language, context.chat.quiet.timezone
    named = [
        context.text("map-permanent", area=area_name(context, one.area), alert=speak.permanent(language, one, zone))
        for one in drawn.permanent
    ]
    return context.text("map-all-the-time", areas=listed(named)) if named else Html()


def _rest(context: Context, status: CountryStatus) -> Html:
    """Where no alert is shown: said of the data, and of nothing else."""
    drawn = status.drawn
    known = {alert.area for alert in drawn.permanent}
    rest = [one.area for one in drawn.regions if one.whole is None and one.parts is None and one.area not in known]
    other = "partly" if status.partly_since else "yes" if drawn.permanent else "no"
    return context.text("map-rest", other=other, regions=_named(context, rest)) if rest else Html()


def _named(context: Context, areas: Iterable[AreaId]) -> Html:
    return listed(sorted((area_name(context, area) for area in areas), key=str.casefold))


_TAPS = {"again": show(_page)}
