"""The compact string of alerts.in.ua, one character for each uid: a second look that may show a start where the list of
alerts cannot be read, and can never show an end.
"""

from collections.abc import Callable
from datetime import datetime

from bot.domain.alerts import AlertKind, AreaId, Level, Observation, SourceName
from bot.sources.reading import document, odd

#: Version 2 tells the levels apart (Python client 0.4.0, 2026-10-13). `A`, active without a level, is documented for
#: version 1 alone; should it come here, no level is a grave one.
LEVELS = {"R": Level.RED, "Y": Level.YELLOW, "A": Level.UNKNOWN}
#: `N`: none; `P`: only something inside, which speaks for itself; a space: no such uid.
NOTHING_HERE = frozenset("NP ")
#: The uids of the 27 regions (location list of alerts.in.ua, 2026-11-22). 6 and 7 are nobody's, so that a string that
#: begins elsewhere, or is in another order, has a space where one of these should be.
REGIONS = frozenset({3, 4, 5, *range(8, 32)})
#: The city of Kharkiv: a string that ends before it is cut off. How long it really is was never seen.
REACHES = 1293


def parse_string(
    source: SourceName, body: bytes, *, at: datetime, area_of: Callable[[str], AreaId]
) -> tuple[Observation, ...]:
    """Where an air raid is on by the string of /v2/iot/active_air_raid_alerts.json that came at `at` (aware UTC).

    The character at index N is that of the area with uid N. Since when an alert runs, and what flies, it does not say:
    a start that is first seen here is as old as the look. Raises SourceError odd-shape for anything unexpected.
    """
    text = document(source, body)
    if not isinstance(text, str):
        raise odd(source, "not a string")
    if len(text) <= REACHES or any(text[uid] == " " for uid in REGIONS):
        raise odd(source, "a string that lacks regions")
    if not NOTHING_HERE.union(LEVELS).issuperset(text):
        raise odd(source, "a string with letters that we do not know")
    return tuple(
        Observation(area_of(str(uid)), AlertKind.AIR_RAID, LEVELS[letter], at)
        for uid, letter in enumerate(text)
        if letter in LEVELS
    )
