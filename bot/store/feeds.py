"""Keeps what each feed showed last, and by what to ask it again."""

from dataclasses import dataclass
from datetime import datetime

from pydantic import TypeAdapter
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.headlines import Headline
from bot.store.tables import feeds
from bot.store.upsert import upsert

_HEADLINES: TypeAdapter[tuple[Headline, ...]] = TypeAdapter(tuple[Headline, ...])


@dataclass(frozen=True, slots=True)
class KeptFeed:
    """One feed; `asked_at` aware UTC, whether or not it answered."""

    address: str
    asked_at: datetime
    etag: str | None
    modified: str | None
    headlines: tuple[Headline, ...]


async def kept(connection: AsyncConnection) -> dict[str, KeptFeed]:
    """Every feed that was ever asked, by its address."""
    rows = await connection.execute(select(feeds))
    return {
        row.address: KeptFeed(
            row.address, row.asked_at, row.etag, row.modified, _HEADLINES.validate_python(row.headlines)
        )
        for row in rows
    }


async def keep(connection: AsyncConnection, feed: KeptFeed) -> None:
    row = {
        "address": feed.address,
        "asked_at": feed.asked_at,
        "etag": feed.etag,
        "modified": feed.modified,
        "headlines": _HEADLINES.dump_python(feed.headlines, mode="json"),
    }
    await upsert(connection, feeds, [row])
