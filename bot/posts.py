"""Where Telegram posts updates: taken only with the secret, answered only once they are stored."""

import json
from collections.abc import Awaitable, Callable, Sequence

import structlog
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from bot.bodies import read_body
from bot.errors import StoreError
from bot.telegram.updates import RawUpdate, is_update
from bot.telegram.webhook import SECRET_HEADER, TelegramWebhook

_log = structlog.get_logger(__name__)

#: What a post may hold, in bytes: far more than any update, which names files and does not hold them.
BODY_LIMIT = 1_048_576
#: Real seconds in which all of it must have come.
PATIENCE = 10.0

#: Keeps updates; once it returns, Telegram may forget them.
Keep = Callable[[Sequence[RawUpdate]], Awaitable[None]]


class Posts:
    """Takes updates until it is closed; then Telegram is asked to come again, to another replica or after a start."""

    def __init__(self, webhook: TelegramWebhook, keep: Keep) -> None:
        self._webhook = webhook
        self._keep = keep
        self._closed = False

    def close(self) -> None:
        """Takes no more."""
        self._closed = True

    def routes(self) -> list[Route]:
        """403 without the secret, 405 for anything but a post, 503 where the update could not be stored."""
        return [Route(self._webhook.path, self._take, methods=["POST"])]

    async def _take(self, request: Request) -> Response:
        if not self._webhook.is_telegrams(request.headers.get(SECRET_HEADER)):
            return Response(status_code=403)
        if self._closed:
            return Response(status_code=503)
        update = _read(await read_body(request, BODY_LIMIT, PATIENCE))
        try:
            await self._keep([update])
        except StoreError as error:
            _log.error("update_not_stored", error=str(error))
            return Response(status_code=503)
        return Response(status_code=200)


def _read(body: bytes) -> RawUpdate:
    try:
        update = json.loads(body)
    except ValueError:
        update = None
    if not is_update(update):
        _log.error("post_is_no_update", bytes=len(body))
        raise HTTPException(400)
    read: RawUpdate = update
    return read
