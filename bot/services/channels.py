"""Public channels: one message reaches everybody who reads there, where one to each would take minutes."""

from dataclasses import replace
from datetime import datetime
from enum import StrEnum
from functools import partial
from typing import Protocol

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.alerts import AreaId
from bot.domain.areas import AreaTree
from bot.domain.channels import Channel
from bot.domain.chats import ChatKind, Place
from bot.domain.policy import PUBLIC, Loudness
from bot.domain.quiet import QuietHours
from bot.services.digests import stand_anew
from bot.services.seen import Seen, known
from bot.services.subscriptions import Arrival, Subscriptions
from bot.store import channels as channel_store
from bot.store import chats as chat_store
from bot.store import outbox
from bot.telegram.directory import AboutChat, NotThere


class Directory(Protocol):
    """What setting up a channel needs of Telegram."""

    async def look_up(self, target: int | str) -> AboutChat | NotThere: ...


class Carried(StrEnum):
    """What came of a wish that a chat carries an area."""

    CARRIED = "carried"
    #: All of the country: nobody's own danger.
    TOO_WIDE = "too_wide"
    #: The parts of a wide place are told by silent lines alone, so that "grave only" would leave their red alerts out.
    WIDE_GRAVE = "wide_grave"


class Channels:
    """What channels carry. Each call works inside the caller's transaction."""

    def __init__(self, tree: AreaTree, subscriptions: Subscriptions, directory: Directory) -> None:
        self._tree = tree
        self._subscriptions = subscriptions
        self._directory = directory

    def look_up(self, target: int | str, seen: Seen) -> AboutChat | NotThere:
        """What Telegram says of a chat. Raises FindFirst where it is not asked yet, which puts it into `seen`: no
        transaction waits for the network.
        """
        return known(seen, ("chat", target), partial(self._directory.look_up, target))

    async def carry(
        self, tx: AsyncConnection, about: AboutChat, area: AreaId, stream: Loudness, language: str, now: datetime
    ) -> Carried:
        """Makes a chat carry this area and nothing else; whatever was chosen in it before ends. Raises ValueError for a
        loudness that is no stream.
        """
        if stream not in PUBLIC:
            raise ValueError(f"{stream} is no stream")
        if self._tree[area].parent is None:
            return Carried.TOO_WIDE
        if stream is Loudness.STREAM_GRAVE and self._tree.is_wide(area):
            return Carried.WIDE_GRAVE
        chat = await self._subscriptions.arrive(tx, Arrival(about.id, ChatKind(about.kind), language), now)
        for place in await chat_store.places_of(tx, chat.id):
            if place.area != area:
                await chat_store.drop_place(tx, chat.id, place.area)
                await outbox.drop_chat(tx, chat.id, "carries another area", now)
        await chat_store.drop_mute(tx, chat.id)
        await chat_store.put_window(tx, chat.id, None)
        plain = replace(
            chat, language=language, quiet=QuietHours(), digest_times=(), insist=False, mode_until=None, topic=None
        )
        chat = await chat_store.change(tx, plain)
        await stand_anew(tx, chat, now)
        await channel_store.put(tx, chat.id, about.title, about.username, now)
        await self._subscriptions.follow(tx, chat, area, now)
        await chat_store.put_place(tx, chat, Place(area, loudness=stream))
        return Carried.CARRIED

    async def stop(self, tx: AsyncConnection, chat_id: int, now: datetime) -> Channel | None:
        """Ends what a chat carries; None where it carried nothing."""
        channel = await channel_store.load(tx, chat_id)
        if channel is None:
            return None
        await channel_store.drop(tx, chat_id)
        await chat_store.drop_place(tx, chat_id, channel.area)
        await chat_store.touch(tx, chat_id)
        await outbox.drop_chat(tx, chat_id, "carries nothing any more", now)
        return channel

    async def find(self, tx: AsyncConnection, chat_id: int) -> Channel | None:
        return await channel_store.load(tx, chat_id)

    async def all(self, tx: AsyncConnection) -> tuple[Channel, ...]:
        return await channel_store.load_all(tx)

    async def of_areas(self, tx: AsyncConnection, areas: frozenset[AreaId]) -> tuple[Channel, ...]:
        """Those that somebody who follows these areas can join."""
        return await channel_store.joinable(tx, areas) if areas else ()

    async def is_channel(self, tx: AsyncConnection, chat_id: int) -> bool:
        """Whether the chat is its readers', so that nothing is set by whoever writes in it."""
        return await channel_store.is_channel(tx, chat_id)

    async def back(self, tx: AsyncConnection, chat_id: int) -> None:
        """We may write in the chat again, or for the first time."""
        if await channel_store.is_channel(tx, chat_id):
            await chat_store.come_back(tx, chat_id)
            await channel_store.mark_told(tx, chat_id, told=False)
