"""What a clock on the wall means as a moment, because people choose hours by clocks that jump twice a year."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

DEFAULT_TIMEZONE = "Europe/Kyiv"


def known_timezone(name: str) -> bool:
    """Whether the IANA time zone database has this name."""
    try:
        ZoneInfo(name)
    except (KeyError, ValueError, OSError):
        # OSError: a name such as "Europe" is a folder of the database.
        return False
    return True


def day_of(moment: datetime, timezone: str) -> date:
    """The local date at a moment (aware) in an IANA zone."""
    return moment.astimezone(ZoneInfo(timezone)).date()


def moment_of(day: date, wall: time, timezone: str) -> datetime:
    """The first moment (aware UTC) at which a wall clock in the zone shows this date and time, or would have.

    A time that spring skips is the moment of the jump; one that autumn repeats is its first occurrence.
    """
    zone = ZoneInfo(timezone)
    local = datetime.combine(day, wall, tzinfo=zone).replace(fold=0)
    moment = local.astimezone(UTC)
    if moment.astimezone(zone).replace(tzinfo=None) == local.replace(tzinfo=None):
        return moment
    # PEP 495: inside a gap, fold=1 lands before the jump and fold=0 after it.
    return _jump_between(local.replace(fold=1).astimezone(UTC), moment, zone)


def next_showing(moment: datetime, wall: time, timezone: str) -> datetime:
    """The next moment (aware UTC), strictly later, at which a wall clock in the zone shows this time."""
    today = day_of(moment, timezone)
    shown = (moment_of(today + timedelta(days=ahead), wall, timezone) for ahead in (0, 1, 2))
    return next(at for at in shown if at > moment)


def _jump_between(before: datetime, after: datetime, zone: ZoneInfo) -> datetime:
    new_offset = after.astimezone(zone).utcoffset()
    while after - before > timedelta(seconds=1):
        middle = before + timedelta(seconds=(after - before) // timedelta(seconds=2))
        if middle.astimezone(zone).utcoffset() == new_offset:
            after = middle
        else:
            before = middle
    return after
