"""Everything that a chat chose, each with the button that changes it."""

from bot.domain.chats import ChatKind
from handlers.context import Context, Incoming, Replies, say
from handlers.digest_menu import digest_state
from handlers.mute import mute_state
from handlers.place import place_items
from handlers.taps import Page, show, tapped
from handlers.telling import button, lines, quiet_state
from handlers.timezone import zone_state


async def settings(context: Context, incoming: Incoming) -> Replies:
    """`/settings`."""
    if incoming.message_id is not None and incoming.argument:
        return await tapped(context, incoming, _TAPS)
    text, rows = await _page(context)
    return say(text, *rows)


async def _page(context: Context) -> Page:
    chat = context.chat
    places = await context.services.subscriptions.places(context.tx, chat.id)
    text = lines(
        context.text("settings-heading"),
        context.text("settings-places", count=len(places)),
        *place_items(context, places),
        quiet_state(context, chat.quiet, chat.mode_until),
        context.text("insist-state", on="yes" if chat.insist else "no"),
        await mute_state(context),
        digest_state(context, chat.digest_times),
        context.text("settings-language", name=context.text("language-name", code=chat.language)),
        zone_state(context),
    )
    first = (button(context, "button-places", "place:list"), button(context, "settings-button-quiet", "quiet:menu"))
    second = (
        button(context, "settings-button-mute", "mute:menu"),
        button(context, "settings-button-digest", "digest:menu"),
    )
    third = (
        button(context, "settings-button-insist", "insist:menu"),
        button(context, "settings-button-language", "language:menu"),
    )
    fourth = (
        button(context, "settings-button-timezone", "timezone:menu"),
        button(context, "settings-button-house", "house:menu"),
    )
    fifth = (button(context, "shelter-button-walk", "shelter:walk"),) if chat.kind is ChatKind.PRIVATE else ()
    return text, (first, second, third, fourth, fifth)


_TAPS = {"menu": show(_page)}
