"""Says what came and went at a place while nothing could be seen, because nobody was told of it and it can be learnt.

Pure: the alerts that a source's history tells of come in, what a place has missed comes out.
"""

from collections.abc import Iterable
from datetime import datetime, timedelta

from bot.domain.alerts import AreaId, Gravity, gravest_level, gravity_of
from bot.domain.areas import AreaTree
from bot.domain.episodes import Nearness, covering_areas
from bot.domain.history import SAME_START, Known, PastAlert
from bot.domain.notices import MissedAlert
from bot.domain.policy import MEANWHILE_WITHIN
from bot.domain.sight import Outage

#: How far back a history reaches (alerts.in.ua, month_ago): of a longer outage it would tell a part as the whole.
MONTH = timedelta(days=30)


def is_worth_telling(outage: Outage, now: datetime) -> bool:
    """Whether a history asked for at `now` (aware UTC) tells all of it, and it has been over for less than a day."""
    if outage.ended_at is None:
        return False
    return timedelta(0) <= now - outage.ended_at < MEANWHILE_WITHIN and now - outage.since < MONTH


def came_and_went(past: Iterable[PastAlert], outage: Outage, seen: Known) -> tuple[PastAlert, ...]:
    """The alerts that began and ended within the outage and of which our watch saw nothing.

    A source shows what begins or ends some seconds later, so that both count within two minutes of the outage too.
    """
    within = [one for one in past if _is_within(one, outage)]
    return tuple(one for one in within if not seen.tells_of(one))


def missed_at(area: AreaId, tree: AreaTree, past: Iterable[PastAlert]) -> tuple[MissedAlert, ...]:
    """What of it a place missed, in order: all that covers it, and of the raion around a city what was grave and not
    as grave in the city itself.
    """
    known = sorted(past, key=lambda one: one.started_at)
    grave = [one for one in known if _is_grave(one)]
    own, own_grave = (_united(some, covering_areas(tree, area, Nearness.OWN), Nearness.OWN) for some in (known, grave))
    around = _united(grave, covering_areas(tree, area, Nearness.AROUND), Nearness.AROUND)
    news = [one for one in around if not any(_overlap(one, other) for other in own_grave)]
    return tuple(sorted((*own, *news), key=lambda one: (one.started_at, one.nearness)))


def _is_within(one: PastAlert, outage: Outage) -> bool:
    if one.finished_at is None or outage.ended_at is None:
        return False
    return outage.since - SAME_START <= one.started_at and one.finished_at <= outage.ended_at + SAME_START


def _united(past: Iterable[PastAlert], areas: tuple[AreaId, ...], nearness: Nearness) -> list[MissedAlert]:
    """The alerts of these areas, given in the order of their starts, as unbroken times."""
    united: list[MissedAlert] = []
    for one in past:
        if one.area not in areas or one.finished_at is None:
            continue
        missed = MissedAlert(nearness, one.started_at, one.finished_at, one.level, (one.kind,))
        if united and one.started_at <= united[-1].ended_at:
            united[-1] = _both(united[-1], missed)
        else:
            united.append(missed)
    return united


def _both(first: MissedAlert, second: MissedAlert) -> MissedAlert:
    return MissedAlert(
        nearness=first.nearness,
        started_at=first.started_at,
        ended_at=max(first.ended_at, second.ended_at),
        level=gravest_level((first.level, second.level)),
        kinds=tuple(sorted({*first.kinds, *second.kinds})),
    )


def _is_grave(one: PastAlert) -> bool:
    return gravity_of(one.kind, one.level, one.threats) is Gravity.GRAVE


def _overlap(one: MissedAlert, other: MissedAlert) -> bool:
    return one.started_at < other.ended_at and other.started_at < one.ended_at
