"""What is known at this moment of one's places, what to do, and what is quiet until when."""

from bot.services.phrasing import joined
from bot.texts import Html
from handlers.context import Context, Incoming, Replies, say
from handlers.mute import mute_state
from handlers.state import place_state, seen, to_do
from handlers.taps import Page, show, tapped
from handlers.telling import button, lines, moment, paragraphs, quiet_next, quiet_state


async def now(context: Context, incoming: Incoming) -> Replies:
    """`/now`, its refreshing, and the button under a recap."""
    if incoming.message_id is not None and incoming.argument:
        return await tapped(context, incoming, _TAPS)
    text, rows = await _page(context)
    return say(text, *rows)


async def _page(context: Context) -> Page:
    status = await context.services.statuses.of_chat(context.tx, context.chat, context.now)
    paused = await _paused(context)
    if not status.places:
        choose = button(context, "button-places", "place:list")
        return paragraphs(paused, context.text("now-no-place"), seen(context, status)), ((choose,),)
    states = lines(*(place_state(context, status, one) for one in status.places))
    hours = (quiet_state(context, context.chat.quiet, context.chat.mode_until), quiet_next(context, context.chat.quiet))
    quiet = lines(joined(" ", hours), await mute_state(context))
    text = paragraphs(paused, states, to_do(context, status), seen(context, status), quiet)
    again, guide = button(context, "button-again", "now:again"), button(context, "button-guide", "guide")
    return text, ((again, guide),)


async def _paused(context: Context) -> Html:
    """That no alert comes by itself, whatever is chosen here: nobody may take that silence for calm."""
    since = await context.services.pauses.since(context.tx)
    return context.text("now-paused", since=moment(context, since)) if since else Html()


_TAPS = {"again": show(_page)}
