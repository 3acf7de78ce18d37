"""What reports say of a place, claim by claim."""

from bot.domain.alerts import AreaId
from handlers.context import Context, Incoming, Replies, say
from handlers.taps import stale
from handlers.telling import button, quoted


async def situation(context: Context, incoming: Incoming) -> Replies:
    """`/situation`, with or without a place, and the button under a digest."""
    if incoming.message_id is not None and incoming.argument:
        return await stale(context, incoming)
    if not incoming.argument:
        return _of(context, None)
    found = context.services.tree.find(incoming.argument)
    if not found:
        return say(context.text("place-not-found", name=quoted(incoming.argument)))
    return _of(context, found[0].id)


def _of(context: Context, area: AreaId | None) -> Replies:
    text = context.services.answers.situation(area, context.chat.language)
    return say(text, (button(context, "situation-button-ask", "ask"),))
