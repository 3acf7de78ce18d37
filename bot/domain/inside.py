"""What runs in the parts of a wide place, because an oblast is under alert somewhere for most of a day: one line at the
beginning and one at the end, instead of a hundred.

Pure. An alert is gone from here only when `advance` has ended it: neither blindness nor a failed poll ends a spell.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from bot.domain.alerts import Alert, AreaId, Gravity, SourceName, gravest, sources_of
from bot.domain.areas import AreaTree


class InsideStep(StrEnum):
    """Which message of a spell it is."""

    BEGAN = "began"
    ENDED = "ended"
    #: In place of both, where the beginning could not be sent before the end.
    PASSED = "passed"


@dataclass(frozen=True, slots=True)
class Part:
    """An area inside a wide place that is under alert, how grave and since when (aware UTC)."""

    area: AreaId
    gravity: Gravity
    since: datetime


@dataclass(frozen=True, slots=True)
class Spell:
    """One unbroken time in which something ran inside a wide place; `began_in` is what ran when it was first seen.

    Times are aware UTC.
    """

    area: AreaId
    started_at: datetime
    began_in: tuple[Part, ...]
    sources: tuple[SourceName, ...]
    ended_at: datetime | None = None

    @property
    def key(self) -> str:
        """Names the spell for ever: nobody is told twice of its beginning or its end."""
        return f"{self.area}/inside/{self.started_at.isoformat()}"

    @property
    def gravity(self) -> Gravity:
        """How grave it was when it began."""
        return gravest(part.gravity for part in self.began_in)


def by_wide(alerts: Iterable[Alert], tree: AreaTree) -> Mapping[AreaId, tuple[Alert, ...]]:
    """Running alerts by every area that they are strictly inside of."""
    grouped: dict[AreaId, list[Alert]] = {}
    for alert in alerts:
        for wide in tree.above(alert.area):
            grouped.setdefault(wide, []).append(alert)
    return {wide: tuple(inside) for wide, inside in grouped.items()}


def passing(alerts: Iterable[Alert]) -> tuple[Alert, ...]:
    """The alerts that begin and end: what is permanent makes no spell, and keeps none from its end."""
    return tuple(alert for alert in alerts if not alert.is_permanent)


def parts_of(alerts: Iterable[Alert]) -> tuple[Part, ...]:
    """The areas of the passing alerts, the gravest first, then the longest."""
    found: dict[AreaId, Part] = {}
    for alert in passing(alerts):
        part = found.get(alert.area, Part(alert.area, alert.gravity, alert.began_at))
        gravity = gravest((part.gravity, alert.gravity))
        found[alert.area] = Part(alert.area, gravity, min(part.since, alert.began_at))
    return tuple(sorted(found.values(), key=lambda part: (part.gravity is Gravity.GUARDED, part.since, part.area)))


def follow_inside(
    before: Spell | None,
    alerts: tuple[Alert, ...],
    now: datetime,
    *,
    area: AreaId,
    ended_before: datetime | None = None,
) -> tuple[Spell | None, InsideStep | None]:
    """The spell of a wide area after the passing alerts inside it became `alerts`, with what became of it, if anything.

    `before` is the running spell or None; `ended_before` when the last one ended. The returned spell carries `ended_at`
    once it is over.
    """
    if before is None:
        return (_begin(alerts, now, area, ended_before), InsideStep.BEGAN) if alerts else (None, None)
    if alerts:
        return replace(before, sources=sources_of(alerts)), None
    return replace(before, ended_at=now), InsideStep.ENDED


def _begin(alerts: tuple[Alert, ...], now: datetime, area: AreaId, ended_before: datetime | None) -> Spell:
    started_at = min(now, *(alert.began_at for alert in alerts))
    # As with episodes: an alert that is shown again keeps its old start, and its spell needs a key of its own.
    started_at = max(started_at, ended_before) if ended_before else started_at
    return Spell(area, started_at, parts_of(alerts), sources_of(alerts))
