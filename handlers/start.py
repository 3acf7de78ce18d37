"""The first meeting: who speaks, what it is not, and three taps to be of use."""

from bot.services.status import Status
from bot.telegram.outgoing import Button
from bot.texts import LANGUAGES, Html
from handlers.circle import INVITED, invited
from handlers.context import Context, Incoming, Replies, say
from handlers.place import place_items
from handlers.place_follow import first_choices
from handlers.taps import Page
from handlers.telling import button, lines, listed, paragraphs, phrasing


async def start(context: Context, incoming: Incoming) -> Replies:
    """`/start`, with an invitation or whatever else follows it."""
    if incoming.argument.startswith(INVITED):
        return await invited(context, incoming)
    text, rows = await greeting(context)
    return say(text, *rows)


async def greeting(context: Context) -> Page:
    """The welcome of a new chat, or of one that comes back."""
    status = await context.services.statuses.of_chat(context.tx, context.chat, context.now)
    hello = paragraphs(context.text("start-hello"), lines(context.text("second-channel"), _sources(context, status)))
    others = tuple(_language(context, language) for language in LANGUAGES if language != context.chat.language)
    if not status.places:
        return paragraphs(hello, context.text("start-place")), (*first_choices(context), others)
    places = place_items(context, tuple(one.place for one in status.places))
    known = (button(context, "button-now", "now"), button(context, "button-settings", "settings"))
    return paragraphs(hello, lines(context.text("start-again"), *places)), (known, others)


def _sources(context: Context, status: Status) -> Html:
    names = listed(phrasing(context).source(context.chat.language, source.name) for source in status.sources)
    return context.text("start-sources", sources=names) if names else context.text("sight-no-source")


def _language(context: Context, language: str) -> Button:
    return button(context, "language-name", f"language:{language}:start", code=language)
