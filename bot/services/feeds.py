"""Headlines of the operator's feeds: fetched now and then, shown as unreviewed, and a draft at an editor's tap."""

from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import TypeAlias

import structlog
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.alerts import AreaId
from bot.domain.headlines import Headline
from bot.errors import FindFirst, SourceError
from bot.services.answers import Answers
from bot.sources.feeds import Fed, Marks
from bot.store import feeds as feed_store
from bot.store.database import Database
from bot.store.feeds import KeptFeed

_log = structlog.get_logger(__name__)

#: Of the bot's clock, between two questions to one feed, whether or not it answered.
ASKED_EVERY = timedelta(minutes=15)
#: Headlines shown at once.
SHOWN_AT_MOST = 5

Ask = Callable[[str, Marks], Awaitable[Fed]]
#: The article at an address that a feed named; raises SourceError.
Read = Callable[[str, str], Awaitable[str]]
#: The articles that were read for one update, by the number of their headline; None for one that could not be.
Pages: TypeAlias = dict[str, str | None]


class Feeds:
    """The feeds of the settings, by their addresses."""

    def __init__(
        self,
        database: Database,
        answers: Answers,
        addresses: tuple[str, ...],
        ask: Ask,
        now: Callable[[], datetime],
        read: Read,
    ) -> None:
        self._database = database
        self._answers = answers
        self._addresses = addresses
        self._ask = ask
        self._now = now
        self._read = read

    async def look(self) -> None:
        """Asks every feed whose time has come; one that fails keeps what it showed."""
        if not self._addresses:
            return
        async with self._database.reading() as connection:
            known = await feed_store.kept(connection)
        for address in self._addresses:
            feed = known.get(address)
            if feed is None or not timedelta(0) <= self._now() - feed.asked_at < ASKED_EVERY:
                await self._fetch(feed or KeptFeed(address, self._now(), None, None, ()))

    async def _fetch(self, feed: KeptFeed) -> None:
        asked = replace(feed, asked_at=self._now())
        try:
            fed = await self._ask(feed.address, Marks(feed.etag, feed.modified))
        except SourceError as failure:
            _log.info("feed_failed", feed=failure.source, kind=failure.kind)
        else:
            fresh = feed.headlines if fed.headlines is None else fed.headlines
            asked = replace(asked, etag=fed.marks.etag, modified=fed.marks.modified, headlines=fresh)
        async with self._database.writing() as tx:
            await feed_store.keep(tx, asked)

    async def headlines(self, connection: AsyncConnection, area: AreaId | None) -> tuple[Headline, ...]:
        """The newest of all feeds that name the area, what lies inside it or around it (None: all), newest first."""
        known = await feed_store.kept(connection)
        found = (one for address in self._addresses if address in known for one in known[address].headlines)
        near = [one for one in found if area is None or self._answers.tells_near(f"{one.title}. {one.summary}", area)]
        newest = sorted(near, key=lambda one: one.published or datetime.min.replace(tzinfo=UTC), reverse=True)
        return tuple({one.id: one for one in newest}.values())[:SHOWN_AT_MOST]

    async def find(self, connection: AsyncConnection, headline_id: str) -> Headline | None:
        """A headline that a feed still shows."""
        known = await feed_store.kept(connection)
        return next((one for feed in known.values() for one in feed.headlines if one.id == headline_id), None)

    async def page(self, connection: AsyncConnection, headline: Headline, pages: Pages) -> str | None:
        """The article behind a headline; None where it cannot be read.

        Raises FindFirst where it must be fetched first, which puts it into `pages`: no transaction waits for a server.
        """
        if headline.id in pages:
            return pages[headline.id]
        known = await feed_store.kept(connection)
        feed = next((address for address, kept in known.items() if headline in kept.headlines), None)
        if feed is None:
            return None
        raise FindFirst(partial(self._fetch_page, feed, headline, pages))

    async def _fetch_page(self, feed: str, headline: Headline, pages: Pages) -> None:
        pages[headline.id] = None
        try:
            pages[headline.id] = await self._read(headline.address, feed)
        except SourceError as failure:
            _log.info("page_failed", feed=failure.source, kind=failure.kind)
