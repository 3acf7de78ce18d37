"""The Bot API over HTTP: one route, every method by name, answers and errors in Telegram's shapes.

Where it differs from Telegram on purpose, docs/sandbox.md says so.
"""

import asyncio
import json
from collections.abc import Awaitable, Callable
from typing import Any

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from sandbox.faults import CARRIED_OUT, Fault, FaultKind
from sandbox.limits import FloodGate
from sandbox.methods import about, chats, incoming, messages
from sandbox.methods.arguments import Arguments, read_arguments
from sandbox.recorder import BotCall, RefusedCall
from sandbox.refusals import Json, Refusal
from sandbox.telegram_world import TelegramWorld
from sandbox.updates import OTHER_POLLER

Method = Callable[[TelegramWorld, Arguments], Awaitable[Any]]

METHODS: dict[str, Method] = {
    "getMe": about.get_me,
    "getUpdates": incoming.get_updates,
    "setWebhook": incoming.set_webhook,
    "deleteWebhook": incoming.delete_webhook,
    "getWebhookInfo": incoming.get_webhook_info,
    "sendMessage": messages.send_message,
    "sendLocation": messages.send_location,
    "sendVenue": messages.send_venue,
    "sendPhoto": messages.send_photo,
    "sendDocument": messages.send_document,
    "sendChatAction": messages.send_chat_action,
    "editMessageText": messages.edit_message_text,
    "editMessageReplyMarkup": messages.edit_message_reply_markup,
    "deleteMessage": messages.delete_message,
    "setMessageReaction": messages.set_message_reaction,
    "pinChatMessage": messages.pin_chat_message,
    "unpinChatMessage": messages.unpin_chat_message,
    "answerCallbackQuery": chats.answer_callback_query,
    "getChat": chats.get_chat,
    "getChatMember": chats.get_chat_member,
    "getChatAdministrators": chats.get_chat_administrators,
    "getChatMemberCount": chats.get_chat_member_count,
    "leaveChat": chats.leave_chat,
    "setMyCommands": about.set_my_commands,
    "getMyCommands": about.get_my_commands,
    "deleteMyCommands": about.delete_my_commands,
    "setMyName": about.set_my_name,
    "getMyName": about.get_my_name,
    "setMyDescription": about.set_my_description,
    "getMyDescription": about.get_my_description,
    "setMyShortDescription": about.set_my_short_description,
    "getMyShortDescription": about.get_my_short_description,
    "setChatMenuButton": about.set_chat_menu_button,
    "getChatMenuButton": about.get_chat_menu_button,
}
_SPELLING = {name.lower(): name for name in METHODS}
_NEW_MESSAGES = frozenset({"sendMessage", "sendLocation", "sendVenue", "sendPhoto", "sendDocument"})
_EDITS = frozenset({"editMessageText", "editMessageReplyMarkup"})
_UNRECORDED = frozenset({"getUpdates"})
_HTML = "<html><head><title>502 Bad Gateway</title></head><body><h1>502 Bad Gateway</h1></body></html>"
_ORDERED_REFUSALS = {
    FaultKind.FLOOD_WITHOUT_PARAMETERS: (429, "Too Many Requests"),
    FaultKind.SERVER_ERROR: (500, "Internal Server Error"),
    FaultKind.BAD_REQUEST: (400, "Bad Request: ordered by a test"),
    FaultKind.UNAUTHORIZED: (401, "Unauthorized"),
    FaultKind.FORBIDDEN: (403, "Forbidden: bot was blocked by the user"),
    FaultKind.CONFLICT: (409, OTHER_POLLER),
}


class BotApi:
    def __init__(self, world: TelegramWorld, token: str, gate: FloodGate) -> None:
        self._world = world
        self._token = token
        self._gate = gate

    def routes(self) -> list[Route]:
        return [Route("/bot{token}/{method}", self.answer, methods=["GET", "POST"])]

    async def answer(self, request: Request) -> Response:
        try:
            method = self._method(request)
            args = await read_arguments(request)
        except Refusal as refusal:
            return _json(refusal.body(), refusal.code)
        fault = self._world.faults.take(method, _chat_id(args))
        if fault and fault.kind not in CARRIED_OUT:
            return await self._fail(request, method, args, fault)
        response = await self._carry_out(method, args)
        return await _spoil(request, response, fault) if fault else response

    def _method(self, request: Request) -> str:
        if request.path_params["token"] != self._token:
            raise Refusal(401, "Unauthorized")
        name = _SPELLING.get(request.path_params["method"].lower())
        if name is None:
            raise Refusal(404, "Not Found: method not found")
        return name

    async def _carry_out(self, method: str, args: Arguments) -> Response:
        try:
            self._admit(method, args)
            result = await METHODS[method](self._world, args)
        except Refusal as refusal:
            return self._refuse(method, args, refusal)
        if method not in _UNRECORDED:
            self._world.record(_call(self._world, method, args, result))
        return _json({"ok": True, "result": result}, 200)

    def _admit(self, method: str, args: Arguments) -> None:
        chat = self._world.chats.get(_chat_id(args) or 0)
        if method in _NEW_MESSAGES and chat:
            self._gate.admit_message(chat, paid=args.flag("allow_paid_broadcast"))
        elif method in _EDITS:
            self._gate.admit_edit()

    def _refuse(self, method: str, args: Arguments, refusal: Refusal) -> Response:
        self._world.record(RefusedCall(method, refusal.code, refusal.description, args.values))
        return _json(refusal.body(), refusal.code)

    async def _fail(self, request: Request, method: str, args: Arguments, fault: Fault) -> Response:
        if fault.kind is FaultKind.DROP_BEFORE:
            return await _drop(request)
        if fault.kind in (FaultKind.BAD_GATEWAY_HTML, FaultKind.HTML_WITH_200):
            return Response(_HTML, 502 if fault.kind is FaultKind.BAD_GATEWAY_HTML else 200, media_type="text/html")
        return self._refuse(method, args, _ordered_refusal(fault))


def _ordered_refusal(fault: Fault) -> Refusal:
    if fault.kind is FaultKind.FLOOD:
        seconds = int(fault.seconds)
        said = fault.description or f"Too Many Requests: retry after {seconds}"
        return Refusal(429, said, {"retry_after": seconds})
    code, description = _ORDERED_REFUSALS[fault.kind]
    return Refusal(code, fault.description or description)


async def _spoil(request: Request, response: Response, fault: Fault) -> Response:
    if fault.kind is FaultKind.DROP_AFTER:
        return await _drop(request)
    if fault.kind is FaultKind.TRUNCATED_JSON:
        body = bytes(response.body)
        return Response(body[: len(body) // 2], response.status_code, media_type="application/json")
    await asyncio.sleep(fault.seconds)
    return response


async def _drop(request: Request) -> Response:
    """Cut the connection without an answer; needs the transport that bot.serving puts into the request's state."""
    request.state.transport.abort()
    while (await request.receive())["type"] != "http.disconnect":
        pass
    return Response(status_code=500)


def _call(world: TelegramWorld, method: str, args: Arguments, result: Any) -> BotCall:
    message: Json = result if isinstance(result, dict) else {}
    return BotCall(
        method=method,
        chat_id=message.get("chat", {}).get("id") or _chat_id(args),
        text=message.get("text") or message.get("caption") or args.text("text") or None,
        disable_notification=args.flag("disable_notification"),
        reply_markup=args.structure("reply_markup"),
        message_id=message.get("message_id") or args.integer("message_id"),
        at=world.now(),
        arguments=args.values,
    )


def _chat_id(args: Arguments) -> int | None:
    try:
        return int(args.text("chat_id"))
    except (ValueError, Refusal):
        return None


def _json(body: Json, status: int) -> Response:
    return Response(json.dumps(body, ensure_ascii=False), status, media_type="application/json")
