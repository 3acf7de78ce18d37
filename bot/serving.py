"""Serving an ASGI app inside a running loop: no signal handlers, an ephemeral port if wanted, a prompt stop."""

import asyncio
import socket
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

import uvicorn
from starlette.types import ASGIApp
from uvicorn.protocols.http.h11_impl import H11Protocol

_STOP_SECONDS = 2


class _ConnectionInState(H11Protocol):
    """Lets a request see its own connection (`request.state.transport`), which a server that drops calls needs."""

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        super().connection_made(transport)
        self.app_state = {**self.app_state, "transport": transport}


@asynccontextmanager
async def serve(
    app: ASGIApp, host: str = "127.0.0.1", port: int = 0, *, before_stop: Callable[[], None] | None = None
) -> AsyncIterator[str]:
    """Serve `app` for the length of the block and give its base address; port 0 takes a free one.

    `before_stop` is called first when stopping, to end what would never end by itself (long polls, event streams).

    Raises:
        OSError: the address cannot be bound.
    """
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as listener:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind((host, port))
        server = _server(app)
        await server.startup(sockets=[listener])
        try:
            yield f"http://{f'[{host}]' if ':' in host else host}:{listener.getsockname()[1]}"
        finally:
            if before_stop:
                before_stop()
            await server.shutdown(sockets=[listener])


def _server(app: ASGIApp) -> uvicorn.Server:
    """A server that is started and stopped by hand: its own loop would install signal handlers."""
    config = uvicorn.Config(
        app,
        http=_ConnectionInState,
        ws="none",
        lifespan="on",
        log_config=None,
        log_level="critical",
        access_log=False,
        server_header=False,
        date_header=False,
        timeout_graceful_shutdown=_STOP_SECONDS,
    )
    config.load()
    server = uvicorn.Server(config)
    server.lifespan = config.lifespan_class(config)
    return server
