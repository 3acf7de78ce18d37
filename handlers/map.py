"""The whole country, region by region, or one oblast: in words first, because a picture is silent for whoever cannot
see it, and then as tiles.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping

from bot.domain.alerts import AreaId, Sight
from bot.domain.country import AlertMap, Region, Shade
from bot.services.maps import PLACES, Which
from bot.services.status import CountryStatus
from bot.texts import LANGUAGES, Html
from handlers.context import Context, Incoming, Replies, draw, put, say
from handlers.state import seen
from handlers.taps import Page, Tap, bare, tapped
from handlers.telling import area_name, button, lines, listed, moment, paragraphs, phrasing


async def map_(context: Context, incoming: Incoming) -> Replies:
    """`/map`, `/map Kharkiv` for its oblast, and the buttons."""
    if incoming.message_id is not None and incoming.argument:
        return await tapped(context, incoming, _TAPS)
    oblast = incoming.argument.strip().casefold() in _words(context, "map-words-oblast")
    return await _shown(context, Which.OBLAST if oblast else Which.COUNTRY, say)


async def _shown(context: Context, which: Which, tell: Callable[..., Replies]) -> Replies:
    """The words, then the picture, where anything was ever seen."""
    status = await _status(context, which)
    chat = context.chat
    picture = context.services.maps.picture(chat.language, which, status, context.now, chat.quiet.timezone)
    text, rows = _page(context, which, status)
    return (*tell(text, *rows), *(draw(picture) if picture else ()))


async def _status(context: Context, which: Which) -> CountryStatus:
    if which is Which.COUNTRY:
        return await context.services.statuses.of_country(context.tx, context.now)
    return await context.services.statuses.of_areas(context.tx, PLACES[which], context.now)


def _page(context: Context, which: Which, status: CountryStatus) -> Page:
    if which is Which.COUNTRY:
        head = context.text("map-head", time=moment(context, context.now))
        again, other = "map:again", button(context, "map-button-oblast", "map:oblast")
    else:
        head = context.text("map-oblast-head", time=moment(context, context.now))
        again, other = "map:oblast", button(context, "map-button-country", "map:country")
    rows = ((button(context, "button-again", again), button(context, "map-button-now", "now")), (other,))
    return _text(context, status, head), rows


def _text(context: Context, status: CountryStatus, head: Html) -> Html:
    """How well it is seen comes first where that is badly, and nothing is shown where nothing was ever seen."""
    newest, drawn = status.newest, status.drawn
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


def _words(context: Context, message_id: str) -> tuple[str, ...]:
    """The words of a text in all languages, because people mix them."""
    return tuple(word for one in LANGUAGES for word in context.texts.render(one, message_id).split(", "))


def _anew(which: Which, tell: Callable[..., Replies]) -> Tap:
    async def shown(context: Context) -> Replies:
        return await _shown(context, which, tell)

    return bare(shown)


#: What is asked again stands in place of what it was; the other map is another message.
_TAPS: Mapping[str, Tap] = {
    "again": _anew(Which.COUNTRY, put),
    "country": _anew(Which.COUNTRY, say),
    "oblast": _anew(Which.OBLAST, say),
}
