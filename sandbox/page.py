"""The chat page and the small JSON API behind it: what one phone of a few shows, and what its owner may do."""

import asyncio
import json
from collections.abc import AsyncIterator, Awaitable, Callable
from functools import wraps
from pathlib import Path
from typing import Any

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import FileResponse, JSONResponse, Response, StreamingResponse
from starlette.routing import BaseRoute, Mount, Route
from starlette.staticfiles import StaticFiles

from sandbox.phones import Phone, Phones
from sandbox.profile import About
from sandbox.refusals import Json
from sandbox.scenario import ScenarioControls, only_a_clock
from sandbox.signals import PageEvent
from sandbox.telegram_world import TelegramWorld

_STATIC = Path(__file__).parent / "static"
_MESSAGES_SHOWN = 300
_LONGEST_TEXT = 4096
_SILENCE_SECONDS = 15.0
_FASTEST = 3600.0

Answer = Callable[["Page", Json, Phone], Awaitable[Json]]
Endpoint = Callable[["Page", Request], Awaitable[Response]]


def _action(answer: Answer) -> Endpoint:
    """JSON in, JSON out; what cannot be done is told in one sentence with status 400."""

    @wraps(answer)
    async def endpoint(page: "Page", request: Request) -> Response:
        try:
            body = json.loads(await request.body() or b"{}")
            return JSONResponse(await answer(page, body, page.phone(request)))
        except (KeyError, TypeError, ValueError) as fault:
            return JSONResponse({"error": str(fault)}, 400)

    return endpoint


class Page:
    def __init__(self, world: TelegramWorld, controls: ScenarioControls | None) -> None:
        self._world = world
        self._controls = controls
        self._phones = Phones(world)

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

    def phone(self, request: Request) -> Phone:
        """Whose phone a request is made with (`?phone=`)."""
        try:
            return self._phones.named(request.query_params.get("phone"))
        except ValueError as fault:
            raise HTTPException(400, str(fault)) from fault

    async def index(self, request: Request) -> Response:
        return FileResponse(_STATIC / "index.html")

    async def messages(self, request: Request) -> Response:
        phone = self.phone(request)
        shown = list(self._phones.chat(phone).messages.values())[-_MESSAGES_SHOWN:]
        rows = [self._world.page_shape(message) for message in shown]
        return JSONResponse({"seq": self._world.journal.seq, "messages": rows, "chat": self._around(phone)})

    async def chat_around(self, request: Request) -> Response:
        return JSONResponse(self._around(self.phone(request)))

    def _around(self, phone: Phone) -> Json:
        chat, user = self._phones.chat(phone), self._phones.user(phone)
        profile, language = self._world.profile, user.language_code or ""
        return {
            "user_id": user.id,
            "kind": chat.type.value,
            "title": chat.title,
            "username": self._world.bot.username,
            "bot": profile.text(About.NAME, language) or self._world.bot.first_name,
            "description": profile.text(About.DESCRIPTION, language),
            "started": chat.started,
            "blocked": not chat.has(self._world.bot.id),
            "language_code": user.language_code,
            "commands": profile.commands_seen_by(chat, language),
            "reply_keyboard": chat.reply_keyboard,
            "pinned": chat.pinned,
        }

    async def events(self, request: Request) -> Response:
        after = request.headers.get("last-event-id") or request.query_params.get("after", "0")
        stream = self._stream(int(after) if after.isdecimal() else 0, self.phone(request).chat_id)
        return StreamingResponse(stream, media_type="text/event-stream")

    async def _stream(self, seq: int, chat_id: int) -> AsyncIterator[str]:
        """Changes of a chat from `seq` on; a comment now and then shows both ends that the line lives."""
        yield "retry: 1000\n\n"
        while not self._world.closed:
            events = self._world.journal.since(seq)
            if events is None:
                seq = self._world.journal.seq
                yield _event(PageEvent(seq, chat_id, "reset", {}))
                continue
            for event in events:
                seq = event.seq
                if event.chat_id == chat_id:
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
    async def say(self, body: Json, phone: Phone) -> Json:
        text = str(body["text"]).strip()
        if not text:
            raise ValueError("nothing to say")
        # A phone cuts a long text into several messages, so the bot never sees more than this at once.
        parts = [text[start : start + _LONGEST_TEXT] for start in range(0, len(text), _LONGEST_TEXT)]
        said = [self._world.say(phone.user_id, part, chat_id=phone.chat_id) for part in parts]
        return {"message_ids": [message.message_id for message in said]}

    @_action
    async def tap(self, body: Json, phone: Phone) -> Json:
        message_id, data = int(body["message_id"]), str(body["callback_data"])
        return {"query_id": self._world.tap(phone.user_id, message_id, data, chat_id=phone.chat_id)}

    @_action
    async def location(self, body: Json, phone: Phone) -> Json:
        latitude, longitude = float(body["latitude"]), float(body["longitude"])
        if not (abs(latitude) <= 90 and abs(longitude) <= 180):
            raise ValueError("no such place on Earth")
        shared = self._world.share_location(phone.user_id, latitude, longitude, chat_id=phone.chat_id)
        return {"message_ids": [shared.message_id]}

    @_action
    async def block(self, body: Json, phone: Phone) -> Json:
        if body["blocked"]:
            self._phones.shut_out(phone)
        else:
            self._phones.let_in(phone)
        return self._around(phone)

    @_action
    async def language(self, body: Json, phone: Phone) -> Json:
        self._world.set_language(phone.user_id, str(body["language_code"])[:16] or None)
        return self._around(phone)

    async def scenario(self, request: Request) -> Response:
        return JSONResponse(self._scenario_shape())

    @_action
    async def steer(self, body: Json, phone: Phone) -> Json:
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
    elif action == "choose":
        await controls.choose(str(body["name"]))
    elif action == "speed" and 0 < float(body["speed"]) <= _FASTEST:
        await controls.set_speed(float(body["speed"]))
    else:
        raise ValueError("unknown action or speed")


def _event(event: PageEvent) -> str:
    data = json.dumps({"seq": event.seq, "kind": event.kind, "body": event.body}, ensure_ascii=False)
    return f"id: {event.seq}\ndata: {data}\n\n"
