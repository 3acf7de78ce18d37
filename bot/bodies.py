"""Reads the body of a post, which anybody may send: never more of it, and never for longer, than it may take."""

import asyncio

from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect, Request


async def read_body(request: Request, limit: int, patience: float) -> bytes:
    """The whole body, of at most so many bytes, within so many real seconds.

    Raises HTTPException: 413 for one that is longer, 408 for one that does not come.
    """
    body = bytearray()
    try:
        async with asyncio.timeout(patience):
            async for piece in request.stream():
                body += piece
                if len(body) > limit:
                    raise HTTPException(413)
    except (TimeoutError, ClientDisconnect):
        raise HTTPException(408) from None
    return bytes(body)
