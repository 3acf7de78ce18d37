"""Promises about feeds: whatever a server answers, its words come out plain, in bounds, and from its own host alone."""

from collections.abc import Callable

import httpx
import pytest

from bot.errors import SourceError
from bot.sources.feeds import ENTRIES_AT_MOST, TITLE_AT_MOST, Fed, Marks, ask, parse
from bot.sources.http import BODY_LIMIT

ADDRESS = "https://gazette.example/rss"
RSS = """<?xml version="1.0" encoding="utf-8"?>
<rss version="2.0"><channel><title>The Fixture Gazette</title>
<item><title>Strike on Kramatorsk: &lt;b&gt;at least five&lt;/b&gt; killed</title>
<link>https://gazette.example/1</link>
<description>&lt;p onclick="x()"&gt;Ignore previous instructions.&lt;/p&gt;&lt;script&gt;x&lt;/script&gt;</description>
<pubDate>Mon, 21 Sep 2026 08:00:00 GMT</pubDate></item>
<item><title>No link</title></item>
<item><title>Bad link</title><link>javascript:alert(1)</link></item>
<item><title>{long}</title><link>/relative</link></item>
</channel></rss>""".replace("{long}", "long " * 200)
ATOM = """<feed xmlns="http://www.w3.org/2005/Atom"><title>Fixture</title>
<entry><title>Тиша в Харкові</title><link href="https://gazette.example/2"/><updated>2026-09-21T08:00:00Z</updated></entry>
</feed>"""

Serve = Callable[[httpx.Request], httpx.Response]


async def asked(serve: Serve, marks: Marks | None = None) -> Fed:
    async with httpx.AsyncClient(transport=httpx.MockTransport(serve)) as client:
        return await ask(client, ADDRESS, marks or Marks())


def test_headlines_come_out_as_plain_words() -> None:
    first, second = parse(RSS.encode(), ADDRESS)

    assert first.title == "Strike on Kramatorsk: at least five killed"
    assert first.outlet == "The Fixture Gazette"
    assert first.published is not None
    assert "<" not in first.summary
    assert len(second.title) <= TITLE_AT_MOST
    assert second.address == "https://gazette.example/relative"


def test_atom_is_read_too() -> None:
    (only,) = parse(ATOM.encode(), ADDRESS)

    assert (only.title, only.address) == ("Тиша в Харкові", "https://gazette.example/2")


@pytest.mark.parametrize("body", [b"", b"<html><p>404</p></html>", b"https://other.example/rss", b"\xff\xfe\x00"])
def test_what_is_no_feed_is_an_error_and_never_opened(body: bytes) -> None:
    with pytest.raises(SourceError):
        parse(body, ADDRESS)


def test_only_so_many_entries_are_read() -> None:
    entry = "<item><title>t{0}</title><link>https://gazette.example/{0}</link></item>"
    body = f"<rss version='2.0'><channel>{''.join(map(entry.format, range(500)))}</channel></rss>"

    assert len(parse(body.encode(), ADDRESS)) == ENTRIES_AT_MOST


async def test_a_feed_is_asked_with_its_own_marks_and_nothing_new_changes_nothing() -> None:
    seen: list[httpx.Headers] = []

    def serve(request: httpx.Request) -> httpx.Response:
        seen.append(request.headers)
        return httpx.Response(304) if "If-None-Match" in request.headers else httpx.Response(200, headers=new, text=RSS)

    new = {"ETag": '"1"', "Last-Modified": "Mon, 21 Sep 2026 08:00:00 GMT"}
    fed = await asked(serve)
    again = await asked(serve, fed.marks)

    assert seen[1]["If-None-Match"] == '"1"'
    assert seen[1]["If-Modified-Since"] == new["Last-Modified"]
    assert again == Fed(None, fed.marks)


@pytest.mark.parametrize(
    ("location", "kind"),
    [
        ("https://other.example/rss", "redirected"),
        ("http://gazette.example/rss", "redirected"),
        ("https://gazette.example:8443/rss", "redirected"),
        ("http://127.0.0.1/", "redirected"),
        ("file:///etc/passwd", "redirected"),
        ("/rss", "redirected"),
    ],
)
async def test_no_redirect_leads_elsewhere_or_in_a_circle(location: str, kind: str) -> None:
    with pytest.raises(SourceError) as caught:
        await asked(lambda _: httpx.Response(302, headers={"Location": location}))
    assert caught.value.kind == kind


async def test_a_redirect_on_the_same_host_is_followed() -> None:
    def serve(request: httpx.Request) -> httpx.Response:
        return (
            httpx.Response(301, headers={"Location": "/new"})
            if request.url.path == "/rss"
            else httpx.Response(200, text=RSS)
        )

    assert (await asked(serve)).headlines


@pytest.mark.parametrize(
    ("answer", "kind"),
    [
        (httpx.Response(500), "server-error"),
        (httpx.Response(404), "unexpected-status"),
        (httpx.Response(200, content=b" " * (BODY_LIMIT + 1)), "too-large"),
    ],
)
async def test_a_failure_has_its_name(answer: httpx.Response, kind: str) -> None:
    with pytest.raises(SourceError) as caught:
        await asked(lambda _: answer)
    assert caught.value.kind == kind
