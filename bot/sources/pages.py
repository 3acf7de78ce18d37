"""Reads the page behind a headline as plain paragraphs, for an editor's draft; only a page of the feed's own host."""

import asyncio
import json
import re
from collections.abc import Iterator
from datetime import timedelta
from urllib.parse import urljoin, urlsplit

import httpx

from bot.domain.alerts import SourceName
from bot.domain.drafts.sentences import ARTICLE_AT_MOST
from bot.errors import SourceError
from bot.sources.feeds import REDIRECTS, REDIRECTS_AT_MOST, is_beside, plain
from bot.sources.http import Reply, fetch, refusal

WHOLE_TIMEOUT = timedelta(seconds=15)
#: A page with fewer letters than this told us nothing: it wants a script, a login or a payment.
SHORTEST_ARTICLE = 300
#: A paragraph of fewer words is a caption, a date or a button.
SHORTEST_PARAGRAPH = 4
PARAGRAPH_AT_MOST = 4_000

_CHARSET = re.compile(rb"""charset=["']?\s*([A-Za-z0-9_-]{3,20})""")
#: What is on a page beside its article.
_BESIDE = "script, style, noscript, template, nav, aside, footer, form, figure, button, svg, iframe, [hidden]"
_PARAGRAPHS = "p, h2, h3, li, blockquote"
#: How deep data about a page may be nested.
_DEEPEST = 6


async def read_page(client: httpx.AsyncClient, address: str, feed: str) -> str:
    """The article at an address that a feed named, a paragraph a line. Raises SourceError."""
    source = SourceName(f"page:{urlsplit(feed).hostname}")
    if not is_beside(_bare(address), _bare(feed)):
        raise SourceError(source, "redirected", "to another host")
    reply = await _follow(client, source, address)
    if reply.status != 200:
        raise refusal(source, reply.status)
    if "html" not in reply.headers.get("Content-Type", "").lower():
        raise SourceError(source, "odd-shape", "no page")
    text = await asyncio.to_thread(article_in, _decoded(reply))
    if len(text) < SHORTEST_ARTICLE:
        raise SourceError(source, "odd-shape", "no article")
    return text


async def _follow(client: httpx.AsyncClient, source: SourceName, address: str) -> Reply:
    here = address
    for _ in range(REDIRECTS_AT_MOST + 1):
        reply = await fetch(client, source, here, {"Accept": "text/html"}, WHOLE_TIMEOUT)
        if reply.status not in REDIRECTS:
            return reply
        here = urljoin(here, reply.headers.get("Location", ""))
        if not is_beside(_bare(here), _bare(address)):
            raise SourceError(source, "redirected", "to another host")
    raise SourceError(source, "redirected", "in a circle")


def _bare(url: str) -> str:
    """An address without the "www." that a site has with and without."""
    return re.sub(r"^(https?://)www\.", r"\1", url, flags=re.IGNORECASE)


def _decoded(reply: Reply) -> str:
    told = _CHARSET.search(reply.headers.get("Content-Type", "").encode()) or _CHARSET.search(reply.body[:2048])
    try:
        return reply.body.decode(told[1].decode() if told else "utf-8", errors="replace")
    except LookupError:
        return reply.body.decode("utf-8", errors="replace")


def article_in(page: str) -> str:
    """The article of a page, a paragraph a line, without markup: what its own data give, else its longest part."""
    # A tenth of a second to load, which a bot without feeds has no use for.
    from selectolax.lexbor import LexborHTMLParser

    tree = LexborHTMLParser(page)
    told = [text for script in tree.css('script[type="application/ld+json"]') for text in _bodies(script.text())]
    if told and len(max(told, key=len)) >= SHORTEST_ARTICLE:
        return max(told, key=len)[:ARTICLE_AT_MOST]
    for node in tree.css(_BESIDE):
        node.decompose()
    parts = tree.css("article, main") or tree.css("body")
    read = ("\n".join(_lines(node.text(separator=" ") for node in part.css(_PARAGRAPHS))) for part in parts)
    return max(read, key=len, default="")[:ARTICLE_AT_MOST]


def _bodies(script: str) -> Iterator[str]:
    """What a page's data for machines call the article's body."""
    try:
        data = json.loads(script)
    except (ValueError, RecursionError):
        return
    waiting = [(data, 0)]
    while waiting:
        value, depth = waiting.pop()
        if isinstance(value, dict) and isinstance(body := value.get("articleBody"), str):
            yield "\n".join(_lines(body.splitlines()))
        inside = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
        waiting += [(one, depth + 1) for one in inside if depth < _DEEPEST]


def _lines(paragraphs: Iterator[str] | list[str]) -> Iterator[str]:
    """Each paragraph once, as plain words."""
    seen = dict.fromkeys(plain(paragraph, PARAGRAPH_AT_MOST) for paragraph in paragraphs)
    return (one for one in seen if len(one.split()) >= SHORTEST_PARAGRAPH)
