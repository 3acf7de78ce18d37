"""Pushing updates to a bot that set a webhook, so that webhook mode can be tried and tested without Telegram."""

import asyncio
import json
from urllib.error import HTTPError, URLError
from urllib.request import Request, urlopen

from sandbox.refusals import Json
from sandbox.telegram_world import TelegramWorld
from sandbox.world_state import Webhook

_ANSWER_SECONDS = 10.0
_PAUSE_SECONDS = 1.0


async def deliver_forever(world: TelegramWorld) -> None:
    """Hand each update over, in order, until the bot answers 2xx; real seconds between tries."""
    while not world.closed:
        batch = world.updates.read(0, 1) if world.webhook.url else []
        if not batch:
            await world.updates.arrived.wait()
        elif fault := await asyncio.to_thread(_post, world.webhook, batch[0]):
            world.webhook.last_error, world.webhook.last_error_at = fault, world.now()
            await asyncio.sleep(_PAUSE_SECONDS)
        elif world.webhook.url:
            world.updates.read(batch[0]["update_id"] + 1, 1)


def _post(webhook: Webhook, update: Json) -> str:
    """Empty when the bot took the update, else what went wrong."""
    headers = {"Content-Type": "application/json"}
    if webhook.secret:
        headers["X-Telegram-Bot-Api-Secret-Token"] = webhook.secret
    request = Request(webhook.url, json.dumps(update).encode(), headers)
    try:
        with urlopen(request, timeout=_ANSWER_SECONDS):
            return ""
    except HTTPError as refused:
        return f"Wrong response from the webhook: {refused.code} {refused.reason}"
    except (URLError, OSError) as lost:
        return f"Connection failed: {lost}"
