"""What a circle's notices still hold of somebody who has themselves forgotten: others were told of them by name."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Row, Select, delete, exists, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.notices import CircleAskNotice, CircleWordNotice, NoticeKind
from bot.store.tables import OWED, circle_notices, notices, outbox
from bot.store.values import body_from_json, body_to_json

#: In the key of a question.
ASK = "ask"


def key_of_notice(circle_id: int | str, what: str, person: int | str, at: str) -> str:
    """The key of a question to somebody, or of a word about them; `at` is its moment."""
    return f"circle/{circle_id}/{what}/{person}/{at}"


async def forget_person(connection: AsyncConnection, person: int) -> None:
    """What others were told of somebody goes, and who asked them. What is owed to them still, above all that somebody
    is not there any more, leaves by name, without the id, and goes after its day.
    """
    about = await _of_circles(connection, _about(person))
    for circle_id, name in {found for row in about if (found := _name(row))}:
        await _unname_asker(connection, circle_id, name)
    ids = [row.id for row in about]
    await connection.execute(delete(outbox).where(outbox.c.notice_id.in_(ids), outbox.c.state != OWED))
    owed = exists(select(outbox.c.id).where(outbox.c.notice_id == notices.c.id))
    await connection.execute(delete(notices).where(notices.c.id.in_(ids), ~owed))
    for row in about:
        key = row.key.replace(f"/{person}/", f"/notice-{row.id}/")
        await connection.execute(update(notices).where(notices.c.id == row.id).values(key=key))


async def _unname_asker(connection: AsyncConnection, circle_id: int, name: str) -> None:
    asked = notices.c.key.like(key_of_notice(circle_id, ASK, "%", "%"))
    settled = ~exists(select(outbox.c.id).where(outbox.c.notice_id == notices.c.id, outbox.c.state == OWED))
    for row in await _of_circles(connection, select(notices).where(asked, settled)):
        body = body_from_json(NoticeKind.CIRCLE_ASK, row.body)
        if isinstance(body, CircleAskNotice) and body.asker == name:
            unnamed = CircleAskNotice(None, body.in_quiet, body.until)
            kept = body_to_json(NoticeKind.CIRCLE_ASK, unnamed)
            await connection.execute(update(notices).where(notices.c.id == row.id).values(body=kept))


def _about(person: int) -> Select[Any]:
    return select(notices).where(notices.c.key.like(key_of_notice("%", "%", person, "%")))


async def _of_circles(connection: AsyncConnection, wanted: Select[Any]) -> Sequence[Row[Any]]:
    """They are few: no circle's notice is kept for longer than a day."""
    ours = wanted.join(circle_notices, circle_notices.c.notice_id == notices.c.id)
    found = await connection.execute(ours)
    return list(found)


def _name(row: Row[Any]) -> tuple[int, str] | None:
    """In which circle, and by which name, a word was told of them."""
    if row.kind != NoticeKind.CIRCLE_WORD:
        return None
    body = body_from_json(NoticeKind.CIRCLE_WORD, row.body)
    return (int(row.key.split("/")[1]), body.name) if isinstance(body, CircleWordNotice) else None
