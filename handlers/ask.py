"""Questions, answered from claims, cards and the live state; what none of them says is not said."""

from collections.abc import Mapping
from dataclasses import replace

from bot.domain.alerts import AreaId
from bot.domain.answers import (
    AskedBack,
    CardAnswer,
    ClaimsAnswer,
    FunctionAnswer,
    NotUnderstood,
    SafetyAnswer,
    StatusAnswer,
)
from bot.domain.questions import Function
from bot.services.answers import language_of
from handlers.asking_back import read_wish, which
from handlers.attention import insist
from handlers.calm import calm
from handlers.circle import circle
from handlers.context import Context, Handler, Incoming, Replies, say
from handlers.digest import digest
from handlers.gobag import gobag
from handlers.guide import card_page
from handlers.help import help_
from handlers.language import language
from handlers.map import map_
from handlers.mute import mute
from handlers.place import place
from handlers.place_follow import offer
from handlers.privacy import privacy
from handlers.quiet import quiet
from handlers.sample import offer_sample
from handlers.settings import settings
from handlers.shelter import shelter
from handlers.state import place_state, seen, to_do
from handlers.stats import asked_in_words, stats
from handlers.taps import Page, stale
from handlers.telling import button, lines, quoted
from handlers.why import why

#: What a command does better than an answer: its first page, which changes nothing.
_FUNCTIONS: Mapping[Function, Handler] = {
    Function.QUIET: quiet,
    Function.DIGEST: digest,
    Function.MUTE: mute,
    Function.LANGUAGE: language,
    Function.PLACE: place,
    Function.SHELTER: shelter,
    Function.MAP: map_,
    Function.STATS: stats,
    Function.WHY: why,
    Function.PRIVACY: privacy,
    Function.SETTINGS: settings,
    Function.HELP: help_,
    Function.CIRCLE: circle,
    Function.CALM: calm,
    Function.BAG: gobag,
    Function.TEST: offer_sample,
    Function.INSIST: insist,
}


async def ask(context: Context, incoming: Incoming) -> Replies:
    """`/ask`, and the button that says how."""
    if incoming.message_id is not None and incoming.argument:
        return await _chosen(context, incoming)
    if not incoming.argument:
        return say(context.text("ask-how"))
    return await answered(context, incoming)


async def answered(context: Context, incoming: Incoming) -> Replies:
    """The answer to a question, in its own language."""
    found = context.services.answers.find(incoming.argument)
    if isinstance(found, NotUnderstood):
        return say(context.text("words-nothing", words=quoted(incoming.argument)))
    spoken = replace(context, chat=replace(context.chat, language=language_of(incoming.argument)))
    match found:
        case AskedBack(wishes):
            return which(spoken, wishes)
        case FunctionAnswer(Function.STATS, areas):
            return await asked_in_words(spoken, incoming.argument, areas)
        case FunctionAnswer(function, areas):
            return await _function(context, incoming, function, areas)
        case CardAnswer(card):
            text, rows = card_page(spoken, card)
        case SafetyAnswer(areas) | StatusAnswer(areas):
            text, rows = await _live(spoken, found, areas)
        case _:
            text = context.services.answers.render(found, spoken.chat.language).html
            rows = ((button(spoken, "button-situation", "situation"),),) if isinstance(found, ClaimsAnswer) else ()
    return say(text, *rows)


async def _chosen(context: Context, incoming: Incoming) -> Replies:
    """A wish that was asked back about and tapped: its page, said anew, so that the other buttons stay."""
    wish = read_wish(incoming.argument, context.services.tree)
    match wish:
        case FunctionAnswer(function, areas):
            return await _function(context, incoming, function, areas)
        case StatusAnswer(areas):
            text, rows = await _live(context, wish, areas)
            return say(text, *rows)
    return await stale(context, incoming)


async def _places(context: Context, incoming: Incoming, areas: tuple[AreaId, ...]) -> Replies:
    """An offer to follow what is not followed yet; else the places, each a tap from its removal."""
    status = await context.services.statuses.of_chat(context.tx, context.chat, context.now)
    followed = {one.place.area for one in status.places}
    new = tuple(context.services.tree[area] for area in areas if area not in followed)
    if new:
        return say(context.text("words-place"), *offer(context, new))
    return await place(context, Incoming("", incoming.user_id))


async def _function(context: Context, incoming: Incoming, function: Function, areas: tuple[AreaId, ...]) -> Replies:
    if function is Function.PLACE and areas:
        return await _places(context, incoming, areas)
    if function is Function.STATS and areas:
        return await asked_in_words(context, "", areas)
    return await _FUNCTIONS[function](context, Incoming("", incoming.user_id))


async def _live(context: Context, found: SafetyAnswer | StatusAnswer, areas: tuple[AreaId, ...]) -> Page:
    """The places that are meant, else all that are followed, how fresh that is, and an offer to watch the rest."""
    whole = await context.services.statuses.of_chat(context.tx, context.chat, context.now)
    status = replace(whole, places=tuple(one for one in whole.places if not areas or one.place.area in areas))
    known = {one.place.area for one in status.places}
    unknown = tuple(context.services.tree[area] for area in areas if area not in known)
    states = [place_state(context, status, one) for one in status.places] or [context.text("ask-no-place")]
    live = lines(*states, seen(context, status), to_do(context, status))
    if isinstance(found, SafetyAnswer) and status.worst:
        # What to do is said already, for the alert that runs: "if it starts" would come too late.
        found = replace(found, card=None)
    text = context.services.answers.render(found, context.chat.language, live).html
    return text, (*offer(context, unknown), (button(context, "button-guide", "guide"),))
