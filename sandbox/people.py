"""The rows of the invented Telegram: users, chats, messages, and how the Bot API writes each of them down."""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from sandbox.refusals import Json


class ChatType(StrEnum):
    PRIVATE = "private"
    GROUP = "group"
    SUPERGROUP = "supergroup"
    CHANNEL = "channel"


class Standing(StrEnum):
    """A member's status in a chat, in the Bot API's words; in a private chat `KICKED` is "blocked"."""

    CREATOR = "creator"
    ADMINISTRATOR = "administrator"
    MEMBER = "member"
    LEFT = "left"
    KICKED = "kicked"


_PRESENT = frozenset({Standing.CREATOR, Standing.ADMINISTRATOR, Standing.MEMBER})
_RIGHTS = [
    "can_manage_chat",
    "can_delete_messages",
    "can_manage_video_chats",
    "can_restrict_members",
    "can_promote_members",
    "can_change_info",
    "can_invite_users",
    "can_post_stories",
    "can_edit_stories",
    "can_delete_stories",
    "can_send_welcome_messages",
]
# Bot API, ChatMemberAdministrator (read 2026-11): rights that only chats of these kinds know.
_RIGHTS_BY_KIND = {
    ChatType.GROUP: ["can_pin_messages"],
    ChatType.SUPERGROUP: ["can_pin_messages", "can_manage_topics"],
    ChatType.CHANNEL: ["can_post_messages", "can_edit_messages"],
}


@dataclass(slots=True)
class User:
    id: int
    first_name: str
    username: str | None = None
    language_code: str | None = None
    is_bot: bool = False
    deactivated: bool = False

    def shape(self) -> Json:
        shape: Json = {"id": self.id, "is_bot": self.is_bot, "first_name": self.first_name}
        if self.username:
            shape["username"] = self.username
        if self.language_code:
            shape["language_code"] = self.language_code
        return shape


@dataclass(slots=True)
class Message:
    """One message; `content` holds the Bot API fields that differ by kind (text, location, photo, service events).
    `as_chat`: written in the name of the chat, as anonymous admins and channels do.
    """

    message_id: int
    chat_id: int
    sender_id: int
    date: datetime
    content: Json
    silent: bool = False
    reply_markup: Json | None = None
    thread_id: int | None = None
    reply_to: int | None = None
    as_chat: bool = False
    edit_date: datetime | None = None
    reactions: list[Json] = field(default_factory=list)


@dataclass(slots=True)
class Chat:
    id: int
    type: ChatType
    title: str | None = None
    username: str | None = None
    first_name: str | None = None
    is_forum: bool = False
    topics: set[int] = field(default_factory=set)
    standings: dict[int, Standing] = field(default_factory=dict)
    started: bool = False
    bot_may_write: bool = True
    migrated_to: int | None = None
    messages: dict[int, Message] = field(default_factory=dict)
    pinned: list[int] = field(default_factory=list)
    reply_keyboard: Json | None = None
    last_message_id: int = 0

    def next_message_id(self) -> int:
        self.last_message_id += 1
        return self.last_message_id

    def standing_of(self, user_id: int) -> Standing:
        return self.standings.get(user_id, Standing.LEFT)

    def has(self, user_id: int) -> bool:
        return self.standing_of(user_id) in _PRESENT

    def shape(self) -> Json:
        shape: Json = {"id": self.id, "type": self.type.value}
        for name in ("title", "username", "first_name"):
            if value := getattr(self, name):
                shape[name] = value
        if self.is_forum:
            shape["is_forum"] = True
        return shape


#: Who stands as the sender of what an admin writes anonymously (Bot API, Message: "a fake sender user"; read 2026-11).
ANONYMOUS_ADMIN = User(1087968824, "Group", "GroupAnonymousBot", is_bot=True)


def member_shape(user: User, standing: Standing, kind: ChatType) -> Json:
    """One of the Bot API's ChatMember kinds with every field that it requires in a chat of this kind."""
    shape: Json = {"user": user.shape(), "status": standing.value}
    if standing is Standing.CREATOR:
        shape["is_anonymous"] = False
    elif standing is Standing.ADMINISTRATOR:
        rights = _RIGHTS + _RIGHTS_BY_KIND.get(kind, [])
        shape |= {"can_be_edited": False, "is_anonymous": False} | dict.fromkeys(rights, True)
    elif standing is Standing.KICKED:
        shape["until_date"] = 0
    return shape


def unix(moment: datetime) -> int:
    """Whole seconds since 1970 UTC, as every `date` of the Bot API is written."""
    return int(moment.timestamp())
