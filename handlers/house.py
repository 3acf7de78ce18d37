"""How far a shelter is for the people of a place, and the house's own: said once or never, so that alerts say what
fits.
"""

from collections.abc import Mapping

from bot.domain.chats import Place
from bot.domain.labels import means
from bot.domain.reach import Reach
from bot.services.subscriptions import SHELTER_AT_MOST
from bot.telegram.outgoing import Button
from bot.texts import LANGUAGES
from handlers.context import Context, Incoming, Replies, put, say
from handlers.place_data import followed, places
from handlers.taps import NOT_OURS, Page, show, tapped
from handlers.telling import NONE, button, lines, paragraphs, place_name, plain_button, quoted

#: The texts that list the words of each.
_WORDS: Mapping[Reach, str] = {
    Reach.NEAR: "house-words-near",
    Reach.WALK: "house-words-walk",
    Reach.STAY: "house-words-stay",
    Reach.UNSAID: "house-words-unsaid",
}


async def house(context: Context, incoming: Incoming) -> Replies:
    """`/house`, what is typed after it, and every button of it."""
    if incoming.message_id is not None and incoming.argument:
        return await tapped(context, incoming, _TAPS)
    known = await places(context)
    if not known:
        return say(context.text("house-no-place"), (button(context, "button-places", "place:list"),))
    text, rows = await (_typed(context, known, incoming.argument) if incoming.argument else _first(context))
    return say(text, *rows)


async def _first(context: Context) -> Page:
    """The only place, or which of several is meant."""
    known = await places(context)
    if not known:
        return context.text("house-no-place"), ((button(context, "button-places", "place:list"),),)
    if len(known) == 1:
        return _page(context, known[0])
    rows = tuple((plain_button(place_name(context, one), f"house:open:{one.area}"),) for one in known)
    return context.text("house-which"), rows


def _page(context: Context, place: Place) -> Page:
    text = paragraphs(
        lines(
            context.text("house-heading", place=place_name(context, place)),
            context.text("house-reach", reach=place.reach),
            context.text("house-shelter", shelter=place.shelter or NONE),
        ),
        context.text("house-how", most=SHELTER_AT_MOST),
    )
    return text, tuple((_choice(context, place, reach),) for reach in Reach)


def _choice(context: Context, place: Place, reach: Reach) -> Button:
    chosen = "yes" if place.reach is reach else "no"
    return button(context, "house-choice", f"house:reach:{place.area}:{reach}", reach=reach, chosen=chosen)


async def _typed(context: Context, known: tuple[Place, ...], argument: str) -> Page:
    """`near`, `off`, a house's own shelter, each after the name of a place and a colon where there are several."""
    place, wanted = _addressed(context, known, argument)
    reach = _reaches(context).get(wanted.casefold())
    if reach is not None:
        return await _reached(context, place, reach)
    if wanted.casefold() in _words(context, "house-words-off"):
        return await _named(context, place, "")
    return await _named(context, place, wanted)


def _addressed(context: Context, known: tuple[Place, ...], argument: str) -> tuple[Place, str]:
    """The place before the colon and what follows, or the first place where no place is named."""
    name, colon, rest = argument.partition(":")
    found = [one for one in known if means(name.strip(), one, context.services.tree)] if colon else []
    return (found[0], rest.strip()) if len(found) == 1 else (known[0], argument.strip())


async def _reached(context: Context, place: Place, reach: Reach) -> Page:
    await context.services.subscriptions.set_reach(context.tx, context.chat, place.area, reach)
    return await _after(context, place)


async def _named(context: Context, place: Place, shelter: str) -> Page:
    if not await context.services.subscriptions.name_shelter(context.tx, context.chat, place.area, shelter):
        return context.text("house-too-long", words=quoted(shelter), most=SHELTER_AT_MOST), ()
    return await _after(context, place)


async def _after(context: Context, place: Place) -> Page:
    text, rows = _page(context, await followed(context, place.area) or place)
    return paragraphs(context.text("saved"), text), rows


def _reaches(context: Context) -> Mapping[str, Reach]:
    return {word: reach for reach, words in _WORDS.items() for word in _words(context, words)}


def _words(context: Context, message_id: str) -> tuple[str, ...]:
    """The words of a text in all languages, because people mix them."""
    return tuple(word for one in LANGUAGES for word in context.texts.render(one, message_id).split(", "))


async def _tap_open(context: Context, rest: str) -> Replies:
    place = await followed(context, rest)
    if place is None:
        return NOT_OURS
    text, rows = _page(context, place)
    return put(text, *rows)


async def _tap_reach(context: Context, rest: str) -> Replies:
    area, _, wanted = rest.partition(":")
    place = await followed(context, area)
    if place is None or wanted not in set(Reach):
        return NOT_OURS
    text, rows = await _reached(context, place, Reach(wanted))
    return put(text, *rows)


_TAPS = {"menu": show(_first), "open": _tap_open, "reach": _tap_reach}
