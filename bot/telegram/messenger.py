"""The one way out to a chat: checks a message, sends or edits it, and says in our own words what became of it."""

from dataclasses import replace

import structlog
from telegram import Bot
from telegram.constants import ChatAction, ChatMemberStatus, ParseMode
from telegram.error import BadRequest, TelegramError

from bot.telegram.keyboard import NO_PREVIEW, inline, keyboard
from bot.telegram.outgoing import Outgoing, Pin, fit, plain, refuse, shorten
from bot.telegram.ready import Ready
from bot.telegram.refusals import Ours, Outcome, Sent, Unknown, translate

_log = structlog.get_logger(__name__)
_ADMINS = frozenset({ChatMemberStatus.OWNER, ChatMemberStatus.ADMINISTRATOR})
#: A success whose body holds no message breaks the library's parsing in one of these ways.
_UNREADABLE = (AttributeError, KeyError, TypeError, ValueError)


class Messenger:
    """Sends and edits through the library's Bot; every answer is an Outcome.

    Raises, from every method: bot.errors.TelegramError when the Bot API cannot be used at all (a wrong token).
    """

    def __init__(self, bot: Bot, ready: Ready | None = None) -> None:
        """`ready`: sends in place of the bot, where the same is told to many."""
        self._bot = bot
        self._ready = ready

    async def send(self, chat_id: int, outgoing: Outgoing, *, silent: bool, topic: int | None = None) -> Outcome:
        """Send one message. If it is too long it goes in pieces: only the first may ring, the last one counts."""
        outcome: Outcome = Ours(refuse(outgoing) or "")
        for number, piece in enumerate(_mended(outgoing)):
            outcome = await self._send_mended(chat_id, piece, silent=silent or number > 0, topic=topic)
            if not isinstance(outcome, Sent):
                break
        return outcome

    async def send_pin(self, chat_id: int, pin: Pin, *, silent: bool, topic: int | None = None) -> Outcome:
        """Send a place on the map."""
        try:
            message = await self._bot.send_venue(
                chat_id,
                pin.latitude,
                pin.longitude,
                pin.title,
                pin.address,
                disable_notification=silent,
                message_thread_id=topic,
            )
        except TelegramError as error:
            return translate(error)
        except _UNREADABLE:
            return Unknown()
        return Sent(message.message_id)

    async def edit(self, chat_id: int, message_id: int, outgoing: Outgoing) -> Outcome:
        """Change a message in place. Unchanged is success; one that is gone or too old is Ours: send a new one."""
        piece = shorten(outgoing)
        if piece is None:
            return Ours(refuse(outgoing) or "")
        outcome = await self._edit(chat_id, message_id, piece)
        if _misread(outcome):
            _log.warning("telegram_misread_markup", call="edit")
            return await self._edit(chat_id, message_id, shorten(plain(piece)) or piece)
        return outcome

    async def answer_callback(self, callback_id: str, text: str | None = None) -> None:
        """Stop the button's spinner, with a toast (200 characters at most) if given. A stale press is no fault."""
        try:
            await self._bot.answer_callback_query(callback_id, text=text[:200] if text else None)
        except TelegramError as error:
            _log.debug("callback_not_answered", outcome=type(translate(error)).__name__)

    async def own_username(self) -> str | None:
        """What the bot is called in links to it; None where Telegram does not tell."""
        try:
            return (await self._bot.get_me()).username
        except TelegramError as error:
            _log.warning("own_name_not_told", outcome=type(translate(error)).__name__)
            return None

    async def answers(self) -> bool:
        """Whether the Bot API answers us at this moment."""
        try:
            await self._bot.get_me()
        except TelegramError as error:
            _log.debug("telegram_not_answering", outcome=type(error).__name__)
            return False
        except _UNREADABLE:
            return False
        return True

    async def typing(self, chat_id: int, topic: int | None = None) -> None:
        """Show for about five seconds that an answer is coming; a failure is nobody's loss."""
        try:
            await self._bot.send_chat_action(chat_id, ChatAction.TYPING, message_thread_id=topic)
        except TelegramError as error:
            _log.debug("typing_not_shown", outcome=type(translate(error)).__name__)

    async def is_admin(self, chat_id: int, user_id: int) -> bool:
        """Whether Telegram says, now, that the user may manage the chat; if it does not answer: no."""
        try:
            member = await self._bot.get_chat_member(chat_id, user_id)
        except TelegramError as error:
            _log.info("admin_not_known", outcome=type(translate(error)).__name__)
            return False
        except _UNREADABLE:
            return False
        return member.status in _ADMINS

    async def _send_mended(self, chat_id: int, piece: Outgoing, *, silent: bool, topic: int | None) -> Outcome:
        outcome = await self._send_or_plain(chat_id, piece, silent=silent, topic=topic)
        if topic is not None and _topic_is_gone(outcome):
            outcome = await self._send_or_plain(chat_id, piece, silent=silent, topic=None)
        return outcome

    async def _send_or_plain(self, chat_id: int, piece: Outgoing, *, silent: bool, topic: int | None) -> Outcome:
        """Our gate let through what Telegram refuses: the words matter more than the bold, and than the buttons."""
        outcome = await self._send(chat_id, piece, silent=silent, topic=topic)
        if _misread(outcome):
            _log.warning("telegram_misread_markup", call="send")
            return await self._send(chat_id, plain(piece), silent=silent, topic=topic)
        if isinstance(outcome, Ours) and not _topic_is_gone(outcome):
            _log.warning("telegram_refused_message", call="send", description=outcome.description)
            return await self._send(chat_id, replace(plain(piece), buttons=()), silent=silent, topic=topic)
        return outcome

    async def _send(self, chat_id: int, piece: Outgoing, *, silent: bool, topic: int | None) -> Outcome:
        if self._ready:
            return await self._ready.send(chat_id, piece, silent=silent, topic=topic)
        try:
            message = await self._bot.send_message(
                chat_id,
                piece.text,
                parse_mode=ParseMode.HTML,
                link_preview_options=NO_PREVIEW,
                disable_notification=silent,
                message_thread_id=topic,
                reply_markup=keyboard(piece),
            )
        except TelegramError as error:
            return translate(error)
        except _UNREADABLE:
            return Unknown()
        return Sent(message.message_id)

    async def _edit(self, chat_id: int, message_id: int, piece: Outgoing) -> Outcome:
        try:
            await self._bot.edit_message_text(
                piece.text,
                chat_id=chat_id,
                message_id=message_id,
                parse_mode=ParseMode.HTML,
                link_preview_options=NO_PREVIEW,
                reply_markup=inline(piece),
            )
        except BadRequest as error:
            return Sent(message_id) if "message is not modified" in error.message.lower() else translate(error)
        except TelegramError as error:
            return translate(error)
        except _UNREADABLE:
            return Unknown()
        return Sent(message_id)


def _mended(outgoing: Outgoing) -> tuple[Outgoing, ...]:
    fault = refuse(outgoing)
    if fault is None:
        return (outgoing,)
    pieces = fit(outgoing)
    _log.warning("message_mended", fault=str(fault), pieces=len(pieces))
    return pieces


def _misread(outcome: Outcome) -> bool:
    return isinstance(outcome, Ours) and "can't parse entities" in outcome.description.lower()


def _topic_is_gone(outcome: Outcome) -> bool:
    said = outcome.description.lower() if isinstance(outcome, Ours) else ""
    return "message thread not found" in said or "topic_deleted" in said
