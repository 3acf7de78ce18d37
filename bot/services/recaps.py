"""Hands over the night: at the end of a window or a mute, one message with all that came without sound."""

from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.alerts import Gravity
from bot.domain.chats import Chat, Mute, Place
from bot.domain.episodes import Episode, Nearness
from bot.domain.notices import Notice, NoticeKind, RecapNotice, SightNotice
from bot.domain.policy import Decision, Loudness, Reason, Sound
from bot.domain.quiet import Interval, MuteKind, covers, next_edge, next_interval
from bot.domain.recaps import entries, episode_key_of, under_alert, unseen, was_silenced
from bot.store import alerts as alert_store
from bot.store import chats as chat_store
from bot.store import outbox, planning, told
from bot.store.database import Database
from bot.store.told import Told

#: Recaps made in one transaction, so that an alert never waits behind a whole city's morning.
PIECE = 100


class Recaps:
    """Finds the windows and mutes that are over and owes their recaps."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def step(self, now: datetime) -> int:
        """Owes the recaps that are due by now (aware UTC); returns how many silences ended."""
        async with self._database.reading() as connection:
            if not (await chat_store.windows_over(connection, now) or await chat_store.mutes_over(connection, now)):
                return 0
        async with self._database.writing() as tx:
            # Mutes first: one that ended inside a window is told by that window's recap, even if both are long over.
            mutes = await chat_store.mutes_over(tx, now, PIECE)
            for chat_id, mute in mutes:
                await end_mute(tx, chat_id, Interval(mute.began_at, mute.until))
            windows = await chat_store.windows_over(tx, now, PIECE)
            for chat, window in windows:
                await end_window(tx, chat, window, now)
                await chat_store.put_window(tx, chat.id, next_interval(chat.quiet, now))
        return len(windows) + len(mutes)


async def end_window(tx: AsyncConnection, chat: Chat, window: Interval, now: datetime) -> None:
    """Hands over a window that is over: its recap, and what it held."""
    await owe_recap(tx, chat, window, window.end)
    await outbox.release_held(tx, chat.id, now)


async def end_mute(tx: AsyncConnection, chat_id: int, silence: Interval) -> None:
    """Hands over a mute that is over, or leaves it to the window that still runs, so that no recap comes inside quiet
    hours.
    """
    await chat_store.drop_mute(tx, chat_id)
    chat = await chat_store.load(tx, chat_id)
    if chat is None:
        return
    window = await chat_store.window_of(tx, chat_id)
    if window and silence.end in window:
        await chat_store.put_window(tx, chat_id, Interval(min(silence.start, window.start), window.end))
    else:
        await owe_recap(tx, chat, silence, silence.end)


async def owe_recap(tx: AsyncConnection, chat: Chat, silence: Interval, now: datetime) -> None:
    """Owes one recap of the silence, if anything was silenced in it; loud if an alert still covers one of the chat's
    places.
    """
    everything = await told.told_between(tx, chat.id, silence.start, silence.end)
    heard = [one for one in everything if _counts(one)]
    facts = [(one.notice.body, one.sound, one.at) for one in heard]
    if not was_silenced(facts):
        return
    places = await chat_store.places_of(tx, chat.id)
    areas = {place.area for place in places}
    episodes = await alert_store.episodes_between(tx, areas, silence.start, silence.end)
    by_key = {episode.key: episode for episode in episodes}
    body = RecapNotice(
        start=silence.start,
        end=silence.end,
        entries=entries(facts, by_key, {place.area: place.label for place in places}),
        under_alert=under_alert(episodes, silence),
        sources=tuple(sorted({source for episode in episodes for source in episode.sources})),
        held=sum(1 for one in heard if one.sound is Sound.HELD),
        unseen=unseen(one.notice.body for one in everything),
    )
    running = [episode for episode in episodes if episode.ended_at is None and episode.nearness is Nearness.OWN]
    decision = await _decision(tx, chat, places, running, now)
    notice = Notice(f"recap/{chat.id}/{silence.end.isoformat()}", NoticeKind.RECAP, now, body)
    named = [episode.key for episode in running if episode.key in {episode_key_of(one.notice.body) for one in heard}]
    await planning.owe_chat(tx, notice, chat.id, decision, now, named)


async def _decision(
    tx: AsyncConnection, chat: Chat, places: tuple[Place, ...], running: list[Episode], now: datetime
) -> Decision:
    mute = await chat_store.mute_of(tx, chat.id, now)
    may_ring = {place.area for place in places if place.loudness is not Loudness.SILENT}
    ringing = [episode for episode in running if episode.area in may_ring and _may_ring(episode, mute)]
    if ringing and not covers(chat.quiet, now):
        return Decision(Sound.LOUD, Reason.RECAP_RUNNING, next_edge(chat.quiet, now))
    return Decision(Sound.SILENT, Reason.RECAP)


def _counts(one: Told) -> bool:
    """Recaps, digests, what was missed and what runs inside a wide place never ring, so that nothing silenced them;
    what the window held counts.
    """
    of_alert = episode_key_of(one.notice.body) is not None
    return of_alert or isinstance(one.notice.body, SightNotice) or one.sound is Sound.HELD


def _may_ring(episode: Episode, mute: Mute | None) -> bool:
    if mute is None:
        return True
    return mute.kind is MuteKind.GUARDED and episode.gravity is Gravity.GRAVE
