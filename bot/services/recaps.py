"""Hands over the night: at the end of a window or a mute, one message with all that came without sound."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.alerts import AreaId, Gravity
from bot.domain.chats import Chat, Mute, Place
from bot.domain.episodes import Episode, Nearness
from bot.domain.notices import Notice, NoticeKind, RecapEntry, RecapNotice, SightNotice
from bot.domain.policy import Decision, Loudness, Reason, Sound
from bot.domain.quiet import Interval, MuteKind, covers, next_edge, next_interval
from bot.domain.recaps import entries, episode_key_of, episode_of, under_alert, unseen, was_silenced
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
                await end_mute(tx, chat_id, mute.until, now)
            windows = await chat_store.windows_over(tx, now, PIECE)
            for chat, window in windows:
                await _hand_over(tx, chat, window, now)
        return len(windows) + len(mutes)


async def end_what_is_over(tx: AsyncConnection, chat: Chat, now: datetime) -> None:
    """Hands over what of one chat ended by now and was not looked at yet, because its settings are about to change."""
    mute = await chat_store.any_mute_of(tx, chat.id)
    if mute and mute.until <= now:
        await end_mute(tx, chat.id, mute.until, now)
    window = await chat_store.window_of(tx, chat.id)
    if window and window.end <= now:
        await _hand_over(tx, chat, window, now)


async def end_window(tx: AsyncConnection, chat: Chat, window: Interval, now: datetime) -> None:
    """Hands over a window that is over: its recap, and what it held. A mute that goes on has its recap up to here in
    this one.
    """
    mute = await chat_store.mute_of(tx, chat.id, window.end)
    start = min(window.start, mute.began_at) if mute else window.start
    await owe_recap(tx, chat, Interval(start, window.end), window.end)
    if mute:
        await chat_store.put_mute(tx, chat.id, replace(mute, began_at=max(mute.began_at, window.end)))
    await outbox.release_held(tx, chat.id, now)


async def end_mute(tx: AsyncConnection, chat_id: int, ended_at: datetime, now: datetime) -> None:
    """Hands over a mute that is over, or leaves it to the window in which it ended, so that no recap comes inside quiet
    hours and nothing stands in two.
    """
    chat = await chat_store.load(tx, chat_id)
    window = await chat_store.window_of(tx, chat_id) if chat else None
    if chat and window and window.end < ended_at:
        await _hand_over(tx, chat, window, now)
        window = await chat_store.window_of(tx, chat_id)
    mute = await chat_store.any_mute_of(tx, chat_id)
    await chat_store.drop_mute(tx, chat_id)
    if chat is None or mute is None:
        return
    if window and window.start <= ended_at <= window.end:
        await chat_store.put_window(tx, chat_id, Interval(min(mute.began_at, window.start), window.end))
    else:
        await owe_recap(tx, chat, Interval(mute.began_at, ended_at), ended_at)


async def _hand_over(tx: AsyncConnection, chat: Chat, window: Interval, now: datetime) -> None:
    await end_window(tx, chat, window, now)
    await chat_store.put_window(tx, chat.id, next_interval(chat.quiet, now))


async def owe_recap(tx: AsyncConnection, chat: Chat, silence: Interval, now: datetime) -> None:
    """Owes one recap of the silence, if anything was silenced in it; loud if an alert still covers one of the chat's
    places.
    """
    everything = await told.told_between(tx, chat.id, silence.start, silence.end)
    heard = [one for one in everything if _counts(one)]
    if not was_silenced(one.sound for one in heard):
        return
    places = await chat_store.places_of(tx, chat.id)
    areas = {place.area for place in places}
    covering = await alert_store.episodes_between(tx, areas, silence.start, silence.end)
    body = RecapNotice(
        start=silence.start,
        end=silence.end,
        entries=await _entries(tx, chat.id, heard, places, covering, silence),
        under_alert=under_alert(covering, silence),
        sources=tuple(sorted({source for episode in covering for source in episode.sources})),
        held=sum(1 for one in heard if one.sound is Sound.HELD),
        unseen=unseen(one.notice.body for one in everything),
    )
    decision = await decide_recap(tx, chat.id, body, now)
    notice = Notice(f"recap/{chat.id}/{silence.end.isoformat()}", NoticeKind.RECAP, now, body)
    named = [episode.key for episode in covering if (episode.area, episode.started_at) in _running(body)]
    await planning.owe_chat(tx, notice, chat.id, decision, now, named)


async def decide_recap(connection: AsyncConnection, chat_id: int, recap: RecapNotice, now: datetime) -> Decision:
    """Loud where an alert that the recap names still covers a place that may ring, and never inside quiet hours (now:
    aware UTC).
    """
    chat = await chat_store.load(connection, chat_id)
    named = _running(recap)
    if chat is None or not named or covers(chat.quiet, now):
        return Decision(Sound.SILENT, Reason.RECAP)
    mute = await chat_store.mute_of(connection, chat_id, now)
    places = await chat_store.places_of(connection, chat_id)
    may_ring = {place.area for place in places if place.loudness is not Loudness.SILENT}
    found = await alert_store.episodes_between(connection, may_ring, recap.start, recap.end)
    running = (episode for episode in found if _runs(episode) and (episode.area, episode.started_at) in named)
    if any(_may_ring(episode, mute) for episode in running):
        return Decision(Sound.LOUD, Reason.RECAP_RUNNING, next_edge(chat.quiet, now))
    return Decision(Sound.SILENT, Reason.RECAP)


async def _entries(
    tx: AsyncConnection,
    chat_id: int,
    heard: Sequence[Told],
    places: tuple[Place, ...],
    covering: Sequence[Episode],
    silence: Interval,
) -> tuple[RecapEntry, ...]:
    """What was told of in the silence, places that were given up in it included, and what still runs; with all that
    rang of it, even before the silence.
    """
    about = {episode.key: episode for episode in covering if _runs(episode)}
    about |= {episode.key: episode for one in heard if (episode := episode_of(one.notice.body))}
    if not about:
        return ()
    since = min(silence.start, *(episode.started_at for episode in about.values()))
    before = await told.told_between(tx, chat_id, since, silence.start)
    facts = [(one.notice.body, one.sound, one.at) for one in (*before, *heard)]
    areas = {episode.area for episode in about.values()}
    found = await alert_store.episodes_between(tx, areas, since, silence.end)
    labels = {episode.area: one.label for one in heard if (episode := episode_of(one.notice.body))}
    labels |= {place.area: place.label for place in places}
    return entries(facts, {episode.key: episode for episode in found if episode.key in about}, labels)


def _counts(one: Told) -> bool:
    """Recaps, digests, what was missed and what runs inside a wide place never ring, so that nothing silenced them;
    what the window held counts.
    """
    of_alert = episode_key_of(one.notice.body) is not None
    return of_alert or isinstance(one.notice.body, SightNotice) or one.sound is Sound.HELD


def _running(recap: RecapNotice) -> set[tuple[AreaId, datetime]]:
    """The alerts that a recap says are still on, by place and start."""
    own = (entry for entry in recap.entries if entry.nearness is Nearness.OWN)
    return {(entry.area, entry.started_at) for entry in own if entry.ended_at is None}


def _runs(episode: Episode) -> bool:
    return episode.ended_at is None and episode.nearness is Nearness.OWN


def _may_ring(episode: Episode, mute: Mute | None) -> bool:
    if mute is None:
        return True
    return mute.kind is MuteKind.GUARDED and episode.gravity is Gravity.GRAVE
