"""The language in which the bot speaks to a chat."""

from dataclasses import replace

from bot.texts import LANGUAGES
from handlers.context import Context, Incoming, Replies, put, say
from handlers.start import greeting
from handlers.taps import NOT_OURS, Page, Tap, show, tapped
from handlers.telling import button, quoted


async def language(context: Context, incoming: Incoming) -> Replies:
    """`/language` and every button of it."""
    if incoming.message_id is not None and incoming.argument:
        return await tapped(context, incoming, _TAPS)
    wanted = _read(context, incoming.argument)
    if wanted:
        return say((await _speaking(context, wanted)).text("language-saved"))
    text, rows = await _menu(context)
    if incoming.argument:
        text = context.text("language-not-understood", part=quoted(incoming.argument))
    return say(text, *rows)


async def _menu(context: Context) -> Page:
    names = tuple(button(context, "language-name", f"language:{one}", code=one) for one in LANGUAGES)
    return context.text("language-choose"), (names,)


async def _speaking(context: Context, wanted: str) -> Context:
    """The context after the change, which already speaks the new language."""
    chat = await context.services.subscriptions.set_language(context.tx, context.chat, wanted)
    return replace(context, chat=chat)


def _read(context: Context, text: str) -> str | None:
    """A language by its code or by its name in any of our languages."""
    wanted = text.strip().casefold()
    for one in LANGUAGES:
        words = context.texts.render(one, "language-words").split()
        if wanted in (one, *words):
            return one
    return None


def _tap_to(wanted: str) -> Tap:
    async def tap(context: Context, rest: str) -> Replies:
        if rest not in ("", "start"):
            return NOT_OURS
        after = await _speaking(context, wanted)
        if not rest:
            return put(after.text("language-saved"))
        text, rows = await greeting(after)
        return put(text, *rows)

    return tap


_TAPS = {"menu": show(_menu), **{one: _tap_to(one) for one in LANGUAGES}}
