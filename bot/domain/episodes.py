"""What the alerts of many areas mean at one place, because a person is told of their own place, once, not of every area
above it.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from bot.domain.alerts import (
    BAND_ORDER,
    Alert,
    AlertKind,
    AreaId,
    Band,
    Gravity,
    SourceName,
    Threat,
    TransitionKind,
    gravest,
    merge_threats,
    now_named,
    rises,
    sources_of,
)
from bot.domain.areas import AreaTree
from bot.domain.inside import Part


class Nearness(StrEnum):
    """Whether an episode is the place's own or that of the raion around a city which has its own alert."""

    OWN = "own"
    AROUND = "around"


class Escalations(StrEnum):
    """Which rises of gravity are told inside one episode (docs/decisions/0005)."""

    #: Each of them: a red that comes back after it was told as eased must not stay silent.
    EVERY_RISE = "every_rise"
    #: The first alone, which is how `simulate` counts.
    FIRST_RISE = "first_rise"


@dataclass(frozen=True, slots=True)
class Episode:
    """One unbroken time under alert at one area: the union of the alerts that cover it.

    `threats` is what runs now, `seen_threats` all that was ever named in it; times are aware UTC. `again_after` is the
    end of the episode before it, `over` what ended while the rest goes on; `rose` remembers that its gravity has risen
    from guarded to grave.
    """

    area: AreaId
    nearness: Nearness
    started_at: datetime
    gravity: Gravity
    band: Band
    threats: tuple[Threat, ...]
    seen_threats: tuple[Threat, ...]
    sources: tuple[SourceName, ...]
    kinds: tuple[AlertKind, ...] = (AlertKind.AIR_RAID,)
    named_now: bool = False
    rose: bool = False
    grave_since: datetime | None = None
    ended_at: datetime | None = None
    again_after: datetime | None = None

    @property
    def key(self) -> str:
        """Names the episode for ever: nobody is told twice of one key and one kind of transition."""
        return f"{self.area}/{self.nearness}/{self.started_at.isoformat()}"


@dataclass(frozen=True, slots=True)
class Permanent:
    """An alert that has been on since before anybody looked (`since`: aware UTC)."""

    area: AreaId
    kind: AlertKind
    since: datetime


@dataclass(frozen=True, slots=True)
class PlaceTransition:
    """Something that happened at a place.

    `over` lists the threats that ended while others still cover the place; `own` is the gravity of the city's own
    episode where this one is of the raion around it, and None where the city itself is quiet; `permanent` is what goes
    on there after an end, as it always has, and `inside` what runs then in the parts of a wide place.
    """

    kind: TransitionKind
    at: datetime
    episode: Episode
    over: tuple[Threat, ...] = ()
    own: Gravity | None = None
    permanent: tuple[Permanent, ...] = ()
    inside: tuple[Part, ...] = ()


def covering_areas(tree: AreaTree, area: AreaId, nearness: Nearness) -> tuple[AreaId, ...]:
    """The areas whose alerts make up an episode of this area."""
    if nearness is Nearness.OWN:
        return tree.covering(area)
    around = tree.around(area)
    return (around,) if around else ()


def covering_alerts(
    alerts: Mapping[AreaId, tuple[Alert, ...]], tree: AreaTree, area: AreaId, nearness: Nearness
) -> tuple[Alert, ...]:
    """The running alerts that make up an episode of this area: what is permanent makes none."""
    covering = (alert for one in covering_areas(tree, area, nearness) for alert in alerts.get(one, ()))
    return tuple(alert for alert in covering if not alert.is_permanent)


def permanent_at(alerts: Mapping[AreaId, tuple[Alert, ...]], tree: AreaTree, area: AreaId) -> tuple[Permanent, ...]:
    """What goes on over this area as it always has."""
    return permanent_among(alert for one in tree.covering(area) for alert in alerts.get(one, ()))


def permanent_among(alerts: Iterable[Alert]) -> tuple[Permanent, ...]:
    """Those of the alerts that go on as they always have."""
    return tuple(Permanent(alert.area, alert.kind, alert.started_at) for alert in alerts if alert.is_permanent)


def follow(
    before: Episode | None,
    alerts: tuple[Alert, ...],
    now: datetime,
    *,
    area: AreaId,
    nearness: Nearness,
    ended_before: datetime | None = None,
    ending: TransitionKind = TransitionKind.ENDED,
    escalations: Escalations = Escalations.EVERY_RISE,
) -> tuple[Episode | None, PlaceTransition | None]:
    """The area's episode after its covering alerts became `alerts`, with what a person there has to hear of it, if
    anything.

    `before` is the running episode or None; `ended_before` when the last one ended; `ending` how it is called if it is
    over now (ended, or withdrawn by its source); `escalations` which rises of gravity are told. The returned episode
    carries `ended_at` once it is over.
    """
    if before is None:
        if not alerts:
            return None, None
        episode = _begin(alerts, now, area, nearness, ended_before)
        return episode, PlaceTransition(TransitionKind.STARTED, now, episode)
    if not alerts:
        ended = replace(before, ended_at=now, threats=())
        return ended, PlaceTransition(ending, now, ended)
    after = _continue(before, alerts, now)
    return after, _heard(before, after, now, escalations)


def after_own(around: Episode, told: Gravity | None, now: datetime) -> PlaceTransition | None:
    """What a city has to hear of the raion around it when its own episode, which said as much, is over.

    `told` is the gravest that was told of the raion's episode, None where nothing was.
    """
    if told is None:
        return PlaceTransition(TransitionKind.STARTED, now, around)
    if told is Gravity.GUARDED and around.gravity is Gravity.GRAVE:
        return PlaceTransition(TransitionKind.ESCALATED, now, around)
    return None


def _begin(
    alerts: tuple[Alert, ...], now: datetime, area: AreaId, nearness: Nearness, ended_before: datetime | None
) -> Episode:
    gravity = gravest(alert.gravity for alert in alerts)
    threats = merge_threats(alert.threats for alert in alerts)
    started_at = min(now, *(alert.began_at for alert in alerts))
    if ended_before and ended_before > now:
        # The clock was set back since: the next key must not lie at that end as well, and nobody knows how long ago.
        started_at, ended_before = now, None
    # An alert that is shown again after its end was told keeps its old start; its new episode needs a key of its own,
    # or it would count as told.
    started_at = max(started_at, ended_before) if ended_before else started_at
    return Episode(
        area=area,
        nearness=nearness,
        started_at=started_at,
        gravity=gravity,
        band=_shortest(alerts),
        threats=threats,
        seen_threats=threats,
        sources=sources_of(alerts),
        kinds=_kinds(alerts),
        named_now=bool(now_named(threats)),
        grave_since=started_at if gravity is Gravity.GRAVE else None,
        again_after=ended_before,
    )


def _continue(before: Episode, alerts: tuple[Alert, ...], now: datetime) -> Episode:
    gravity = gravest(alert.gravity for alert in alerts)
    threats = tuple(_timed(threat, before, now) for threat in merge_threats(alert.threats for alert in alerts))
    known = {threat.kind for threat in before.seen_threats}
    return replace(
        before,
        gravity=gravity,
        band=_shortest(alerts),
        threats=threats,
        seen_threats=(*before.seen_threats, *(threat for threat in threats if threat.kind not in known)),
        sources=sources_of(alerts),
        kinds=_kinds(alerts),
        named_now=before.named_now or bool(now_named(threats)),
        rose=before.rose or rises(before.gravity, gravity),
        grave_since=before.grave_since or (now if gravity is Gravity.GRAVE else None),
    )


def _timed(threat: Threat, before: Episode, now: datetime) -> Threat:
    """A threat that joins a running episode without a time of its own joined now, and keeps that time."""
    if threat.since is not None:
        return threat
    known = {one.kind: one.since for one in before.threats}
    return replace(threat, since=known.get(threat.kind, now))


def _heard(before: Episode, after: Episode, now: datetime, escalations: Escalations) -> PlaceTransition | None:
    counts = escalations is Escalations.EVERY_RISE or not before.rose
    worse = counts and rises(before.gravity, after.gravity)
    if worse or (after.named_now and not before.named_now):
        return PlaceTransition(TransitionKind.ESCALATED, now, after)
    running = {threat.kind for threat in after.threats}
    over = tuple(threat for threat in before.threats if threat.kind not in running)
    if rises(after.gravity, before.gravity) or over:
        return PlaceTransition(TransitionKind.EASED, now, after, over)
    return None


def _shortest(alerts: tuple[Alert, ...]) -> Band:
    return min((alert.band for alert in alerts), key=BAND_ORDER.index)


def _kinds(alerts: tuple[Alert, ...]) -> tuple[AlertKind, ...]:
    return tuple(sorted({alert.kind for alert in alerts}))


def by_area(alerts: Iterable[Alert]) -> dict[AreaId, tuple[Alert, ...]]:
    """Running alerts grouped by their area."""
    grouped: dict[AreaId, tuple[Alert, ...]] = {}
    for alert in alerts:
        grouped[alert.area] = (*grouped.get(alert.area, ()), alert)
    return grouped
