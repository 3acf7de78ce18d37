"""The memory of the invented Telegram: who and what exists, and the changes that both the bot and people cause."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from sandbox.faults import Faults
from sandbox.people import ANONYMOUS_ADMIN, Chat, ChatType, Message, Standing, User, unix
from sandbox.profile import Profile
from sandbox.recorder import BotCall, Recorder, RefusedCall
from sandbox.refusals import Json
from sandbox.signals import Journal, Signal
from sandbox.updates import UpdateQueue


@dataclass(frozen=True, slots=True)
class StoredFile:
    """A file that the bot uploaded; kept in memory for as long as the world lives."""

    file_id: str
    name: str
    content_type: str
    content: bytes


@dataclass(slots=True)
class Webhook:
    url: str = ""
    secret: str = ""
    max_connections: int = 40
    last_error: str = ""
    last_error_at: datetime | None = None


@dataclass(slots=True)
class CallbackQuery:
    id: str
    user_id: int
    chat_id: int
    message_id: int
    data: str
    text: str | None = None
    show_alert: bool = False
    answered: bool = False
    expired: bool = False


class WorldState:
    """Users, chats, files and updates of one bot; `now` gives the moment, aware UTC, that messages are dated with."""

    def __init__(
        self, *, now: Callable[[], datetime], bot_id: int = 1, bot_username: str = "tysha_sandbox_bot"
    ) -> None:
        self.now = now
        self.bot = User(bot_id, "Tysha", bot_username, is_bot=True)
        self.users: dict[int, User] = {bot_id: self.bot}
        self.chats: dict[int, Chat] = {}
        self.files: dict[str, StoredFile] = {}
        self.callbacks: dict[str, CallbackQuery] = {}
        self.profile = Profile()
        self.webhook = Webhook()
        self.faults = Faults()
        self.changed = Signal()
        self.updates = UpdateQueue(self.changed)
        self.journal = Journal(self.changed)
        self.closed = False
        self._recorder = Recorder(self.changed)

    @property
    def sent(self) -> list[BotCall]:
        """Every accepted call of the bot but getUpdates, in order."""
        return self._recorder.sent

    @property
    def refused(self) -> list[RefusedCall]:
        """Every call of the bot that was answered with an error."""
        return self._recorder.refused

    def record(self, call: BotCall | RefusedCall) -> None:
        if isinstance(call, BotCall):
            self._recorder.accepted(call)
        else:
            self._recorder.refuse(call)

    async def wait_for(self, predicate: Callable[[BotCall], bool], timeout: float = 5.0, *, after: int = 0) -> BotCall:
        """The first call from index `after` of `sent` that fits, made already or within `timeout` real seconds.

        Raises:
            TimeoutError: none came; the message tells what the bot did instead.
        """
        return await self._recorder.wait_for(predicate, timeout, after)

    async def wait_until(self, condition: Callable[[], bool], timeout: float = 5.0) -> None:
        """Wait until something about this world is true, looking again after every change.

        Raises:
            TimeoutError: it did not become true within `timeout` real seconds.
        """
        async with asyncio.timeout(timeout):
            while not condition():
                await self.changed.wait()

    def close(self) -> None:
        """Let long polls and event streams end, so that a server can stop."""
        self.closed = True
        self.updates.close()
        self.changed.fire()

    def post(self, chat: Chat, message: Message) -> Message:
        chat.messages[message.message_id] = message
        self.journal.note(chat.id, "message", self.page_shape(message))
        return message

    def changed_message(self, chat: Chat, message: Message) -> None:
        self.journal.note(chat.id, "edited", self.page_shape(message))

    def remove(self, chat: Chat, message_id: int) -> None:
        del chat.messages[message_id]
        if message_id in chat.pinned:
            chat.pinned.remove(message_id)
        self.journal.note(chat.id, "deleted", {"message_id": message_id})

    def chat_changed(self, chat: Chat) -> None:
        """Say that the chat around the messages changed: keyboard, pins, commands, block."""
        self.journal.note(chat.id, "chat", {})

    def new_message(self, chat: Chat, sender: User, content: Json, thread_id: int | None = None) -> Message:
        return Message(chat.next_message_id(), chat.id, sender.id, self.now(), content, thread_id=thread_id)

    def message_shape(self, message: Message, *, with_reply: bool = True) -> Json:
        """The message as the Bot API writes it."""
        chat = self.chats[message.chat_id]
        shape: Json = {
            "message_id": message.message_id,
            **self._sender(chat, message),
            "chat": chat.shape(),
            "date": unix(message.date),
            **message.content,
        }
        if message.edit_date:
            shape["edit_date"] = unix(message.edit_date)
        if message.thread_id:
            shape |= {"message_thread_id": message.thread_id, "is_topic_message": True}
        if message.reply_markup:
            shape["reply_markup"] = message.reply_markup
        replied = chat.messages.get(message.reply_to or 0)
        if with_reply and replied:
            shape["reply_to_message"] = self.message_shape(replied, with_reply=False)
        return shape

    def _sender(self, chat: Chat, message: Message) -> Json:
        if not message.as_chat:
            return {"from": self.users[message.sender_id].shape()}
        fake: Json = {} if chat.type is ChatType.CHANNEL else {"from": ANONYMOUS_ADMIN.shape()}
        return fake | {"sender_chat": chat.shape()}

    def origin_shape(self, message: Message) -> Json:
        """Where a message that is passed on comes from: as it says already, or as a MessageOrigin of its own."""
        if origin := message.content.get("forward_origin"):
            return dict(origin)
        chat, date = self.chats[message.chat_id], unix(message.date)
        if chat.type is ChatType.CHANNEL:
            return {"type": "channel", "date": date, "chat": chat.shape(), "message_id": message.message_id}
        if message.as_chat:
            return {"type": "chat", "date": date, "sender_chat": chat.shape()}
        return {"type": "user", "date": date, "sender_user": self.users[message.sender_id].shape()}

    def page_shape(self, message: Message) -> Json:
        """The message with what only a chat window knows: whose it is, its sound, its reactions."""
        return {
            "mine": message.sender_id != self.bot.id,
            "sound": "silent" if message.silent else "loud",
            "reactions": message.reactions,
            "message": self.message_shape(message),
        }

    def private_chat(self, user_id: int) -> Chat:
        return self.chats[user_id]

    def add_user(
        self, user_id: int, first_name: str, username: str | None = None, language_code: str | None = None
    ) -> User:
        """A person who has not yet written to the bot."""
        user = User(user_id, first_name, username, language_code)
        self.users[user_id] = user
        standings = {user_id: Standing.MEMBER, self.bot.id: Standing.MEMBER}
        self.chats[user_id] = Chat(
            user_id, ChatType.PRIVATE, username=username, first_name=first_name, standings=standings
        )
        return user
