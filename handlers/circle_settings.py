"""When a member is asked, under which name, and how to leave a circle or be taken out of it."""

from collections.abc import Awaitable, Callable, Mapping

from bot.domain.chats import Place
from bot.domain.circle import WAITS, Act, Circle, Member
from bot.texts import Html
from handlers.context import Context, Replies, put
from handlers.place_data import places
from handlers.taps import NOT_OURS, Page, Rows, Tap, confirmed, confirming, read_number, read_row, show
from handlers.telling import NONE, button, lines, paragraphs, place_name, plain_button


async def settings_page(context: Context) -> Page:
    """What one chose for oneself; nobody else in the circle sees it."""
    circle, member = await _own(context)
    if circle is None or member is None:
        return context.text("circle-gone"), ()
    known = await places(context)
    return _state(context, member, known), _rows(context, circle, member, known)


async def leave_page(context: Context) -> Page:
    """Asks before somebody leaves: the way back is an invitation."""
    circle, _ = await _own(context)
    if circle is None:
        return context.text("circle-gone"), ()
    sure = button(context, "circle-button-leave-sure", confirming(context, "circle:left:now"))
    stay = button(context, "circle-button-stay", "circle:menu")
    return context.text("circle-leave-ask", count=len(circle.members)), ((sure,), (stay,))


def _state(context: Context, member: Member, known: tuple[Place, ...]) -> Html:
    own = _own_place(member, known)
    return paragraphs(
        lines(
            context.text("circle-set-heading", name=member.name),
            context.text(
                "circle-set-after", on=_on(member.after_alerts), place=place_name(context, own) if own else NONE
            ),
            context.text("circle-set-quiet", on=_on(member.in_quiet)),
            context.text("circle-set-wait", minutes=member.wait),
        ),
        context.text("circle-set-how"),
    )


def _rows(context: Context, circle: Circle, member: Member, known: tuple[Place, ...]) -> Rows:
    after = button(
        context, "circle-button-after", f"circle:after:{_off(member.after_alerts)}", on=_on(member.after_alerts)
    )
    quiet = button(context, "circle-button-quiet", f"circle:quiet:{_off(member.in_quiet)}", on=_on(member.in_quiet))
    waits = tuple(
        button(context, "circle-button-wait", f"circle:wait:{one}", minutes=one, chosen=_on(one == member.wait))
        for one in WAITS
    )
    own = _own_place(member, known)
    choices = tuple(
        (plain_button(context.text("circle-button-place", place=place_name(context, one)), f"circle:area:{one.area}"),)
        for one in known
        if len(known) > 1 and one is not own
    )
    removes = circle.lets(member.person, Act.REMOVE_OTHERS) and len(circle.members) > 1
    people = (button(context, "circle-button-people", "circle:people"),) if removes else ()
    leave = button(context, "circle-button-leave", "circle:leave")
    return ((after,), (quiet,), waits, *choices, (*people, leave), (button(context, "button-back", "circle:menu"),))


def _own_place(member: Member, known: tuple[Place, ...]) -> Place | None:
    """The place whose alerts are theirs: the chosen one while it is followed, else the first."""
    return next((one for one in known if one.area == member.area), next(iter(known), None))


async def _own(context: Context) -> tuple[Circle | None, Member | None]:
    circle = await context.services.circles.of(context.tx, context.chat.id)
    return circle, circle.member(context.chat.id) if circle else None


def _on(chosen: bool) -> str:
    return "yes" if chosen else "no"


def _off(chosen: bool) -> str:
    return "off" if chosen else "on"


def _choosing(choose: Callable[[Context, Member, str], Awaitable[Member | None]]) -> Tap:
    """A button that changes what a member chose."""

    async def tap(context: Context, rest: str) -> Replies:
        _, member = await _own(context)
        if member is None or await choose(context, member, rest) is None:
            return NOT_OURS
        text, rows = await settings_page(context)
        return put(paragraphs(context.text("saved"), text), *rows)

    return tap


async def _after(context: Context, member: Member, rest: str) -> Member | None:
    wanted = _SWITCH.get(rest)
    if wanted is None:
        return None
    return await context.services.circles.choose(context.tx, member, after_alerts=wanted)


async def _quiet(context: Context, member: Member, rest: str) -> Member | None:
    wanted = _SWITCH.get(rest)
    return None if wanted is None else await context.services.circles.choose(context.tx, member, in_quiet=wanted)


async def _wait(context: Context, member: Member, rest: str) -> Member | None:
    minutes = read_number(rest, max(WAITS))
    if minutes not in WAITS:
        return None
    return await context.services.circles.choose(context.tx, member, wait=minutes)


async def _area(context: Context, member: Member, rest: str) -> Member | None:
    own = next((one.area for one in await places(context) if one.area == rest), None)
    return None if own is None else await context.services.circles.choose(context.tx, member, area=own)


_SWITCH: Mapping[str, bool] = {"on": True, "off": False}


# Who is in it


def _mark(member: Member) -> int:
    """By what a button names a member: their Telegram id is nobody else's to see."""
    return round(member.joined_at.timestamp() * 1000)


async def _removable(context: Context) -> tuple[Member, ...]:
    circle, member = await _own(context)
    if circle is None or member is None or not circle.lets(member.person, Act.REMOVE_OTHERS):
        return ()
    return circle.others(member.person)


async def _people(context: Context) -> Page:
    others = await _removable(context)
    rows = tuple(
        (plain_button(context.text("circle-button-remove", name=one.name), f"circle:remove:{_mark(one)}"),)
        for one in others
    )
    return context.text("circle-people"), (*rows, (button(context, "button-back", "circle:set"),))


async def _tap_people(context: Context, rest: str) -> Replies:
    if rest or not await _removable(context):
        return NOT_OURS
    text, rows = await _people(context)
    return put(text, *rows)


async def _tap_remove(context: Context, rest: str) -> Replies:
    wanted = next((one for one in await _removable(context) if _mark(one) == read_row(rest)), None)
    if wanted is None:
        return NOT_OURS
    sure = button(context, "circle-button-remove-sure", confirming(context, f"circle:removed:{_mark(wanted)}"))
    back = button(context, "button-back", "circle:people")
    return put(context.text("circle-remove-ask", name=wanted.name), (sure,), (back,))


async def _tap_removed(context: Context, rest: str) -> Replies:
    wanted = next((one for one in await _removable(context) if _mark(one) == read_row(rest)), None)
    if wanted is None:
        return NOT_OURS
    await context.services.circles.remove(context.tx, context.chat.id, wanted.person, context.now)
    return put(context.text("circle-removed", name=wanted.name), (button(context, "button-back", "circle:menu"),))


async def _tap_left(context: Context, rest: str) -> Replies:
    if rest != "now" or not await context.services.circles.leave(context.tx, context.chat.id, context.now):
        return NOT_OURS
    return put(context.text("circle-left"))


SETTINGS_TAPS: Mapping[str, Tap] = {
    "set": show(settings_page),
    "after": _choosing(_after),
    "quiet": _choosing(_quiet),
    "wait": _choosing(_wait),
    "area": _choosing(_area),
    "leave": show(leave_page),
    "left": confirmed("circle:left", _tap_left),
    "people": _tap_people,
    "remove": _tap_remove,
    "removed": confirmed("circle:removed", _tap_removed),
}
