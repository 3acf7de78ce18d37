"""Asking over HTTP, with every way of failing turned into one error, so that no failure can be taken for calm."""

import asyncio
from collections import deque
from collections.abc import Callable, Mapping
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

#: Whatever the settings say, no address is asked more often.
SHORTEST_INTERVAL = timedelta(seconds=1)
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


@dataclass(frozen=True, slots=True)
class Budget:
    """What a provider allows at its real address: at most `requests` in any stretch as long as `window`."""

    requests: int
    window: timedelta


class Pace:
    """How long to wait between two polls of one source: as set, within its budget, and longer after failures."""

    def __init__(
        self, source: SourceName, interval: timedelta, budget: Budget | None, draw: Callable[[], float]
    ) -> None:
        shortest = budget.window / budget.requests if budget else timedelta(0)
        self.regular = max(interval, shortest, SHORTEST_INTERVAL)
        self._source = source
        self._budget = budget
        self._draw = draw
        self._interval = self.regular
        self._failures = 0
        self._spent: deque[datetime] = deque()
        self._last_at: datetime | None = None
        self._room_until: datetime | None = None

    @property
    def interval(self) -> timedelta:
        """From the last request on, so that the next one finds the budget open again."""
        if self._budget is None or self._last_at is None:
            return self._interval
        regular = self._interval
        if self._room_until and self._last_at < self._room_until:
            regular = max(regular, self._budget.window / max(1, self._budget.requests - 1))
        if len(self._spent) < self._budget.requests:
            return regular
        return max(regular, self._spent[0] + self._budget.window - self._last_at)

    def leave_room(self, until: datetime) -> None:
        """Leave one request of each window to what is not planned, up to a moment (aware UTC)."""
        self._room_until = until

    def soonest(self, now: datetime) -> timedelta:
        """How long a request that was not planned has to wait: for the budget, and for what a failure imposes."""
        if self._last_at is None or now < self._last_at:
            return timedelta(0)
        opens_at = self._last_at + (self._interval if self._failures else SHORTEST_INTERVAL)
        if self._budget and len(self._spent) >= self._budget.requests:
            opens_at = max(opens_at, self._spent[0] + self._budget.window)
        return max(opens_at - now, timedelta(0))

    def allows(self, requests: int, now: datetime) -> bool:
        """Whether the budget has so many requests left at `now` (aware UTC)."""
        if self._budget is None:
            return True
        # A clock that was set back must not silence the source, so what lies ahead of it does not count.
        window = self._budget.window
        self._spent = deque(moment for moment in self._spent if timedelta(0) <= now - moment < window)
        return len(self._spent) + requests <= self._budget.requests

    def spend(self, now: datetime) -> None:
        """One request more at `now` (aware UTC); raises SourceError too-early where the budget forbids it."""
        if not self.allows(1, now):
            raise SourceError(self._source, "too-early")
        if self._budget is not None:
            self._spent.append(now)
        self._last_at = now

    def recover(self) -> None:
        self._failures = 0
        self._interval = self.regular

    def slow_down(self, wish: timedelta = timedelta(0)) -> None:
        """After a failure; `wish` is what the server asked for."""
        self._failures += 1
        self._interval = max(backoff(self._failures, self.regular, self._draw()), wish)


def is_at(url: str, host: str) -> bool:
    """Whether `url` leads to `host`, however it is spelt."""
    return httpx.URL(url).host.rstrip(".").lower() == host


async def fetch(
    client: httpx.AsyncClient,
    source: SourceName,
    url: str,
    headers: Mapping[str, str | bytes],
    whole: timedelta = WHOLE_TIMEOUT,
    *,
    method: str = "GET",
    content: bytes | None = None,
) -> Reply:
    """Ask without following redirects; raises SourceError timeout, no-network, too-large or odd-shape.

    The library's error is never chained: its text can hold the headers, and with them the token.
    """
    wanted = [(name.encode(), _as_bytes(value)) for name, value in {"User-Agent": USER_AGENT, **headers}.items()]
    try:
        async with asyncio.timeout(whole.total_seconds()):
            limits = httpx.Timeout(STEP_TIMEOUT.total_seconds())
            request = client.build_request(method, url, headers=wanted, content=content, timeout=limits)
            return await _read(client, source, request)
    except (TimeoutError, httpx.TimeoutException):
        failure = SourceError(source, "timeout")
    except httpx.DecodingError:
        failure = SourceError(source, "odd-shape", "cannot be decompressed")
    except (httpx.HTTPError, OSError) as error:
        failure = SourceError(source, "no-network", type(error).__name__)
    raise failure


async def _read(client: httpx.AsyncClient, source: SourceName, request: httpx.Request) -> Reply:
    body = bytearray()
    response = await client.send(request, stream=True, follow_redirects=False)
    try:
        async for piece in response.aiter_bytes():
            body += piece
            if len(body) > BODY_LIMIT:
                raise SourceError(source, "too-large", f"more than {BODY_LIMIT} bytes")
    finally:
        await response.aclose()
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
