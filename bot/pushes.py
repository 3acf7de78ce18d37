"""Where a source posts that something changed: a post wakes the poll of that source, and does no more."""

import asyncio

import structlog
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response
from starlette.routing import Route

from bot.sources.ukraine_alarm_webhook import PATH, Webhook

_log = structlog.get_logger(__name__)

#: What a post may hold, in bytes; one region with its alerts is less than 2,000. None of it is looked at.
BODY_LIMIT = 65_536
#: Real seconds in which all of it must have come.
PATIENCE = 5.0


def push_routes(webhook: Webhook | None, patience: float = PATIENCE) -> list[Route]:
    """Where the source posts to, if anywhere; 404 for any address but the one that was registered.

    `patience` is in real seconds.
    """
    if webhook is None:
        return []

    async def push(request: Request) -> Response:
        if not webhook.is_ours(request.path_params["secret"]):
            return Response(status_code=404)
        # Before the body is read: whatever it holds, something changed.
        webhook.bell.ring()
        _log.info("pushed", source=webhook.source.name)
        return Response(status_code=await _drained(request, patience))

    return [Route(f"{PATH}/{{secret}}", push, methods=["POST"])]


async def _drained(request: Request, patience: float) -> int:
    """The status to answer with, once the body has come or has been too much."""
    size = 0
    try:
        async with asyncio.timeout(patience):
            async for piece in request.stream():
                size += len(piece)
                if size > BODY_LIMIT:
                    return 413
    except (TimeoutError, ClientDisconnect):
        return 408
    return 204
