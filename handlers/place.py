"""Places: the list of them, what is typed of them, and the state of one whose bare name is written."""

from bot.domain.areas import Area
from bot.domain.channels import Channel
from bot.domain.chats import ChatKind, Place
from bot.domain.policy import Loudness
from bot.services.phrasing import joined
from bot.texts import Html
from handlers.context import Context, Incoming, Replies, ask_location, put, say
from handlers.place_data import named, places, today
from handlers.place_follow import first_choices, here_row, offer, tap_back, tap_follow, tap_keep, tap_towns, wished
from handlers.place_page import PLACE_TAPS, how_to_label, label_as, page_button, page_buttons, removed, set_loudness
from handlers.place_wish import Verb, Wish, read_wish
from handlers.state import place_state, seen
from handlers.taps import NOT_OURS, Page, Tap, bare, show, tapped
from handlers.telling import area_name, button, lines, paragraphs, place_name, quoted, traits


async def place(context: Context, incoming: Incoming) -> Replies:
    """`/place` and every button of it."""
    if incoming.message_id is not None and incoming.argument:
        return await tapped(context, incoming, _TAPS)
    if not incoming.argument:
        text, rows = await _list(context)
        return say(text, *rows)
    wish = read_wish(incoming.argument, context.texts, today(context))
    text, rows = await (wished(context, wish) if wish.verb is Verb.FOLLOW else _of_known(context, wish))
    return say(text, *rows)


def place_items(context: Context, known: tuple[Place, ...]) -> tuple[Html, ...]:
    """One line for each place that is followed, with its own sound and its last day where it has them."""
    named_so = (joined(" · ", (place_name(context, one), *traits(context, one))) for one in known)
    return tuple(context.text("place-item", place=said) for said in named_so)


async def place_now(context: Context, areas: tuple[Area, ...]) -> Replies:
    """A bare name: the state of places that are followed, an offer to follow the others."""
    status = await context.services.statuses.of_chat(context.tx, context.chat, context.now)
    ids = {area.id for area in areas}
    followed = [one for one in status.places if one.place.area in ids]
    if followed:
        states = lines(*(place_state(context, status, one) for one in followed), seen(context, status))
        return say(states, (button(context, "button-guide", "guide"),))
    return say(context.text("words-place"), *offer(context, areas))


async def _of_known(context: Context, wish: Wish) -> Page:
    """A verb with the name or label of a place that is followed."""
    found = await named(context, wish.name)
    if len(found) == 1:
        return await _done(context, found[0], wish)
    if found:
        return context.text("place-which", name=quoted(wish.name), more=0), page_buttons(context, found)
    text, rows = await _list(context)
    unknown = context.text("place-not-followed", name=quoted(wish.name)) if wish.name else ""
    return paragraphs(unknown, text), rows


async def _done(context: Context, known: Place, wish: Wish) -> Page:
    if wish.verb is Verb.REMOVE:
        return await removed(context, known)
    if wish.verb is not Verb.LABEL:
        return await set_loudness(context, known, Loudness(wish.verb))
    return await how_to_label(context, known) if wish.label is None else await label_as(context, known, wish.label)


async def _list(context: Context) -> Page:
    known = await places(context)
    if not known:
        return context.text("place-none"), first_choices(context)
    rows = tuple((page_button(context, one),) for one in known)
    items = lines(context.text("place-list"), *place_items(context, known))
    said = paragraphs(items, await _channels(context, known), context.text("place-how-to"))
    return said, (*rows, here_row(context))


async def _tap_here(context: Context) -> Replies:
    """Telegram shares a location only by a button below the chat, or by the paperclip."""
    if not here_row(context):
        return NOT_OURS
    return ask_location(context.text("place-here-how"), context.text("shelter-share"))


async def _channels(context: Context, known: tuple[Place, ...]) -> Html:
    """Where the same comes to everybody at once; to one person, whose own hours it cannot know."""
    if context.chat.kind is not ChatKind.PRIVATE:
        return Html()
    found = await context.services.channels.of_areas(context.tx, frozenset(one.area for one in known))
    return lines(*(_channel(context, one) for one in found))


def _channel(context: Context, one: Channel) -> Html:
    stream = "grave" if one.stream is Loudness.STREAM_GRAVE else "all"
    place = area_name(context, one.area)
    return context.text("place-channel", place=place, username=one.username or "", stream=stream)


async def _tap_another(context: Context) -> Replies:
    return put(context.text("place-type-name"))


_TAPS: dict[str, Tap] = {
    "list": show(_list),
    "follow": tap_follow,
    "towns": tap_towns,
    "keep": tap_keep,
    "back": tap_back,
    "another": bare(_tap_another),
    "here": bare(_tap_here),
    **PLACE_TAPS,
}
