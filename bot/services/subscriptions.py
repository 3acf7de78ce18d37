"""What people choose: language, places, quiet hours, mutes and digests. Each call works inside the caller's
transaction.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.alerts import AreaId
from bot.domain.areas import AreaTree
from bot.domain.chats import LONGEST_NOTHING, PLACES_AT_MOST, Chat, ChatKind, Mute, Place
from bot.domain.digests import DigestHour, DigestPart, Standing, tidied
from bot.domain.episodes import Nearness, by_area, covering_alerts, covering_areas, follow
from bot.domain.inside import by_wide
from bot.domain.labels import LABEL_AT_MOST, cleaned, is_taken
from bot.domain.quiet import Interval, Mode, MuteKind, QuietHours, Window, covers, end_of_nights, next_interval
from bot.domain.reach import Reach
from bot.domain.shelters.walking import Pace
from bot.services.digests import begin_again, stand_anew
from bot.services.inside import know_spell
from bot.services.recaps import end_mute, end_what_is_over, end_window
from bot.store import alerts as alert_store
from bot.store import chats as chat_store
from bot.store import digests as digest_store
from bot.store import months as month_store
from bot.store import outbox

#: A house's own shelter in an alert: longer words would push the facts off the screen.
SHELTER_AT_MOST = 100


class Follow(StrEnum):
    """What came of a wish to follow a place."""

    FOLLOWED = "followed"
    ALREADY = "already"
    TOO_MANY = "too_many"


class Adjustment(StrEnum):
    """What came of a wish for another label or loudness."""

    DONE = "done"
    NOT_FOLLOWED = "not_followed"
    TOO_LONG = "too_long"
    TAKEN = "taken"


@dataclass(frozen=True, slots=True)
class Arrival:
    """A chat as an update shows it."""

    chat_id: int
    kind: ChatKind
    language: str
    topic: int | None = None


@dataclass(frozen=True, slots=True)
class Forthcoming:
    """The areas whose alerts reach anybody, when windows, modes and mutes end and messages are due (aware UTC), and how
    many messages are on their way.
    """

    areas: frozenset[AreaId]
    due: tuple[datetime, ...]
    owed: int


class Subscriptions:
    """Settings of chats, with what each change means for what is owed."""

    def __init__(self, tree: AreaTree) -> None:
        self._tree = tree

    async def arrive(self, tx: AsyncConnection, arrival: Arrival, now: datetime) -> Chat:
        """The chat, added if it is new; whoever writes to us can be reached again. A topic is remembered until the
        first place is followed; then alerts stay where they are.
        """
        known = await chat_store.load(tx, arrival.chat_id)
        if known:
            if await chat_store.come_back(tx, known.id):
                await self._resume(tx, known, now)
            return await self._into_topic(tx, known, arrival.topic)
        chat = Chat(arrival.chat_id, arrival.kind, arrival.language, QuietHours(), topic=arrival.topic)
        await chat_store.add(tx, chat, now)
        return chat

    async def has_changed(self, tx: AsyncConnection, chat: Chat) -> bool:
        """Whether anything that the chat chose was changed since it was read."""
        stored = await chat_store.load(tx, chat.id)
        return stored is not None and stored.settings_version != chat.settings_version

    async def leave(self, tx: AsyncConnection, chat_id: int, why: str, now: datetime) -> None:
        """The chat blocked or removed the bot: nothing more is owed to it until it comes back."""
        await chat_store.mark_gone(tx, chat_id, why, now)
        await outbox.drop_chat(tx, chat_id, why, now)

    async def set_language(self, tx: AsyncConnection, chat: Chat, language: str) -> Chat:
        return await chat_store.change(tx, replace(chat, language=language))

    async def places(self, tx: AsyncConnection, chat_id: int) -> tuple[Place, ...]:
        return await chat_store.places_of(tx, chat_id)

    async def follow(
        self, tx: AsyncConnection, chat: Chat, area: AreaId, now: datetime, *, until: datetime | None = None
    ) -> Follow:
        """Follows an area from now on. An alert that runs there is told by the answer, not by a start of its own."""
        known = await chat_store.places_of(tx, chat.id)
        same = next((place for place in known if place.area == area), None)
        if same and same.until == until:
            return Follow.ALREADY
        if same is None and len(known) >= PLACES_AT_MOST:
            return Follow.TOO_MANY
        place = replace(same, until=until) if same else Place(area, until=until)
        await chat_store.put_place(tx, chat, place)
        await chat_store.touch(tx, chat.id)
        await self._know_episodes(tx, area, now)
        if region := self._tree.region(area):
            await month_store.wish(tx, (region,), now)
        return Follow.FOLLOWED

    async def adjust(self, tx: AsyncConnection, chat: Chat, place: Place) -> Adjustment:
        """Gives a place that is followed the label and the loudness of this one; whatever is owed is decided again."""
        known = await chat_store.places_of(tx, chat.id)
        same = next((one for one in known if one.area == place.area), None)
        if same is None:
            return Adjustment.NOT_FOLLOWED
        wanted = replace(same, label=cleaned(place.label), loudness=place.loudness)
        if wanted == same:
            return Adjustment.DONE
        if len(wanted.label) > LABEL_AT_MOST:
            return Adjustment.TOO_LONG
        if wanted.label != same.label and wanted.label and is_taken(wanted.label, wanted, known, self._tree):
            return Adjustment.TAKEN
        await chat_store.put_place(tx, chat, wanted)
        await chat_store.touch(tx, chat.id)
        return Adjustment.DONE

    async def set_walk(self, tx: AsyncConnection, chat: Chat, pace: Pace, *, step_free: bool) -> Chat:
        """How the chat's people walk to a shelter, and whether they can take steps."""
        return await chat_store.change(tx, replace(chat, pace=pace, step_free=step_free))

    async def set_reach(self, tx: AsyncConnection, chat: Chat, area: AreaId, reach: Reach) -> bool:
        """How far a shelter is for the people of a place; False where the chat does not follow it."""
        return await self._changed(tx, chat, area, lambda place: replace(place, reach=reach))

    async def name_shelter(self, tx: AsyncConnection, chat: Chat, area: AreaId, shelter: str) -> bool:
        """The house's own shelter in its own words, empty for none; False where it is too long or the place unknown."""
        words = cleaned(shelter)
        if len(words) > SHELTER_AT_MOST:
            return False
        return await self._changed(tx, chat, area, lambda place: replace(place, shelter=words))

    async def _changed(self, tx: AsyncConnection, chat: Chat, area: AreaId, change: Callable[[Place], Place]) -> bool:
        place = next((one for one in await chat_store.places_of(tx, chat.id) if one.area == area), None)
        if place is None:
            return False
        await chat_store.put_place(tx, chat, change(place))
        await chat_store.touch(tx, chat.id)
        return True

    async def unfollow(self, tx: AsyncConnection, chat: Chat, area: AreaId) -> bool:
        """False where the chat did not follow the area."""
        dropped = await chat_store.drop_place(tx, chat.id, area)
        await chat_store.touch(tx, chat.id)
        return dropped

    async def set_quiet(
        self,
        tx: AsyncConnection,
        chat: Chat,
        windows: tuple[Window, ...],
        mode: Mode | None,
        now: datetime,
        *,
        nights: int = LONGEST_NOTHING,
    ) -> Chat:
        """Stores quiet hours (no mode: the one before). A running window that no longer covers now ends here, with its
        recap. The mode *nothing* ends by itself after so many nights.
        """
        await end_what_is_over(tx, chat, now)
        quiet = replace(chat.quiet, windows=windows, mode=mode or chat.quiet.mode)
        until = end_of_nights(quiet, now, nights) if quiet.mode is Mode.NOTHING else None
        chat = await chat_store.change(tx, replace(chat, quiet=quiet, mode_until=until))
        running = await _still_running(tx, chat, now)
        await chat_store.put_window(tx, chat.id, _next_window(quiet, now, running))
        await stand_anew(tx, chat, now)
        return chat

    async def set_timezone(self, tx: AsyncConnection, chat: Chat, timezone: str, now: datetime) -> Chat:
        """Reads the chat's hours by the clock of another zone (an IANA name) from now on. A running window that this
        clock is outside of ends here, with its recap; the mode *nothing* ends at the moment that was promised. Raises
        ValueError for a zone that does not exist.
        """
        await end_what_is_over(tx, chat, now)
        chat = await chat_store.change(tx, replace(chat, quiet=replace(chat.quiet, timezone=timezone)))
        running = await _still_running(tx, chat, now)
        await chat_store.put_window(tx, chat.id, _next_window(chat.quiet, now, running))
        await stand_anew(tx, chat, now)
        return chat

    async def mute(self, tx: AsyncConnection, chat: Chat, kind: MuteKind, until: datetime, now: datetime) -> None:
        """Silence until a moment (aware UTC); it ends by itself, like a window."""
        await end_what_is_over(tx, chat, now)
        running = await chat_store.mute_of(tx, chat.id, now)
        began_at = running.began_at if running else now
        await chat_store.put_mute(tx, chat.id, Mute(kind, began_at, until))
        await chat_store.touch(tx, chat.id)

    async def unmute(self, tx: AsyncConnection, chat: Chat, now: datetime) -> bool:
        """Ends a mute at once, with its recap unless a window runs; False where none was running."""
        running = await chat_store.mute_of(tx, chat.id, now)
        if running is None:
            return False
        await chat_store.touch(tx, chat.id)
        await end_mute(tx, chat.id, now, now)
        return True

    async def running_mute(self, tx: AsyncConnection, chat_id: int, now: datetime) -> Mute | None:
        return await chat_store.mute_of(tx, chat_id, now)

    async def set_digest(self, tx: AsyncConnection, chat: Chat, hours: tuple[DigestHour, ...], now: datetime) -> Chat:
        """Stores the digest's hours (none: off) and when it is due next; what is due by now still comes."""
        chat = await chat_store.change(tx, replace(chat, digest_times=tidied(hours)))
        await stand_anew(tx, chat, now)
        return chat

    async def digest_standing(self, tx: AsyncConnection, chat_id: int) -> Standing:
        """Which digest of the chat is due next, and when it is made."""
        return await digest_store.standing_of(tx, chat_id)

    async def set_digest_parts(self, tx: AsyncConnection, chat: Chat, parts: frozenset[DigestPart]) -> Chat:
        """What digests tell from the next one on."""
        return await chat_store.change(tx, replace(chat, digest_parts=parts))

    async def set_digest_sound(self, tx: AsyncConnection, chat: Chat, *, rings: bool) -> Chat:
        """Whether digests come with sound from the next one on."""
        return await chat_store.change(tx, replace(chat, digest_rings=rings))

    async def forthcoming(self, tx: AsyncConnection, now: datetime) -> Forthcoming:
        """What anybody can be told of next."""
        followed = await chat_store.followed_areas(tx)
        near = {area for place in followed for one in Nearness for area in covering_areas(self._tree, place, one)}
        near |= {area for wide in followed if self._tree.is_wide(wide) for area in self._tree.within(wide)}
        due = (*await chat_store.moments_due(tx), *await outbox.due_later(tx, now))
        return Forthcoming(frozenset(near), due, await outbox.due_now(tx, now))

    async def _into_topic(self, tx: AsyncConnection, chat: Chat, topic: int | None) -> Chat:
        if topic is None or topic == chat.topic or await chat_store.places_of(tx, chat.id):
            return chat
        return await chat_store.change(tx, replace(chat, topic=topic))

    async def _resume(self, tx: AsyncConnection, chat: Chat, now: datetime) -> None:
        """A chat that was gone begins anew: no recap of nights and no digest of days in which nothing could be sent."""
        before = await chat_store.window_of(tx, chat.id)
        running = before if before and now in before else None
        await chat_store.put_window(tx, chat.id, _next_window(chat.quiet, now, running))
        await begin_again(tx, chat, now)

    async def _know_episodes(self, tx: AsyncConnection, area: AreaId, now: datetime) -> None:
        """Notes what runs already at an area which nobody followed until now, so that its end is told."""
        state = await alert_store.load_state(tx)
        alerts = by_area(state.alerts.values())
        running = await alert_store.running_episodes(tx)
        ended = await alert_store.last_ends(tx, [area])
        begun = []
        for nearness in Nearness:
            if (area, nearness) in running:
                continue
            ended_before = ended.get((area, nearness))
            covering = covering_alerts(alerts, self._tree, area, nearness)
            episode, _ = follow(None, covering, now, area=area, nearness=nearness, ended_before=ended_before)
            if episode:
                begun.append(episode)
        await alert_store.save_episodes(tx, begun)
        await know_spell(tx, area, by_wide(state.alerts.values(), self._tree).get(area, ()), now)


async def _still_running(tx: AsyncConnection, chat: Chat, now: datetime) -> Interval | None:
    """The window that ran and still does by what is chosen now; one that is cut short is handed over here."""
    before = await chat_store.window_of(tx, chat.id)
    if before is None or now not in before:
        return None
    if covers(chat.quiet, now):
        return before
    await end_window(tx, chat, Interval(before.start, now), now)
    return None


def _next_window(quiet: QuietHours, now: datetime, running: Interval | None) -> Interval | None:
    """The window that runs or comes next; one that was running keeps its start, so that its recap misses nothing, and
    one that runs from now on begins now, so that its recap repeats nothing.
    """
    window = next_interval(quiet, now)
    if window and now in window:
        return Interval(running.start if running else now, window.end)
    return window
