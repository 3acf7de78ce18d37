"""The pages of the digest: its hours and its sound, and what it tells, part by part."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import time

from bot.domain.chats import Chat
from bot.domain.digests import DigestHour, DigestPart
from bot.domain.quiet import EVERY_DAY
from bot.telegram.outgoing import Button
from bot.texts import Html
from handlers.context import Context
from handlers.taps import Page
from handlers.telling import button, by_clock_of, day, digest_hours, lines, listed, moment, paragraphs

#: Hours that one tap chooses or takes out.
PRESETS = (time(7), time(8), time(9), time(20))
#: Days that one tap gives to all hours.
DAY_SETS: Mapping[str, frozenset[int]] = {
    "every": EVERY_DAY,
    "weekdays": frozenset(range(5)),
    "weekend": EVERY_DAY - frozenset(range(5)),
}
#: What is told of alerts alone.
_OF_ALERTS = (DigestPart.LONGEST, DigestPart.NIGHT, DigestPart.CHART)


def digest_state(context: Context, hours: Iterable[DigestHour]) -> Html:
    """When the digest comes, in one line."""
    said = digest_hours(context, hours)
    if not said:
        return context.text("digests-state-off")
    return context.text("digests-state", hours=by_clock_of(context, said, context.chat.quiet.timezone))


async def next_line(context: Context) -> Html:
    """Which is the next, and until when quiet hours hold it where they cover its hour; empty where there is none."""
    standing = await context.services.subscriptions.digest_standing(context.tx, context.chat.id)
    if standing.due is None or standing.make_at is None:
        return Html()
    next_one = context.text("digests-first", day=day(context, standing.due.at), clock=f"{standing.due.wall:%H:%M}")
    if standing.make_at <= standing.due.at:
        return next_one
    return lines(next_one, context.text("digests-held", until=moment(context, standing.make_at)))


async def menu(context: Context, changed: Chat | None = None) -> Page:
    """When the digest comes, and when it could; `changed` is the chat where something was just changed."""
    chat = changed or context.chat
    sound = context.text("digests-sound", on="yes" if chat.digest_rings else "no") if chat.digest_times else Html()
    state = lines(digest_state(context, chat.digest_times), await next_line(context), sound, _parts_line(context, chat))
    return paragraphs(state, context.text("digests-how-to")), tuple(_rows(context, chat))


async def parts_page(context: Context, changed: Chat | None = None) -> Page:
    """What the digest tells: each part with the tap that takes it in or out."""
    chat = changed or context.chat
    of_alerts = _OF_ALERTS if DigestPart.ALERTS in chat.digest_parts else ()
    offered = [part for part in DigestPart if part in of_alerts or part not in _OF_ALERTS]
    rows = [(_part_button(context, part, part in chat.digest_parts),) for part in offered]
    return context.text("digests-parts"), (*rows, (button(context, "digests-button-back", "digest:menu"),))


def _rows(context: Context, chat: Chat) -> Iterator[tuple[Button, ...]]:
    chosen = {one.wall for one in chat.digest_times}
    yield tuple(_hour_button(context, wall, wall in chosen) for wall in PRESETS)
    others = [wall for wall in sorted(chosen) if wall not in PRESETS]
    if others:
        yield tuple(_hour_button(context, wall, True) for wall in others)
    days = {one.days for one in chat.digest_times}
    if days:
        yield tuple(
            button(context, "digests-button-days", f"digest:days:{name}", set=name)
            for name, one in DAY_SETS.items()
            if days != {one}
        )
    rings = "off" if chat.digest_rings else "on"
    yield (
        button(context, "digests-button-parts", "digest:parts"),
        button(context, "digests-button-sound", f"digest:sound:{rings}", turn=rings),
    )
    now = button(context, "digests-button-now", "digest:now")
    yield (now, button(context, "digests-button-off", "digest:off")) if chosen else (now,)


def _hour_button(context: Context, wall: time, is_chosen: bool) -> Button:
    turn = "drop" if is_chosen else "add"
    state = "on" if is_chosen else "off"
    return button(context, "digests-button-hour", f"digest:{turn}:{wall:%H:%M}", hour=f"{wall:%H:%M}", state=state)


def _part_button(context: Context, part: DigestPart, is_told: bool) -> Button:
    turn, state = ("off", "on") if is_told else ("on", "off")
    name = context.text("digests-part", part=part)
    return button(context, "digests-button-part", f"digest:part:{part}:{turn}", part=name, state=state)


def _parts_line(context: Context, chat: Chat) -> Html:
    """What is left out, where anything is."""
    left_out = [part for part in DigestPart if part not in chat.digest_parts]
    if not left_out:
        return Html()
    return context.text("digests-left-out", parts=listed(context.text("digests-part", part=part) for part in left_out))
