"""Asking over HTTP, with every way of failing turned into one error, so that no failure can be taken for calm."""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime

import httpx

from bot.domain.alerts import SourceName
from bot.errors import SourceError

USER_AGENT = "Tysha/0.1"
#: Between two pieces of an answer, and for the whole of it: a server that drips must not hold the watch.
STEP_TIMEOUT = timedelta(seconds=5)
WHOLE_TIMEOUT = timedelta(seconds=10)
#: A night with every alert of the country is about 1 MB.
BODY_LIMIT = 5_000_000

#: A source that works again should be seen well before it counts as blind (180 s).
LONGEST_BACKOFF = timedelta(seconds=30)
#: What a server may ask us to wait at most: a wrong header must not silence a source for a day.
LONGEST_WISH = timedelta(hours=1)

KIND_OF_STATUS = {401: "unauthorised", 403: "forbidden", 429: "too-many-requests"}


@dataclass(frozen=True, slots=True)
class Reply:
    """What came back, whatever its status; `body` is already decompressed."""

    status: int
    headers: Mapping[str, str]
    body: bytes


async def fetch(
    client: httpx.AsyncClient,
    source: SourceName,
    url: str,
    headers: Mapping[str, str | bytes],
    whole: timedelta = WHOLE_TIMEOUT,
) -> Reply:
    """GET `url` without following redirects; raises SourceError timeout, no-network, too-large or odd-shape.

    The library's error is never chained: its text can hold the headers, and with them the token.
    """
    wanted = [(name.encode(), _as_bytes(value)) for name, value in {"User-Agent": USER_AGENT, **headers}.items()]
    try:
        async with asyncio.timeout(whole.total_seconds()):
            return await _read(client, source, url, wanted)
    except (TimeoutError, httpx.TimeoutException):
        failure = SourceError(source, "timeout")
    except httpx.DecodingError:
        failure = SourceError(source, "odd-shape", "cannot be decompressed")
    except (httpx.HTTPError, OSError) as error:
        failure = SourceError(source, "no-network", type(error).__name__)
    raise failure


async def _read(client: httpx.AsyncClient, source: SourceName, url: str, headers: list[tuple[bytes, bytes]]) -> Reply:
    body = bytearray()
    limits = httpx.Timeout(STEP_TIMEOUT.total_seconds())
    async with client.stream("GET", url, headers=headers, timeout=limits, follow_redirects=False) as response:
        async for piece in response.aiter_bytes():
            body += piece
            if len(body) > BODY_LIMIT:
                raise SourceError(source, "too-large", f"more than {BODY_LIMIT} bytes")
        return Reply(response.status_code, response.headers, bytes(body))


def refusal(source: SourceName, status: int) -> SourceError:
    """The error that a status stands for; the body is not quoted, for it is foreign text."""
    kind = "server-error" if status >= 500 else KIND_OF_STATUS.get(status, "unexpected-status")
    return SourceError(source, kind, str(status))


def backoff(failures: int, interval: timedelta, draw: float) -> timedelta:
    """The wait after `failures` failures in a row: doubling, spread by `draw` (0 to 1), never below `interval`."""
    if failures == 0:
        return interval
    doubled = interval * int(2 ** min(failures - 1, 10))
    longest = max(interval, LONGEST_BACKOFF)
    return max(interval, min(doubled, longest) * (0.5 + 0.5 * draw))


def retry_after(headers: Mapping[str, str], now: datetime) -> timedelta:
    """What `Retry-After` asks for, in seconds or as a date (read against the server's own Date if given); else zero."""
    wish = headers.get("Retry-After", "").strip()
    if wish.isascii() and wish.isdigit():
        return min(timedelta(seconds=int(wish[:9])), LONGEST_WISH)
    moment = http_date(wish)
    if moment is None:
        return timedelta(0)
    return min(max(moment - (http_date(headers.get("Date", "")) or now), timedelta(0)), LONGEST_WISH)


def strong_condition(headers: Mapping[str, str]) -> str | None:
    """The Last-Modified that may be sent back as a condition, word for word.

    Not if it is the very second of the answer: a change later in that second would carry the same time, and a 304 would
    hide it (RFC 9110, 8.8.2.2).
    """
    modified = headers.get("Last-Modified")
    if modified is None or http_date(modified) is None:
        return None
    return None if http_date(modified) == http_date(headers.get("Date", "")) else modified


def http_date(text: str) -> datetime | None:
    """A date of an HTTP header as aware UTC, or None."""
    try:
        moment = parsedate_to_datetime(text)
        return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).astimezone(UTC)
    except (ValueError, OverflowError, TypeError):
        return None


def _as_bytes(value: str | bytes) -> bytes:
    return value if isinstance(value, bytes) else value.encode()
