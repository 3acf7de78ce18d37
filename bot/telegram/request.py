"""The wire to the Bot API on aiohttp, because the library's own pool slows down tenfold when requests run at once."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import SimpleNamespace
from typing import Any, TypeAlias, cast

import aiohttp
from telegram.error import NetworkError, TelegramError, TimedOut
from telegram.request import BaseRequest, RequestData

# The library has no public way to build the parameters of a call that its Bot does not wrap.
from telegram.request._requestparameter import RequestParameter

from bot.telegram.reading import judged, loaded
from bot.telegram.refusals import Cut, named

#: Seconds as the library passes them: a number, None for no limit, or DEFAULT_NONE for "as set at creation".
Seconds: TypeAlias = object

_Body: TypeAlias = tuple[bytes | aiohttp.FormData | None, dict[str, str] | None]

_FORM = {"Content-Type": "application/x-www-form-urlencoded"}


@dataclass(frozen=True, slots=True)
class Timeouts:
    """How long each part of a call may take, in seconds; and how long a connection that nobody uses is kept: one that
    was idle for longer may have been cut on the way without a word.
    """

    connect: float = 5.0
    read: float = 10.0
    write: float = 5.0
    upload: float = 20.0
    pool: float = 5.0
    keep: float = 60.0


@dataclass(slots=True)
class _Wire:
    """What became of one request: once anything was written, Telegram may have acted on it."""

    written: bool = False


class AiohttpRequest(BaseRequest):
    """One session with keep-alive and a bounded number of connections.

    It follows no redirect, keeps no cookie and reads no proxy from the environment. One instance may serve a bot's
    calls and its long poll together. Errors never quote an address, since the token is part of it.
    """

    def __init__(self, connections: int = 64, timeouts: Timeouts | None = None) -> None:
        self._connections = connections
        self._timeouts = timeouts or Timeouts()
        self._session: aiohttp.ClientSession | None = None

    @property
    def read_timeout(self) -> float | None:
        """Seconds that an answer may take when a call does not say otherwise."""
        return self._timeouts.read

    async def initialize(self) -> None:
        """Open the session; a second call changes nothing."""
        if self._session is None:
            self._session = _session(self._connections, self._timeouts.keep)

    async def shutdown(self) -> None:
        """Close every connection; a second call changes nothing."""
        session, self._session = self._session, None
        if session is not None:
            await session.close()

    async def do_request(
        self,
        url: str,
        method: str,
        request_data: RequestData | None = None,
        read_timeout: Seconds = BaseRequest.DEFAULT_NONE,
        write_timeout: Seconds = BaseRequest.DEFAULT_NONE,
        connect_timeout: Seconds = BaseRequest.DEFAULT_NONE,
        pool_timeout: Seconds = BaseRequest.DEFAULT_NONE,
    ) -> tuple[int, bytes]:
        """Write one request and read its answer.

        Raises: TimedOut if the request may have reached Telegram, NetworkError if not, FloodControl on a 429.
        """
        if self._session is None:
            raise RuntimeError("the request object is not initialised")
        usual = self._timeouts
        writing = usual.upload if request_data is not None and request_data.contains_files else usual.write
        timeout = _timeout(
            pool=_chosen(pool_timeout, usual.pool),
            connect=_chosen(connect_timeout, usual.connect),
            write=_chosen(write_timeout, writing),
            read=_chosen(read_timeout, usual.read),
        )
        status, body = await self._exchange(self._session, method, url, _body(request_data), timeout)
        return judged(status, body) if method == "POST" else (status, body)

    async def _exchange(
        self, session: aiohttp.ClientSession, method: str, url: str, data: _Body, timeout: aiohttp.ClientTimeout
    ) -> tuple[int, bytes]:
        wire = _Wire()
        body, headers = data
        try:
            async with session.request(
                method, url, data=body, headers=headers, timeout=timeout, allow_redirects=False, trace_request_ctx=wire
            ) as response:
                return response.status, await response.read()
        except (aiohttp.ClientError, OSError) as error:
            # `from None`: aiohttp quotes the address, and with it the token, in some of its messages.
            raise _failure(error, wire) from None

    @staticmethod
    def parse_json_payload(payload: bytes) -> dict[str, Any]:
        """Read an answer's body, quietly: the library's own version logs the whole body when it cannot.

        Raises: NetworkError if a web page answered, TelegramError if it is not an answer of the Bot API.
        """
        if payload.lstrip()[:1] == b"<":
            raise NetworkError("a web page instead of an answer")
        answer = loaded(payload)
        if "result" not in answer and "description" not in answer:
            raise TelegramError("not an answer of the Bot API")
        return answer


class Answered(BaseRequest):
    """An answer that came already: to be posted to where the library is to read it."""

    def __init__(self, status: int, answer: bytes) -> None:
        self._answer = status, answer

    @property
    def read_timeout(self) -> float | None:
        """None: nothing is waited for."""
        return None

    async def initialize(self) -> None:
        """Nothing is to be opened."""

    async def shutdown(self) -> None:
        """Nothing is to be closed."""

    async def do_request(self, *_arguments: object, **_named: object) -> tuple[int, bytes]:
        """The answer."""
        return self._answer

    parse_json_payload = staticmethod(AiohttpRequest.parse_json_payload)


def parameters(values: Mapping[str, object]) -> RequestData:
    """The data of a call that the library's Bot does not wrap; values are JSON, text is sent as it is."""
    return RequestData([RequestParameter(name, value, None) for name, value in values.items()])


def _session(connections: int, keep: float) -> aiohttp.ClientSession:
    return aiohttp.ClientSession(
        connector=aiohttp.TCPConnector(limit=connections, keepalive_timeout=keep, ttl_dns_cache=60),
        cookie_jar=aiohttp.DummyCookieJar(),
        headers={"User-Agent": BaseRequest.USER_AGENT},
        trace_configs=[_watched()],
        trust_env=False,
    )


def _watched() -> aiohttp.TraceConfig:
    async def written(session: aiohttp.ClientSession, context: SimpleNamespace, headers_sent: object) -> None:
        cast(_Wire, context.trace_request_ctx).written = True

    trace = aiohttp.TraceConfig()
    trace.on_request_headers_sent.append(written)
    return trace


def _chosen(given: Seconds, usual: float) -> float | None:
    if given is None:
        return None
    return float(given) if isinstance(given, int | float) else usual


def _timeout(
    pool: float | None, connect: float | None, write: float | None, read: float | None
) -> aiohttp.ClientTimeout:
    spans = (pool, connect, write, read)
    return aiohttp.ClientTimeout(
        # aiohttp has no limit for writing alone; the sum bounds it, and an answer that trickles in forever.
        total=None if None in spans else sum(span for span in spans if span is not None),
        connect=None if pool is None or connect is None else pool + connect,
        sock_connect=connect,
        sock_read=read,
    )


def _body(data: RequestData | None) -> _Body:
    if data is None:
        return None, None
    if not data.contains_files:
        return data.url_encoded_parameters().encode(), _FORM
    # Telegram reads file names as they are; percent-encoded ones would be shown so.
    form = aiohttp.FormData(data.json_parameters, quote_fields=False, default_to_multipart=True)
    for name, (filename, content, kind) in data.multipart_data.items():
        form.add_field(name, content, filename=filename, content_type=kind)
    return form, None


def _failure(error: Exception, wire: _Wire) -> NetworkError:
    message = f"aiohttp.{named(error)}"
    if not wire.written:
        return NetworkError(message)
    # An answer that broke off was on its way: what it answers has arrived.
    cut = isinstance(error, ConnectionError | aiohttp.ClientConnectionError) and not isinstance(error, TimeoutError)
    return Cut(message) if cut else TimedOut(message)
