"""Pieces of answers that several conversations share, so that one thing is said in one way."""

import html
from collections.abc import Iterable
from datetime import datetime, time, timedelta

from bot.domain.alerts import AreaId
from bot.domain.areas import Area
from bot.domain.chats import Place
from bot.domain.digests import DigestHour, by_days
from bot.domain.local_time import DEFAULT_TIMEZONE
from bot.domain.policy import Loudness
from bot.domain.quiet import EVERY_DAY, QuietHours, Window, covers, next_interval
from bot.services.phrasing import Phrasing, escaped
from bot.services.zones import city_of
from bot.telegram.outgoing import Button
from bot.texts import Argument, Html, wall_clock
from handlers.context import Context

#: How much of a person's own words is shown back.
_QUOTE = 60
#: What a text is given where it has nothing to say.
NONE = Html("none")
_WEEKDAYS = frozenset(range(5))
_WEEKEND = EVERY_DAY - _WEEKDAYS


def button(context: Context, message_id: str, data: str, **arguments: Argument) -> Button:
    """A button named by a text; Telegram shows its name as it is, without markup."""
    return plain_button(context.text(message_id, **arguments), data)


def plain_button(name: Html, data: str) -> Button:
    """A button with a name that is markup; Telegram would show its entities as they stand."""
    return Button(html.unescape(name), data)


def quoted(text: str) -> str:
    """A person's own words on one line, cut where they are long."""
    line = " ".join("".join(letter for letter in text if letter.isprintable() or letter.isspace()).split())
    return line if len(line) <= _QUOTE else line[: _QUOTE - 1] + "…"


def lines(*parts: str) -> Html:
    """The parts that say something, one below the other."""
    return Html("\n".join(part for part in parts if part))


def paragraphs(*parts: str) -> Html:
    """The parts that say something, with an empty line between them."""
    return Html("\n\n".join(part for part in parts if part))


def listed(parts: Iterable[str]) -> Html:
    return Html(", ".join(parts))


def phrasing(context: Context) -> Phrasing:
    return Phrasing(context.texts, context.services.tree)


def area_name(context: Context, area: AreaId) -> Html:
    return phrasing(context).area(context.chat.language, area)


def place_name(context: Context, place: Place) -> Html:
    """The area with the label, where there is one."""
    return phrasing(context).place(context.chat.language, place.area, place.label)


def traits(context: Context, place: Place) -> tuple[Html, ...]:
    """What sets a place apart from the chat's others: its own sound, and its end."""
    own = place.loudness is not Loudness.AS_CHAT
    sound = context.text("place-loudness", loudness=place.loudness) if own else Html()
    return sound, context.text("place-last-day", until=until(context, place)) if place.until else Html()


def until(context: Context, place: Place) -> Html:
    """The last day of a stay, or that there is none."""
    return day(context, place.until - timedelta(seconds=1)) if place.until else NONE


def told_apart(context: Context, area: AreaId, others: Iterable[Area]) -> Html:
    """An area with its oblast, and with its raion too where that has a namesake among the others."""
    tree = context.services.tree
    above = [one for one in tree.above(area) if tree[one].parent is not None]
    namesakes = [one for one in others if tree.above(one.id)[-2:] == tree.above(area)[-2:]]
    alike = sum(area_name(context, one.id) == area_name(context, area) for one in namesakes) > 1
    return listed(area_name(context, one) for one in (area, *(above if alike else above[-1:])))


def moment(context: Context, at: datetime) -> Html:
    """HH:MM in the chat's zone, with the date where that is a day or more away."""
    return phrasing(context).moment(context.chat.language, at, context.now, context.chat.quiet.timezone)


def moment_or_none(context: Context, at: datetime | None) -> Html:
    return moment(context, at) if at else NONE


def day(context: Context, at: datetime) -> Html:
    """The weekday and date in the chat's zone."""
    return phrasing(context).day(context.chat.language, at, context.chat.quiet.timezone)


def hours(context: Context, windows: tuple[Window, ...]) -> Html:
    """The windows in words: "every day 23:00-07:00", "on weekdays 23:00-07:00; at weekends 00:00-09:00"."""
    return Html("; ".join(_window(context, window) for window in windows))


def zone_name(context: Context, zone: str) -> Html:
    """The city that a time zone is named after."""
    return escaped(city_of(zone, context.chat.language))


def by_clock_of(context: Context, said: Html, zone: str) -> Html:
    """Hours with the clock by which they are read, where that is not Kyiv's."""
    if zone == DEFAULT_TIMEZONE:
        return said
    return context.text("hours-by-clock", hours=said, zone=zone_name(context, zone))


def weekdays(context: Context, days: Iterable[int]) -> Html:
    return listed(context.text("weekday", weekday=one) for one in sorted(days))


def quiet_state(context: Context, quiet: QuietHours, until: datetime | None = None) -> Html:
    """What is chosen, in one line, and until when the mode holds where it ends by itself."""
    if quiet.is_off:
        return context.text("quiet-state-off")
    mode = context.text("quiet-mode", mode=quiet.mode)
    last = moment_or_none(context, until)
    spans = by_clock_of(context, hours(context, quiet.windows), quiet.timezone)
    return context.text("quiet-state", hours=spans, mode=mode, until=last)


def quiet_next(context: Context, quiet: QuietHours) -> Html:
    """Until when quiet hours run, or when they run next; empty where they are off."""
    interval = next_interval(quiet, context.now)
    if interval is None:
        return Html()
    start, end = (wall_clock(edge, quiet.timezone) for edge in (interval.start, interval.end))
    if covers(quiet, context.now):
        return context.text("quiet-running", end=moment(context, interval.end))
    return context.text("quiet-next", day=day(context, interval.start), start=start, end=end)


def digest_hours(context: Context, chosen: Iterable[DigestHour]) -> Html:
    """The hours of a digest in words: "every day at 08:00, 20:30", "on weekdays at 08:00; at weekends at 10:00"."""
    said = (_digest_days(context, days, walls) for days, walls in by_days(chosen).items())
    return Html("; ".join(said))


def _digest_days(context: Context, days: frozenset[int], walls: Iterable[time]) -> Html:
    times = listed(f"{wall:%H:%M}" for wall in walls)
    return context.text("digest-hours", set=_set_of(days), days=weekdays(context, days), times=times)


def _set_of(days: frozenset[int]) -> str:
    return {EVERY_DAY: "every", _WEEKDAYS: "weekdays", _WEEKEND: "weekend"}.get(days, "some")


def _window(context: Context, window: Window) -> Html:
    days = weekdays(context, window.days)
    span = f"{window.start:%H:%M}-{window.end:%H:%M}"
    return context.text("window", set=_set_of(window.days), days=days, hours=span)
