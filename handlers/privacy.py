"""What is kept of a person and for how long, all of it as a file, and its end."""

from bot.services.privacy import DAYS
from bot.telegram.attachments import Document
from handlers.context import Context, Incoming, Replies, attach, put, say
from handlers.taps import Page, bare, confirmed, confirming, show, tapped
from handlers.telling import button


async def privacy(context: Context, incoming: Incoming) -> Replies:
    """`/privacy`."""
    rows = (
        button(context, "privacy-button-export", "export:send"),
        button(context, "privacy-button-forget", "forget:ask"),
    )
    return say(context.text("privacy", **DAYS), *((row,) for row in rows))


async def export(context: Context, incoming: Incoming) -> Replies:
    """`/export`: everything held of this chat, as a file."""
    if incoming.message_id is not None and incoming.argument:
        return await tapped(context, incoming, _EXPORT_TAPS)
    return await _export(context)


async def forget(context: Context, incoming: Incoming) -> Replies:
    """`/forget`, asked once; its [yes] cannot be forged."""
    if incoming.message_id is not None and incoming.argument:
        return await tapped(context, incoming, _FORGET_TAPS)
    text, rows = await _ask(context)
    return say(text, *rows)


async def _export(context: Context) -> Replies:
    held = context.services.privacy.export(context.chat.id, context.now, context.found)
    name = f"tysha-{context.now:%Y-%m-%d}.json"
    return attach(Document(name, held, context.text("export-caption")))


async def _ask(context: Context) -> Page:
    yes = button(context, "forget-button-yes", confirming(context, "forget:sure:all"))
    no = button(context, "forget-button-no", "forget:no")
    first = button(context, "privacy-button-export", "export:send")
    return context.text("forget-ask", kind=context.chat.kind), ((yes,), (no,), (first,))


async def _sure(context: Context, _answer: str) -> Replies:
    await context.services.privacy.forget(context.tx, context.chat.id, context.now)
    return put(context.text("forget-done"))


async def _no(context: Context) -> Replies:
    return put(context.text("forget-not-done"))


_EXPORT_TAPS = {"send": bare(_export)}
_FORGET_TAPS = {"ask": show(_ask), "no": bare(_no), "sure": confirmed("forget:sure", _sure)}
