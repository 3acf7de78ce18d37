"""Looks at the whole pipeline every five minutes, from the sources to Telegram, and says what does not work: to the
operators once, to a canary chat every hour, to whoever waits for a sign of life each time that all is well.
"""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Protocol, TypeAlias

import structlog
from sqlalchemy.exc import SQLAlchemyError

from bot.domain.advance import sight_at
from bot.domain.alerts import Sight, SourceName
from bot.domain.notices import INSIST_LANE
from bot.services.operators import Operators, utc
from bot.store import gauges, marks, pauses
from bot.store import sight as sight_store
from bot.store.database import Database

_log = structlog.get_logger(__name__)

#: Of the bot's clock: between two looks, between two heartbeats, and how long a change may wait to be planned and a
#: grave alert to be sent before something must be stuck. Those to very many wait for Telegram's rate, not for us.
EVERY = timedelta(minutes=5)
HEARTBEAT_EVERY = timedelta(hours=1)
PLANNED_WITHIN = timedelta(minutes=2)
SENT_WITHIN = timedelta(minutes=10)
#: Real seconds in which the database must take a row.
WRITTEN_WITHIN = 5.0
_CHECKED, _HEARTBEAT = "checked_at", "heartbeat_at"

#: What a database that cannot be used raises.
_REFUSED = (SQLAlchemyError, OSError, TimeoutError)
#: Tells somebody outside that all is well.
Beat: TypeAlias = Callable[[], Awaitable[None]]


class Part(StrEnum):
    """A part of the pipeline, in the order in which an alert goes through."""

    SOURCES = "sources"
    DECIDING = "deciding"
    PLANNING = "planning"
    OUTBOX = "outbox"
    TELEGRAM = "telegram"
    DATABASE = "database"


@dataclass(frozen=True, slots=True)
class Checked:
    """What a look found: the parts that do not work, each with why, in plain English; none where all is well."""

    at: datetime
    faults: Mapping[Part, str]
    #: Since when an operator has had all sending paused, which is no fault; None where nobody has.
    paused_since: datetime | None = None


class Telegram(Protocol):
    async def answers(self) -> bool:
        """Whether the Bot API answers us at this moment."""


class Rehearsed(Protocol):
    def fault(self, now: datetime) -> str | None:
        """What went wrong with a made alert, or None."""


@dataclass(frozen=True, slots=True)
class Looked:
    """What is looked at beside the database: the `sources` that should be seen, Telegram, and a made alert."""

    sources: tuple[SourceName, ...]
    telegram: Telegram
    rehearsal: Rehearsed


@dataclass(frozen=True, slots=True)
class Listeners:
    """Who hears of it: operators of trouble, the canary of every hour, `beat` of each time that all is well."""

    operators: Operators
    canary: Operators
    beat: Beat | None = None


class Checkup:
    """Called again and again; does something when it is time."""

    def __init__(
        self,
        database: Database,
        looked: Looked,
        listeners: Listeners,
        now: Callable[[], datetime],
        *,
        speed: float = 1.0,
    ) -> None:
        """`speed`: of the bot's clock, where it is faster than the machine's and work takes its time all the same."""
        self._database = database
        self._looked = looked
        self._listeners = listeners
        self._now = now
        self._slack = max(1.0, speed)
        self._next_at: datetime | None = None
        self._told: frozenset[Part] = frozenset()
        self._last: Checked | None = None
        self._paused_since: datetime | None = None
        self._paused_at: datetime | None = None

    @property
    def last(self) -> Checked | None:
        """The newest look; None before the first."""
        return self._last

    async def look(self) -> None:
        """Looks at everything once, if it is time, and tells whom it concerns."""
        now = self._now()
        # Whoever has just begun to lead has seen nothing yet.
        self._next_at = self._next_at or now + EVERY
        if now < self._next_at:
            return
        self._next_at = now + EVERY
        self._last = checked = await self._check(now)
        await self._tell_operators(checked)
        await self._tell_canary(checked)
        if self._listeners.beat and not checked.faults:
            await self._listeners.beat()

    async def _check(self, now: datetime) -> Checked:
        faults = await self._faults(now)
        return Checked(now, faults, self._paused_since)

    async def _faults(self, now: datetime) -> Mapping[Part, str]:
        rehearsed = self._looked.rehearsal.fault(now)
        found: dict[Part, str | None] = {Part.DECIDING: rehearsed, **await self._stored(now)}
        if not await self._looked.telegram.answers():
            found[Part.TELEGRAM] = "getMe was not answered"
        found[Part.DATABASE] = await self._written(now) or found.get(Part.DATABASE)
        return {part: why for part in Part if (why := found.get(part))}

    async def _stored(self, now: datetime) -> dict[Part, str | None]:
        try:
            async with self._database.reading() as connection:
                contacts = await sight_store.contacts(connection)
                planned_since = await gauges.planned_since(connection)
                waiting = await gauges.waiting_by_lane(connection, now)
                self._paused_since = await pauses.since(connection)
        except _REFUSED as error:
            return {Part.DATABASE: f"cannot be read: {type(error).__name__}"}
        grave = [one.since for one in waiting if one.lane < INSIST_LANE]
        return {
            Part.SOURCES: self._blind(contacts, now),
            Part.PLANNING: self._stuck(planned_since, PLANNED_WITHIN, now),
            Part.OUTBOX: self._held(min(grave, default=None), now),
        }

    def _blind(self, contacts: Mapping[SourceName, datetime], now: datetime) -> str | None:
        """No source at all is a choice, and said in /now; those that are asked must be seen."""
        names = self._looked.sources
        if not names or any(sight_at(contacts.get(name), now) is not Sight.BLIND for name in names):
            return None
        newest = max((contacts[name] for name in names if name in contacts), default=None)
        return f"nothing seen since {utc(newest)}" if newest else "nothing seen yet"

    def _held(self, since: datetime | None, now: datetime) -> str | None:
        """While an operator has sending paused, and until that has left which waited meanwhile, nothing is stuck."""
        if self._paused_since:
            self._paused_at = now
        if since and self._paused_at:
            since = max(since, self._paused_at)
        return self._stuck(since, SENT_WITHIN, now)

    def _stuck(self, since: datetime | None, within: timedelta, now: datetime) -> str | None:
        stuck = since is not None and now - since > within * self._slack
        return f"something waits since {utc(since)}" if since and stuck else None

    async def _written(self, now: datetime) -> str | None:
        try:
            async with self._database.writing(WRITTEN_WITHIN) as tx:
                await marks.put(tx, _CHECKED, now.isoformat())
        except _REFUSED as error:
            return f"cannot be written: {type(error).__name__}"
        return None

    async def _tell_operators(self, checked: Checked) -> None:
        """Once for each part that fails, and once when everything is well again."""
        broken = frozenset(checked.faults)
        if new := broken - self._told:
            _log.error("check_failed", **{part.value: checked.faults[part] for part in sorted(new)})
            await self._listeners.operators.tell("check-failed", parts=", ".join(sorted(new)), why=_lines(checked))
            self._told |= broken
        elif self._told and not broken:
            _log.warning("check_well", after=", ".join(sorted(self._told)))
            await self._listeners.operators.tell("check-well", parts=", ".join(sorted(self._told)))
            self._told = frozenset()

    async def _tell_canary(self, checked: Checked) -> None:
        """Once an hour whatever restarts; while the database cannot be read nobody knows when it was last."""
        try:
            async with self._database.reading() as connection:
                last = await marks.read_moment(connection, _HEARTBEAT)
                owed = sum(one.rows for one in await gauges.waiting_by_lane(connection, checked.at))
            if last is not None and timedelta(0) <= checked.at - last < HEARTBEAT_EVERY:
                return
            async with self._database.writing(WRITTEN_WITHIN) as tx:
                await marks.put(tx, _HEARTBEAT, checked.at.isoformat())
        except _REFUSED:
            return
        await self._listeners.canary.tell(
            "heartbeat",
            silent=True,
            time=utc(checked.at),
            state="bad" if checked.faults else "paused" if checked.paused_since else "good",
            why=_lines(checked),
            owed=owed,
            since=utc(checked.paused_since) if checked.paused_since else "",
        )


def _lines(checked: Checked) -> str:
    """In plain English, as everything of the log is."""
    lines = [f"{part}: {why}" for part, why in checked.faults.items()]
    if checked.paused_since:
        lines.append(f"sending is paused since {utc(checked.paused_since)}")
    return "; ".join(lines)
