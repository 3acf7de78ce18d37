"""What alerts took of a night, because a bad one asks for one kind sentence in the morning and no more."""

from collections.abc import Iterable
from datetime import time, timedelta

from bot.domain.alerts import AreaId
from bot.domain.episodes import Episode, Nearness
from bot.domain.quiet import Interval, QuietHours, Window, interval_at, next_interval

#: What counts as night in a digest, on the chat's own clock.
NIGHT = (Window(time(23), time(7)),)
#: A night is heavy where alerts took a quarter of it at one place, or where so many of them began there: sleep that is
#: broken three times is no sleep, however short each alert was.
HEAVY_FROM = timedelta(hours=2)
HEAVY_ALERTS = 3
#: An alert that was on for so long when the night began is a state and no event of it.
LASTING_FROM = timedelta(days=3)
#: A night is spoken of in the morning after it.
MORNING = timedelta(hours=6)


def share_of_night(span: Interval, timezone: str) -> timedelta:
    """How much of a span lies between 23:00 and 07:00 by the clock of a time zone (an IANA name)."""
    nights = QuietHours(NIGHT, timezone=timezone)
    total = timedelta()
    moment = span.start
    while moment < span.end:
        night = interval_at(nights, moment) or next_interval(nights, moment)
        if night is None or night.start >= span.end:
            break
        total += min(night.end, span.end) - max(night.start, span.start)
        moment = night.end
    return total


def night_before(span: Interval, timezone: str) -> Interval | None:
    """The night that ended within the span and in the hours before its end: told once, and nobody speaks in the evening
    of the night before.
    """
    night = next_interval(QuietHours(NIGHT, timezone=timezone), span.end - MORNING)
    return night if night and span.start < night.end <= span.end else None


def was_heavy(episodes: Iterable[Episode], span: Interval, timezone: str) -> bool:
    """Whether the night before the end of the span was heavy at any one place: its own alerts took two hours of it or
    more, or three or more of them began in it.
    """
    night = night_before(span, timezone)
    if night is None:
        return False
    own = [one for one in episodes if one.nearness is Nearness.OWN and night.start - one.started_at < LASTING_FROM]
    return any(_is_heavy([one for one in own if one.area == area], night) for area in _areas(own))


def clipped(episode: Episode, span: Interval) -> Interval | None:
    """What lies of an episode in a span; None where nothing does."""
    start, end = max(episode.started_at, span.start), min(episode.ended_at or span.end, span.end)
    return Interval(start, end) if start < end else None


def _is_heavy(here: list[Episode], night: Interval) -> bool:
    parts = [part for one in here if (part := clipped(one, night))]
    took = sum((part.end - part.start for part in parts), timedelta())
    return took >= HEAVY_FROM or sum(one.started_at in night for one in here) >= HEAVY_ALERTS


def _areas(episodes: Iterable[Episode]) -> set[AreaId]:
    return {one.area for one in episodes}
