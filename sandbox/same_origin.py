"""A guard for a server on the visitor's own machine: other web sites must not reach it through the browser."""

from ipaddress import ip_address
from urllib.parse import urlsplit

from starlette.datastructures import Headers
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Receive, Scope, Send

_READING = frozenset({"GET", "HEAD"})
_OUR_OWN_FETCHES = (None, "none", "same-origin")
_POLICY = (
    b"default-src 'self'; img-src 'self' data:; object-src 'none'; base-uri 'none'; form-action 'none'; "
    b"frame-ancestors 'none'"
)


class SameOriginOnly:
    """Refuses foreign hosts (DNS rebinding) and foreign origins; the Bot API below `exempt` has its own token."""

    def __init__(self, app: ASGIApp, hosts: frozenset[str] = frozenset(), exempt: str = "/bot") -> None:
        self._app = app
        self._hosts = hosts | {"localhost", "testserver"}
        self._exempt = exempt

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or scope["path"].startswith(self._exempt):
            await self._app(scope, receive, send)
        elif fault := self._fault(scope["method"], Headers(scope=scope)):
            await PlainTextResponse(fault, 403)(scope, receive, send)
        else:
            await self._app(scope, receive, _with_policy(send))

    def _fault(self, method: str, headers: Headers) -> str | None:
        host = headers.get("host", "")
        if not self._is_ours(urlsplit(f"//{host}").hostname or ""):
            return "unknown host"
        origin = headers.get("origin")
        if origin is not None and urlsplit(origin).netloc != host:
            return "foreign origin"
        if method not in _READING and headers.get("sec-fetch-site") not in _OUR_OWN_FETCHES:
            return "foreign page"
        return None

    def _is_ours(self, name: str) -> bool:
        """An address is always ours: rebinding needs a name."""
        try:
            ip_address(name)
        except ValueError:
            return name in self._hosts
        return True


def _with_policy(send: Send) -> Send:
    async def send_with_policy(message: dict[str, object]) -> None:
        if message["type"] == "http.response.start":
            headers = message.setdefault("headers", [])
            assert isinstance(headers, list)
            headers += [
                (b"content-security-policy", _POLICY),
                (b"x-content-type-options", b"nosniff"),
                (b"referrer-policy", b"no-referrer"),
                (b"cache-control", b"no-store"),
            ]
        await send(message)

    return send_with_policy  # type: ignore[return-value]
