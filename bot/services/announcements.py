"""An operator's word to everybody: shown first, counted, confirmed once, and then told in pieces behind all alerts."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from math import ceil

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.alerts import AreaId
from bot.domain.areas import AreaTree
from bot.domain.notices import of_announcement
from bot.domain.operators import LASTS, AnnouncementDraft, AnnouncementNotice
from bot.services.seen import Seen, known
from bot.store import announcements as store
from bot.store import planning
from bot.store.database import Database

#: How long a preview can be confirmed.
CONFIRMED_WITHIN = timedelta(hours=1)
#: Few enough that nobody waits for the rest.
PIECE = 2_000


@dataclass(frozen=True, slots=True)
class Reach:
    """How many chats an announcement goes to, and how long that takes at the pace that is set."""

    chats: int
    takes: timedelta


class Announcements:
    """`rate`: messages a second; `piece`: chats that are owed in one transaction."""

    def __init__(self, database: Database, tree: AreaTree, rate: float, piece: int = PIECE) -> None:
        self._database = database
        self._tree = tree
        self._rate = rate
        self._piece = piece

    async def write(
        self, tx: AsyncConnection, made_by: int, area: AreaId | None, text: dict[str, str], now: datetime
    ) -> AnnouncementDraft:
        """Keeps what is to be told until somebody says yes to it."""
        expires_at = now + CONFIRMED_WITHIN
        number = await store.put(tx, made_by, area, text, now, expires_at)
        return AnnouncementDraft(number, made_by, area, text, expires_at)

    async def find(self, tx: AsyncConnection, number: int, now: datetime) -> AnnouncementDraft | None:
        return await store.draft(tx, number, now)

    async def drop(self, tx: AsyncConnection, number: int) -> bool:
        return await store.drop(tx, number)

    async def send(
        self, tx: AsyncConnection, number: int, now: datetime, *, loud: bool = False, lasts: timedelta = LASTS
    ) -> bool:
        """Lets it go to everybody, once; False where it has gone, was dropped, or waited too long for its yes."""
        draft = await store.draft(tx, number, now)
        if draft is None:
            return False
        body = AnnouncementNotice(draft.text, loud, now + lasts)
        notice_id = await planning.add_notice(tx, of_announcement(body, number, now))
        return notice_id is not None and await store.begin(tx, number, notice_id)

    def reach(self, area: AreaId | None, seen: Seen) -> Reach:
        """Raises FindFirst where it is not counted yet: to count a million takes too long for a transaction."""
        return known(seen, ("audience", area), partial(self.count, area))

    async def count(self, area: AreaId | None) -> Reach:
        async with self._database.reading() as connection:
            found = await store.audience(connection, self._areas(area))
        return Reach(found, timedelta(seconds=ceil(found / self._rate)))

    async def step(self, now: datetime) -> bool:
        """Owes what goes to some chats more; False where nothing is left to owe."""
        async with self._database.reading() as connection:
            if await store.going(connection) is None:
                return False
        async with self._database.writing() as tx:
            one = await store.going(tx)
            if one:
                await store.owe_piece(tx, one, self._areas(one.area), now, self._piece)
        return one is not None

    def _areas(self, area: AreaId | None) -> frozenset[AreaId]:
        """The area and everything in it; none for everybody."""
        return frozenset() if area is None else frozenset((area, *self._tree.within(area)))
