"""Where a source posts that something changed: a post wakes the poll of that source, and does no more."""

import structlog
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from bot.bodies import read_body
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
        await read_body(request, BODY_LIMIT, patience)
        return Response(status_code=204)

    return [Route(f"{PATH}/{{secret}}", push, methods=["POST"])]
