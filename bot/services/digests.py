"""The daily digest: due work comes from the database, so that a late wake, a restart or a clock change neither repeats
nor skips a day.
"""

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.areas import AreaTree
from bot.domain.cards import Cards
from bot.domain.chats import Chat, Place
from bot.domain.digests import next_due, span_of
from bot.domain.episodes import Episode, Nearness
from bot.domain.local_time import day_of
from bot.domain.notices import DigestNotice, DigestPlace, Notice, NoticeKind
from bot.domain.policy import Sound, of_bulletin
from bot.domain.quiet import Interval, QuietHours, Window, interval_at, next_interval
from bot.domain.recaps import episode_key_of
from bot.domain.reports import Report
from bot.store import alerts as alert_store
from bot.store import chats as chat_store
from bot.store import planning, told
from bot.store.database import Database

#: A digest that was missed is still sent when it is younger than this; an older one is folded into the next.
STILL_SENT = timedelta(hours=6)
#: Claims that one digest carries at the most.
CLAIMS_AT_MOST = 5
#: Digests made in one transaction.
PIECE = 100
#: What counts as night in a digest, on the chat's own clock.
NIGHT = (Window(time(23), time(7)),)


class Digests:
    """Owes digests that are due."""

    def __init__(self, database: Database, tree: AreaTree, cards: Cards, reports: Iterable[Report]) -> None:
        self._database = database
        self._tree = tree
        self._cards = cards
        self._reports = reports

    async def step(self, now: datetime) -> int:
        """Owes the digests that are due by now (aware UTC), each once for its local day and time."""
        async with self._database.reading() as connection:
            if not await chat_store.digests_due(connection, now):
                return 0
        async with self._database.writing() as tx:
            due = await chat_store.digests_due(tx, now, PIECE)
            for chat, due_at, key in due:
                await plan_digest(tx, chat, now)
                if now - due_at < STILL_SENT:
                    await self._owe(tx, chat, due_at, key, now)
        return len(due)

    async def compose(self, tx: AsyncConnection, chat: Chat, at: datetime) -> DigestNotice:
        """The digest of a chat for the 24 hours before a moment (aware UTC)."""
        span = span_of(at)
        places = await chat_store.places_of(tx, chat.id)
        areas = [place.area for place in places]
        episodes = await alert_store.episodes_between(tx, areas, span.start, span.end)
        heard = await told.told_between(tx, chat.id, span.start, span.end)
        day = day_of(at, chat.quiet.timezone)
        return DigestNotice(
            day=day,
            since=span.start,
            until=span.end,
            places=tuple(_place(place, episodes, span, chat.quiet.timezone) for place in places),
            silenced=sum(1 for one in heard if one.sound is Sound.SILENT and episode_key_of(one.notice.body)),
            claims=self._new_claims(places, await told.digest_claims(tx, chat.id)),
            card=self._card_of(day),
            sources=await alert_store.source_names(tx),
            history_since=await alert_store.history_since(tx),
        )

    async def _owe(self, tx: AsyncConnection, chat: Chat, due_at: datetime, key: str, now: datetime) -> None:
        body = await self.compose(tx, chat, due_at)
        notice = Notice(f"digest/{chat.id}/{key}", NoticeKind.DIGEST, due_at, body)
        await planning.owe_chat(tx, notice, chat.id, of_bulletin(chat.quiet, now), now)

    def _new_claims(self, places: Iterable[Place], known: frozenset[tuple[str, str]]) -> tuple[tuple[str, str], ...]:
        """Claims about the chat's places that no digest of this chat has carried yet."""
        near = {area for place in places for area in self._tree.covering(place.area)}
        fresh = [
            (report.id, claim.id)
            for report in self._reports
            for claim in report.claims
            if claim.stands and claim.place.area in near and (report.id, claim.id) not in known
        ]
        return tuple(fresh[:CLAIMS_AT_MOST])

    def _card_of(self, day: date) -> str | None:
        cards = [card.id for card in self._cards]
        return cards[day.toordinal() % len(cards)] if cards else None


async def plan_digest(tx: AsyncConnection, chat: Chat, now: datetime) -> None:
    """Stores when the chat's digest is due next after now (aware UTC)."""
    due = next_due(chat.digest_times, chat.quiet.timezone, now)
    key = f"{due.day.isoformat()}/{due.wall:%H:%M}" if due else None
    await chat_store.put_digest_due(tx, chat.id, due.at if due else None, key)


def _place(place: Place, episodes: Iterable[Episode], span: Interval, timezone: str) -> DigestPlace:
    own = [one for one in episodes if one.area == place.area and one.nearness is Nearness.OWN]
    spans = [Interval(max(one.started_at, span.start), min(one.ended_at or span.end, span.end)) for one in own]
    lengths = [one.end - one.start for one in spans]
    nights = QuietHours(NIGHT, timezone=timezone)
    return DigestPlace(
        area=place.area,
        label=place.label,
        count=len(spans),
        total=sum(lengths, timedelta()),
        longest=max(lengths, default=timedelta()),
        at_night=sum((_overlap(one, nights) for one in spans), timedelta()),
    )


def _overlap(span: Interval, quiet: QuietHours) -> timedelta:
    """How much of a span lies inside quiet hours."""
    total = timedelta()
    moment = span.start
    while moment < span.end:
        window = interval_at(quiet, moment) or next_interval(quiet, moment)
        if window is None or window.start >= span.end:
            break
        total += min(window.end, span.end) - max(window.start, span.start)
        moment = window.end
    return total
