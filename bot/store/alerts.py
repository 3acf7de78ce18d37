"""Keeps what runs and what happened, so that a restart neither repeats nor forgets an alert."""

from collections.abc import Collection, Iterable
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, Text, cast, delete, exists, func, insert, select, tuple_
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.advance import SourceSight, State
from bot.domain.alerts import Alert, AreaId, SourceName, Transition, TransitionKind
from bot.domain.episodes import Episode, Nearness
from bot.store.history import IMPORTED
from bot.store.tables import alerts, episodes, sources, transitions
from bot.store.upsert import upsert
from bot.store.values import ALERT, EPISODE, THREATS


async def load_state(connection: AsyncConnection) -> State:
    running = [ALERT.validate_python(row.body) for row in await connection.execute(select(alerts.c.body))]
    seen = {
        SourceName(row.name): SourceSight(row.contact_at, row.data_at, row.changed_at, row.last_whole_at)
        for row in await connection.execute(select(sources))
    }
    return State({alert.key: alert for alert in running}, seen)


async def save_state(connection: AsyncConnection, before: State, after: State) -> None:
    """Writes what differs between the two states."""
    over = before.alerts.keys() - after.alerts.keys()
    if over:
        await connection.execute(delete(alerts).where(tuple_(alerts.c.area, alerts.c.kind).in_(sorted(over))))
    changed = [alert for key, alert in after.alerts.items() if before.alerts.get(key) != alert]
    if changed:
        rows = [
            {"area": alert.area, "kind": alert.kind, "body": ALERT.dump_python(alert, mode="json")} for alert in changed
        ]
        await upsert(connection, alerts, rows)
    moved = [(name, sight) for name, sight in after.sources.items() if before.sources.get(name) != sight]
    if moved:
        rows = [
            {
                "name": name,
                "contact_at": sight.contact_at,
                "data_at": sight.data_at,
                "changed_at": sight.changed_at,
                "last_whole_at": sight.last_whole_at,
            }
            for name, sight in moved
        ]
        await upsert(connection, sources, rows)


async def record(connection: AsyncConnection, happened: Iterable[Transition]) -> None:
    """Adds transitions to the history."""
    rows = [
        {
            "at": transition.at,
            "kind": transition.kind,
            "area": transition.alert.area,
            "alert_kind": transition.alert.kind,
            "level": transition.alert.level,
            "gravity": transition.alert.gravity,
            "started_at": transition.alert.started_at,
            "threats": THREATS.dump_python(transition.alert.threats, mode="json"),
            "sources": list(transition.alert.sources),
        }
        for transition in happened
    ]
    if rows:
        await connection.execute(insert(transitions), rows)


async def ended_young(connection: AsyncConnection, alert: Alert, age: timedelta) -> bool:
    """Whether this very alert was first seen no older than `age`, and ended since."""
    same = (
        (transitions.c.area == alert.area)
        & (transitions.c.alert_kind == alert.kind)
        & (transitions.c.started_at == alert.started_at)
    )
    young = (transitions.c.kind == TransitionKind.STARTED) & (transitions.c.at <= alert.started_at + age)
    ended = transitions.c.kind.in_([TransitionKind.ENDED, TransitionKind.WITHDRAWN])
    both = select(exists().where(same, young, lived()), exists().where(same, ended, lived()))
    return all((await connection.execute(both)).one())


async def running_episodes(connection: AsyncConnection) -> dict[tuple[AreaId, Nearness], Episode]:
    found = await connection.execute(select(episodes.c.body).where(episodes.c.ended_at.is_(None)))
    running = [EPISODE.validate_python(row.body) for row in found]
    return {(episode.area, episode.nearness): episode for episode in running}


async def running_at(connection: AsyncConnection, area: AreaId) -> tuple[Episode, ...]:
    """What runs at one place, its own and that around it."""
    found = await connection.execute(
        select(episodes.c.body).where(episodes.c.area == area, episodes.c.ended_at.is_(None))
    )
    return tuple(EPISODE.validate_python(row.body) for row in found)


async def begun_since(connection: AsyncConnection, before: Episode, moment: datetime) -> tuple[Episode, ...]:
    """The episodes of the same place that began since a moment, running or over."""
    same = (episodes.c.area == before.area) & (episodes.c.nearness == before.nearness)
    found = await connection.execute(select(episodes.c.body).where(same, episodes.c.started_at >= moment))
    return tuple(EPISODE.validate_python(row.body) for row in found)


async def last_ends(connection: AsyncConnection, areas: Collection[AreaId]) -> dict[tuple[AreaId, Nearness], datetime]:
    """When the newest past episodes of each area ended (aware UTC), where there were any."""
    past = (
        select(episodes.c.area, episodes.c.nearness, func.max(episodes.c.ended_at).label("at"))
        .where(episodes.c.area.in_(list(areas)), episodes.c.ended_at.is_not(None))
        .group_by(episodes.c.area, episodes.c.nearness)
    )
    return {(AreaId(row.area), Nearness(row.nearness)): row.at for row in await connection.execute(past)}


async def save_episodes(connection: AsyncConnection, changed: Iterable[Episode]) -> None:
    rows = [
        {
            "key": episode.key,
            "area": episode.area,
            "nearness": episode.nearness,
            "started_at": episode.started_at,
            "ended_at": episode.ended_at,
            "body": EPISODE.dump_python(episode, mode="json"),
        }
        for episode in changed
    ]
    if rows:
        await upsert(connection, episodes, rows)


async def episodes_between(
    connection: AsyncConnection, areas: Iterable[AreaId], start: datetime, end: datetime
) -> tuple[Episode, ...]:
    """Episodes of these areas that overlap the half-open interval, in the order of their starts."""
    overlapping = (
        select(episodes.c.body)
        .where(
            episodes.c.area.in_(list(areas)),
            episodes.c.started_at < end,
            episodes.c.ended_at.is_(None) | (episodes.c.ended_at > start),
        )
        .order_by(episodes.c.started_at)
    )
    return tuple(EPISODE.validate_python(row.body) for row in await connection.execute(overlapping))


async def source_names(connection: AsyncConnection) -> tuple[SourceName, ...]:
    """Every source that ever answered."""
    found = await connection.execute(select(sources.c.name).order_by(sources.c.name))
    return tuple(SourceName(row.name) for row in found)


async def history_since(connection: AsyncConnection) -> datetime | None:
    """The oldest moment from which anything is known, or None before the first contact."""
    oldest: datetime | None = await connection.scalar(
        select(sources.c.contact_at).order_by(sources.c.contact_at).limit(1)
    )
    first: datetime | None = await connection.scalar(
        # By number, not by time: our own were written as they happened, and the search stops at the first of them.
        select(transitions.c.at).where(lived()).order_by(transitions.c.id).limit(1)
    )
    known = [moment for moment in (oldest, first) if moment is not None]
    return min(known, default=None)


def lived() -> ColumnElement[bool]:
    """Whether our own watch recorded the transition: what was imported happened to others, we saw none of it."""
    return cast(transitions.c.sources, Text).not_like(f'%"{IMPORTED}%')
