"""Keeps alerts of the past beside the transitions that we recorded ourselves, so that statistics read one table.

Which of them are the same alert: docs/decisions/0008.
"""

import json
from collections.abc import AsyncGenerator, Collection, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import lru_cache
from typing import Any

from sqlalchemy import Text, cast, func, insert, select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.alerts import AlertKind, AreaId, Level, SourceName, Threat, TransitionKind, gravity_of
from bot.domain.history import Known, PastAlert, Recorded, Span
from bot.store.sight import outages_over
from bot.store.tables import alerts as running_alerts
from bot.store.tables import transitions
from bot.store.values import ALERT, THREATS

#: What tells an imported or fetched transition from one that we saw, at the beginning of its only source.
IMPORTED = "history:"
#: Lines that are read at once: a millisecond or two.
READ_AT_ONCE = 100

_Key = tuple[str, str, datetime, datetime | None]


async def add_past(connection: AsyncConnection, source: SourceName, alerts: Sequence[PastAlert]) -> int:
    """Adds a start and an end for each alert that no row tells of yet, from whatever source; returns how many were new.

    The alerts have ended, none is given twice; the nearer they are in time, the less is read to compare them with.
    """
    known = await _accounts(connection, source, alerts)
    own, others = Known(known.own, await _unseen(connection)), Known(known.others)
    new = [
        past
        for past in alerts
        if _key(past) not in known.same_source and not own.tells_of(past) and not others.tells_of(past)
    ]
    if new:
        await connection.execute(insert(transitions), [row for past in new for row in _rows(source, past)])
    return len(new)


async def seen_ourselves(connection: AsyncConnection, alerts: Collection[PastAlert]) -> Known:
    """The alerts that our own watch recorded, among which these could be."""
    known = await _accounts(connection, None, alerts)
    return Known(known.own, await _unseen(connection))


async def recorded_between(
    connection: AsyncConnection, areas: Iterable[AreaId], since: datetime, until: datetime
) -> AsyncGenerator[list[Recorded], None]:
    """Everything that happened to the alerts of these areas from `since` to before `until`, in the order of time and
    in pieces: a month of ten places is read for longer than anybody else should wait.
    """
    columns = ("at", "kind", "area", "alert_kind", "started_at", "level")
    happened = (
        select(
            *(transitions.c[name] for name in columns),
            # As text: most rows hold the same few values, and each is read once.
            cast(transitions.c.threats, Text).label("threats"),
            cast(transitions.c.sources, Text).label("sources"),
        )
        .where(transitions.c.area.in_(list(areas)), transitions.c.at >= since, transitions.c.at < until)
        .order_by(transitions.c.at, transitions.c.id)
    )
    async with connection.stream(happened) as rows:
        async for piece in rows.partitions(READ_AT_ONCE):
            yield [_recorded(tuple(row)) for row in piece]


async def newest(connection: AsyncConnection) -> int:
    """The number of the last line of the history, 0 where there is none: as long as it stays, nothing happened."""
    return await connection.scalar(select(func.max(transitions.c.id))) or 0


async def told_spans(connection: AsyncConnection, areas: Iterable[AreaId]) -> tuple[Span, ...]:
    """From when to when each imported or fetched history tells of these areas (aware UTC): before its first alert and
    after its last one nothing is known of it.
    """
    told_by = cast(transitions.c.sources, Text)
    # A row of one source: what was imported has no other.
    spans = (
        select(func.min(transitions.c.started_at), func.max(transitions.c.at))
        .where(transitions.c.area.in_(list(areas)), told_by.like(f'["{IMPORTED}%'))
        .group_by(told_by)
    )
    return tuple((first, last) for first, last in await connection.execute(spans))


def _recorded(row: tuple[Any, ...]) -> Recorded:
    at, kind, area, alert_kind, started_at, level, threats, sources = row
    told_by = _sources(sources)
    return Recorded(
        at=at,
        kind=TransitionKind(kind),
        area=AreaId(area),
        alert_kind=AlertKind(alert_kind),
        started_at=started_at,
        level=Level(level),
        threats=_threats(threats),
        sources=told_by,
        imported=any(name.startswith(IMPORTED) for name in told_by),
    )


@lru_cache(maxsize=1024)
def _threats(text: str) -> tuple[Threat, ...]:
    return THREATS.validate_json(text)


@lru_cache(maxsize=256)
def _sources(text: str) -> tuple[SourceName, ...]:
    return tuple(map(SourceName, json.loads(text)))


@dataclass(frozen=True, slots=True)
class _Accounts:
    """What is written down: by our own watch, by the source that is asked for, and by others."""

    own: list[PastAlert] = field(default_factory=list)
    others: list[PastAlert] = field(default_factory=list)
    same_source: set[_Key] = field(default_factory=set)


async def _accounts(connection: AsyncConnection, source: SourceName | None, alerts: Collection[PastAlert]) -> _Accounts:
    """The alerts of the same areas that overlap the time of these."""
    known = _Accounts()
    areas = {past.area for past in alerts}
    if not areas:
        return known
    earliest = min(past.started_at for past in alerts)
    latest = max(past.finished_at or past.started_at for past in alerts)
    for row in await connection.execute(_ends(areas, earliest, latest)):
        past = PastAlert(AreaId(row.area), row.started_at, row.at, kind=AlertKind(row.alert_kind))
        if not any(name.startswith(IMPORTED) for name in row.sources):
            known.own.append(past)
        elif source in row.sources:
            known.same_source.add(_key(past))
        else:
            known.others.append(past)
    known.own.extend(await _running(connection, areas))
    return known


def _ends(areas: Iterable[AreaId], earliest: datetime, latest: datetime) -> Any:
    return select(
        transitions.c.area, transitions.c.alert_kind, transitions.c.started_at, transitions.c.at, transitions.c.sources
    ).where(
        transitions.c.area.in_(areas),
        transitions.c.kind.in_([TransitionKind.ENDED, TransitionKind.WITHDRAWN]),
        transitions.c.at >= earliest,
        transitions.c.started_at <= latest,
    )


async def _running(connection: AsyncConnection, areas: Iterable[AreaId]) -> list[PastAlert]:
    found = await connection.execute(select(running_alerts.c.body).where(running_alerts.c.area.in_(areas)))
    running = (ALERT.validate_python(row.body) for row in found)
    return [PastAlert(alert.area, alert.started_at, None, kind=alert.kind) for alert in running]


async def _unseen(connection: AsyncConnection) -> list[tuple[datetime, datetime]]:
    return [(one.since, one.ended_at) for one in await outages_over(connection) if one.ended_at]


def _key(past: PastAlert) -> _Key:
    return past.area, past.kind, past.started_at, past.finished_at


def _rows(source: SourceName, past: PastAlert) -> tuple[dict[str, Any], dict[str, Any]]:
    row = {
        "area": past.area,
        "alert_kind": past.kind,
        "level": past.level,
        "gravity": gravity_of(past.kind, past.level, past.threats),
        "started_at": past.started_at,
        "threats": THREATS.dump_python(past.threats, mode="json"),
        "sources": [source],
    }
    started = {**row, "kind": TransitionKind.STARTED, "at": past.started_at}
    return started, {**row, "kind": TransitionKind.ENDED, "at": past.finished_at}
