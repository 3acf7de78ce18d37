"""What can be called false: alerts by their beginnings in the history, and how many heard of them."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.alerts import AlertKind, AreaId, TransitionKind
from bot.domain.episodes import Episode
from bot.store.alerts import lived
from bot.store.tables import SENT, episodes, notice_episodes, notices, outbox, transitions
from bot.store.values import EPISODE


@dataclass(frozen=True, slots=True)
class Begun:
    """One beginning in the history: its number there, when we saw it, and since when it is by its source; aware UTC."""

    number: int
    at: datetime
    area: AreaId
    kind: AlertKind
    since: datetime


async def begun(connection: AsyncConnection, since: datetime) -> tuple[Begun, ...]:
    """Alerts whose beginning we saw since then, the newest first."""
    started = (transitions.c.kind == TransitionKind.STARTED) & (transitions.c.at >= since) & lived()
    found = await connection.execute(select(transitions).where(started).order_by(transitions.c.id.desc()))
    return tuple(Begun(row.id, row.at, AreaId(row.area), AlertKind(row.alert_kind), row.started_at) for row in found)


async def episodes_since(connection: AsyncConnection, moment: datetime) -> tuple[Episode, ...]:
    """What runs at anybody's place, or ran since then, the longest ago first."""
    ran = episodes.c.ended_at.is_(None) | (episodes.c.ended_at > moment)
    found = await connection.execute(select(episodes.c.body).where(ran).order_by(episodes.c.started_at))
    return tuple(EPISODE.validate_python(row.body) for row in found)


async def heard(connection: AsyncConnection, episode_keys: Collection[str]) -> int:
    """How many chats were sent anything of these episodes."""
    about = select(notice_episodes.c.notice_id).where(notice_episodes.c.episode_key.in_(sorted(episode_keys)))
    count = select(func.count(outbox.c.chat_id.distinct())).where(outbox.c.notice_id.in_(about), outbox.c.state == SENT)
    return await connection.scalar(count) or 0


async def any_known(connection: AsyncConnection, keys: Collection[str]) -> bool:
    """Whether any notice with one of these keys was made before."""
    return await connection.scalar(select(notices.c.id).where(notices.c.key.in_(sorted(keys))).limit(1)) is not None
