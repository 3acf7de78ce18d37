"""What the bot can do and what it cannot, and an honest answer to a command that it does not know."""

from handlers.context import Context, Incoming, Replies, say
from handlers.taps import stale
from handlers.telling import button


async def help_(context: Context, incoming: Incoming) -> Replies:
    """`/help`."""
    if incoming.message_id is not None and incoming.argument:
        return await stale(context, incoming)
    return say(context.text("help"))


async def unknown(context: Context, incoming: Incoming) -> Replies:
    """A command that does not exist."""
    return say(context.text("help-unknown"), (button(context, "button-help", "help"),))


async def too_much(context: Context, incoming: Incoming) -> Replies:
    """More messages at once than are read."""
    return say(context.text("too-much"))
