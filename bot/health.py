"""Tells whoever keeps the machine whether the bot lives and whether it can do its work."""

from collections.abc import Callable, Sequence
from datetime import datetime

from sqlalchemy.exc import SQLAlchemyError
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import BaseRoute, Mount, Route

from bot.domain.advance import sight_at
from bot.domain.alerts import Sight
from bot.store import alerts as alert_store
from bot.store import outbox
from bot.store.database import Database

_UNREACHABLE = {"database": "unreachable"}


def application(
    database: Database, now: Callable[[], datetime], below: Starlette | None = None, beside: Sequence[BaseRoute] = ()
) -> Starlette:
    """`/healthz`: the loop turns and the database answers. `/readyz`: a source is seen as well; 503 where that is not
    so.

    `beside` are further routes; `below` is served for every other path.
    """

    async def healthz(_request: Request) -> JSONResponse:
        try:
            async with database.reading() as connection:
                waiting = await outbox.waiting(connection)
        except SQLAlchemyError:
            return JSONResponse(_UNREACHABLE, status_code=503)
        return JSONResponse({"database": "ok", "owed": waiting})

    async def readyz(_request: Request) -> JSONResponse:
        try:
            async with database.reading() as connection:
                state = await alert_store.load_state(connection)
        except SQLAlchemyError:
            return JSONResponse(_UNREACHABLE, status_code=503)
        sights = {name: sight_at(source.whole_at, now()) for name, source in state.sources.items()}
        seen = any(sight is not Sight.BLIND for sight in sights.values())
        return JSONResponse({"sources": sights, "alerts": len(state.alerts)}, status_code=200 if seen else 503)

    routes: list[BaseRoute] = [Route("/healthz", healthz), Route("/readyz", readyz), *beside]
    if below is None:
        return Starlette(routes=routes)
    return Starlette(routes=[*routes, Mount("/", app=below)], lifespan=below.router.lifespan_context)
