"""Tells a dead-man's switch outside that all is well: it raises the alarm when it hears nothing any more."""

from collections.abc import Awaitable, Callable

import httpx
import structlog

_log = structlog.get_logger(__name__)

#: Real seconds that the switch may take to answer.
ANSWERED_WITHIN = 10.0


def beat_at(client: httpx.AsyncClient, address: str) -> Callable[[], Awaitable[None]]:
    """A beat is a GET of the address, which is a secret: whoever knows it can keep the switch from alarming."""

    async def beat() -> None:
        try:
            answer = await client.get(address, timeout=ANSWERED_WITHIN)
            outcome = "" if answer.is_success else str(answer.status_code)
        except httpx.HTTPError as error:
            outcome = type(error).__name__
        if outcome:
            _log.warning("heartbeat_not_heard", outcome=outcome)

    return beat
