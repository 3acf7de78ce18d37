"""Asks Telegram about a chat that somebody names: what it is, and whether we may write there."""

from dataclasses import dataclass
from enum import StrEnum

from telegram import Bot, ChatMember, ChatMemberAdministrator, ChatMemberOwner
from telegram.constants import ChatMemberStatus, ChatType
from telegram.error import BadRequest, Forbidden, TelegramError

_UNREADABLE = (AttributeError, KeyError, TypeError, ValueError)


class NotThere(StrEnum):
    """Why nothing can be carried to a chat."""

    #: No such chat, or none that shows itself to us.
    UNKNOWN = "unknown"
    #: We are not in it, or may not post.
    MAY_NOT_POST = "may_not_post"
    #: A person or a bot, who has no stream.
    NO_CHANNEL = "no_channel"
    #: Telegram did not answer.
    UNREACHABLE = "unreachable"


@dataclass(frozen=True, slots=True)
class AboutChat:
    """A channel or group in which we may write; `kind` as Telegram names it, `username` where anybody can find it."""

    id: int
    kind: str
    title: str
    username: str | None


class Directory:
    """Looks chats up, each time anew: rights are given and taken at any moment."""

    def __init__(self, bot: Bot) -> None:
        self._bot = bot

    async def look_up(self, target: int | str) -> AboutChat | NotThere:
        """The chat with this id or @name. Raises nothing: what fails is told."""
        try:
            chat = await self._bot.get_chat(target)
            if chat.type not in (ChatType.CHANNEL, ChatType.GROUP, ChatType.SUPERGROUP):
                return NotThere.NO_CHANNEL
            # A token begins with the bot's own id, so that nothing need be asked for it.
            us = await self._bot.get_chat_member(chat.id, int(self._bot.token.partition(":")[0]))
        except (BadRequest, Forbidden):
            return NotThere.UNKNOWN
        except (TelegramError, *_UNREADABLE):
            return NotThere.UNREACHABLE
        if not _may_post(us, chat.type):
            return NotThere.MAY_NOT_POST
        return AboutChat(chat.id, chat.type, chat.title or str(chat.id), chat.username)


def _may_post(us: ChatMember, kind: str) -> bool:
    """In a channel only an administrator with that right may; in a group, whoever is in it."""
    if isinstance(us, ChatMemberOwner):
        return True
    if isinstance(us, ChatMemberAdministrator):
        return kind != ChatType.CHANNEL or bool(us.can_post_messages)
    return kind != ChatType.CHANNEL and us.status == ChatMemberStatus.MEMBER
