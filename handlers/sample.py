"""What a loud and a silent message do on this very phone, and how to let them through Do Not Disturb."""

from handlers.context import Context, Incoming, Replies, put, ring, say
from handlers.taps import Page, bare, show, tapped
from handlers.telling import button, paragraphs


async def sample(context: Context, incoming: Incoming) -> Replies:
    """`/test`: one silent and one loud message, both marked as no alert."""
    if incoming.message_id is not None and incoming.argument:
        return await tapped(context, incoming, _TAPS)
    # The silent one goes first: some phones give a sound to whatever follows a loud message at once.
    silent = say(context.text("test-silent"))
    rows = (button(context, "test-button-silent", "test:phone"), button(context, "test-button-rang", "test:rang"))
    return (*silent, *ring(context.text("test-loud"), *((row,) for row in rows)))


async def offer_sample(context: Context, incoming: Incoming) -> Replies:
    """What `/test` would do, and a tap that does it: who asked in words may be among people who sleep."""
    return say(context.text("test-offer"), (button(context, "test-button-send", "test:again"),))


async def _phone(context: Context) -> Page:
    steps = paragraphs(
        context.text("phone-first"),
        context.text("phone-android"),
        context.text("phone-iphone"),
        context.text("phone-others"),
        context.text("second-channel"),
    )
    return steps, ((button(context, "test-button-again", "test:again"),),)


async def _rang(context: Context) -> Replies:
    return put(context.text("test-rang"), (button(context, "test-button-steps", "test:phone"),))


async def _again(context: Context) -> Replies:
    return await sample(context, Incoming("", 0))


_TAPS = {"phone": show(_phone), "rang": bare(_rang), "again": bare(_again)}
