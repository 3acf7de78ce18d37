"""Says to whom it matters when nothing can be seen and when it can again, once for each outage, through any restart."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.advance import State, sight_at
from bot.domain.alerts import AreaId, Gravity, Sight, SourceName
from bot.domain.areas import AreaTree
from bot.domain.episodes import Episode, Nearness, by_area, covering_alerts
from bot.domain.inside import by_wide, parts_of
from bot.domain.notices import SightNotice, SightStep, of_sight
from bot.domain.plans import Plan
from bot.domain.sight import Asked, Outage, Seen, Telling, follow_sight, last_seen
from bot.services.planner import Planner
from bot.store import alerts as alert_store
from bot.store import chats as chat_store
from bot.store import outbox, planning
from bot.store import sight as sight_store
from bot.store.database import Database

Episodes = dict[tuple[AreaId, Nearness], Episode]

#: Places told of in one transaction, so that an alert never waits behind all of them.
PIECE = 5

#: In this order; the loud ones first, so that whoever follows several places hears the loudest, and that alone.
_STEPS = {
    Telling.LOST: (SightStep.LOST_LONG, SightStep.LOST_IN_ALERT, SightStep.LOST),
    Telling.LONG: (SightStep.LONG,),
    Telling.REGAINED: (SightStep.REGAINED,),
}
_EVERYWHERE = (SightStep.LOST, SightStep.REGAINED)


@dataclass(frozen=True, slots=True)
class _Piece:
    """One place to be told of in one step; pieces are told in the order of their names."""

    order: int
    step: SightStep
    area: AreaId

    @property
    def name(self) -> str:
        return f"{self.order}/{self.area}"


class Sights:
    """Watches the watching; `expected` names the sources that are configured."""

    def __init__(self, database: Database, tree: AreaTree, expected: tuple[SourceName, ...], planner: Planner) -> None:
        self._database = database
        self._tree = tree
        self._expected = expected
        self._planner = planner
        self._asked: dict[SourceName, Asked] = {}

    def asked(self, source: SourceName, at: datetime, due_at: datetime) -> None:
        """A source was asked at `at`, whatever came of it, and will be asked again at `due_at` (the bot's clock)."""
        known = self._asked.get(source)
        # A clock that was set back begins to count anew.
        first_at = known.first_at if known and known.last_at <= at else at
        self._asked[source] = Asked(first_at, at, due_at)

    async def judge(self, now: datetime) -> bool:
        """Notes that sight was lost or is back (now: the bot's clock); whether there is something to tell.

        To be called right after a source was asked, so that a jump of the clock is no blindness.
        """
        async with self._database.reading() as connection:
            before, after = await self._judged(connection, now)
        if after == before:
            return False
        async with self._database.writing() as tx:
            before, after = await self._judged(tx, now)
            if after is None or after == before:
                return False
            if after.ended_at:
                # That sight was lost, and has not left yet, would arrive after it is back.
                await outbox.drop_unsent(tx, after.key)
            await sight_store.save_outage(tx, after)
        return True

    async def tell(self, now: datetime) -> bool:
        """Owes the next piece of what is to be told; False where nothing is left of it."""
        async with self._database.reading() as connection:
            if await sight_store.outage_to_tell(connection) is None:
                return False
        async with self._database.writing() as tx:
            outage = await sight_store.outage_to_tell(tx)
            if outage is None:
                return False
            running = await alert_store.running_episodes(tx)
            followed = await chat_store.followed_areas(tx)
            left = [piece for piece in _pieces(outage, followed, running) if piece.name > outage.told_up_to]
            state = await alert_store.load_state(tx)
            told = 0
            # Whoever follows several places hears of it once: one place is told of when the one before it is planned.
            while told < min(len(left), PIECE) and not await planning.is_planning(tx):
                piece = left[told]
                await self._tell(tx, outage, piece, _danger_at(running, piece.area), state, now)
                told += 1
            if told == len(left):
                await sight_store.save_outage(tx, replace(outage, telling=None, told_up_to=""))
            elif told:
                await sight_store.save_outage(tx, replace(outage, told_up_to=left[told - 1].name))
        return told > 0 or not left

    async def _judged(self, connection: AsyncConnection, now: datetime) -> tuple[Outage | None, Outage | None]:
        before = await sight_store.running_outage(connection)
        contacts = await sight_store.contacts(connection)
        seen = [Seen(name, contacts.get(name), self._asked.get(name)) for name in self._expected]
        return before, follow_sight(before, seen, now)

    async def _tell(
        self, tx: AsyncConnection, outage: Outage, piece: _Piece, episode: Episode | None, state: State, now: datetime
    ) -> None:
        body = self._notice(outage, piece, episode, state, now)
        # Whoever was told that sight was lost, by the name of whatever place, is not told again.
        heard_of = body.place_key if piece.step is SightStep.REGAINED else outage.key
        rung = piece.step in (SightStep.LONG, SightStep.LOST_LONG)
        rung_by = episode.key if episode and rung else None
        await self._planner.plan(tx, [Plan(of_sight(body, now), piece.area, heard_of, rung_by)], now)

    def _notice(
        self, outage: Outage, piece: _Piece, episode: Episode | None, state: State, now: datetime
    ) -> SightNotice:
        answered = (name for name in self._expected if _answered_since(state, name, outage))
        alerts = by_area(state.alerts.values())
        covering = covering_alerts(alerts, self._tree, piece.area, episode.nearness) if episode else ()
        return SightNotice(
            step=piece.step,
            outage=outage.key,
            area=piece.area,
            since=outage.since,
            sources=tuple(answered) if outage.ended_at else self._expected,
            until=outage.ended_at,
            episode=episode,
            last_seen_at=last_seen(covering) if outage.ended_at else None,
            partly=any(_adds_only(state, name, now) for name in self._expected),
            inside=parts_of(by_wide(state.alerts.values(), self._tree).get(piece.area, ())),
        )


def _pieces(outage: Outage, followed: frozenset[AreaId], running: Episodes) -> Iterator[_Piece]:
    """Everything that there is to tell of the outage at this stage, in its order."""
    for order, step in enumerate(_STEPS[outage.telling] if outage.telling else ()):
        if step is SightStep.LOST_LONG and outage.long_at is None:
            continue
        for area in sorted(followed):
            if step in _EVERYWHERE or _danger_at(running, area):
                yield _Piece(order, step, area)


def _danger_at(running: Episodes, area: AreaId) -> Episode | None:
    """What runs at a place: its own episode, or a graver one around it."""
    own, around = running.get((area, Nearness.OWN)), running.get((area, Nearness.AROUND))
    if around and around.gravity is Gravity.GRAVE and (own is None or own.gravity is Gravity.GUARDED):
        return around
    return own


def _adds_only(state: State, source: SourceName, now: datetime) -> bool:
    """Whether what comes from the source of late can only add."""
    sight = state.sources.get(source)
    return sight is not None and sight.last_whole_at is not None and sight_at(sight.contact_at, now) is not Sight.BLIND


def _answered_since(state: State, source: SourceName, outage: Outage) -> bool:
    sight = state.sources.get(source)
    return sight is not None and sight.whole_at > outage.since
