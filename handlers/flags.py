"""Operators judge what people say of shelters' doors, one flag at a time; whatever nobody judges passes by itself."""

from bot.domain.shelters.flags import Flag, Review
from bot.domain.shelters.shelter import Shelter, ShelterId
from bot.telegram.outgoing import Button
from bot.texts import Html
from handlers.context import Context, Incoming, Replies, put, say
from handlers.report import is_editor
from handlers.shelter_page import shelter_name
from handlers.taps import NOT_OURS, Page, bare, read_row, show, tapped
from handlers.telling import button, day, lines, moment, paragraphs, plain_button

#: Hidden shelters on one page.
_SHOWN = 10


async def flags(context: Context, incoming: Incoming) -> Replies:
    """`/flags` and its buttons, for those who run the bot."""
    if not is_editor(context, incoming):
        return say(context.text("flags-for-operators"))
    if incoming.message_id is not None and incoming.argument:
        return await tapped(context, incoming, _TAPS)
    text, rows = await flags_page(context)
    return say(text, *rows)


async def flags_page(context: Context, after: int | None = None) -> Page:
    """The newest flag that nobody judged, or the next older one than that of a number, with how many there are."""
    known = await context.services.flags.waiting(context.tx, context.now)
    unchecked = [one for one in known if one.review is Review.UNCHECKED]
    hidden = await context.services.flags.hidden(context.tx, context.now)
    head = context.text("flags-head", unchecked=len(unchecked), checked=len(known) - len(unchecked), hidden=len(hidden))
    rows = ((button(context, "flags-button-hidden", "flags:hidden"),) if hidden else (),)
    if not unchecked:
        return lines(head, context.text("flags-none")), rows
    ids = [one.id for one in unchecked]
    one = unchecked[(ids.index(after) + 1) % len(ids) if after in ids else 0]
    return paragraphs(head, await _said(context, one)), (*_choices(context, one, len(unchecked)), *rows)


async def _said(context: Context, flag: Flag) -> Html:
    name = await _name(context, flag.shelter)
    return context.text(
        "flags-one",
        name=name,
        flag=flag.kind,
        times=flag.times,
        at=moment(context, flag.at),
        until=moment(context, flag.ends_at),
    )


def _choices(context: Context, flag: Flag, count: int) -> tuple[tuple[Button, ...], ...]:
    keep = button(context, "flags-button-keep", f"flags:keep:{flag.id}")
    drop = button(context, "flags-button-drop", f"flags:drop:{flag.id}")
    hide = button(context, "flags-button-hide", f"flags:hide:{flag.id}")
    after = (button(context, "flags-button-next", f"flags:next:{flag.id}"),) if count > 1 else ()
    look = button(context, "flags-button-look", f"shelter:show:{flag.shelter}")
    return (keep, drop), (hide, look), after


async def _name(context: Context, shelter: ShelterId) -> Html:
    known: dict[ShelterId, Shelter] = await context.services.shelters.by_ids(context.tx, [shelter])
    # A register that was taken in since may have it no more.
    return shelter_name(context, known[shelter]) if shelter in known else context.text("flags-shelter-gone")


async def _judged(context: Context, rest: str, verdict: Review) -> Replies:
    flag = await _found(context, rest)
    if flag is None:
        return NOT_OURS
    await context.services.flags.review(context.tx, flag.id, verdict)
    done = context.text("flags-judged", name=await _name(context, flag.shelter), verdict=verdict)
    text, rows = await flags_page(context)
    return put(paragraphs(done, text), *rows)


async def _found(context: Context, rest: str) -> Flag | None:
    number = read_row(rest)
    return await context.services.flags.of_number(context.tx, number, context.now) if number else None


async def _tap_keep(context: Context, rest: str) -> Replies:
    return await _judged(context, rest, Review.CONFIRMED)


async def _tap_drop(context: Context, rest: str) -> Replies:
    return await _judged(context, rest, Review.REJECTED)


async def _tap_hide(context: Context, rest: str) -> Replies:
    flag = await _found(context, rest)
    if flag is None:
        return NOT_OURS
    until = await context.services.flags.hide(context.tx, flag, context.now)
    done = context.text("flags-hidden", name=await _name(context, flag.shelter), until=day(context, until))
    text, rows = await flags_page(context)
    return put(paragraphs(done, text), *rows)


async def _tap_next(context: Context, rest: str) -> Replies:
    number = read_row(rest)
    if number is None:
        return NOT_OURS
    text, rows = await flags_page(context, number)
    return put(text, *rows)


async def _hidden(context: Context) -> Page:
    known = await context.services.flags.hidden(context.tx, context.now)
    shown = sorted(known.items(), key=lambda one: one[1])[:_SHOWN]
    items = []
    rows = []
    for shelter, until in shown:
        name = await _name(context, shelter)
        items.append(context.text("flags-hidden-item", name=name, until=day(context, until)))
        rows.append((plain_button(context.text("flags-button-show", name=name), f"flags:show:{shelter}"),))
    back = (button(context, "button-back", "flags:menu"),)
    return lines(context.text("flags-hidden-head", count=len(known)), *items), (*rows, back)


async def _tap_show(context: Context, rest: str) -> Replies:
    if not await context.services.flags.show(context.tx, ShelterId(rest)):
        return NOT_OURS
    text, rows = await _hidden(context)
    return put(text, *rows)


async def _tap_menu(context: Context) -> Replies:
    text, rows = await flags_page(context)
    return put(text, *rows)


_TAPS = {
    "menu": bare(_tap_menu),
    "keep": _tap_keep,
    "drop": _tap_drop,
    "hide": _tap_hide,
    "next": _tap_next,
    "hidden": show(_hidden),
    "show": _tap_show,
}
