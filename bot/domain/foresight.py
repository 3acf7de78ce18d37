"""What people would have to hear of an answer, where nothing can be written: grave starts and escalations alone."""

from collections.abc import Collection, Mapping
from dataclasses import replace
from datetime import datetime
from typing import TypeAlias

from bot.domain.alerts import Alert, AlertKey, AreaId, Gravity
from bot.domain.areas import AreaTree
from bot.domain.episodes import (
    Episode,
    Nearness,
    PlaceTransition,
    by_area,
    covering_alerts,
    covering_areas,
    follow,
)
from bot.domain.policy import adds_nothing

Episodes: TypeAlias = Mapping[tuple[AreaId, Nearness], Episode]
Ends: TypeAlias = Mapping[tuple[AreaId, Nearness], datetime]


def foresee(
    tree: AreaTree,
    running: Episodes,
    before: Mapping[AlertKey, Alert],
    after: Mapping[AlertKey, Alert],
    followed: Collection[AreaId],
    ends: Ends,
    now: datetime,
) -> tuple[Episodes, tuple[PlaceTransition, ...]]:
    """The episodes of followed places once the alerts that ran `before` are those of `after`, and the grave dangers
    among what happened. `ends`: when the last episode of each place ended, where one did (aware UTC, as `now`).
    """
    changed = {key[0] for key in before.keys() | after.keys() if before.get(key) != after.get(key)}
    shown = by_area(after.values())
    episodes, dangers = dict(running), []
    for area, nearness in ((area, nearness) for area in sorted(followed) for nearness in Nearness):
        if changed.isdisjoint(covering_areas(tree, area, nearness)):
            continue
        was = episodes.pop((area, nearness), None)
        ended_before = None if was else ends.get((area, nearness))
        covering = covering_alerts(shown, tree, area, nearness)
        episode, transition = follow(was, covering, now, area=area, nearness=nearness, ended_before=ended_before)
        if episode and episode.ended_at is None:
            episodes[area, nearness] = episode
        own = episodes.get((area, Nearness.OWN)) if nearness is Nearness.AROUND else None
        if transition and own:
            transition = replace(transition, own=own.gravity)
        if transition and _is_grave_danger(transition) and not adds_nothing(transition):
            dangers.append(transition)
    return episodes, tuple(dangers)


def _is_grave_danger(transition: PlaceTransition) -> bool:
    return transition.kind.is_danger and transition.episode.gravity is Gravity.GRAVE
