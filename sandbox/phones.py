"""Whose phone the page shows: two people, the chat of a house that both are in, and a channel of one of them."""

from dataclasses import dataclass

from sandbox.people import Chat, Standing, User
from sandbox.telegram_world import TelegramWorld

PAGE_USER_ID = 1001
NEIGHBOUR_ID = 1002
HOUSE_ID = -1001000000001
CHANNEL_ID = -1001000000002


@dataclass(frozen=True, slots=True)
class Phone:
    """One chat as one person sees it; `joins_as` is what the bot becomes there when that person lets it in."""

    name: str
    user_id: int
    chat_id: int
    joins_as: Standing = Standing.MEMBER


PHONES = {
    phone.name: phone
    for phone in (
        Phone("you", PAGE_USER_ID, PAGE_USER_ID),
        Phone("neighbour", NEIGHBOUR_ID, NEIGHBOUR_ID),
        Phone("house", PAGE_USER_ID, HOUSE_ID),
        Phone("house-neighbour", NEIGHBOUR_ID, HOUSE_ID),
        Phone("channel", PAGE_USER_ID, CHANNEL_ID, Standing.ADMINISTRATOR),
    )
}


class Phones:
    """The phones of one world; the people and chats that are missing are made."""

    def __init__(self, world: TelegramWorld) -> None:
        self._world = world
        for user_id, first_name, username in (
            (PAGE_USER_ID, "You", "you"),
            (NEIGHBOUR_ID, "Neighbour", "neighbour"),
        ):
            if user_id not in world.users:
                world.add_user(user_id, first_name, username)
        if HOUSE_ID not in world.chats:
            world.add_group(HOUSE_ID, "House 12", {PAGE_USER_ID: Standing.CREATOR, NEIGHBOUR_ID: Standing.MEMBER})
        if CHANNEL_ID not in world.chats:
            world.add_channel(CHANNEL_ID, "Kharkiv aloud", "kharkiv_aloud", {PAGE_USER_ID: Standing.CREATOR})

    def named(self, name: str | None) -> Phone:
        """The phone that a request names, the person's own where it names none. Raises ValueError."""
        phone = PHONES.get(name or "you")
        if phone is None:
            raise ValueError("no such phone")
        return phone

    def chat(self, phone: Phone) -> Chat:
        return self._world.chats[phone.chat_id]

    def user(self, phone: Phone) -> User:
        return self._world.users[phone.user_id]

    def let_in(self, phone: Phone) -> None:
        """The bot is unblocked, or added to the group or channel."""
        if phone.chat_id == phone.user_id:
            self._world.unblock(phone.user_id)
        else:
            self._only_owners(phone)
            self._world.set_bot_standing(phone.chat_id, phone.joins_as, phone.user_id)

    def shut_out(self, phone: Phone) -> None:
        """The bot is blocked, or removed from the group or channel."""
        if phone.chat_id == phone.user_id:
            self._world.block(phone.user_id)
        else:
            self._only_owners(phone)
            self._world.set_bot_standing(phone.chat_id, Standing.KICKED, phone.user_id)

    def _only_owners(self, phone: Phone) -> None:
        if self.chat(phone).standing_of(phone.user_id) not in (Standing.CREATOR, Standing.ADMINISTRATOR):
            raise ValueError("only those who run this chat may do that")
