"""Holds the sandbox's answers against aiogram's types, and asks people for deeds, for the conversation beside it."""

# mypy: ignore-errors
# It is written for a library that is not in our environment.

import asyncio
import json
import sys
from datetime import datetime, timedelta

from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer
from aiogram.methods import Response
from pydantic import BaseModel


def tell(line):
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


async def do(deed):
    """Have people do something, and wait until it is done."""
    tell(f"do {deed}")
    answer = await asyncio.to_thread(sys.stdin.readline)
    assert answer.strip() == "done", answer


def differences(raw, parsed, path):
    """What of the JSON the types do not know, or took for something else than what it is."""
    if isinstance(parsed, BaseModel):
        return _in_fields(raw, parsed, path)
    if isinstance(parsed, list | tuple):
        return [found for one, kept in zip(raw, parsed, strict=True) for found in differences(one, kept, f"{path}[]")]
    if raw is None:
        return [f"{path} is null"]
    wanted = int if isinstance(parsed, datetime | timedelta) else type(parsed)
    if wanted is float:
        return [] if type(raw) in (int, float) else [f"{path} is no number: {raw!r}"]
    right = isinstance(raw, wanted) or isinstance(parsed, type(raw))
    return [] if right and isinstance(raw, bool) == isinstance(parsed, bool) else [f"{path} is no {wanted}: {raw!r}"]


def _in_fields(raw, parsed, path):
    names = {field.alias or name: name for name, field in type(parsed).model_fields.items()}
    found = [f"{path}.{key} is unknown to {type(parsed).__name__}" for key in raw if key not in names]
    known = [(key, getattr(parsed, names[key])) for key in raw if key in names]
    return found + [one for key, kept in known for one in differences(raw[key], kept, f"{path}.{key}")]


class StrictSession(AiohttpSession):
    """Remembers which methods were answered, and where the answers were not as the types have it."""

    def __init__(self, address):
        super().__init__(api=TelegramAPIServer.from_base(address))
        self.answered, self.faults, self.kinds = set(), [], set()

    def check_response(self, bot, method, status_code, content):
        name, raw = method.__api_method__, json.loads(content)
        parsed = Response[method.__returning__].model_validate(raw, context={"bot": bot})
        self.faults += differences(raw, parsed, name)
        if raw["ok"]:
            self.answered.add(name)
        elif raw["error_code"] != status_code:
            self.faults.append(f"{name} was refused with {status_code} and {raw['error_code']}")
        if raw["ok"] and name == "getUpdates":
            self.kinds |= {kind for update in raw["result"] for kind in update if kind != "update_id"}
        return super().check_response(bot, method, status_code, content)
