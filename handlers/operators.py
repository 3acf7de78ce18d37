"""What only operators may do: for everybody else it does not exist."""

from handlers.context import Context, Handler, Incoming, Replies
from handlers.help import unknown
from handlers.report import is_editor
from handlers.taps import stale


def for_operators(handler: Handler) -> Handler:
    """The same for an operator in private; to others it is a command that nobody knows, or an outdated button."""

    async def guarded(context: Context, incoming: Incoming) -> Replies:
        if is_editor(context, incoming):
            return await handler(context, incoming)
        return await (unknown if incoming.message_id is None else stale)(context, incoming)

    return guarded
