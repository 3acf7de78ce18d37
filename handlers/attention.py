"""The buttons under an alert that answer it, and the choice to have grave alerts of the night insist."""

from bot.domain.chats import ChatKind
from bot.texts import LANGUAGES
from handlers.context import Context, Incoming, Replies, put, say
from handlers.taps import NOT_OURS, Page, bare, show, stale, tapped
from handlers.telling import button, paragraphs


async def up(context: Context, incoming: Incoming) -> Replies:
    """The button "I'm up": nothing insists any more."""
    if incoming.message_id is None or incoming.argument:
        return await stale(context, incoming)
    stopped = await context.services.attention.is_up(context.tx, context.chat.id, context.now)
    return say(context.text("up-heard" if stopped else "up-nothing"))


async def end(context: Context, incoming: Incoming) -> Replies:
    """The button "ring me at the all clear", and the one that takes it back."""
    wanted = {"ring": True, "quiet": False}.get(incoming.argument.partition(":")[0])
    message_id = _message_of(incoming)
    if wanted is None or message_id is None:
        return await stale(context, incoming)
    asked = await context.services.attention.ask_for_end(context.tx, context.chat.id, message_id, ring=wanted)
    if not asked:
        return say(context.text("end-over"))
    if not wanted:
        return put(context.text("end-quiet"))
    return say(context.text("end-rings"), (button(context, "end-button-quiet", f"end:quiet:{message_id}"),))


async def insist(context: Context, incoming: Incoming) -> Replies:
    """`/insist on|off` and its buttons."""
    if incoming.message_id is not None and incoming.argument:
        return await tapped(context, incoming, _TAPS)
    wanted = _switched(context, incoming.argument)
    text, rows = await _menu(context) if wanted is None else await _set(context, on=wanted)
    return say(text, *rows)


def _switched(context: Context, said: str) -> bool | None:
    """On or off in any language that we have; None for anything else."""
    word = said.strip().casefold()
    known = {
        name: on
        for on, words in ((True, "switch-on"), (False, "switch-off"))
        for language in LANGUAGES
        for name in context.texts.render(language, words).split(", ")
    }
    return known.get(word)


def _message_of(incoming: Incoming) -> int | None:
    """The alert that is meant: the message with the button, or the one whose number its data carry."""
    number = incoming.argument.partition(":")[2]
    if not number:
        return incoming.message_id
    return int(number) if number.isascii() and number.isdigit() and len(number) < 16 else None


async def _menu(context: Context) -> Page:
    on = context.chat.insist
    state = context.text("insist-state", on="yes" if on else "no")
    choice = button(context, "insist-button", "insist:off" if on else "insist:on", on="yes" if on else "no")
    return paragraphs(state, context.text("insist-how")), ((choice,),) if _is_alone(context) else ()


async def _set(context: Context, *, on: bool) -> Page:
    if not _is_alone(context):
        return context.text("insist-alone"), ()
    await context.services.attention.set_insisting(context.tx, context.chat, context.now, insist=on)
    other = button(context, "insist-button", "insist:off" if on else "insist:on", on="yes" if on else "no")
    quiet = context.text("insist-no-hours") if on and context.chat.quiet.is_off else ""
    return paragraphs(context.text("insist-saved", on="yes" if on else "no"), quiet), ((other,),)


def _is_alone(context: Context) -> bool:
    """Who is up in a group says nothing of the others."""
    return context.chat.kind is ChatKind.PRIVATE


async def _tap_on(context: Context) -> Replies:
    text, rows = await _set(context, on=True)
    return put(text, *rows) if _is_alone(context) else NOT_OURS


async def _tap_off(context: Context) -> Replies:
    text, rows = await _set(context, on=False)
    return put(text, *rows)


_TAPS = {"menu": show(_menu), "on": bare(_tap_on), "off": bare(_tap_off)}
