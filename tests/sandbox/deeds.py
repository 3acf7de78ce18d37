"""Everything that people can do in the invented Telegram, so that all a bot is told of it can be held against types."""

from collections.abc import Callable

from sandbox.people import Standing
from sandbox.telegram_world import TelegramWorld

OLENA, PETRO = 7, 8
HOUSE, YARD, NEWS, TOPIC = -1005, -6, -1009, 4
MOVED_YARD = -1006

Deed = Callable[[TelegramWorld], object]


def settle_in(world: TelegramWorld) -> None:
    """Two people, a forum, a group that has not moved yet and a channel, with the bot in all of them."""
    world.add_user(OLENA, "Olena", "olena", "uk")
    world.add_user(PETRO, "Petro")
    world.add_group(HOUSE, "House 12", {OLENA: Standing.CREATOR, PETRO: Standing.MEMBER}, topics=frozenset({TOPIC}))
    world.add_group(YARD, "Yard", {OLENA: Standing.CREATOR, PETRO: Standing.ADMINISTRATOR})
    world.add_channel(NEWS, "News", "news", {OLENA: Standing.CREATOR})
    world.say(OLENA, "/start")
    for chat_id in (HOUSE, YARD, NEWS):
        world.set_bot_standing(chat_id, Standing.ADMINISTRATOR, OLENA)


def _say(world: TelegramWorld) -> None:
    world.say(OLENA, "Чи тихо? https://example.org @news /now", reply_to=1)
    world.say(PETRO, "/now", chat_id=HOUSE, thread_id=TOPIC)
    world.say(OLENA, "/now", chat_id=HOUSE, anonymous=True)
    world.say(OLENA, "Good morning", chat_id=NEWS)


def _edit_text(world: TelegramWorld) -> None:
    for user_id, chat_id in ((OLENA, OLENA), (OLENA, NEWS)):
        said = world.say(user_id, "/quiet", chat_id=chat_id)
        world.edit_text(user_id, said.message_id, "/quiet off", chat_id=chat_id)


def _forward(world: TelegramWorld) -> None:
    """Out of a channel, of a person's words, of an anonymous admin's, and of what was passed on already."""
    post = world.say(OLENA, "Good morning", chat_id=NEWS)
    signed = world.say(PETRO, "/now", chat_id=HOUSE)
    unsigned = world.say(OLENA, "/now", chat_id=HOUSE, anonymous=True)
    passed_on = [world.forward(OLENA, one.chat_id, one.message_id) for one in (post, signed, unsigned)]
    world.forward(OLENA, OLENA, passed_on[-1].message_id, chat_id=HOUSE)


def _tap(world: TelegramWorld) -> None:
    """The first button of the newest message that has any."""
    chat = world.private_chat(OLENA)
    message = next(one for one in reversed(chat.messages.values()) if one.reply_markup)
    rows = (message.reply_markup or {})["inline_keyboard"]
    world.tap(OLENA, message.message_id, rows[0][0]["callback_data"])


def _set_bot_standing(world: TelegramWorld) -> None:
    for chat_id in (HOUSE, YARD, NEWS):
        for standing in (Standing.MEMBER, Standing.LEFT, Standing.ADMINISTRATOR, Standing.KICKED):
            world.set_bot_standing(chat_id, standing, OLENA)


def _come_back(world: TelegramWorld) -> None:
    world.block(OLENA)
    world.unblock(OLENA)


#: By the name of what `TelegramWorld` offers; the last ones cut the bot off, so their order counts.
DEEDS: dict[str, Deed] = {
    "say": _say,
    "share_location": lambda world: world.share_location(OLENA, 49.99, 36.23),
    "share_venue": lambda world: world.share_venue(OLENA, 49.99, 36.23, "Station", "Vokzalna 1"),
    "edit_text": _edit_text,
    "forward": _forward,
    "tap": _tap,
    "forge_tap": lambda world: world.forge_tap(OLENA, 999, "x"),
    "expire_callback_queries": lambda world: world.expire_callback_queries(),
    "set_language": lambda world: world.set_language(OLENA, None),
    "add_group": lambda world: world.add_group(-1077, "Roof", {OLENA: Standing.CREATOR}),
    "add_channel": lambda world: world.add_channel(-1078, "Weather", None, {OLENA: Standing.CREATOR}),
    "migrate": lambda world: world.migrate(YARD, MOVED_YARD),
    "set_bot_standing": _set_bot_standing,
    "block": lambda world: world.block(OLENA),
    "unblock": _come_back,
    "deactivate": lambda world: world.deactivate(OLENA),
}

#: The kinds of updates that these make, in the Bot API's words.
KINDS = {"message", "edited_message", "channel_post", "edited_channel_post", "callback_query", "my_chat_member"}
