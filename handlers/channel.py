"""Operators make a public channel carry the alerts of one area: named or forwarded, then an area, then how much."""

from bot.domain.alerts import AreaId
from bot.domain.areas import Area
from bot.domain.channels import Channel
from bot.domain.policy import Loudness
from bot.services.answers import QUESTION_AT_MOST
from bot.services.channels import Carried
from bot.telegram.directory import AboutChat, NotThere
from bot.telegram.outgoing import Button
from bot.texts import LANGUAGES, Html
from handlers.channel_wish import Wish, read_target, read_wish
from handlers.context import Context, Incoming, Replies, put, say
from handlers.operators import for_operators
from handlers.place_follow import CHOICES, FIRST_PLACE
from handlers.taps import NOT_OURS, Page, Rows, Tap, show, tapped
from handlers.telling import NONE, area_name, button, lines, paragraphs, plain_button, quoted, told_apart
from handlers.words import words

#: How the two streams are written in the data of buttons.
_STREAMS = {"all": Loudness.STREAM, "grave": Loudness.STREAM_GRAVE}
_WORDS = {stream: word for word, stream in _STREAMS.items()}


async def _channel(context: Context, incoming: Incoming) -> Replies:
    if incoming.message_id is not None and incoming.argument:
        return await tapped(context, incoming, _TAPS)
    if not incoming.argument:
        text, rows = await _list(context)
        return say(text, *rows)
    wish = read_wish(incoming.argument, context.texts)
    text, rows = await _wished(context, wish) if wish else (context.text("channel-how"), ())
    return say(text, *rows)


#: `/channel`, what is typed after it, and its buttons.
channel = for_operators(_channel)


async def forwarded(context: Context, incoming: Incoming) -> Replies:
    """A post of a channel that an operator passes on; one of a channel that is not ours may be an article."""
    assert incoming.forwarded_from is not None
    about = context.services.channels.look_up(incoming.forwarded_from, context.seen)
    if not isinstance(about, AboutChat):
        if len(incoming.argument) > QUESTION_AT_MOST:
            return await words(context, incoming)
        return say(_refused(context, about))
    known = await context.services.channels.find(context.tx, about.id)
    text, rows = _page(context, known) if known else _which_area(context, about, await _own_areas(context))
    return say(text, *rows)


# What is typed


async def _wished(context: Context, wish: Wish) -> Page:
    about = context.services.channels.look_up(wish.target, context.seen)
    if not isinstance(about, AboutChat):
        return _refused(context, about), ()
    if not wish.area:
        known = await context.services.channels.find(context.tx, about.id)
        return _page(context, known) if known else _which_area(context, about, await _own_areas(context))
    found = context.services.tree.find(wish.area)
    if not found:
        return context.text("place-not-found", name=quoted(wish.area)), ()
    if len(found) > 1:
        return _which_area(context, about, found)
    if wish.stream is None:
        return _how_much(context, about, found[0].id)
    return await _carry(context, about, found[0].id, wish.stream, wish.language or context.chat.language)


async def _carry(context: Context, about: AboutChat, area: AreaId, stream: Loudness, language: str) -> Page:
    came = await context.services.channels.carry(context.tx, about, area, stream, language, context.now)
    if came is not Carried.CARRIED:
        return context.text("channel-refused", came=came, place=area_name(context, area)), ()
    known = await context.services.channels.find(context.tx, about.id)
    assert known is not None
    text, rows = _page(context, known)
    return paragraphs(context.text("channel-carries"), text), rows


# What is shown


async def _list(context: Context) -> Page:
    known = await context.services.channels.all(context.tx)
    items = lines(context.text("channel-list"), *(_item(context, one) for one in known)) if known else Html()
    rows = tuple((plain_button(Html(_named(one)), f"channel:show:{one.chat_id}"),) for one in known)
    return paragraphs(items, context.text("channel-how")), rows


def _item(context: Context, one: Channel) -> Html:
    return context.text(
        "channel-item",
        name=_named(one),
        place=area_name(context, one.area),
        stream=_WORDS[one.stream],
        **{"in": one.language},
        gone="no" if one.gone is None else "yes",
    )


def _page(context: Context, one: Channel) -> Page:
    """What a channel carries, and the buttons that change it."""
    other = "grave" if one.stream is Loudness.STREAM else "all"
    languages = tuple(language for language in LANGUAGES if language != one.language)
    wide = context.services.tree.is_wide(one.area)
    rows: Rows = (
        *(((_set(context, one.chat_id, one.area, other, one.language),),) if not wide else ()),
        tuple(
            button(
                context,
                "channel-button-language",
                _data(one.chat_id, one.area, _WORDS[one.stream], language),
                **{"in": language},
            )
            for language in languages
        ),
        (button(context, "channel-button-stop", f"channel:ask:{one.chat_id}"),),
    )
    wide_said = context.text("channel-wide") if wide else Html()
    return paragraphs(_item(context, one), wide_said), rows


def _which_area(context: Context, about: AboutChat, areas: tuple[Area, ...]) -> Page:
    offered = tuple(
        (plain_button(told_apart(context, area.id, areas), f"channel:area:{about.id}:{area.id}"),)
        for area in areas[:CHOICES]
    )
    return context.text("channel-which-area", name=about.title, id=f"{about.id}"), offered


def _how_much(context: Context, about: AboutChat, area: AreaId) -> Page:
    wide = context.services.tree.is_wide(area)
    streams = ("all",) if wide else ("all", "grave")
    rows = tuple((_set(context, about.id, area, stream, context.chat.language),) for stream in streams)
    text = context.text("channel-how-much", name=about.title, place=area_name(context, area))
    return paragraphs(text, context.text("channel-wide") if wide else Html()), rows


def _set(context: Context, chat_id: int, area: AreaId, stream: str, language: str) -> Button:
    return button(context, "channel-button-stream", _data(chat_id, area, stream, language), stream=stream)


def _data(chat_id: int, area: AreaId, stream: str, language: str) -> str:
    return f"channel:set:{chat_id}:{area}:{stream}:{language}"


def _named(one: Channel) -> str:
    return f"{one.title} (@{one.username})" if one.username else one.title


def _refused(context: Context, why: NotThere) -> Html:
    return context.text("channel-not-there", why=why)


async def _own_areas(context: Context) -> tuple[Area, ...]:
    """What the operator follows, and Kharkiv."""
    own = [place.area for place in await context.services.subscriptions.places(context.tx, context.chat.id)]
    return tuple(context.services.tree[area] for area in dict.fromkeys((*own, FIRST_PLACE)))


# What is tapped


async def _tap_show(context: Context, rest: str) -> Replies:
    known = await _known(context, rest)
    if known is None:
        return NOT_OURS
    text, rows = _page(context, known)
    return put(text, *rows)


async def _tap_area(context: Context, rest: str) -> Replies:
    chat, _, area = rest.partition(":")
    target = read_target(chat)
    if not isinstance(target, int) or AreaId(area) not in context.services.tree:
        return NOT_OURS
    about = context.services.channels.look_up(target, context.seen)
    if not isinstance(about, AboutChat):
        return put(_refused(context, about))
    text, rows = _how_much(context, about, AreaId(area))
    return put(text, *rows)


async def _tap_set(context: Context, rest: str) -> Replies:
    chat, _, chosen = rest.partition(":")
    area, _, how = chosen.rpartition(":")[0].rpartition(":")
    language = chosen.rpartition(":")[2]
    target = read_target(chat)
    if not isinstance(target, int) or how not in _STREAMS or language not in LANGUAGES:
        return NOT_OURS
    if AreaId(area) not in context.services.tree:
        return NOT_OURS
    about = context.services.channels.look_up(target, context.seen)
    if not isinstance(about, AboutChat):
        return put(_refused(context, about))
    text, rows = await _carry(context, about, AreaId(area), _STREAMS[how], language)
    return put(text, *rows)


async def _tap_ask(context: Context, rest: str) -> Replies:
    known = await _known(context, rest)
    if known is None:
        return NOT_OURS
    sure = button(context, "channel-button-sure", f"channel:stop:{known.chat_id}")
    keep = button(context, "channel-button-keep", f"channel:show:{known.chat_id}")
    return put(context.text("channel-ask", name=_named(known)), (sure,), (keep,))


async def _tap_stop(context: Context, rest: str) -> Replies:
    target = read_target(rest)
    if not isinstance(target, int):
        return NOT_OURS
    stopped = await context.services.channels.stop(context.tx, target, context.now)
    return put(context.text("channel-stopped", name=_named(stopped) if stopped else NONE))


async def _known(context: Context, rest: str) -> Channel | None:
    target = read_target(rest)
    return await context.services.channels.find(context.tx, target) if isinstance(target, int) else None


_TAPS: dict[str, Tap] = {
    "list": show(_list),
    "show": _tap_show,
    "area": _tap_area,
    "set": _tap_set,
    "ask": _tap_ask,
    "stop": _tap_stop,
}
