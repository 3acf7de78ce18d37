"""The chat page and the small JSON API behind it: one person, "You", in a private chat with the bot."""

import asyncio
import json
from collections.abc import AsyncIterator, Awaitable, Callable
from functools import wraps
from pathlib import Path
from typing import Any

from starlette.requests import Request
from starlette.responses import FileResponse, JSONResponse, Response, StreamingResponse
from starlette.routing import BaseRoute, Mount, Route
from starlette.staticfiles import StaticFiles

from sandbox.people import Chat, User
from sandbox.profile import About
from sandbox.refusals import Json
from sandbox.scenario import ScenarioControls, only_a_clock
from sandbox.signals import PageEvent
from sandbox.telegram_world import TelegramWorld

PAGE_USER_ID = 1001
_STATIC = Path(__file__).parent / "static"
_MESSAGES_SHOWN = 300
_LONGEST_TEXT = 4096
_SILENCE_SECONDS = 15.0
_FASTEST = 3600.0

Answer = Callable[["Page", Json], Awaitable[Json]]
Endpoint = Callable[["Page", Request], Awaitable[Response]]


def _action(answer: Answer) -> Endpoint:
    """JSON in, JSON out; what cannot be done is told in one sentence with status 400."""

    @wraps(answer)
    async def endpoint(page: "Page", request: Request) -> Response:
        try:
            body = json.loads(await request.body() or b"{}")
            return JSONResponse(await answer(page, body))
        except (KeyError, TypeError, ValueError) as fault:
            return JSONResponse({"error": str(fault)}, 400)

    return endpoint


class Page:
    def __init__(self, world: TelegramWorld, controls: ScenarioControls | None) -> None:
        self._world = world
        self._controls = controls
        if PAGE_USER_ID not in world.users:
            world.add_user(PAGE_USER_ID, "You", "you")

    def routes(self) -> list[BaseRoute]:
        return [
            Route("/", self.index),
            Route("/api/messages", self.messages),
            Route("/api/chat", self.chat_around),
            Route("/api/events", self.events),
            Route("/api/files/{file_id}", self.file),
            Route("/api/scenario", self.scenario),
            Route("/api/scenario", self.steer, methods=["POST"]),
            Route("/api/say", self.say, methods=["POST"]),
            Route("/api/tap", self.tap, methods=["POST"]),
            Route("/api/location", self.location, methods=["POST"]),
            Route("/api/block", self.block, methods=["POST"]),
            Route("/api/language", self.language, methods=["POST"]),
            Mount("/static", StaticFiles(directory=_STATIC)),
        ]

    @property
    def _chat(self) -> Chat:
        return self._world.chats[PAGE_USER_ID]

    @property
    def _user(self) -> User:
        return self._world.users[PAGE_USER_ID]

    async def index(self, request: Request) -> Response:
        return FileResponse(_STATIC / "index.html")

    async def messages(self, request: Request) -> Response:
        shown = list(self._chat.messages.values())[-_MESSAGES_SHOWN:]
        rows = [self._world.page_shape(message) for message in shown]
        return JSONResponse({"seq": self._world.journal.seq, "messages": rows, "chat": self._around()})

    async def chat_around(self, request: Request) -> Response:
        return JSONResponse(self._around())

    def _around(self) -> Json:
        profile, language = self._world.profile, self._user.language_code or ""
        return {
            "bot": profile.text(About.NAME, language) or self._world.bot.first_name,
            "description": profile.text(About.DESCRIPTION, language),
            "started": self._chat.started,
            "blocked": not self._chat.has(self._world.bot.id),
            "language_code": self._user.language_code,
            "commands": profile.commands_seen_by(self._chat, language),
            "reply_keyboard": self._chat.reply_keyboard,
            "pinned": self._chat.pinned,
        }

    async def events(self, request: Request) -> Response:
        after = request.headers.get("last-event-id") or request.query_params.get("after", "0")
        return StreamingResponse(self._stream(int(after) if after.isdecimal() else 0), media_type="text/event-stream")

    async def _stream(self, seq: int) -> AsyncIterator[str]:
        """Changes of the page's chat from `seq` on; a comment now and then shows both ends that the line lives."""
        yield "retry: 1000\n\n"
        while not self._world.closed:
            events = self._world.journal.since(seq)
            if events is None:
                seq = self._world.journal.seq
                yield _event(PageEvent(seq, PAGE_USER_ID, "reset", {}))
                continue
            for event in events:
                seq = event.seq
                if event.chat_id == PAGE_USER_ID:
                    yield _event(event)
            if events:
                continue
            try:
                async with asyncio.timeout(_SILENCE_SECONDS):
                    await self._world.changed.wait()
            except TimeoutError:
                yield ": still here\n\n"

    async def file(self, request: Request) -> Response:
        """Pictures are shown, everything else is only downloaded: a page of ours never runs what a bot sent."""
        file = self._world.files.get(request.path_params["file_id"])
        if file is None:
            return Response(status_code=404)
        shown = file.content_type in ("image/png", "image/jpeg")
        headers = {} if shown else {"content-disposition": "attachment"}
        return Response(file.content, media_type=file.content_type if shown else None, headers=headers)

    @_action
    async def say(self, body: Json) -> Json:
        text = str(body["text"]).strip()
        if not text:
            raise ValueError("nothing to say")
        # A phone cuts a long text into several messages, so the bot never sees more than this at once.
        parts = [text[start : start + _LONGEST_TEXT] for start in range(0, len(text), _LONGEST_TEXT)]
        return {"message_ids": [self._world.say(PAGE_USER_ID, part).message_id for part in parts]}

    @_action
    async def tap(self, body: Json) -> Json:
        query_id = self._world.tap(PAGE_USER_ID, int(body["message_id"]), str(body["callback_data"]))
        return {"query_id": query_id}

    @_action
    async def location(self, body: Json) -> Json:
        latitude, longitude = float(body["latitude"]), float(body["longitude"])
        if not (abs(latitude) <= 90 and abs(longitude) <= 180):
            raise ValueError("no such place on Earth")
        return {"message_ids": [self._world.share_location(PAGE_USER_ID, latitude, longitude).message_id]}

    @_action
    async def block(self, body: Json) -> Json:
        if body["blocked"]:
            self._world.block(PAGE_USER_ID)
        else:
            self._world.unblock(PAGE_USER_ID)
        return self._around()

    @_action
    async def language(self, body: Json) -> Json:
        self._world.set_language(PAGE_USER_ID, str(body["language_code"])[:16] or None)
        return self._around()

    async def scenario(self, request: Request) -> Response:
        return JSONResponse(self._scenario_shape())

    @_action
    async def steer(self, body: Json) -> Json:
        if self._controls is None:
            raise ValueError("no scenario is loaded")
        await _steer(self._controls, body)
        return self._scenario_shape()

    def _scenario_shape(self) -> Json:
        return self._controls.state().shape() if self._controls else only_a_clock(self._world.now())


async def _steer(controls: ScenarioControls, body: Json) -> None:
    action: Any = body["action"]
    if action == "play":
        if not controls.state().may_play:
            raise ValueError("not yet")
        await controls.play()
    elif action == "pause":
        await controls.pause()
    elif action == "next":
        await controls.next_event()
    elif action == "speed" and 0 < float(body["speed"]) <= _FASTEST:
        await controls.set_speed(float(body["speed"]))
    else:
        raise ValueError("unknown action or speed")


def _event(event: PageEvent) -> str:
    data = json.dumps({"seq": event.seq, "kind": event.kind, "body": event.body}, ensure_ascii=False)
    return f"id: {event.seq}\ndata: {data}\n\n"
