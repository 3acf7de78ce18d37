"""How long the last reader of a message waited, or still has to: what the operator of a broadcast must see."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Row, case, func, select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.alerts import AreaId, TransitionKind
from bot.domain.notices import AlertNotice, NoticeKind
from bot.store.tables import OWED, SENT, leadership, notices, outbox
from bot.store.values import body_from_json

#: Alerts' messages that are looked through, easings and ends among them.
LOOKED_THROUGH = 20


@dataclass(frozen=True, slots=True)
class Told:
    """A start or an escalation at one place, as it went out: when it was owed first and sent last (aware UTC; None:
    nobody has it yet), to how many, and how many wait for it.
    """

    area: AreaId
    kind: TransitionKind
    owed_at: datetime
    last_at: datetime | None
    sent: int
    waiting: int


async def last_told(connection: AsyncConnection, limit: int) -> tuple[Told, ...]:
    """The newest dangers that anybody was told of, the newest first."""
    newest = select(notices.c.id).where(notices.c.kind == NoticeKind.ALERT).order_by(notices.c.id.desc())
    sent, waits = outbox.c.state == SENT, outbox.c.state == OWED
    counted = (
        select(
            notices.c.id,
            func.min(outbox.c.owed_at).label("owed_at"),
            func.max(case((sent, outbox.c.settled_at))).label("last_at"),
            func.sum(case((sent, 1), else_=0)).label("sent"),
            func.sum(case((waits, 1), else_=0)).label("waiting"),
        )
        .join(outbox, outbox.c.notice_id == notices.c.id)
        .where(notices.c.id.in_(newest.limit(LOOKED_THROUGH)), sent | waits)
        .group_by(notices.c.id)
        .subquery()
    )
    found = await connection.execute(
        select(notices.c.body, counted).join(counted, counted.c.id == notices.c.id).order_by(notices.c.id.desc())
    )
    told = (_told(row) for row in found)
    return tuple(one for one in told if one)[:limit]


async def leader(connection: AsyncConnection) -> str | None:
    """Which replica leads; None where one program is alone."""
    return await connection.scalar(select(leadership.c.holder).limit(1))


def _told(row: Row[Any]) -> Told | None:
    body = body_from_json(NoticeKind.ALERT, row.body)
    if not isinstance(body, AlertNotice) or not body.transition.kind.is_danger:
        return None
    area = body.transition.episode.area
    return Told(area, body.transition.kind, row.owed_at, row.last_at, row.sent, row.waiting)
