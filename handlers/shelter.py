"""The nearest shelter: by a location that is used and forgotten, by a name, or by an address of a register."""

from collections.abc import Iterable, Mapping
from dataclasses import replace

from bot.domain.alerts import AreaId
from bot.domain.chats import ChatKind
from bot.domain.shelters.flags import FlagKind
from bot.domain.shelters.shelter import Shelter, ShelterId
from bot.domain.shelters.walking import Pace
from bot.telegram.outgoing import Button, Pin
from bot.texts import LANGUAGES, Html
from handlers.context import Context, Incoming, Replies, ask_location, pin, put, say
from handlers.place_data import places
from handlers.shelter_page import TITLE_AT_MOST, found_page, settings_rows, shelter_name, shelter_page
from handlers.taps import NOT_OURS, Page, Rows, bare, stale, tapped
from handlers.telling import lines, paragraphs, plain_button, quoted

#: Landmarks side by side.
_IN_ROW = 2
_PACES: Mapping[Pace, str] = {
    Pace.USUAL: "shelter-words-usual",
    Pace.CHILD: "shelter-words-child",
    Pace.ELDERLY: "shelter-words-elderly",
    Pace.WHEELCHAIR: "shelter-words-wheelchair",
}


async def shelter(context: Context, incoming: Incoming) -> Replies:
    """`/shelter`, what is typed after it, and every button of it."""
    if incoming.message_id is not None and incoming.argument:
        verb, _, rest = incoming.argument.partition(":")
        if verb == "flag":
            return await _flagged(context, incoming, rest)
        return await tapped(context, incoming, _TAPS)
    words = incoming.argument.strip()
    if not words:
        return await _how(context)
    first, _, rest = words.partition(" ")
    if first.casefold() in _words(context, "shelter-words-walk"):
        text, rows = await _typed_walk(context, rest)
        return say(text, *rows)
    return await _typed(context, words)


async def _how(context: Context) -> Replies:
    text = context.text("shelter-how", count=len(context.services.shelters))
    followed = [place.area for place in await places(context)]
    return _with_landmarks(context, text, followed or context.services.shelters.areas)


def _with_landmarks(context: Context, text: Html, areas: Iterable[AreaId]) -> Replies:
    """Asks for the location, and offers what people name where one of these areas has any."""
    alone = context.chat.kind is ChatKind.PRIVATE
    asked = ask_location(text, context.text("shelter-share")) if alone else say(text)
    covering = {wide for own in context.services.shelters.areas for wide in context.services.tree.covering(own)}
    if covering.isdisjoint(areas):
        return asked
    return (*asked, *say(context.text("shelter-landmarks"), *_landmarks(context)))


def _landmarks(context: Context) -> Rows:
    language = context.chat.language
    places = [Button(one.name[language], f"shelter:at:{one.id}") for one in context.services.shelters.landmarks]
    return tuple(tuple(places[at : at + _IN_ROW]) for at in range(0, len(places), _IN_ROW))


async def _typed(context: Context, words: str) -> Replies:
    named = await context.services.shelters.named(context.tx, words)
    if named.landmark:
        name = context.text("shelter-name", name=named.landmark.name[context.chat.language], kind="none")
        text, page_rows = await found_page(context, named.landmark.point, name)
        return say(text, *page_rows)
    if named.shelters:
        rows = tuple((plain_button(shelter_name(context, one), f"shelter:show:{one.id}"),) for one in named.shelters)
        return say(context.text("shelter-named", words=quoted(words)), *rows)
    areas = context.services.tree.find(words)
    if areas:
        text = context.text("shelter-wide", words=quoted(words))
        return _with_landmarks(context, text, [area.id for area in areas])
    return say(context.text("shelter-not-found", words=quoted(words)), *_landmarks(context))


# How somebody walks


async def _typed_walk(context: Context, rest: str) -> Page:
    """`/shelter walk child`, `/shelter walk no steps`, `/shelter walk steps`."""
    if context.chat.kind is not ChatKind.PRIVATE:
        return context.text("shelter-walk-alone"), ()
    word = rest.strip().casefold()
    pace = next((one for one, words in _PACES.items() if word in _words(context, words)), None)
    steps = next((on for on, words in _STEPS.items() if word in _words(context, words)), None)
    if pace is None and steps is None:
        return _walk(context)
    return await _walks(context, pace or context.chat.pace, context.chat.step_free if steps is None else steps)


def _walk(context: Context) -> Page:
    text = lines(
        context.text("shelter-walk", pace=context.chat.pace),
        context.text("shelter-walk-steps", on="yes" if context.chat.step_free else "no"),
    )
    return paragraphs(text, context.text("shelter-walk-how")), settings_rows(context)


async def _walks(context: Context, pace: Pace, step_free: bool) -> Page:
    chat = await context.services.subscriptions.set_walk(context.tx, context.chat, pace, step_free=step_free)
    after = replace(context, chat=chat)
    text, rows = _walk(after)
    return paragraphs(after.text("saved"), text, after.text("shelter-search-again")), rows


_STEPS: Mapping[bool, str] = {True: "shelter-words-no-steps", False: "shelter-words-steps"}


def _words(context: Context, message_id: str) -> tuple[str, ...]:
    """The words of a text in all languages, because people mix them."""
    return tuple(word for one in LANGUAGES for word in context.texts.render(one, message_id).split(", "))


# Buttons


async def _known(context: Context, shelter_id: str) -> Shelter | None:
    found = await context.services.shelters.by_ids(context.tx, [ShelterId(shelter_id)])
    return found.get(ShelterId(shelter_id))


async def _tap_show(context: Context, rest: str) -> Replies:
    """The pin, and what is known: new messages, so that the list stays as it was."""
    found = await _known(context, rest)
    if found is None:
        return NOT_OURS
    flags = await context.services.shelters.flags_of(context.tx, found.id, context.now)
    text, rows = shelter_page(context, found, flags)
    return (*_pinned(context, found), *say(text, *rows))


def _pinned(context: Context, found: Shelter) -> Replies:
    if found.point is None:
        return ()
    title = context.text("shelter-pin", name=found.name[context.chat.language], kind=found.kind)
    address = found.address or context.text("shelter-kind", kind=found.kind)
    return pin(Pin(found.point.latitude, found.point.longitude, title[:TITLE_AT_MOST], address[:TITLE_AT_MOST]))


async def _flagged(context: Context, incoming: Incoming, rest: str) -> Replies:
    """What somebody says of a door, shown at once as not checked."""
    kind, _, shelter_id = rest.partition(":")
    found = await _known(context, shelter_id) if kind in set(FlagKind) else None
    if found is None:
        return await stale(context, incoming)
    came = await context.services.flags.raise_(context.tx, found.id, FlagKind(kind), incoming.user_id, context.now)
    name = shelter_name(context, found)
    return say(context.text("shelter-flag-said", came=came, flag=kind, name=name))


async def _tap_at(context: Context, rest: str) -> Replies:
    landmark = context.services.shelters.landmark(rest)
    if landmark is None:
        return NOT_OURS
    name = context.text("shelter-name", name=landmark.name[context.chat.language], kind="none")
    text, rows = await found_page(context, landmark.point, name)
    return say(text, *rows)


async def _tap_walk(context: Context) -> Replies:
    if context.chat.kind is not ChatKind.PRIVATE:
        return NOT_OURS
    text, rows = _walk(context)
    return say(text, *rows)


async def _tap_pace(context: Context, rest: str) -> Replies:
    if rest not in set(Pace) or context.chat.kind is not ChatKind.PRIVATE:
        return NOT_OURS
    text, rows = await _walks(context, Pace(rest), context.chat.step_free)
    return put(text, *rows)


async def _tap_steps(context: Context, rest: str) -> Replies:
    wanted = {"on": True, "off": False}.get(rest)
    if wanted is None or context.chat.kind is not ChatKind.PRIVATE:
        return NOT_OURS
    text, rows = await _walks(context, context.chat.pace, wanted)
    return put(text, *rows)


async def _tap_menu(context: Context) -> Replies:
    return await _how(context)


_TAPS = {
    "menu": bare(_tap_menu),
    "show": _tap_show,
    "at": _tap_at,
    "walk": bare(_tap_walk),
    "pace": _tap_pace,
    "steps": _tap_steps,
}
