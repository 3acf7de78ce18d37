"""From a source's answer to what people are owed: the state and its notices are one transaction."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.advance import State, advance
from bot.domain.alerts import PERMANENT_AFTER, Alert, Answer, AreaId, Transition, TransitionKind
from bot.domain.areas import AreaTree
from bot.domain.episodes import (
    Episode,
    Nearness,
    Permanent,
    PlaceTransition,
    after_own,
    by_area,
    covering_alerts,
    follow,
    permanent_at,
)
from bot.domain.notices import of_alert, of_passed
from bot.domain.policy import adds_nothing, decide
from bot.domain.policy import of_passed as decide_passed
from bot.store import alerts as alert_store
from bot.store import chats as chat_store
from bot.store import outbox
from bot.store.database import Database

Episodes = dict[tuple[AreaId, Nearness], Episode]


@dataclass(frozen=True, slots=True)
class Absorbed:
    """What one answer came to: transitions of alerts, and notices that are now owed."""

    transitions: int
    owed: int


class Watch:
    """Takes the answers of alert sources."""

    def __init__(self, database: Database, tree: AreaTree, machine_now: Callable[[], datetime]) -> None:
        self._database = database
        self._tree = tree
        self._machine_now = machine_now

    async def absorb(self, answer: Answer, now: datetime) -> Absorbed:
        """Moves the state by one answer and owes what follows from it (now: the bot's clock, aware UTC)."""
        async with self._database.writing() as tx:
            before = await alert_store.load_state(tx)
            after, transitions = advance(before, answer, now)
            after = await _as_first_seen(tx, after, transitions)
            await alert_store.save_state(tx, before, after)
            await alert_store.record(tx, transitions)
            owed = await self._tell(tx, before, after, transitions, now) if before.alerts != after.alerts else 0
        return Absorbed(len(transitions), owed)

    async def _tell(
        self, tx: AsyncConnection, before: State, after: State, transitions: Iterable[Transition], now: datetime
    ) -> int:
        changed = _changed_areas(before, after)
        endings = {one.alert.area: one.kind for one in transitions if one.kind.is_over}
        running = await alert_store.running_episodes(tx)
        alerts = by_area(after.alerts.values())
        followed = await chat_store.followed_areas(tx) | {area for area, _ in running}
        owed = 0
        for area in sorted(followed):
            was_own = (area, Nearness.OWN) in running
            for nearness in Nearness:
                areas = self._covering(area, nearness)
                if changed.isdisjoint(areas):
                    continue
                covering = covering_alerts(alerts, self._tree, area, nearness)
                here = {endings[one] for one in areas & endings.keys()}
                ending = TransitionKind.WITHDRAWN if here == {TransitionKind.WITHDRAWN} else TransitionKind.ENDED
                lasting = permanent_at(alerts, self._tree, area)
                owed += await self._tell_place(tx, running, covering, lasting, (area, nearness), now, ending)
            if was_own and (area, Nearness.OWN) not in running:
                owed += await self._tell_around(tx, running, area, now)
        return owed

    async def _tell_place(
        self,
        tx: AsyncConnection,
        running: Episodes,
        covering: tuple[Alert, ...],
        lasting: tuple[Permanent, ...],
        at: tuple[AreaId, Nearness],
        now: datetime,
        ending: TransitionKind,
    ) -> int:
        area, nearness = at
        before = running.pop(at, None)
        ended_before = None if before else await alert_store.last_end(tx, area, nearness)
        episode, transition = follow(
            before, covering, now, area=area, nearness=nearness, ended_before=ended_before, ending=ending
        )
        if episode and episode != before:
            await alert_store.save_episode(tx, episode)
        if episode and episode.ended_at is None:
            running[at] = episode
        if transition is None:
            return 0
        if transition.kind.is_over:
            transition = replace(transition, permanent=lasting)
        own = running.get((area, Nearness.OWN)) if nearness is Nearness.AROUND else None
        if own:
            transition = replace(transition, own=own.gravity)
        # A notice that nobody is owed is not stored: its key would keep it from being told when the city's own is over.
        return 0 if adds_nothing(transition) else await self._owe(tx, transition, now)

    async def _tell_around(self, tx: AsyncConnection, running: Episodes, area: AreaId, now: datetime) -> int:
        """The city's own alert is over: what runs around it, and was not told because of it, is told now."""
        around = running.get((area, Nearness.AROUND))
        if around is None:
            return 0
        transition = after_own(around, await outbox.gravest_told(tx, around.key), now)
        return await self._owe(tx, transition, now) if transition else 0

    async def _owe(self, tx: AsyncConnection, transition: PlaceTransition, now: datetime) -> int:
        episode = transition.episode
        owed = 0
        if transition.kind.is_over or transition.kind is TransitionKind.ESCALATED:
            # A start that has not left yet would arrive after its own end, or after the worse that it became.
            await outbox.drop_unsent(tx, episode.key, self._machine_now())
        if transition.kind.is_over:
            passed = of_passed(episode, now)
            owed += await outbox.owe_place(
                tx, passed, episode.area, episode.key, lambda cohort: decide_passed(cohort.heard), now
            )
        return owed + await outbox.owe_place(
            tx, of_alert(transition), episode.area, episode.key, lambda cohort: decide(transition, cohort, now), now
        )

    def _covering(self, area: AreaId, nearness: Nearness) -> set[AreaId]:
        if nearness is Nearness.OWN:
            return set(self._tree.covering(area))
        around = self._tree.around(area)
        return {around} if around else set()


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
