"""Thirty invented days before an invented night, so that estimates have something to say to whoever tries the bot.

ALL OF IT IS MADE, by a die that always falls alike. True are only the measures, those of autumn 2026 and of September
2024 (the siren datasets of Vadimkin, and alerts.in.ua): about nine alerts a day in the city of Kharkiv, half of them no
longer than half an hour, 40 minutes on average; three in five of them yellow; the raion around it a little longer; the
whole oblast some ten times a month, for missiles.
"""

import math
from collections.abc import Iterator
from datetime import datetime, timedelta
from random import Random

from bot.domain.alerts import AreaId, Level
from bot.domain.history import PastAlert

CITY, RAION, OBLAST = AreaId("1293"), AreaId("124"), AreaId("22")

DAYS = timedelta(days=30)
#: The last hour belongs to the night itself.
BEFORE_THE_NIGHT = timedelta(hours=1)

MEDIAN, MEAN = timedelta(minutes=31), timedelta(minutes=40)
SHORTEST, LONGEST = timedelta(minutes=4), timedelta(minutes=192)
#: Between two alerts of the city, on average: with alerts of 40 minutes it makes nine a day.
PAUSE = timedelta(minutes=120)
SHORTEST_PAUSE = timedelta(minutes=12)
YELLOW = 0.6
#: How often a red alert is the whole oblast's.
OBLAST_TOO = 0.09


def made_month(until: datetime) -> tuple[PastAlert, ...]:
    """The alerts of the thirty days up to `until` (aware UTC), in the order of their ends; for one moment always the
    same.
    """
    die = Random("a month in Kharkiv, invented")
    alerts = [one for city in _city(die, until - DAYS, until - BEFORE_THE_NIGHT) for one in _with_others(die, city)]
    return tuple(sorted(alerts, key=lambda past: (past.finished_at or until, past.area)))


def _city(die: Random, start: datetime, end: datetime) -> Iterator[PastAlert]:
    began = start + _pause(die)
    while (over := began + _length(die)) < end:
        level = Level.YELLOW if die.random() < YELLOW else Level.RED
        yield PastAlert(CITY, began, over, level)
        began = over + _pause(die)


def _with_others(die: Random, city: PastAlert) -> Iterator[PastAlert]:
    """One alert of the city with what is alerted around it at the same time."""
    began, over = city.started_at, city.finished_at or city.started_at
    early, late = timedelta(minutes=die.randint(2, 5)), timedelta(minutes=die.randint(1, 4))
    yield PastAlert(RAION, began - early, over + late, city.level)
    yield city
    if city.level is Level.RED and die.random() < OBLAST_TOO:
        yield PastAlert(OBLAST, began + timedelta(minutes=2), over, Level.RED)


def _length(die: Random) -> timedelta:
    spread = math.sqrt(2 * math.log(MEAN / MEDIAN))
    return _whole_seconds(min(max(MEDIAN * die.lognormvariate(0, spread), SHORTEST), LONGEST))


def _pause(die: Random) -> timedelta:
    return _whole_seconds(SHORTEST_PAUSE + (PAUSE - SHORTEST_PAUSE) * die.expovariate(1))


def _whole_seconds(span: timedelta) -> timedelta:
    return timedelta(seconds=round(span.total_seconds()))
