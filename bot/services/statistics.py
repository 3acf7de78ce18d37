"""Reads how long places were under alert: from what we saw, what was fetched and what was imported, gaps left open."""

import asyncio
from collections import OrderedDict
from collections.abc import Iterable, Sequence
from contextlib import aclosing
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import partial
from typing import TypeAlias

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.alerts import AreaId, SourceName
from bot.domain.areas import AreaTree
from bot.domain.estimates import LEAD, LOOKS_BACK, sources_in
from bot.domain.history import Recorded, Span
from bot.domain.sight import unseen
from bot.domain.spans import without
from bot.domain.statistics import Amount, Past, Period, Summary, amount_of, midnight, past_of, span_of, summarise
from bot.errors import FindFirst
from bot.services.estimates import Found
from bot.services.turns import in_turns
from bot.store import alerts as alert_store
from bot.store import history as history_store
from bot.store import months as month_store
from bot.store import sight as sight_store
from bot.store.database import Database

REMEMBERED = 256
#: What is told holds for the minute in which it was counted, so that neighbours who ask get one picture.
HOLDS_FOR = timedelta(minutes=1)
_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Asked:
    """Which place, how far back and by whose clock; `day` is one local day, in place of a period."""

    area: AreaId
    period: Period
    zone: str
    day: date | None = None


@dataclass(frozen=True, slots=True)
class Counted:
    """What was found: the period's figures, those of the last thirty days to compare with, and whose data they are."""

    asked: Asked
    summary: Summary
    month: Amount
    sources: tuple[SourceName, ...]


@dataclass(frozen=True, slots=True)
class _Read:
    """The history of a place's areas, when anything is known of it, from when to when it was read, and who answers."""

    lines: Sequence[Recorded]
    known: tuple[Span, ...]
    span: Span
    watched: tuple[SourceName, ...]


_Key: TypeAlias = tuple[Asked, int, int, datetime]


class Statistics:
    """Counts, one at a time, and remembers for a minute."""

    def __init__(self, tree: AreaTree, database: Database) -> None:
        self._tree = tree
        self._database = database
        self._counted: OrderedDict[_Key, Counted | None] = OrderedDict()
        # One at a time, or the loop would get its turn only after a piece of each.
        self._one_at_a_time = asyncio.Lock()

    async def of_place(self, asked: Asked, now: datetime, found: Found) -> Counted | None:
        """The figures up to the whole minute before now (aware UTC); None where nothing is known of that time.

        Raises FindFirst where they must be counted first, which puts them into `found`.
        """
        if asked not in found:
            raise FindFirst(partial(self._find, asked, now, found))
        counted: Counted | None = found[asked]
        return counted

    async def count(self, asked: Asked, now: datetime) -> Counted | None:
        """As `of_place`, for who is in no transaction."""
        until = now.replace(second=0, microsecond=0)
        async with self._one_at_a_time:
            async with self._database.reading() as connection:
                key = asked, await history_store.newest(connection), self._tree.edition, until
                if key in self._counted:
                    return self._counted[key]
                read = await self._read(connection, asked, until)
            counted = self._counted[key] = await _summed(read, asked, until)
            if len(self._counted) > REMEMBERED:
                self._counted.popitem(last=False)
            return counted

    async def _find(self, asked: Asked, now: datetime, found: Found) -> None:
        found[asked] = await self.count(asked, now)

    async def _read(self, connection: AsyncConnection, asked: Asked, until: datetime) -> _Read:
        areas = self._tree.covering(asked.area)
        known = await self._known(connection, asked.area, areas, until)
        since = min((start for start, _ in known), default=until) if _is_of_all(asked) else _first(asked, until)
        lines: list[Recorded] = []
        # A minute more than is told of: an alert that others tell of is known by its end.
        async with aclosing(
            history_store.recorded_between(connection, areas, since - LEAD, until + HOLDS_FOR)
        ) as pieces:
            async for piece in pieces:
                lines.extend(piece)
        return _Read(lines, known, (since, until), await alert_store.source_names(connection))

    async def _known(
        self, connection: AsyncConnection, area: AreaId, areas: Iterable[AreaId], until: datetime
    ) -> tuple[Span, ...]:
        """When the place's past is known: as far as histories tell of it, in the month that was fetched, and since our
        own watch began, but for its outages.
        """
        known = [*await history_store.told_spans(connection, areas)]
        region = self._tree.region(area) or area
        known += [(at - LOOKS_BACK, at) for at in (await month_store.granted(connection, [region])).values()]
        watched_since = await alert_store.history_since(connection)
        if watched_since:
            known += without([(watched_since, until)], unseen(await sight_store.outages_since(connection), until))
        return tuple(known)


async def _summed(read: _Read, asked: Asked, until: datetime) -> Counted | None:
    alert, unknown = await in_turns(past_of(read.lines, read.known, read.span))
    past = Past(read.span, alert, unknown)
    span = _span(asked, until, past)
    if span is None or span[0] >= span[1]:
        return None
    summary = await in_turns(summarise(past, span, asked.zone))
    if not summary.total.is_worth_telling:
        return None
    month = max(until - LOOKS_BACK, past.span[0]), until
    sources = await in_turns(sources_in(read.lines, span)) or read.watched
    return Counted(asked, summary, amount_of(past, month), sources)


def _is_of_all(asked: Asked) -> bool:
    return asked.period is Period.ALL and asked.day is None


def _first(asked: Asked, until: datetime) -> datetime:
    """From when on the past is read: a month at least, to compare with."""
    month = min(until - LOOKS_BACK, span_of(Period.MONTH, until, asked.zone, until)[0])
    return min(month, midnight(asked.day, asked.zone)) if asked.day else month


def _span(asked: Asked, until: datetime, past: Past) -> Span | None:
    if asked.day:
        return midnight(asked.day, asked.zone), min(until, midnight(asked.day + _DAY, asked.zone))
    if not _is_of_all(asked):
        return span_of(asked.period, until, asked.zone, until)
    since = past.known_since
    return (since, until) if since else None
