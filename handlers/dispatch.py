"""From an update to its conversation: who speaks, what they mean, whether they may, and the replies after the changes
are kept.
"""

import asyncio
import re
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from datetime import datetime

from telegram import Bot, CallbackQuery, ChatMemberUpdated, Location, Message, MessageOriginChannel, Update, User
from telegram.constants import ChatMemberStatus

from bot.domain.chats import Chat, ChatKind
from bot.domain.shelters.shelter import Point
from bot.services.estimates import Found
from bot.services.facade import Services, Transaction
from bot.services.feeds import Pages
from bot.services.incoming import After, Changes, Unhandled
from bot.services.pictures import Pictures
from bot.services.seen import Seen
from bot.services.subscriptions import Arrival
from bot.telegram.attachments import Document, Picture
from bot.telegram.messenger import Messenger
from bot.telegram.outgoing import Outgoing, Pin
from bot.telegram.refusals import Later, Ours, Outcome, Unreachable
from bot.telegram.updates import RawUpdate, Unreadable, parse
from bot.texts import Texts, language_for
from handlers.context import Context, Handler, Incoming, Replies, Reply, say
from handlers.help import too_much
from handlers.routes import FORWARDED, LOCATED, ROUTES, STALE, UNKNOWN, WORDS, Route
from handlers.telling import NONE, paragraphs, quoted

#: A reply that has not arrived, for flood control or for trouble on the way, is tried so often; nobody waits longer for
#: an answer than for a new question.
REPLY_TRIES = 3
#: Seconds until one that met trouble on the way is tried again.
TROUBLE_PAUSE = 1.0
#: A command as Telegram writes it (Bot API, MessageEntity "bot_command"), whether or not the client marked it as one.
_COMMAND = re.compile(r"/(?P<name>[A-Za-z0-9_]{1,64})(?:@(?P<addressed>\w+))?(?=\s|$)")
_GROUPS = frozenset({ChatKind.GROUP, ChatKind.SUPERGROUP})
_OUT = frozenset({ChatMemberStatus.LEFT, ChatMemberStatus.BANNED})


@dataclass(frozen=True, slots=True)
class Heard:
    """What one update asks: the conversation, its words, and in which chat. `name` is the first name of who asks, None
    where it is the chat itself: an admin who writes anonymously, or a channel.
    """

    handler: Handler
    incoming: Incoming
    arrival: Arrival
    setting: bool = False
    name: str | None = None


class Conversations:
    """Reads updates, calls handlers and sends their replies."""

    def __init__(
        self,
        bot: Bot,
        messenger: Messenger,
        services: Services,
        texts: Texts,
        *,
        pictures: Pictures,
        now: Callable[[], datetime],
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        self._bot = bot
        # A token begins with the bot's own id, so that nothing need be asked before the first update.
        self._own_id = int(bot.token.partition(":")[0])
        self._messenger = messenger
        self._services = services
        self._texts = texts
        self._pictures = pictures
        self._now = now
        self._sleep = sleep
        self._commands = {command: route for route in ROUTES for command in route.commands}
        self._buttons = {button: route for route in ROUTES for button in route.buttons}

    async def read(self, raw: RawUpdate) -> Changes:
        """What the update changes, ready to be made. Raises Unhandled where it cannot be read."""
        update = parse(raw, self._bot)
        if isinstance(update, Unreadable):
            raise Unhandled(update.reason)
        if update.my_chat_member:
            return self._membership(update.my_chat_member)
        heard = await self._heard(update)
        if heard is None:
            return _nothing
        if heard.setting and not await self._may(heard):
            return self._changes(_with(heard, _admins_only))
        return self._changes(heard)

    async def turn_away(self, raw: RawUpdate) -> Changes:
        """Tells a person who writes without end that it was too much; a group is told nothing. Raises Unhandled."""
        update = parse(raw, self._bot)
        if isinstance(update, Unreadable):
            raise Unhandled(update.reason)
        heard = await self._heard(update)
        if heard is None or heard.arrival.kind is not ChatKind.PRIVATE:
            return _nothing
        return self._changes(_with(heard, too_much))

    async def _heard(self, update: Update) -> Heard | None:
        if update.callback_query:
            await self._messenger.answer_callback(update.callback_query.id)
            return self._tapped(update.callback_query)
        if update.message and (forwarded := self._forwarded(update.message)):
            return forwarded
        if update.message and update.message.text is not None:
            return self._said(update.message, update.message.text)
        if update.channel_post and update.channel_post.text is not None:
            return self._said(update.channel_post, update.channel_post.text)
        if update.message and update.message.location:
            return self._located(update.message, update.message.location)
        if update.message and update.message.chat.type == ChatKind.PRIVATE and update.message.from_user:
            # Articles come under pictures too; what others write under theirs is not read.
            caption = update.message.caption if update.message.from_user.id in self._services.editors else None
            incoming = Incoming(caption or "", update.message.from_user.id, forwarded_at=_first_sent(update.message))
            return Heard(WORDS, incoming, _arrival(update.message))
        return None

    def _forwarded(self, message: Message) -> Heard | None:
        """A post of a channel that an operator passes on, with or without words."""
        origin, user_id = message.forward_origin, _id(message.from_user)
        to_us = message.chat.type == ChatKind.PRIVATE and user_id in self._services.editors
        if not to_us or not isinstance(origin, MessageOriginChannel):
            return None
        said = message.text or message.caption or ""
        return Heard(FORWARDED, Incoming(said, user_id, forwarded_from=origin.chat.id), _arrival(message))

    def _said(self, message: Message, text: str) -> Heard | None:
        command = _COMMAND.match(text)
        if command is None:
            to_us = message.chat.type == ChatKind.PRIVATE or self._is_reply_to_us(message)
            incoming = Incoming(text, _id(message.from_user), forwarded_at=_first_sent(message))
            return Heard(WORDS, incoming, _arrival(message)) if to_us else None
        addressed, argument = command["addressed"], text[command.end() :].strip()
        if addressed and not self._is_us(addressed):
            return None
        route = self._commands.get(command["name"].lower())
        if route is None and message.chat.type != ChatKind.PRIVATE and not addressed:
            return None
        incoming = Incoming(argument, _id(message.from_user))
        return replace(_heard(route, UNKNOWN, incoming, _arrival(message)), name=_first_name(message))

    def _located(self, message: Message, location: Location) -> Heard | None:
        """A place on the map, live or not: one answer. In a group it is for others, unless it replies to us."""
        if message.chat.type != ChatKind.PRIVATE and not self._is_reply_to_us(message):
            return None
        point = Point(location.latitude, location.longitude)
        return Heard(LOCATED, Incoming("", _id(message.from_user), location=point), _arrival(message))

    def _tapped(self, query: CallbackQuery) -> Heard | None:
        message = query.message
        if message is None:
            return None
        name, _, argument = (query.data or "").partition(":")
        language = language_for(query.from_user.language_code)
        arrival = Arrival(message.chat.id, ChatKind(message.chat.type), language, _topic(message))
        incoming = Incoming(argument, query.from_user.id, message.message_id)
        return replace(_heard(self._buttons.get(name), STALE, incoming, arrival), name=query.from_user.first_name)

    def _is_reply_to_us(self, message: Message) -> bool:
        replied = message.reply_to_message
        return bool(replied and replied.from_user and replied.from_user.id == self._own_id)

    def _is_us(self, username: str) -> bool:
        """Until Telegram has told us our name, a command for any bot is taken for ours in answer's favour."""
        try:
            return username.lower() == self._bot.username.lower()
        except RuntimeError:
            return True

    async def _may(self, heard: Heard) -> bool:
        if heard.arrival.kind is ChatKind.PRIVATE:
            return True
        # Only admins can write as the chat itself.
        if heard.name is None:
            return True
        return await self._messenger.is_admin(heard.arrival.chat_id, heard.incoming.user_id)

    def _changes(self, heard: Heard) -> Changes:
        found: Found = {}
        seen: Seen = {}
        pages: Pages = {}

        async def changes(tx: Transaction) -> After:
            now = self._now()
            # The topic of a group is where an admin sets it up, not where anybody asks something.
            arrival = heard.arrival if heard.setting else replace(heard.arrival, topic=None)
            chat = await self._services.subscriptions.arrive(tx, arrival, now)
            context = Context(tx, now, chat, self._services, self._texts, found, seen, pages)
            public = heard.setting and await self._services.channels.is_channel(tx, chat.id)
            handler = _set_elsewhere if public else heard.handler
            replies = await handler(context, replace(heard.incoming, name=heard.name))
            if chat.kind in _GROUPS and await self._services.subscriptions.has_changed(tx, chat):
                replies = _signed(context, heard, replies)
            return lambda: self._reply(chat, heard, replies)

        return changes

    def _membership(self, changed: ChatMemberUpdated) -> Changes:
        async def changes(tx: Transaction) -> After:
            if changed.new_chat_member.status in _OUT:
                await self._services.subscriptions.leave(tx, changed.chat.id, "blocked", self._now())
            else:
                await self._services.channels.back(tx, changed.chat.id)
            return _silence

        return changes

    async def _reply(self, chat: Chat, heard: Heard, replies: Replies) -> None:
        for reply in replies:
            await self._send(chat, heard, reply)

    async def _send(self, chat: Chat, heard: Heard, reply: Reply) -> None:
        edited = heard.incoming.message_id if reply.edits else None
        for _ in range(REPLY_TRIES):
            if edited is not None and isinstance(reply.outgoing, Outgoing):
                outcome = await self._messenger.edit(chat.id, edited, reply.outgoing)
                if isinstance(outcome, Ours):
                    edited = None
                    continue
            else:
                # Who asks is looking at the chat: an answer needs no sound, least of all in a group at night.
                outcome = await self._sent(chat.id, reply, silent=not reply.rings, topic=heard.arrival.topic)
            pause = _pause_after(outcome)
            if pause is None:
                return
            await self._sleep(pause)

    async def _sent(self, chat_id: int, reply: Reply, *, silent: bool, topic: int | None) -> Outcome:
        match reply.outgoing:
            case Pin() as pin:
                return await self._messenger.send_pin(chat_id, pin, silent=silent, topic=topic)
            case Picture() as picture:
                return await self._pictures.send(chat_id, picture, silent=silent, topic=topic)
            case Document() as document:
                return await self._pictures.send_document(chat_id, document, silent=silent, topic=topic)
            case outgoing:
                return await self._messenger.send(chat_id, outgoing, silent=silent, topic=topic)


def _pause_after(outcome: Outcome) -> float | None:
    """Seconds until the same reply is tried again; None where it arrived, or may have, or never will."""
    match outcome:
        case Later(after):
            return after.total_seconds()
        case Unreachable():
            return TROUBLE_PAUSE
        case _:
            return None


async def _admins_only(context: Context, incoming: Incoming) -> Replies:
    return say(context.text("group-admins-only"))


async def _set_elsewhere(context: Context, incoming: Incoming) -> Replies:
    return say(context.text("channel-settings-elsewhere"))


def _signed(context: Context, heard: Heard, replies: Replies) -> Replies:
    """The replies, the first of them saying who changed what: a group's settings are everybody's."""
    first, *others = replies
    if not isinstance(first.outgoing, Outgoing):
        return replies
    name = NONE if heard.name is None else quoted(heard.name)
    text = paragraphs(first.outgoing.text, context.text("group-changed-by", name=name))
    return (replace(first, outgoing=replace(first.outgoing, text=text)), *others)


async def _silence() -> None:
    return None


async def _nothing(_tx: Transaction) -> After:
    return _silence


def _with(heard: Heard, handler: Handler) -> Heard:
    return replace(heard, handler=handler, setting=False)


def _heard(route: Route | None, otherwise: Handler, incoming: Incoming, arrival: Arrival) -> Heard:
    if route is None:
        return Heard(otherwise, incoming, arrival)
    return Heard(route.handler, incoming, arrival, route.setting)


def _arrival(message: Message) -> Arrival:
    code = message.from_user.language_code if message.from_user else None
    return Arrival(message.chat.id, ChatKind(message.chat.type), language_for(code), _topic(message))


def _topic(message: object) -> int | None:
    if isinstance(message, Message) and message.is_topic_message:
        return message.message_thread_id
    return None


def _first_sent(message: Message) -> datetime | None:
    """When what is passed on was first sent, by whomever."""
    return message.forward_origin.date if message.forward_origin else None


def _first_name(message: Message) -> str | None:
    if message.sender_chat and message.sender_chat.id == message.chat.id:
        return None
    return message.from_user.first_name if message.from_user else ""


def _id(user: User | None) -> int:
    return user.id if user else 0
