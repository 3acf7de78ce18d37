"""Adds alerts of the past to the transitions that we recorded ourselves, so that statistics read one table."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import insert, select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.alerts import AlertKind, SourceName, TransitionKind, gravity_of
from bot.domain.history import PastAlert
from bot.store.tables import transitions
from bot.store.values import THREATS

#: What tells an imported transition from one that we saw, at the beginning of its only source.
IMPORTED = "history:"

_Key = tuple[str, datetime, datetime]


async def add_past(connection: AsyncConnection, source: SourceName, alerts: Sequence[PastAlert]) -> int:
    """Adds a start and an end for each alert that is not there yet, from whatever file; returns how many were new.

    The alerts have ended, none is given twice; the nearer they are in time, the less is read to compare them with.
    """
    known = await _known(connection, alerts)
    new = [past for past in alerts if _key(past) not in known]
    if new:
        await connection.execute(insert(transitions), [row for past in new for row in _rows(source, past)])
    return len(new)


async def _known(connection: AsyncConnection, alerts: Collection[PastAlert]) -> set[_Key]:
    """The ends of imported alerts among which these could be."""
    ends = [past.finished_at for past in alerts if past.finished_at is not None]
    found = await connection.execute(
        select(transitions.c.area, transitions.c.started_at, transitions.c.at, transitions.c.sources).where(
            transitions.c.area.in_({past.area for past in alerts}),
            transitions.c.kind == TransitionKind.ENDED,
            transitions.c.at >= min(ends),
            transitions.c.at <= max(ends),
        )
    )
    imported = (row for row in found if any(name.startswith(IMPORTED) for name in row.sources))
    return {(row.area, row.started_at, row.at) for row in imported}


def _key(past: PastAlert) -> tuple[str, datetime, datetime | None]:
    return past.area, past.started_at, past.finished_at


def _rows(source: SourceName, past: PastAlert) -> tuple[dict[str, Any], dict[str, Any]]:
    row = {
        "area": past.area,
        "alert_kind": AlertKind.AIR_RAID,
        "level": past.level,
        "gravity": gravity_of(AlertKind.AIR_RAID, past.level, past.threats),
        "started_at": past.started_at,
        "threats": THREATS.dump_python(past.threats, mode="json"),
        "sources": [source],
    }
    started = {**row, "kind": TransitionKind.STARTED, "at": past.started_at}
    return started, {**row, "kind": TransitionKind.ENDED, "at": past.finished_at}
