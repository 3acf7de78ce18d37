"""What is kept of a person, and what is not."""

from handlers.context import Context, Incoming, Replies, say


async def privacy(context: Context, incoming: Incoming) -> Replies:
    """`/privacy`."""
    return say(context.text("privacy"))
