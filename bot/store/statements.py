"""The statements by which a piece of a broadcast is written, made once: to make one takes longer than to run it for
the few chats whose first message is waited for.

Each is given `after` and `up_to` (chats), `batch` (plans), the precedence `newest_first` and `in_turn`, and, where its
shape is `narrow`, `like`: the batch to whose places it keeps. None of these may be a column of the outbox: it would be
set.
"""

from functools import cache
from typing import Any, NamedTuple

from sqlalchemy import (
    BigInteger,
    ColumnElement,
    FromClause,
    Select,
    Subquery,
    bindparam,
    case,
    exists,
    func,
    literal,
    literal_column,
    or_,
    select,
    update,
)

from bot.domain.notices import GUARDED_LANE, PUBLIC_AHEAD
from bot.domain.policy import PUBLIC, Reason, Sound
from bot.store.outbox import TELLING_OF_BEGINNINGS
from bot.store.tables import (
    DEAD,
    DROPPED,
    OWED,
    SENT,
    RowId,
    channels,
    chats,
    cohorts,
    decisions,
    mutes,
    notice_episodes,
    notices,
    outbox,
    places,
    plans,
)
from bot.store.told import heard_as, rank_of_row
from bot.store.upsert import insert_into

#: What of a cohort a decision goes by.
MATTERS = ("timezone", "windows", "mode", "loudness")

_AFTER, _UP_TO = bindparam("after", type_=BigInteger), bindparam("up_to", type_=BigInteger)
_BATCH, _LIKE = bindparam("batch", type_=RowId), bindparam("like", type_=RowId)
_NEWEST_FIRST, _IN_TURN = bindparam("newest_first", type_=BigInteger), bindparam("in_turn", type_=BigInteger)


class Shape(NamedTuple):
    """Which statements a piece wants: those that keep to some places, and those for channels alone."""

    narrow: bool = False
    public: bool = False


def _holds(chat_id: ColumnElement[int], shape: Shape) -> ColumnElement[bool]:
    if shape.public:
        return chat_id.in_(select(channels.c.chat_id))
    return (chat_id > _AFTER) & (chat_id <= _UP_TO)


def _mine(shape: Shape) -> ColumnElement[bool]:
    """Which plans of the batch."""
    if not shape.narrow:
        return plans.c.batch == _BATCH
    other = plans.alias()
    return (plans.c.batch == _BATCH) & plans.c.area.in_(select(other.c.area).where(other.c.batch == _LIKE))


@cache
def drop(shape: Shape) -> Any:
    """What told of a beginning and has not left would arrive after its own end, or after the worse that it became."""
    overtaken = (
        select(notices.c.id)
        .join(notice_episodes, notice_episodes.c.notice_id == notices.c.id)
        .join(plans, plans.c.heard_of == notice_episodes.c.episode_key)
        .where(
            _mine(shape),
            plans.c.drops,
            notices.c.kind.in_(TELLING_OF_BEGINNINGS),
            notices.c.id < plans.c.notice_id,
        )
    )
    unsent = _is_owed() & outbox.c.leased_until.is_(None) & ~outbox.c.repeat
    return (
        update(outbox)
        .where(outbox.c.notice_id.in_(overtaken), _holds(outbox.c.chat_id, shape), unsent)
        .values(state=DROPPED, reason=Reason.SUPERSEDED)
    )


@cache
def undecided(dialect: str, shape: Shape) -> Select[Any]:
    """The cohorts of the piece for which nothing is decided yet, with what a decision goes by."""
    listeners = _found_first(dialect, _listeners(shape))
    groups = (
        select(listeners.c.notice_id, listeners.c.cohort_id, listeners.c.heard, listeners.c.mute)
        .select_from(_with_decisions(dialect, listeners))
        .where(_is_nothing(decisions.c.notice_id))
        .distinct()
        .subquery()
    )
    matters = [cohorts.c[name] for name in ("area", *MATTERS)]
    return select(groups, *matters).join(cohorts, cohorts.c.id == groups.c.cohort_id)


@cache
def owe(dialect: str, shape: Shape) -> Any:
    """Owes every listener of the piece what was decided for its cohort."""
    listeners = _found_first(dialect, _listeners(shape))
    order = case((listeners.c.lane < GUARDED_LANE, _NEWEST_FIRST), else_=_IN_TURN)
    # One message reaches everybody who reads the channel at once.
    public_first = case((listeners.c.public, order - literal(PUBLIC_AHEAD, BigInteger)), else_=order)
    # A mute's end is an edge like a window's, and each chat's own.
    later = func.coalesce(listeners.c.mute_until, decisions.c.holds_until)
    edge = case((decisions.c.holds_until <= listeners.c.mute_until, decisions.c.holds_until), else_=later)
    values: dict[str, Any] = {
        "notice_id": listeners.c.notice_id,
        "chat_id": listeners.c.chat_id,
        "cohort_id": listeners.c.cohort_id,
        "lane": listeners.c.lane,
        "sound": decisions.c.sound,
        "reason": decisions.c.reason,
        "holds_until": edge,
        "settings_version": listeners.c.settings_version,
        "owed_at": listeners.c.at,
        "precedence": public_first,
        "not_before": listeners.c.at,
        "refusals": literal(0),
        "state": literal(OWED),
        "repeat": literal(False),
    }
    told = func.coalesce(decisions.c.sound, Sound.NONE.value) != Sound.NONE
    rows = select(*values.values()).select_from(_with_decisions(dialect, listeners))
    rows = rows.where(told, ~_is_nothing(listeners.c.notice_id))
    if dialect == "postgresql":
        # As they are found elsewhere: those whom many read have the lowest numbers, and are numbered first.
        rows = rows.order_by(listeners.c.notice_id, listeners.c.chat_id)
    return insert_into(dialect, outbox).from_select(list(values), rows).on_conflict_do_nothing()


@cache
def join(shape: Shape) -> Any:
    """Makes one message of what a chat is owed of several notices of one turn: the loudest and gravest row carries the
    others.
    """
    order = (outbox.c.sound != Sound.LOUD, outbox.c.lane, outbox.c.id)
    carrier = func.first_value(outbox.c.id).over(partition_by=(outbox.c.chat_id, plans.c.turn), order_by=order)
    unsent = _is_owed() & outbox.c.leased_until.is_(None)
    # Asked for by their numbers too, because SQLite would else look through everything that these chats ever got.
    shared = select(plans.c.notice_id).where(_mine(shape), plans.c.turn.is_not(None))
    ranked = (
        select(outbox.c.id, carrier.label("carrier"))
        .join(plans, plans.c.notice_id == outbox.c.notice_id)
        .where(outbox.c.notice_id.in_(shared), _holds(outbox.c.chat_id, shape), unsent)
        .subquery()
    )
    return (
        update(outbox)
        .where(outbox.c.id == ranked.c.id, outbox.c.id != ranked.c.carrier)
        .values(joined_to=ranked.c.carrier)
    )


def _is_owed() -> ColumnElement[bool]:
    """Said by what it is not: by what it is, SQLite looks through everything that is owed to anybody."""
    return outbox.c.state.not_in([SENT, DROPPED, DEAD])


def _same_cohort(listeners: Subquery) -> ColumnElement[bool]:
    return (
        (decisions.c.notice_id == listeners.c.notice_id)
        & (decisions.c.cohort_id == listeners.c.cohort_id)
        & (decisions.c.heard == listeners.c.heard)
        & (decisions.c.mute == listeners.c.mute)
    )


def _with_decisions(dialect: str, listeners: Subquery) -> FromClause:
    """Listeners with what is decided for them, and either without the other where there is none. PostgreSQL has just
    been told of neither, takes both for a row or two, and would look through the listeners once for each cohort: a
    minute for 100,000. A full join is hashed whatever it believes.
    """
    return listeners.join(decisions, _same_cohort(listeners), isouter=True, full=dialect == "postgresql")


def _is_nothing(number: ColumnElement[int]) -> ColumnElement[bool]:
    """Whether a joined row is not there, asked in a way from which nobody can tell that one side must be."""
    return func.coalesce(number, 0) == 0


def _found_first(dialect: str, listeners: Select[Any]) -> Subquery:
    """PostgreSQL would else begin with the decisions, whose number it underrates, and look through all places of every
    cohort for each piece; it never looks past an offset.
    """
    return listeners.offset(literal_column("0")).subquery() if dialect == "postgresql" else listeners.subquery()


def _listeners(shape: Shape) -> Select[Any]:
    """Every reachable chat of the piece once for each notice, with its cohort, what it heard before, and its mute."""
    mine = _mine(shape)
    heard = _heard(mine, shape)
    return (
        select(
            plans.c.notice_id,
            plans.c.lane,
            plans.c.at,
            places.c.chat_id,
            places.c.cohort_id,
            places.c.loudness.in_(sorted(PUBLIC)).label("public"),
            heard_as(heard.c.rank).label("heard"),
            func.coalesce(mutes.c.kind, "").label("mute"),
            mutes.c.until.label("mute_until"),
            chats.c.settings_version,
        )
        .select_from(plans)
        .join(places, (places.c.area == plans.c.area) & _holds(places.c.chat_id, shape))
        .join(chats, (chats.c.id == places.c.chat_id) & chats.c.gone.is_(None))
        .outerjoin(heard, (heard.c.notice_id == plans.c.notice_id) & (heard.c.chat_id == places.c.chat_id))
        .outerjoin(mutes, (mutes.c.chat_id == places.c.chat_id) & (mutes.c.until > plans.c.at))
        .where(mine, or_(places.c.until.is_(None), places.c.until > plans.c.at))
        .where(or_(plans.c.rung_by.is_(None), _rang(places.c.chat_id)))
    )


def _heard(mine: ColumnElement[bool], shape: Shape) -> Subquery:
    """The loudest that each chat of the piece heard before, as a rank."""
    return (
        select(plans.c.notice_id, outbox.c.chat_id, func.max(rank_of_row()).label("rank"))
        .select_from(plans)
        .join(
            notice_episodes,
            (notice_episodes.c.episode_key == plans.c.heard_of) & (notice_episodes.c.notice_id != plans.c.notice_id),
        )
        .join(outbox, (outbox.c.notice_id == notice_episodes.c.notice_id) & _holds(outbox.c.chat_id, shape))
        .where(mine, outbox.c.state.in_([OWED, SENT, DROPPED]))
        .group_by(plans.c.notice_id, outbox.c.chat_id)
        .subquery()
    )


def _rang(chat_id: ColumnElement[int]) -> ColumnElement[bool]:
    """Whether the episode that the plan names rang for a chat."""
    heard = outbox.alias()
    about = (notice_episodes.c.episode_key == plans.c.rung_by) & (notice_episodes.c.notice_id == heard.c.notice_id)
    loud = heard.c.state.in_([OWED, SENT]) & ((heard.c.sound == Sound.LOUD) | heard.c.ring_end)
    return exists().where(about, heard.c.chat_id == chat_id, loud)
