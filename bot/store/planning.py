"""Owes people what follows from a change, in the transaction of that change.

Planning is set-based: decisions are made once for each cohort and joined into one INSERT..SELECT; no row of a chat is
read.
"""

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import (
    Row,
    Select,
    case,
    delete,
    func,
    insert,
    literal,
    select,
    true,
    update,
)
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.alerts import AreaId, Gravity, gravest
from bot.domain.notices import AlertNotice, Notice, NoticeKind, episodes_of, lane
from bot.domain.policy import Cohort, Decision, Heard, Loudness, Sound
from bot.domain.quiet import Mode, MuteKind, QuietHours, from_text
from bot.domain.reach import Reach
from bot.domain.together import may_join
from bot.store.tables import (
    OWED,
    chats,
    cohorts,
    mutes,
    notice_episodes,
    notices,
    outbox,
    places,
    plan,
)
from bot.store.told import HEARD_RANK, heard_by
from bot.store.upsert import insert_for
from bot.store.values import body_from_json, body_to_json


async def owe_place(
    connection: AsyncConnection,
    notice: Notice,
    area: AreaId,
    episode_key: str,
    decider: Callable[[Cohort], Decision],
    now: datetime,
    *,
    rung_by: str | None = None,
) -> int:
    """Owes the notice to every chat that follows the area, as `decider` says for each cohort; returns how many are owed
    it. `rung_by` keeps to those for whom that episode rang.
    """
    notice_id = await add_notice(connection, notice)
    if notice_id is None:
        return 0
    listeners = _listeners(area, episode_key, now)
    if rung_by:
        listeners = listeners.where(places.c.chat_id.in_(_rung(rung_by)))
    decisions = [(key, decider(cohort)) for key, cohort in await _cohorts(connection, listeners)]
    rows = [
        {**key, "sound": decision.sound, "reason": decision.reason, "holds_until": decision.until}
        for key, decision in decisions
        if decision.sound is not Sound.NONE
    ]
    if not rows:
        return 0
    await connection.execute(insert(plan), rows)
    owed = await connection.execute(_plan_statement(connection, notice_id, lane(notice), listeners, now))
    await connection.execute(delete(plan))
    return owed.rowcount


async def owe_chat(
    connection: AsyncConnection,
    notice: Notice,
    chat_id: int,
    decision: Decision,
    now: datetime,
    episode_keys: Iterable[str] = (),
) -> bool:
    """Owes a notice made for one chat (a recap, a digest); False where it was owed before or the chat is gone."""
    reachable = select(chats.c.settings_version).where(chats.c.id == chat_id, chats.c.gone.is_(None))
    version = await connection.scalar(reachable)
    notice_id = None if version is None else await add_notice(connection, notice, episode_keys)
    if notice_id is None:
        return False
    await connection.execute(
        insert(outbox).values(
            notice_id=notice_id,
            chat_id=chat_id,
            lane=lane(notice),
            sound=decision.sound,
            reason=decision.reason,
            holds_until=decision.until,
            settings_version=version,
            owed_at=now,
            not_before=decision.until if decision.sound is Sound.HELD and decision.until else now,
            state=OWED,
        )
    )
    return True


async def owe_one(
    connection: AsyncConnection,
    notice: Notice,
    chat_id: int,
    decision: Decision,
    now: datetime,
    *,
    cohort_of: int | None = None,
    after: timedelta = timedelta(0),
) -> None:
    """Owes one chat a notice that others may be owed already, not to leave before `after`; `cohort_of` is the row whose
    place it is about.
    """
    await add_notice(connection, notice)
    row = {
        "notice_id": await connection.scalar(select(notices.c.id).where(notices.c.key == notice.key)),
        "chat_id": chat_id,
        "cohort_id": select(outbox.c.cohort_id).where(outbox.c.id == cohort_of).scalar_subquery(),
        "lane": lane(notice),
        "sound": decision.sound,
        "reason": decision.reason,
        "holds_until": decision.until,
        "settings_version": select(chats.c.settings_version).where(chats.c.id == chat_id).scalar_subquery(),
        "owed_at": now,
        "not_before": now + after,
        "state": OWED,
    }
    await connection.execute(insert_for(connection, outbox).values(row).on_conflict_do_nothing())


async def join(connection: AsyncConnection, owed: Sequence[Notice]) -> None:
    """Makes one message of what the same chat is owed of several notices of one moment: the loudest and gravest row
    carries the others.
    """
    for keys in may_join(owed):
        together = select(notices.c.id).where(notices.c.key.in_(keys))
        order = (outbox.c.sound != Sound.LOUD, outbox.c.lane, outbox.c.id)
        carrier = func.first_value(outbox.c.id).over(partition_by=outbox.c.chat_id, order_by=order)
        unsent = (outbox.c.state == OWED) & outbox.c.leased_until.is_(None)
        rows = select(outbox.c.id, carrier.label("carrier")).where(outbox.c.notice_id.in_(together), unsent)
        ranked = rows.subquery()
        await connection.execute(
            update(outbox)
            .where(outbox.c.id == ranked.c.id, outbox.c.id != ranked.c.carrier)
            .values(joined_to=ranked.c.carrier)
        )


async def gravest_told(connection: AsyncConnection, episode_key: str) -> Gravity | None:
    """The gravest that any notice has told of an episode; None where none has."""
    about = select(notice_episodes.c.notice_id).where(notice_episodes.c.episode_key == episode_key)
    found = await connection.execute(
        select(notices.c.body).where(notices.c.id.in_(about), notices.c.kind == NoticeKind.ALERT)
    )
    bodies = (body_from_json(NoticeKind.ALERT, row.body) for row in found)
    told = [body.transition.episode.gravity for body in bodies if isinstance(body, AlertNotice)]
    return gravest(told) if told else None


async def add_notice(connection: AsyncConnection, notice: Notice, episode_keys: Iterable[str] = ()) -> int | None:
    """Stores the notice; None where its key is known already, which means that everything about it is owed already."""
    row = {
        "key": notice.key,
        "kind": notice.kind,
        "at": notice.at,
        "body": body_to_json(notice.kind, notice.body),
    }
    statement = insert_for(connection, notices).values(row).on_conflict_do_nothing().returning(notices.c.id)
    notice_id: int | None = (await connection.execute(statement)).scalar_one_or_none()
    keys = [*episodes_of(notice), *episode_keys]
    if notice_id is not None and keys:
        links = [{"notice_id": notice_id, "episode_key": key} for key in keys]
        await connection.execute(insert(notice_episodes), links)
    return notice_id


def _listeners(area: AreaId, episode_key: str, now: datetime) -> Select[Any]:
    """Every reachable chat that follows the area, with its cohort, what it heard of the episode, and its mute."""
    heard = heard_by(episode_key)
    rank = func.coalesce(heard.c.rank, 0)
    word = case(*((rank == number, literal(value.value)) for number, value in HEARD_RANK.items()), else_="nothing")
    return (
        select(
            places.c.chat_id,
            places.c.cohort_id,
            word.label("heard"),
            func.coalesce(mutes.c.kind, "").label("mute"),
            mutes.c.until.label("mute_until"),
            chats.c.settings_version,
        )
        .select_from(places)
        .join(chats, (chats.c.id == places.c.chat_id) & chats.c.gone.is_(None))
        .outerjoin(heard, heard.c.chat_id == places.c.chat_id)
        .outerjoin(mutes, (mutes.c.chat_id == places.c.chat_id) & (mutes.c.until > now))
        .where(places.c.area == area, places.c.until.is_(None) | (places.c.until > now))
    )


def _rung(episode_key: str) -> Select[tuple[int]]:
    """The chats for which an episode rang."""
    heard = heard_by(episode_key)
    loud = next(rank for rank, word in HEARD_RANK.items() if word is Heard.LOUD)
    return select(heard.c.chat_id).where(heard.c.rank >= loud)


async def _cohorts(connection: AsyncConnection, selected: Select[Any]) -> list[tuple[dict[str, Any], Cohort]]:
    listeners = selected.subquery()
    groups = select(listeners.c.cohort_id, listeners.c.heard, listeners.c.mute).distinct().subquery()
    found = await connection.execute(
        select(groups.c.cohort_id, groups.c.heard, groups.c.mute, *_cohort_columns()).join(
            cohorts, cohorts.c.id == groups.c.cohort_id
        )
    )
    return [
        ({"cohort_id": row.cohort_id, "heard": row.heard, "mute": row.mute}, read_cohort(row, row.heard, row.mute))
        for row in found
    ]


def _cohort_columns() -> Sequence[Any]:
    return [column for column in cohorts.c if column.name != "id"]


def read_cohort(row: Row[Any], heard: str, mute: str) -> Cohort:
    return Cohort(
        language=row.language,
        quiet=QuietHours(from_text(row.windows), Mode(row.mode), row.timezone),
        area=AreaId(row.area),
        label=row.label,
        loudness=Loudness(row.loudness),
        heard=Heard(heard),
        mute=MuteKind(mute) if mute else None,
        reach=Reach(row.reach),
        shelter=row.shelter,
    )


def _plan_statement(
    connection: AsyncConnection, notice_id: int, lane_number: int, selected: Select[Any], now: datetime
) -> Any:
    listeners = selected.subquery()
    same_cohort = (
        (plan.c.cohort_id == listeners.c.cohort_id)
        & (plan.c.heard == listeners.c.heard)
        & (plan.c.mute == listeners.c.mute)
    )
    holds_until = func.coalesce(listeners.c.mute_until, plan.c.holds_until)
    rows = (
        select(
            literal(notice_id),
            listeners.c.chat_id,
            listeners.c.cohort_id,
            literal(lane_number),
            plan.c.sound,
            plan.c.reason,
            # A mute's end is an edge like a window's, and each chat's own.
            case((plan.c.holds_until <= listeners.c.mute_until, plan.c.holds_until), else_=holds_until),
            listeners.c.settings_version,
            literal(now, type_=outbox.c.owed_at.type),
            literal(now, type_=outbox.c.owed_at.type),
            literal(0),
            literal(OWED),
            literal(False),
        )
        .select_from(listeners)
        .join(plan, same_cohort)
        .where(true())
    )
    names = ["notice_id", "chat_id", "cohort_id", "lane", "sound", "reason", "holds_until", "settings_version"]
    names += ["owed_at", "not_before", "refusals", "state", "repeat"]
    return insert_for(connection, outbox).from_select(names, rows).on_conflict_do_nothing()
