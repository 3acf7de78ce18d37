"""Everything that an operator looks at first, read at one moment and outside of any writer's transaction."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial

from bot.domain.drafts.review import Kept
from bot.services.seen import Seen, known
from bot.services.status import CountryStatus, Statuses
from bot.store import channels as channel_store
from bot.store import outbox, readers, undelivered
from bot.store import pauses as pause_store
from bot.store import reports as report_store
from bot.store import shelters as shelter_store
from bot.store.database import Database
from bot.store.readers import Told

#: Dangers whose last reader is shown.
TOLD = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class State:
    """`waits` is how many messages are owed and since when the oldest is (aware UTC), `last_in` how long the last of
    those that are due will wait at the pace that is set; `leader` is None where one program is alone.
    """

    sources: CountryStatus
    paused_since: datetime | None
    waits: tuple[int, datetime | None]
    last_in: timedelta
    told: tuple[Told, ...]
    given_up: int
    put_aside: int
    leader: str | None
    channels: int
    channels_gone: int
    drafts: tuple[Kept, ...]
    flags: int


class Cockpit:
    """`rate`: messages a second."""

    def __init__(self, database: Database, statuses: Statuses, rate: float) -> None:
        self._database = database
        self._statuses = statuses
        self._rate = rate

    def state(self, now: datetime, seen: Seen) -> State:
        """Raises FindFirst where it is not read yet."""
        return known(seen, "cockpit", partial(self.read, now))

    async def read(self, now: datetime) -> State:
        async with self._database.reading() as connection:
            due = await outbox.due_now(connection, now)
            channels = await channel_store.load_all(connection)
            put_aside, _ = await undelivered.quarantined(connection, 0)
            flags = await shelter_store.all_flags(connection)
            return State(
                sources=await self._statuses.of_country(connection, now),
                paused_since=await pause_store.since(connection),
                waits=await undelivered.owed(connection),
                last_in=timedelta(seconds=round(due / self._rate)),
                told=await readers.last_told(connection, TOLD),
                given_up=sum(one.count for one in await undelivered.dead(connection)),
                put_aside=put_aside,
                leader=await readers.leader(connection),
                channels=len(channels),
                channels_gone=sum(one.gone is not None for one in channels),
                drafts=await report_store.open_drafts(connection, now),
                flags=sum(one.shows_at(now) and one.is_open for one in flags),
            )
