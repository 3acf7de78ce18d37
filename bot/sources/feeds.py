"""Reads RSS and Atom: asked with conditions, within limits of size and time, and never led to another host."""

import asyncio
import hashlib
import html
import io
import re
from calendar import timegm
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import urljoin, urlsplit

import httpx

from bot.domain.alerts import SourceName
from bot.domain.headlines import Headline
from bot.errors import SourceError
from bot.sources.http import Reply, fetch, refusal

#: A feed that is longer is read this far: older entries are no news.
ENTRIES_AT_MOST = 30
TITLE_AT_MOST = 200
SUMMARY_AT_MOST = 4_000
WHOLE_TIMEOUT = timedelta(seconds=15)
REDIRECTS_AT_MOST = 3

_TAG = re.compile(r"<[^<>]*>")
REDIRECTS = frozenset({301, 302, 303, 307, 308})


@dataclass(frozen=True, slots=True)
class Marks:
    """What a server gave us to ask by: None where it gave nothing."""

    etag: str | None = None
    modified: str | None = None


@dataclass(frozen=True, slots=True)
class Fed:
    """A good answer: the headlines, None where nothing changed, and the marks to ask by next."""

    headlines: tuple[Headline, ...] | None
    marks: Marks


async def ask(client: httpx.AsyncClient, address: str, marks: Marks) -> Fed:
    """Asks one feed. Raises SourceError, redirected where it would lead to another host."""
    source = SourceName(f"feed:{urlsplit(address).hostname}")
    conditions = {"If-None-Match": marks.etag, "If-Modified-Since": marks.modified}
    headers = {name: value for name, value in conditions.items() if value}
    reply = await _follow(client, source, address, headers)
    if reply.status == 304:
        return Fed(None, marks)
    if reply.status != 200:
        raise refusal(source, reply.status)
    headlines = await asyncio.to_thread(parse, reply.body, address)
    return Fed(headlines, Marks(reply.headers.get("ETag"), reply.headers.get("Last-Modified")))


async def _follow(client: httpx.AsyncClient, source: SourceName, address: str, headers: dict[str, str]) -> Reply:
    here = address
    for _ in range(REDIRECTS_AT_MOST + 1):
        reply = await fetch(client, source, here, {"Accept": "application/rss+xml, */*", **headers}, WHOLE_TIMEOUT)
        if reply.status not in REDIRECTS:
            return reply
        here = urljoin(here, reply.headers.get("Location", ""))
        if not is_beside(here, address):
            raise SourceError(source, "redirected", "to another host")
    raise SourceError(source, "redirected", "in a circle")


def is_beside(url: str, address: str) -> bool:
    """Whether it is the same host and port, and at least as well protected."""
    there, here = urlsplit(url), urlsplit(address)
    if there.scheme == "https" and here.scheme == "http":
        return there.hostname == here.hostname
    return (there.scheme, there.hostname, there.port) == (here.scheme, here.hostname, here.port)


def parse(body: bytes, address: str) -> tuple[Headline, ...]:
    """The headlines of a feed, in its order; raises SourceError for what is none. Text comes out plain."""
    # A tenth of a second to load, which a bot without feeds has no use for.
    import feedparser

    # As a stream: feedparser would take a body that looks like an address for one, and open it.
    read = feedparser.parse(io.BytesIO(body), sanitize_html=True, resolve_relative_uris=False)
    if not read.get("version"):
        raise SourceError(SourceName(f"feed:{urlsplit(address).hostname}"), "odd-shape", "no RSS and no Atom")
    outlet = plain(read.feed.get("title", ""), TITLE_AT_MOST) or urlsplit(address).hostname or address
    entries = (_headline(entry, outlet, address) for entry in read.entries[:ENTRIES_AT_MOST])
    return tuple(headline for headline in entries if headline)


def _headline(entry: Any, outlet: str, address: str) -> Headline | None:
    title = plain(entry.get("title", ""), TITLE_AT_MOST)
    given = str(entry.get("link", "")).strip()
    link = urljoin(address, given)
    if not title or not given or urlsplit(link).scheme not in ("http", "https") or not urlsplit(link).hostname:
        return None
    told = entry.get("published_parsed") or entry.get("updated_parsed")
    published = datetime.fromtimestamp(timegm(told), UTC) if told else None
    number = hashlib.sha256(link.encode()).hexdigest()[:12]
    return Headline(number, title, link, outlet, plain(entry.get("summary", ""), SUMMARY_AT_MOST), published)


def plain(text: str, most: int) -> str:
    """Foreign text as words on one line, without markup and without what cannot be seen."""
    words = html.unescape(_TAG.sub(" ", html.unescape(str(text))))
    seen = "".join(letter if letter.isprintable() else " " for letter in words)
    return " ".join(seen.split())[:most]
