"""What an answer about shelters looks like: the list with the time there is, one shelter, and what people say of it."""

from collections.abc import Iterable
from dataclasses import dataclass

from bot.domain.alerts import BAND_ORDER, Band, Sight
from bot.domain.chats import ChatKind
from bot.domain.shelters.flags import Flag, FlagKind
from bot.domain.shelters.shelter import Point, Shelter, StepFree
from bot.domain.shelters.walking import Pace
from bot.services.phrasing import joined
from bot.services.shelters import Near
from bot.telegram.outgoing import Button
from bot.texts import Html
from handlers.context import Context
from handlers.taps import Page, Rows
from handlers.telling import NONE, button, lines, moment, paragraphs

#: Telegram takes titles of venues that are longer, and clients cut them.
TITLE_AT_MOST = 60
#: A station this near belongs to the same alert as the person, in metres.
SAME_AREA_WITHIN = 3_000.0
#: Google's documented addresses of routes; it holds the shelter alone, the phone knows where it is itself.
_ROUTE = "https://www.google.com/maps/dir/?api=1&travelmode=walking&destination={latitude:.5f},{longitude:.5f}"


@dataclass(frozen=True, slots=True)
class Danger:
    """How much time there is where somebody searches; `seen` is false where nothing is known of it."""

    band: Band | None
    seen: bool


async def danger_at(context: Context, point: Point) -> Danger:
    """By the alert of the city that the point is in, where a station of that city is near; else by one's places."""
    services = context.services
    status = await services.statuses.of_chat(context.tx, context.chat, context.now)
    area = services.shelters.area_at(point, SAME_AREA_WITHIN)
    if area:
        band = await services.statuses.band_at(context.tx, area, context.now)
    else:
        bands = [one.own.band for one in status.places if one.own]
        band = min(bands, key=BAND_ORDER.index, default=None)
    return Danger(band, band is not None or status.sight is not Sight.BLIND)


async def found_page(context: Context, point: Point, where: Html | None) -> Page:
    """The nearest few to a point; `where` is its name, None for the person's own place."""
    danger = await danger_at(context, point)
    chat = context.chat
    found = await context.services.shelters.near(
        context.tx, point, chat.pace, danger.band, context.now, step_free=chat.step_free
    )
    forgotten = context.text("shelter-forgotten") if where is None else Html()
    if not found:
        return paragraphs(context.text("shelter-far"), forgotten), ()
    verdict = _verdict(context, danger)
    heading = context.text("shelter-heading", where=where or NONE)
    items = (_item(context, number, near) for number, near in enumerate(found, 1))
    about = context.text("shelter-about", pace=chat.pace)
    notes = lines(_known_steps(context, found), about, forgotten)
    # What cannot wait is read first; a list above it would be walked to.
    first, last = (verdict, Html()) if danger.band is Band.NOW else (Html(), verdict)
    return paragraphs(first, lines(heading, *items), last, notes), (_numbers(found), *_choices(context))


def shelter_page(context: Context, shelter: Shelter, flags: Iterable[Flag]) -> Page:
    """One shelter with its route and the words that people may say of its door."""
    title = context.text("shelter-title", name=shelter_name(context, shelter))
    said = lines(*(flag_line(context, flag) for flag in flags))
    route = _route(context, shelter)
    kinds = [button(context, "shelter-flag", f"shelter:flag:{kind}:{shelter.id}", flag=kind) for kind in FlagKind]
    rows: Rows = (route, tuple(kinds[:2]), tuple(kinds[2:]))
    return paragraphs(lines(title, _facts(context, shelter)), said, context.text("shelter-flag-how")), rows


def shelter_name(context: Context, shelter: Shelter) -> Html:
    """The name, or what kind it is where it has none."""
    name = shelter.name[context.chat.language]
    if not name:
        return context.text("shelter-kind", kind=shelter.kind)
    return context.text("shelter-name", name=name, kind=shelter.kind)


def settings_rows(context: Context) -> Rows:
    """How somebody walks, each way a button."""
    chat = context.chat
    paces = [
        button(context, "shelter-pace", f"shelter:pace:{pace}", pace=pace, chosen="yes" if pace is chat.pace else "no")
        for pace in Pace
    ]
    turned, on = ("off", "yes") if chat.step_free else ("on", "no")
    steps = button(context, "shelter-steps", f"shelter:steps:{turned}", on=on)
    return tuple(paces[:2]), tuple(paces[2:]), (steps,)


def _item(context: Context, number: int, near: Near) -> Html:
    head = context.text(
        "shelter-item",
        number=number,
        name=shelter_name(context, near.shelter),
        minutes=near.minutes,
        metres=round(near.metres, -1) if near.metres >= 10 else 10,
        advice=near.advice or NONE,
    )
    return lines(head, _facts(context, near.shelter), *(flag_line(context, flag) for flag in near.flags))


def _facts(context: Context, shelter: Shelter) -> Html:
    name = shelter.name[context.chat.language]
    facts = (
        context.text("shelter-kind", kind=shelter.kind) if name else Html(),
        context.text("shelter-address", address=shelter.address) if shelter.address not in ("", name) else Html(),
        context.text("shelter-access", access=shelter.access),
        context.text("shelter-step-free", known=shelter.step_free),
        context.text("shelter-capacity", count=shelter.capacity) if shelter.capacity else Html(),
    )
    day = f"{shelter.checked:%d.%m.%Y}" if shelter.checked else NONE
    record = context.text("shelter-record", source=shelter.source, checked=day)
    return context.text("shelter-facts", facts=joined(" · ", facts), record=record)


def flag_line(context: Context, flag: Flag) -> Html:
    at = moment(context, flag.at)
    return context.text("shelter-flagged", flag=flag.kind, at=at, times=flag.times, review=flag.review)


def _verdict(context: Context, danger: Danger) -> Html:
    return context.text("shelter-verdict", band=danger.band or ("none" if danger.seen else "blind"))


def _known_steps(context: Context, found: tuple[Near, ...]) -> Html:
    """How much of the answer the filter for steps really knows."""
    if not context.chat.step_free:
        return Html()
    known = sum(near.shelter.step_free is StepFree.YES for near in found)
    return context.text("shelter-steps-known", known=known, count=len(found))


def _numbers(found: tuple[Near, ...]) -> tuple[Button, ...]:
    return tuple(Button(str(number), f"shelter:show:{near.shelter.id}") for number, near in enumerate(found, 1))


def _choices(context: Context) -> Rows:
    """A group's members walk differently: only one person's own chat keeps a pace."""
    if context.chat.kind is not ChatKind.PRIVATE:
        return ()
    return ((button(context, "shelter-button-walk", "shelter:walk"),),)


def _route(context: Context, shelter: Shelter) -> tuple[Button, ...]:
    if shelter.point is None:
        return ()
    address = _ROUTE.format(latitude=shelter.point.latitude, longitude=shelter.point.longitude)
    return (Button(context.text("shelter-button-route"), url=address),)
