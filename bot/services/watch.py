"""From a source's answer to what people are owed: the state and its notices are one transaction."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

import structlog
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.advance import State, advance
from bot.domain.alerts import PERMANENT_AFTER, Alert, Answer, AreaId, SourceName, Transition, TransitionKind
from bot.domain.areas import AreaTree
from bot.domain.episodes import (
    Episode,
    Nearness,
    PlaceTransition,
    after_own,
    by_area,
    covering_alerts,
    covering_areas,
    follow,
    permanent_among,
    permanent_at,
)
from bot.domain.inside import Spell, by_wide, parts_of
from bot.domain.notices import of_alert, of_passed
from bot.domain.plans import Plan
from bot.domain.policy import adds_nothing
from bot.domain.sight import outage_before
from bot.services.inside import Wide, tell_inside
from bot.services.planner import Planner
from bot.store import alerts as alert_store
from bot.store import chats as chat_store
from bot.store import months as month_store
from bot.store import outbox, planning
from bot.store import sight as sight_store
from bot.store import spells as spell_store
from bot.store.database import Database

_log = structlog.get_logger(__name__)

#: Areas that are wondered at in one run, should a source begin to number all of them anew.
MOST_STRANGE = 100

Episodes = dict[tuple[AreaId, Nearness], Episode]


@dataclass(frozen=True, slots=True)
class Absorbed:
    """What one answer came to: transitions of alerts, and notices that are now owed."""

    transitions: int
    owed: int


@dataclass(frozen=True, slots=True)
class _Seen:
    """What one answer left: the running alerts by area and by the wide areas above it, how those that are over ended,
    the episodes, which move while places are told, when the last ones ended, which of them changed, and what is owed.
    """

    tx: AsyncConnection
    now: datetime
    alerts: Mapping[AreaId, tuple[Alert, ...]]
    inside: Mapping[AreaId, tuple[Alert, ...]]
    endings: Mapping[AreaId, TransitionKind]
    running: Episodes
    ended: Mapping[tuple[AreaId, Nearness], datetime]
    changed: dict[str, Episode] = field(default_factory=dict)
    plans: list[Plan] = field(default_factory=list)

    def ending(self, areas: Iterable[AreaId]) -> TransitionKind:
        """How an episode of these areas ends: withdrawn only if nothing in it ended otherwise."""
        kinds = {self.endings[area] for area in areas if area in self.endings}
        return TransitionKind.WITHDRAWN if kinds == {TransitionKind.WITHDRAWN} else TransitionKind.ENDED


class Watch:
    """Takes the answers of alert sources."""

    def __init__(self, database: Database, tree: AreaTree, planner: Planner) -> None:
        self._database = database
        self._tree = tree
        self._planner = planner
        self._strange: set[AreaId] = set()

    async def absorb(self, answer: Answer, now: datetime) -> Absorbed:
        """Moves the state by one answer and owes what follows from it (now: the bot's clock, aware UTC)."""
        async with self._database.writing() as tx:
            return await self.absorb_in(tx, answer, now)

    async def absorb_in(self, tx: AsyncConnection, answer: Answer, now: datetime) -> Absorbed:
        """The same in a transaction of the caller's, who may have several answers to keep, oldest first."""
        before = await alert_store.load_state(tx)
        await self._note_outage(tx, before, answer, now)
        after, transitions = advance(before, answer, now)
        after = await _as_first_seen(tx, after, transitions)
        await alert_store.save_state(tx, before, after)
        await alert_store.record(tx, transitions)
        owed = await self._tell(tx, before, after, transitions, now) if before.alerts != after.alerts else 0
        self._wonder(answer.source, after)
        return Absorbed(len(transitions), owed)

    async def _note_outage(self, tx: AsyncConnection, before: State, answer: Answer, now: datetime) -> None:
        """A time without any data ends with this answer: what came and went in it can be asked for."""
        outage = outage_before((sight.contact_at for sight in before.sources.values()), answer.at)
        if outage is None:
            return
        await sight_store.add_over(tx, outage)
        followed = await chat_store.followed_areas(tx)
        regions = {region for area in followed if (region := self._tree.region(area))}
        await month_store.wish_again(tx, sorted(regions), outage.since, now)

    def _wonder(self, source: SourceName, state: State) -> None:
        """Says once of each area that our tree lacks it: it is kept by the source's id, and nobody can follow it."""
        strange = {area for area, _ in state.alerts if area not in self._tree} - self._strange
        for area in sorted(strange)[: MOST_STRANGE - len(self._strange)]:
            self._strange.add(area)
            _log.warning("area_not_known", source=source, area=area)

    async def _tell(
        self, tx: AsyncConnection, before: State, after: State, transitions: Iterable[Transition], now: datetime
    ) -> int:
        changed = _changed_areas(before, after)
        running = await alert_store.running_episodes(tx)
        spells = await spell_store.running_spells(tx)
        followed = await chat_store.followed_areas(tx) | {area for area, _ in running} | spells.keys()
        seen = _Seen(
            tx,
            now,
            by_area(after.alerts.values()),
            by_wide(after.alerts.values(), self._tree),
            {one.alert.area: one.kind for one in transitions if one.kind.is_over},
            running,
            await alert_store.last_ends(tx, followed),
        )
        covered = {area for area, nearness in running if nearness is Nearness.OWN}
        for area in sorted(followed):
            await self._tell_episodes(seen, area, changed)
        await alert_store.save_episodes(tx, seen.changed.values())
        wider = followed & {wide for area in changed for wide in self._tree.above(area)}
        covered |= {area for area, nearness in running if nearness is Nearness.OWN}
        seen.plans.extend(await self._tell_inside(seen, wider, spells, covered))
        return await self._planner.plan(tx, seen.plans, now)

    async def _tell_inside(
        self, seen: _Seen, wider: Collection[AreaId], spells: Mapping[AreaId, Spell], covered: Collection[AreaId]
    ) -> Sequence[Plan]:
        """What is owed to who follows wide places; `covered` are those whose own episode ran just before, or runs."""
        ended = await spell_store.last_ends(seen.tx, wider)
        told = [
            tell_inside(
                Wide(area, seen.inside.get(area, ()), area in covered, spells.get(area), ended.get(area)), seen.now
            )
            for area in sorted(wider)
        ]
        await spell_store.save_spells(seen.tx, [one.spell for one in told if one.spell])
        for one in told:
            if one.over and one.spell and not one.plans:
                # A beginning that has not left yet would arrive after its own end.
                await outbox.drop_unsent(seen.tx, one.spell.key)
        return [plan for one in told for plan in one.plans]

    async def _tell_episodes(self, seen: _Seen, area: AreaId, changed: set[AreaId]) -> None:
        was_own = (area, Nearness.OWN) in seen.running
        for nearness in Nearness:
            if not changed.isdisjoint(covering_areas(self._tree, area, nearness)):
                await self._tell_place(seen, area, nearness)
        if was_own and (area, Nearness.OWN) not in seen.running:
            await self._tell_around(seen, area)

    async def _tell_place(self, seen: _Seen, area: AreaId, nearness: Nearness) -> None:
        before = seen.running.pop((area, nearness), None)
        episode, transition = follow(
            before,
            covering_alerts(seen.alerts, self._tree, area, nearness),
            seen.now,
            area=area,
            nearness=nearness,
            ended_before=None if before else seen.ended.get((area, nearness)),
            ending=seen.ending(covering_areas(self._tree, area, nearness)),
        )
        if episode and episode != before:
            seen.changed[episode.key] = episode
        if episode and episode.ended_at is None:
            seen.running[area, nearness] = episode
        if transition is None:
            return
        if transition.kind.is_over:
            transition = self._with_what_goes_on(transition, seen)
        own = seen.running.get((area, Nearness.OWN)) if nearness is Nearness.AROUND else None
        if own:
            transition = replace(transition, own=own.gravity)
        # A notice that nobody is owed is not stored: its key would keep it from being told when the city's own is over.
        if not adds_nothing(transition):
            await self._owe(seen, transition)

    def _with_what_goes_on(self, over: PlaceTransition, seen: _Seen) -> PlaceTransition:
        """An end together with what is on there all the time, and what runs in the parts of a wide place."""
        area = over.episode.area
        inside = seen.inside.get(area, ())
        permanent = (*permanent_at(seen.alerts, self._tree, area), *permanent_among(inside))
        return replace(over, permanent=permanent, inside=parts_of(inside))

    async def _tell_around(self, seen: _Seen, area: AreaId) -> None:
        """The city's own alert is over: what runs around it, and was not told because of it, is told now."""
        around = seen.running.get((area, Nearness.AROUND))
        if around is None:
            return
        now_told = [plan.notice for plan in seen.plans if plan.heard_of == around.key]
        transition = after_own(around, await planning.gravest_told(seen.tx, around.key, now_told), seen.now)
        if transition:
            await self._owe(seen, transition)

    async def _owe(self, seen: _Seen, transition: PlaceTransition) -> None:
        episode, over = transition.episode, transition.kind.is_over
        if over:
            passed = of_passed(episode, seen.now, transition.inside)
            seen.plans.append(Plan(passed, episode.area, episode.key))
        if transition.kind is TransitionKind.EASED:
            await outbox.stop_insisting_on(seen.tx, episode.key, seen.now)
        # A start that has not left yet would arrive after its own end, or after the worse that it became.
        drops = over or transition.kind is TransitionKind.ESCALATED
        seen.plans.append(Plan(of_alert(transition), episode.area, episode.key, drops=drops))


async def _as_first_seen(tx: AsyncConnection, after: State, transitions: Iterable[Transition]) -> State:
    """The state in which no alert is permanent that we saw young and told the end of: its source shows it again."""
    alerts = dict(after.alerts)
    for one in transitions:
        old = one.kind is TransitionKind.STARTED and one.alert.usual is not None
        if old and await alert_store.ended_young(tx, one.alert, PERMANENT_AFTER):
            alerts[one.alert.key] = replace(alerts[one.alert.key], usual=None)
    return replace(after, alerts=alerts)


def _changed_areas(before: State, after: State) -> set[AreaId]:
    keys = before.alerts.keys() | after.alerts.keys()
    return {key[0] for key in keys if before.alerts.get(key) != after.alerts.get(key)}
