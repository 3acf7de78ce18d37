"""Says what quiet hours would have done in the last month at a chat's own places, before anybody sleeps by them."""

import asyncio
from collections import OrderedDict
from collections.abc import Hashable, Iterable, Mapping, Sequence
from contextlib import aclosing
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Any, TypeAlias

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.alerts import AreaId
from bot.domain.areas import AreaTree
from bot.domain.chats import Chat, Place
from bot.domain.episodes import Nearness, covering_areas
from bot.domain.estimates import LEAD, LOOKS_BACK, SHORTEST, Estimate, Knowledge, Steps, sources_in, tally
from bot.domain.history import Recorded, Span, stages
from bot.domain.policy import Loudness
from bot.domain.quiet import QuietHours, Window
from bot.domain.sight import Outage, unseen
from bot.errors import FindFirst
from bot.services.turns import in_turns
from bot.store import alerts as alert_store
from bot.store import chats as chat_store
from bot.store import history as history_store
from bot.store import months as month_store
from bot.store import sight as sight_store
from bot.store.database import Database

#: Neighbours who ask one after the other get the same numbers, for so long as nothing happened and no longer than this.
HOLDS_FOR = timedelta(minutes=10)
REMEMBERED = 256

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked of the past: places with their loudness, and hours (the mode is no matter)."""

    places: frozenset[tuple[AreaId, Loudness]]
    quiet: QuietHours


#: What was found for one update, so that its second handling is told the same, whatever happened meanwhile; by what was
#: asked, whose kind says of which kind the answer is.
Found: TypeAlias = dict[Hashable, Any]
#: What an estimate depends on besides the question: the last line of the history, the tree, the time.
_Asked: TypeAlias = tuple[Question, int, int, int]


@dataclass(frozen=True, slots=True)
class _Past:
    """What was read: the history of the places' areas, from which moment to which, and what is known of each region."""

    lines: Sequence[Recorded]
    span: Span
    known: Mapping[AreaId, Knowledge]


class Estimates:
    """Reads the history of a chat's places and plays it through its quiet hours, as they are or might be."""

    def __init__(self, tree: AreaTree, database: Database) -> None:
        self._tree = tree
        self._database = database
        self._answered: OrderedDict[_Asked, Estimate] = OrderedDict()
        # One at a time, or the loop would get its turn only after a piece of each.
        self._one_at_a_time = asyncio.Lock()

    async def of_chat(
        self, tx: AsyncConnection, chat: Chat, windows: tuple[Window, ...], now: datetime, found: Found
    ) -> Estimate | None:
        """What these hours would have done with each mode in the 30 days before now (aware UTC), or since there is a
        history; None where no place has any.

        Raises FindFirst where it must be counted first, which puts it into `found`: what takes so long holds up no
        transaction.
        """
        places = await chat_store.places_of(tx, chat.id)
        question = Question(
            frozenset((place.area, place.loudness) for place in places),
            QuietHours(windows, timezone=chat.quiet.timezone),
        )
        if question in found:
            estimate: Estimate | None = found[question]
            return estimate
        known = self._answered.get(await self._asked(tx, question, now))
        if known:
            return known
        raise FindFirst(partial(self._find, question, now, found))

    async def _asked(self, connection: AsyncConnection, question: Question, now: datetime) -> _Asked:
        newest = await history_store.newest(connection)
        return question, newest, self._tree.edition, (now - _EPOCH) // HOLDS_FOR

    async def _find(self, question: Question, now: datetime, found: Found) -> None:
        async with self._one_at_a_time:
            async with self._database.reading() as connection:
                asked = await self._asked(connection, question, now)
                known = self._answered.get(asked)
                past = None if known else await self._read(connection, question, now)
            if past and past.known:
                known = self._answered[asked] = await self._counted(question, past)
                if len(self._answered) > REMEMBERED:
                    self._answered.popitem(last=False)
            found[question] = known

    async def _read(self, connection: AsyncConnection, question: Question, now: datetime) -> _Past:
        followed = [area for area, _ in question.places]
        areas = {area for one in followed for near in Nearness for area in covering_areas(self._tree, one, near)}
        since = now - LOOKS_BACK
        lines: list[Recorded] = []
        async with aclosing(history_store.recorded_between(connection, areas, since - LEAD, now)) as pieces:
            async for piece in pieces:
                lines.extend(piece)
        known = await self._known(connection, {self._region(area) for area in followed}, lines, (since, now))
        return _Past(lines, (max((one.since for one in known.values()), default=since), now), known)

    async def _counted(self, question: Question, past: _Past) -> Estimate:
        places = [Place(area, loudness=loudness) for area, loudness in sorted(question.places)]
        tallies = await in_turns(tally(self._tree, places, question.quiet, stages(past.lines), past.span))
        return Estimate(
            *past.span,
            tallies=tallies,
            sources=await in_turns(sources_in(past.lines, past.span)),
            unseen=max(one.unseen(past.span[1]) for one in past.known.values()),
            unknown=tuple(place.area for place in places if self._region(place.area) not in past.known),
        )

    def _region(self, area: AreaId) -> AreaId:
        return self._tree.region(area) or area

    async def _known(
        self, connection: AsyncConnection, regions: set[AreaId], lines: Sequence[Recorded], span: Span
    ) -> Mapping[AreaId, Knowledge]:
        """What is known of each region's past: the month that was fetched, what was imported, what we saw ourselves."""
        fetched = await month_store.granted(connection, regions)
        watched_since = await alert_store.history_since(connection) if regions - fetched.keys() else None
        outages = await sight_store.outages_since(connection, span[0])
        imported = await in_turns(self._imported(regions, lines))
        found = {
            region: _of_fetched(span, outages, fetched[region])
            if region in fetched
            else _of_rest(span, outages, watched_since, imported[region])
            for region in regions
        }
        return {region: known for region, known in found.items() if known and known.seen(span[1]) >= SHORTEST}

    def _imported(self, regions: set[AreaId], lines: Sequence[Recorded]) -> Steps[Mapping[AreaId, list[datetime]]]:
        """When each region's imported alerts began and ended, in the order of time."""
        imported: dict[AreaId, list[datetime]] = {region: [] for region in regions}
        region_of: dict[AreaId, AreaId | None] = {}
        for line in lines:
            if line.area not in region_of:
                region_of[line.area] = self._tree.region(line.area)
            region = region_of[line.area]
            if line.imported and region in imported:
                imported[region].append(line.at)
            yield
        return imported


def _of_fetched(span: Span, outages: Iterable[Outage], up_to: datetime) -> Knowledge:
    """A month that was fetched tells what the outages before it hid."""
    hidden = (outage for outage in outages if outage.ended_at is None or outage.ended_at > up_to)
    return Knowledge(span[0], unseen(hidden, span[1]))


def _of_rest(
    span: Span, outages: Iterable[Outage], watched_since: datetime | None, imported: Sequence[datetime]
) -> Knowledge | None:
    """Of what was imported only its alerts are known, not how far it goes: after the last there is nothing, until our
    own watch begins.
    """
    beginnings = [moment for moment in (watched_since, *imported[:1]) if moment]
    if not beginnings:
        return None
    gaps = unseen(outages, span[1])
    watched_since = watched_since or span[1]
    if imported and imported[-1] < watched_since:
        gaps = (*gaps, (imported[-1], watched_since))
    return Knowledge(max(min(beginnings), span[0]), gaps)
