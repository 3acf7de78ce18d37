"""How a bot fetches its updates: long polling, or a webhook, never both."""

import re

from sandbox.methods.arguments import Arguments
from sandbox.people import unix
from sandbox.refusals import Json, Refusal, bad_request
from sandbox.telegram_world import TelegramWorld
from sandbox.world_state import Webhook

_WEBHOOK_ACTIVE = (
    "Conflict: can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first"
)
_MOST_UPDATES = 100


async def get_updates(world: TelegramWorld, args: Arguments) -> list[Json]:
    if world.webhook.url:
        raise Refusal(409, _WEBHOOK_ACTIVE)
    world.updates.allow(_allowed(args))
    limit = min(max(args.integer("limit") or _MOST_UPDATES, 1), _MOST_UPDATES)
    return await world.updates.poll(args.integer("offset") or 0, limit, args.number("timeout") or 0.0)


async def set_webhook(world: TelegramWorld, args: Arguments) -> bool:
    """Telegram wants https; a sandbox on one machine takes http as well, as a local Bot API server does."""
    url, secret = args.text("url"), args.text("secret_token")
    if not url:
        return await delete_webhook(world, args)
    if not url.startswith(("http://", "https://")):
        raise bad_request("bad webhook: An HTTPS URL must be provided for webhook")
    if secret and not re.fullmatch(r"[A-Za-z0-9_-]{1,256}", secret):
        raise bad_request("secret token contains unallowed characters")
    world.updates.allow(_allowed(args))
    _drop(world, args)
    world.webhook = Webhook(url, secret, args.integer("max_connections") or 40)
    world.updates.end_polls_for_webhook()
    return True


async def delete_webhook(world: TelegramWorld, args: Arguments) -> bool:
    _drop(world, args)
    world.webhook = Webhook()
    world.updates.arrived.fire()
    return True


async def get_webhook_info(world: TelegramWorld, args: Arguments) -> Json:
    webhook = world.webhook
    info: Json = {
        "url": webhook.url,
        "has_custom_certificate": False,
        "pending_update_count": world.updates.waiting(),
    }
    if webhook.url:
        info["max_connections"] = webhook.max_connections
    if webhook.last_error_at:
        info |= {"last_error_date": unix(webhook.last_error_at), "last_error_message": webhook.last_error}
    if (kinds := world.updates.allowed_kinds()) is not None:
        info["allowed_updates"] = kinds
    return info


def _allowed(args: Arguments) -> list[str] | None:
    kinds = args.structure("allowed_updates")
    return [str(kind) for kind in kinds] if isinstance(kinds, list) else None


def _drop(world: TelegramWorld, args: Arguments) -> None:
    if args.flag("drop_pending_updates"):
        world.updates.forget_all()
