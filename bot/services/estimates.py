"""Says what quiet hours would have done in the last month at a chat's own places, before anybody sleeps by them."""

import asyncio
from collections import OrderedDict
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import TypeAlias

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.alerts import AreaId, SourceName
from bot.domain.areas import AreaTree
from bot.domain.chats import Chat, Place
from bot.domain.episodes import Nearness, covering_areas
from bot.domain.estimates import LEAD, LOOKS_BACK, SHORTEST, Estimate, Knowledge, Tallies, tally
from bot.domain.history import Recorded, Span, stages
from bot.domain.policy import Loudness
from bot.domain.quiet import QuietHours, Window
from bot.domain.sight import Outage
from bot.store import alerts as alert_store
from bot.store import chats as chat_store
from bot.store import history as history_store
from bot.store import months as month_store
from bot.store import sight as sight_store

#: Neighbours who ask one after the other get the same numbers, for so long as nothing happened and no longer than this.
HOLDS_FOR = timedelta(minutes=10)
REMEMBERED = 256

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
#: What an estimate depends on: places with their loudness, hours, the last line of the history, the tree, the time.
_Question: TypeAlias = tuple[frozenset[tuple[AreaId, Loudness]], QuietHours, int, int, int]


class Estimates:
    """Reads the history of a chat's places and plays it through its quiet hours, as they are or might be."""

    def __init__(self, tree: AreaTree) -> None:
        self._tree = tree
        self._answered: OrderedDict[_Question, Estimate] = OrderedDict()

    async def of_chat(
        self, tx: AsyncConnection, chat: Chat, windows: tuple[Window, ...], now: datetime
    ) -> Estimate | None:
        """What these hours would have done with each mode in the 30 days before now (aware UTC), or since there is a
        history; None where no place has any.
        """
        places = await chat_store.places_of(tx, chat.id)
        loudness = frozenset((place.area, place.loudness) for place in places)
        newest = await history_store.newest(tx)
        quiet = QuietHours(windows, timezone=chat.quiet.timezone)
        question = (loudness, quiet, newest, self._tree.edition, (now - _EPOCH) // HOLDS_FOR)
        if question not in self._answered:
            estimate = await self._counted(tx, places, quiet, now)
            if estimate is None:
                return None
            self._answered[question] = estimate
            if len(self._answered) > REMEMBERED:
                self._answered.popitem(last=False)
        return self._answered[question]

    async def _counted(
        self, tx: AsyncConnection, places: Sequence[Place], quiet: QuietHours, now: datetime
    ) -> Estimate | None:
        areas = {area for place in places for near in Nearness for area in covering_areas(self._tree, place.area, near)}
        since = now - LOOKS_BACK
        lines = await history_store.recorded_between(tx, areas, since - LEAD, now)
        known = await self._known(tx, {self._region(place) for place in places}, lines, (since, now))
        if not known:
            return None
        span = max(one.since for one in known.values()), now
        return Estimate(
            *span,
            # In a thread: with ten places it takes longer than an alert should wait for the loop.
            tallies=await asyncio.to_thread(self._played, places, quiet, lines, span),
            sources=_sources(lines, span),
            unseen=max(one.unseen(now) for one in known.values()),
            unknown=tuple(sorted(place.area for place in places if self._region(place) not in known)),
        )

    def _played(self, places: Sequence[Place], quiet: QuietHours, lines: Sequence[Recorded], span: Span) -> Tallies:
        return tally(self._tree, places, quiet, tuple(stages(lines)), span)

    def _region(self, place: Place) -> AreaId:
        return self._tree.region(place.area) or place.area

    async def _known(
        self, tx: AsyncConnection, regions: set[AreaId], lines: Sequence[Recorded], span: Span
    ) -> Mapping[AreaId, Knowledge]:
        """What is known of each region's past: the month that was fetched, what was imported, what we saw ourselves."""
        fetched = await month_store.granted(tx, regions)
        watched_since = await alert_store.history_since(tx) if regions - fetched.keys() else None
        outages = await _outages(tx, span[0])
        imported: dict[AreaId, list[datetime]] = {region: [] for region in regions}
        region_of = {area: self._tree.region(area) for area in {line.area for line in lines}}
        for line in lines:
            region = region_of[line.area]
            if line.imported and region in imported:
                imported[region].append(line.at)
        found = {
            region: _of_fetched(span, outages, fetched[region])
            if region in fetched
            else _of_rest(span, outages, watched_since, imported[region])
            for region in regions
        }
        return {region: known for region, known in found.items() if known and known.seen(span[1]) >= SHORTEST}


async def _outages(tx: AsyncConnection, since: datetime) -> tuple[Outage, ...]:
    running = await sight_store.running_outage(tx)
    return (*await sight_store.outages_over(tx, since), *((running,) if running else ()))


def _of_fetched(span: Span, outages: Iterable[Outage], up_to: datetime) -> Knowledge:
    """A month that was fetched tells what the outages before it hid."""
    hidden = (outage for outage in outages if outage.ended_at is None or outage.ended_at > up_to)
    return Knowledge(span[0], _spans(hidden, span))


def _of_rest(
    span: Span, outages: Iterable[Outage], watched_since: datetime | None, imported: Sequence[datetime]
) -> Knowledge | None:
    """Of what was imported only its alerts are known, not how far it goes: after the last there is nothing, until our
    own watch begins.
    """
    beginnings = [moment for moment in (watched_since, *imported[:1]) if moment]
    if not beginnings:
        return None
    gaps = _spans(outages, span)
    watched_since = watched_since or span[1]
    if imported and imported[-1] < watched_since:
        gaps = (*gaps, (imported[-1], watched_since))
    return Knowledge(max(min(beginnings), span[0]), gaps)


def _spans(outages: Iterable[Outage], span: Span) -> tuple[Span, ...]:
    return tuple((outage.since, outage.ended_at or span[1]) for outage in outages)


def _sources(lines: Iterable[Recorded], span: Span) -> tuple[SourceName, ...]:
    return tuple(sorted({name for line in lines if line.at >= span[0] for name in line.sources}))
