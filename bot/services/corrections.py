"""Tells whoever read a claim in a digest that it was wrong: once, without sound, and in pieces."""

from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.notices import CorrectionNotice, NoticeKind, of_correction
from bot.domain.policy import of_bulletin
from bot.services.shelf import Shelf
from bot.store import chats as chat_store
from bot.store import planning, told
from bot.store import reports as report_store
from bot.store.database import Database
from bot.store.reports import Untold
from bot.store.tables import SENT

#: Chats looked at in one transaction.
PIECE = 100


class Corrections:
    """Owes the notices of corrections."""

    def __init__(self, database: Database, shelf: Shelf) -> None:
        self._database = database
        self._shelf = shelf

    async def step(self, now: datetime) -> int:
        """Looks at some more chats for the oldest correction that is not told to its end; 0 where nothing is left."""
        async with self._database.reading() as connection:
            if await report_store.next_untold(connection) is None:
                return 0
        async with self._database.writing() as tx:
            untold = await report_store.next_untold(tx)
            if untold is None:
                return 0
            readers = await report_store.digest_chats(tx, untold.after, untold.made_at, PIECE, NoticeKind.DIGEST, SENT)
            for chat_id in readers:
                await self._tell(tx, untold, chat_id, now)
            await report_store.told_up_to(tx, untold.id, readers[-1] if readers else None)
        return max(len(readers), 1)

    async def _tell(self, tx: AsyncConnection, untold: Untold, chat_id: int, now: datetime) -> None:
        one = untold.corrected
        if (one.report, one.claim) not in await told.digest_claims(tx, chat_id):
            return
        chat = await chat_store.load(tx, chat_id)
        report = next((report for report in self._shelf if report.id == one.report), None)
        claim = report.claim(one.claim) if report else None
        if chat is None or report is None or claim is None:
            return
        body = CorrectionNotice(report.outlet, claim.place.area, one)
        await planning.owe_chat(
            tx, of_correction(body, untold.id, chat_id, now), chat_id, of_bulletin(chat.quiet, now), now
        )
