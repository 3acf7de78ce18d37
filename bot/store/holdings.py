"""Declares what every table holds of people, so that nobody's rows are left out when they are shown or forgotten.

A table that stands nowhere here fails a test: whoever adds one says whose its rows are.
"""

import asyncio
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Column, Select, Table, delete, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.notices import NoticeKind
from bot.store import circle_traces, tables
from bot.store.inbox import WAITING
from bot.store.tables import announcements, cohorts, corrections, inbox, notices, outbox, places, plans

#: Rows read before the loop may do something else.
ROWS_AT_ONCE = 100
#: Stands for nobody in `inbox.sender` and `announcements.made_by`.
NOBODY = 0


@dataclass(frozen=True, slots=True)
class Holding:
    """Rows of a table that are somebody's: `owner` is the id of their chat, which for a person is their own. `name` is
    what the rows are called where they are shown; `ours` are columns that say nothing of anybody.
    """

    name: str
    owner: Column[Any]
    ours: frozenset[str] = frozenset()

    @property
    def table(self) -> Table:
        return self.owner.table


_OF_INVITES = frozenset({"token", "circle_id", "inviter", "opened_by"})
#: Whose rows are whose, parents before children. A line here is all that a new table with somebody's id needs.
HOLDINGS: tuple[Holding, ...] = (
    Holding("chat", tables.chats.c.id, frozenset({"settings_version"})),
    Holding("places", places.c.chat_id, frozenset({"id", "chat_id", "cohort_id"})),
    Holding("mute", tables.mutes.c.chat_id, frozenset({"chat_id"})),
    Holding(
        "messages",
        outbox.c.chat_id,
        frozenset({"id", "chat_id", "notice_id", "cohort_id", "joined_to", "settings_version", "precedence", "lane"}),
    ),
    Holding("channel", tables.channels.c.chat_id, frozenset({"chat_id", "gone_told"})),
    Holding("bag", tables.bag_items.c.chat_id, frozenset({"chat_id"})),
    Holding("circle", tables.circle_members.c.person, frozenset({"person", "circle_id"})),
    Holding("circle_questions", tables.circle_asks.c.person, frozenset({"person", "circle_id", "notice_key"})),
    # Who opened one, and whose it is, is the other's to know.
    Holding("invitations", tables.circle_invites.c.inviter, _OF_INVITES),
    Holding("opened_invitations", tables.circle_invites.c.opened_by, _OF_INVITES),
    Holding("announcements", announcements.c.made_by, frozenset({"made_by", "notice_id", "reached"})),
    Holding("drafts", tables.drafts.c.editor, frozenset({"editor"})),
    Holding("updates", inbox.c.sender, frozenset({"sender"})),
)
#: Ids at which something that goes through all chats has arrived; it goes on by itself, and ends with its row or None.
CURSORS: tuple[Column[Any], ...] = (
    plans.c.reached,
    plans.c.began,
    corrections.c.told_up_to,
    announcements.c.reached,
)
#: Rows that several chats share: they go with the last of them.
SHARED: frozenset[Table] = frozenset({cohorts, notices, tables.circles, tables.circle_notices})
#: Tables that hold no id of anybody: the world, reports, shelters, and the program's own affairs (of pictures, the id
#: of the bot).
NOBODYS: frozenset[Table] = frozenset(
    {
        tables.marks,
        tables.leadership,
        tables.sources,
        tables.areas,
        tables.alerts,
        tables.transitions,
        tables.episodes,
        tables.spells,
        tables.outages,
        tables.months,
        tables.notice_episodes,
        tables.decisions,
        tables.records,
        tables.feeds,
        tables.shelters,
        tables.shelters_staged,
        tables.shelter_flags,
        tables.shelters_hidden,
        tables.outlines,
        tables.pictures,
    }
)
#: Notices that are made for one chat, whose id is in their key; those that chats share who chose the same, labels too;
#: what is said in a circle; and those of all followers of an area, or of everybody, which say nothing of anybody.
OF_ONE_CHAT = frozenset({NoticeKind.RECAP, NoticeKind.MODE_ENDED, NoticeKind.CORRECTION})
OF_ALIKE = frozenset({NoticeKind.DIGEST})
OF_CIRCLES = frozenset({NoticeKind.CIRCLE_ASK, NoticeKind.CIRCLE_WORD})
OF_AREAS = frozenset(
    {
        NoticeKind.ALERT,
        NoticeKind.PASSED,
        NoticeKind.INSIST,
        NoticeKind.SIGHT,
        NoticeKind.INSIDE,
        NoticeKind.MEANWHILE,
        NoticeKind.FALSE_ALARM,
        NoticeKind.ANNOUNCEMENT,
    }
)


async def held_of(connection: AsyncConnection, owner: int) -> dict[str, list[dict[str, Any]]]:
    """Every row that is held of a chat or a person, by the names of HOLDINGS, with values as JSON has them."""
    held: dict[str, list[dict[str, Any]]] = {one.name: [] for one in HOLDINGS}
    for one in HOLDINGS:
        async with connection.stream(_shown(one).where(one.owner == owner)) as found:
            async for rows in found.mappings().partitions(ROWS_AT_ONCE):
                held[one.name] += [_row(row, one.ours) for row in rows]
                # Others are answered meanwhile.
                await asyncio.sleep(0)
    return held


async def forget(connection: AsyncConnection, owner: int) -> None:
    """Takes every row of a chat or a person away, and what only they had of what chats share. Whoever is in a circle
    has left it before.
    """
    personal = await _personal_notices(connection, owner)
    worded = await _worded_cohorts(connection, owner)
    await circle_traces.forget_person(connection, owner)
    # What is being told goes on to the last chat; whose word it was need not be known for that.
    going = (announcements.c.made_by == owner) & announcements.c.reached.is_not(None)
    await connection.execute(update(announcements).where(going).values(made_by=NOBODY))
    for one in reversed(HOLDINGS):
        if one.table is inbox:
            # That it was handled must stay known, or a second copy would be handled anew; whose it was need not.
            kept = (inbox.c.sender == owner) & (inbox.c.state != WAITING)
            await connection.execute(update(inbox).where(kept).values(sender=NOBODY))
        else:
            await connection.execute(delete(one.table).where(one.owner == owner))
    if personal:
        others = select(outbox.c.id).where(outbox.c.notice_id == notices.c.id).exists()
        await connection.execute(delete(notices).where(notices.c.id.in_(personal), ~others))
    if worded:
        # Words that a person wrote; a cohort that somebody else's place is in is theirs as well.
        in_use = select(places.c.id).where(places.c.cohort_id == cohorts.c.id).exists()
        await connection.execute(delete(cohorts).where(cohorts.c.id.in_(worded), ~in_use))
    for cursor in CURSORS:
        # Nobody is left out by it: between the two ids is this chat alone.
        await connection.execute(update(cursor.table).where(cursor == owner).values({cursor.name: owner - 1}))


async def _personal_notices(connection: AsyncConnection, owner: int) -> Sequence[int]:
    own = select(notices.c.id).join(outbox, outbox.c.notice_id == notices.c.id)
    worded = OF_ONE_CHAT | OF_ALIKE | OF_CIRCLES
    found = await connection.scalars(own.where(outbox.c.chat_id == owner, notices.c.kind.in_(worded)))
    return found.all()


async def _worded_cohorts(connection: AsyncConnection, owner: int) -> Sequence[int]:
    used = (
        select(table.c.cohort_id).where(table.c.chat_id == owner, table.c.cohort_id.is_not(None))
        for table in (places, outbox)
    )
    first, second = used
    words = (cohorts.c.label != "") | (cohorts.c.shelter != "")
    found = await connection.scalars(select(cohorts.c.id).where(words, cohorts.c.id.in_(first.union(second))))
    return found.all()


def _shown(one: Holding) -> Select[Any]:
    """Messages with what they said, and of which place by which of its settings."""
    if one.table is not outbox:
        return select(one.table).order_by(*one.table.primary_key.columns)
    told = (notices.c.kind.label("kind"), notices.c.at.label("at"), notices.c.body.label("body"))
    about = (column for column in cohorts.c if column.name != "id")
    return (
        select(outbox, *told, *about)
        .join(notices, notices.c.id == outbox.c.notice_id)
        .outerjoin(cohorts, cohorts.c.id == outbox.c.cohort_id)
        .order_by(outbox.c.id)
    )


def _row(row: Mapping[Any, Any], ours: frozenset[str]) -> dict[str, Any]:
    return {str(name): _plain(value) for name, value in row.items() if str(name) not in ours and value is not None}


def _plain(value: Any) -> Any:
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, str) and value.startswith("{"):
        # An update as Telegram gave it is kept as its text.
        return json.loads(value)
    return value
