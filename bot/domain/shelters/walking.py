"""Whether the time there is suffices for the way: a walk that ends in the street is worse than none."""

from collections.abc import Iterable
from enum import StrEnum
from math import ceil

from bot.domain.alerts import Band
from bot.domain.shelters.flags import FlagKind
from bot.domain.shelters.shelter import Access

#: Streets are longer than straight lines by about this much; so every length of a walk is "about".
DETOUR = 1.3
#: Minutes of walking that the time there is allows (guidance: section 7 of the design, facts of 2026-11-22).
LONGEST_WALK = {Band.MINUTES: 2, Band.TENS_OF_MINUTES: 10}


class Pace(StrEnum):
    """How fast somebody walks, as they chose it."""

    USUAL = "usual"
    CHILD = "child"
    ELDERLY = "elderly"
    WHEELCHAIR = "wheelchair"


#: Metres a minute. Our own careful assumptions, not measured: 4.5 km/h, 3 km/h, 3 km/h, 2.7 km/h.
METRES_A_MINUTE = {Pace.USUAL: 75, Pace.CHILD: 50, Pace.ELDERLY: 50, Pace.WHEELCHAIR: 45}


class Advice(StrEnum):
    """What to do about one shelter."""

    GO = "go"
    #: There is time, and nobody knows whether the door is open.
    IF_OPEN = "if_open"
    STAY = "stay"


def walking_minutes(metres: float, pace: Pace) -> int:
    """About how many minutes it takes, rounded up; at least one."""
    return max(1, ceil(metres * DETOUR / METRES_A_MINUTE[pace]))


def advice(band: Band, minutes: int, access: Access, said: Iterable[FlagKind]) -> Advice:
    """Go only where the walk fits into the time there is and the door is known to open. *Now* nobody goes: a basement
    whose door is steps away needs no search.
    """
    if minutes > LONGEST_WALK.get(band, 0):
        return Advice.STAY
    opens = access in (Access.ALWAYS, Access.ALARM)
    return Advice.GO if opens and all(one is FlagKind.NO_RAMP for one in said) else Advice.IF_OPEN
