"""Takes what people say of a shelter's door, so that the next one knows; who says it is never stored."""

from collections import deque
from datetime import datetime, timedelta
from enum import StrEnum

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.shelters.flags import HIDDEN_FOR, Flag, FlagKind, Review
from bot.domain.shelters.shelter import ShelterId
from bot.store import shelters as shelter_store

#: Flags that one person may raise in a while; more is a slip or spite.
FLAGS_AT_MOST = 5
FLAGS_WITHIN = timedelta(hours=1)
#: People whose rate is remembered.
REMEMBERED = 10_000


class Raised(StrEnum):
    """What came of a flag."""

    RAISED = "raised"
    AGAIN = "again"
    TOO_MANY = "too_many"


class ShelterFlags:
    """Flags and their review. Rates live in memory alone: a row with a person and a shelter tells where they were."""

    def __init__(self) -> None:
        self._rates: dict[int, deque[datetime]] = {}

    async def raise_(
        self, tx: AsyncConnection, shelter: ShelterId, kind: FlagKind, user_id: int, now: datetime
    ) -> Raised:
        """One tap (`now` aware UTC). The same word again renews its time, and counts."""
        if not self._may(user_id, now):
            return Raised.TOO_MANY
        alike = [one for one in await shelter_store.flags_of(tx, [shelter]) if one.kind is kind and one.shows_at(now)]
        if alike:
            await shelter_store.say_again(tx, alike[0], now)
            return Raised.AGAIN
        await shelter_store.say(tx, shelter, kind, now)
        return Raised.RAISED

    async def waiting(self, tx: AsyncConnection, now: datetime) -> tuple[Flag, ...]:
        """What is said of shelters now, the newest first; what is over is dropped on the way."""
        await drop_over(tx, now)
        return await shelter_store.all_flags(tx)

    async def review(self, tx: AsyncConnection, flag_id: int, verdict: Review) -> bool:
        """An operator's word; False where there is no such flag."""
        return await shelter_store.review(tx, flag_id, verdict)

    async def of_number(self, tx: AsyncConnection, flag_id: int, now: datetime) -> Flag | None:
        """One flag that is not over yet."""
        found = await shelter_store.flag(tx, flag_id)
        return found if found and now < found.ends_at else None

    async def hide(self, tx: AsyncConnection, flag: Flag, now: datetime) -> datetime:
        """Keeps the shelter of a flag out of answers until the moment that is returned; the flag stays, as checked."""
        until = now + HIDDEN_FOR
        await shelter_store.drop_hidden_over(tx, now)
        await shelter_store.hide(tx, flag.shelter, until)
        await shelter_store.review(tx, flag.id, Review.CONFIRMED)
        return until

    async def show(self, tx: AsyncConnection, shelter: ShelterId) -> bool:
        """Lets a shelter into answers again; False where it was not hidden."""
        return await shelter_store.show(tx, shelter)

    async def hidden(self, tx: AsyncConnection, now: datetime) -> dict[ShelterId, datetime]:
        """The shelters that are kept out of answers, each with its end (aware UTC)."""
        return await shelter_store.hidden(tx, now)

    def _may(self, user_id: int, now: datetime) -> bool:
        rate = self._rates.pop(user_id, deque())
        while rate and now - rate[0] >= FLAGS_WITHIN:
            rate.popleft()
        may = len(rate) < FLAGS_AT_MOST
        if may:
            rate.append(now)
        # The last to act stands last, so that the first is the one to be forgotten.
        self._rates[user_id] = rate
        if len(self._rates) > REMEMBERED:
            del self._rates[next(iter(self._rates))]
        return may


async def drop_over(tx: AsyncConnection, now: datetime) -> int:
    """Drops what is not said of a shelter any more; how many flags that were."""
    over = [one.id for one in await shelter_store.all_flags(tx) if now >= one.ends_at]
    if over:
        await shelter_store.drop_flags(tx, over)
    return len(over)
