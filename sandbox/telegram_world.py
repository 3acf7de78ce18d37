"""What people do in the invented Telegram: write, tap, share a place, block, run groups; each becomes an update."""

from dataclasses import replace

from sandbox.formatting import detect_entities
from sandbox.people import Chat, ChatType, Message, Standing, User, member_shape, unix
from sandbox.refusals import Json
from sandbox.world_state import CallbackQuery, WorldState


class TelegramWorld(WorldState):
    """The whole Telegram of one bot, in memory. People's actions raise KeyError or ValueError when impossible."""

    def say(
        self,
        user_id: int,
        text: str,
        *,
        chat_id: int | None = None,
        thread_id: int | None = None,
        reply_to: int | None = None,
        anonymous: bool = False,
    ) -> Message:
        """A person writes `text`, in private unless `chat_id` names a group or channel; an admin may stay anonymous."""
        content: Json = {"text": text}
        if entities := detect_entities(text, []):
            content["entities"] = entities
        return self._write(user_id, content, chat_id, thread_id, reply_to, anonymous=anonymous)

    def share_location(self, user_id: int, latitude: float, longitude: float, *, chat_id: int | None = None) -> Message:
        content: Json = {"location": {"latitude": latitude, "longitude": longitude}}
        return self._write(user_id, content, chat_id, None, None)

    def share_venue(self, user_id: int, latitude: float, longitude: float, title: str, address: str) -> Message:
        location = {"latitude": latitude, "longitude": longitude}
        content: Json = {"location": location, "venue": {"location": location, "title": title, "address": address}}
        return self._write(user_id, content, None, None, None)

    def forward(self, user_id: int, from_chat_id: int, message_id: int, *, chat_id: int | None = None) -> Message:
        """A person passes on a message of another chat, to the bot unless `chat_id` names a group or channel."""
        original = self.chats[from_chat_id].messages[message_id]
        content = original.content | {"forward_origin": self.origin_shape(original)}
        return self._write(user_id, content, chat_id, None, None)

    def edit_text(self, user_id: int, message_id: int, text: str, *, chat_id: int | None = None) -> Message:
        chat = self.chats[chat_id or user_id]
        message = chat.messages[message_id]
        if message.sender_id != user_id:
            raise ValueError("people edit their own messages only")
        message.content = {"text": text}
        if entities := detect_entities(text, []):
            message.content["entities"] = entities
        message.edit_date = self.now()
        self.changed_message(chat, message)
        if self._bot_sees(chat, message):
            kind = "edited_channel_post" if chat.type is ChatType.CHANNEL else "edited_message"
            self.updates.push(kind, self.message_shape(message))
        return message

    def tap(self, user_id: int, message_id: int, callback_data: str, *, chat_id: int | None = None) -> str:
        """A person taps a button that is really there; returns the query's id.

        Raises:
            ValueError: the message has no such button.
        """
        message = self.chats[chat_id or user_id].messages.get(message_id)
        rows = (message.reply_markup or {}).get("inline_keyboard", []) if message else []
        if not any(button.get("callback_data") == callback_data for row in rows for button in row):
            raise ValueError(f"message {message_id} has no button {callback_data!r}")
        return self.forge_tap(user_id, message_id, callback_data, chat_id=chat_id)

    def forge_tap(self, user_id: int, message_id: int, callback_data: str, *, chat_id: int | None = None) -> str:
        """A hand-made client sends any data for any message, as nothing in Telegram prevents."""
        chat = self.chats[chat_id or user_id]
        query = CallbackQuery(str(len(self.callbacks) + 1), user_id, chat.id, message_id, callback_data)
        self.callbacks[query.id] = query
        message = chat.messages.get(message_id)
        gone: Json = {"message_id": message_id, "date": 0, "chat": chat.shape()}
        self.updates.push(
            "callback_query",
            {
                "id": query.id,
                "from": self.users[user_id].shape(),
                "message": self.message_shape(message) if message else gone,
                "chat_instance": str(chat.id),
                "data": callback_data,
            },
        )
        return query.id

    def expire_callback_queries(self) -> None:
        for query in self.callbacks.values():
            query.expired = True

    def block(self, user_id: int) -> None:
        self._set_bot_standing(self.chats[user_id], Standing.KICKED, self.users[user_id])

    def unblock(self, user_id: int) -> None:
        self._set_bot_standing(self.chats[user_id], Standing.MEMBER, self.users[user_id])

    def deactivate(self, user_id: int) -> None:
        self.users[user_id].deactivated = True

    def set_language(self, user_id: int, language_code: str | None) -> None:
        self.users[user_id].language_code = language_code
        self.chat_changed(self.chats[user_id])

    def add_group(
        self, chat_id: int, title: str, members: dict[int, Standing], *, topics: frozenset[int] = frozenset()
    ) -> Chat:
        """A group without the bot; -100... ids are supergroups, `topics` makes it a forum."""
        kind = ChatType.SUPERGROUP if str(chat_id).startswith("-100") else ChatType.GROUP
        chat = Chat(chat_id, kind, title, is_forum=bool(topics), topics=set(topics), standings=dict(members))
        self.chats[chat_id] = chat
        return chat

    def add_channel(self, chat_id: int, title: str, username: str | None, members: dict[int, Standing]) -> Chat:
        chat = Chat(chat_id, ChatType.CHANNEL, title, username, standings=dict(members))
        self.chats[chat_id] = chat
        return chat

    def set_bot_standing(self, chat_id: int, standing: Standing, by_user_id: int) -> None:
        """Somebody adds the bot to a group or channel, promotes it, or removes it."""
        self._set_bot_standing(self.chats[chat_id], standing, self.users[by_user_id])

    def migrate(self, chat_id: int, new_chat_id: int) -> Chat:
        """A group becomes a supergroup under a new id; both chats get Telegram's service message."""
        old = self.chats[chat_id]
        new = replace(
            old,
            id=new_chat_id,
            type=ChatType.SUPERGROUP,
            messages={},
            pinned=[],
            topics=set(),
            last_message_id=0,
            standings=dict(old.standings),
        )
        self.chats[new_chat_id] = new
        old.migrated_to = new_chat_id
        owner = next(user_id for user_id in old.standings if user_id != self.bot.id)
        for chat, event in ((old, {"migrate_to_chat_id": new_chat_id}), (new, {"migrate_from_chat_id": chat_id})):
            message = self.post(chat, self.new_message(chat, self.users[owner], event))
            self.updates.push("message", self.message_shape(message))
        return new

    def _write(
        self,
        user_id: int,
        content: Json,
        chat_id: int | None,
        thread_id: int | None,
        reply_to: int | None,
        *,
        anonymous: bool = False,
    ) -> Message:
        user, chat = self.users[user_id], self.chats[chat_id or user_id]
        if not chat.has(user_id):
            raise ValueError(f"user {user_id} is not in chat {chat.id}")
        if (anonymous or chat.type is ChatType.CHANNEL) and chat.standing_of(user_id) is Standing.MEMBER:
            raise ValueError(f"user {user_id} may not write as chat {chat.id}")
        if chat.type is ChatType.PRIVATE and not chat.has(self.bot.id):
            self.unblock(user_id)
        chat.started = True
        message = self.new_message(chat, user, content, thread_id)
        message.reply_to = reply_to
        message.as_chat = anonymous or chat.type is ChatType.CHANNEL
        self.post(chat, message)
        self._hide_one_time_keyboard(chat)
        if self._bot_sees(chat, message):
            kind = "channel_post" if chat.type is ChatType.CHANNEL else "message"
            self.updates.push(kind, self.message_shape(message))
        return message

    def _hide_one_time_keyboard(self, chat: Chat) -> None:
        if (chat.reply_keyboard or {}).get("one_time_keyboard"):
            chat.reply_keyboard = None
            self.chat_changed(chat)

    def _bot_sees(self, chat: Chat, message: Message) -> bool:
        """Privacy mode: in groups a bot without rights sees commands meant for it and replies to it."""
        standing = chat.standing_of(self.bot.id)
        if chat.type is ChatType.PRIVATE or standing is Standing.ADMINISTRATOR:
            return True
        if standing is not Standing.MEMBER:
            return False
        replied = chat.messages.get(message.reply_to or 0)
        return bool(replied and replied.sender_id == self.bot.id) or self._is_addressed(message.content.get("text", ""))

    def _is_addressed(self, text: str) -> bool:
        name = f"@{self.bot.username}".lower()
        if not text.startswith("/"):
            return name in text.lower()
        _, at, addressee = text.split(maxsplit=1)[0].partition("@")
        return not at or f"@{addressee}".lower() == name

    def _set_bot_standing(self, chat: Chat, standing: Standing, by: User) -> None:
        before = chat.standing_of(self.bot.id)
        if before is standing:
            return
        chat.standings[self.bot.id] = standing
        self.updates.push(
            "my_chat_member",
            {
                "chat": chat.shape(),
                "from": by.shape(),
                "date": unix(self.now()),
                "old_chat_member": member_shape(self.bot, before, chat.type),
                "new_chat_member": member_shape(self.bot, standing, chat.type),
            },
        )
        self.chat_changed(chat)
